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
WHERE rep_3.workspace_id = wor_1.id) END, ',"pageInfo":{"__typename":"PageInfo","hasNextPage":', CASE
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
WHERE rep_2.workspace_id = wor_1.id
ORDER BY rep_2.name, rep_2.id
LIMIT 21) rep_2) rep_2) r HAVING true), ',"repository":', coalesce(
(SELECT concat('{"__typename":"HelmRepository","id":"rep_', rep_4.id, '","name":', to_json(rep_4.name), ',"description":', to_json(rep_4.description), ',"url":', to_json(rep_4.url), ',"kind":"', rep_4.kind, '","hasCredentials":', CASE
WHEN rep_4.credentials IS NOT NULL THEN 'true'
ELSE 'false' END, ',"syncPeriod":', rep_4.sync_period, ',"state":"', rep_4.state, '","stateMessage":', coalesce(to_json(rep_4.state_message), 'null'), ',"lastSyncedAt":', coalesce('"' || to_char(rep_4.last_synced_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdAt":"', to_char(rep_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","revision":', rep_4.revision, ',"syncs":',
(SELECT concat('{"__typename":"RepositorySyncConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_6
WHERE rep_6.repository_id = rep_4.id) END, ',"pageInfo":{"__typename":"PageInfo","hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), '],"nodes":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rep_5.place, rep_5.found, CASE
WHEN rep_5.place <= 20 THEN concat('{"__typename":"RepositorySyncEdge","cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_5.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_5.id, '"]␂,"node":{"state":"', rep_5.state, '"}}') END AS j0, CASE
WHEN rep_5.place <= 20 THEN concat('{"__typename":"RepositorySync","state":"', rep_5.state, '","startedAt":"', to_char(rep_5.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","finishedAt":', coalesce('"' || to_char(rep_5.finished_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"message":', coalesce(to_json(rep_5.message), 'null'), ',"chartsAdded":', rep_5.charts_added, ',"chartsRemoved":', rep_5.charts_removed, ',"versionsAdded":', rep_5.versions_added, ',"versionsChanged":', rep_5.versions_changed, ',"versionsRemoved":', rep_5.versions_removed, ',"entriesSkipped":', rep_5.entries_skipped, '}') END AS j1 FROM

(SELECT rep_5.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_5.*
FROM repository_sync rep_5
WHERE rep_5.repository_id = rep_4.id
ORDER BY rep_5.started_at DESC, rep_5.id DESC
LIMIT 21) rep_5) rep_5) r HAVING true), ',"charts":',
(SELECT concat('{"__typename":"RepositoryChartConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM repository_chart rep_8
WHERE rep_8.repository_id = rep_4.id) END, ',"edges":[', string_agg(concat('{"__typename":"RepositoryChartEdge","cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_7.name), ',"', rep_7.id, '"]␂,"node":{"name":', to_json(rep_7.name), '}}'), ','), '],"nodes":[', string_agg(concat('{"__typename":"RepositoryChart","id":"rch_', rep_7.id, '","name":', to_json(rep_7.name), ',"description":', to_json(rep_7.description), ',"icon":', coalesce(to_json(rep_7.icon), 'null'), ',"home":', to_json(rep_7.home), ',"keywords":', array_to_json(rep_7.keywords), ',"deprecated":', CASE
WHEN rep_7.deprecated THEN 'true'
ELSE 'false' END, ',"latestVersion":', coalesce(
(SELECT concat('{"__typename":"RepositoryChartVersion","version":', to_json(rep_9.version), '}')
FROM repository_chart_version rep_9
WHERE rep_9.chart_id = rep_7.id
ORDER BY rep_9.sort_key DESC, rep_9.id DESC
LIMIT 1), 'null'), '}'), ','), ']}')
FROM
(SELECT rep_7.*
FROM repository_chart rep_7
WHERE rep_7.repository_id = rep_4.id
ORDER BY rep_7.name, rep_7.id
LIMIT 20) rep_7), ',"chart":', coalesce(
(SELECT concat('{"__typename":"RepositoryChart","id":"rch_', rep_10.id, '","name":', to_json(rep_10.name), ',"description":', to_json(rep_10.description), ',"icon":', coalesce(to_json(rep_10.icon), 'null'), ',"home":', to_json(rep_10.home), ',"keywords":', array_to_json(rep_10.keywords), ',"deprecated":', CASE
WHEN rep_10.deprecated THEN 'true'
ELSE 'false' END, ',"latestVersion":', coalesce(
(SELECT concat('{"__typename":"RepositoryChartVersion","version":', to_json(rep_11.version), '}')
FROM repository_chart_version rep_11
WHERE rep_11.chart_id = rep_10.id
ORDER BY rep_11.sort_key DESC, rep_11.id DESC
LIMIT 1), 'null'), ',"versions":',
(SELECT concat('{"__typename":"RepositoryChartVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_13
WHERE rep_13.chart_id = rep_10.id) END, ',"edges":[', string_agg(concat('{"__typename":"RepositoryChartVersionEdge","cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_12.sort_key), ',"', rep_12.id, '"]␂,"node":{"version":', to_json(rep_12.version), '}}'), ','), '],"nodes":[', string_agg(concat('{"__typename":"RepositoryChartVersion","id":"rcv_', rep_12.id, '","version":', to_json(rep_12.version), ',"appVersion":', coalesce(to_json(rep_12.app_version), 'null'), ',"createdAt":', coalesce('"' || to_char(rep_12.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"digest":', coalesce(to_json(rep_12.digest), 'null'), ',"urls":', array_to_json(rep_12.urls), '}'), ','), ']}')
FROM
(SELECT rep_12.*
FROM repository_chart_version rep_12
WHERE rep_12.chart_id = rep_10.id
ORDER BY rep_12.sort_key DESC, rep_12.id DESC
LIMIT 20) rep_12), '}')
FROM repository_chart rep_10
WHERE rep_10.repository_id = rep_4.id
AND rep_10.name = $3::text), 'null'), ',"unknown":', coalesce(
(SELECT concat('{"id":"rch_', rep_14.id, '"}')
FROM repository_chart rep_14
WHERE rep_14.repository_id = rep_4.id
AND rep_14.name = $4::text), 'null'), '}')
FROM repository rep_4
WHERE rep_4.workspace_id = wor_1.id
AND rep_4.name = $5::text), 'null'), ',"unknown":', coalesce(
(SELECT concat('{"id":"rep_', rep_15.id, '"}')
FROM repository rep_15
WHERE rep_15.workspace_id = wor_1.id
AND rep_15.name = $6::text), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $7::text
AND wor_1.deleted_at IS NULL), 'null'), ',"other":', coalesce(
(SELECT concat('{"repository":', coalesce(
(SELECT concat('{"id":"rep_', rep_17.id, '","url":', to_json(rep_17.url), ',"charts":',
(SELECT concat('{"nodes":[', string_agg(concat('{"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(rep_19.version), '}')
FROM repository_chart_version rep_19
WHERE rep_19.chart_id = rep_18.id
ORDER BY rep_19.sort_key DESC, rep_19.id DESC
LIMIT 1), 'null'), '}'), ','), ']}')
FROM
(SELECT rep_18.*
FROM repository_chart rep_18
WHERE rep_18.repository_id = rep_17.id
ORDER BY rep_18.name, rep_18.id
LIMIT 20) rep_18), '}')
FROM repository rep_17
WHERE rep_17.workspace_id = wor_16.id
AND rep_17.name = $5::text), 'null'), '}')
FROM workspace wor_16
WHERE wor_16.name = $8::text
AND wor_16.deleted_at IS NULL), 'null'), '}}'), 'UTF8') END
