SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"a":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"c":', coalesce(
(SELECT concat('{"name":', to_json(wor_2.name), '}')
FROM workspace wor_2
WHERE wor_2.name = $3::text
AND wor_2.deleted_at IS NULL
AND wor_2.id = ANY ($4::uuid[])), 'null'), ',"d":', coalesce(
(SELECT concat('{"name":', to_json(wor_3.name), ',"revision":', wor_3.revision, '}')
FROM workspace wor_3
WHERE wor_3.name = $3::text
AND wor_3.deleted_at IS NULL
AND wor_3.id = ANY ($4::uuid[])), 'null'), ',"e":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_4.name), '}'), ','), ']}')
FROM
(SELECT tem_4.*
FROM
(SELECT tem_4.*
FROM
(SELECT tem_4.*
FROM unnest($5::uuid[]) w(id), LATERAL
(SELECT tem_4.*
FROM template tem_4
WHERE tem_4.workspace_id = w.id
AND tem_4.deleted_at IS NULL
ORDER BY tem_4.name, tem_4.id
LIMIT 1) tem_4
ORDER BY tem_4.name, tem_4.id
LIMIT 1) tem_4
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_4.*
FROM
(SELECT tem_4.*
FROM template tem_4
WHERE tem_4.deleted_at IS NULL
AND tem_4.workspace_id = ANY ($5::uuid[])
ORDER BY tem_4.name, tem_4.id
LIMIT 1) tem_4
WHERE cardinality($5::uuid[]) > 16) tem_4
ORDER BY tem_4.name, tem_4.id
LIMIT 1
) tem_4), ',"f":', coalesce(
(SELECT concat('{"id":"wsp_', wor_5.id, '","name":', to_json(wor_5.name), '}')
FROM workspace wor_5
WHERE wor_5.id = $6::uuid
AND wor_5.deleted_at IS NULL
AND wor_5.id = ANY ($4::uuid[])), 'null'), '}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"a":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"d":', coalesce(
(SELECT concat('{"name":', to_json(wor_2.name), ',"id":"wsp_', wor_2.id, '"}')
FROM workspace wor_2
WHERE wor_2.name = $3::text
AND wor_2.deleted_at IS NULL
AND wor_2.id = ANY ($4::uuid[])), 'null'), ',"e":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','), '],"pageInfo":{"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '}}')
FROM
(SELECT tem_3.place, tem_3.found, CASE
WHEN tem_3.place <= 1 THEN concat('{"name":', to_json(tem_3.name), '}') END AS j0, CASE
WHEN tem_3.place <= 1 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂') END AS j1 FROM

(SELECT tem_3.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM unnest($5::uuid[]) w(id), LATERAL
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.workspace_id = w.id
AND tem_3.deleted_at IS NULL
ORDER BY tem_3.name, tem_3.id
LIMIT 2) tem_3
ORDER BY tem_3.name, tem_3.id
LIMIT 2) tem_3
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($5::uuid[])
ORDER BY tem_3.name, tem_3.id
LIMIT 2) tem_3
WHERE cardinality($5::uuid[]) > 16) tem_3
ORDER BY tem_3.name, tem_3.id
LIMIT 2
) tem_3) tem_3) r HAVING true), ',"f":', coalesce(
(SELECT '{"__typename":"Workspace"}'
FROM workspace wor_4
WHERE wor_4.id = $6::uuid
AND wor_4.deleted_at IS NULL
AND wor_4.id = ANY ($4::uuid[])), 'null'), '}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"a":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"d":', coalesce(
(SELECT concat('{"name":', to_json(wor_2.name), ',"id":"wsp_', wor_2.id, '","revision":', wor_2.revision, '}')
FROM workspace wor_2
WHERE wor_2.name = $3::text
AND wor_2.deleted_at IS NULL
AND wor_2.id = ANY ($4::uuid[])), 'null'), ',"e":{"totalCount":',
(SELECT count(*)
FROM template tem_4
WHERE tem_4.deleted_at IS NULL
AND tem_4.workspace_id = ANY ($5::uuid[])), '}}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"a":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"d":', coalesce(
(SELECT concat('{"name":', to_json(wor_2.name), ',"id":"wsp_', wor_2.id, '"}')
FROM workspace wor_2
WHERE wor_2.name = $3::text
AND wor_2.deleted_at IS NULL
AND wor_2.id = ANY ($4::uuid[])), 'null'), ',"e":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 0 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_4
WHERE tem_4.deleted_at IS NULL
AND tem_4.workspace_id = ANY ($5::uuid[])) END, ',"pageInfo":{"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 0)), 'null'), '}}')
FROM
(SELECT tem_3.place, tem_3.found, CASE
WHEN tem_3.place <= 0 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂') END AS j0 FROM

(SELECT tem_3.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM unnest($5::uuid[]) w(id), LATERAL
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.workspace_id = w.id
AND tem_3.deleted_at IS NULL
ORDER BY tem_3.name, tem_3.id
LIMIT 1) tem_3
ORDER BY tem_3.name, tem_3.id
LIMIT 1) tem_3
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($5::uuid[])
ORDER BY tem_3.name, tem_3.id
LIMIT 1) tem_3
WHERE cardinality($5::uuid[]) > 16) tem_3
ORDER BY tem_3.name, tem_3.id
LIMIT 1
) tem_3) tem_3) r HAVING true), '}}'), 'UTF8') END
