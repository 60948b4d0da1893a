SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"viewer":{"__typename":"Viewer","user":', coalesce(
(SELECT concat('{"__typename":"User","username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $3::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_6.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_6.permissions)), '}')
FROM role rol_6
WHERE rol_6.id = app_1.platform_role_id
AND ((rol_6.builtin)
OR (EXISTS
(SELECT
FROM membership mem_7
WHERE mem_7.role_id = rol_6.id
AND mem_7.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_8
WHERE app_8.platform_role_id = rol_6.id
AND ((app_8.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.user_id = app_8.id
AND mem_9.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.submitted_by = app_8.id
AND rev_10.workspace_id = ANY ($6::uuid[])
ORDER BY rev_10.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_11
WHERE rev_11.reviewer_id = app_8.id
AND EXISTS
(SELECT
FROM review rev_12
WHERE rev_12.id = rev_11.review_id
AND rev_12.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_11.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid
AND ((app_1.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.user_id = app_1.id
AND mem_2.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_3
WHERE rev_3.submitted_by = app_1.id
AND rev_3.workspace_id = ANY ($6::uuid[])
ORDER BY rev_3.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_4
WHERE rev_4.reviewer_id = app_1.id
AND EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.id = rev_4.review_id
AND rev_5.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_4.review_id OFFSET 0)))), '␃'), ',"platformPermissions":', $8::text, ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_13.id, '","createdAt":"', to_char(mem_13.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_14.username), '}')
FROM app_user app_14
WHERE app_14.id = mem_13.user_id
AND ((app_14.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_15
WHERE mem_15.user_id = app_14.id
AND mem_15.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_16
WHERE rev_16.submitted_by = app_14.id
AND rev_16.workspace_id = ANY ($6::uuid[])
ORDER BY rev_16.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_17
WHERE rev_17.reviewer_id = app_14.id
AND EXISTS
(SELECT
FROM review rev_18
WHERE rev_18.id = rev_17.review_id
AND rev_18.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_17.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_19.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_19.permissions)), '}')
FROM role rol_19
WHERE rol_19.id = mem_13.role_id
AND ((rol_19.builtin)
OR (EXISTS
(SELECT
FROM membership mem_20
WHERE mem_20.role_id = rol_19.id
AND mem_20.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_21
WHERE app_21.platform_role_id = rol_19.id
AND ((app_21.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_22
WHERE mem_22.user_id = app_21.id
AND mem_22.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_23
WHERE rev_23.submitted_by = app_21.id
AND rev_23.workspace_id = ANY ($6::uuid[])
ORDER BY rev_23.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_24
WHERE rev_24.reviewer_id = app_21.id
AND EXISTS
(SELECT
FROM review rev_25
WHERE rev_25.id = rev_24.review_id
AND rev_25.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_24.review_id OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_26.name), ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($9::uuid[], $10::text[]) AS held(id, names)
WHERE held.id = wor_26.id),
$8::text), '}')
FROM workspace wor_26
WHERE wor_26.id = mem_13.workspace_id
AND wor_26.deleted_at IS NULL
AND wor_26.id = ANY ($11::uuid[])), '␃'), '}'), ','
ORDER BY mem_13.created_at, mem_13.id)
FROM membership mem_13
WHERE mem_13.user_id = $3::uuid
AND mem_13.workspace_id = ANY ($4::uuid[])), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_27.id, '","name":', to_json(api_27.name), ',"prefix":', to_json(api_27.prefix), ',"permissions":', CASE
WHEN api_27.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_27.permissions)) END, ',"createdAt":"', to_char(api_27.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_27.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_27.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_27.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_28.name), '}')
FROM workspace wor_28
WHERE wor_28.id = api_27.workspace_id
AND wor_28.deleted_at IS NULL
AND wor_28.id = ANY ($11::uuid[])), 'null'), '}'), ','
ORDER BY api_27.created_at, api_27.id)
FROM api_token api_27
WHERE api_27.user_id = $3::uuid
AND api_27.user_id = $12::uuid), ']}}}'), 'UTF8') END
