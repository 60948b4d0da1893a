SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"users":',
(SELECT concat('{"__typename":"UserConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM app_user app_6
WHERE ((app_6.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_7
WHERE mem_7.user_id = app_6.id
AND mem_7.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_8
WHERE rev_8.submitted_by = app_6.id
AND rev_8.workspace_id = ANY ($5::uuid[])
ORDER BY rev_8.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_9
WHERE rev_9.reviewer_id = app_6.id
AND EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.id = rev_9.review_id
AND rev_10.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_9.review_id OFFSET 0)))) END, ',"edges":[', string_agg(concat('{"__typename":"UserEdge","cursor":␁c["users:USERNAME:ASC",', to_json(app_1.username), ',"', app_1.id, '"]␂,"node":{"__typename":"User","id":"usr_', app_1.id, '","username":', to_json(app_1.username), ',"displayName":', to_json(app_1.display_name), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $6::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_1.disabled THEN 'true'
ELSE 'false' END, ',"createdAt":"', to_char(app_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","platformRole":', coalesce(
(SELECT concat('{"__typename":"Role","id":"rol_', rol_11.id, '","name":', to_json(rol_11.name), ',"displayName":', to_json(rol_11.display_name), ',"description":', to_json(rol_11.description), ',"scope":"', rol_11.scope, '","builtin":', CASE
WHEN rol_11.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_11.permissions)), '}')
FROM role rol_11
WHERE rol_11.id = app_1.platform_role_id
AND ((rol_11.builtin)
OR (EXISTS
(SELECT
FROM membership mem_12
WHERE mem_12.role_id = rol_11.id
AND mem_12.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_13
WHERE app_13.platform_role_id = rol_11.id
AND ((app_13.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_14
WHERE mem_14.user_id = app_13.id
AND mem_14.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.submitted_by = app_13.id
AND rev_15.workspace_id = ANY ($5::uuid[])
ORDER BY rev_15.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_16
WHERE rev_16.reviewer_id = app_13.id
AND EXISTS
(SELECT
FROM review rev_17
WHERE rev_17.id = rev_16.review_id
AND rev_17.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_16.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}}'), ','), ']}')
FROM
(SELECT app_1.*
FROM app_user app_1
WHERE ((app_1.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.user_id = app_1.id
AND mem_2.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_3
WHERE rev_3.submitted_by = app_1.id
AND rev_3.workspace_id = ANY ($5::uuid[])
ORDER BY rev_3.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_4
WHERE rev_4.reviewer_id = app_1.id
AND EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.id = rev_4.review_id
AND rev_5.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_4.review_id OFFSET 0)))
ORDER BY app_1.username, app_1.id
LIMIT 20) app_1), ',"dev":', coalesce(
(SELECT concat('{"email":', coalesce(to_json(CASE
WHEN (app_18.id = $6::uuid
OR false) THEN nullif(app_18.email, '') END), 'null'), '}')
FROM app_user app_18
WHERE app_18.username = $8::text
AND ((app_18.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_19
WHERE mem_19.user_id = app_18.id
AND mem_19.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_20
WHERE rev_20.submitted_by = app_18.id
AND rev_20.workspace_id = ANY ($5::uuid[])
ORDER BY rev_20.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_21
WHERE rev_21.reviewer_id = app_18.id
AND EXISTS
(SELECT
FROM review rev_22
WHERE rev_22.id = rev_21.review_id
AND rev_22.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_21.review_id OFFSET 0)))), 'null'), ',"left":', coalesce(
(SELECT concat('{"email":', coalesce(to_json(CASE
WHEN (app_23.id = $6::uuid
OR false) THEN nullif(app_23.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_23.disabled THEN 'true'
ELSE 'false' END, '}')
FROM app_user app_23
WHERE app_23.username = $9::text
AND ((app_23.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_24
WHERE mem_24.user_id = app_23.id
AND mem_24.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_25
WHERE rev_25.submitted_by = app_23.id
AND rev_25.workspace_id = ANY ($5::uuid[])
ORDER BY rev_25.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_26
WHERE rev_26.reviewer_id = app_23.id
AND EXISTS
(SELECT
FROM review rev_27
WHERE rev_27.id = rev_26.review_id
AND rev_27.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_26.review_id OFFSET 0)))), 'null'), ',"admin":', coalesce(
(SELECT concat('{"username":', to_json(app_28.username), '}')
FROM app_user app_28
WHERE app_28.username = $10::text
AND ((app_28.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_29
WHERE mem_29.user_id = app_28.id
AND mem_29.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_30
WHERE rev_30.submitted_by = app_28.id
AND rev_30.workspace_id = ANY ($5::uuid[])
ORDER BY rev_30.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_31
WHERE rev_31.reviewer_id = app_28.id
AND EXISTS
(SELECT
FROM review rev_32
WHERE rev_32.id = rev_31.review_id
AND rev_32.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_31.review_id OFFSET 0)))), 'null'), ',"nobody":', coalesce(
(SELECT concat('{"username":', to_json(app_33.username), '}')
FROM app_user app_33
WHERE app_33.username = $11::text
AND ((app_33.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_34
WHERE mem_34.user_id = app_33.id
AND mem_34.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_35
WHERE rev_35.submitted_by = app_33.id
AND rev_35.workspace_id = ANY ($5::uuid[])
ORDER BY rev_35.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_36
WHERE rev_36.reviewer_id = app_33.id
AND EXISTS
(SELECT
FROM review rev_37
WHERE rev_37.id = rev_36.review_id
AND rev_37.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_36.review_id OFFSET 0)))), 'null'), '}}'), 'UTF8') END
