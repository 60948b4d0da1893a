SELECT convert_to(concat('{"data":{"__typename":"Query","viewer":null,"categories":[',
(SELECT string_agg(concat('{"name":', to_json(cat_1.name), '}'), ','
ORDER BY cat_1.name)
FROM category cat_1
WHERE true), '],"storeApps":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(sto_2.name), '}'), ','), ']}')
FROM
(SELECT sto_2.*
FROM store_app sto_2
WHERE sto_2.listed
ORDER BY sto_2.published_at DESC, sto_2.id DESC
LIMIT 1) sto_2), ',"platformRoles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_3.name), '}'), ','
ORDER BY rol_3.builtin DESC, rol_3.name, rol_3.id)
FROM role rol_3
WHERE false), '],"permissionGroups":', '[]', ',"reviews":{"totalCount":',
(SELECT count(*)
FROM review rev_5
WHERE false), '},"top":"Query","auditEvents":',
(SELECT concat('{"nodes":[', string_agg(concat('{"action":', to_json(aud_7.action), '}'), ','), ']}')
FROM
(SELECT aud_7.*
FROM audit_event aud_7
WHERE false
ORDER BY aud_7.at DESC, aud_7.id DESC
LIMIT 1) aud_7), '}}'), 'UTF8')
