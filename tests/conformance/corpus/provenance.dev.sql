SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8
AND (coalesce(
(SELECT (coalesce(
(SELECT (pro_53.size)::bigint * 1 + (coalesce(octet_length(pro_53.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_54.owners)::text))::bigint * 1
FROM signing_key sig_54
WHERE sig_54.id = pro_53.signing_key_id
AND sig_54.workspace_id = ANY ($3::uuid[])), 0))::bigint * 1
FROM provenance pro_53
WHERE pro_53.version_id = ver_52.id
AND pro_53.package_digest = ver_52.package_digest), 0))::bigint * 1
FROM version ver_52
WHERE ver_52.id = $4::uuid
AND ver_52.deleted_at IS NULL
AND ((ver_52.workspace_id = ANY ($5::uuid[]))
OR (ver_52.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_61.size)::bigint * 1 + (coalesce(octet_length(pro_61.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_62.owners)::text))::bigint * 1
FROM signing_key sig_62
WHERE sig_62.id = pro_61.signing_key_id
AND sig_62.workspace_id = ANY ($3::uuid[])), 0))::bigint * 1
FROM provenance pro_61
WHERE pro_61.version_id = ver_60.id
AND pro_61.package_digest = ver_60.package_digest), 0))::bigint * 1
FROM version ver_60
WHERE ver_60.id = $6::uuid
AND ver_60.deleted_at IS NULL
AND ((ver_60.workspace_id = ANY ($5::uuid[]))
OR (ver_60.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_69.size)::bigint * 1 + (coalesce(octet_length(pro_69.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_70.owners)::text))::bigint * 1
FROM signing_key sig_70
WHERE sig_70.id = pro_69.signing_key_id
AND sig_70.workspace_id = ANY ($3::uuid[])), 0))::bigint * 1
FROM provenance pro_69
WHERE pro_69.version_id = ver_68.id
AND pro_69.package_digest = ver_68.package_digest), 0))::bigint * 1
FROM version ver_68
WHERE ver_68.id = $7::uuid
AND ver_68.deleted_at IS NULL
AND ((ver_68.workspace_id = ANY ($5::uuid[]))
OR (ver_68.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_77.size)::bigint * 1 + (coalesce(octet_length(pro_77.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_78.owners)::text))::bigint * 1
FROM signing_key sig_78
WHERE sig_78.id = pro_77.signing_key_id
AND sig_78.workspace_id = ANY ($3::uuid[])), 0))::bigint * 1
FROM provenance pro_77
WHERE pro_77.version_id = ver_76.id
AND pro_77.package_digest = ver_76.package_digest), 0))::bigint * 1
FROM version ver_76
WHERE ver_76.id = $8::uuid
AND ver_76.deleted_at IS NULL
AND ((ver_76.workspace_id = ANY ($5::uuid[]))
OR (ver_76.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_85.size)::bigint * 1 + (coalesce(octet_length(pro_85.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_86.owners)::text))::bigint * 1
FROM signing_key sig_86
WHERE sig_86.id = pro_85.signing_key_id
AND sig_86.workspace_id = ANY ($3::uuid[])), 0))::bigint * 1
FROM provenance pro_85
WHERE pro_85.version_id = ver_84.id
AND pro_85.package_digest = ver_84.package_digest), 0))::bigint * 1
FROM version ver_84
WHERE ver_84.id = $9::uuid
AND ver_84.deleted_at IS NULL
AND ((ver_84.workspace_id = ANY ($5::uuid[]))
OR (ver_84.state = 'ACTIVE'))), 0))::bigint * 1 + (coalesce(
(SELECT (coalesce(
(SELECT (pro_93.size)::bigint * 1 + (coalesce(octet_length(pro_93.fault), 0))::bigint * 1 + (coalesce(
(SELECT (octet_length(array_to_json(sig_94.owners)::text))::bigint * 1
FROM signing_key sig_94
WHERE sig_94.id = pro_93.signing_key_id
AND sig_94.workspace_id = ANY ($3::uuid[])), 0))::bigint * 1
FROM provenance pro_93
WHERE pro_93.version_id = ver_92.id
AND pro_93.package_digest = ver_92.package_digest), 0))::bigint * 1
FROM version ver_92
WHERE ver_92.id = $10::uuid
AND ver_92.deleted_at IS NULL
AND ((ver_92.workspace_id = ANY ($5::uuid[]))
OR (ver_92.state = 'ACTIVE'))), 0))::bigint * 1 + (
(SELECT coalesce(sum((
(SELECT coalesce(sum((coalesce(
(SELECT (pro_102.size)::bigint * 1 + (coalesce(octet_length(pro_102.fault), 0))::bigint * 1
FROM provenance pro_102
WHERE pro_102.version_id = ver_101.id
AND pro_102.package_digest = ver_101.package_digest), 0))::bigint * 1), 0)
FROM
(SELECT ver_101.*
FROM version ver_101
WHERE ver_101.template_id = sto_100.template_id
AND ver_101.state = 'ACTIVE'
AND ver_101.deleted_at IS NULL
ORDER BY ver_101.sort_key DESC, ver_101.created_at DESC, ver_101.id DESC
LIMIT 20) ver_101))::bigint * 1), 0)
FROM
(SELECT sto_100.*
FROM store_app sto_100
WHERE sto_100.listed
ORDER BY sto_100.published_at DESC, sto_100.id DESC
LIMIT 20) sto_100))::bigint * 1 <= 16777216 THEN
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
WHERE app_4.id = sig_3.created_by
AND ((app_4.id = $11::uuid)
OR (EXISTS
(SELECT
FROM membership mem_5
WHERE mem_5.user_id = app_4.id
AND mem_5.workspace_id = ANY ($12::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_6
WHERE rev_6.submitted_by = app_4.id
AND rev_6.workspace_id = ANY ($13::uuid[])
ORDER BY rev_6.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_7
WHERE rev_7.reviewer_id = app_4.id
AND EXISTS
(SELECT
FROM review rev_8
WHERE rev_8.id = rev_7.review_id
AND rev_8.workspace_id = ANY ($13::uuid[]) OFFSET 0)
ORDER BY rev_7.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_3
WHERE sig_3.id = pro_2.signing_key_id
AND sig_3.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM provenance pro_2
WHERE pro_2.version_id = ver_1.id
AND pro_2.package_digest = ver_1.package_digest), 'null'), '}')
FROM version ver_1
WHERE ver_1.id = $4::uuid
AND ver_1.deleted_at IS NULL
AND ((ver_1.workspace_id = ANY ($5::uuid[]))
OR (ver_1.state = 'ACTIVE'))), 'null'), ',"doubted":', coalesce(
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
WHERE app_12.id = sig_11.created_by
AND ((app_12.id = $11::uuid)
OR (EXISTS
(SELECT
FROM membership mem_13
WHERE mem_13.user_id = app_12.id
AND mem_13.workspace_id = ANY ($12::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_14
WHERE rev_14.submitted_by = app_12.id
AND rev_14.workspace_id = ANY ($13::uuid[])
ORDER BY rev_14.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_15
WHERE rev_15.reviewer_id = app_12.id
AND EXISTS
(SELECT
FROM review rev_16
WHERE rev_16.id = rev_15.review_id
AND rev_16.workspace_id = ANY ($13::uuid[]) OFFSET 0)
ORDER BY rev_15.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_11
WHERE sig_11.id = pro_10.signing_key_id
AND sig_11.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM provenance pro_10
WHERE pro_10.version_id = ver_9.id
AND pro_10.package_digest = ver_9.package_digest), 'null'), '}')
FROM version ver_9
WHERE ver_9.id = $6::uuid
AND ver_9.deleted_at IS NULL
AND ((ver_9.workspace_id = ANY ($5::uuid[]))
OR (ver_9.state = 'ACTIVE'))), 'null'), ',"forgotten":', coalesce(
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
WHERE app_20.id = sig_19.created_by
AND ((app_20.id = $11::uuid)
OR (EXISTS
(SELECT
FROM membership mem_21
WHERE mem_21.user_id = app_20.id
AND mem_21.workspace_id = ANY ($12::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_22
WHERE rev_22.submitted_by = app_20.id
AND rev_22.workspace_id = ANY ($13::uuid[])
ORDER BY rev_22.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_23
WHERE rev_23.reviewer_id = app_20.id
AND EXISTS
(SELECT
FROM review rev_24
WHERE rev_24.id = rev_23.review_id
AND rev_24.workspace_id = ANY ($13::uuid[]) OFFSET 0)
ORDER BY rev_23.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_19.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_19
WHERE sig_19.id = pro_18.signing_key_id
AND sig_19.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM provenance pro_18
WHERE pro_18.version_id = ver_17.id
AND pro_18.package_digest = ver_17.package_digest), 'null'), '}')
FROM version ver_17
WHERE ver_17.id = $7::uuid
AND ver_17.deleted_at IS NULL
AND ((ver_17.workspace_id = ANY ($5::uuid[]))
OR (ver_17.state = 'ACTIVE'))), 'null'), ',"bare":', coalesce(
(SELECT concat('{"version":', to_json(ver_25.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_25.id
AND x.package_digest = ver_25.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_26.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_26.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_26.fault), 'null'), ',"createdAt":"', to_char(pro_26.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_27.id, '","fingerprint":', to_json(sig_27.fingerprint), ',"owners":', array_to_json(sig_27.owners), ',"expiresAt":', coalesce('"' || to_char(sig_27.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_28.username), '}')
FROM app_user app_28
WHERE app_28.id = sig_27.created_by
AND ((app_28.id = $11::uuid)
OR (EXISTS
(SELECT
FROM membership mem_29
WHERE mem_29.user_id = app_28.id
AND mem_29.workspace_id = ANY ($12::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_30
WHERE rev_30.submitted_by = app_28.id
AND rev_30.workspace_id = ANY ($13::uuid[])
ORDER BY rev_30.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_31
WHERE rev_31.reviewer_id = app_28.id
AND EXISTS
(SELECT
FROM review rev_32
WHERE rev_32.id = rev_31.review_id
AND rev_32.workspace_id = ANY ($13::uuid[]) OFFSET 0)
ORDER BY rev_31.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_27.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_27
WHERE sig_27.id = pro_26.signing_key_id
AND sig_27.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM provenance pro_26
WHERE pro_26.version_id = ver_25.id
AND pro_26.package_digest = ver_25.package_digest), 'null'), '}')
FROM version ver_25
WHERE ver_25.id = $8::uuid
AND ver_25.deleted_at IS NULL
AND ((ver_25.workspace_id = ANY ($5::uuid[]))
OR (ver_25.state = 'ACTIVE'))), 'null'), ',"elsewhere":', coalesce(
(SELECT concat('{"version":', to_json(ver_33.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_33.id
AND x.package_digest = ver_33.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_34.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_34.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_34.fault), 'null'), ',"createdAt":"', to_char(pro_34.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_35.id, '","fingerprint":', to_json(sig_35.fingerprint), ',"owners":', array_to_json(sig_35.owners), ',"expiresAt":', coalesce('"' || to_char(sig_35.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_36.username), '}')
FROM app_user app_36
WHERE app_36.id = sig_35.created_by
AND ((app_36.id = $11::uuid)
OR (EXISTS
(SELECT
FROM membership mem_37
WHERE mem_37.user_id = app_36.id
AND mem_37.workspace_id = ANY ($12::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_38
WHERE rev_38.submitted_by = app_36.id
AND rev_38.workspace_id = ANY ($13::uuid[])
ORDER BY rev_38.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_39
WHERE rev_39.reviewer_id = app_36.id
AND EXISTS
(SELECT
FROM review rev_40
WHERE rev_40.id = rev_39.review_id
AND rev_40.workspace_id = ANY ($13::uuid[]) OFFSET 0)
ORDER BY rev_39.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_35.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_35
WHERE sig_35.id = pro_34.signing_key_id
AND sig_35.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM provenance pro_34
WHERE pro_34.version_id = ver_33.id
AND pro_34.package_digest = ver_33.package_digest), 'null'), '}')
FROM version ver_33
WHERE ver_33.id = $9::uuid
AND ver_33.deleted_at IS NULL
AND ((ver_33.workspace_id = ANY ($5::uuid[]))
OR (ver_33.state = 'ACTIVE'))), 'null'), ',"ofAnotherPackage":', coalesce(
(SELECT concat('{"version":', to_json(ver_41.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_41.id
AND x.package_digest = ver_41.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"__typename":"Provenance","text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_42.text_digest), '␃'), ',"fingerprint":', coalesce(to_json(
(SELECT k.fingerprint
FROM signing_key k
WHERE k.id = pro_42.signing_key_id)), 'null'), ',"message":', coalesce(to_json(pro_42.fault), 'null'), ',"createdAt":"', to_char(pro_42.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","signedBy":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_43.id, '","fingerprint":', to_json(sig_43.fingerprint), ',"owners":', array_to_json(sig_43.owners), ',"expiresAt":', coalesce('"' || to_char(sig_43.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_44.username), '}')
FROM app_user app_44
WHERE app_44.id = sig_43.created_by
AND ((app_44.id = $11::uuid)
OR (EXISTS
(SELECT
FROM membership mem_45
WHERE mem_45.user_id = app_44.id
AND mem_45.workspace_id = ANY ($12::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_46
WHERE rev_46.submitted_by = app_44.id
AND rev_46.workspace_id = ANY ($13::uuid[])
ORDER BY rev_46.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_47
WHERE rev_47.reviewer_id = app_44.id
AND EXISTS
(SELECT
FROM review rev_48
WHERE rev_48.id = rev_47.review_id
AND rev_48.workspace_id = ANY ($13::uuid[]) OFFSET 0)
ORDER BY rev_47.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_43.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_43
WHERE sig_43.id = pro_42.signing_key_id
AND sig_43.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM provenance pro_42
WHERE pro_42.version_id = ver_41.id
AND pro_42.package_digest = ver_41.package_digest), 'null'), '}')
FROM version ver_41
WHERE ver_41.id = $10::uuid
AND ver_41.deleted_at IS NULL
AND ((ver_41.workspace_id = ANY ($5::uuid[]))
OR (ver_41.state = 'ACTIVE'))), 'null'), ',"storeApps":',
(SELECT concat('{"nodes":[', string_agg(concat('{"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_50.version), ',"signed":', CASE
WHEN EXISTS
(SELECT
FROM provenance x
WHERE x.version_id = ver_50.id
AND x.package_digest = ver_50.package_digest

AND x.signing_key_id IS NOT NULL) THEN 'true'
ELSE 'false' END, ',"provenance":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)::text
FROM text_blob b
WHERE b.digest = pro_51.text_digest), '␃'), ',"message":', coalesce(to_json(pro_51.fault), 'null'), ',"createdAt":"', to_char(pro_51.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM provenance pro_51
WHERE pro_51.version_id = ver_50.id
AND pro_51.package_digest = ver_50.package_digest), 'null'), '}'), ','), ']}')
FROM
(SELECT ver_50.*
FROM version ver_50
WHERE ver_50.template_id = sto_49.template_id
AND ver_50.state = 'ACTIVE'
AND ver_50.deleted_at IS NULL
ORDER BY ver_50.sort_key DESC, ver_50.created_at DESC, ver_50.id DESC
LIMIT 20) ver_50), '}'), ','), ']}')
FROM
(SELECT sto_49.*
FROM store_app sto_49
WHERE sto_49.listed
ORDER BY sto_49.published_at DESC, sto_49.id DESC
LIMIT 20) sto_49), '}}') AS answer OFFSET 0) x) END
