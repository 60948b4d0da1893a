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
AND mem_4.workspace_id = ANY ($4::uuid[])
AND mem_4.user_id = $5::uuid OFFSET 0)))), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_5.name), '}')
FROM store_app sto_5
WHERE sto_5.template_id = tem_2.id
AND sto_5.listed), 'null'), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_6.version), '}')
FROM version ver_6
WHERE ver_6.template_id = tem_2.id
AND ver_6.state IN ('ACTIVE')
AND ver_6.deleted_at IS NULL
AND ((ver_6.workspace_id = ANY ($6::uuid[]))
OR (ver_6.state = 'ACTIVE'))
ORDER BY ver_6.sort_key DESC, ver_6.created_at DESC, ver_6.id DESC
LIMIT 1), 'null'), '}')
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.name = $7::text
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($6::uuid[])), 'null'), ',"given":', coalesce(
(SELECT concat('{"name":', to_json(tem_7.name), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_8.name), '}')
FROM store_app sto_8
WHERE sto_8.template_id = tem_7.id
AND sto_8.listed), 'null'), ',"viewerActions":[', concat_ws(',', CASE
WHEN false
AND true THEN '"UPDATE"' END, CASE
WHEN false
AND true THEN '"CREATE_VERSION"' END, CASE
WHEN false
AND NOT EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_7.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE', 'SUBMITTED', 'IN_REVIEW')) THEN '"DELETE"' END, CASE
WHEN false
AND tem_7.suspended_at IS NULL
AND EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_7.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE')) THEN '"SUSPEND"' END, CASE
WHEN false
AND tem_7.suspended_at IS NOT NULL THEN '"RESTORE"' END, CASE
WHEN false
AND EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_7.id
AND s.listed) THEN '"REPUBLISH"' END), ']}')
FROM template tem_7
WHERE tem_7.workspace_id = wor_1.id
AND tem_7.name = $8::text
AND tem_7.deleted_at IS NULL
AND tem_7.workspace_id = ANY ($6::uuid[])), 'null'), ',"deleted":', coalesce(
(SELECT concat('{"name":', to_json(tem_9.name), '}')
FROM template tem_9
WHERE tem_9.workspace_id = wor_1.id
AND tem_9.name = $9::text
AND tem_9.deleted_at IS NULL
AND tem_9.workspace_id = ANY ($6::uuid[])), 'null'), ',"quoted":', coalesce(
(SELECT concat('{"name":', to_json(tem_10.name), '}')
FROM template tem_10
WHERE tem_10.workspace_id = wor_1.id
AND tem_10.name = $10::text
AND tem_10.deleted_at IS NULL
AND tem_10.workspace_id = ANY ($6::uuid[])), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $11::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"other":', coalesce(
(SELECT concat('{"name":', to_json(wor_11.name), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_12.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_13.name), '}')
FROM workspace wor_13
WHERE wor_13.id = tem_12.workspace_id
AND wor_13.deleted_at IS NULL
AND wor_13.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_14.name), '}')
FROM workspace wor_14
WHERE wor_14.id = tem_12.workspace_id), '␃'), '}')
FROM template tem_12
WHERE tem_12.workspace_id = wor_11.id
AND tem_12.name = $12::text
AND tem_12.deleted_at IS NULL
AND tem_12.workspace_id = ANY ($6::uuid[])), 'null'), '}')
FROM workspace wor_11
WHERE wor_11.name = $13::text
AND wor_11.deleted_at IS NULL
AND wor_11.id = ANY ($4::uuid[])), 'null'), ',"dark":', coalesce(
(SELECT concat('{"name":', to_json(wor_15.name), '}')
FROM workspace wor_15
WHERE wor_15.name = $14::text
AND wor_15.deleted_at IS NULL
AND wor_15.id = ANY ($4::uuid[])), 'null'), ',"gone":', coalesce(
(SELECT concat('{"name":', to_json(wor_16.name), '}')
FROM workspace wor_16
WHERE wor_16.name = $15::text
AND wor_16.deleted_at IS NULL
AND wor_16.id = ANY ($4::uuid[])), 'null'), '}}'), 'UTF8') END
