SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"members":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM membership mem_3
WHERE mem_3.workspace_id = wor_1.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.workspace_id = wor_1.id
AND (mem_4.created_at, mem_4.id) <= ($3::timestamptz, $4::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT mem_2.place, mem_2.found, CASE
WHEN mem_2.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_2.id, '"]␂') END AS j0, CASE
WHEN mem_2.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_2.id, '"]␂') END AS j1, CASE
WHEN mem_2.place <= 2 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_5.username), ',"email":', coalesce(to_json(CASE
WHEN (app_5.id = $5::uuid
OR true) THEN nullif(app_5.email, '') END), 'null'), '}')
FROM app_user app_5
WHERE app_5.id = mem_2.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_6.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_6.permissions)), '}')
FROM role rol_6
WHERE rol_6.id = mem_2.role_id), '␃'), '}') END AS j2 FROM

(SELECT mem_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_2.*
FROM membership mem_2
WHERE mem_2.workspace_id = wor_1.id
AND (mem_2.created_at, mem_2.id) > ($3::timestamptz, $4::uuid)
ORDER BY mem_2.created_at, mem_2.id
LIMIT 3) mem_2) mem_2) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM membership mem_8
WHERE mem_8.workspace_id = wor_1.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.workspace_id = wor_1.id
AND (mem_9.created_at, mem_9.id) >= ($6::timestamptz, $7::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT mem_7.place, mem_7.found, CASE
WHEN mem_7.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_7.id, '"]␂') END AS j0, CASE
WHEN mem_7.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_7.id, '"]␂') END AS j1, CASE
WHEN mem_7.place <= 2 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_10.username), ',"email":', coalesce(to_json(CASE
WHEN (app_10.id = $5::uuid
OR true) THEN nullif(app_10.email, '') END), 'null'), '}')
FROM app_user app_10
WHERE app_10.id = mem_7.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_11.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_11.permissions)), '}')
FROM role rol_11
WHERE rol_11.id = mem_7.role_id), '␃'), '}') END AS j2 FROM

(SELECT mem_7.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_7.*
FROM membership mem_7
WHERE mem_7.workspace_id = wor_1.id
AND (mem_7.created_at, mem_7.id) < ($6::timestamptz, $7::uuid)
ORDER BY mem_7.created_at DESC, mem_7.id DESC
LIMIT 3) mem_7) mem_7) r HAVING true), ',"between":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM membership mem_13
WHERE mem_13.workspace_id = wor_1.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM membership mem_14
WHERE mem_14.workspace_id = wor_1.id
AND (mem_14.created_at, mem_14.id) <= ($3::timestamptz, $4::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT mem_12.place, mem_12.found, CASE
WHEN mem_12.place <= 20 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_12.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_12.id, '"]␂') END AS j0, CASE
WHEN mem_12.place <= 20 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_12.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_12.id, '"]␂') END AS j1, CASE
WHEN mem_12.place <= 20 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_15.username), ',"email":', coalesce(to_json(CASE
WHEN (app_15.id = $5::uuid
OR true) THEN nullif(app_15.email, '') END), 'null'), '}')
FROM app_user app_15
WHERE app_15.id = mem_12.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_16.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_16.permissions)), '}')
FROM role rol_16
WHERE rol_16.id = mem_12.role_id), '␃'), '}') END AS j2 FROM

(SELECT mem_12.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_12.*
FROM membership mem_12
WHERE mem_12.workspace_id = wor_1.id
AND (mem_12.created_at, mem_12.id) > ($3::timestamptz, $4::uuid)
AND (mem_12.created_at, mem_12.id) < ($6::timestamptz, $7::uuid)
ORDER BY mem_12.created_at, mem_12.id
LIMIT 21) mem_12) mem_12) r HAVING true), '}')
FROM workspace wor_1
WHERE wor_1.name = $8::text
AND wor_1.deleted_at IS NULL), 'null'), '}}'), 'UTF8') END
