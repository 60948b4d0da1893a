SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"__typename":"Query","workspace":', coalesce(
(SELECT concat('{"repositories":',
(SELECT concat('{"__typename":"HelmRepositoryConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_3
WHERE false) END, ',"pageInfo":{"__typename":"PageInfo","hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"edges":[', string_agg(r.j2, ','), '],"nodes":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT rep_2.place, rep_2.found, CASE
WHEN rep_2.place <= 20 THEN concat('␁c["Workspace.repositories:NAME:ASC",', to_json(rep_2.name), ',"', rep_2.id, '"]␂') END AS j0, CASE
WHEN rep_2.place <= 20 THEN concat('␁c["Workspace.repositories:NAME:ASC",', to_json(rep_2.name), ',"', rep_2.id, '"]␂') END AS j1, CASE
WHEN rep_2.place <= 20 THEN concat('{"__typename":"HelmRepositoryEdge","cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_2.name), ',"', rep_2.id, '"]␂,"node":{"name":', to_json(rep_2.name), '}}') END AS j2, CASE
WHEN rep_2.place <= 20 THEN concat('{"__typename":"HelmRepository","id":"rep_', rep_2.id, '","name":', to_json(rep_2.name), ',"description":', to_json(rep_2.description), ',"url":', to_json(rep_2.url), ',"kind":"', rep_2.kind, '","hasCredentials":', CASE
WHEN rep_2.credentials IS NOT NULL THEN 'true'
ELSE 'false' END, ',"syncPeriod":', rep_2.sync_period, ',"state":"', rep_2.state, '","stateMessage":', coalesce(to_json(rep_2.state_message), 'null'), ',"lastSyncedAt":', coalesce('"' || to_char(rep_2.last_synced_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdAt":"', to_char(rep_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","revision":', rep_2.revision, '}') END AS j3 FROM

(SELECT rep_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_2.*
FROM repository rep_2
WHERE false
ORDER BY rep_2.name, rep_2.id
LIMIT 21) rep_2) rep_2) r HAVING true), ',"repository":', 'null', ',"unknown":', 'null', '}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($4::uuid[])), 'null'), ',"other":', coalesce(
(SELECT concat('{"repository":', 'null', '}')
FROM workspace wor_6
WHERE wor_6.name = $5::text
AND wor_6.deleted_at IS NULL
AND wor_6.id = ANY ($4::uuid[])), 'null'), '}}'), 'UTF8') END
