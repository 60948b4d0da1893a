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
AND tem_1.workspace_id = ANY ($4::uuid[])), 'null'), ',"foreignVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_2.id, '"}')
FROM version ver_2
WHERE ver_2.id = $5::uuid
AND ver_2.deleted_at IS NULL
AND ((ver_2.workspace_id = ANY ($4::uuid[]))
OR (ver_2.state = 'ACTIVE'))), 'null'), ',"foreignMember":', coalesce(
(SELECT concat('{"id":"mbr_', mem_3.id, '"}')
FROM membership mem_3
WHERE mem_3.id = $6::uuid
AND mem_3.workspace_id = ANY ($7::uuid[])), 'null'), ',"foreignToken":', coalesce(
(SELECT concat('{"id":"tok_', api_4.id, '"}')
FROM api_token api_4
WHERE api_4.id = $8::uuid
AND api_4.user_id = $9::uuid), 'null'), ',"foreignEvent":', coalesce(
(SELECT concat('{"id":"evt_', aud_5.id, '"}')
FROM audit_event aud_5
WHERE aud_5.id = $10::uuid
AND aud_5.workspace_id = ANY ($11::uuid[])), 'null'), ',"deleted":', coalesce(
(SELECT concat('{"id":"tpl_', tem_6.id, '"}')
FROM template tem_6
WHERE tem_6.id = $12::uuid
AND tem_6.deleted_at IS NULL
AND tem_6.workspace_id = ANY ($4::uuid[])), 'null'), ',"deletedVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_7.id, '"}')
FROM version ver_7
WHERE ver_7.id = $13::uuid
AND ver_7.deleted_at IS NULL
AND ((ver_7.workspace_id = ANY ($4::uuid[]))
OR (ver_7.state = 'ACTIVE'))), 'null'), ',"deletedWorkspace":', coalesce(
(SELECT concat('{"id":"wsp_', wor_8.id, '"}')
FROM workspace wor_8
WHERE wor_8.id = $14::uuid
AND wor_8.deleted_at IS NULL
AND wor_8.id = ANY ($15::uuid[])), 'null'), ',"reviewOfDeleted":', coalesce(
(SELECT concat('{"id":"rev_', rev_9.id, '"}')
FROM review rev_9
WHERE rev_9.id = $16::uuid
AND NOT EXISTS
(SELECT
FROM version ver_10
WHERE ver_10.id = rev_9.version_id
AND ver_10.deleted_at IS NOT NULL)
AND rev_9.workspace_id = ANY ($17::uuid[])), 'null'), ',"unlisted":', coalesce(
(SELECT concat('{"id":"sto_', sto_11.id, '"}')
FROM store_app sto_11
WHERE sto_11.id = $18::uuid
AND sto_11.listed), 'null'), ',"madeUp":', coalesce(
(SELECT concat('{"id":"tpl_', tem_12.id, '"}')
FROM template tem_12
WHERE tem_12.id = $19::uuid
AND tem_12.deleted_at IS NULL
AND tem_12.workspace_id = ANY ($4::uuid[])), 'null'), ',"otherKind":', coalesce(
(SELECT concat('{"id":"rol_', rol_13.id, '"}')
FROM role rol_13
WHERE rol_13.id = $20::uuid
AND ((rol_13.builtin)
OR (EXISTS
(SELECT
FROM membership mem_14
WHERE mem_14.role_id = rol_13.id
AND mem_14.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_15
WHERE app_15.platform_role_id = rol_13.id
AND ((app_15.id = $21::uuid)
OR (EXISTS
(SELECT
FROM membership mem_16
WHERE mem_16.user_id = app_15.id
AND mem_16.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_17
WHERE rev_17.submitted_by = app_15.id
AND rev_17.workspace_id = ANY ($17::uuid[])
ORDER BY rev_17.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_18
WHERE rev_18.reviewer_id = app_15.id
AND EXISTS
(SELECT
FROM review rev_19
WHERE rev_19.id = rev_18.review_id
AND rev_19.workspace_id = ANY ($17::uuid[]) OFFSET 0)
ORDER BY rev_18.review_id OFFSET 0))) OFFSET 0)))), 'null'), ',"noKind":', 'null', ',"bare":', 'null', ',"empty":', 'null', ',"number":', 'null', ',"prefix":', 'null', ',"spaced":', 'null', ',"braced":', 'null', ',"urn":', 'null', ',"unhyphenated":', 'null', ',"shouted":', 'null', ',"injected":', 'null', '}}'), 'UTF8') END
