SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"platformRoles":[',
(SELECT string_agg(concat('{"__typename":"Role","id":"rol_', rol_1.id, '","name":', to_json(rol_1.name), ',"displayName":', to_json(rol_1.display_name), ',"description":', to_json(rol_1.description), ',"scope":"', rol_1.scope, '","builtin":', CASE
WHEN rol_1.builtin THEN 'true'
ELSE 'false' END, ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_1.permissions)), '}'), ','
ORDER BY rol_1.builtin DESC, rol_1.name, rol_1.id)
FROM role rol_1
WHERE rol_1.scope = 'PLATFORM'
AND ((rol_1.builtin)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.role_id = rol_1.id
AND mem_2.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_3
WHERE app_3.platform_role_id = rol_1.id
AND ((app_3.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.user_id = app_3.id
AND mem_4.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.submitted_by = app_3.id
AND rev_5.workspace_id = ANY ($5::uuid[])
ORDER BY rev_5.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_6
WHERE rev_6.reviewer_id = app_3.id
AND EXISTS
(SELECT
FROM review rev_7
WHERE rev_7.id = rev_6.review_id
AND rev_7.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_6.review_id OFFSET 0))) OFFSET 0)))), '],"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"roles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_9.name), ',"scope":"', rol_9.scope, '","builtin":', CASE
WHEN rol_9.builtin THEN 'true'
ELSE 'false' END, '}'), ','
ORDER BY rol_9.builtin DESC, rol_9.name, rol_9.id)
FROM role rol_9
WHERE rol_9.scope = 'WORKSPACE'
AND (rol_9.workspace_id IS NULL
OR rol_9.workspace_id = wor_8.id)
AND ((rol_9.builtin)
OR (EXISTS
(SELECT
FROM membership mem_10
WHERE mem_10.role_id = rol_9.id
AND mem_10.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_11
WHERE app_11.platform_role_id = rol_9.id
AND ((app_11.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_12
WHERE mem_12.user_id = app_11.id
AND mem_12.workspace_id = ANY ($3::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_13
WHERE rev_13.submitted_by = app_11.id
AND rev_13.workspace_id = ANY ($5::uuid[])
ORDER BY rev_13.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_14
WHERE rev_14.reviewer_id = app_11.id
AND EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.id = rev_14.review_id
AND rev_15.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_14.review_id OFFSET 0))) OFFSET 0)))), ']}'), ','), ']}')
FROM
(SELECT wor_8.*
FROM workspace wor_8
WHERE wor_8.deleted_at IS NULL
AND wor_8.id = ANY ($6::uuid[])
ORDER BY wor_8.name, wor_8.id
LIMIT 20) wor_8), '}}'), 'UTF8') END
