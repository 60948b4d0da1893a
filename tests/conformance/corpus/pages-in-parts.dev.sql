SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"nodes":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_1.name), '}'), ','), ']}')
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
LIMIT 2) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 2) tem_1
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.deleted_at IS NULL
AND tem_1.workspace_id = ANY ($3::uuid[])
ORDER BY tem_1.name, tem_1.id
LIMIT 2) tem_1
WHERE cardinality($3::uuid[]) > 16) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 2
) tem_1), ',"edges":',
(SELECT concat('{"edges":[', string_agg(concat('{"node":{"name":', to_json(tem_2.name), '}}'), ','), ']}')
FROM
(SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.workspace_id = w.id
AND tem_2.deleted_at IS NULL
ORDER BY tem_2.name, tem_2.id
LIMIT 2) tem_2
ORDER BY tem_2.name, tem_2.id
LIMIT 2) tem_2
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])
ORDER BY tem_2.name, tem_2.id
LIMIT 2) tem_2
WHERE cardinality($3::uuid[]) > 16) tem_2
ORDER BY tem_2.name, tem_2.id
LIMIT 2
) tem_2), ',"cursors":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂}'), ','), ']}')
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
ORDER BY tem_3.name, tem_3.id
LIMIT 2) tem_3
ORDER BY tem_3.name, tem_3.id
LIMIT 2) tem_3
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($3::uuid[])
ORDER BY tem_3.name, tem_3.id
LIMIT 2) tem_3
WHERE cardinality($3::uuid[]) > 16) tem_3
ORDER BY tem_3.name, tem_3.id
LIMIT 2
) tem_3), ',"typename":{"__typename":"AppTemplateConnection"},"typenames":',
(SELECT concat('{"__typename":"AppTemplateConnection","nodes":[', string_agg(r.j0, ','), '],"edges":[', string_agg(r.j1, ','), '],"pageInfo":{"__typename":"PageInfo"}}')
FROM
(SELECT tem_5.place, tem_5.found, CASE
WHEN tem_5.place <= 2 THEN '{"__typename":"AppTemplate"}' END AS j0, CASE
WHEN tem_5.place <= 2 THEN '{"__typename":"AppTemplateEdge","node":{"__typename":"AppTemplate"}}' END AS j1 FROM

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
LIMIT 3) tem_5
ORDER BY tem_5.name, tem_5.id
LIMIT 3) tem_5
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_5.*
FROM
(SELECT tem_5.*
FROM template tem_5
WHERE tem_5.deleted_at IS NULL
AND tem_5.workspace_id = ANY ($3::uuid[])
ORDER BY tem_5.name, tem_5.id
LIMIT 3) tem_5
WHERE cardinality($3::uuid[]) > 16) tem_5
ORDER BY tem_5.name, tem_5.id
LIMIT 3
) tem_5) tem_5) r HAVING true), ',"total":{"totalCount":',
(SELECT count(*)
FROM template tem_7
WHERE tem_7.deleted_at IS NULL
AND tem_7.workspace_id = ANY ($3::uuid[])), '},"totals":',
(SELECT concat('{"a":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_9
WHERE tem_9.deleted_at IS NULL
AND tem_9.workspace_id = ANY ($3::uuid[])) END, ',"b":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_10
WHERE tem_10.deleted_at IS NULL
AND tem_10.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_8.name), '}'), ','), ']}')
FROM
(SELECT tem_8.*
FROM
(SELECT tem_8.*
FROM
(SELECT tem_8.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_8.*
FROM template tem_8
WHERE tem_8.workspace_id = w.id
AND tem_8.deleted_at IS NULL
ORDER BY tem_8.name, tem_8.id
LIMIT 2) tem_8
ORDER BY tem_8.name, tem_8.id
LIMIT 2) tem_8
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_8.*
FROM
(SELECT tem_8.*
FROM template tem_8
WHERE tem_8.deleted_at IS NULL
AND tem_8.workspace_id = ANY ($3::uuid[])
ORDER BY tem_8.name, tem_8.id
LIMIT 2) tem_8
WHERE cardinality($3::uuid[]) > 16) tem_8
ORDER BY tem_8.name, tem_8.id
LIMIT 2
) tem_8), ',"totalOfBoth":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_12
WHERE tem_12.deleted_at IS NULL
AND tem_12.workspace_id = ANY ($3::uuid[])), ',"nodes":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_11.place, tem_11.found, CASE
WHEN tem_11.place <= 2
AND tem_11.place > greatest(least(tem_11.found, 2) - 1, 0) THEN concat('{"name":', to_json(tem_11.name), '}') END AS j0 FROM

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
ORDER BY tem_11.name, tem_11.id
LIMIT 3) tem_11
ORDER BY tem_11.name, tem_11.id
LIMIT 3) tem_11
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_11.*
FROM
(SELECT tem_11.*
FROM template tem_11
WHERE tem_11.deleted_at IS NULL
AND tem_11.workspace_id = ANY ($3::uuid[])
ORDER BY tem_11.name, tem_11.id
LIMIT 3) tem_11
WHERE cardinality($3::uuid[]) > 16) tem_11
ORDER BY tem_11.name, tem_11.id
LIMIT 3
) tem_11) tem_11) r HAVING true), ',"next":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT tem_13.place, tem_13.found FROM

(SELECT tem_13.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_13.*
FROM
(SELECT tem_13.*
FROM
(SELECT tem_13.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_13.*
FROM template tem_13
WHERE tem_13.workspace_id = w.id
AND tem_13.deleted_at IS NULL
ORDER BY tem_13.name, tem_13.id
LIMIT 3) tem_13
ORDER BY tem_13.name, tem_13.id
LIMIT 3) tem_13
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_13.*
FROM
(SELECT tem_13.*
FROM template tem_13
WHERE tem_13.deleted_at IS NULL
AND tem_13.workspace_id = ANY ($3::uuid[])
ORDER BY tem_13.name, tem_13.id
LIMIT 3) tem_13
WHERE cardinality($3::uuid[]) > 16) tem_13
ORDER BY tem_13.name, tem_13.id
LIMIT 3
) tem_13) tem_13) r HAVING true), ',"previous":',
(SELECT concat('{"pageInfo":{"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_15
WHERE tem_15.deleted_at IS NULL
AND tem_15.workspace_id = ANY ($3::uuid[])
AND (tem_15.name, tem_15.id) <= ($4::text, $5::uuid)) THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT tem_14.place, tem_14.found FROM

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
AND (tem_14.name, tem_14.id) > ($4::text, $5::uuid)
ORDER BY tem_14.name, tem_14.id
LIMIT 3) tem_14
ORDER BY tem_14.name, tem_14.id
LIMIT 3) tem_14
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_14.*
FROM
(SELECT tem_14.*
FROM template tem_14
WHERE tem_14.deleted_at IS NULL
AND tem_14.workspace_id = ANY ($3::uuid[])
AND (tem_14.name, tem_14.id) > ($4::text, $5::uuid)
ORDER BY tem_14.name, tem_14.id
LIMIT 3) tem_14
WHERE cardinality($3::uuid[]) > 16) tem_14
ORDER BY tem_14.name, tem_14.id
LIMIT 3
) tem_14) tem_14) r HAVING true), ',"ends":',
(SELECT concat('{"pageInfo":{"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '}}')
FROM
(SELECT tem_16.place, tem_16.found, CASE
WHEN tem_16.place <= 2 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_16.name), ',"', tem_16.id, '"]␂') END AS j0, CASE
WHEN tem_16.place <= 2 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_16.name), ',"', tem_16.id, '"]␂') END AS j1 FROM

(SELECT tem_16.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_16.*
FROM
(SELECT tem_16.*
FROM
(SELECT tem_16.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_16.*
FROM template tem_16
WHERE tem_16.workspace_id = w.id
AND tem_16.deleted_at IS NULL
ORDER BY tem_16.name DESC, tem_16.id DESC
LIMIT 3) tem_16
ORDER BY tem_16.name DESC, tem_16.id DESC
LIMIT 3) tem_16
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_16.*
FROM
(SELECT tem_16.*
FROM template tem_16
WHERE tem_16.deleted_at IS NULL
AND tem_16.workspace_id = ANY ($3::uuid[])
ORDER BY tem_16.name DESC, tem_16.id DESC
LIMIT 3) tem_16
WHERE cardinality($3::uuid[]) > 16) tem_16
ORDER BY tem_16.name DESC, tem_16.id DESC
LIMIT 3
) tem_16) tem_16) r HAVING true), ',"endsOfBoth":',
(SELECT concat('{"pageInfo":{"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 3) - 2, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 3)), 'null'), '}}')
FROM
(SELECT tem_17.place, tem_17.found, CASE
WHEN tem_17.place <= 3
AND tem_17.place > greatest(least(tem_17.found, 3) - 2, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_17.name), ',"', tem_17.id, '"]␂') END AS j0, CASE
WHEN tem_17.place <= 3
AND tem_17.place > greatest(least(tem_17.found, 3) - 2, 0) THEN concat('␁c["templates:NAME:ASC",', to_json(tem_17.name), ',"', tem_17.id, '"]␂') END AS j1 FROM

(SELECT tem_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_17.*
FROM
(SELECT tem_17.*
FROM
(SELECT tem_17.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_17.*
FROM template tem_17
WHERE tem_17.workspace_id = w.id
AND tem_17.deleted_at IS NULL
ORDER BY tem_17.name, tem_17.id
LIMIT 4) tem_17
ORDER BY tem_17.name, tem_17.id
LIMIT 4) tem_17
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_17.*
FROM
(SELECT tem_17.*
FROM template tem_17
WHERE tem_17.deleted_at IS NULL
AND tem_17.workspace_id = ANY ($3::uuid[])
ORDER BY tem_17.name, tem_17.id
LIMIT 4) tem_17
WHERE cardinality($3::uuid[]) > 16) tem_17
ORDER BY tem_17.name, tem_17.id
LIMIT 4
) tem_17) tem_17) r HAVING true), ',"twice":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_18.name), ',"id":"tpl_', tem_18.id, '"}'), ','), '],"again":[', string_agg(concat('{"displayName":', to_json(tem_18.display_name), '}'), ','), '],"edges":[', string_agg(concat('{"node":{"name":', to_json(tem_18.name), '},"cursor":␁c["templates:NAME:ASC",', to_json(tem_18.name), ',"', tem_18.id, '"]␂}'), ','), ']}')
FROM
(SELECT tem_18.*
FROM
(SELECT tem_18.*
FROM
(SELECT tem_18.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_18.*
FROM template tem_18
WHERE tem_18.workspace_id = w.id
AND tem_18.deleted_at IS NULL
ORDER BY tem_18.name, tem_18.id
LIMIT 1) tem_18
ORDER BY tem_18.name, tem_18.id
LIMIT 1) tem_18
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_18.*
FROM
(SELECT tem_18.*
FROM template tem_18
WHERE tem_18.deleted_at IS NULL
AND tem_18.workspace_id = ANY ($3::uuid[])
ORDER BY tem_18.name, tem_18.id
LIMIT 1) tem_18
WHERE cardinality($3::uuid[]) > 16) tem_18
ORDER BY tem_18.name, tem_18.id
LIMIT 1
) tem_18), ',"infos":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"a":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"other":{"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '}}')
FROM
(SELECT tem_19.place, tem_19.found, CASE
WHEN tem_19.place <= 1 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_19.name), ',"', tem_19.id, '"]␂') END AS j0 FROM

(SELECT tem_19.*, row_number() OVER () AS place, count(*) OVER () AS found
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
LIMIT 2) tem_19
ORDER BY tem_19.name, tem_19.id
LIMIT 2) tem_19
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_19.*
FROM
(SELECT tem_19.*
FROM template tem_19
WHERE tem_19.deleted_at IS NULL
AND tem_19.workspace_id = ANY ($3::uuid[])
ORDER BY tem_19.name, tem_19.id
LIMIT 2) tem_19
WHERE cardinality($3::uuid[]) > 16) tem_19
ORDER BY tem_19.name, tem_19.id
LIMIT 2
) tem_19) tem_19) r HAVING true), ',"nodesOfBoth":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_20.place, tem_20.found, CASE
WHEN tem_20.place <= 3
AND tem_20.place > greatest(least(tem_20.found, 3) - 2, 0) THEN concat('{"name":', to_json(tem_20.name), '}') END AS j0 FROM

(SELECT tem_20.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_20.*
FROM
(SELECT tem_20.*
FROM
(SELECT tem_20.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_20.*
FROM template tem_20
WHERE tem_20.workspace_id = w.id
AND tem_20.deleted_at IS NULL
ORDER BY tem_20.name, tem_20.id
LIMIT 4) tem_20
ORDER BY tem_20.name, tem_20.id
LIMIT 4) tem_20
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_20.*
FROM
(SELECT tem_20.*
FROM template tem_20
WHERE tem_20.deleted_at IS NULL
AND tem_20.workspace_id = ANY ($3::uuid[])
ORDER BY tem_20.name, tem_20.id
LIMIT 4) tem_20
WHERE cardinality($3::uuid[]) > 16) tem_20
ORDER BY tem_20.name, tem_20.id
LIMIT 4
) tem_20) tem_20) r HAVING true), ',"backwards":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_21.name), '}'), ','
ORDER BY tem_21.name, tem_21.id), '],"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_22
WHERE tem_22.deleted_at IS NULL
AND tem_22.workspace_id = ANY ($3::uuid[])) END, '}')
FROM
(SELECT tem_21.*
FROM
(SELECT tem_21.*
FROM
(SELECT tem_21.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_21.*
FROM template tem_21
WHERE tem_21.workspace_id = w.id
AND tem_21.deleted_at IS NULL
ORDER BY tem_21.name DESC, tem_21.id DESC
LIMIT 3) tem_21
ORDER BY tem_21.name DESC, tem_21.id DESC
LIMIT 3) tem_21
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_21.*
FROM
(SELECT tem_21.*
FROM template tem_21
WHERE tem_21.deleted_at IS NULL
AND tem_21.workspace_id = ANY ($3::uuid[])
ORDER BY tem_21.name DESC, tem_21.id DESC
LIMIT 3) tem_21
WHERE cardinality($3::uuid[]) > 16) tem_21
ORDER BY tem_21.name DESC, tem_21.id DESC
LIMIT 3
) tem_21), ',"afterTotal":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_24
WHERE tem_24.deleted_at IS NULL
AND tem_24.workspace_id = ANY ($3::uuid[])), ',"nodes":[', string_agg(concat('{"name":', to_json(tem_23.name), '}'), ','), ']}')
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
AND (tem_23.name, tem_23.id) > ($4::text, $5::uuid)
ORDER BY tem_23.name, tem_23.id
LIMIT 5) tem_23
ORDER BY tem_23.name, tem_23.id
LIMIT 5) tem_23
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_23.*
FROM
(SELECT tem_23.*
FROM template tem_23
WHERE tem_23.deleted_at IS NULL
AND tem_23.workspace_id = ANY ($3::uuid[])
AND (tem_23.name, tem_23.id) > ($4::text, $5::uuid)
ORDER BY tem_23.name, tem_23.id
LIMIT 5) tem_23
WHERE cardinality($3::uuid[]) > 16) tem_23
ORDER BY tem_23.name, tem_23.id
LIMIT 5
) tem_23), '}}'), 'UTF8') END
