SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"reviews":',
(SELECT concat('{"__typename":"ReviewConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM review rev_2
WHERE NOT EXISTS
(SELECT
FROM version ver_3
WHERE ver_3.id = rev_2.version_id
AND ver_3.deleted_at IS NOT NULL)) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rev_1.place, rev_1.found, CASE
WHEN rev_1.place <= 20 THEN concat('␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_1.id, '"]␂') END AS j0, CASE
WHEN rev_1.place <= 20 THEN concat('{"__typename":"ReviewEdge","cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_1.id, '"]␂,"node":{"__typename":"Review","id":"rev_', rev_1.id, '","templateName":', to_json(rev_1.template_name), ',"versionName":', to_json(rev_1.version_name), ',"state":"', rev_1.state, '","submittedAt":"', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","decidedAt":', coalesce('"' || to_char(rev_1.decided_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"version":', coalesce(
(SELECT concat('{"__typename":"AppVersion","version":', to_json(ver_4.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_5.name), '}')
FROM template tem_5
WHERE tem_5.id = ver_4.template_id
AND tem_5.deleted_at IS NULL
AND tem_5.first_submitted_at IS NOT NULL), 'null'), '}')
FROM version ver_4
WHERE ver_4.id = rev_1.version_id
AND ver_4.deleted_at IS NULL
AND ((ver_4.first_submitted_at IS NOT NULL)
OR (ver_4.state = 'ACTIVE'))), '␃'), ',"publisher":{"__typename":"Publisher","name":', to_json(rev_1.publisher_name), ',"displayName":', to_json(rev_1.publisher_display_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_6.username), '}')
FROM app_user app_6
WHERE app_6.id = rev_1.submitted_by
AND ((app_6.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_7
WHERE rev_7.submitted_by = app_6.id
ORDER BY rev_7.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_8
WHERE rev_8.reviewer_id = app_6.id
ORDER BY rev_8.review_id OFFSET 0)))), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"__typename":"ReviewPhase","name":"', rev_9.name, '","state":"', rev_9.state, '","startedAt":', coalesce('"' || to_char(rev_9.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"decidedAt":', coalesce('"' || to_char(rev_9.decided_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"message":', coalesce(to_json(rev_9.message), 'null'), ',"reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_10.username), '}')
FROM app_user app_10
WHERE app_10.id = rev_9.reviewer_id
AND ((app_10.id = $3::uuid)
OR (EXISTS
(SELECT
FROM review rev_11
WHERE rev_11.submitted_by = app_10.id
ORDER BY rev_11.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_12
WHERE rev_12.reviewer_id = app_10.id
ORDER BY rev_12.review_id OFFSET 0)))), 'null'), '}'), ','
ORDER BY rev_9.position)
FROM review_phase rev_9
WHERE rev_9.review_id = rev_1.id), ']}}') END AS j1 FROM

(SELECT rev_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_1.*
FROM review rev_1
WHERE NOT EXISTS
(SELECT
FROM version ver_13
WHERE ver_13.id = rev_1.version_id
AND ver_13.deleted_at IS NOT NULL)
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 21) rev_1) rev_1) r HAVING true), '}}'), 'UTF8') END
