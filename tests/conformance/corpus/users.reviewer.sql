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
FROM app_user app_4
WHERE ((app_4.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.submitted_by = app_4.id
ORDER BY rev_5.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_6
WHERE rev_6.reviewer_id = app_4.id
ORDER BY rev_6.review_id OFFSET 0)))) END, ',"edges":[', string_agg(concat('{"__typename":"UserEdge","cursor":␁c["users:USERNAME:ASC",', to_json(app_1.username), ',"', app_1.id, '"]␂,"node":{"__typename":"User","id":"usr_', app_1.id, '","username":', to_json(app_1.username), ',"displayName":', to_json(app_1.display_name), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $4::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_1.disabled THEN 'true'
ELSE 'false' END, ',"createdAt":"', to_char(app_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","platformRole":', coalesce(
(SELECT concat('{"__typename":"Role","id":"rol_', rol_7.id, '","name":', to_json(rol_7.name), ',"displayName":', to_json(rol_7.display_name), ',"description":', to_json(rol_7.description), ',"scope":"', rol_7.scope, '","builtin":', CASE
WHEN rol_7.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_7.permissions)), '}')
FROM role rol_7
WHERE rol_7.id = app_1.platform_role_id
AND ((rol_7.builtin)
OR (EXISTS
(SELECT
FROM app_user app_8
WHERE app_8.platform_role_id = rol_7.id
AND ((app_8.id = $5::uuid)
OR (EXISTS
(SELECT
FROM review rev_9
WHERE rev_9.submitted_by = app_8.id
ORDER BY rev_9.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_10
WHERE rev_10.reviewer_id = app_8.id
ORDER BY rev_10.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}}'), ','), ']}')
FROM
(SELECT app_1.*
FROM app_user app_1
WHERE ((app_1.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_2
WHERE rev_2.submitted_by = app_1.id
ORDER BY rev_2.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_3
WHERE rev_3.reviewer_id = app_1.id
ORDER BY rev_3.review_id OFFSET 0)))
ORDER BY app_1.username, app_1.id
LIMIT 20) app_1), ',"dev":', coalesce(
(SELECT concat('{"email":', coalesce(to_json(CASE
WHEN (app_11.id = $4::uuid
OR false) THEN nullif(app_11.email, '') END), 'null'), '}')
FROM app_user app_11
WHERE app_11.username = $6::text
AND ((app_11.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_12
WHERE rev_12.submitted_by = app_11.id
ORDER BY rev_12.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_13
WHERE rev_13.reviewer_id = app_11.id
ORDER BY rev_13.review_id OFFSET 0)))), 'null'), ',"left":', coalesce(
(SELECT concat('{"email":', coalesce(to_json(CASE
WHEN (app_14.id = $4::uuid
OR false) THEN nullif(app_14.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_14.disabled THEN 'true'
ELSE 'false' END, '}')
FROM app_user app_14
WHERE app_14.username = $7::text
AND ((app_14.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.submitted_by = app_14.id
ORDER BY rev_15.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_16
WHERE rev_16.reviewer_id = app_14.id
ORDER BY rev_16.review_id OFFSET 0)))), 'null'), ',"admin":', coalesce(
(SELECT concat('{"username":', to_json(app_17.username), '}')
FROM app_user app_17
WHERE app_17.username = $8::text
AND ((app_17.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_18
WHERE rev_18.submitted_by = app_17.id
ORDER BY rev_18.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_19
WHERE rev_19.reviewer_id = app_17.id
ORDER BY rev_19.review_id OFFSET 0)))), 'null'), ',"nobody":', coalesce(
(SELECT concat('{"username":', to_json(app_20.username), '}')
FROM app_user app_20
WHERE app_20.username = $9::text
AND ((app_20.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_21
WHERE rev_21.submitted_by = app_20.id
ORDER BY rev_21.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_22
WHERE rev_22.reviewer_id = app_20.id
ORDER BY rev_22.review_id OFFSET 0)))), 'null'), '}}'), 'UTF8') END
