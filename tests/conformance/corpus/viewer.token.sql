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

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
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
AND mem_2.user_id = $9::uuid OFFSET 0)))), '␃'), ',"platformPermissions":', $10::text, ',"assumedRole":', coalesce(
(SELECT concat('{"__typename":"AssumedRole","role":', coalesce(
(SELECT concat('{"name":', to_json(rol_8.name), ',"displayName":', to_json(rol_8.display_name), '}')
FROM role rol_8
WHERE rol_8.id = ses_7.role_id
AND ((rol_8.builtin)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.role_id = rol_8.id
AND mem_9.workspace_id = ANY ($4::uuid[])
AND mem_9.user_id = $5::uuid OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_10
WHERE app_10.platform_role_id = rol_8.id
AND ((app_10.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_11
WHERE mem_11.user_id = app_10.id
AND mem_11.workspace_id = ANY ($4::uuid[])
AND mem_11.user_id = $7::uuid OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_12.name), '}')
FROM workspace wor_12
WHERE wor_12.id = ses_7.workspace_id
AND wor_12.deleted_at IS NULL
AND wor_12.id = ANY ($4::uuid[])), 'null'), '}')
FROM session ses_7
WHERE ses_7.id = $11::uuid
AND ses_7.role_id IS NOT NULL), 'null'), ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_13.id, '","createdAt":"', to_char(mem_13.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_14.username), '}')
FROM app_user app_14
WHERE app_14.id = mem_13.user_id
AND ((app_14.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_15
WHERE mem_15.user_id = app_14.id
AND mem_15.workspace_id = ANY ($4::uuid[])
AND mem_15.user_id = $9::uuid OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_16.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_16.permissions)), '}')
FROM role rol_16
WHERE rol_16.id = mem_13.role_id
AND ((rol_16.builtin)
OR (EXISTS
(SELECT
FROM membership mem_17
WHERE mem_17.role_id = rol_16.id
AND mem_17.workspace_id = ANY ($4::uuid[])
AND mem_17.user_id = $5::uuid OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_18
WHERE app_18.platform_role_id = rol_16.id
AND ((app_18.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_19
WHERE mem_19.user_id = app_18.id
AND mem_19.workspace_id = ANY ($4::uuid[])
AND mem_19.user_id = $7::uuid OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_20.name), ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($12::uuid[], $13::text[]) AS held(id, names)
WHERE held.id = wor_20.id),
$10::text), '}')
FROM workspace wor_20
WHERE wor_20.id = mem_13.workspace_id
AND wor_20.deleted_at IS NULL
AND wor_20.id = ANY ($4::uuid[])), '␃'), '}'), ','
ORDER BY mem_13.created_at, mem_13.id)
FROM membership mem_13
WHERE mem_13.user_id = $3::uuid
AND mem_13.workspace_id = ANY ($4::uuid[])
AND mem_13.user_id = $14::uuid), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_21.id, '","name":', to_json(api_21.name), ',"prefix":', to_json(api_21.prefix), ',"permissions":', CASE
WHEN api_21.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_21.permissions)) END, ',"createdAt":"', to_char(api_21.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_21.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_21.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_21.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_22.name), '}')
FROM workspace wor_22
WHERE wor_22.id = api_21.workspace_id
AND wor_22.deleted_at IS NULL
AND wor_22.id = ANY ($4::uuid[])), 'null'), '}'), ','
ORDER BY api_21.created_at, api_21.id)
FROM api_token api_21
WHERE api_21.user_id = $3::uuid
AND api_21.user_id = $15::uuid), ']}}}'), 'UTF8') END
