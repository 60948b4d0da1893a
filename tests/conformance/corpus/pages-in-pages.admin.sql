SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(wor_1.name), ',"templates":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_3
WHERE tem_3.workspace_id = wor_1.id
AND tem_3.deleted_at IS NULL) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT tem_2.place, tem_2.found, CASE
WHEN tem_2.place <= 2 THEN concat('␁c["Workspace.templates:NAME:ASC",', to_json(tem_2.name), ',"', tem_2.id, '"]␂') END AS j0, CASE
WHEN tem_2.place <= 2 THEN concat('{"name":', to_json(tem_2.name), ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM version ver_5
WHERE ver_5.template_id = tem_2.id
AND ver_5.deleted_at IS NULL) END, ',"pageInfo":{"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j1, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT ver_4.place, ver_4.found, CASE
WHEN ver_4.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_4.sort_key), ',"', to_char(ver_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_4.id, '"]␂') END AS j0, CASE
WHEN ver_4.place <= 2 THEN concat('{"version":', to_json(ver_4.version), ',"reviews":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM review rev_7
WHERE rev_7.version_id = ver_4.id
AND NOT EXISTS
(SELECT
FROM version ver_8
WHERE ver_8.id = rev_7.version_id
AND ver_8.deleted_at IS NOT NULL)) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"nodes":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rev_6.place, rev_6.found, CASE
WHEN rev_6.place <= 1 THEN concat('{"state":"', rev_6.state, '","version":', coalesce(
(SELECT concat('{"template":', coalesce(
(SELECT concat('{"workspace":', coalesce(
(SELECT concat('{"members":{"totalCount":',
(SELECT count(*)
FROM membership mem_13
WHERE mem_13.workspace_id = wor_11.id), '}}')
FROM workspace wor_11
WHERE wor_11.id = tem_10.workspace_id
AND wor_11.deleted_at IS NULL), 'null'), '}')
FROM template tem_10
WHERE tem_10.id = ver_9.template_id
AND tem_10.deleted_at IS NULL), 'null'), '}')
FROM version ver_9
WHERE ver_9.id = rev_6.version_id
AND ver_9.deleted_at IS NULL), '␃'), '}') END AS j0 FROM

(SELECT rev_6.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_6.*
FROM review rev_6
WHERE rev_6.version_id = ver_4.id
AND NOT EXISTS
(SELECT
FROM version ver_14
WHERE ver_14.id = rev_6.version_id
AND ver_14.deleted_at IS NOT NULL)
ORDER BY rev_6.submitted_at DESC, rev_6.id DESC
LIMIT 2) rev_6) rev_6) r HAVING true), '}') END AS j1 FROM

(SELECT ver_4.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_4.*
FROM version ver_4
WHERE ver_4.template_id = tem_2.id
AND ver_4.deleted_at IS NULL
ORDER BY ver_4.sort_key, ver_4.created_at, ver_4.id
LIMIT 3) ver_4) ver_4) r HAVING true), '}') END AS j1 FROM

(SELECT tem_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.deleted_at IS NULL
ORDER BY tem_2.name, tem_2.id
LIMIT 3) tem_2) tem_2) r HAVING true), ',"members":',
(SELECT concat('{"nodes":[', string_agg(concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_16.username), '}')
FROM app_user app_16
WHERE app_16.id = mem_15.user_id), '␃'), '}'), ','), ']}')
FROM
(SELECT mem_15.*
FROM membership mem_15
WHERE mem_15.workspace_id = wor_1.id
ORDER BY mem_15.created_at, mem_15.id
LIMIT 20) mem_15), '}'), ','
ORDER BY wor_1.name, wor_1.id), ']}')
FROM
(SELECT wor_1.*
FROM workspace wor_1
WHERE wor_1.deleted_at IS NULL
ORDER BY wor_1.name DESC, wor_1.id DESC
LIMIT 3) wor_1), '}}'), 'UTF8') END
