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
AND wor_2.deleted_at IS NULL)
WHEN 'mbr' THEN
(SELECT concat('{"__typename":"Membership","id":"mbr_', mem_3.id, '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_4.username), '}')
FROM app_user app_4
WHERE app_4.id = mem_3.user_id), '␃'), '}')
FROM membership mem_3
WHERE mem_3.id = wan_1.id)
WHEN 'usr' THEN
(SELECT concat('{"__typename":"User","id":"usr_', app_5.id, '","email":', coalesce(to_json(CASE
WHEN (app_5.id = $3::uuid
OR true) THEN nullif(app_5.email, '') END), 'null'), '}')
FROM app_user app_5
WHERE app_5.id = wan_1.id)
WHEN 'rol' THEN
(SELECT concat('{"__typename":"Role","id":"rol_', rol_6.id, '","displayName":', to_json(rol_6.display_name), '}')
FROM role rol_6
WHERE rol_6.id = wan_1.id)
WHEN 'tok' THEN
(SELECT concat('{"__typename":"ApiToken","id":"tok_', api_7.id, '","prefix":', to_json(api_7.prefix), '}')
FROM api_token api_7
WHERE api_7.id = wan_1.id
AND api_7.user_id = $4::uuid)
WHEN 'tpl' THEN
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_8.id, '","name":', to_json(tem_8.name), '}')
FROM template tem_8
WHERE tem_8.id = wan_1.id
AND tem_8.deleted_at IS NULL)
WHEN 'ver' THEN
(SELECT concat('{"__typename":"AppVersion","id":"ver_', ver_9.id, '","version":', to_json(ver_9.version), '}')
FROM version ver_9
WHERE ver_9.id = wan_1.id
AND ver_9.deleted_at IS NULL)
WHEN 'rev' THEN
(SELECT concat('{"__typename":"Review","id":"rev_', rev_10.id, '","state":"', rev_10.state, '"}')
FROM review rev_10
WHERE rev_10.id = wan_1.id
AND NOT EXISTS
(SELECT
FROM version ver_11
WHERE ver_11.id = rev_10.version_id
AND ver_11.deleted_at IS NOT NULL))
WHEN 'sto' THEN
(SELECT concat('{"__typename":"StoreApp","id":"sto_', sto_12.id, '","name":', to_json(sto_12.name), '}')
FROM store_app sto_12
WHERE sto_12.id = wan_1.id
AND sto_12.listed)
WHEN 'cat' THEN
(SELECT concat('{"__typename":"Category","id":"cat_', cat_13.id, '","name":', to_json(cat_13.name), '}')
FROM category cat_13
WHERE cat_13.id = wan_1.id)
WHEN 'evt' THEN
(SELECT concat('{"__typename":"AuditEvent","id":"evt_', aud_14.id, '","action":', to_json(aud_14.action), '}')
FROM audit_event aud_14
WHERE aud_14.id = wan_1.id) END, 'null'), ','
ORDER BY wan_1.place)
FROM unnest($5::text[], $6::uuid[])
WITH ORDINALITY AS wan_1(kind, id, place)), ']}}'), 'UTF8') END
