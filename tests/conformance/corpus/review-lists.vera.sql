SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"open":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_4
WHERE rev_4.state IN ('IN_REVIEW', 'SUBMITTED')
AND NOT EXISTS
(SELECT
FROM version ver_5
WHERE ver_5.id = rev_4.version_id
AND ver_5.deleted_at IS NOT NULL)
AND rev_4.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_1.id, '"]␂,"node":{"templateName":', to_json(rev_1.template_name), ',"versionName":', to_json(rev_1.version_name), ',"state":"', rev_1.state, '"}}'), ','), ']}')
FROM
(SELECT rev_1.*
FROM
(SELECT rev_1.*
FROM
(SELECT rev_1.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_1.*
FROM review rev_1
WHERE rev_1.workspace_id = w.id
AND rev_1.state IN ('IN_REVIEW', 'SUBMITTED')
AND NOT EXISTS
(SELECT
FROM version ver_3
WHERE ver_3.id = rev_1.version_id
AND ver_3.deleted_at IS NOT NULL)
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 20) rev_1
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 20) rev_1
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_1.*
FROM
(SELECT rev_1.*
FROM review rev_1
WHERE rev_1.state IN ('IN_REVIEW', 'SUBMITTED')
AND NOT EXISTS
(SELECT
FROM version ver_2
WHERE ver_2.id = rev_1.version_id
AND ver_2.deleted_at IS NOT NULL)
AND rev_1.workspace_id = ANY ($3::uuid[])
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 20) rev_1
WHERE cardinality($3::uuid[]) > 16) rev_1
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 20
) rev_1), ',"withdrawn":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_9
WHERE rev_9.state IN ('WITHDRAWN')
AND NOT EXISTS
(SELECT
FROM version ver_10
WHERE ver_10.id = rev_9.version_id
AND ver_10.deleted_at IS NOT NULL)
AND rev_9.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_6.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_6.id, '"]␂,"node":{"templateName":', to_json(rev_6.template_name), ',"versionName":', to_json(rev_6.version_name), ',"state":"', rev_6.state, '"}}'), ','), ']}')
FROM
(SELECT rev_6.*
FROM
(SELECT rev_6.*
FROM
(SELECT rev_6.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_6.*
FROM review rev_6
WHERE rev_6.workspace_id = w.id
AND rev_6.state IN ('WITHDRAWN')
AND NOT EXISTS
(SELECT
FROM version ver_8
WHERE ver_8.id = rev_6.version_id
AND ver_8.deleted_at IS NOT NULL)
ORDER BY rev_6.submitted_at, rev_6.id
LIMIT 20) rev_6
ORDER BY rev_6.submitted_at, rev_6.id
LIMIT 20) rev_6
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_6.*
FROM
(SELECT rev_6.*
FROM review rev_6
WHERE rev_6.state IN ('WITHDRAWN')
AND NOT EXISTS
(SELECT
FROM version ver_7
WHERE ver_7.id = rev_6.version_id
AND ver_7.deleted_at IS NOT NULL)
AND rev_6.workspace_id = ANY ($3::uuid[])
ORDER BY rev_6.submitted_at, rev_6.id
LIMIT 20) rev_6
WHERE cardinality($3::uuid[]) > 16) rev_6
ORDER BY rev_6.submitted_at, rev_6.id
LIMIT 20
) rev_6), ',"passed":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_14
WHERE rev_14.state IN ('PASSED', 'REJECTED')
AND NOT EXISTS
(SELECT
FROM version ver_15
WHERE ver_15.id = rev_14.version_id
AND ver_15.deleted_at IS NOT NULL)
AND rev_14.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_11.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_11.id, '"]␂,"node":{"templateName":', to_json(rev_11.template_name), ',"versionName":', to_json(rev_11.version_name), ',"state":"', rev_11.state, '"}}'), ','), ']}')
FROM
(SELECT rev_11.*
FROM
(SELECT rev_11.*
FROM
(SELECT rev_11.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_11.*
FROM review rev_11
WHERE rev_11.workspace_id = w.id
AND rev_11.state IN ('PASSED', 'REJECTED')
AND NOT EXISTS
(SELECT
FROM version ver_13
WHERE ver_13.id = rev_11.version_id
AND ver_13.deleted_at IS NOT NULL)
ORDER BY rev_11.submitted_at, rev_11.id
LIMIT 20) rev_11
ORDER BY rev_11.submitted_at, rev_11.id
LIMIT 20) rev_11
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_11.*
FROM
(SELECT rev_11.*
FROM review rev_11
WHERE rev_11.state IN ('PASSED', 'REJECTED')
AND NOT EXISTS
(SELECT
FROM version ver_12
WHERE ver_12.id = rev_11.version_id
AND ver_12.deleted_at IS NOT NULL)
AND rev_11.workspace_id = ANY ($3::uuid[])
ORDER BY rev_11.submitted_at, rev_11.id
LIMIT 20) rev_11
WHERE cardinality($3::uuid[]) > 16) rev_11
ORDER BY rev_11.submitted_at, rev_11.id
LIMIT 20
) rev_11), ',"acme":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_18
WHERE rev_18.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_19
WHERE ver_19.id = rev_18.version_id
AND ver_19.deleted_at IS NOT NULL)
AND rev_18.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_16.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_16.id, '"]␂,"node":{"templateName":', to_json(rev_16.template_name), ',"versionName":', to_json(rev_16.version_name), ',"state":"', rev_16.state, '"}}'), ','), ']}')
FROM
(SELECT rev_16.*
FROM review rev_16
WHERE rev_16.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_17
WHERE ver_17.id = rev_16.version_id
AND ver_17.deleted_at IS NOT NULL)
AND rev_16.workspace_id = ANY ($3::uuid[])
ORDER BY rev_16.submitted_at, rev_16.id
LIMIT 20) rev_16), ',"gone":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_22
WHERE rev_22.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_23
WHERE ver_23.id = rev_22.version_id
AND ver_23.deleted_at IS NOT NULL)
AND rev_22.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_20.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_20.id, '"]␂,"node":{"templateName":', to_json(rev_20.template_name), ',"versionName":', to_json(rev_20.version_name), ',"state":"', rev_20.state, '"}}'), ','), ']}')
FROM
(SELECT rev_20.*
FROM review rev_20
WHERE rev_20.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_21
WHERE ver_21.id = rev_20.version_id
AND ver_21.deleted_at IS NOT NULL)
AND rev_20.workspace_id = ANY ($3::uuid[])
ORDER BY rev_20.submitted_at, rev_20.id
LIMIT 20) rev_20), ',"word":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_26
WHERE to_tsvector('simple', rev_26.template_name || ' ' || rev_26.version_name || ' ' || rev_26.publisher_name || ' ' || rev_26.publisher_display_name) @@
(SELECT search_query($6::text))
AND NOT EXISTS
(SELECT
FROM version ver_27
WHERE ver_27.id = rev_26.version_id
AND ver_27.deleted_at IS NOT NULL)
AND rev_26.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:RANK",', (ts_rank(to_tsvector('simple', rev_24.template_name || ' ' || rev_24.version_name || ' ' || rev_24.publisher_name || ' ' || rev_24.publisher_display_name),
(SELECT search_query($6::text))) * 1000000)::integer, ',"', rev_24.id, '"]␂,"node":{"templateName":', to_json(rev_24.template_name), ',"versionName":', to_json(rev_24.version_name), ',"state":"', rev_24.state, '"}}'), ','), ']}')
FROM
(SELECT rev_24.*
FROM review rev_24
WHERE to_tsvector('simple', rev_24.template_name || ' ' || rev_24.version_name || ' ' || rev_24.publisher_name || ' ' || rev_24.publisher_display_name) @@
(SELECT search_query($6::text))
AND NOT EXISTS
(SELECT
FROM version ver_25
WHERE ver_25.id = rev_24.version_id
AND ver_25.deleted_at IS NOT NULL)
AND rev_24.workspace_id = ANY ($3::uuid[])
ORDER BY (ts_rank(to_tsvector('simple', rev_24.template_name || ' ' || rev_24.version_name || ' ' || rev_24.publisher_name || ' ' || rev_24.publisher_display_name),
(SELECT search_query($6::text))) * 1000000)::integer DESC, rev_24.id DESC
LIMIT 20) rev_24), ',"hard":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_30
WHERE rev_30.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $7::text
AND w.deleted_at IS NULL)
AND to_tsvector('simple', rev_30.template_name || ' ' || rev_30.version_name || ' ' || rev_30.publisher_name || ' ' || rev_30.publisher_display_name) @@
(SELECT search_query($8::text))
AND NOT EXISTS
(SELECT
FROM version ver_31
WHERE ver_31.id = rev_30.version_id
AND ver_31.deleted_at IS NOT NULL)
AND rev_30.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:RANK",', (ts_rank(to_tsvector('simple', rev_28.template_name || ' ' || rev_28.version_name || ' ' || rev_28.publisher_name || ' ' || rev_28.publisher_display_name),
(SELECT search_query($8::text))) * 1000000)::integer, ',"', rev_28.id, '"]␂,"node":{"templateName":', to_json(rev_28.template_name), ',"versionName":', to_json(rev_28.version_name), ',"state":"', rev_28.state, '"}}'), ','), ']}')
FROM
(SELECT rev_28.*
FROM review rev_28
WHERE rev_28.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $7::text
AND w.deleted_at IS NULL)
AND to_tsvector('simple', rev_28.template_name || ' ' || rev_28.version_name || ' ' || rev_28.publisher_name || ' ' || rev_28.publisher_display_name) @@
(SELECT search_query($8::text))
AND NOT EXISTS
(SELECT
FROM version ver_29
WHERE ver_29.id = rev_28.version_id
AND ver_29.deleted_at IS NOT NULL)
AND rev_28.workspace_id = ANY ($3::uuid[])
ORDER BY (ts_rank(to_tsvector('simple', rev_28.template_name || ' ' || rev_28.version_name || ' ' || rev_28.publisher_name || ' ' || rev_28.publisher_display_name),
(SELECT search_query($8::text))) * 1000000)::integer DESC, rev_28.id DESC
LIMIT 20) rev_28), ',"default":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_35
WHERE NOT EXISTS
(SELECT
FROM version ver_36
WHERE ver_36.id = rev_35.version_id
AND ver_36.deleted_at IS NOT NULL)
AND rev_35.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_32.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_32.id, '"]␂,"node":{"templateName":', to_json(rev_32.template_name), ',"versionName":', to_json(rev_32.version_name), ',"state":"', rev_32.state, '"}}'), ','), ']}')
FROM
(SELECT rev_32.*
FROM
(SELECT rev_32.*
FROM
(SELECT rev_32.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_32.*
FROM review rev_32
WHERE rev_32.workspace_id = w.id
AND NOT EXISTS
(SELECT
FROM version ver_34
WHERE ver_34.id = rev_32.version_id
AND ver_34.deleted_at IS NOT NULL)
ORDER BY rev_32.submitted_at, rev_32.id
LIMIT 1) rev_32
ORDER BY rev_32.submitted_at, rev_32.id
LIMIT 1) rev_32
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_32.*
FROM
(SELECT rev_32.*
FROM review rev_32
WHERE NOT EXISTS
(SELECT
FROM version ver_33
WHERE ver_33.id = rev_32.version_id
AND ver_33.deleted_at IS NOT NULL)
AND rev_32.workspace_id = ANY ($3::uuid[])
ORDER BY rev_32.submitted_at, rev_32.id
LIMIT 1) rev_32
WHERE cardinality($3::uuid[]) > 16) rev_32
ORDER BY rev_32.submitted_at, rev_32.id
LIMIT 1
) rev_32), ',"up":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_40
WHERE NOT EXISTS
(SELECT
FROM version ver_41
WHERE ver_41.id = rev_40.version_id
AND ver_41.deleted_at IS NOT NULL)
AND rev_40.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_37.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_37.id, '"]␂,"node":{"templateName":', to_json(rev_37.template_name), ',"versionName":', to_json(rev_37.version_name), ',"state":"', rev_37.state, '"}}'), ','), ']}')
FROM
(SELECT rev_37.*
FROM
(SELECT rev_37.*
FROM
(SELECT rev_37.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_37.*
FROM review rev_37
WHERE rev_37.workspace_id = w.id
AND NOT EXISTS
(SELECT
FROM version ver_39
WHERE ver_39.id = rev_37.version_id
AND ver_39.deleted_at IS NOT NULL)
ORDER BY rev_37.submitted_at, rev_37.id
LIMIT 20) rev_37
ORDER BY rev_37.submitted_at, rev_37.id
LIMIT 20) rev_37
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_37.*
FROM
(SELECT rev_37.*
FROM review rev_37
WHERE NOT EXISTS
(SELECT
FROM version ver_38
WHERE ver_38.id = rev_37.version_id
AND ver_38.deleted_at IS NOT NULL)
AND rev_37.workspace_id = ANY ($3::uuid[])
ORDER BY rev_37.submitted_at, rev_37.id
LIMIT 20) rev_37
WHERE cardinality($3::uuid[]) > 16) rev_37
ORDER BY rev_37.submitted_at, rev_37.id
LIMIT 20
) rev_37), ',"down":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_45
WHERE NOT EXISTS
(SELECT
FROM version ver_46
WHERE ver_46.id = rev_45.version_id
AND ver_46.deleted_at IS NOT NULL)
AND rev_45.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:DESC","', to_char(rev_42.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_42.id, '"]␂,"node":{"templateName":', to_json(rev_42.template_name), ',"versionName":', to_json(rev_42.version_name), ',"state":"', rev_42.state, '"}}'), ','), ']}')
FROM
(SELECT rev_42.*
FROM
(SELECT rev_42.*
FROM
(SELECT rev_42.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_42.*
FROM review rev_42
WHERE rev_42.workspace_id = w.id
AND NOT EXISTS
(SELECT
FROM version ver_44
WHERE ver_44.id = rev_42.version_id
AND ver_44.deleted_at IS NOT NULL)
ORDER BY rev_42.submitted_at DESC, rev_42.id DESC
LIMIT 2) rev_42
ORDER BY rev_42.submitted_at DESC, rev_42.id DESC
LIMIT 2) rev_42
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_42.*
FROM
(SELECT rev_42.*
FROM review rev_42
WHERE NOT EXISTS
(SELECT
FROM version ver_43
WHERE ver_43.id = rev_42.version_id
AND ver_43.deleted_at IS NOT NULL)
AND rev_42.workspace_id = ANY ($3::uuid[])
ORDER BY rev_42.submitted_at DESC, rev_42.id DESC
LIMIT 2) rev_42
WHERE cardinality($3::uuid[]) > 16) rev_42
ORDER BY rev_42.submitted_at DESC, rev_42.id DESC
LIMIT 2
) rev_42), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_50
WHERE NOT EXISTS
(SELECT
FROM version ver_51
WHERE ver_51.id = rev_50.version_id
AND ver_51.deleted_at IS NOT NULL)
AND rev_50.workspace_id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_47.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_47.id, '"]␂,"node":{"templateName":', to_json(rev_47.template_name), ',"versionName":', to_json(rev_47.version_name), ',"state":"', rev_47.state, '"}}'), ','
ORDER BY rev_47.submitted_at, rev_47.id), ']}')
FROM
(SELECT rev_47.*
FROM
(SELECT rev_47.*
FROM
(SELECT rev_47.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_47.*
FROM review rev_47
WHERE rev_47.workspace_id = w.id
AND NOT EXISTS
(SELECT
FROM version ver_49
WHERE ver_49.id = rev_47.version_id
AND ver_49.deleted_at IS NOT NULL)
ORDER BY rev_47.submitted_at DESC, rev_47.id DESC
LIMIT 2) rev_47
ORDER BY rev_47.submitted_at DESC, rev_47.id DESC
LIMIT 2) rev_47
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_47.*
FROM
(SELECT rev_47.*
FROM review rev_47
WHERE NOT EXISTS
(SELECT
FROM version ver_48
WHERE ver_48.id = rev_47.version_id
AND ver_48.deleted_at IS NOT NULL)
AND rev_47.workspace_id = ANY ($3::uuid[])
ORDER BY rev_47.submitted_at DESC, rev_47.id DESC
LIMIT 2) rev_47
WHERE cardinality($3::uuid[]) > 16) rev_47
ORDER BY rev_47.submitted_at DESC, rev_47.id DESC
LIMIT 2
) rev_47), ',"between":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM review rev_55
WHERE NOT EXISTS
(SELECT
FROM version ver_56
WHERE ver_56.id = rev_55.version_id
AND ver_56.deleted_at IS NOT NULL)
AND rev_55.workspace_id = ANY ($3::uuid[])), ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_52.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_52.id, '"]␂,"node":{"templateName":', to_json(rev_52.template_name), ',"versionName":', to_json(rev_52.version_name), ',"state":"', rev_52.state, '"}}'), ','), ']}')
FROM
(SELECT rev_52.*
FROM
(SELECT rev_52.*
FROM
(SELECT rev_52.*
FROM unnest($3::uuid[]) w(id), LATERAL
(SELECT rev_52.*
FROM review rev_52
WHERE rev_52.workspace_id = w.id
AND NOT EXISTS
(SELECT
FROM version ver_54
WHERE ver_54.id = rev_52.version_id
AND ver_54.deleted_at IS NOT NULL)
AND (rev_52.submitted_at, rev_52.id) > ($9::timestamptz, $10::uuid)
ORDER BY rev_52.submitted_at, rev_52.id
LIMIT 2) rev_52
ORDER BY rev_52.submitted_at, rev_52.id
LIMIT 2) rev_52
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_52.*
FROM
(SELECT rev_52.*
FROM review rev_52
WHERE NOT EXISTS
(SELECT
FROM version ver_53
WHERE ver_53.id = rev_52.version_id
AND ver_53.deleted_at IS NOT NULL)
AND rev_52.workspace_id = ANY ($3::uuid[])
AND (rev_52.submitted_at, rev_52.id) > ($9::timestamptz, $10::uuid)
ORDER BY rev_52.submitted_at, rev_52.id
LIMIT 2) rev_52
WHERE cardinality($3::uuid[]) > 16) rev_52
ORDER BY rev_52.submitted_at, rev_52.id
LIMIT 2
) rev_52), '}}'), 'UTF8') END
