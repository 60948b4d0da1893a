SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"first":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 0 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_2
WHERE tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
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
FROM
(SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.workspace_id = w.id
AND tem_1.deleted_at IS NULL
ORDER BY tem_1.name, tem_1.id
LIMIT 1) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 1) tem_1
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.deleted_at IS NULL
AND tem_1.workspace_id = ANY ($3::uuid[])
ORDER BY tem_1.name, tem_1.id
LIMIT 1) tem_1
WHERE cardinality($3::uuid[]) > 16) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 1
) tem_1) tem_1) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 0 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_4
WHERE tem_4.deleted_at IS NULL
AND tem_4.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
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
FROM
(SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.workspace_id = w.id
AND tem_3.deleted_at IS NULL
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 1) tem_3
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 1) tem_3
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($3::uuid[])
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 1) tem_3
WHERE cardinality($3::uuid[]) > 16) tem_3
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 1
) tem_3) tem_3) r HAVING true), ',"both":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_6
WHERE tem_6.deleted_at IS NULL
AND tem_6.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
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
FROM
(SELECT tem_5.*
FROM
(SELECT tem_5.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_5.*
FROM template tem_5
WHERE tem_5.workspace_id = w.id
AND tem_5.deleted_at IS NULL
ORDER BY tem_5.name, tem_5.id
LIMIT 1) tem_5
ORDER BY tem_5.name, tem_5.id
LIMIT 1) tem_5
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_5.*
FROM
(SELECT tem_5.*
FROM template tem_5
WHERE tem_5.deleted_at IS NULL
AND tem_5.workspace_id = ANY ($3::uuid[])
ORDER BY tem_5.name, tem_5.id
LIMIT 1) tem_5
WHERE cardinality($3::uuid[]) > 16) tem_5
ORDER BY tem_5.name, tem_5.id
LIMIT 1
) tem_5) tem_5) r HAVING true), ',"firstOfLast":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_8
WHERE tem_8.deleted_at IS NULL
AND tem_8.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
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
FROM
(SELECT tem_7.*
FROM
(SELECT tem_7.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_7.*
FROM template tem_7
WHERE tem_7.workspace_id = w.id
AND tem_7.deleted_at IS NULL
ORDER BY tem_7.name, tem_7.id
LIMIT 3) tem_7
ORDER BY tem_7.name, tem_7.id
LIMIT 3) tem_7
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_7.*
FROM
(SELECT tem_7.*
FROM template tem_7
WHERE tem_7.deleted_at IS NULL
AND tem_7.workspace_id = ANY ($3::uuid[])
ORDER BY tem_7.name, tem_7.id
LIMIT 3) tem_7
WHERE cardinality($3::uuid[]) > 16) tem_7
ORDER BY tem_7.name, tem_7.id
LIMIT 3
) tem_7) tem_7) r HAVING true), ',"lastOfFirst":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_10
WHERE tem_10.deleted_at IS NULL
AND tem_10.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
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
FROM
(SELECT tem_9.*
FROM
(SELECT tem_9.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_9.*
FROM template tem_9
WHERE tem_9.workspace_id = w.id
AND tem_9.deleted_at IS NULL
ORDER BY tem_9.name, tem_9.id
LIMIT 3) tem_9
ORDER BY tem_9.name, tem_9.id
LIMIT 3) tem_9
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_9.*
FROM
(SELECT tem_9.*
FROM template tem_9
WHERE tem_9.deleted_at IS NULL
AND tem_9.workspace_id = ANY ($3::uuid[])
ORDER BY tem_9.name, tem_9.id
LIMIT 3) tem_9
WHERE cardinality($3::uuid[]) > 16) tem_9
ORDER BY tem_9.name, tem_9.id
LIMIT 3
) tem_9) tem_9) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_12
WHERE tem_12.deleted_at IS NULL
AND tem_12.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 0 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_13
WHERE tem_13.deleted_at IS NULL
AND tem_13.workspace_id = ANY ($3::uuid[])
AND (tem_13.name, tem_13.id) <= ($4::text, $5::uuid)) THEN 'true'
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
FROM
(SELECT tem_11.*
FROM
(SELECT tem_11.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_11.*
FROM template tem_11
WHERE tem_11.workspace_id = w.id
AND tem_11.deleted_at IS NULL
AND (tem_11.name, tem_11.id) > ($4::text, $5::uuid)
ORDER BY tem_11.name, tem_11.id
LIMIT 1) tem_11
ORDER BY tem_11.name, tem_11.id
LIMIT 1) tem_11
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_11.*
FROM
(SELECT tem_11.*
FROM template tem_11
WHERE tem_11.deleted_at IS NULL
AND tem_11.workspace_id = ANY ($3::uuid[])
AND (tem_11.name, tem_11.id) > ($4::text, $5::uuid)
ORDER BY tem_11.name, tem_11.id
LIMIT 1) tem_11
WHERE cardinality($3::uuid[]) > 16) tem_11
ORDER BY tem_11.name, tem_11.id
LIMIT 1
) tem_11) tem_11) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_15
WHERE tem_15.deleted_at IS NULL
AND tem_15.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_16
WHERE tem_16.deleted_at IS NULL
AND tem_16.workspace_id = ANY ($3::uuid[])
AND (tem_16.name, tem_16.id) >= ($4::text, $5::uuid)) THEN 'true'
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
FROM
(SELECT tem_14.*
FROM
(SELECT tem_14.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_14.*
FROM template tem_14
WHERE tem_14.workspace_id = w.id
AND tem_14.deleted_at IS NULL
AND (tem_14.name, tem_14.id) < ($4::text, $5::uuid)
ORDER BY tem_14.name DESC, tem_14.id DESC
LIMIT 1) tem_14
ORDER BY tem_14.name DESC, tem_14.id DESC
LIMIT 1) tem_14
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_14.*
FROM
(SELECT tem_14.*
FROM template tem_14
WHERE tem_14.deleted_at IS NULL
AND tem_14.workspace_id = ANY ($3::uuid[])
AND (tem_14.name, tem_14.id) < ($4::text, $5::uuid)
ORDER BY tem_14.name DESC, tem_14.id DESC
LIMIT 1) tem_14
WHERE cardinality($3::uuid[]) > 16) tem_14
ORDER BY tem_14.name DESC, tem_14.id DESC
LIMIT 1
) tem_14) tem_14) r HAVING true), ',"empty":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_18
WHERE tem_18.search @@
(SELECT search_query($6::text))
AND tem_18.deleted_at IS NULL
AND tem_18.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT tem_17.place, tem_17.found, CASE
WHEN tem_17.place <= 20 THEN concat('␁c["templates:RANK",', (ts_rank(tem_17.search,
(SELECT search_query($6::text))) * 1000000)::integer, ',"', tem_17.id, '"]␂') END AS j0, CASE
WHEN tem_17.place <= 20 THEN concat('␁c["templates:RANK",', (ts_rank(tem_17.search,
(SELECT search_query($6::text))) * 1000000)::integer, ',"', tem_17.id, '"]␂') END AS j1, CASE
WHEN tem_17.place <= 20 THEN concat('{"name":', to_json(tem_17.name), '}') END AS j2, CASE
WHEN tem_17.place <= 20 THEN concat('{"cursor":␁c["templates:RANK",', (ts_rank(tem_17.search,
(SELECT search_query($6::text))) * 1000000)::integer, ',"', tem_17.id, '"]␂}') END AS j3 FROM

(SELECT tem_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_17.*
FROM template tem_17
WHERE tem_17.search @@
(SELECT search_query($6::text))
AND tem_17.deleted_at IS NULL
AND tem_17.workspace_id = ANY ($3::uuid[])
ORDER BY (ts_rank(tem_17.search,
(SELECT search_query($6::text))) * 1000000)::integer DESC, tem_17.id DESC
LIMIT 21) tem_17) tem_17) r HAVING true), ',"emptyCursor":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_19.name), '}'), ','), ']}')
FROM
(SELECT tem_19.*
FROM
(SELECT tem_19.*
FROM
(SELECT tem_19.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_19.*
FROM template tem_19
WHERE tem_19.workspace_id = w.id
AND tem_19.deleted_at IS NULL
ORDER BY tem_19.name, tem_19.id
LIMIT 1) tem_19
ORDER BY tem_19.name, tem_19.id
LIMIT 1) tem_19
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_19.*
FROM
(SELECT tem_19.*
FROM template tem_19
WHERE tem_19.deleted_at IS NULL
AND tem_19.workspace_id = ANY ($3::uuid[])
ORDER BY tem_19.name, tem_19.id
LIMIT 1) tem_19
WHERE cardinality($3::uuid[]) > 16) tem_19
ORDER BY tem_19.name, tem_19.id
LIMIT 1
) tem_19), ',"total":{"totalCount":',
(SELECT count(*)
FROM template tem_21
WHERE tem_21.deleted_at IS NULL
AND tem_21.workspace_id = ANY ($3::uuid[])), '},"nodes":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_22.name), '}'), ','), ']}')
FROM
(SELECT tem_22.*
FROM
(SELECT tem_22.*
FROM
(SELECT tem_22.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_22.*
FROM template tem_22
WHERE tem_22.workspace_id = w.id
AND tem_22.deleted_at IS NULL
ORDER BY tem_22.name, tem_22.id
LIMIT 0) tem_22
ORDER BY tem_22.name, tem_22.id
LIMIT 0) tem_22
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_22.*
FROM
(SELECT tem_22.*
FROM template tem_22
WHERE tem_22.deleted_at IS NULL
AND tem_22.workspace_id = ANY ($3::uuid[])
ORDER BY tem_22.name, tem_22.id
LIMIT 0) tem_22
WHERE cardinality($3::uuid[]) > 16) tem_22
ORDER BY tem_22.name, tem_22.id
LIMIT 0
) tem_22), ',"edges":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_23.name), ',"', tem_23.id, '"]␂}'), ','
ORDER BY tem_23.name, tem_23.id), ']}')
FROM
(SELECT tem_23.*
FROM
(SELECT tem_23.*
FROM
(SELECT tem_23.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_23.*
FROM template tem_23
WHERE tem_23.workspace_id = w.id
AND tem_23.deleted_at IS NULL
ORDER BY tem_23.name DESC, tem_23.id DESC
LIMIT 0) tem_23
ORDER BY tem_23.name DESC, tem_23.id DESC
LIMIT 0) tem_23
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_23.*
FROM
(SELECT tem_23.*
FROM template tem_23
WHERE tem_23.deleted_at IS NULL
AND tem_23.workspace_id = ANY ($3::uuid[])
ORDER BY tem_23.name DESC, tem_23.id DESC
LIMIT 0) tem_23
WHERE cardinality($3::uuid[]) > 16) tem_23
ORDER BY tem_23.name DESC, tem_23.id DESC
LIMIT 0
) tem_23), '}}'), 'UTF8') END
