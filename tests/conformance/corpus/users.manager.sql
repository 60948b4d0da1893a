SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"users":',
(SELECT concat('{"__typename":"UserConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM app_user app_2
WHERE true) END, ',"edges":[', string_agg(concat('{"__typename":"UserEdge","cursor":␁c["users:USERNAME:ASC",', to_json(app_1.username), ',"', app_1.id, '"]␂,"node":{"__typename":"User","id":"usr_', app_1.id, '","username":', to_json(app_1.username), ',"displayName":', to_json(app_1.display_name), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $3::uuid
OR true) THEN nullif(app_1.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_1.disabled THEN 'true'
ELSE 'false' END, ',"createdAt":"', to_char(app_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","platformRole":', coalesce(
(SELECT concat('{"__typename":"Role","id":"rol_', rol_3.id, '","name":', to_json(rol_3.name), ',"displayName":', to_json(rol_3.display_name), ',"description":', to_json(rol_3.description), ',"scope":"', rol_3.scope, '","builtin":', CASE
WHEN rol_3.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_3.permissions)), '}')
FROM role rol_3
WHERE rol_3.id = app_1.platform_role_id), '␃'), '}}'), ','), ']}')
FROM
(SELECT app_1.*
FROM app_user app_1
WHERE true
ORDER BY app_1.username, app_1.id
LIMIT 20) app_1), ',"dev":', coalesce(
(SELECT concat('{"email":', coalesce(to_json(CASE
WHEN (app_4.id = $3::uuid
OR true) THEN nullif(app_4.email, '') END), 'null'), '}')
FROM app_user app_4
WHERE app_4.username = $4::text), 'null'), ',"left":', coalesce(
(SELECT concat('{"email":', coalesce(to_json(CASE
WHEN (app_5.id = $3::uuid
OR true) THEN nullif(app_5.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_5.disabled THEN 'true'
ELSE 'false' END, '}')
FROM app_user app_5
WHERE app_5.username = $5::text), 'null'), ',"admin":', coalesce(
(SELECT concat('{"username":', to_json(app_6.username), '}')
FROM app_user app_6
WHERE app_6.username = $6::text), 'null'), ',"nobody":', coalesce(
(SELECT concat('{"username":', to_json(app_7.username), '}')
FROM app_user app_7
WHERE app_7.username = $7::text), 'null'), '}}'), 'UTF8') END
