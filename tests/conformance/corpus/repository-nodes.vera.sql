SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"node":', coalesce(
(SELECT concat('{"__typename":"HelmRepository","id":"rep_', rep_1.id, '","name":', to_json(rep_1.name), ',"syncs":',
(SELECT concat('{"nodes":[', string_agg(concat('{"state":"', rep_2.state, '"}'), ','), ']}')
FROM
(SELECT rep_2.*
FROM repository_sync rep_2
WHERE rep_2.repository_id = rep_1.id
AND rep_2.workspace_id = ANY ($3::uuid[])
ORDER BY rep_2.started_at DESC, rep_2.id DESC
LIMIT 1) rep_2), '}')
FROM repository rep_1
WHERE rep_1.id = $4::uuid
AND rep_1.workspace_id = ANY ($3::uuid[])), 'null'), ',"chart":', coalesce(
(SELECT concat('{"id":"rch_', rep_3.id, '"}')
FROM repository_chart rep_3
WHERE rep_3.id = $5::uuid
AND rep_3.workspace_id = ANY ($3::uuid[])), 'null'), ',"dark":', coalesce(
(SELECT concat('{"id":"rep_', rep_4.id, '"}')
FROM repository rep_4
WHERE rep_4.id = $6::uuid
AND rep_4.workspace_id = ANY ($3::uuid[])), 'null'), ',"nodes":[',
(SELECT string_agg(coalesce(CASE wan_5.kind
WHEN 'rep' THEN
(SELECT concat('{"__typename":"HelmRepository","id":"rep_', rep_6.id, '","name":', to_json(rep_6.name), ',"kind":"', rep_6.kind, '"}')
FROM repository rep_6
WHERE rep_6.id = wan_5.id
AND rep_6.workspace_id = ANY ($3::uuid[]))
WHEN 'rch' THEN
(SELECT concat('{"__typename":"RepositoryChart","id":"rch_', rep_7.id, '","name":', to_json(rep_7.name), ',"keywords":', array_to_json(rep_7.keywords), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(rep_8.version), '}')
FROM repository_chart_version rep_8
WHERE rep_8.chart_id = rep_7.id
AND rep_8.workspace_id = ANY ($3::uuid[])
ORDER BY rep_8.sort_key DESC, rep_8.id DESC
LIMIT 1), 'null'), '}')
FROM repository_chart rep_7
WHERE rep_7.id = wan_5.id
AND rep_7.workspace_id = ANY ($3::uuid[]))
WHEN 'rcv' THEN
(SELECT concat('{"__typename":"RepositoryChartVersion","id":"rcv_', rep_9.id, '","version":', to_json(rep_9.version), ',"digest":', coalesce(to_json(rep_9.digest), 'null'), ',"urls":', array_to_json(rep_9.urls), '}')
FROM repository_chart_version rep_9
WHERE rep_9.id = wan_5.id
AND rep_9.workspace_id = ANY ($3::uuid[])) END, 'null'), ','
ORDER BY wan_5.place)
FROM unnest($7::text[], $8::uuid[])
WITH ORDINALITY AS wan_5(kind, id, place)), ']}}'), 'UTF8') END
