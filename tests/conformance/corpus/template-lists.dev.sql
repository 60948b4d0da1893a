SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"all":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_2
WHERE tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_1.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_3.name), '}')
FROM workspace wor_3
WHERE wor_3.id = tem_1.workspace_id
AND wor_3.deleted_at IS NULL
AND wor_3.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_4.name), '}')
FROM workspace wor_4
WHERE wor_4.id = tem_1.workspace_id), '␃'), '}'), ','), ']}')
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
LIMIT 20) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.deleted_at IS NULL
AND tem_1.workspace_id = ANY ($3::uuid[])
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1
WHERE cardinality($3::uuid[]) > 16) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 20
) tem_1), ',"draft":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_6
WHERE tem_6.state IN ('DRAFT')
AND tem_6.deleted_at IS NULL
AND tem_6.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_5.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_7.name), '}')
FROM workspace wor_7
WHERE wor_7.id = tem_5.workspace_id
AND wor_7.deleted_at IS NULL
AND wor_7.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_8.name), '}')
FROM workspace wor_8
WHERE wor_8.id = tem_5.workspace_id), '␃'), '}'), ','), ']}')
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
AND tem_5.state IN ('DRAFT')
AND tem_5.deleted_at IS NULL
ORDER BY tem_5.name, tem_5.id
LIMIT 20) tem_5
ORDER BY tem_5.name, tem_5.id
LIMIT 20) tem_5
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_5.*
FROM
(SELECT tem_5.*
FROM template tem_5
WHERE tem_5.state IN ('DRAFT')
AND tem_5.deleted_at IS NULL
AND tem_5.workspace_id = ANY ($3::uuid[])
ORDER BY tem_5.name, tem_5.id
LIMIT 20) tem_5
WHERE cardinality($3::uuid[]) > 16) tem_5
ORDER BY tem_5.name, tem_5.id
LIMIT 20
) tem_5), ',"single":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_10
WHERE tem_10.state IN ('SUSPENDED')
AND tem_10.deleted_at IS NULL
AND tem_10.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_9.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_11.name), '}')
FROM workspace wor_11
WHERE wor_11.id = tem_9.workspace_id
AND wor_11.deleted_at IS NULL
AND wor_11.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_12.name), '}')
FROM workspace wor_12
WHERE wor_12.id = tem_9.workspace_id), '␃'), '}'), ','), ']}')
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
AND tem_9.state IN ('SUSPENDED')
AND tem_9.deleted_at IS NULL
ORDER BY tem_9.name, tem_9.id
LIMIT 20) tem_9
ORDER BY tem_9.name, tem_9.id
LIMIT 20) tem_9
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_9.*
FROM
(SELECT tem_9.*
FROM template tem_9
WHERE tem_9.state IN ('SUSPENDED')
AND tem_9.deleted_at IS NULL
AND tem_9.workspace_id = ANY ($3::uuid[])
ORDER BY tem_9.name, tem_9.id
LIMIT 20) tem_9
WHERE cardinality($3::uuid[]) > 16) tem_9
ORDER BY tem_9.name, tem_9.id
LIMIT 20
) tem_9), ',"twice":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_14
WHERE tem_14.state IN ('ACTIVE', 'DRAFT')
AND tem_14.deleted_at IS NULL
AND tem_14.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_13.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_15.name), '}')
FROM workspace wor_15
WHERE wor_15.id = tem_13.workspace_id
AND wor_15.deleted_at IS NULL
AND wor_15.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_16.name), '}')
FROM workspace wor_16
WHERE wor_16.id = tem_13.workspace_id), '␃'), '}'), ','), ']}')
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
AND tem_13.state IN ('ACTIVE', 'DRAFT')
AND tem_13.deleted_at IS NULL
ORDER BY tem_13.name, tem_13.id
LIMIT 20) tem_13
ORDER BY tem_13.name, tem_13.id
LIMIT 20) tem_13
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_13.*
FROM
(SELECT tem_13.*
FROM template tem_13
WHERE tem_13.state IN ('ACTIVE', 'DRAFT')
AND tem_13.deleted_at IS NULL
AND tem_13.workspace_id = ANY ($3::uuid[])
ORDER BY tem_13.name, tem_13.id
LIMIT 20) tem_13
WHERE cardinality($3::uuid[]) > 16) tem_13
ORDER BY tem_13.name, tem_13.id
LIMIT 20
) tem_13), ',"noState":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_18
WHERE false) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_17.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_19.name), '}')
FROM workspace wor_19
WHERE wor_19.id = tem_17.workspace_id
AND wor_19.deleted_at IS NULL
AND wor_19.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_20.name), '}')
FROM workspace wor_20
WHERE wor_20.id = tem_17.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_17.*
FROM
(SELECT tem_17.*
FROM
(SELECT tem_17.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_17.*
FROM template tem_17
WHERE false
ORDER BY tem_17.name, tem_17.id
LIMIT 20) tem_17
ORDER BY tem_17.name, tem_17.id
LIMIT 20) tem_17
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_17.*
FROM
(SELECT tem_17.*
FROM template tem_17
WHERE false
ORDER BY tem_17.name, tem_17.id
LIMIT 20) tem_17
WHERE cardinality($3::uuid[]) > 16) tem_17
ORDER BY tem_17.name, tem_17.id
LIMIT 20
) tem_17), ',"given":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_22
WHERE tem_22.state IN ('ACTIVE', 'SUSPENDED')
AND tem_22.deleted_at IS NULL
AND tem_22.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_21.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_23.name), '}')
FROM workspace wor_23
WHERE wor_23.id = tem_21.workspace_id
AND wor_23.deleted_at IS NULL
AND wor_23.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_24.name), '}')
FROM workspace wor_24
WHERE wor_24.id = tem_21.workspace_id), '␃'), '}'), ','), ']}')
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
AND tem_21.state IN ('ACTIVE', 'SUSPENDED')
AND tem_21.deleted_at IS NULL
ORDER BY tem_21.name, tem_21.id
LIMIT 20) tem_21
ORDER BY tem_21.name, tem_21.id
LIMIT 20) tem_21
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_21.*
FROM
(SELECT tem_21.*
FROM template tem_21
WHERE tem_21.state IN ('ACTIVE', 'SUSPENDED')
AND tem_21.deleted_at IS NULL
AND tem_21.workspace_id = ANY ($3::uuid[])
ORDER BY tem_21.name, tem_21.id
LIMIT 20) tem_21
WHERE cardinality($3::uuid[]) > 16) tem_21
ORDER BY tem_21.name, tem_21.id
LIMIT 20
) tem_21), ',"inList":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_26
WHERE tem_26.state IN ('ACTIVE', 'SUSPENDED')
AND tem_26.deleted_at IS NULL
AND tem_26.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_25.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_27.name), '}')
FROM workspace wor_27
WHERE wor_27.id = tem_25.workspace_id
AND wor_27.deleted_at IS NULL
AND wor_27.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_28.name), '}')
FROM workspace wor_28
WHERE wor_28.id = tem_25.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_25.*
FROM
(SELECT tem_25.*
FROM
(SELECT tem_25.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_25.*
FROM template tem_25
WHERE tem_25.workspace_id = w.id
AND tem_25.state IN ('ACTIVE', 'SUSPENDED')
AND tem_25.deleted_at IS NULL
ORDER BY tem_25.name, tem_25.id
LIMIT 20) tem_25
ORDER BY tem_25.name, tem_25.id
LIMIT 20) tem_25
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_25.*
FROM
(SELECT tem_25.*
FROM template tem_25
WHERE tem_25.state IN ('ACTIVE', 'SUSPENDED')
AND tem_25.deleted_at IS NULL
AND tem_25.workspace_id = ANY ($3::uuid[])
ORDER BY tem_25.name, tem_25.id
LIMIT 20) tem_25
WHERE cardinality($3::uuid[]) > 16) tem_25
ORDER BY tem_25.name, tem_25.id
LIMIT 20
) tem_25), ',"acme":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_30
WHERE tem_30.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND tem_30.deleted_at IS NULL
AND tem_30.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_29.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_31.name), '}')
FROM workspace wor_31
WHERE wor_31.id = tem_29.workspace_id
AND wor_31.deleted_at IS NULL
AND wor_31.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_32.name), '}')
FROM workspace wor_32
WHERE wor_32.id = tem_29.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_29.*
FROM template tem_29
WHERE tem_29.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND tem_29.deleted_at IS NULL
AND tem_29.workspace_id = ANY ($3::uuid[])
ORDER BY tem_29.name, tem_29.id
LIMIT 20) tem_29), ',"dark":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_34
WHERE tem_34.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND tem_34.deleted_at IS NULL
AND tem_34.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_33.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_35.name), '}')
FROM workspace wor_35
WHERE wor_35.id = tem_33.workspace_id
AND wor_35.deleted_at IS NULL
AND wor_35.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_36.name), '}')
FROM workspace wor_36
WHERE wor_36.id = tem_33.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_33.*
FROM template tem_33
WHERE tem_33.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND tem_33.deleted_at IS NULL
AND tem_33.workspace_id = ANY ($3::uuid[])
ORDER BY tem_33.name, tem_33.id
LIMIT 20) tem_33), ',"shelf":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_38
WHERE tem_38.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $7::text)
AND tem_38.deleted_at IS NULL
AND tem_38.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_37.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_39.name), '}')
FROM workspace wor_39
WHERE wor_39.id = tem_37.workspace_id
AND wor_39.deleted_at IS NULL
AND wor_39.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_40.name), '}')
FROM workspace wor_40
WHERE wor_40.id = tem_37.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_37.*
FROM
(SELECT tem_37.*
FROM
(SELECT tem_37.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT tem_37.*
FROM template tem_37
WHERE tem_37.workspace_id = w.id
AND tem_37.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $7::text)
AND tem_37.deleted_at IS NULL
ORDER BY tem_37.name, tem_37.id
LIMIT 20) tem_37
ORDER BY tem_37.name, tem_37.id
LIMIT 20) tem_37
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT tem_37.*
FROM
(SELECT tem_37.*
FROM template tem_37
WHERE tem_37.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $7::text)
AND tem_37.deleted_at IS NULL
AND tem_37.workspace_id = ANY ($3::uuid[])
ORDER BY tem_37.name, tem_37.id
LIMIT 20) tem_37
WHERE cardinality($3::uuid[]) > 16) tem_37
ORDER BY tem_37.name, tem_37.id
LIMIT 20
) tem_37), ',"found":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_42
WHERE tem_42.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $8::text
AND w.deleted_at IS NULL)
AND tem_42.search @@
(SELECT search_query($9::text))
AND tem_42.deleted_at IS NULL
AND tem_42.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_41.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_43.name), '}')
FROM workspace wor_43
WHERE wor_43.id = tem_41.workspace_id
AND wor_43.deleted_at IS NULL
AND wor_43.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_44.name), '}')
FROM workspace wor_44
WHERE wor_44.id = tem_41.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_41.*
FROM template tem_41
WHERE tem_41.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $8::text
AND w.deleted_at IS NULL)
AND tem_41.search @@
(SELECT search_query($9::text))
AND tem_41.deleted_at IS NULL
AND tem_41.workspace_id = ANY ($3::uuid[])
ORDER BY (ts_rank(tem_41.search,
(SELECT search_query($9::text))) * 1000000)::integer DESC, tem_41.id DESC
LIMIT 20) tem_41), ',"every":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM template tem_46
WHERE tem_46.state IN ('ACTIVE', 'DRAFT', 'SUSPENDED')
AND tem_46.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND tem_46.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $10::text)
AND tem_46.search @@
(SELECT search_query($11::text))
AND tem_46.deleted_at IS NULL
AND tem_46.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(tem_45.name), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_47.name), '}')
FROM workspace wor_47
WHERE wor_47.id = tem_45.workspace_id
AND wor_47.deleted_at IS NULL
AND wor_47.id = ANY ($4::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_48.name), '}')
FROM workspace wor_48
WHERE wor_48.id = tem_45.workspace_id), '␃'), '}'), ','), ']}')
FROM
(SELECT tem_45.*
FROM template tem_45
WHERE tem_45.state IN ('ACTIVE', 'DRAFT', 'SUSPENDED')
AND tem_45.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND tem_45.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $10::text)
AND tem_45.search @@
(SELECT search_query($11::text))
AND tem_45.deleted_at IS NULL
AND tem_45.workspace_id = ANY ($3::uuid[])
ORDER BY (ts_rank(tem_45.search,
(SELECT search_query($11::text))) * 1000000)::integer DESC, tem_45.id DESC
LIMIT 20) tem_45), '}}'), 'UTF8') END
