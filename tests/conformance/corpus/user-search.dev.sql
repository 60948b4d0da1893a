SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"users":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM app_user app_6
WHERE to_tsvector('simple', app_6.username || ' ' || app_6.display_name) @@
(SELECT search_query($3::text))
AND ((app_6.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_7
WHERE mem_7.user_id = app_6.id
AND mem_7.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_8
WHERE rev_8.submitted_by = app_6.id
AND rev_8.workspace_id = ANY ($6::uuid[])
ORDER BY rev_8.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_9
WHERE rev_9.reviewer_id = app_6.id
AND EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.id = rev_9.review_id
AND rev_10.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_9.review_id OFFSET 0)))) END, ',"nodes":[', string_agg(concat('{"username":', to_json(app_1.username), '}'), ','), ']}')
FROM
(SELECT app_1.*
FROM app_user app_1
WHERE to_tsvector('simple', app_1.username || ' ' || app_1.display_name) @@
(SELECT search_query($3::text))
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
ORDER BY rev_4.review_id OFFSET 0)))
ORDER BY (ts_rank(to_tsvector('simple', app_1.username || ' ' || app_1.display_name),
(SELECT search_query($3::text))) * 1000000)::integer DESC, app_1.id DESC
LIMIT 20) app_1), ',"two":',
(SELECT concat('{"edges":[', string_agg(r.j0, ','), '],"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT app_11.place, app_11.found, CASE
WHEN app_11.place <= 20 THEN concat('{"cursor":␁c["users:RANK",', (ts_rank(to_tsvector('simple', app_11.username || ' ' || app_11.display_name),
(SELECT search_query($7::text))) * 1000000)::integer, ',"', app_11.id, '"]␂,"node":{"username":', to_json(app_11.username), '}}') END AS j0 FROM

(SELECT app_11.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_11.*
FROM app_user app_11
WHERE to_tsvector('simple', app_11.username || ' ' || app_11.display_name) @@
(SELECT search_query($7::text))
AND ((app_11.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_12
WHERE mem_12.user_id = app_11.id
AND mem_12.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_13
WHERE rev_13.submitted_by = app_11.id
AND rev_13.workspace_id = ANY ($6::uuid[])
ORDER BY rev_13.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_14
WHERE rev_14.reviewer_id = app_11.id
AND EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.id = rev_14.review_id
AND rev_15.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_14.review_id OFFSET 0)))
ORDER BY (ts_rank(to_tsvector('simple', app_11.username || ' ' || app_11.display_name),
(SELECT search_query($7::text))) * 1000000)::integer DESC, app_11.id DESC
LIMIT 21) app_11) app_11) r HAVING true), ',"hard":',
(SELECT concat('{"nodes":[', string_agg(concat('{"username":', to_json(app_16.username), '}'), ','), ']}')
FROM
(SELECT app_16.*
FROM app_user app_16
WHERE to_tsvector('simple', app_16.username || ' ' || app_16.display_name) @@
(SELECT search_query($8::text))
AND ((app_16.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_17
WHERE mem_17.user_id = app_16.id
AND mem_17.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_18
WHERE rev_18.submitted_by = app_16.id
AND rev_18.workspace_id = ANY ($6::uuid[])
ORDER BY rev_18.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_19
WHERE rev_19.reviewer_id = app_16.id
AND EXISTS
(SELECT
FROM review rev_20
WHERE rev_20.id = rev_19.review_id
AND rev_20.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_19.review_id OFFSET 0)))
ORDER BY (ts_rank(to_tsvector('simple', app_16.username || ' ' || app_16.display_name),
(SELECT search_query($8::text))) * 1000000)::integer DESC, app_16.id DESC
LIMIT 20) app_16), ',"following":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','), '],"pageInfo":{"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT app_21.place, app_21.found, CASE
WHEN app_21.place <= 1 THEN concat('{"username":', to_json(app_21.username), '}') END AS j0 FROM

(SELECT app_21.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_21.*
FROM app_user app_21
WHERE to_tsvector('simple', app_21.username || ' ' || app_21.display_name) @@
(SELECT search_query($9::text))
AND ((app_21.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_22
WHERE mem_22.user_id = app_21.id
AND mem_22.workspace_id = ANY ($5::uuid[]) OFFSET 0))
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
ORDER BY rev_24.review_id OFFSET 0)))
ORDER BY (ts_rank(to_tsvector('simple', app_21.username || ' ' || app_21.display_name),
(SELECT search_query($9::text))) * 1000000)::integer DESC, app_21.id DESC
LIMIT 2) app_21) app_21) r HAVING true), ',"back":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), '],"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '}}')
FROM
(SELECT app_26.place, app_26.found, CASE
WHEN app_26.place <= 2 THEN concat('{"username":', to_json(app_26.username), '}') END AS j0, CASE
WHEN app_26.place <= 2 THEN concat('␁c["users:USERNAME:ASC",', to_json(app_26.username), ',"', app_26.id, '"]␂') END AS j1 FROM

(SELECT app_26.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_26.*
FROM app_user app_26
WHERE ((app_26.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_27
WHERE mem_27.user_id = app_26.id
AND mem_27.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_28
WHERE rev_28.submitted_by = app_26.id
AND rev_28.workspace_id = ANY ($6::uuid[])
ORDER BY rev_28.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_29
WHERE rev_29.reviewer_id = app_26.id
AND EXISTS
(SELECT
FROM review rev_30
WHERE rev_30.id = rev_29.review_id
AND rev_30.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_29.review_id OFFSET 0)))
ORDER BY app_26.username DESC, app_26.id DESC
LIMIT 3) app_26) app_26) r HAVING true), ',"first":',
(SELECT concat('{"nodes":[', string_agg(concat('{"username":', to_json(app_31.username), '}'), ','), ']}')
FROM
(SELECT app_31.*
FROM app_user app_31
WHERE ((app_31.id = $4::uuid)
OR (EXISTS
(SELECT
FROM membership mem_32
WHERE mem_32.user_id = app_31.id
AND mem_32.workspace_id = ANY ($5::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_33
WHERE rev_33.submitted_by = app_31.id
AND rev_33.workspace_id = ANY ($6::uuid[])
ORDER BY rev_33.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_34
WHERE rev_34.reviewer_id = app_31.id
AND EXISTS
(SELECT
FROM review rev_35
WHERE rev_35.id = rev_34.review_id
AND rev_35.workspace_id = ANY ($6::uuid[]) OFFSET 0)
ORDER BY rev_34.review_id OFFSET 0)))
ORDER BY app_31.username, app_31.id
LIMIT 1) app_31), '}}'), 'UTF8') END
