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
AND rev_2.workspace_id = ANY ($3::uuid[])
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
AND rev_5.workspace_id = ANY ($3::uuid[])
AND (rev_5.submitted_at, rev_5.id) >= ($4::timestamptz, $5::uuid)) THEN 'true'
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
AND rev_4.workspace_id = ANY ($3::uuid[])
AND (rev_4.submitted_at, rev_4.id) < ($4::timestamptz, $5::uuid)
ORDER BY rev_4.submitted_at DESC, rev_4.id DESC
LIMIT 2) rev_4) rev_4) r HAVING true), '}')
FROM version ver_1
WHERE ver_1.id = $6::uuid
AND ver_1.deleted_at IS NULL
AND ((ver_1.workspace_id = ANY ($7::uuid[]))
OR (ver_1.state = 'ACTIVE'))), 'null'), ',"it":', coalesce(
(SELECT concat('{"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM audit_event aud_10
WHERE aud_10.subject = 'ver_' || ver_8.id::text
AND aud_10.workspace_id = ANY ($8::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT aud_9.place, aud_9.found, CASE
WHEN aud_9.place <= 1 THEN concat('␁c["AppVersion.audit:AT:DESC","', to_char(aud_9.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_9.id, '"]␂') END AS j0, CASE
WHEN aud_9.place <= 1 THEN concat('␁c["AppVersion.audit:AT:DESC","', to_char(aud_9.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_9.id, '"]␂') END AS j1, CASE
WHEN aud_9.place <= 1 THEN concat('{"action":', to_json(aud_9.action), '}') END AS j2 FROM

(SELECT aud_9.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_9.*
FROM audit_event aud_9
WHERE aud_9.subject = 'ver_' || ver_8.id::text
AND aud_9.workspace_id = ANY ($8::uuid[])
ORDER BY aud_9.at DESC, aud_9.id DESC
LIMIT 2) aud_9) aud_9) r HAVING true), ',"after":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM audit_event aud_12
WHERE aud_12.subject = 'ver_' || ver_8.id::text
AND aud_12.workspace_id = ANY ($8::uuid[])
AND (aud_12.at, aud_12.id) >= ($9::timestamptz, $10::uuid)) THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT aud_11.place, aud_11.found, CASE
WHEN aud_11.place <= 20 THEN concat('{"action":', to_json(aud_11.action), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_13.name), '}')
FROM workspace wor_13
WHERE wor_13.id = aud_11.workspace_id
AND wor_13.deleted_at IS NULL
AND wor_13.id = ANY ($11::uuid[])), 'null'), '}') END AS j0 FROM

(SELECT aud_11.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_11.*
FROM audit_event aud_11
WHERE aud_11.subject = 'ver_' || ver_8.id::text
AND aud_11.workspace_id = ANY ($8::uuid[])
AND (aud_11.at, aud_11.id) < ($9::timestamptz, $10::uuid)
ORDER BY aud_11.at DESC, aud_11.id DESC
LIMIT 21) aud_11) aud_11) r HAVING true), '}')
FROM version ver_8
WHERE ver_8.id = $12::uuid
AND ver_8.deleted_at IS NULL
AND ((ver_8.workspace_id = ANY ($7::uuid[]))
OR (ver_8.state = 'ACTIVE'))), 'null'), '}}'), 'UTF8') END
