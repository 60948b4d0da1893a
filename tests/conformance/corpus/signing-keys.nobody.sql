SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', 'null', ',"workspaces":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(wor_2.name), ',"signingKeys":[',
(SELECT string_agg(concat('{"fingerprint":', to_json(sig_3.fingerprint), '}'), ','
ORDER BY sig_3.created_at, sig_3.id)
FROM signing_key sig_3
WHERE false), ']}'), ','), ']}')
FROM
(SELECT wor_2.*
FROM workspace wor_2
WHERE false
ORDER BY wor_2.name, wor_2.id
LIMIT 20) wor_2), ',"node":', coalesce(
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_4.id, '","fingerprint":', to_json(sig_4.fingerprint), ',"owners":', array_to_json(sig_4.owners), ',"publicKey":', to_json(sig_4.public_key), ',"expiresAt":', coalesce('"' || to_char(sig_4.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"', 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_5.username), '}')
FROM app_user app_5
WHERE app_5.id = sig_4.created_by
AND app_5.id = $3::uuid), 'null'), ',"createdAt":"', to_char(sig_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}')
FROM signing_key sig_4
WHERE false), 'null'), ',"nodes":[',
(SELECT string_agg(coalesce(CASE wan_6.kind
WHEN 'key' THEN
(SELECT concat('{"__typename":"SigningKey","id":"key_', sig_7.id, '","fingerprint":', to_json(sig_7.fingerprint), '}')
FROM signing_key sig_7
WHERE false) END, 'null'), ','
ORDER BY wan_6.place)
FROM unnest($4::text[], $5::uuid[])
WITH ORDINALITY AS wan_6(kind, id, place)), ']}}'), 'UTF8') END
