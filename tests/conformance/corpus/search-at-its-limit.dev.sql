SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"templates":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_2
WHERE tem_2.search @@
(SELECT search_query($3::text))
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($4::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_1.name), '}'), ','), ']}')
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.search @@
(SELECT search_query($3::text))
AND tem_1.deleted_at IS NULL
AND tem_1.workspace_id = ANY ($4::uuid[])
ORDER BY (ts_rank(tem_1.search,
(SELECT search_query($3::text))) * 1000000)::integer DESC, tem_1.id DESC
LIMIT 20) tem_1), ',"users":{"totalCount":',
(SELECT count(*)
FROM app_user app_4
WHERE to_tsvector('simple', app_4.username || ' ' || app_4.display_name) @@
(SELECT search_query($3::text))
AND ((app_4.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_5
WHERE mem_5.user_id = app_4.id
AND mem_5.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_6
WHERE rev_6.submitted_by = app_4.id
AND rev_6.workspace_id = ANY ($7::uuid[])
ORDER BY rev_6.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_7
WHERE rev_7.reviewer_id = app_4.id
AND EXISTS
(SELECT
FROM review rev_8
WHERE rev_8.id = rev_7.review_id
AND rev_8.workspace_id = ANY ($7::uuid[]) OFFSET 0)
ORDER BY rev_7.review_id OFFSET 0)))), '}}}'), 'UTF8') END
