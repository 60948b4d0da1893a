SELECT CASE
WHEN (coalesce(
(SELECT (coalesce(octet_length(ver_21.app_version), 0))::bigint * 1 + (coalesce(octet_length(ver_21.description), 0))::bigint * 1 + (coalesce(octet_length(ver_21.state_message), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(pac_25.chart::text))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'apiVersion', 'null')::text, '"v1"')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'name', 'null')::text, '""')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'version', 'null')::text, '""')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'appVersion', 'null')::text, 'null')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'kubeVersion', 'null')::text, 'null')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'type', 'null')::text, '"application"')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'description', 'null')::text, 'null')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'home', 'null')::text, 'null')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'sources', 'null')::text, '[]')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'keywords', 'null')::text, '[]')))::bigint * 1 + (coalesce(octet_length((pac_25.chart -> 'maintainers')::text), 0))::bigint * 4 + (octet_length(coalesce(nullif(pac_25.chart -> 'icon', 'null')::text, 'null')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'deprecated', 'null')::text, 'false')))::bigint * 1 + (octet_length(coalesce(nullif(pac_25.chart -> 'annotations', 'null')::text, '{}')))::bigint * 1 + (coalesce(octet_length((pac_25.chart -> 'dependencies')::text), 0))::bigint * 7
FROM package pac_25
WHERE pac_25.digest = ver_21.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_21.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_21.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(k.values_schema::text)
FROM package k
WHERE k.digest = ver_21.package_digest), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(octet_length(pac_26.path), 0))::bigint * 1 + (CASE
WHEN pac_26.text_digest IS NULL THEN 0
ELSE pac_26.size END)::bigint * 1), 0)
FROM package_file pac_26
WHERE pac_26.package_digest = ver_21.package_digest))::bigint * 1 + (coalesce(
(SELECT (coalesce(octet_length(pac_27.path), 0))::bigint * 1 + (CASE
WHEN pac_27.text_digest IS NULL THEN 0
ELSE pac_27.size END)::bigint * 1
FROM package_file pac_27
WHERE pac_27.package_digest = ver_21.package_digest
AND pac_27.path = $1::text), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(octet_length(pac_28.path), 0))::bigint * 1
FROM package_file pac_28
WHERE pac_28.package_digest = ver_21.package_digest
AND pac_28.path = $2::text), 0))::bigint * 1 + (coalesce(
(SELECT (CASE
WHEN pac_29.text_digest IS NULL THEN 0
ELSE pac_29.size END)::bigint * 1
FROM package_file pac_29
WHERE pac_29.package_digest = ver_21.package_digest
AND pac_29.path = $3::text), 0))::bigint * 1
FROM version ver_21
WHERE ver_21.id = $4::uuid
AND ver_21.deleted_at IS NULL
AND ver_21.state = 'ACTIVE'), 0))::bigint * 1 <= 16777216 THEN
(SELECT CASE
WHEN octet_length(x.answer) <= 16777216 THEN convert_to(x.answer, 'UTF8') END

FROM
(SELECT concat('{"data":{"node":', coalesce(
(SELECT concat('{"__typename":"AppVersion","id":"ver_', ver_1.id, '","version":', to_json(ver_1.version), ',"appVersion":', coalesce(to_json(ver_1.app_version), 'null'), ',"description":', to_json(ver_1.description), ',"state":"', ver_1.state, '","stateMessage":', coalesce(to_json(ver_1.state_message), 'null'), ',"stateChangedAt":"', to_char(ver_1.state_changed_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","template":', 'null', ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_3.name), '}')
FROM store_app sto_3
WHERE sto_3.template_id = ver_1.template_id
AND sto_3.listed), 'null'), ',"package":', coalesce(
(SELECT concat('{"__typename":"ChartPackage","fileName":', to_json(pac_4.chart_name || '-' || pac_4.chart_version || '.tgz'), ',"size":', pac_4.size, ',"digest":', to_json(pac_4.digest), ',"downloadUrl":␁p', ver_1.id, '|', ver_1.state, '|', pac_4.digest, '␂}')
FROM package pac_4
WHERE pac_4.digest = ver_1.package_digest), '␃'), ',"chart":', coalesce(
(SELECT concat('{"__typename":"ChartMetadata","apiVersion":', coalesce(nullif(pac_5.chart -> 'apiVersion', 'null')::text, '"v1"'), ',"name":', coalesce(nullif(pac_5.chart -> 'name', 'null')::text, '""'), ',"version":', coalesce(nullif(pac_5.chart -> 'version', 'null')::text, '""'), ',"appVersion":', coalesce(nullif(pac_5.chart -> 'appVersion', 'null')::text, 'null'), ',"kubeVersion":', coalesce(nullif(pac_5.chart -> 'kubeVersion', 'null')::text, 'null'), ',"type":', coalesce(nullif(pac_5.chart -> 'type', 'null')::text, '"application"'), ',"description":', coalesce(nullif(pac_5.chart -> 'description', 'null')::text, 'null'), ',"home":', coalesce(nullif(pac_5.chart -> 'home', 'null')::text, 'null'), ',"sources":', coalesce(nullif(pac_5.chart -> 'sources', 'null')::text, '[]'), ',"keywords":', coalesce(nullif(pac_5.chart -> 'keywords', 'null')::text, '[]'), ',"maintainers":[',
(SELECT string_agg(concat('{"__typename":"Maintainer","name":', coalesce(nullif(ite_6.document -> 'name', 'null')::text, '""'), ',"email":', coalesce(nullif(ite_6.document -> 'email', 'null')::text, 'null'), ',"url":', coalesce(nullif(ite_6.document -> 'url', 'null')::text, 'null'), '}'), ','
ORDER BY ite_6.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_5.chart -> 'maintainers')
WHEN 'array' THEN pac_5.chart -> 'maintainers'
ELSE '[]' END)
WITH ORDINALITY AS ite_6(document, place)), '],"icon":', coalesce(nullif(pac_5.chart -> 'icon', 'null')::text, 'null'), ',"deprecated":', coalesce(nullif(pac_5.chart -> 'deprecated', 'null')::text, 'false'), ',"annotations":', coalesce(nullif(pac_5.chart -> 'annotations', 'null')::text, '{}'), ',"dependencies":[',
(SELECT string_agg(concat('{"__typename":"ChartDependency","name":', coalesce(nullif(ite_7.document -> 'name', 'null')::text, '""'), ',"version":', coalesce(nullif(ite_7.document -> 'version', 'null')::text, '""'), ',"repository":', coalesce(nullif(ite_7.document -> 'repository', 'null')::text, 'null'), ',"condition":', coalesce(nullif(ite_7.document -> 'condition', 'null')::text, 'null'), ',"tags":', coalesce(nullif(ite_7.document -> 'tags', 'null')::text, '[]'), ',"alias":', coalesce(nullif(ite_7.document -> 'alias', 'null')::text, 'null'), '}'), ','
ORDER BY ite_7.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_5.chart -> 'dependencies')
WHEN 'array' THEN pac_5.chart -> 'dependencies'
ELSE '[]' END)
WITH ORDINALITY AS ite_7(document, place)), ']}')
FROM package pac_5
WHERE pac_5.digest = ver_1.package_digest), '␃'), ',"readme":', coalesce(
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
(SELECT string_agg(concat('{"__typename":"ChartFile","path":', to_json(pac_8.path), ',"size":', pac_8.size, ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_8.text_digest), 'null'), '}'), ','
ORDER BY pac_8.path)
FROM package_file pac_8
WHERE pac_8.package_digest = ver_1.package_digest), '],"file":', coalesce(
(SELECT concat('{"path":', to_json(pac_9.path), ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_9.text_digest), 'null'), '}')
FROM package_file pac_9
WHERE pac_9.package_digest = ver_1.package_digest
AND pac_9.path = $1::text), 'null'), ',"missing":', coalesce(
(SELECT concat('{"path":', to_json(pac_10.path), '}')
FROM package_file pac_10
WHERE pac_10.package_digest = ver_1.package_digest
AND pac_10.path = $2::text), 'null'), ',"binary":', coalesce(
(SELECT concat('{"size":', pac_11.size, ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_11.text_digest), 'null'), '}')
FROM package_file pac_11
WHERE pac_11.package_digest = ver_1.package_digest
AND pac_11.path = $3::text), 'null'), ',"reviews":',
(SELECT concat('{"__typename":"ReviewConnection","totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_14
WHERE false) END, ',"edges":[', string_agg(concat('{"__typename":"ReviewEdge","cursor":␁c["AppVersion.reviews:SUBMITTED_AT:DESC","', to_char(rev_12.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_12.id, '"]␂,"node":{"__typename":"Review","id":"rev_', rev_12.id, '"}}'), ','), ']}')
FROM
(SELECT rev_12.*
FROM review rev_12
WHERE false
ORDER BY rev_12.submitted_at DESC, rev_12.id DESC
LIMIT 3) rev_12), ',"review":', 'null', ',"audit":',
(SELECT concat('{"__typename":"AuditEventConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM audit_event aud_19
WHERE false) END, ',"edges":[', string_agg(r.j0, ','), '],"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT aud_18.place, aud_18.found, CASE
WHEN aud_18.place <= 2 THEN concat('{"__typename":"AuditEventEdge","cursor":␁c["AppVersion.audit:AT:DESC","', to_char(aud_18.at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', aud_18.id, '"]␂,"node":{"__typename":"AuditEvent","action":', to_json(aud_18.action), '}}') END AS j0 FROM

(SELECT aud_18.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT aud_18.*
FROM audit_event aud_18
WHERE false
ORDER BY aud_18.at DESC, aud_18.id DESC
LIMIT 3) aud_18) aud_18) r HAVING true), ',"createdBy":', 'null', ',"downloads":', least(ver_1.downloads, 2147483647), ',"createdAt":"', to_char(ver_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","updatedAt":"', to_char(ver_1.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","revision":', ver_1.revision, ',"viewerActions":[', CASE ver_1.state
WHEN 'DRAFT' THEN concat_ws(',', CASE
WHEN false THEN '"UPDATE"' END, CASE
WHEN false THEN '"REPLACE_PACKAGE"' END, CASE
WHEN false THEN '"SUBMIT"' END, CASE
WHEN false THEN '"DELETE"' END)
WHEN 'SUBMITTED' THEN concat_ws(',', CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_1.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $5::uuid) IS NOT TRUE
AND NOT $5::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN false THEN '"WITHDRAW"' END)
WHEN 'IN_REVIEW' THEN concat_ws(',', CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_1.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $5::uuid) IS NOT TRUE
AND NOT $5::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_1.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $5::uuid) IS NOT TRUE
AND NOT $5::uuid = ANY (x.uploaders)) THEN '"PASS"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_1.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $5::uuid) IS NOT TRUE
AND NOT $5::uuid = ANY (x.uploaders)) THEN '"REJECT"' END, CASE
WHEN false THEN '"WITHDRAW"' END)
WHEN 'PASSED' THEN concat_ws(',', CASE
WHEN false THEN '"PUBLISH"' END, CASE
WHEN false THEN '"WITHDRAW"' END, CASE
WHEN false THEN '"DELETE"' END)
WHEN 'REJECTED' THEN concat_ws(',', CASE
WHEN false THEN '"UPDATE"' END, CASE
WHEN false THEN '"REPLACE_PACKAGE"' END, CASE
WHEN false THEN '"SUBMIT"' END, CASE
WHEN false THEN '"DELETE"' END)
WHEN 'ACTIVE' THEN concat_ws(',', CASE
WHEN false THEN '"SUSPEND"' END)
WHEN 'SUSPENDED' THEN concat_ws(',', CASE
WHEN false THEN '"RESTORE"' END, CASE
WHEN false THEN '"DELETE"' END) END, ']}')
FROM version ver_1
WHERE ver_1.id = $4::uuid
AND ver_1.deleted_at IS NULL
AND ver_1.state = 'ACTIVE'), 'null'), '}}') AS answer OFFSET 0) x) END
