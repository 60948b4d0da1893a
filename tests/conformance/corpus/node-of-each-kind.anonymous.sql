SELECT convert_to(concat('{"data":{"wsp":', coalesce(
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_1.id, '","name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE false), 'null'), ',"mbr":', coalesce(
(SELECT concat('{"__typename":"Membership","id":"mbr_', mem_2.id, '","user":', '␃', '}')
FROM membership mem_2
WHERE false), 'null'), ',"usr":', coalesce(
(SELECT concat('{"__typename":"User","id":"usr_', app_4.id, '","email":', coalesce(to_json(CASE
WHEN (app_4.id = $1::uuid
OR false) THEN nullif(app_4.email, '') END), 'null'), '}')
FROM app_user app_4
WHERE false), 'null'), ',"rol":', coalesce(
(SELECT concat('{"__typename":"Role","id":"rol_', rol_5.id, '","displayName":', to_json(rol_5.display_name), '}')
FROM role rol_5
WHERE false), 'null'), ',"tok":', coalesce(
(SELECT concat('{"__typename":"ApiToken","id":"tok_', api_6.id, '","prefix":', to_json(api_6.prefix), '}')
FROM api_token api_6
WHERE false), 'null'), ',"tpl":', coalesce(
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_7.id, '","name":', to_json(tem_7.name), '}')
FROM template tem_7
WHERE false), 'null'), ',"ver":', coalesce(
(SELECT concat('{"__typename":"AppVersion","id":"ver_', ver_8.id, '","version":', to_json(ver_8.version), '}')
FROM version ver_8
WHERE ver_8.id = $2::uuid
AND ver_8.deleted_at IS NULL
AND ver_8.state = 'ACTIVE'), 'null'), ',"rev":', coalesce(
(SELECT concat('{"__typename":"Review","id":"rev_', rev_9.id, '","state":"', rev_9.state, '"}')
FROM review rev_9
WHERE false), 'null'), ',"sto":', coalesce(
(SELECT concat('{"__typename":"StoreApp","id":"sto_', sto_11.id, '","name":', to_json(sto_11.name), '}')
FROM store_app sto_11
WHERE sto_11.id = $3::uuid
AND sto_11.listed), 'null'), ',"cat":', coalesce(
(SELECT concat('{"__typename":"Category","id":"cat_', cat_12.id, '","name":', to_json(cat_12.name), '}')
FROM category cat_12
WHERE cat_12.id = $4::uuid), 'null'), ',"evt":', coalesce(
(SELECT concat('{"__typename":"AuditEvent","id":"evt_', aud_13.id, '","action":', to_json(aud_13.action), '}')
FROM audit_event aud_13
WHERE false), 'null'), '}}'), 'UTF8')
