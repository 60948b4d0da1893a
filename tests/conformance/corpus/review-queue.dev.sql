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
AND ver_3.deleted_at IS NOT NULL)
AND rev_2.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
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
AND tem_5.workspace_id = ANY ($4::uuid[])), 'null'), '}')
FROM version ver_4
WHERE ver_4.id = rev_1.version_id
AND ver_4.deleted_at IS NULL
AND ((ver_4.workspace_id = ANY ($4::uuid[]))
OR (ver_4.state = 'ACTIVE'))), '␃'), ',"publisher":{"__typename":"Publisher","name":', to_json(rev_1.publisher_name), ',"displayName":', to_json(rev_1.publisher_display_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_6.username), '}')
FROM app_user app_6
WHERE app_6.id = rev_1.submitted_by
AND ((app_6.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_7
WHERE mem_7.user_id = app_6.id
AND mem_7.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_8
WHERE rev_8.submitted_by = app_6.id
AND rev_8.workspace_id = ANY ($3::uuid[])
ORDER BY rev_8.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_9
WHERE rev_9.reviewer_id = app_6.id
AND EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.id = rev_9.review_id
AND rev_10.workspace_id = ANY ($3::uuid[]) OFFSET 0)
ORDER BY rev_9.review_id OFFSET 0)))), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"__typename":"ReviewPhase","name":"', rev_11.name, '","state":"', rev_11.state, '","startedAt":', coalesce('"' || to_char(rev_11.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"decidedAt":', coalesce('"' || to_char(rev_11.decided_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"message":', coalesce(to_json(rev_11.message), 'null'), ',"reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_12.username), '}')
FROM app_user app_12
WHERE app_12.id = rev_11.reviewer_id
AND ((app_12.id = $5::uuid)
OR (EXISTS
(SELECT
FROM membership mem_13
WHERE mem_13.user_id = app_12.id
AND mem_13.workspace_id = ANY ($6::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_14
WHERE rev_14.submitted_by = app_12.id
AND rev_14.workspace_id = ANY ($3::uuid[])
ORDER BY rev_14.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_15
WHERE rev_15.reviewer_id = app_12.id
AND EXISTS
(SELECT
FROM review rev_16
WHERE rev_16.id = rev_15.review_id
AND rev_16.workspace_id = ANY ($3::uuid[]) OFFSET 0)
ORDER BY rev_15.review_id OFFSET 0)))), 'null'), '}'), ','
ORDER BY rev_11.position)
FROM review_phase rev_11
WHERE rev_11.review_id = rev_1.id), ']}}') END AS j1 FROM

(SELECT rev_1.*, row_number() OVER () AS place, count(*) OVER () AS found
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
AND NOT EXISTS
(SELECT
FROM version ver_18
WHERE ver_18.id = rev_1.version_id
AND ver_18.deleted_at IS NOT NULL)
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 21) rev_1
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 21) rev_1
WHERE cardinality($3::uuid[]) <= 16
UNION ALL SELECT rev_1.*
FROM
(SELECT rev_1.*
FROM review rev_1
WHERE NOT EXISTS
(SELECT
FROM version ver_17
WHERE ver_17.id = rev_1.version_id
AND ver_17.deleted_at IS NOT NULL)
AND rev_1.workspace_id = ANY ($3::uuid[])
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 21) rev_1
WHERE cardinality($3::uuid[]) > 16) rev_1
ORDER BY rev_1.submitted_at, rev_1.id
LIMIT 21
) rev_1) rev_1) r HAVING true), '}}'), 'UTF8') END
