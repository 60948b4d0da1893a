SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"wsp":', coalesce(
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_1.id, '","name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.id = $3::uuid
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"mbr":', coalesce(
(SELECT concat('{"__typename":"Membership","id":"mbr_', mem_2.id, '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_3.username), '}')
FROM app_user app_3
WHERE app_3.id = mem_2.user_id
AND ((app_3.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.user_id = app_3.id
AND mem_4.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.submitted_by = app_3.id
AND rev_5.workspace_id = ANY ($7::uuid[])
ORDER BY rev_5.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_6
WHERE rev_6.reviewer_id = app_3.id
AND EXISTS
(SELECT
FROM review rev_7
WHERE rev_7.id = rev_6.review_id
AND rev_7.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_6.review_id OFFSET 0)))), '␃'), '}')
FROM membership mem_2
WHERE mem_2.id = $8::uuid
AND mem_2.workspace_id = ANY ($6::uuid[])), 'null'), ',"usr":', coalesce(
(SELECT concat('{"__typename":"User","id":"usr_', app_8.id, '","email":', coalesce(to_json(CASE
WHEN (app_8.id = $9::uuid
OR false) THEN nullif(app_8.email, '') END), 'null'), '}')
FROM app_user app_8
WHERE app_8.id = $10::uuid
AND ((app_8.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.user_id = app_8.id
AND mem_9.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.submitted_by = app_8.id
AND rev_10.workspace_id = ANY ($7::uuid[])
ORDER BY rev_10.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_11
WHERE rev_11.reviewer_id = app_8.id
AND EXISTS
(SELECT
FROM review rev_12
WHERE rev_12.id = rev_11.review_id
AND rev_12.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_11.review_id OFFSET 0)))), 'null'), ',"rol":', coalesce(
(SELECT concat('{"__typename":"Role","id":"rol_', rol_13.id, '","displayName":', to_json(rol_13.display_name), '}')
FROM role rol_13
WHERE rol_13.id = $11::uuid
AND ((rol_13.builtin)
OR (EXISTS
(SELECT
FROM membership mem_14
WHERE mem_14.role_id = rol_13.id
AND mem_14.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_15
WHERE app_15.platform_role_id = rol_13.id
AND ((app_15.id = $12::uuid)
OR (EXISTS
(SELECT
FROM membership mem_16
WHERE mem_16.user_id = app_15.id
AND mem_16.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_17
WHERE rev_17.submitted_by = app_15.id
AND rev_17.workspace_id = ANY ($7::uuid[])
ORDER BY rev_17.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_18
WHERE rev_18.reviewer_id = app_15.id
AND EXISTS
(SELECT
FROM review rev_19
WHERE rev_19.id = rev_18.review_id
AND rev_19.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_18.review_id OFFSET 0))) OFFSET 0)))), 'null'), ',"tok":', coalesce(
(SELECT concat('{"__typename":"ApiToken","id":"tok_', api_20.id, '","prefix":', to_json(api_20.prefix), '}')
FROM api_token api_20
WHERE api_20.id = $13::uuid
AND api_20.user_id = $14::uuid), 'null'), ',"tpl":', coalesce(
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_21.id, '","name":', to_json(tem_21.name), '}')
FROM template tem_21
WHERE tem_21.id = $15::uuid
AND tem_21.deleted_at IS NULL
AND tem_21.workspace_id = ANY ($16::uuid[])), 'null'), ',"ver":', coalesce(
(SELECT concat('{"__typename":"AppVersion","id":"ver_', ver_22.id, '","version":', to_json(ver_22.version), '}')
FROM version ver_22
WHERE ver_22.id = $17::uuid
AND ver_22.deleted_at IS NULL
AND ((ver_22.workspace_id = ANY ($16::uuid[]))
OR (ver_22.state = 'ACTIVE'))), 'null'), ',"rev":', coalesce(
(SELECT concat('{"__typename":"Review","id":"rev_', rev_23.id, '","state":"', rev_23.state, '"}')
FROM review rev_23
WHERE rev_23.id = $18::uuid
AND NOT EXISTS
(SELECT
FROM version ver_24
WHERE ver_24.id = rev_23.version_id
AND ver_24.deleted_at IS NOT NULL)
AND rev_23.workspace_id = ANY ($7::uuid[])), 'null'), ',"sto":', coalesce(
(SELECT concat('{"__typename":"StoreApp","id":"sto_', sto_25.id, '","name":', to_json(sto_25.name), '}')
FROM store_app sto_25
WHERE sto_25.id = $19::uuid
AND sto_25.listed), 'null'), ',"cat":', coalesce(
(SELECT concat('{"__typename":"Category","id":"cat_', cat_26.id, '","name":', to_json(cat_26.name), '}')
FROM category cat_26
WHERE cat_26.id = $20::uuid), 'null'), ',"evt":', coalesce(
(SELECT concat('{"__typename":"AuditEvent","id":"evt_', aud_27.id, '","action":', to_json(aud_27.action), '}')
FROM audit_event aud_27
WHERE aud_27.id = $21::uuid
AND aud_27.workspace_id = ANY ($22::uuid[])), 'null'), '}}'), 'UTF8') END
