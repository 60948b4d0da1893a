SELECT convert_to(concat('{"data":{"platformRoles":[',
(SELECT string_agg(concat('{"__typename":"Role","id":"rol_', rol_1.id, '","name":', to_json(rol_1.name), ',"displayName":', to_json(rol_1.display_name), ',"description":', to_json(rol_1.description), ',"scope":"', rol_1.scope, '","builtin":', CASE
WHEN rol_1.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_1.permissions)), '}'), ','
ORDER BY rol_1.builtin DESC, rol_1.name, rol_1.id)
FROM role rol_1
WHERE false), '],"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"roles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_3.name), ',"scope":"', rol_3.scope, '","builtin":', CASE
WHEN rol_3.builtin THEN 'true'
ELSE 'false' END, '}'), ','
ORDER BY rol_3.builtin DESC, rol_3.name, rol_3.id)
FROM role rol_3
WHERE false), ']}'), ','), ']}')
FROM
(SELECT wor_2.*
FROM workspace wor_2
WHERE false
ORDER BY wor_2.name, wor_2.id
LIMIT 20) wor_2), '}}'), 'UTF8')
