SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8
AND (coalesce(
(SELECT (coalesce(
(SELECT (pro_23.size)::bigint * 1 + (coalesce(octet_length(pro_23.fault), 0))::bigint * 1
FROM provenance pro_23
WHERE pro_23.version_id = ver_22.id
AND pro_23.package_digest = ver_22.package_digest), 0))::bigint * 1
FROM version ver_22
WHERE ver_22.id = $3::uuid
AND ver_22.deleted_at IS NULL
AND ((ver_22.first_submitted_at IS NOT NULL
AND ver_22.workspace_id = ANY ($4::uuid[]))
OR (ver_22.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_27.size)::bigint * 1 + (coalesce(octet_length(pro_27.fault), 0))::bigint * 1
FROM provenance pro_27
WHERE pro_27.version_id = ver_26.id
AND pro_27.package_digest = ver_26.package_digest), 0))::bigint * 1
FROM version ver_26
WHERE ver_26.id = $5::uuid
AND ver_26.deleted_at IS NULL
AND ((ver_26.first_submitted_at IS NOT NULL
AND ver_26.workspace_id = ANY ($4::uuid[]))
OR (ver_26.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_31.size)::bigint * 1 + (coalesce(octet_length(pro_31.fault), 0))::bigint * 1
FROM provenance pro_31
WHERE pro_31.version_id = ver_30.id
AND pro_31.package_digest = ver_30.package_digest), 0))::bigint * 1
FROM version ver_30
WHERE ver_30.id = $6::uuid
AND ver_30.deleted_at IS NULL
AND ((ver_30.first_submitted_at IS NOT NULL
AND ver_30.workspace_id = ANY ($4::uuid[]))
OR (ver_30.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_35.size)::bigint * 1 + (coalesce(octet_length(pro_35.fault), 0))::bigint * 1
FROM provenance pro_35
WHERE pro_35.version_id = ver_34.id
AND pro_35.package_digest = ver_34.package_digest), 0))::bigint * 1
FROM version ver_34
WHERE ver_34.id = $7::uuid
AND ver_34.deleted_at IS NULL
AND ((ver_34.first_submitted_at IS NOT NULL
AND ver_34.workspace_id = ANY ($4::uuid[]))
OR (ver_34.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_39.size)::bigint * 1 + (coalesce(octet_length(pro_39.fault), 0))::bigint * 1
FROM provenance pro_39
WHERE pro_39.version_id = ver_38.id
AND pro_39.package_digest = ver_38.package_digest), 0))::bigint * 1
FROM version ver_38
WHERE ver_38.id = $8::uuid
AND ver_38.deleted_at IS NULL
AND ((ver_38.first_submitted_at IS NOT NULL
AND ver_38.workspace_id = ANY ($4::uuid[]))
OR (ver_38.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_43.size)::bigint * 1 + (coalesce(octet_length(pro_43.fault), 0))::bigint * 1
FROM provenance pro_43
WHERE pro_43.version_id = ver_42.id
AND pro_43.package_digest = ver_42.package_digest), 0))::bigint * 1
FROM version ver_42
WHERE ver_42.id = $9::uuid
AND ver_42.deleted_at IS NULL
AND ((ver_42.first_submitted_at IS NOT NULL
AND ver_42.workspace_id = ANY ($4::uuid[]))
OR (ver_42.state = 'ACTIVE'))), 0))::bigint * 1 + (
(SELECT coalesce(sum((
(SELECT coalesce(sum((coalesce(
(SELECT (pro_48.size)::bigint * 1 + (coalesce(octet_length(pro_48.fault), 0))::bigint * 1
FROM provenance pro_48
WHERE pro_48.version_id = ver_47.id
AND pro_48.package_digest = ver_47.package_digest), 0))::bigint * 1), 0)
FROM
(SELECT ver_47.*
FROM version ver_47
WHERE ver_47.template_id = sto_46.template_id
AND ver_47.state = 'ACTIVE'
AND ver_47.deleted_at IS NULL
ORDER BY ver_47.sort_key DESC, ver_47.created_at DESC, ver_47.id DESC
LIMIT 20) ver_47))::bigint * 1), 0)
FROM
(SELECT sto_46.*
FROM store_app sto_46
WHERE sto_46.listed
ORDER BY sto_46.published_at DESC, sto_46.id DESC
LIMIT 20) sto_46))::bigint * 1 <= 16777216 THEN
(SELECT CASE
WHEN octet_length(x.answer) <= 16777216 THEN convert_to(x.answer, 'UTF8') END

FROM
(SELECT concat('{"data":{"signed":', coalesce(
(SELECT concat('{"version":', to_json(ver_1.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_1.id
AND x.package_digest = ver_1.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_2.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_2.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_2.fault), 'null'), ',"createdAt":"', to_char(pro_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', 'null', '}')
FROM provenance pro_2
WHERE pro_2.version_id = ver_1.id
AND pro_2.package_digest = ver_1.package_digest), 'null'), '}')
FROM version ver_1
WHERE ver_1.id = $3::uuid
AND ver_1.deleted_at IS NULL
AND ((ver_1.first_submitted_at IS NOT NULL
AND ver_1.workspace_id = ANY ($4::uuid[]))
OR (ver_1.state = 'ACTIVE'))), 'null'), ',"doubted":', coalesce(
(SELECT concat('{"version":', to_json(ver_4.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_4.id
AND x.package_digest = ver_4.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_5.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_5.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_5.fault), 'null'), ',"createdAt":"', to_char(pro_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', 'null', '}')
FROM provenance pro_5
WHERE pro_5.version_id = ver_4.id
AND pro_5.package_digest = ver_4.package_digest), 'null'), '}')
FROM version ver_4
WHERE ver_4.id = $5::uuid
AND ver_4.deleted_at IS NULL
AND ((ver_4.first_submitted_at IS NOT NULL
AND ver_4.workspace_id = ANY ($4::uuid[]))
OR (ver_4.state = 'ACTIVE'))), 'null'), ',"forgotten":', coalesce(
(SELECT concat('{"version":', to_json(ver_7.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_7.id
AND x.package_digest = ver_7.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_8.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_8.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_8.fault), 'null'), ',"createdAt":"', to_char(pro_8.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', 'null', '}')
FROM provenance pro_8
WHERE pro_8.version_id = ver_7.id
AND pro_8.package_digest = ver_7.package_digest), 'null'), '}')
FROM version ver_7
WHERE ver_7.id = $6::uuid
AND ver_7.deleted_at IS NULL
AND ((ver_7.first_submitted_at IS NOT NULL
AND ver_7.workspace_id = ANY ($4::uuid[]))
OR (ver_7.state = 'ACTIVE'))), 'null'), ',"bare":', coalesce(
(SELECT concat('{"version":', to_json(ver_10.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_10.id
AND x.package_digest = ver_10.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_11.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_11.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_11.fault), 'null'), ',"createdAt":"', to_char(pro_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', 'null', '}')
FROM provenance pro_11
WHERE pro_11.version_id = ver_10.id
AND pro_11.package_digest = ver_10.package_digest), 'null'), '}')
FROM version ver_10
WHERE ver_10.id = $7::uuid
AND ver_10.deleted_at IS NULL
AND ((ver_10.first_submitted_at IS NOT NULL
AND ver_10.workspace_id = ANY ($4::uuid[]))
OR (ver_10.state = 'ACTIVE'))), 'null'), ',"elsewhere":', coalesce(
(SELECT concat('{"version":', to_json(ver_13.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_13.id
AND x.package_digest = ver_13.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_14.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_14.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_14.fault), 'null'), ',"createdAt":"', to_char(pro_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', 'null', '}')
FROM provenance pro_14
WHERE pro_14.version_id = ver_13.id
AND pro_14.package_digest = ver_13.package_digest), 'null'), '}')
FROM version ver_13
WHERE ver_13.id = $8::uuid
AND ver_13.deleted_at IS NULL
AND ((ver_13.first_submitted_at IS NOT NULL
AND ver_13.workspace_id = ANY ($4::uuid[]))
OR (ver_13.state = 'ACTIVE'))), 'null'), ',"ofAnotherPackage":', coalesce(
(SELECT concat('{"version":', to_json(ver_16.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_16.id
AND x.package_digest = ver_16.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_17.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_17.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_17.fault), 'null'), ',"createdAt":"', to_char(pro_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', 'null', '}')
FROM provenance pro_17
WHERE pro_17.version_id = ver_16.id
AND pro_17.package_digest = ver_16.package_digest), 'null'), '}')
FROM version ver_16
WHERE ver_16.id = $9::uuid
AND ver_16.deleted_at IS NULL
AND ((ver_16.first_submitted_at IS NOT NULL
AND ver_16.workspace_id = ANY ($4::uuid[]))
OR (ver_16.state = 'ACTIVE'))), 'null'), ',"storeApps":',
(SELECT concat('{"nodes":[', string_agg(concat('{"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_20.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_20.id
AND x.package_digest = ver_20.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_21.text_digest), '␃'), ',"message":', coalesce(to_json(pro_21.fault), 'null'), ',"createdAt":"', to_char(pro_21.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM provenance pro_21
WHERE pro_21.version_id = ver_20.id
AND pro_21.package_digest = ver_20.package_digest), 'null'), '}'), ','), ']}')
FROM
(SELECT ver_20.*
FROM version ver_20
WHERE ver_20.template_id = sto_19.template_id
AND ver_20.state = 'ACTIVE'
AND ver_20.deleted_at IS NULL
ORDER BY ver_20.sort_key DESC, ver_20.created_at DESC, ver_20.id DESC
LIMIT 20) ver_20), '}'), ','), ']}')
FROM
(SELECT sto_19.*
FROM store_app sto_19
WHERE sto_19.listed
ORDER BY sto_19.published_at DESC, sto_19.id DESC
LIMIT 20) sto_19), '}}') AS answer OFFSET 0) x) END
