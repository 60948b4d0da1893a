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
FROM app_user app_2
WHERE to_tsvector('simple', app_2.username || ' ' || app_2.display_name) @@
(SELECT search_query($3::text))) END, ',"nodes":[', string_agg(concat('{"username":', to_json(app_1.username), '}'), ','), ']}')
FROM
(SELECT app_1.*
FROM app_user app_1
WHERE to_tsvector('simple', app_1.username || ' ' || app_1.display_name) @@
(SELECT search_query($3::text))
ORDER BY (ts_rank(to_tsvector('simple', app_1.username || ' ' || app_1.display_name),
(SELECT search_query($3::text))) * 1000000)::integer DESC, app_1.id DESC
LIMIT 20) app_1), ',"two":',
(SELECT concat('{"edges":[', string_agg(r.j0, ','), '],"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT app_3.place, app_3.found, CASE
WHEN app_3.place <= 20 THEN concat('{"cursor":␁c["users:RANK",', (ts_rank(to_tsvector('simple', app_3.username || ' ' || app_3.display_name),
(SELECT search_query($4::text))) * 1000000)::integer, ',"', app_3.id, '"]␂,"node":{"username":', to_json(app_3.username), '}}') END AS j0 FROM

(SELECT app_3.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_3.*
FROM app_user app_3
WHERE to_tsvector('simple', app_3.username || ' ' || app_3.display_name) @@
(SELECT search_query($4::text))
ORDER BY (ts_rank(to_tsvector('simple', app_3.username || ' ' || app_3.display_name),
(SELECT search_query($4::text))) * 1000000)::integer DESC, app_3.id DESC
LIMIT 21) app_3) app_3) r HAVING true), ',"hard":',
(SELECT concat('{"nodes":[', string_agg(concat('{"username":', to_json(app_4.username), '}'), ','), ']}')
FROM
(SELECT app_4.*
FROM app_user app_4
WHERE to_tsvector('simple', app_4.username || ' ' || app_4.display_name) @@
(SELECT search_query($5::text))
ORDER BY (ts_rank(to_tsvector('simple', app_4.username || ' ' || app_4.display_name),
(SELECT search_query($5::text))) * 1000000)::integer DESC, app_4.id DESC
LIMIT 20) app_4), ',"following":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','), '],"pageInfo":{"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT app_5.place, app_5.found, CASE
WHEN app_5.place <= 1 THEN concat('{"username":', to_json(app_5.username), '}') END AS j0 FROM

(SELECT app_5.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_5.*
FROM app_user app_5
WHERE to_tsvector('simple', app_5.username || ' ' || app_5.display_name) @@
(SELECT search_query($6::text))
ORDER BY (ts_rank(to_tsvector('simple', app_5.username || ' ' || app_5.display_name),
(SELECT search_query($6::text))) * 1000000)::integer DESC, app_5.id DESC
LIMIT 2) app_5) app_5) r HAVING true), ',"back":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), '],"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '}}')
FROM
(SELECT app_6.place, app_6.found, CASE
WHEN app_6.place <= 2 THEN concat('{"username":', to_json(app_6.username), '}') END AS j0, CASE
WHEN app_6.place <= 2 THEN concat('␁c["users:USERNAME:ASC",', to_json(app_6.username), ',"', app_6.id, '"]␂') END AS j1 FROM

(SELECT app_6.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_6.*
FROM app_user app_6
WHERE true
ORDER BY app_6.username DESC, app_6.id DESC
LIMIT 3) app_6) app_6) r HAVING true), ',"first":',
(SELECT concat('{"nodes":[', string_agg(concat('{"username":', to_json(app_7.username), '}'), ','), ']}')
FROM
(SELECT app_7.*
FROM app_user app_7
WHERE true
ORDER BY app_7.username, app_7.id
LIMIT 1) app_7), '}}'), 'UTF8') END
