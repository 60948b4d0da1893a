SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"templates":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_2.name), '}'), ','), ']}')
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
AND tem_2.state IN ('ACTIVE', 'DRAFT')
AND tem_2.deleted_at IS NULL
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2) tem_2
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2) tem_2
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.state IN ('ACTIVE', 'DRAFT')
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($5::uuid[])
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2) tem_2
WHERE cardinality($5::uuid[]) > 16) tem_2
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2
) tem_2), ',"inner":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_3.name), '}'), ','), ']}')
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
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 2) tem_3
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 2) tem_3
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($5::uuid[])
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 2) tem_3
WHERE cardinality($5::uuid[]) > 16) tem_3
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 2
) tem_3), ',"auditEvents":',
(SELECT concat('{"nodes":[', string_agg(concat('{"action":', to_json(aud_4.action), '}'), ','), ']}')
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM unnest($6::uuid[]) w(id), LATERAL
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.workspace_id = w.id
AND aud_4.at >= $7::timestamptz
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($6::uuid[]) <= 16
UNION ALL SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.at >= $7::timestamptz
AND aud_4.workspace_id = ANY ($6::uuid[])
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($6::uuid[]) > 16) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20
) aud_4), '}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"templates":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_2.name), '}'), ','), ']}')
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
) tem_2), ',"inner":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_3.name), '}'), ','), ']}')
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
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 20) tem_3
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 20) tem_3
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_3.*
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($5::uuid[])
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 20) tem_3
WHERE cardinality($5::uuid[]) > 16) tem_3
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 20
) tem_3), ',"auditEvents":',
(SELECT concat('{"nodes":[', string_agg(concat('{"action":', to_json(aud_4.action), '}'), ','), ']}')
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM unnest($6::uuid[]) w(id), LATERAL
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.workspace_id = w.id
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($6::uuid[]) <= 16
UNION ALL SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.workspace_id = ANY ($6::uuid[])
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($6::uuid[]) > 16) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20
) aud_4), '}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"templates":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_2.name), '}'), ','), ']}')
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
AND tem_2.state IN ('ACTIVE')
AND tem_2.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $6::text)
AND tem_2.deleted_at IS NULL
ORDER BY tem_2.updated_at, tem_2.id
LIMIT 1) tem_2
ORDER BY tem_2.updated_at, tem_2.id
LIMIT 1) tem_2
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.state IN ('ACTIVE')
AND tem_2.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $6::text)
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($5::uuid[])
ORDER BY tem_2.updated_at, tem_2.id
LIMIT 1) tem_2
WHERE cardinality($5::uuid[]) > 16) tem_2
ORDER BY tem_2.updated_at, tem_2.id
LIMIT 1
) tem_2), ',"inner":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_3.name), '}'), ','), ']}')
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($5::uuid[])
ORDER BY tem_3.name, tem_3.id
LIMIT 1) tem_3), ',"auditEvents":',
(SELECT concat('{"nodes":[', string_agg(concat('{"action":', to_json(aud_4.action), '}'), ','), ']}')
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM unnest($7::uuid[]) w(id), LATERAL
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.workspace_id = w.id
AND aud_4.actor = $6::text
AND aud_4.at >= $8::timestamptz
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($7::uuid[]) <= 16
UNION ALL SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.actor = $6::text
AND aud_4.at >= $8::timestamptz
AND aud_4.workspace_id = ANY ($7::uuid[])
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($7::uuid[]) > 16) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20
) aud_4), '}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"templates":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_2.name), '}'), ','), ']}')
FROM
(SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM unnest($5::uuid[]) w(id), LATERAL
(SELECT tem_2.*
FROM template tem_2
WHERE false
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2) tem_2
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2) tem_2
WHERE cardinality($5::uuid[]) <= 16
UNION ALL SELECT tem_2.*
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE false
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2) tem_2
WHERE cardinality($5::uuid[]) > 16) tem_2
ORDER BY tem_2.name DESC, tem_2.id DESC
LIMIT 2
) tem_2), ',"inner":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_3.name), '}'), ','), ']}')
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($5::uuid[])
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 2) tem_3), ',"auditEvents":',
(SELECT concat('{"nodes":[', string_agg(concat('{"action":', to_json(aud_4.action), '}'), ','), ']}')
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM unnest($7::uuid[]) w(id), LATERAL
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.workspace_id = w.id
AND aud_4.actor = $6::text
AND aud_4.at >= $8::timestamptz
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($7::uuid[]) <= 16
UNION ALL SELECT aud_4.*
FROM
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.actor = $6::text
AND aud_4.at >= $8::timestamptz
AND aud_4.workspace_id = ANY ($7::uuid[])
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4
WHERE cardinality($7::uuid[]) > 16) aud_4
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20
) aud_4), '}}'), 'UTF8') END
