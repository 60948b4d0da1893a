SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspaces":',
(SELECT concat('{"__typename":"WorkspaceConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM workspace wor_2
WHERE wor_2.deleted_at IS NULL) END, ',"pageInfo":{"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT wor_1.place, wor_1.found, CASE
WHEN wor_1.place <= 20 THEN concat('␁c["workspaces:NAME:ASC",', to_json(wor_1.name), ',"', wor_1.id, '"]␂') END AS j0, CASE
WHEN wor_1.place <= 20 THEN concat('{"__typename":"WorkspaceEdge","cursor":␁c["workspaces:NAME:ASC",', to_json(wor_1.name), ',"', wor_1.id, '"]␂,"node":{"__typename":"Workspace","id":"wsp_', wor_1.id, '","name":', to_json(wor_1.name), ',"displayName":', to_json(wor_1.display_name), ',"description":', to_json(wor_1.description), ',"createdAt":"', to_char(wor_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","updatedAt":"', to_char(wor_1.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","revision":', wor_1.revision, ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($3::uuid[], $4::text[]) AS held(id, names)
WHERE held.id = wor_1.id),
$5::text), ',"usage":{"__typename":"WorkspaceUsage","templates":', CASE
WHEN false THEN
(SELECT count(*)
FROM template u
WHERE u.workspace_id = wor_1.id
AND u.deleted_at IS NULL)
ELSE 0 END, ',"versions":', CASE
WHEN false THEN
(SELECT count(*)
FROM version u
WHERE u.workspace_id = wor_1.id
AND u.deleted_at IS NULL)
ELSE 0 END, ',"storedBytes":', CASE
WHEN false THEN
(SELECT coalesce(sum(b.size), 0)::bigint
FROM blob b
WHERE b.digest IN (
SELECT v.package_digest
FROM version v
WHERE v.workspace_id = wor_1.id
AND v.deleted_at IS NULL
UNION SELECT t.icon_digest
FROM template t
WHERE t.workspace_id = wor_1.id
AND t.deleted_at IS NULL
UNION SELECT p.image_digest
FROM template t, LATERAL
(SELECT x.image_digest
FROM template_screenshot x

WHERE x.template_id = t.id OFFSET 0) p
WHERE t.workspace_id = wor_1.id
AND t.deleted_at IS NULL
UNION SELECT s.icon_digest
FROM store_app s
JOIN template t ON t.id = s.template_id

WHERE t.workspace_id = wor_1.id
AND t.deleted_at IS NULL
UNION SELECT p.image_digest
FROM store_app s
JOIN template t ON t.id = s.template_id,
LATERAL
(SELECT x.image_digest
FROM store_screenshot x
WHERE x.store_app_id = s.id OFFSET 0) p

WHERE t.workspace_id = wor_1.id
AND t.deleted_at IS NULL))
ELSE 0 END, '.0,"storedBytesLimit":null},"roles":[',
(SELECT string_agg(concat('{"__typename":"Role","name":', to_json(rol_3.name), ',"displayName":', to_json(rol_3.display_name), ',"description":', to_json(rol_3.description), ',"scope":"', rol_3.scope, '","builtin":', CASE
WHEN rol_3.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_3.permissions)), '}'), ','
ORDER BY rol_3.builtin DESC, rol_3.name, rol_3.id)
FROM role rol_3
WHERE rol_3.scope = 'WORKSPACE'
AND (rol_3.workspace_id IS NULL
OR rol_3.workspace_id = wor_1.id)), '],"members":',
(SELECT concat('{"__typename":"MembershipConnection","totalCount":', CASE
WHEN count(*) < 10 THEN count(*)
ELSE
(SELECT count(*)
FROM membership mem_5
WHERE mem_5.workspace_id = wor_1.id) END, ',"edges":[', string_agg(concat('{"__typename":"MembershipEdge","cursor":␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_4.id, '"]␂,"node":{"__typename":"Membership","id":"mbr_', mem_4.id, '","createdAt":"', to_char(mem_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_6.username), '}')
FROM app_user app_6
WHERE app_6.id = mem_4.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_7.name), '}')
FROM role rol_7
WHERE rol_7.id = mem_4.role_id), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_8.name), '}')
FROM workspace wor_8
WHERE wor_8.id = mem_4.workspace_id
AND wor_8.deleted_at IS NULL), '␃'), '}}'), ','), ']}')
FROM
(SELECT mem_4.*
FROM membership mem_4
WHERE mem_4.workspace_id = wor_1.id
ORDER BY mem_4.created_at, mem_4.id
LIMIT 10) mem_4), ',"templates":',
(SELECT concat('{"__typename":"AppTemplateConnection","totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_10
WHERE false) END, ',"edges":[', string_agg(concat('{"__typename":"AppTemplateEdge","cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_9.name), ',"', tem_9.id, '"]␂,"node":{"__typename":"AppTemplate","name":', to_json(tem_9.name), '}}'), ','), ']}')
FROM
(SELECT tem_9.*
FROM template tem_9
WHERE false
ORDER BY tem_9.name, tem_9.id
LIMIT 2) tem_9), ',"template":', 'null', '}}') END AS j1 FROM

(SELECT wor_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT wor_1.*
FROM workspace wor_1
WHERE wor_1.deleted_at IS NULL
ORDER BY wor_1.name, wor_1.id
LIMIT 21) wor_1) wor_1) r HAVING true), '}}'), 'UTF8') END
