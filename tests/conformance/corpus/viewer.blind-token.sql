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

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
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
AND app_1.id = $5::uuid), '␃'), ',"platformPermissions":', $6::text, ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_4.id, '","createdAt":"', to_char(mem_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_5.username), '}')
FROM app_user app_5
WHERE app_5.id = mem_4.user_id
AND app_5.id = $5::uuid), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_6.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_6.permissions)), '}')
FROM role rol_6
WHERE rol_6.id = mem_4.role_id
AND ((rol_6.builtin)
OR (EXISTS
(SELECT
FROM app_user app_7
WHERE app_7.platform_role_id = rol_6.id
AND app_7.id = $4::uuid OFFSET 0)))), '␃'), ',"workspace":', '␃', '}'), ','
ORDER BY mem_4.created_at, mem_4.id)
FROM membership mem_4
WHERE false), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_9.id, '","name":', to_json(api_9.name), ',"prefix":', to_json(api_9.prefix), ',"permissions":', CASE
WHEN api_9.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_9.permissions)) END, ',"createdAt":"', to_char(api_9.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_9.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_9.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_9.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', 'null', '}'), ','
ORDER BY api_9.created_at, api_9.id)
FROM api_token api_9
WHERE api_9.user_id = $3::uuid
AND api_9.user_id = $7::uuid), ']}}}'), 'UTF8') END
