SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"viewer":{"__typename":"Viewer","user":', coalesce(
(SELECT concat('{"__typename":"User","username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $3::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_2.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_2.permissions)), '}')
FROM role rol_2
WHERE rol_2.id = app_1.platform_role_id
AND ((rol_2.builtin)
OR (EXISTS
(SELECT
FROM app_user app_3
WHERE app_3.platform_role_id = rol_2.id
AND app_3.id = $4::uuid OFFSET 0)))), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid
AND app_1.id = $5::uuid), '␃'), ',"platformPermissions":', $6::text, ',"assumedRole":', coalesce(
(SELECT concat('{"__typename":"AssumedRole","role":', coalesce(
(SELECT concat('{"name":', to_json(rol_5.name), ',"displayName":', to_json(rol_5.display_name), '}')
FROM role rol_5
WHERE rol_5.id = ses_4.role_id
AND ((rol_5.builtin)
OR (EXISTS
(SELECT
FROM app_user app_6
WHERE app_6.platform_role_id = rol_5.id
AND app_6.id = $4::uuid OFFSET 0)))), '␃'), ',"workspace":', 'null', '}')
FROM session ses_4
WHERE ses_4.id = $7::uuid
AND ses_4.role_id IS NOT NULL), 'null'), ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_8.id, '","createdAt":"', to_char(mem_8.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_9.username), '}')
FROM app_user app_9
WHERE app_9.id = mem_8.user_id
AND app_9.id = $5::uuid), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_10.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_10.permissions)), '}')
FROM role rol_10
WHERE rol_10.id = mem_8.role_id
AND ((rol_10.builtin)
OR (EXISTS
(SELECT
FROM app_user app_11
WHERE app_11.platform_role_id = rol_10.id
AND app_11.id = $4::uuid OFFSET 0)))), '␃'), ',"workspace":', '␃', '}'), ','
ORDER BY mem_8.created_at, mem_8.id)
FROM membership mem_8
WHERE false), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_13.id, '","name":', to_json(api_13.name), ',"prefix":', to_json(api_13.prefix), ',"permissions":', CASE
WHEN api_13.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_13.permissions)) END, ',"createdAt":"', to_char(api_13.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_13.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_13.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_13.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', 'null', '}'), ','
ORDER BY api_13.created_at, api_13.id)
FROM api_token api_13
WHERE api_13.user_id = $3::uuid
AND api_13.user_id = $8::uuid), ']}}}'), 'UTF8') END
