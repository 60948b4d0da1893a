SELECT int8send(
(SELECT s.revision
FROM store_revision s)) || convert_to(concat('{"data":{"shelf":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_2
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_1.name), '}'), ','), ']}')
FROM
(SELECT sto_1.*
FROM store_app sto_1
WHERE false
ORDER BY sto_1.published_at DESC, sto_1.id DESC
LIMIT 20) sto_1), ',"emptyShelf":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_4
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_3.name), '}'), ','), ']}')
FROM
(SELECT sto_3.*
FROM store_app sto_3
WHERE false
ORDER BY sto_3.published_at DESC, sto_3.id DESC
LIMIT 20) sto_3), ',"noShelf":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_6
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_5.name), '}'), ','), ']}')
FROM
(SELECT sto_5.*
FROM store_app sto_5
WHERE false
ORDER BY sto_5.published_at DESC, sto_5.id DESC
LIMIT 20) sto_5), ',"byAcme":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_8
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_7.name), '}'), ','), ']}')
FROM
(SELECT sto_7.*
FROM store_app sto_7
WHERE false
ORDER BY sto_7.published_at DESC, sto_7.id DESC
LIMIT 20) sto_7), ',"byGone":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_10
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_9.name), '}'), ','), ']}')
FROM
(SELECT sto_9.*
FROM store_app sto_9
WHERE false
ORDER BY sto_9.published_at DESC, sto_9.id DESC
LIMIT 20) sto_9), ',"both":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_12
WHERE false) END, ',"nodes":[', string_agg(r.j0, ','), '],"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT sto_11.place, sto_11.found, CASE
WHEN sto_11.place <= 1 THEN concat('{"name":', to_json(sto_11.name), '}') END AS j0 FROM

(SELECT sto_11.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_11.*
FROM store_app sto_11
WHERE false
ORDER BY sto_11.published_at DESC, sto_11.id DESC
LIMIT 2) sto_11) sto_11) r HAVING true), ',"found":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_14
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_13.name), '}'), ','), ']}')
FROM
(SELECT sto_13.*
FROM store_app sto_13
WHERE false
ORDER BY (ts_rank(sto_13.search,
(SELECT search_query($1::text))) * 1000000)::integer DESC, sto_13.id DESC
LIMIT 20) sto_13), ',"open":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_16
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_15.name), '}'), ','), ']}')
FROM
(SELECT sto_15.*
FROM store_app sto_15
WHERE false
ORDER BY sto_15.published_at DESC, sto_15.id DESC
LIMIT 20) sto_15), '}}'), 'UTF8')
