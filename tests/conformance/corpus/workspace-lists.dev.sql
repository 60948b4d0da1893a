SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"default":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_2
WHERE wor_2.deleted_at IS NULL
AND wor_2.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:NAME:ASC",', to_json(wor_1.name), ',"', wor_1.id, '"]␂,"node":{"name":', to_json(wor_1.name), '}}'), ','), ']}')
FROM
(SELECT wor_1.*
FROM workspace wor_1
WHERE wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($3::uuid[])
ORDER BY wor_1.name, wor_1.id
LIMIT 20) wor_1), ',"nameUp":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_4
WHERE wor_4.deleted_at IS NULL
AND wor_4.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:NAME:ASC",', to_json(wor_3.name), ',"', wor_3.id, '"]␂,"node":{"name":', to_json(wor_3.name), '}}'), ','), ']}')
FROM
(SELECT wor_3.*
FROM workspace wor_3
WHERE wor_3.deleted_at IS NULL
AND wor_3.id = ANY ($3::uuid[])
ORDER BY wor_3.name, wor_3.id
LIMIT 20) wor_3), ',"nameDown":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_6
WHERE wor_6.deleted_at IS NULL
AND wor_6.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:NAME:DESC",', to_json(wor_5.name), ',"', wor_5.id, '"]␂,"node":{"name":', to_json(wor_5.name), '}}'), ','), ']}')
FROM
(SELECT wor_5.*
FROM workspace wor_5
WHERE wor_5.deleted_at IS NULL
AND wor_5.id = ANY ($3::uuid[])
ORDER BY wor_5.name DESC, wor_5.id DESC
LIMIT 20) wor_5), ',"createdUp":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_8
WHERE wor_8.deleted_at IS NULL
AND wor_8.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:CREATED_AT:ASC","', to_char(wor_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', wor_7.id, '"]␂,"node":{"name":', to_json(wor_7.name), '}}'), ','), ']}')
FROM
(SELECT wor_7.*
FROM workspace wor_7
WHERE wor_7.deleted_at IS NULL
AND wor_7.id = ANY ($3::uuid[])
ORDER BY wor_7.created_at, wor_7.id
LIMIT 20) wor_7), ',"createdDown":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_10
WHERE wor_10.deleted_at IS NULL
AND wor_10.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:CREATED_AT:DESC","', to_char(wor_9.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', wor_9.id, '"]␂,"node":{"name":', to_json(wor_9.name), '}}'), ','
ORDER BY wor_9.created_at DESC, wor_9.id DESC), ']}')
FROM
(SELECT wor_9.*
FROM workspace wor_9
WHERE wor_9.deleted_at IS NULL
AND wor_9.id = ANY ($3::uuid[])
ORDER BY wor_9.created_at, wor_9.id
LIMIT 1) wor_9), ',"given":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_12
WHERE wor_12.deleted_at IS NULL
AND wor_12.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:NAME:DESC",', to_json(wor_11.name), ',"', wor_11.id, '"]␂,"node":{"name":', to_json(wor_11.name), '}}'), ','), ']}')
FROM
(SELECT wor_11.*
FROM workspace wor_11
WHERE wor_11.deleted_at IS NULL
AND wor_11.id = ANY ($3::uuid[])
ORDER BY wor_11.name DESC, wor_11.id DESC
LIMIT 20) wor_11), ',"found":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_14
WHERE to_tsvector('simple', wor_14.name || ' ' || wor_14.display_name || ' ' || wor_14.description) @@
(SELECT search_query($4::text))
AND wor_14.deleted_at IS NULL
AND wor_14.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:RANK",', (ts_rank(to_tsvector('simple', wor_13.name || ' ' || wor_13.display_name || ' ' || wor_13.description),
(SELECT search_query($4::text))) * 1000000)::integer, ',"', wor_13.id, '"]␂,"node":{"name":', to_json(wor_13.name), '}}'), ','), ']}')
FROM
(SELECT wor_13.*
FROM workspace wor_13
WHERE to_tsvector('simple', wor_13.name || ' ' || wor_13.display_name || ' ' || wor_13.description) @@
(SELECT search_query($4::text))
AND wor_13.deleted_at IS NULL
AND wor_13.id = ANY ($3::uuid[])
ORDER BY (ts_rank(to_tsvector('simple', wor_13.name || ' ' || wor_13.display_name || ' ' || wor_13.description),
(SELECT search_query($4::text))) * 1000000)::integer DESC, wor_13.id DESC
LIMIT 20) wor_13), ',"hard":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_16
WHERE to_tsvector('simple', wor_16.name || ' ' || wor_16.display_name || ' ' || wor_16.description) @@
(SELECT search_query($5::text))
AND wor_16.deleted_at IS NULL
AND wor_16.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:RANK",', (ts_rank(to_tsvector('simple', wor_15.name || ' ' || wor_15.display_name || ' ' || wor_15.description),
(SELECT search_query($5::text))) * 1000000)::integer, ',"', wor_15.id, '"]␂,"node":{"name":', to_json(wor_15.name), '}}'), ','), ']}')
FROM
(SELECT wor_15.*
FROM workspace wor_15
WHERE to_tsvector('simple', wor_15.name || ' ' || wor_15.display_name || ' ' || wor_15.description) @@
(SELECT search_query($5::text))
AND wor_15.deleted_at IS NULL
AND wor_15.id = ANY ($3::uuid[])
ORDER BY (ts_rank(to_tsvector('simple', wor_15.name || ' ' || wor_15.display_name || ' ' || wor_15.description),
(SELECT search_query($5::text))) * 1000000)::integer DESC, wor_15.id DESC
LIMIT 20) wor_15), ',"first":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_18
WHERE wor_18.deleted_at IS NULL
AND wor_18.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:NAME:ASC",', to_json(wor_17.name), ',"', wor_17.id, '"]␂,"node":{"name":', to_json(wor_17.name), '}}'), ','), ']}')
FROM
(SELECT wor_17.*
FROM workspace wor_17
WHERE wor_17.deleted_at IS NULL
AND wor_17.id = ANY ($3::uuid[])
ORDER BY wor_17.name, wor_17.id
LIMIT 1) wor_17), ',"back":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_20
WHERE wor_20.deleted_at IS NULL
AND wor_20.id = ANY ($3::uuid[])) END, ',"edges":[', string_agg(concat('{"cursor":␁c["workspaces:NAME:ASC",', to_json(wor_19.name), ',"', wor_19.id, '"]␂,"node":{"name":', to_json(wor_19.name), '}}'), ','
ORDER BY wor_19.name, wor_19.id), ']}')
FROM
(SELECT wor_19.*
FROM workspace wor_19
WHERE wor_19.deleted_at IS NULL
AND wor_19.id = ANY ($3::uuid[])
ORDER BY wor_19.name DESC, wor_19.id DESC
LIMIT 1) wor_19), '}}'), 'UTF8') END
