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
FROM review rev_3
WHERE rev_3.state IN ('IN_REVIEW', 'SUBMITTED')
AND NOT EXISTS
(SELECT
FROM version ver_4
WHERE ver_4.id = rev_3.version_id
AND ver_4.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_1.id, '"]␂,"node":{"templateName":', to_json(rev_1.template_name), ',"versionName":', to_json(rev_1.version_name), ',"state":"', rev_1.state, '"}}'), ','), ']}')
FROM
(SELECT rev_1.*
FROM review rev_1
WHERE rev_1.state IN ('IN_REVIEW', 'SUBMITTED')
AND NOT EXISTS
(SELECT
FROM version ver_2
WHERE ver_2.id = rev_1.version_id
AND ver_2.deleted_at IS NOT NULL)
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 20) rev_1), ',"withdrawn":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_7
WHERE rev_7.state IN ('WITHDRAWN')
AND NOT EXISTS
(SELECT
FROM version ver_8
WHERE ver_8.id = rev_7.version_id
AND ver_8.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_5.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_5.id, '"]␂,"node":{"templateName":', to_json(rev_5.template_name), ',"versionName":', to_json(rev_5.version_name), ',"state":"', rev_5.state, '"}}'), ','), ']}')
FROM
(SELECT rev_5.*
FROM review rev_5
WHERE rev_5.state IN ('WITHDRAWN')
AND NOT EXISTS
(SELECT
FROM version ver_6
WHERE ver_6.id = rev_5.version_id
AND ver_6.deleted_at IS NOT NULL)
ORDER BY rev_5.submitted_at, rev_5.id
LIMIT 20) rev_5), ',"passed":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_11
WHERE rev_11.state IN ('PASSED', 'REJECTED')
AND NOT EXISTS
(SELECT
FROM version ver_12
WHERE ver_12.id = rev_11.version_id
AND ver_12.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_9.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_9.id, '"]␂,"node":{"templateName":', to_json(rev_9.template_name), ',"versionName":', to_json(rev_9.version_name), ',"state":"', rev_9.state, '"}}'), ','), ']}')
FROM
(SELECT rev_9.*
FROM review rev_9
WHERE rev_9.state IN ('PASSED', 'REJECTED')
AND NOT EXISTS
(SELECT
FROM version ver_10
WHERE ver_10.id = rev_9.version_id
AND ver_10.deleted_at IS NOT NULL)
ORDER BY rev_9.submitted_at, rev_9.id
LIMIT 20) rev_9), ',"acme":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_15
WHERE rev_15.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $3::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_16
WHERE ver_16.id = rev_15.version_id
AND ver_16.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_13.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_13.id, '"]␂,"node":{"templateName":', to_json(rev_13.template_name), ',"versionName":', to_json(rev_13.version_name), ',"state":"', rev_13.state, '"}}'), ','), ']}')
FROM
(SELECT rev_13.*
FROM review rev_13
WHERE rev_13.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $3::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_14
WHERE ver_14.id = rev_13.version_id
AND ver_14.deleted_at IS NOT NULL)
ORDER BY rev_13.submitted_at, rev_13.id
LIMIT 20) rev_13), ',"gone":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_19
WHERE rev_19.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_20
WHERE ver_20.id = rev_19.version_id
AND ver_20.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_17.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_17.id, '"]␂,"node":{"templateName":', to_json(rev_17.template_name), ',"versionName":', to_json(rev_17.version_name), ',"state":"', rev_17.state, '"}}'), ','), ']}')
FROM
(SELECT rev_17.*
FROM review rev_17
WHERE rev_17.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND NOT EXISTS
(SELECT
FROM version ver_18
WHERE ver_18.id = rev_17.version_id
AND ver_18.deleted_at IS NOT NULL)
ORDER BY rev_17.submitted_at, rev_17.id
LIMIT 20) rev_17), ',"word":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_23
WHERE to_tsvector('simple', rev_23.template_name || ' ' || rev_23.version_name || ' ' || rev_23.publisher_name || ' ' || rev_23.publisher_display_name) @@
(SELECT search_query($5::text))
AND NOT EXISTS
(SELECT
FROM version ver_24
WHERE ver_24.id = rev_23.version_id
AND ver_24.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:RANK",', (ts_rank(to_tsvector('simple', rev_21.template_name || ' ' || rev_21.version_name || ' ' || rev_21.publisher_name || ' ' || rev_21.publisher_display_name),
(SELECT search_query($5::text))) * 1000000)::integer, ',"', rev_21.id, '"]␂,"node":{"templateName":', to_json(rev_21.template_name), ',"versionName":', to_json(rev_21.version_name), ',"state":"', rev_21.state, '"}}'), ','), ']}')
FROM
(SELECT rev_21.*
FROM review rev_21
WHERE to_tsvector('simple', rev_21.template_name || ' ' || rev_21.version_name || ' ' || rev_21.publisher_name || ' ' || rev_21.publisher_display_name) @@
(SELECT search_query($5::text))
AND NOT EXISTS
(SELECT
FROM version ver_22
WHERE ver_22.id = rev_21.version_id
AND ver_22.deleted_at IS NOT NULL)
ORDER BY (ts_rank(to_tsvector('simple', rev_21.template_name || ' ' || rev_21.version_name || ' ' || rev_21.publisher_name || ' ' || rev_21.publisher_display_name),
(SELECT search_query($5::text))) * 1000000)::integer DESC, rev_21.id DESC
LIMIT 20) rev_21), ',"hard":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_27
WHERE rev_27.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND to_tsvector('simple', rev_27.template_name || ' ' || rev_27.version_name || ' ' || rev_27.publisher_name || ' ' || rev_27.publisher_display_name) @@
(SELECT search_query($7::text))
AND NOT EXISTS
(SELECT
FROM version ver_28
WHERE ver_28.id = rev_27.version_id
AND ver_28.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:RANK",', (ts_rank(to_tsvector('simple', rev_25.template_name || ' ' || rev_25.version_name || ' ' || rev_25.publisher_name || ' ' || rev_25.publisher_display_name),
(SELECT search_query($7::text))) * 1000000)::integer, ',"', rev_25.id, '"]␂,"node":{"templateName":', to_json(rev_25.template_name), ',"versionName":', to_json(rev_25.version_name), ',"state":"', rev_25.state, '"}}'), ','), ']}')
FROM
(SELECT rev_25.*
FROM review rev_25
WHERE rev_25.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND to_tsvector('simple', rev_25.template_name || ' ' || rev_25.version_name || ' ' || rev_25.publisher_name || ' ' || rev_25.publisher_display_name) @@
(SELECT search_query($7::text))
AND NOT EXISTS
(SELECT
FROM version ver_26
WHERE ver_26.id = rev_25.version_id
AND ver_26.deleted_at IS NOT NULL)
ORDER BY (ts_rank(to_tsvector('simple', rev_25.template_name || ' ' || rev_25.version_name || ' ' || rev_25.publisher_name || ' ' || rev_25.publisher_display_name),
(SELECT search_query($7::text))) * 1000000)::integer DESC, rev_25.id DESC
LIMIT 20) rev_25), ',"default":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_31
WHERE NOT EXISTS
(SELECT
FROM version ver_32
WHERE ver_32.id = rev_31.version_id
AND ver_32.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_29.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_29.id, '"]␂,"node":{"templateName":', to_json(rev_29.template_name), ',"versionName":', to_json(rev_29.version_name), ',"state":"', rev_29.state, '"}}'), ','), ']}')
FROM
(SELECT rev_29.*
FROM review rev_29
WHERE NOT EXISTS
(SELECT
FROM version ver_30
WHERE ver_30.id = rev_29.version_id
AND ver_30.deleted_at IS NOT NULL)
ORDER BY rev_29.submitted_at, rev_29.id
LIMIT 1) rev_29), ',"up":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_35
WHERE NOT EXISTS
(SELECT
FROM version ver_36
WHERE ver_36.id = rev_35.version_id
AND ver_36.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_33.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_33.id, '"]␂,"node":{"templateName":', to_json(rev_33.template_name), ',"versionName":', to_json(rev_33.version_name), ',"state":"', rev_33.state, '"}}'), ','), ']}')
FROM
(SELECT rev_33.*
FROM review rev_33
WHERE NOT EXISTS
(SELECT
FROM version ver_34
WHERE ver_34.id = rev_33.version_id
AND ver_34.deleted_at IS NOT NULL)
ORDER BY rev_33.submitted_at, rev_33.id
LIMIT 20) rev_33), ',"down":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_39
WHERE NOT EXISTS
(SELECT
FROM version ver_40
WHERE ver_40.id = rev_39.version_id
AND ver_40.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:DESC","', to_char(rev_37.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_37.id, '"]␂,"node":{"templateName":', to_json(rev_37.template_name), ',"versionName":', to_json(rev_37.version_name), ',"state":"', rev_37.state, '"}}'), ','), ']}')
FROM
(SELECT rev_37.*
FROM review rev_37
WHERE NOT EXISTS
(SELECT
FROM version ver_38
WHERE ver_38.id = rev_37.version_id
AND ver_38.deleted_at IS NOT NULL)
ORDER BY rev_37.submitted_at DESC, rev_37.id DESC
LIMIT 2) rev_37), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_43
WHERE NOT EXISTS
(SELECT
FROM version ver_44
WHERE ver_44.id = rev_43.version_id
AND ver_44.deleted_at IS NOT NULL)) END, ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_41.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_41.id, '"]␂,"node":{"templateName":', to_json(rev_41.template_name), ',"versionName":', to_json(rev_41.version_name), ',"state":"', rev_41.state, '"}}'), ','
ORDER BY rev_41.submitted_at, rev_41.id), ']}')
FROM
(SELECT rev_41.*
FROM review rev_41
WHERE NOT EXISTS
(SELECT
FROM version ver_42
WHERE ver_42.id = rev_41.version_id
AND ver_42.deleted_at IS NOT NULL)
ORDER BY rev_41.submitted_at DESC, rev_41.id DESC
LIMIT 2) rev_41), ',"between":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM review rev_47
WHERE NOT EXISTS
(SELECT
FROM version ver_48
WHERE ver_48.id = rev_47.version_id
AND ver_48.deleted_at IS NOT NULL)), ',"edges":[', string_agg(concat('{"cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_45.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_45.id, '"]␂,"node":{"templateName":', to_json(rev_45.template_name), ',"versionName":', to_json(rev_45.version_name), ',"state":"', rev_45.state, '"}}'), ','), ']}')
FROM
(SELECT rev_45.*
FROM review rev_45
WHERE NOT EXISTS
(SELECT
FROM version ver_46
WHERE ver_46.id = rev_45.version_id
AND ver_46.deleted_at IS NOT NULL)
AND (rev_45.submitted_at, rev_45.id) > ($8::timestamptz, $9::uuid)
ORDER BY rev_45.submitted_at, rev_45.id
LIMIT 2) rev_45), '}}'), 'UTF8') END
