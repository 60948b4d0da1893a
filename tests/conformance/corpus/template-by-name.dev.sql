SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"acme":', coalesce(
(SELECT concat('{"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_2.name), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_3.username), '}')
FROM app_user app_3
WHERE app_3.id = tem_2.created_by
AND ((app_3.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.user_id = app_3.id
AND mem_4.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.submitted_by = app_3.id
AND rev_5.workspace_id = ANY ($5::uuid[])
ORDER BY rev_5.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_6
WHERE rev_6.reviewer_id = app_3.id
AND EXISTS
(SELECT
FROM review rev_7
WHERE rev_7.id = rev_6.review_id
AND rev_7.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_6.review_id OFFSET 0)))), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_8.name), '}')
FROM store_app sto_8
WHERE sto_8.template_id = tem_2.id
AND sto_8.listed), 'null'), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_9.version), '}')
FROM version ver_9
WHERE ver_9.template_id = tem_2.id
AND ver_9.state IN ('ACTIVE')
AND ver_9.deleted_at IS NULL
AND ((ver_9.workspace_id = ANY ($6::uuid[]))
OR (ver_9.state = 'ACTIVE'))
ORDER BY ver_9.sort_key DESC, ver_9.created_at DESC, ver_9.id DESC
LIMIT 1), 'null'), '}')
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.name = $7::text
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($6::uuid[])), 'null'), ',"given":', coalesce(
(SELECT concat('{"name":', to_json(tem_10.name), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_11.name), '}')
FROM store_app sto_11
WHERE sto_11.template_id = tem_10.id
AND sto_11.listed), 'null'), ',"viewerActions":[', concat_ws(',', CASE
WHEN tem_10.workspace_id = ANY ($8::uuid[])
AND true THEN '"UPDATE"' END, CASE
WHEN tem_10.workspace_id = ANY ($9::uuid[])
AND true THEN '"CREATE_VERSION"' END, CASE
WHEN tem_10.workspace_id = ANY ($10::uuid[])
AND NOT EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_10.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE', 'SUBMITTED', 'IN_REVIEW')) THEN '"DELETE"' END, CASE
WHEN false
AND tem_10.suspended_at IS NULL
AND EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_10.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE')) THEN '"SUSPEND"' END, CASE
WHEN false
AND tem_10.suspended_at IS NOT NULL THEN '"RESTORE"' END, CASE
WHEN tem_10.workspace_id = ANY ($11::uuid[])
AND EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_10.id
AND s.listed) THEN '"REPUBLISH"' END), ']}')
FROM template tem_10
WHERE tem_10.workspace_id = wor_1.id
AND tem_10.name = $12::text
AND tem_10.deleted_at IS NULL
AND tem_10.workspace_id = ANY ($6::uuid[])), 'null'), ',"deleted":', coalesce(
(SELECT concat('{"name":', to_json(tem_12.name), '}')
FROM template tem_12
WHERE tem_12.workspace_id = wor_1.id
AND tem_12.name = $13::text
AND tem_12.deleted_at IS NULL
AND tem_12.workspace_id = ANY ($6::uuid[])), 'null'), ',"quoted":', coalesce(
(SELECT concat('{"name":', to_json(tem_13.name), '}')
FROM template tem_13
WHERE tem_13.workspace_id = wor_1.id
AND tem_13.name = $14::text
AND tem_13.deleted_at IS NULL
AND tem_13.workspace_id = ANY ($6::uuid[])), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $15::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($16::uuid[])), 'null'), ',"other":', coalesce(
(SELECT concat('{"name":', to_json(wor_14.name), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_15.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_16.name), '}')
FROM workspace wor_16
WHERE wor_16.id = tem_15.workspace_id
AND wor_16.deleted_at IS NULL
AND wor_16.id = ANY ($16::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_17.name), '}')
FROM workspace wor_17
WHERE wor_17.id = tem_15.workspace_id), '␃'), '}')
FROM template tem_15
WHERE tem_15.workspace_id = wor_14.id
AND tem_15.name = $17::text
AND tem_15.deleted_at IS NULL
AND tem_15.workspace_id = ANY ($6::uuid[])), 'null'), '}')
FROM workspace wor_14
WHERE wor_14.name = $18::text
AND wor_14.deleted_at IS NULL
AND wor_14.id = ANY ($16::uuid[])), 'null'), ',"dark":', coalesce(
(SELECT concat('{"name":', to_json(wor_18.name), '}')
FROM workspace wor_18
WHERE wor_18.name = $19::text
AND wor_18.deleted_at IS NULL
AND wor_18.id = ANY ($16::uuid[])), 'null'), ',"gone":', coalesce(
(SELECT concat('{"name":', to_json(wor_19.name), '}')
FROM workspace wor_19
WHERE wor_19.name = $20::text
AND wor_19.deleted_at IS NULL
AND wor_19.id = ANY ($16::uuid[])), 'null'), '}}'), 'UTF8') END
