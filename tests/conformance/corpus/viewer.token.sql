SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"viewer":{"__typename":"Viewer","user":', coalesce(
(SELECT concat('{"__typename":"User","username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $3::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_3.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_3.permissions)), '}')
FROM role rol_3
WHERE rol_3.id = app_1.platform_role_id
AND ((rol_3.builtin)
OR (EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.role_id = rol_3.id
AND mem_4.workspace_id = ANY ($4::uuid[])
AND mem_4.user_id = $5::uuid OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_5
WHERE app_5.platform_role_id = rol_3.id
AND ((app_5.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_6
WHERE mem_6.user_id = app_5.id
AND mem_6.workspace_id = ANY ($4::uuid[])
AND mem_6.user_id = $7::uuid OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid
AND ((app_1.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.user_id = app_1.id
AND mem_2.workspace_id = ANY ($4::uuid[])
AND mem_2.user_id = $9::uuid OFFSET 0)))), '␃'), ',"platformPermissions":', $10::text, ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_7.id, '","createdAt":"', to_char(mem_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_8.username), '}')
FROM app_user app_8
WHERE app_8.id = mem_7.user_id
AND ((app_8.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.user_id = app_8.id
AND mem_9.workspace_id = ANY ($4::uuid[])
AND mem_9.user_id = $9::uuid OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_10.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_10.permissions)), '}')
FROM role rol_10
WHERE rol_10.id = mem_7.role_id
AND ((rol_10.builtin)
OR (EXISTS
(SELECT
FROM membership mem_11
WHERE mem_11.role_id = rol_10.id
AND mem_11.workspace_id = ANY ($4::uuid[])
AND mem_11.user_id = $5::uuid OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_12
WHERE app_12.platform_role_id = rol_10.id
AND ((app_12.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_13
WHERE mem_13.user_id = app_12.id
AND mem_13.workspace_id = ANY ($4::uuid[])
AND mem_13.user_id = $7::uuid OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_14.name), ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($11::uuid[], $12::text[]) AS held(id, names)
WHERE held.id = wor_14.id),
$10::text), '}')
FROM workspace wor_14
WHERE wor_14.id = mem_7.workspace_id
AND wor_14.deleted_at IS NULL
AND wor_14.id = ANY ($4::uuid[])), '␃'), '}'), ','
ORDER BY mem_7.created_at, mem_7.id)
FROM membership mem_7
WHERE mem_7.user_id = $3::uuid
AND mem_7.workspace_id = ANY ($4::uuid[])
AND mem_7.user_id = $13::uuid), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_15.id, '","name":', to_json(api_15.name), ',"prefix":', to_json(api_15.prefix), ',"permissions":', CASE
WHEN api_15.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_15.permissions)) END, ',"createdAt":"', to_char(api_15.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_15.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_15.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_15.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_16.name), '}')
FROM workspace wor_16
WHERE wor_16.id = api_15.workspace_id
AND wor_16.deleted_at IS NULL
AND wor_16.id = ANY ($4::uuid[])), 'null'), '}'), ','
ORDER BY api_15.created_at, api_15.id)
FROM api_token api_15
WHERE api_15.user_id = $3::uuid
AND api_15.user_id = $14::uuid), ']}}}'), 'UTF8') END
