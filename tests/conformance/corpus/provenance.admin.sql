SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8
AND (coalesce(
(SELECT (coalesce(
(SELECT (pro_29.size)::bigint * 1 + (coalesce(octet_length(pro_29.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_30.owners)::text))::bigint * 1
FROM signing_key sig_30
WHERE sig_30.id = pro_29.signing_key_id), 0))::bigint * 1
FROM provenance pro_29
WHERE pro_29.version_id = ver_28.id
AND pro_29.package_digest = ver_28.package_digest), 0))::bigint * 1
FROM version ver_28
WHERE ver_28.id = $3::uuid
AND ver_28.deleted_at IS NULL), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_33.size)::bigint * 1 + (coalesce(octet_length(pro_33.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_34.owners)::text))::bigint * 1
FROM signing_key sig_34
WHERE sig_34.id = pro_33.signing_key_id), 0))::bigint * 1
FROM provenance pro_33
WHERE pro_33.version_id = ver_32.id
AND pro_33.package_digest = ver_32.package_digest), 0))::bigint * 1
FROM version ver_32
WHERE ver_32.id = $4::uuid
AND ver_32.deleted_at IS NULL), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_37.size)::bigint * 1 + (coalesce(octet_length(pro_37.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_38.owners)::text))::bigint * 1
FROM signing_key sig_38
WHERE sig_38.id = pro_37.signing_key_id), 0))::bigint * 1
FROM provenance pro_37
WHERE pro_37.version_id = ver_36.id
AND pro_37.package_digest = ver_36.package_digest), 0))::bigint * 1
FROM version ver_36
WHERE ver_36.id = $5::uuid
AND ver_36.deleted_at IS NULL), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_41.size)::bigint * 1 + (coalesce(octet_length(pro_41.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_42.owners)::text))::bigint * 1
FROM signing_key sig_42
WHERE sig_42.id = pro_41.signing_key_id), 0))::bigint * 1
FROM provenance pro_41
WHERE pro_41.version_id = ver_40.id
AND pro_41.package_digest = ver_40.package_digest), 0))::bigint * 1
FROM version ver_40
WHERE ver_40.id = $6::uuid
AND ver_40.deleted_at IS NULL), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_45.size)::bigint * 1 + (coalesce(octet_length(pro_45.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_46.owners)::text))::bigint * 1
FROM signing_key sig_46
WHERE sig_46.id = pro_45.signing_key_id), 0))::bigint * 1
FROM provenance pro_45
WHERE pro_45.version_id = ver_44.id
AND pro_45.package_digest = ver_44.package_digest), 0))::bigint * 1
FROM version ver_44
WHERE ver_44.id = $7::uuid
AND ver_44.deleted_at IS NULL), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_49.size)::bigint * 1 + (coalesce(octet_length(pro_49.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_50.owners)::text))::bigint * 1
FROM signing_key sig_50
WHERE sig_50.id = pro_49.signing_key_id), 0))::bigint * 1
FROM provenance pro_49
WHERE pro_49.version_id = ver_48.id
AND pro_49.package_digest = ver_48.package_digest), 0))::bigint * 1
FROM version ver_48
WHERE ver_48.id = $8::uuid
AND ver_48.deleted_at IS NULL), 0))::bigint * 1 + (
(SELECT coalesce(sum((
(SELECT coalesce(sum((coalesce(
(SELECT (pro_54.size)::bigint * 1 + (coalesce(octet_length(pro_54.fault), 0))::bigint * 1
FROM provenance pro_54
WHERE pro_54.version_id = ver_53.id
AND pro_54.package_digest = ver_53.package_digest), 0))::bigint * 1), 0)
FROM
(SELECT ver_53.*
FROM version ver_53
WHERE ver_53.template_id = sto_52.template_id
AND ver_53.state = 'ACTIVE'
AND ver_53.deleted_at IS NULL
ORDER BY ver_53.sort_key DESC, ver_53.created_at DESC, ver_53.id DESC
LIMIT 20) ver_53))::bigint * 1), 0)
FROM
(SELECT sto_52.*
FROM store_app sto_52
WHERE sto_52.listed
ORDER BY sto_52.published_at DESC, sto_52.id DESC
LIMIT 20) sto_52))::bigint * 1 <= 16777216 THEN
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
WHERE k.id = pro_2.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_2.fault), 'null'), ',"createdAt":"', to_char(pro_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_3.id, '","fingerprint":', to_json(sig_3.fingerprint), ',"owners":', array_to_json(sig_3.owners), ',"expiresAt":', coalesce('"' || to_char(sig_3.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_4.username), '}')
FROM app_user app_4
WHERE app_4.id = sig_3.created_by), 'null'), ',"createdAt":"', to_char(sig_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_3
WHERE sig_3.id = pro_2.signing_key_id), 'null'), '}')
FROM provenance pro_2
WHERE pro_2.version_id = ver_1.id
AND pro_2.package_digest = ver_1.package_digest), 'null'), '}')
FROM version ver_1
WHERE ver_1.id = $3::uuid
AND ver_1.deleted_at IS NULL), 'null'), ',"doubted":', coalesce(
(SELECT concat('{"version":', to_json(ver_5.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_5.id
AND x.package_digest = ver_5.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_6.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_6.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_6.fault), 'null'), ',"createdAt":"', to_char(pro_6.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_7.id, '","fingerprint":', to_json(sig_7.fingerprint), ',"owners":', array_to_json(sig_7.owners), ',"expiresAt":', coalesce('"' || to_char(sig_7.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_8.username), '}')
FROM app_user app_8
WHERE app_8.id = sig_7.created_by), 'null'), ',"createdAt":"', to_char(sig_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_7
WHERE sig_7.id = pro_6.signing_key_id), 'null'), '}')
FROM provenance pro_6
WHERE pro_6.version_id = ver_5.id
AND pro_6.package_digest = ver_5.package_digest), 'null'), '}')
FROM version ver_5
WHERE ver_5.id = $4::uuid
AND ver_5.deleted_at IS NULL), 'null'), ',"forgotten":', coalesce(
(SELECT concat('{"version":', to_json(ver_9.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_9.id
AND x.package_digest = ver_9.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_10.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_10.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_10.fault), 'null'), ',"createdAt":"', to_char(pro_10.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_11.id, '","fingerprint":', to_json(sig_11.fingerprint), ',"owners":', array_to_json(sig_11.owners), ',"expiresAt":', coalesce('"' || to_char(sig_11.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_12.username), '}')
FROM app_user app_12
WHERE app_12.id = sig_11.created_by), 'null'), ',"createdAt":"', to_char(sig_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_11
WHERE sig_11.id = pro_10.signing_key_id), 'null'), '}')
FROM provenance pro_10
WHERE pro_10.version_id = ver_9.id
AND pro_10.package_digest = ver_9.package_digest), 'null'), '}')
FROM version ver_9
WHERE ver_9.id = $5::uuid
AND ver_9.deleted_at IS NULL), 'null'), ',"bare":', coalesce(
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
WHERE k.id = pro_14.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_14.fault), 'null'), ',"createdAt":"', to_char(pro_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_15.id, '","fingerprint":', to_json(sig_15.fingerprint), ',"owners":', array_to_json(sig_15.owners), ',"expiresAt":', coalesce('"' || to_char(sig_15.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_16.username), '}')
FROM app_user app_16
WHERE app_16.id = sig_15.created_by), 'null'), ',"createdAt":"', to_char(sig_15.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_15
WHERE sig_15.id = pro_14.signing_key_id), 'null'), '}')
FROM provenance pro_14
WHERE pro_14.version_id = ver_13.id
AND pro_14.package_digest = ver_13.package_digest), 'null'), '}')
FROM version ver_13
WHERE ver_13.id = $6::uuid
AND ver_13.deleted_at IS NULL), 'null'), ',"elsewhere":', coalesce(
(SELECT concat('{"version":', to_json(ver_17.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_17.id
AND x.package_digest = ver_17.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_18.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_18.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_18.fault), 'null'), ',"createdAt":"', to_char(pro_18.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_19.id, '","fingerprint":', to_json(sig_19.fingerprint), ',"owners":', array_to_json(sig_19.owners), ',"expiresAt":', coalesce('"' || to_char(sig_19.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_20.username), '}')
FROM app_user app_20
WHERE app_20.id = sig_19.created_by), 'null'), ',"createdAt":"', to_char(sig_19.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_19
WHERE sig_19.id = pro_18.signing_key_id), 'null'), '}')
FROM provenance pro_18
WHERE pro_18.version_id = ver_17.id
AND pro_18.package_digest = ver_17.package_digest), 'null'), '}')
FROM version ver_17
WHERE ver_17.id = $7::uuid
AND ver_17.deleted_at IS NULL), 'null'), ',"ofAnotherPackage":', coalesce(
(SELECT concat('{"version":', to_json(ver_21.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_21.id
AND x.package_digest = ver_21.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_22.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_22.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_22.fault), 'null'), ',"createdAt":"', to_char(pro_22.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_23.id, '","fingerprint":', to_json(sig_23.fingerprint), ',"owners":', array_to_json(sig_23.owners), ',"expiresAt":', coalesce('"' || to_char(sig_23.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_24.username), '}')
FROM app_user app_24
WHERE app_24.id = sig_23.created_by), 'null'), ',"createdAt":"', to_char(sig_23.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_23
WHERE sig_23.id = pro_22.signing_key_id), 'null'), '}')
FROM provenance pro_22
WHERE pro_22.version_id = ver_21.id
AND pro_22.package_digest = ver_21.package_digest), 'null'), '}')
FROM version ver_21
WHERE ver_21.id = $8::uuid
AND ver_21.deleted_at IS NULL), 'null'), ',"storeApps":',
(SELECT concat('{"nodes":[', string_agg(concat('{"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_26.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_26.id
AND x.package_digest = ver_26.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_27.text_digest), '␃'), ',"message":', coalesce(to_json(pro_27.fault), 'null'), ',"createdAt":"', to_char(pro_27.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM provenance pro_27
WHERE pro_27.version_id = ver_26.id
AND pro_27.package_digest = ver_26.package_digest), 'null'), '}'), ','), ']}')
FROM
(SELECT ver_26.*
FROM version ver_26
WHERE ver_26.template_id = sto_25.template_id
AND ver_26.state = 'ACTIVE'
AND ver_26.deleted_at IS NULL
ORDER BY ver_26.sort_key DESC, ver_26.created_at DESC, ver_26.id DESC
LIMIT 20) ver_26), '}'), ','), ']}')
FROM
(SELECT sto_25.*
FROM store_app sto_25
WHERE sto_25.listed
ORDER BY sto_25.published_at DESC, sto_25.id DESC
LIMIT 20) sto_25), '}}') AS answer OFFSET 0) x) END
