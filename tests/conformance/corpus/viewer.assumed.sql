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

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_6.permissions)), '}')
FROM role rol_6
WHERE rol_6.id = app_1.platform_role_id
AND ((rol_6.builtin)
OR (rol_6.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_7
WHERE mem_7.role_id = rol_6.id
AND mem_7.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_8
WHERE app_8.platform_role_id = rol_6.id
AND ((app_8.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.user_id = app_8.id
AND mem_9.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.submitted_by = app_8.id
AND rev_10.workspace_id = ANY ($7::uuid[])
ORDER BY rev_10.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_11
WHERE rev_11.reviewer_id = app_8.id
AND EXISTS
(SELECT
FROM review rev_12
WHERE rev_12.id = rev_11.review_id
AND rev_12.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_11.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid
AND ((app_1.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.user_id = app_1.id
AND mem_2.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_3
WHERE rev_3.submitted_by = app_1.id
AND rev_3.workspace_id = ANY ($7::uuid[])
ORDER BY rev_3.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_4
WHERE rev_4.reviewer_id = app_1.id
AND EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.id = rev_4.review_id
AND rev_5.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_4.review_id OFFSET 0)))), '␃'), ',"platformPermissions":', $9::text, ',"assumedRole":', coalesce(
(SELECT concat('{"__typename":"AssumedRole","role":', coalesce(
(SELECT concat('{"name":', to_json(rol_14.name), ',"displayName":', to_json(rol_14.display_name), '}')
FROM role rol_14
WHERE rol_14.id = ses_13.role_id
AND ((rol_14.builtin)
OR (rol_14.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_15
WHERE mem_15.role_id = rol_14.id
AND mem_15.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_16
WHERE app_16.platform_role_id = rol_14.id
AND ((app_16.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_17
WHERE mem_17.user_id = app_16.id
AND mem_17.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_18
WHERE rev_18.submitted_by = app_16.id
AND rev_18.workspace_id = ANY ($7::uuid[])
ORDER BY rev_18.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_19
WHERE rev_19.reviewer_id = app_16.id
AND EXISTS
(SELECT
FROM review rev_20
WHERE rev_20.id = rev_19.review_id
AND rev_20.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_19.review_id OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_21.name), '}')
FROM workspace wor_21
WHERE wor_21.id = ses_13.workspace_id
AND wor_21.deleted_at IS NULL
AND wor_21.id = ANY ($10::uuid[])), 'null'), '}')
FROM session ses_13
WHERE ses_13.id = $11::uuid
AND ses_13.role_id IS NOT NULL), 'null'), ',"memberships":[',
(SELECT string_agg(concat('{"__typename":"Membership","id":"mbr_', mem_22.id, '","createdAt":"', to_char(mem_22.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","user":', coalesce(
(SELECT concat('{"username":', to_json(app_23.username), '}')
FROM app_user app_23
WHERE app_23.id = mem_22.user_id
AND ((app_23.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_24
WHERE mem_24.user_id = app_23.id
AND mem_24.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_25
WHERE rev_25.submitted_by = app_23.id
AND rev_25.workspace_id = ANY ($7::uuid[])
ORDER BY rev_25.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_26
WHERE rev_26.reviewer_id = app_23.id
AND EXISTS
(SELECT
FROM review rev_27
WHERE rev_27.id = rev_26.review_id
AND rev_27.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_26.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_28.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_28.permissions)), '}')
FROM role rol_28
WHERE rol_28.id = mem_22.role_id
AND ((rol_28.builtin)
OR (rol_28.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_29
WHERE mem_29.role_id = rol_28.id
AND mem_29.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_30
WHERE app_30.platform_role_id = rol_28.id
AND ((app_30.id = $6::uuid)
OR (EXISTS
(SELECT
FROM membership mem_31
WHERE mem_31.user_id = app_30.id
AND mem_31.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_32
WHERE rev_32.submitted_by = app_30.id
AND rev_32.workspace_id = ANY ($7::uuid[])
ORDER BY rev_32.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_33
WHERE rev_33.reviewer_id = app_30.id
AND EXISTS
(SELECT
FROM review rev_34
WHERE rev_34.id = rev_33.review_id
AND rev_34.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_33.review_id OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_35.name), ',"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($12::uuid[], $13::text[]) AS held(id, names)
WHERE held.id = wor_35.id),
$9::text), '}')
FROM workspace wor_35
WHERE wor_35.id = mem_22.workspace_id
AND wor_35.deleted_at IS NULL
AND wor_35.id = ANY ($10::uuid[])), '␃'), '}'), ','
ORDER BY mem_22.created_at, mem_22.id)
FROM membership mem_22
WHERE mem_22.user_id = $3::uuid
AND mem_22.workspace_id = ANY ($5::uuid[])), '],"apiTokens":[',
(SELECT string_agg(concat('{"__typename":"ApiToken","id":"tok_', api_36.id, '","name":', to_json(api_36.name), ',"prefix":', to_json(api_36.prefix), ',"permissions":', CASE
WHEN api_36.permissions IS NULL THEN 'null'
ELSE
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (api_36.permissions)) END, ',"createdAt":"', to_char(api_36.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","lastUsedAt":', coalesce('"' || to_char(api_36.last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"expiresAt":', coalesce('"' || CASE
WHEN api_36.expires_at = 'infinity' THEN '9999-12-31T23:59:59.999999Z'
ELSE to_char(api_36.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END || '"', 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_37.name), '}')
FROM workspace wor_37
WHERE wor_37.id = api_36.workspace_id
AND wor_37.deleted_at IS NULL
AND wor_37.id = ANY ($10::uuid[])), 'null'), '}'), ','
ORDER BY api_36.created_at, api_36.id)
FROM api_token api_36
WHERE false), ']}}}'), 'UTF8') END
