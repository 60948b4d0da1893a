SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"members":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM membership mem_3
WHERE mem_3.workspace_id = wor_1.id
AND mem_3.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.workspace_id = wor_1.id
AND mem_4.workspace_id = ANY ($3::uuid[])
AND (mem_4.created_at, mem_4.id) <= ($4::timestamptz, $5::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT mem_2.place, mem_2.found, CASE
WHEN mem_2.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_2.id, '"]␂') END AS j0, CASE
WHEN mem_2.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_2.id, '"]␂') END AS j1, CASE
WHEN mem_2.place <= 2 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_5.username), ',"email":', coalesce(to_json(CASE
WHEN (app_5.id = $6::uuid
OR false) THEN nullif(app_5.email, '') END), 'null'), '}')
FROM app_user app_5
WHERE app_5.id = mem_2.user_id
AND ((app_5.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_6
WHERE mem_6.user_id = app_5.id
AND mem_6.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_7
WHERE rev_7.submitted_by = app_5.id
AND rev_7.workspace_id = ANY ($8::uuid[])
ORDER BY rev_7.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_8
WHERE rev_8.reviewer_id = app_5.id
AND EXISTS
(SELECT
FROM review rev_9
WHERE rev_9.id = rev_8.review_id
AND rev_9.workspace_id = ANY ($8::uuid[]) OFFSET 0)
ORDER BY rev_8.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_10.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_10.permissions)), '}')
FROM role rol_10
WHERE rol_10.id = mem_2.role_id
AND ((rol_10.builtin)
OR (EXISTS
(SELECT
FROM membership mem_11
WHERE mem_11.role_id = rol_10.id
AND mem_11.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_12
WHERE app_12.platform_role_id = rol_10.id
AND ((app_12.id = $9::uuid)
OR (EXISTS
(SELECT
FROM membership mem_13
WHERE mem_13.user_id = app_12.id
AND mem_13.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_14
WHERE rev_14.submitted_by = app_12.id
AND rev_14.workspace_id = ANY ($8::uuid[])
ORDER BY rev_14.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_15
WHERE rev_15.reviewer_id = app_12.id
AND EXISTS
(SELECT
FROM review rev_16
WHERE rev_16.id = rev_15.review_id
AND rev_16.workspace_id = ANY ($8::uuid[]) OFFSET 0)
ORDER BY rev_15.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}') END AS j2 FROM

(SELECT mem_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_2.*
FROM membership mem_2
WHERE mem_2.workspace_id = wor_1.id
AND mem_2.workspace_id = ANY ($3::uuid[])
AND (mem_2.created_at, mem_2.id) > ($4::timestamptz, $5::uuid)
ORDER BY mem_2.created_at, mem_2.id
LIMIT 3) mem_2) mem_2) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM membership mem_18
WHERE mem_18.workspace_id = wor_1.id
AND mem_18.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM membership mem_19
WHERE mem_19.workspace_id = wor_1.id
AND mem_19.workspace_id = ANY ($3::uuid[])
AND (mem_19.created_at, mem_19.id) >= ($10::timestamptz, $11::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT mem_17.place, mem_17.found, CASE
WHEN mem_17.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_17.id, '"]␂') END AS j0, CASE
WHEN mem_17.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_17.id, '"]␂') END AS j1, CASE
WHEN mem_17.place <= 2 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_20.username), ',"email":', coalesce(to_json(CASE
WHEN (app_20.id = $6::uuid
OR false) THEN nullif(app_20.email, '') END), 'null'), '}')
FROM app_user app_20
WHERE app_20.id = mem_17.user_id
AND ((app_20.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_21
WHERE mem_21.user_id = app_20.id
AND mem_21.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_22
WHERE rev_22.submitted_by = app_20.id
AND rev_22.workspace_id = ANY ($8::uuid[])
ORDER BY rev_22.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_23
WHERE rev_23.reviewer_id = app_20.id
AND EXISTS
(SELECT
FROM review rev_24
WHERE rev_24.id = rev_23.review_id
AND rev_24.workspace_id = ANY ($8::uuid[]) OFFSET 0)
ORDER BY rev_23.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_25.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_25.permissions)), '}')
FROM role rol_25
WHERE rol_25.id = mem_17.role_id
AND ((rol_25.builtin)
OR (EXISTS
(SELECT
FROM membership mem_26
WHERE mem_26.role_id = rol_25.id
AND mem_26.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_27
WHERE app_27.platform_role_id = rol_25.id
AND ((app_27.id = $9::uuid)
OR (EXISTS
(SELECT
FROM membership mem_28
WHERE mem_28.user_id = app_27.id
AND mem_28.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_29
WHERE rev_29.submitted_by = app_27.id
AND rev_29.workspace_id = ANY ($8::uuid[])
ORDER BY rev_29.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_30
WHERE rev_30.reviewer_id = app_27.id
AND EXISTS
(SELECT
FROM review rev_31
WHERE rev_31.id = rev_30.review_id
AND rev_31.workspace_id = ANY ($8::uuid[]) OFFSET 0)
ORDER BY rev_30.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}') END AS j2 FROM

(SELECT mem_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_17.*
FROM membership mem_17
WHERE mem_17.workspace_id = wor_1.id
AND mem_17.workspace_id = ANY ($3::uuid[])
AND (mem_17.created_at, mem_17.id) < ($10::timestamptz, $11::uuid)
ORDER BY mem_17.created_at DESC, mem_17.id DESC
LIMIT 3) mem_17) mem_17) r HAVING true), ',"between":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM membership mem_33
WHERE mem_33.workspace_id = wor_1.id
AND mem_33.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM membership mem_34
WHERE mem_34.workspace_id = wor_1.id
AND mem_34.workspace_id = ANY ($3::uuid[])
AND (mem_34.created_at, mem_34.id) <= ($4::timestamptz, $5::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT mem_32.place, mem_32.found, CASE
WHEN mem_32.place <= 20 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_32.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_32.id, '"]␂') END AS j0, CASE
WHEN mem_32.place <= 20 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_32.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_32.id, '"]␂') END AS j1, CASE
WHEN mem_32.place <= 20 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_35.username), ',"email":', coalesce(to_json(CASE
WHEN (app_35.id = $6::uuid
OR false) THEN nullif(app_35.email, '') END), 'null'), '}')
FROM app_user app_35
WHERE app_35.id = mem_32.user_id
AND ((app_35.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_36
WHERE mem_36.user_id = app_35.id
AND mem_36.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_37
WHERE rev_37.submitted_by = app_35.id
AND rev_37.workspace_id = ANY ($8::uuid[])
ORDER BY rev_37.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_38
WHERE rev_38.reviewer_id = app_35.id
AND EXISTS
(SELECT
FROM review rev_39
WHERE rev_39.id = rev_38.review_id
AND rev_39.workspace_id = ANY ($8::uuid[]) OFFSET 0)
ORDER BY rev_38.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_40.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_40.permissions)), '}')
FROM role rol_40
WHERE rol_40.id = mem_32.role_id
AND ((rol_40.builtin)
OR (EXISTS
(SELECT
FROM membership mem_41
WHERE mem_41.role_id = rol_40.id
AND mem_41.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_42
WHERE app_42.platform_role_id = rol_40.id
AND ((app_42.id = $9::uuid)
OR (EXISTS
(SELECT
FROM membership mem_43
WHERE mem_43.user_id = app_42.id
AND mem_43.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_44
WHERE rev_44.submitted_by = app_42.id
AND rev_44.workspace_id = ANY ($8::uuid[])
ORDER BY rev_44.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_45
WHERE rev_45.reviewer_id = app_42.id
AND EXISTS
(SELECT
FROM review rev_46
WHERE rev_46.id = rev_45.review_id
AND rev_46.workspace_id = ANY ($8::uuid[]) OFFSET 0)
ORDER BY rev_45.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}') END AS j2 FROM

(SELECT mem_32.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_32.*
FROM membership mem_32
WHERE mem_32.workspace_id = wor_1.id
AND mem_32.workspace_id = ANY ($3::uuid[])
AND (mem_32.created_at, mem_32.id) > ($4::timestamptz, $5::uuid)
AND (mem_32.created_at, mem_32.id) < ($10::timestamptz, $11::uuid)
ORDER BY mem_32.created_at, mem_32.id
LIMIT 21) mem_32) mem_32) r HAVING true), '}')
FROM workspace wor_1
WHERE wor_1.name = $12::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($13::uuid[])), 'null'), '}}'), 'UTF8') END
