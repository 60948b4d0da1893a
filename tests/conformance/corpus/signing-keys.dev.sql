SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"signingKeys":[',
(SELECT string_agg(concat('{"__typename":"SigningKey","id":"key_', sig_2.id, '","fingerprint":', to_json(sig_2.fingerprint), ',"owners":', array_to_json(sig_2.owners), ',"publicKey":', to_json(sig_2.public_key), ',"expiresAt":', coalesce('"' || to_char(sig_2.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_3.username), '}')
FROM app_user app_3
WHERE app_3.id = sig_2.created_by
AND ((app_3.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_4
WHERE mem_4.user_id = app_3.id
AND mem_4.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.submitted_by = app_3.id
AND rev_5.workspace_id = ANY ($5::uuid[])
ORDER BY rev_5.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_6
WHERE rev_6.reviewer_id = app_3.id
AND EXISTS
(SELECT
FROM review rev_7
WHERE rev_7.id = rev_6.review_id
AND rev_7.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_6.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}'), ','
ORDER BY sig_2.created_at, sig_2.id)
FROM signing_key sig_2
WHERE sig_2.workspace_id = wor_1.id
AND sig_2.workspace_id = ANY ($6::uuid[])), ']}')
FROM workspace wor_1
WHERE wor_1.name = $7::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($6::uuid[])), 'null'), ',"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(wor_8.name), ',"signingKeys":[',
(SELECT string_agg(concat('{"fingerprint":', to_json(sig_9.fingerprint), '}'), ','
ORDER BY sig_9.created_at, sig_9.id)
FROM signing_key sig_9
WHERE sig_9.workspace_id = wor_8.id
AND sig_9.workspace_id = ANY ($6::uuid[])), ']}'), ','), ']}')
FROM
(SELECT wor_8.*
FROM workspace wor_8
WHERE wor_8.deleted_at IS NULL
AND wor_8.id = ANY ($6::uuid[])
ORDER BY wor_8.name, wor_8.id
LIMIT 20) wor_8), ',"node":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_10.id, '","fingerprint":', to_json(sig_10.fingerprint), ',"owners":', array_to_json(sig_10.owners), ',"publicKey":', to_json(sig_10.public_key), ',"expiresAt":', coalesce('"' || to_char(sig_10.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_11.username), '}')
FROM app_user app_11
WHERE app_11.id = sig_10.created_by
AND ((app_11.id = $3::uuid)
OR (EXISTS
(SELECT
FROM membership mem_12
WHERE mem_12.user_id = app_11.id
AND mem_12.workspace_id = ANY ($4::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_13
WHERE rev_13.submitted_by = app_11.id
AND rev_13.workspace_id = ANY ($5::uuid[])
ORDER BY rev_13.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_14
WHERE rev_14.reviewer_id = app_11.id
AND EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.id = rev_14.review_id
AND rev_15.workspace_id = ANY ($5::uuid[]) OFFSET 0)
ORDER BY rev_14.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(sig_10.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_10
WHERE sig_10.id = $8::uuid
AND sig_10.workspace_id = ANY ($6::uuid[])), 'null'), ',"nodes":[',
(SELECT string_agg(coalesce(CASE wan_16.kind
WHEN 'key' THEN
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_17.id, '","fingerprint":', to_json(sig_17.fingerprint), '}')
FROM signing_key sig_17
WHERE sig_17.id = wan_16.id
AND sig_17.workspace_id = ANY ($6::uuid[])) END, 'null'), ','
ORDER BY wan_16.place)
FROM unnest($9::text[], $10::uuid[])
WITH ORDINALITY AS wan_16(kind, id, place)), ']}}'), 'UTF8') END
