SELECT convert_to(concat('{"data":{"first":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 0 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_2
WHERE false) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 0)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_1.place, tem_1.found, CASE
WHEN tem_1.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_1.name), ',"', tem_1.id, '"]␂') END AS j0, CASE
WHEN tem_1.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_1.name), ',"', tem_1.id, '"]␂') END AS j1, CASE
WHEN tem_1.place <= 0 THEN concat('{"name":', to_json(tem_1.name), '}') END AS j2, CASE
WHEN tem_1.place <= 0 THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_1.name), ',"', tem_1.id, '"]␂}') END AS j3 FROM

(SELECT tem_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE false
ORDER BY tem_1.name, tem_1.id
LIMIT 1) tem_1) tem_1) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 0 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_4
WHERE false) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 0)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT tem_3.place, tem_3.found, CASE
WHEN tem_3.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂') END AS j0, CASE
WHEN tem_3.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂') END AS j1, CASE
WHEN tem_3.place <= 0 THEN concat('{"name":', to_json(tem_3.name), '}') END AS j2, CASE
WHEN tem_3.place <= 0 THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂}') END AS j3 FROM

(SELECT tem_3.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE false
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 1) tem_3) tem_3) r HAVING true), ',"both":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_6
WHERE false), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 0) - 0, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 0)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_5.place, tem_5.found, CASE
WHEN tem_5.place <= 0
AND tem_5.place > greatest(least(tem_5.found, 0) - 0, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_5.name), ',"', tem_5.id, '"]␂') END AS j0, CASE
WHEN tem_5.place <= 0
AND tem_5.place > greatest(least(tem_5.found, 0) - 0, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_5.name), ',"', tem_5.id, '"]␂') END AS j1, CASE
WHEN tem_5.place <= 0
AND tem_5.place > greatest(least(tem_5.found, 0) - 0, 0) THEN concat('{"name":', to_json(tem_5.name), '}') END AS j2, CASE
WHEN tem_5.place <= 0
AND tem_5.place > greatest(least(tem_5.found, 0) - 0, 0) THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_5.name), ',"', tem_5.id, '"]␂}') END AS j3 FROM

(SELECT tem_5.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_5.*
FROM template tem_5
WHERE false
ORDER BY tem_5.name, tem_5.id
LIMIT 1) tem_5) tem_5) r HAVING true), ',"firstOfLast":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_8
WHERE false), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 2) - 0, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_7.place, tem_7.found, CASE
WHEN tem_7.place <= 2
AND tem_7.place > greatest(least(tem_7.found, 2) - 0, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_7.name), ',"', tem_7.id, '"]␂') END AS j0, CASE
WHEN tem_7.place <= 2
AND tem_7.place > greatest(least(tem_7.found, 2) - 0, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_7.name), ',"', tem_7.id, '"]␂') END AS j1, CASE
WHEN tem_7.place <= 2
AND tem_7.place > greatest(least(tem_7.found, 2) - 0, 0) THEN concat('{"name":', to_json(tem_7.name), '}') END AS j2, CASE
WHEN tem_7.place <= 2
AND tem_7.place > greatest(least(tem_7.found, 2) - 0, 0) THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_7.name), ',"', tem_7.id, '"]␂}') END AS j3 FROM

(SELECT tem_7.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_7.*
FROM template tem_7
WHERE false
ORDER BY tem_7.name, tem_7.id
LIMIT 3) tem_7) tem_7) r HAVING true), ',"lastOfFirst":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_10
WHERE false), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 0) - 2, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 0)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_9.place, tem_9.found, CASE
WHEN tem_9.place <= 0
AND tem_9.place > greatest(least(tem_9.found, 0) - 2, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_9.name), ',"', tem_9.id, '"]␂') END AS j0, CASE
WHEN tem_9.place <= 0
AND tem_9.place > greatest(least(tem_9.found, 0) - 2, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_9.name), ',"', tem_9.id, '"]␂') END AS j1, CASE
WHEN tem_9.place <= 0
AND tem_9.place > greatest(least(tem_9.found, 0) - 2, 0) THEN concat('{"name":', to_json(tem_9.name), '}') END AS j2, CASE
WHEN tem_9.place <= 0
AND tem_9.place > greatest(least(tem_9.found, 0) - 2, 0) THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_9.name), ',"', tem_9.id, '"]␂}') END AS j3 FROM

(SELECT tem_9.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_9.*
FROM template tem_9
WHERE false
ORDER BY tem_9.name, tem_9.id
LIMIT 3) tem_9) tem_9) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_12
WHERE false), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_13
WHERE false
AND (tem_13.name, tem_13.id) <= ($1::text, $2::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 0)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_11.place, tem_11.found, CASE
WHEN tem_11.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_11.name), ',"', tem_11.id, '"]␂') END AS j0, CASE
WHEN tem_11.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_11.name), ',"', tem_11.id, '"]␂') END AS j1, CASE
WHEN tem_11.place <= 0 THEN concat('{"name":', to_json(tem_11.name), '}') END AS j2, CASE
WHEN tem_11.place <= 0 THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_11.name), ',"', tem_11.id, '"]␂}') END AS j3 FROM

(SELECT tem_11.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_11.*
FROM template tem_11
WHERE false
ORDER BY tem_11.name, tem_11.id
LIMIT 1) tem_11) tem_11) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_15
WHERE false), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_16
WHERE false
AND (tem_16.name, tem_16.id) >= ($1::text, $2::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 0)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT tem_14.place, tem_14.found, CASE
WHEN tem_14.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_14.name), ',"', tem_14.id, '"]␂') END AS j0, CASE
WHEN tem_14.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_14.name), ',"', tem_14.id, '"]␂') END AS j1, CASE
WHEN tem_14.place <= 0 THEN concat('{"name":', to_json(tem_14.name), '}') END AS j2, CASE
WHEN tem_14.place <= 0 THEN concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_14.name), ',"', tem_14.id, '"]␂}') END AS j3 FROM

(SELECT tem_14.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_14.*
FROM template tem_14
WHERE false
ORDER BY tem_14.name DESC, tem_14.id DESC
LIMIT 1) tem_14) tem_14) r HAVING true), ',"empty":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_18
WHERE false) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_17.place, tem_17.found, CASE
WHEN tem_17.place <= 20 THEN concat('␁c["templates:RANK",', (ts_rank(tem_17.search,
(SELECT search_query($3::text))) * 1000000)::integer, ',"', tem_17.id, '"]␂') END AS j0, CASE
WHEN tem_17.place <= 20 THEN concat('␁c["templates:RANK",', (ts_rank(tem_17.search,
(SELECT search_query($3::text))) * 1000000)::integer, ',"', tem_17.id, '"]␂') END AS j1, CASE
WHEN tem_17.place <= 20 THEN concat('{"name":', to_json(tem_17.name), '}') END AS j2, CASE
WHEN tem_17.place <= 20 THEN concat('{"cursor":␁c["templates:RANK",', (ts_rank(tem_17.search,
(SELECT search_query($3::text))) * 1000000)::integer, ',"', tem_17.id, '"]␂}') END AS j3 FROM

(SELECT tem_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_17.*
FROM template tem_17
WHERE false
ORDER BY (ts_rank(tem_17.search,
(SELECT search_query($3::text))) * 1000000)::integer DESC, tem_17.id DESC
LIMIT 21) tem_17) tem_17) r HAVING true), ',"emptyCursor":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_19.name), '}'), ','), ']}')
FROM
(SELECT tem_19.*
FROM template tem_19
WHERE false
ORDER BY tem_19.name, tem_19.id
LIMIT 1) tem_19), ',"total":{"totalCount":',
(SELECT count(*)
FROM template tem_21
WHERE false), '},"nodes":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_22.name), '}'), ','), ']}')
FROM
(SELECT tem_22.*
FROM template tem_22
WHERE false
ORDER BY tem_22.name, tem_22.id
LIMIT 0) tem_22), ',"edges":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_23.name), ',"', tem_23.id, '"]␂}'), ','
ORDER BY tem_23.name, tem_23.id), ']}')
FROM
(SELECT tem_23.*
FROM template tem_23
WHERE false
ORDER BY tem_23.name DESC, tem_23.id DESC
LIMIT 0) tem_23), '}}'), 'UTF8')
