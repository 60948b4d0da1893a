SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"foreign":', coalesce(
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_1.id, '"}')
FROM template tem_1
WHERE tem_1.id = $3::uuid
AND tem_1.deleted_at IS NULL
AND tem_1.first_submitted_at IS NOT NULL), 'null'), ',"foreignVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_2.id, '"}')
FROM version ver_2
WHERE ver_2.id = $4::uuid
AND ver_2.deleted_at IS NULL
AND ((ver_2.first_submitted_at IS NOT NULL)
OR (ver_2.state = 'ACTIVE'))), 'null'), ',"foreignMember":', coalesce(
(SELECT concat('{"id":"mbr_', mem_3.id, '"}')
FROM membership mem_3
WHERE false), 'null'), ',"foreignToken":', coalesce(
(SELECT concat('{"id":"tok_', api_4.id, '"}')
FROM api_token api_4
WHERE api_4.id = $5::uuid
AND api_4.user_id = $6::uuid), 'null'), ',"foreignEvent":', coalesce(
(SELECT concat('{"id":"evt_', aud_5.id, '"}')
FROM audit_event aud_5
WHERE false), 'null'), ',"deleted":', coalesce(
(SELECT concat('{"id":"tpl_', tem_6.id, '"}')
FROM template tem_6
WHERE tem_6.id = $7::uuid
AND tem_6.deleted_at IS NULL
AND tem_6.first_submitted_at IS NOT NULL), 'null'), ',"deletedVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_7.id, '"}')
FROM version ver_7
WHERE ver_7.id = $8::uuid
AND ver_7.deleted_at IS NULL
AND ((ver_7.first_submitted_at IS NOT NULL)
OR (ver_7.state = 'ACTIVE'))), 'null'), ',"deletedWorkspace":', coalesce(
(SELECT concat('{"id":"wsp_', wor_8.id, '"}')
FROM workspace wor_8
WHERE false), 'null'), ',"reviewOfDeleted":', coalesce(
(SELECT concat('{"id":"rev_', rev_9.id, '"}')
FROM review rev_9
WHERE rev_9.id = $9::uuid
AND NOT EXISTS
(SELECT
FROM version ver_10
WHERE ver_10.id = rev_9.version_id
AND ver_10.deleted_at IS NOT NULL)), 'null'), ',"unlisted":', coalesce(
(SELECT concat('{"id":"sto_', sto_11.id, '"}')
FROM store_app sto_11
WHERE sto_11.id = $10::uuid
AND sto_11.listed), 'null'), ',"madeUp":', coalesce(
(SELECT concat('{"id":"tpl_', tem_12.id, '"}')
FROM template tem_12
WHERE tem_12.id = $11::uuid
AND tem_12.deleted_at IS NULL
AND tem_12.first_submitted_at IS NOT NULL), 'null'), ',"otherKind":', coalesce(
(SELECT concat('{"id":"rol_', rol_13.id, '"}')
FROM role rol_13
WHERE rol_13.id = $12::uuid
AND ((rol_13.builtin)
OR (EXISTS
(SELECT
FROM app_user app_14
WHERE app_14.platform_role_id = rol_13.id
AND ((app_14.id = $13::uuid)
OR (EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.submitted_by = app_14.id
ORDER BY rev_15.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_16
WHERE rev_16.reviewer_id = app_14.id
ORDER BY rev_16.review_id OFFSET 0))) OFFSET 0)))), 'null'), ',"noKind":', 'null', ',"bare":', 'null', ',"empty":', 'null', ',"number":', 'null', ',"prefix":', 'null', ',"spaced":', 'null', ',"braced":', 'null', ',"urn":', 'null', ',"unhyphenated":', 'null', ',"shouted":', 'null', ',"injected":', 'null', '}}'), 'UTF8') END
