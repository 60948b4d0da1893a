SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"node":', coalesce(
(SELECT concat('{"reviews":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT rev_2.place, rev_2.found, CASE
WHEN rev_2.place <= 1 THEN concat('␁c["AppVersion.reviews:SUBMITTED_AT:DESC","', to_char(rev_2.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_2.id, '"]␂') END AS j0, CASE
WHEN rev_2.place <= 1 THEN concat('␁c["AppVersion.reviews:SUBMITTED_AT:DESC","', to_char(rev_2.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_2.id, '"]␂') END AS j1, CASE
WHEN rev_2.place <= 1 THEN concat('{"state":"', rev_2.state, '"}') END AS j2 FROM

(SELECT rev_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_2.*
FROM review rev_2
WHERE rev_2.version_id = ver_1.id
AND NOT EXISTS
(SELECT
FROM version ver_3
WHERE ver_3.id = rev_2.version_id
AND ver_3.deleted_at IS NOT NULL)
ORDER BY rev_2.submitted_at DESC, rev_2.id DESC
LIMIT 2) rev_2) rev_2) r HAVING true), ',"after":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.version_id = ver_1.id
AND NOT EXISTS
(SELECT
FROM version ver_6
WHERE ver_6.id = rev_5.version_id
AND ver_6.deleted_at IS NOT NULL)
AND (rev_5.submitted_at, rev_5.id) >= ($3::timestamptz, $4::uuid)) THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rev_4.place, rev_4.found, CASE
WHEN rev_4.place <= 1 THEN concat('{"state":"', rev_4.state, '"}') END AS j0 FROM

(SELECT rev_4.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_4.*
FROM review rev_4
WHERE rev_4.version_id = ver_1.id
AND NOT EXISTS
(SELECT
FROM version ver_7
WHERE ver_7.id = rev_4.version_id
AND ver_7.deleted_at IS NOT NULL)
AND (rev_4.submitted_at, rev_4.id) < ($3::timestamptz, $4::uuid)
ORDER BY rev_4.submitted_at DESC, rev_4.id DESC
LIMIT 2) rev_4) rev_4) r HAVING true), ',"last":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rev_8.place, rev_8.found, CASE
WHEN rev_8.place <= 1 THEN concat('{"state":"', rev_8.state, '"}') END AS j0 FROM

(SELECT rev_8.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_8.*
FROM review rev_8
WHERE rev_8.version_id = ver_1.id
AND NOT EXISTS
(SELECT
FROM version ver_9
WHERE ver_9.id = rev_8.version_id
AND ver_9.deleted_at IS NOT NULL)
ORDER BY rev_8.submitted_at, rev_8.id
LIMIT 2) rev_8) rev_8) r HAVING true), ',"before":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM review rev_11
WHERE rev_11.version_id = ver_1.id
AND NOT EXISTS
(SELECT
FROM version ver_12
WHERE ver_12.id = rev_11.version_id
AND ver_12.deleted_at IS NOT NULL)
AND (rev_11.submitted_at, rev_11.id) <= ($3::timestamptz, $4::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rev_10.place, rev_10.found, CASE
WHEN rev_10.place <= 1 THEN concat('{"state":"', rev_10.state, '"}') END AS j0 FROM

(SELECT rev_10.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_10.*
FROM review rev_10
WHERE rev_10.version_id = ver_1.id
AND NOT EXISTS
(SELECT
FROM version ver_13
WHERE ver_13.id = rev_10.version_id
AND ver_13.deleted_at IS NOT NULL)
AND (rev_10.submitted_at, rev_10.id) > ($3::timestamptz, $4::uuid)
ORDER BY rev_10.submitted_at, rev_10.id
LIMIT 2) rev_10) rev_10) r HAVING true), '}')
FROM version ver_1
WHERE ver_1.id = $5::uuid
AND ver_1.deleted_at IS NULL), 'null'), ',"it":', coalesce(
(SELECT concat('{"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM audit_event aud_16
WHERE aud_16.subject = 'ver_' || ver_14.id::text) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT aud_15.place, aud_15.found, CASE
WHEN aud_15.place <= 1 THEN concat('␁c["AppVersion.audit:AT:DESC","', to_char(aud_15.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_15.id, '"]␂') END AS j0, CASE
WHEN aud_15.place <= 1 THEN concat('␁c["AppVersion.audit:AT:DESC","', to_char(aud_15.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_15.id, '"]␂') END AS j1, CASE
WHEN aud_15.place <= 1 THEN concat('{"action":', to_json(aud_15.action), '}') END AS j2 FROM

(SELECT aud_15.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_15.*
FROM audit_event aud_15
WHERE aud_15.subject = 'ver_' || ver_14.id::text
ORDER BY aud_15.at DESC, aud_15.id DESC
LIMIT 2) aud_15) aud_15) r HAVING true), ',"after":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM audit_event aud_18
WHERE aud_18.subject = 'ver_' || ver_14.id::text
AND (aud_18.at, aud_18.id) >= ($6::timestamptz, $7::uuid)) THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT aud_17.place, aud_17.found, CASE
WHEN aud_17.place <= 20 THEN concat('{"action":', to_json(aud_17.action), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_19.name), '}')
FROM workspace wor_19
WHERE wor_19.id = aud_17.workspace_id
AND wor_19.deleted_at IS NULL), 'null'), '}') END AS j0 FROM

(SELECT aud_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_17.*
FROM audit_event aud_17
WHERE aud_17.subject = 'ver_' || ver_14.id::text
AND (aud_17.at, aud_17.id) < ($6::timestamptz, $7::uuid)
ORDER BY aud_17.at DESC, aud_17.id DESC
LIMIT 21) aud_17) aud_17) r HAVING true), ',"last":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT aud_20.place, aud_20.found, CASE
WHEN aud_20.place <= 1 THEN concat('{"action":', to_json(aud_20.action), '}') END AS j0 FROM

(SELECT aud_20.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_20.*
FROM audit_event aud_20
WHERE aud_20.subject = 'ver_' || ver_14.id::text
ORDER BY aud_20.at, aud_20.id
LIMIT 2) aud_20) aud_20) r HAVING true), ',"before":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM audit_event aud_22
WHERE aud_22.subject = 'ver_' || ver_14.id::text
AND (aud_22.at, aud_22.id) <= ($8::timestamptz, $9::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT aud_21.place, aud_21.found, CASE
WHEN aud_21.place <= 2 THEN concat('{"action":', to_json(aud_21.action), '}') END AS j0 FROM

(SELECT aud_21.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_21.*
FROM audit_event aud_21
WHERE aud_21.subject = 'ver_' || ver_14.id::text
AND (aud_21.at, aud_21.id) > ($8::timestamptz, $9::uuid)
ORDER BY aud_21.at, aud_21.id
LIMIT 3) aud_21) aud_21) r HAVING true), '}')
FROM version ver_14
WHERE ver_14.id = $10::uuid
AND ver_14.deleted_at IS NULL), 'null'), '}}'), 'UTF8') END
