SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"wsp":', coalesce(
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_1.id, '","name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.id = $3::uuid
AND wor_1.deleted_at IS NULL), 'null'), ',"mbr":', coalesce(
(SELECT concat('{"__typename":"Membership","id":"mbr_', mem_2.id, '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_3.username), '}')
FROM app_user app_3
WHERE app_3.id = mem_2.user_id), '␃'), '}')
FROM membership mem_2
WHERE mem_2.id = $4::uuid), 'null'), ',"usr":', coalesce(
(SELECT concat('{"__typename":"User","id":"usr_', app_4.id, '","email":', coalesce(to_json(CASE
WHEN (app_4.id = $5::uuid
OR true) THEN nullif(app_4.email, '') END), 'null'), '}')
FROM app_user app_4
WHERE app_4.id = $6::uuid), 'null'), ',"rol":', coalesce(
(SELECT concat('{"__typename":"Role","id":"rol_', rol_5.id, '","displayName":', to_json(rol_5.display_name), '}')
FROM role rol_5
WHERE rol_5.id = $7::uuid), 'null'), ',"tok":', coalesce(
(SELECT concat('{"__typename":"ApiToken","id":"tok_', api_6.id, '","prefix":', to_json(api_6.prefix), '}')
FROM api_token api_6
WHERE api_6.id = $8::uuid
AND api_6.user_id = $9::uuid), 'null'), ',"tpl":', coalesce(
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_7.id, '","name":', to_json(tem_7.name), '}')
FROM template tem_7
WHERE tem_7.id = $10::uuid
AND tem_7.deleted_at IS NULL), 'null'), ',"ver":', coalesce(
(SELECT concat('{"__typename":"AppVersion","id":"ver_', ver_8.id, '","version":', to_json(ver_8.version), '}')
FROM version ver_8
WHERE ver_8.id = $11::uuid
AND ver_8.deleted_at IS NULL), 'null'), ',"rev":', coalesce(
(SELECT concat('{"__typename":"Review","id":"rev_', rev_9.id, '","state":"', rev_9.state, '"}')
FROM review rev_9
WHERE rev_9.id = $12::uuid
AND NOT EXISTS
(SELECT
FROM version ver_10
WHERE ver_10.id = rev_9.version_id
AND ver_10.deleted_at IS NOT NULL)), 'null'), ',"sto":', coalesce(
(SELECT concat('{"__typename":"StoreApp","id":"sto_', sto_11.id, '","name":', to_json(sto_11.name), '}')
FROM store_app sto_11
WHERE sto_11.id = $13::uuid
AND sto_11.listed), 'null'), ',"cat":', coalesce(
(SELECT concat('{"__typename":"Category","id":"cat_', cat_12.id, '","name":', to_json(cat_12.name), '}')
FROM category cat_12
WHERE cat_12.id = $14::uuid), 'null'), ',"evt":', coalesce(
(SELECT concat('{"__typename":"AuditEvent","id":"evt_', aud_13.id, '","action":', to_json(aud_13.action), '}')
FROM audit_event aud_13
WHERE aud_13.id = $15::uuid), 'null'), '}}'), 'UTF8') END
