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
WHERE false) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rev_1.place, rev_1.found, CASE
WHEN rev_1.place <= 20 THEN concat('␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_1.id, '"]␂') END AS j0, CASE
WHEN rev_1.place <= 20 THEN concat('{"__typename":"ReviewEdge","cursor":␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_1.id, '"]␂,"node":{"__typename":"Review","id":"rev_', rev_1.id, '","templateName":', to_json(rev_1.template_name), ',"versionName":', to_json(rev_1.version_name), ',"state":"', rev_1.state, '","submittedAt":"', to_char(rev_1.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","decidedAt":', coalesce('"' || to_char(rev_1.decided_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"version":', coalesce(
(SELECT concat('{"__typename":"AppVersion","version":', to_json(ver_4.version), ',"template":', 'null', '}')
FROM version ver_4
WHERE ver_4.id = rev_1.version_id
AND ver_4.deleted_at IS NULL
AND ver_4.state = 'ACTIVE'), '␃'), ',"publisher":{"__typename":"Publisher","name":', to_json(rev_1.publisher_name), ',"displayName":', to_json(rev_1.publisher_display_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_6.username), '}')
FROM app_user app_6
WHERE app_6.id = rev_1.submitted_by
AND app_6.id = $3::uuid), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"__typename":"ReviewPhase","name":"', rev_7.name, '","state":"', rev_7.state, '","startedAt":', coalesce('"' || to_char(rev_7.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"decidedAt":', coalesce('"' || to_char(rev_7.decided_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"message":', coalesce(to_json(rev_7.message), 'null'), ',"reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_8.username), '}')
FROM app_user app_8
WHERE app_8.id = rev_7.reviewer_id
AND app_8.id = $3::uuid), 'null'), '}'), ','
ORDER BY rev_7.position)
FROM review_phase rev_7
WHERE rev_7.review_id = rev_1.id), ']}}') END AS j1 FROM

(SELECT rev_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_1.*
FROM review rev_1
WHERE false
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 21) rev_1) rev_1) r HAVING true), '}}'), 'UTF8') END
