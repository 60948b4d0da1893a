SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"viewer":{"__typename":"Viewer","user":', coalesce(
(SELECT concat('{"__typename":"User","username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $3::uuid
OR true) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_2.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_2.permissions)), '}')
FROM role rol_2
WHERE rol_2.id = app_1.platform_role_id), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid), '␃'), ',"platformPermissions":', $4::text, ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_3.id, '","createdAt":"', to_char(mem_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_4.username), '}')
FROM app_user app_4
WHERE app_4.id = mem_3.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_5.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_5.permissions)), '}')
FROM role rol_5
WHERE rol_5.id = mem_3.role_id), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_6.name), ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($5::uuid[], $6::text[]) AS held(id, names)
WHERE held.id = wor_6.id),
$4::text), '}')
FROM workspace wor_6
WHERE wor_6.id = mem_3.workspace_id
AND wor_6.deleted_at IS NULL), '␃'), '}'), ','
ORDER BY mem_3.created_at, mem_3.id)
FROM membership mem_3
WHERE mem_3.user_id = $3::uuid), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_7.id, '","name":', to_json(api_7.name), ',"prefix":', to_json(api_7.prefix), ',"permissions":', CASE
WHEN api_7.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_7.permissions)) END, ',"createdAt":"', to_char(api_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_7.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_7.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_7.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_8.name), '}')
FROM workspace wor_8
WHERE wor_8.id = api_7.workspace_id
AND wor_8.deleted_at IS NULL), 'null'), '}'), ','
ORDER BY api_7.created_at, api_7.id)
FROM api_token api_7
WHERE api_7.user_id = $3::uuid
AND api_7.user_id = $7::uuid), ']}}}'), 'UTF8') END
