SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"viewer":{"__typename":"Viewer","user":', coalesce(
(SELECT concat('{"__typename":"User","username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $3::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_4.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_4.permissions)), '}')
FROM role rol_4
WHERE rol_4.id = app_1.platform_role_id
AND ((rol_4.builtin)
OR (rol_4.id = $4::uuid)
OR (EXISTS
(SELECT
FROM app_user app_5
WHERE app_5.platform_role_id = rol_4.id
AND ((app_5.id = $5::uuid)
OR (EXISTS
(SELECT
FROM review rev_6
WHERE rev_6.submitted_by = app_5.id
ORDER BY rev_6.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_7
WHERE rev_7.reviewer_id = app_5.id
ORDER BY rev_7.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid
AND ((app_1.id = $6::uuid)
OR (EXISTS
(SELECT
FROM review rev_2
WHERE rev_2.submitted_by = app_1.id
ORDER BY rev_2.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_3
WHERE rev_3.reviewer_id = app_1.id
ORDER BY rev_3.review_id OFFSET 0)))), '␃'), ',"platformPermissions":', $7::text, ',"assumedRole":', coalesce(
(SELECT concat('{"__typename":"AssumedRole","role":', coalesce(
(SELECT concat('{"name":', to_json(rol_9.name), ',"displayName":', to_json(rol_9.display_name), '}')
FROM role rol_9
WHERE rol_9.id = ses_8.role_id
AND ((rol_9.builtin)
OR (rol_9.id = $4::uuid)
OR (EXISTS
(SELECT
FROM app_user app_10
WHERE app_10.platform_role_id = rol_9.id
AND ((app_10.id = $5::uuid)
OR (EXISTS
(SELECT
FROM review rev_11
WHERE rev_11.submitted_by = app_10.id
ORDER BY rev_11.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_12
WHERE rev_12.reviewer_id = app_10.id
ORDER BY rev_12.review_id OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', 'null', '}')
FROM session ses_8
WHERE ses_8.id = $8::uuid
AND ses_8.role_id IS NOT NULL), 'null'), ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_14.id, '","createdAt":"', to_char(mem_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_15.username), '}')
FROM app_user app_15
WHERE app_15.id = mem_14.user_id
AND ((app_15.id = $6::uuid)
OR (EXISTS
(SELECT
FROM review rev_16
WHERE rev_16.submitted_by = app_15.id
ORDER BY rev_16.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_17
WHERE rev_17.reviewer_id = app_15.id
ORDER BY rev_17.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_18.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_18.permissions)), '}')
FROM role rol_18
WHERE rol_18.id = mem_14.role_id
AND ((rol_18.builtin)
OR (rol_18.id = $4::uuid)
OR (EXISTS
(SELECT
FROM app_user app_19
WHERE app_19.platform_role_id = rol_18.id
AND ((app_19.id = $5::uuid)
OR (EXISTS
(SELECT
FROM review rev_20
WHERE rev_20.submitted_by = app_19.id
ORDER BY rev_20.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_21
WHERE rev_21.reviewer_id = app_19.id
ORDER BY rev_21.review_id OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', '␃', '}'), ','
ORDER BY mem_14.created_at, mem_14.id)
FROM membership mem_14
WHERE false), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_23.id, '","name":', to_json(api_23.name), ',"prefix":', to_json(api_23.prefix), ',"permissions":', CASE
WHEN api_23.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_23.permissions)) END, ',"createdAt":"', to_char(api_23.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_23.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_23.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_23.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', 'null', '}'), ','
ORDER BY api_23.created_at, api_23.id)
FROM api_token api_23
WHERE false), ']}}}'), 'UTF8') END
