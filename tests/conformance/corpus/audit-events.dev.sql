SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"all":',
(SELECT concat('{"__typename":"AuditEventConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM audit_event aud_2
WHERE aud_2.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"edges":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT aud_1.place, aud_1.found, CASE
WHEN aud_1.place <= 20 THEN concat('␁c["auditEvents:AT:DESC","', to_char(aud_1.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_1.id, '"]␂') END AS j0, CASE
WHEN aud_1.place <= 20 THEN concat('␁c["auditEvents:AT:DESC","', to_char(aud_1.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_1.id, '"]␂') END AS j1, CASE
WHEN aud_1.place <= 20 THEN concat('{"__typename":"AuditEventEdge","cursor":␁c["auditEvents:AT:DESC","', to_char(aud_1.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_1.id, '"]␂,"node":{"__typename":"AuditEvent","id":"evt_', aud_1.id, '","at":"', to_char(aud_1.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_1.actor), ',"action":', to_json(aud_1.action), ',"subject":', to_json(aud_1.subject), ',"subjectName":', to_json(aud_1.subject_name), ',"fromState":', coalesce(to_json(aud_1.from_state), 'null'), ',"toState":', coalesce(to_json(aud_1.to_state), 'null'), ',"message":', coalesce(to_json(aud_1.message), 'null'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_3.name), '}')
FROM workspace wor_3
WHERE wor_3.id = aud_1.workspace_id
AND wor_3.deleted_at IS NULL
AND wor_3.id = ANY ($4::uuid[])), 'null'), '}}') END AS j2 FROM

(SELECT aud_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_1.*
FROM
(SELECT aud_1.*
FROM
(SELECT aud_1.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_1.*
FROM audit_event aud_1
WHERE aud_1.workspace_id = w.id
ORDER BY aud_1.at DESC, aud_1.id DESC
LIMIT 21) aud_1
ORDER BY aud_1.at DESC, aud_1.id DESC
LIMIT 21) aud_1
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_1.*
FROM
(SELECT aud_1.*
FROM audit_event aud_1
WHERE aud_1.workspace_id = ANY ($3::uuid[])
ORDER BY aud_1.at DESC, aud_1.id DESC
LIMIT 21) aud_1
WHERE cardinality($3::uuid[]) > 16) aud_1
ORDER BY aud_1.at DESC, aud_1.id DESC
LIMIT 21
) aud_1) aud_1) r HAVING true), ',"here":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_5
WHERE aud_5.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_5.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_4.action), ',"at":"', to_char(aud_4.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_4.actor), '}'), ','), ']}')
FROM
(SELECT aud_4.*
FROM audit_event aud_4
WHERE aud_4.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_4.workspace_id = ANY ($3::uuid[])
ORDER BY aud_4.at DESC, aud_4.id DESC
LIMIT 20) aud_4), ',"dark":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_7
WHERE aud_7.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_7.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_6.action), ',"at":"', to_char(aud_6.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_6.actor), '}'), ','), ']}')
FROM
(SELECT aud_6.*
FROM audit_event aud_6
WHERE aud_6.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_6.workspace_id = ANY ($3::uuid[])
ORDER BY aud_6.at DESC, aud_6.id DESC
LIMIT 20) aud_6), ',"gone":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_9
WHERE aud_9.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $7::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_9.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_8.action), ',"at":"', to_char(aud_8.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_8.actor), '}'), ','), ']}')
FROM
(SELECT aud_8.*
FROM audit_event aud_8
WHERE aud_8.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $7::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_8.workspace_id = ANY ($3::uuid[])
ORDER BY aud_8.at DESC, aud_8.id DESC
LIMIT 20) aud_8), ',"subject":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_11
WHERE aud_11.subject = $8::text
AND aud_11.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_10.action), ',"at":"', to_char(aud_10.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_10.actor), '}'), ','), ']}')
FROM
(SELECT aud_10.*
FROM audit_event aud_10
WHERE aud_10.subject = $8::text
AND aud_10.workspace_id = ANY ($3::uuid[])
ORDER BY aud_10.at DESC, aud_10.id DESC
LIMIT 1) aud_10), ',"noSubject":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_13
WHERE aud_13.subject = $9::text
AND aud_13.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_12.action), ',"at":"', to_char(aud_12.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_12.actor), '}'), ','), ']}')
FROM
(SELECT aud_12.*
FROM audit_event aud_12
WHERE aud_12.subject = $9::text
AND aud_12.workspace_id = ANY ($3::uuid[])
ORDER BY aud_12.at DESC, aud_12.id DESC
LIMIT 20) aud_12), ',"actor":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_15
WHERE aud_15.actor = $10::text
AND aud_15.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_14.action), ',"at":"', to_char(aud_14.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_14.actor), '}'), ','), ']}')
FROM
(SELECT aud_14.*
FROM
(SELECT aud_14.*
FROM
(SELECT aud_14.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_14.*
FROM audit_event aud_14
WHERE aud_14.workspace_id = w.id
AND aud_14.actor = $10::text
ORDER BY aud_14.at DESC, aud_14.id DESC
LIMIT 20) aud_14
ORDER BY aud_14.at DESC, aud_14.id DESC
LIMIT 20) aud_14
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_14.*
FROM
(SELECT aud_14.*
FROM audit_event aud_14
WHERE aud_14.actor = $10::text
AND aud_14.workspace_id = ANY ($3::uuid[])
ORDER BY aud_14.at DESC, aud_14.id DESC
LIMIT 20) aud_14
WHERE cardinality($3::uuid[]) > 16) aud_14
ORDER BY aud_14.at DESC, aud_14.id DESC
LIMIT 20
) aud_14), ',"action":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_17
WHERE aud_17.action = $11::text
AND aud_17.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_16.action), ',"at":"', to_char(aud_16.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_16.actor), '}'), ','), ']}')
FROM
(SELECT aud_16.*
FROM
(SELECT aud_16.*
FROM
(SELECT aud_16.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_16.*
FROM audit_event aud_16
WHERE aud_16.workspace_id = w.id
AND aud_16.action = $11::text
ORDER BY aud_16.at DESC, aud_16.id DESC
LIMIT 20) aud_16
ORDER BY aud_16.at DESC, aud_16.id DESC
LIMIT 20) aud_16
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_16.*
FROM
(SELECT aud_16.*
FROM audit_event aud_16
WHERE aud_16.action = $11::text
AND aud_16.workspace_id = ANY ($3::uuid[])
ORDER BY aud_16.at DESC, aud_16.id DESC
LIMIT 20) aud_16
WHERE cardinality($3::uuid[]) > 16) aud_16
ORDER BY aud_16.at DESC, aud_16.id DESC
LIMIT 20
) aud_16), ',"since":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_19
WHERE aud_19.at >= $12::timestamptz
AND aud_19.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_18.action), ',"at":"', to_char(aud_18.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_18.actor), '}'), ','), ']}')
FROM
(SELECT aud_18.*
FROM
(SELECT aud_18.*
FROM
(SELECT aud_18.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_18.*
FROM audit_event aud_18
WHERE aud_18.workspace_id = w.id
AND aud_18.at >= $12::timestamptz
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 20) aud_18
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 20) aud_18
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_18.*
FROM
(SELECT aud_18.*
FROM audit_event aud_18
WHERE aud_18.at >= $12::timestamptz
AND aud_18.workspace_id = ANY ($3::uuid[])
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 20) aud_18
WHERE cardinality($3::uuid[]) > 16) aud_18
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 20
) aud_18), ',"until":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_21
WHERE aud_21.at < $13::timestamptz
AND aud_21.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_20.action), ',"at":"', to_char(aud_20.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_20.actor), '}'), ','), ']}')
FROM
(SELECT aud_20.*
FROM
(SELECT aud_20.*
FROM
(SELECT aud_20.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_20.*
FROM audit_event aud_20
WHERE aud_20.workspace_id = w.id
AND aud_20.at < $13::timestamptz
ORDER BY aud_20.at DESC, aud_20.id DESC
LIMIT 20) aud_20
ORDER BY aud_20.at DESC, aud_20.id DESC
LIMIT 20) aud_20
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_20.*
FROM
(SELECT aud_20.*
FROM audit_event aud_20
WHERE aud_20.at < $13::timestamptz
AND aud_20.workspace_id = ANY ($3::uuid[])
ORDER BY aud_20.at DESC, aud_20.id DESC
LIMIT 20) aud_20
WHERE cardinality($3::uuid[]) > 16) aud_20
ORDER BY aud_20.at DESC, aud_20.id DESC
LIMIT 20
) aud_20), ',"between":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_23
WHERE aud_23.at >= $14::timestamptz
AND aud_23.at < $15::timestamptz
AND aud_23.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_22.action), ',"at":"', to_char(aud_22.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_22.actor), '}'), ','), ']}')
FROM
(SELECT aud_22.*
FROM
(SELECT aud_22.*
FROM
(SELECT aud_22.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_22.*
FROM audit_event aud_22
WHERE aud_22.workspace_id = w.id
AND aud_22.at >= $14::timestamptz
AND aud_22.at < $15::timestamptz
ORDER BY aud_22.at DESC, aud_22.id DESC
LIMIT 20) aud_22
ORDER BY aud_22.at DESC, aud_22.id DESC
LIMIT 20) aud_22
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_22.*
FROM
(SELECT aud_22.*
FROM audit_event aud_22
WHERE aud_22.at >= $14::timestamptz
AND aud_22.at < $15::timestamptz
AND aud_22.workspace_id = ANY ($3::uuid[])
ORDER BY aud_22.at DESC, aud_22.id DESC
LIMIT 20) aud_22
WHERE cardinality($3::uuid[]) > 16) aud_22
ORDER BY aud_22.at DESC, aud_22.id DESC
LIMIT 20
) aud_22), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM audit_event aud_25
WHERE aud_25.workspace_id = ANY ($3::uuid[])), ',"nodes":[', string_agg(concat('{"action":', to_json(aud_24.action), ',"at":"', to_char(aud_24.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_24.actor), '}'), ','), ']}')
FROM
(SELECT aud_24.*
FROM
(SELECT aud_24.*
FROM
(SELECT aud_24.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_24.*
FROM audit_event aud_24
WHERE aud_24.workspace_id = w.id
AND (aud_24.at, aud_24.id) < ($16::timestamptz, $17::uuid)
ORDER BY aud_24.at DESC, aud_24.id DESC
LIMIT 2) aud_24
ORDER BY aud_24.at DESC, aud_24.id DESC
LIMIT 2) aud_24
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_24.*
FROM
(SELECT aud_24.*
FROM audit_event aud_24
WHERE aud_24.workspace_id = ANY ($3::uuid[])
AND (aud_24.at, aud_24.id) < ($16::timestamptz, $17::uuid)
ORDER BY aud_24.at DESC, aud_24.id DESC
LIMIT 2) aud_24
WHERE cardinality($3::uuid[]) > 16) aud_24
ORDER BY aud_24.at DESC, aud_24.id DESC
LIMIT 2
) aud_24), ',"back":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_27
WHERE aud_27.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_26.action), ',"at":"', to_char(aud_26.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_26.actor), '}'), ','
ORDER BY aud_26.at DESC, aud_26.id DESC), ']}')
FROM
(SELECT aud_26.*
FROM
(SELECT aud_26.*
FROM
(SELECT aud_26.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_26.*
FROM audit_event aud_26
WHERE aud_26.workspace_id = w.id
ORDER BY aud_26.at, aud_26.id
LIMIT 3) aud_26
ORDER BY aud_26.at, aud_26.id
LIMIT 3) aud_26
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_26.*
FROM
(SELECT aud_26.*
FROM audit_event aud_26
WHERE aud_26.workspace_id = ANY ($3::uuid[])
ORDER BY aud_26.at, aud_26.id
LIMIT 3) aud_26
WHERE cardinality($3::uuid[]) > 16) aud_26
ORDER BY aud_26.at, aud_26.id
LIMIT 3
) aud_26), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM audit_event aud_29
WHERE aud_29.workspace_id = ANY ($3::uuid[])), ',"nodes":[', string_agg(concat('{"action":', to_json(aud_28.action), ',"at":"', to_char(aud_28.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_28.actor), '}'), ','
ORDER BY aud_28.at DESC, aud_28.id DESC), ']}')
FROM
(SELECT aud_28.*
FROM
(SELECT aud_28.*
FROM
(SELECT aud_28.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT aud_28.*
FROM audit_event aud_28
WHERE aud_28.workspace_id = w.id
AND (aud_28.at, aud_28.id) > ($16::timestamptz, $17::uuid)
ORDER BY aud_28.at, aud_28.id
LIMIT 2) aud_28
ORDER BY aud_28.at, aud_28.id
LIMIT 2) aud_28
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT aud_28.*
FROM
(SELECT aud_28.*
FROM audit_event aud_28
WHERE aud_28.workspace_id = ANY ($3::uuid[])
AND (aud_28.at, aud_28.id) > ($16::timestamptz, $17::uuid)
ORDER BY aud_28.at, aud_28.id
LIMIT 2) aud_28
WHERE cardinality($3::uuid[]) > 16) aud_28
ORDER BY aud_28.at, aud_28.id
LIMIT 2
) aud_28), ',"every":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_31
WHERE aud_31.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_31.subject = $8::text
AND aud_31.actor = $18::text
AND aud_31.action = $19::text
AND aud_31.at >= $12::timestamptz
AND aud_31.at < $13::timestamptz
AND aud_31.workspace_id = ANY ($3::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_30.action), ',"at":"', to_char(aud_30.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","actor":', to_json(aud_30.actor), '}'), ','), ']}')
FROM
(SELECT aud_30.*
FROM audit_event aud_30
WHERE aud_30.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL
AND w.id = ANY ($4::uuid[]))
AND aud_30.subject = $8::text
AND aud_30.actor = $18::text
AND aud_30.action = $19::text
AND aud_30.at >= $12::timestamptz
AND aud_30.at < $13::timestamptz
AND aud_30.workspace_id = ANY ($3::uuid[])
ORDER BY aud_30.at DESC, aud_30.id DESC
LIMIT 3) aud_30), '}}'), 'UTF8') END
