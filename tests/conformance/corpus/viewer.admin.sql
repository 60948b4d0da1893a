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

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_2.permissions)), '}')
FROM role rol_2
WHERE rol_2.id = app_1.platform_role_id), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid), '␃'), ',"platformPermissions":', $4::text, ',"assumedRole":', coalesce(
(SELECT concat('{"__typename":"AssumedRole","role":', coalesce(
(SELECT concat('{"name":', to_json(rol_4.name), ',"displayName":', to_json(rol_4.display_name), '}')
FROM role rol_4
WHERE rol_4.id = ses_3.role_id), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_5.name), '}')
FROM workspace wor_5
WHERE wor_5.id = ses_3.workspace_id
AND wor_5.deleted_at IS NULL), 'null'), '}')
FROM session ses_3
WHERE ses_3.id = $5::uuid
AND ses_3.role_id IS NOT NULL), 'null'), ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_6.id, '","createdAt":"', to_char(mem_6.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_7.username), '}')
FROM app_user app_7
WHERE app_7.id = mem_6.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_8.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_8.permissions)), '}')
FROM role rol_8
WHERE rol_8.id = mem_6.role_id), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_9.name), ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($6::uuid[], $7::text[]) AS held(id, names)
WHERE held.id = wor_9.id),
$4::text), '}')
FROM workspace wor_9
WHERE wor_9.id = mem_6.workspace_id
AND wor_9.deleted_at IS NULL), '␃'), '}'), ','
ORDER BY mem_6.created_at, mem_6.id)
FROM membership mem_6
WHERE mem_6.user_id = $3::uuid), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_10.id, '","name":', to_json(api_10.name), ',"prefix":', to_json(api_10.prefix), ',"permissions":', CASE
WHEN api_10.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_10.permissions)) END, ',"createdAt":"', to_char(api_10.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_10.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_10.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_10.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_11.name), '}')
FROM workspace wor_11
WHERE wor_11.id = api_10.workspace_id
AND wor_11.deleted_at IS NULL), 'null'), '}'), ','
ORDER BY api_10.created_at, api_10.id)
FROM api_token api_10
WHERE api_10.user_id = $3::uuid
AND api_10.user_id = $8::uuid), ']}}}'), 'UTF8') END
