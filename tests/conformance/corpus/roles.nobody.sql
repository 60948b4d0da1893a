SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"platformRoles":[',
(SELECT string_agg(concat('{"__typename":"Role","id":"rol_', rol_1.id, '","name":', to_json(rol_1.name), ',"displayName":', to_json(rol_1.display_name), ',"description":', to_json(rol_1.description), ',"scope":"', rol_1.scope, '","builtin":', CASE
WHEN rol_1.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_1.permissions)), '}'), ','
ORDER BY rol_1.builtin DESC, rol_1.name, rol_1.id)
FROM role rol_1
WHERE rol_1.scope = 'PLATFORM'
AND ((rol_1.builtin)
OR (EXISTS
(SELECT
FROM app_user app_2
WHERE app_2.platform_role_id = rol_1.id
AND app_2.id = $3::uuid OFFSET 0)))), '],"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"roles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_4.name), ',"scope":"', rol_4.scope, '","builtin":', CASE
WHEN rol_4.builtin THEN 'true'
ELSE 'false' END, '}'), ','
ORDER BY rol_4.builtin DESC, rol_4.name, rol_4.id)
FROM role rol_4
WHERE rol_4.scope = 'WORKSPACE'
AND (rol_4.workspace_id IS NULL
OR rol_4.workspace_id = wor_3.id)
AND ((rol_4.builtin)
OR (EXISTS
(SELECT
FROM app_user app_5
WHERE app_5.platform_role_id = rol_4.id
AND app_5.id = $3::uuid OFFSET 0)))), ']}'), ','), ']}')
FROM
(SELECT wor_3.*
FROM workspace wor_3
WHERE false
ORDER BY wor_3.name, wor_3.id
LIMIT 20) wor_3), '}}'), 'UTF8') END
