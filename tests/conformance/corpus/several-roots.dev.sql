SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"__typename":"Query","viewer":{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_1.username), '}')
FROM app_user app_1
WHERE app_1.id = $3::uuid
AND ((app_1.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.user_id = app_1.id
AND mem_2.workspace_id = ANY ($5::uuid[]) OFFSET 0))
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
ORDER BY rev_4.review_id OFFSET 0)))), '␃'), '},"categories":[',
(SELECT string_agg(concat('{"name":', to_json(cat_6.name), '}'), ','
ORDER BY cat_6.name)
FROM category cat_6
WHERE true), '],"storeApps":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(sto_7.name), '}'), ','), ']}')
FROM
(SELECT sto_7.*
FROM store_app sto_7
WHERE sto_7.listed
ORDER BY sto_7.published_at DESC, sto_7.id DESC
LIMIT 1) sto_7), ',"platformRoles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_8.name), '}'), ','
ORDER BY rol_8.builtin DESC, rol_8.name, rol_8.id)
FROM role rol_8
WHERE rol_8.scope = 'PLATFORM'
AND ((rol_8.builtin)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.role_id = rol_8.id
AND mem_9.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_10
WHERE app_10.platform_role_id = rol_8.id
AND ((app_10.id = $7::uuid)
OR (EXISTS
(SELECT
FROM membership mem_11
WHERE mem_11.user_id = app_10.id
AND mem_11.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_12
WHERE rev_12.submitted_by = app_10.id
AND rev_12.workspace_id = ANY ($6::uuid[])
ORDER BY rev_12.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_13
WHERE rev_13.reviewer_id = app_10.id
AND EXISTS
(SELECT
FROM review rev_14
WHERE rev_14.id = rev_13.review_id
AND rev_14.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_13.review_id OFFSET 0))) OFFSET 0)))), '],"permissionGroups":', '[{"name":"app-template"},{"name":"app-development"},{"name":"app-repositories"},{"name":"workspaces"},{"name":"members"},{"name":"roles"},{"name":"audit"}]', ',"reviews":{"totalCount":',
(SELECT count(*)
FROM review rev_16
WHERE NOT EXISTS
(SELECT
FROM version ver_17
WHERE ver_17.id = rev_16.version_id
AND ver_17.deleted_at IS NOT NULL)
AND rev_16.workspace_id = ANY ($6::uuid[])), '},"top":"Query","auditEvents":',
(SELECT concat('{"nodes":[', string_agg(concat('{"action":', to_json(aud_18.action), '}'), ','), ']}')
FROM
(SELECT aud_18.*
FROM
(SELECT aud_18.*
FROM
(SELECT aud_18.*
FROM unnest($8::uuid[]) w(id), LATERAL
(SELECT aud_18.*
FROM audit_event aud_18
WHERE aud_18.workspace_id = w.id
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 1) aud_18
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 1) aud_18
WHERE cardinality($8::uuid[]) <= 16
UNION ALL SELECT aud_18.*
FROM
(SELECT aud_18.*
FROM audit_event aud_18
WHERE aud_18.workspace_id = ANY ($8::uuid[])
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 1) aud_18
WHERE cardinality($8::uuid[]) > 16) aud_18
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 1
) aud_18), '}}'), 'UTF8') END
