SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN
(SELECT CASE
WHEN octet_length(x.answer) <= 16777216 THEN convert_to(x.answer, 'UTF8') END

FROM
(SELECT concat('{"data":{"node":', coalesce(
(SELECT concat('{"version":', to_json(ver_1.version), ',"appVersion":', coalesce(to_json(ver_1.app_version), 'null'), ',"description":', to_json(ver_1.description), ',"stateMessage":', coalesce(to_json(ver_1.state_message), 'null'), ',"package":', coalesce(
(SELECT concat('{"fileName":', to_json(pac_2.chart_name || '-' || pac_2.chart_version || '.tgz'), ',"size":', pac_2.size, ',"downloadUrl":␁p', ver_1.id, '|', ver_1.state, '|', pac_2.digest, '␂}')
FROM package pac_2
WHERE pac_2.digest = ver_1.package_digest), '␃'), ',"chart":', coalesce(
(SELECT concat('{"apiVersion":', coalesce(nullif(pac_3.chart -> 'apiVersion', 'null')::text, '"v1"'), ',"name":', coalesce(nullif(pac_3.chart -> 'name', 'null')::text, '""'), ',"version":', coalesce(nullif(pac_3.chart -> 'version', 'null')::text, '""'), ',"appVersion":', coalesce(nullif(pac_3.chart -> 'appVersion', 'null')::text, 'null'), ',"kubeVersion":', coalesce(nullif(pac_3.chart -> 'kubeVersion', 'null')::text, 'null'), ',"type":', coalesce(nullif(pac_3.chart -> 'type', 'null')::text, '"application"'), ',"description":', coalesce(nullif(pac_3.chart -> 'description', 'null')::text, 'null'), ',"home":', coalesce(nullif(pac_3.chart -> 'home', 'null')::text, 'null'), ',"sources":', coalesce(nullif(pac_3.chart -> 'sources', 'null')::text, '[]'), ',"keywords":', coalesce(nullif(pac_3.chart -> 'keywords', 'null')::text, '[]'), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_4.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_4.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_3.chart -> 'maintainers')
WHEN 'array' THEN pac_3.chart -> 'maintainers'
ELSE '[]' END)
WITH ORDINALITY AS ite_4(document, place)), '],"icon":', coalesce(nullif(pac_3.chart -> 'icon', 'null')::text, 'null'), ',"deprecated":', coalesce(nullif(pac_3.chart -> 'deprecated', 'null')::text, 'false'), ',"annotations":', coalesce(nullif(pac_3.chart -> 'annotations', 'null')::text, '{}'), ',"dependencies":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_5.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_5.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_3.chart -> 'dependencies')
WHEN 'array' THEN pac_3.chart -> 'dependencies'
ELSE '[]' END)
WITH ORDINALITY AS ite_5(document, place)), ']}')
FROM package pac_3
WHERE pac_3.digest = ver_1.package_digest), '␃'), ',"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_1.package_digest), 'null'), ',"values":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_1.package_digest)::text, '␃'), ',"valuesSchema":', coalesce(
(SELECT k.values_schema::text
FROM package k
WHERE k.digest = ver_1.package_digest), 'null'), ',"files":[',
(SELECT string_agg(concat('{"path":', to_json(pac_6.path), '}'), ','
ORDER BY pac_6.path)
FROM package_file pac_6
WHERE pac_6.package_digest = ver_1.package_digest), '],"file":', coalesce(
(SELECT concat('{"path":', to_json(pac_7.path), '}')
FROM package_file pac_7
WHERE pac_7.package_digest = ver_1.package_digest
AND pac_7.path = $3::text), 'null'), ',"review":', 'null', ',"createdBy":', coalesce(
(SELECT concat('{"id":"usr_', app_10.id, '"}')
FROM app_user app_10
WHERE app_10.id = ver_1.created_by
AND app_10.id = $4::uuid), 'null'), ',"reviews":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_13
WHERE false) END, ',"nodes":[', string_agg(concat('{"id":"rev_', rev_11.id, '"}'), ','), ']}')
FROM
(SELECT rev_11.*
FROM review rev_11
WHERE false
ORDER BY rev_11.submitted_at DESC, rev_11.id DESC
LIMIT 20) rev_11), ',"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_16
WHERE false) END, ',"nodes":[', string_agg(concat('{"id":"evt_', aud_15.id, '"}'), ','), ']}')
FROM
(SELECT aud_15.*
FROM audit_event aud_15
WHERE false
ORDER BY aud_15.at DESC, aud_15.id DESC
LIMIT 20) aud_15), '}')
FROM version ver_1
WHERE ver_1.id = $5::uuid
AND ver_1.deleted_at IS NULL
AND ver_1.state = 'ACTIVE'), 'null'), '}}') AS answer OFFSET 0) x) END
