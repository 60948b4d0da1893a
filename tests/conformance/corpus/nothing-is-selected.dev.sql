SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT '{"usage":{}}'
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"templates":',
(SELECT concat('{"nodes":[', string_agg('{}', ','), ']}')
FROM
(SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM unnest($5::uuid[]) w(id), LATERAL
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.workspace_id = w.id
AND tem_2.deleted_at IS NULL
ORDER BY tem_2.name, tem_2.id
LIMIT 20) tem_2
ORDER BY tem_2.name, tem_2.id
LIMIT 20) tem_2
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($5::uuid[])
ORDER BY tem_2.name, tem_2.id
LIMIT 20) tem_2
WHERE cardinality($5::uuid[]) > 16) tem_2
ORDER BY tem_2.name, tem_2.id
LIMIT 20
) tem_2), '}}'), 'UTF8') END
