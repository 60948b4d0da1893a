SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"nodes":[',
(SELECT string_agg(coalesce(CASE wan_1.kind
WHEN 'wsp' THEN
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_2.id, '","name":', to_json(wor_2.name), '}')
FROM workspace wor_2
WHERE wor_2.id = wan_1.id
AND wor_2.deleted_at IS NULL
AND wor_2.id = ANY ($3::uuid[]))
WHEN 'mbr' THEN
(SELECT concat('{"__typename":"Membership","id":"mbr_', mem_3.id, '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_4.username), '}')
FROM app_user app_4
WHERE app_4.id = mem_3.user_id
AND ((app_4.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_5
WHERE mem_5.user_id = app_4.id
AND mem_5.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_6
WHERE rev_6.submitted_by = app_4.id
AND rev_6.workspace_id = ANY ($6::uuid[])
ORDER BY rev_6.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_7
WHERE rev_7.reviewer_id = app_4.id
AND EXISTS
(SELECT
FROM review rev_8
WHERE rev_8.id = rev_7.review_id
AND rev_8.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_7.review_id OFFSET 0)))), '␃'), '}')
FROM membership mem_3
WHERE mem_3.id = wan_1.id
AND mem_3.workspace_id = ANY ($5::uuid[]))
WHEN 'usr' THEN
(SELECT concat('{"__typename":"User","id":"usr_', app_9.id, '","email":', coalesce(to_json(CASE
WHEN (app_9.id = $7::uuid
OR false) THEN nullif(app_9.email, '') END), 'null'), '}')
FROM app_user app_9
WHERE app_9.id = wan_1.id
AND ((app_9.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_10
WHERE mem_10.user_id = app_9.id
AND mem_10.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_11
WHERE rev_11.submitted_by = app_9.id
AND rev_11.workspace_id = ANY ($6::uuid[])
ORDER BY rev_11.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_12
WHERE rev_12.reviewer_id = app_9.id
AND EXISTS
(SELECT
FROM review rev_13
WHERE rev_13.id = rev_12.review_id
AND rev_13.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_12.review_id OFFSET 0))))
WHEN 'rol' THEN
(SELECT concat('{"__typename":"Role","id":"rol_', rol_14.id, '","displayName":', to_json(rol_14.display_name), '}')
FROM role rol_14
WHERE rol_14.id = wan_1.id
AND ((rol_14.builtin)
OR (EXISTS
(SELECT
FROM membership mem_15
WHERE mem_15.role_id = rol_14.id
AND mem_15.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_16
WHERE app_16.platform_role_id = rol_14.id
AND ((app_16.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_17
WHERE mem_17.user_id = app_16.id
AND mem_17.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_18
WHERE rev_18.submitted_by = app_16.id
AND rev_18.workspace_id = ANY ($6::uuid[])
ORDER BY rev_18.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_19
WHERE rev_19.reviewer_id = app_16.id
AND EXISTS
(SELECT
FROM review rev_20
WHERE rev_20.id = rev_19.review_id
AND rev_20.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_19.review_id OFFSET 0))) OFFSET 0))))
WHEN 'tok' THEN
(SELECT concat('{"__typename":"ApiToken","id":"tok_', api_21.id, '","prefix":', to_json(api_21.prefix), '}')
FROM api_token api_21
WHERE api_21.id = wan_1.id
AND api_21.user_id = $9::uuid)
WHEN 'tpl' THEN
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_22.id, '","name":', to_json(tem_22.name), '}')
FROM template tem_22
WHERE tem_22.id = wan_1.id
AND tem_22.deleted_at IS NULL
AND tem_22.workspace_id = ANY ($10::uuid[]))
WHEN 'ver' THEN
(SELECT concat('{"__typename":"AppVersion","id":"ver_', ver_23.id, '","version":', to_json(ver_23.version), '}')
FROM version ver_23
WHERE ver_23.id = wan_1.id
AND ver_23.deleted_at IS NULL
AND ((ver_23.workspace_id = ANY ($10::uuid[]))
OR (ver_23.state = 'ACTIVE')))
WHEN 'rev' THEN
(SELECT concat('{"__typename":"Review","id":"rev_', rev_24.id, '","state":"', rev_24.state, '"}')
FROM review rev_24
WHERE rev_24.id = wan_1.id
AND NOT EXISTS
(SELECT
FROM version ver_25
WHERE ver_25.id = rev_24.version_id
AND ver_25.deleted_at IS NOT NULL)
AND rev_24.workspace_id = ANY ($6::uuid[]))
WHEN 'sto' THEN
(SELECT concat('{"__typename":"StoreApp","id":"sto_', sto_26.id, '","name":', to_json(sto_26.name), '}')
FROM store_app sto_26
WHERE sto_26.id = wan_1.id
AND sto_26.listed)
WHEN 'cat' THEN
(SELECT concat('{"__typename":"Category","id":"cat_', cat_27.id, '","name":', to_json(cat_27.name), '}')
FROM category cat_27
WHERE cat_27.id = wan_1.id)
WHEN 'evt' THEN
(SELECT concat('{"__typename":"AuditEvent","id":"evt_', aud_28.id, '","action":', to_json(aud_28.action), '}')
FROM audit_event aud_28
WHERE false) END, 'null'), ','
ORDER BY wan_1.place)
FROM unnest($11::text[], $12::uuid[])
WITH ORDINALITY AS wan_1(kind, id, place)), ']}}'), 'UTF8') END
