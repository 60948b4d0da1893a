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
WHERE app_3.id = sig_2.created_by), 'null'), ',"createdAt":"', to_char(sig_2.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}'), ','
ORDER BY sig_2.created_at, sig_2.id)
FROM signing_key sig_2
WHERE sig_2.workspace_id = wor_1.id), ']}')
FROM workspace wor_1
WHERE wor_1.name = $3::text
AND wor_1.deleted_at IS NULL), 'null'), ',"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(wor_4.name), ',"signingKeys":[',
(SELECT string_agg(concat('{"fingerprint":', to_json(sig_5.fingerprint), '}'), ','
ORDER BY sig_5.created_at, sig_5.id)
FROM signing_key sig_5
WHERE sig_5.workspace_id = wor_4.id), ']}'), ','), ']}')
FROM
(SELECT wor_4.*
FROM workspace wor_4
WHERE wor_4.deleted_at IS NULL
ORDER BY wor_4.name, wor_4.id
LIMIT 20) wor_4), ',"node":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_6.id, '","fingerprint":', to_json(sig_6.fingerprint), ',"owners":', array_to_json(sig_6.owners), ',"publicKey":', to_json(sig_6.public_key), ',"expiresAt":', coalesce('"' || to_char(sig_6.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_7.username), '}')
FROM app_user app_7
WHERE app_7.id = sig_6.created_by), 'null'), ',"createdAt":"', to_char(sig_6.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_6
WHERE sig_6.id = $4::uuid), 'null'), ',"nodes":[',
(SELECT string_agg(coalesce(CASE wan_8.kind
WHEN 'key' THEN
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_9.id, '","fingerprint":', to_json(sig_9.fingerprint), '}')
FROM signing_key sig_9
WHERE sig_9.id = wan_8.id) END, 'null'), ','
ORDER BY wan_8.place)
FROM unnest($5::text[], $6::uuid[])
WITH ORDINALITY AS wan_8(kind, id, place)), ']}}'), 'UTF8') END
