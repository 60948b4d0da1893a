SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', 'null', ',"storeApp":', coalesce(
(SELECT concat('{"versions":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_4
WHERE ver_4.template_id = sto_2.template_id
AND ver_4.state = 'ACTIVE'
AND ver_4.deleted_at IS NULL) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_3.sort_key), ',"', to_char(ver_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_3.id, '"]␂,"node":{"version":', to_json(ver_3.version), '}}'), ','), ']}')
FROM
(SELECT ver_3.*
FROM version ver_3
WHERE ver_3.template_id = sto_2.template_id
AND ver_3.state = 'ACTIVE'
AND ver_3.deleted_at IS NULL
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 20) ver_3), ',"before":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":',
(SELECT count(*)
FROM version ver_6
WHERE ver_6.template_id = sto_2.template_id
AND ver_6.state = 'ACTIVE'
AND ver_6.deleted_at IS NULL), ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_5.sort_key), ',"', to_char(ver_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_5.id, '"]␂,"node":{"version":', to_json(ver_5.version), '}}'), ','), ']}')
FROM
(SELECT ver_5.*
FROM version ver_5
WHERE ver_5.template_id = sto_2.template_id
AND ver_5.state = 'ACTIVE'
AND ver_5.deleted_at IS NULL
AND (ver_5.sort_key, ver_5.created_at, ver_5.id) > ($3::text, $4::timestamptz, $5::uuid)
ORDER BY ver_5.sort_key DESC, ver_5.created_at DESC, ver_5.id DESC
LIMIT 1) ver_5), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_7.version), '}')
FROM version ver_7
WHERE ver_7.template_id = sto_2.template_id
AND ver_7.state = 'ACTIVE'
AND ver_7.deleted_at IS NULL
ORDER BY ver_7.sort_key DESC, ver_7.created_at DESC, ver_7.id DESC
LIMIT 1), '␃'), ',"back":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_9
WHERE ver_9.template_id = sto_2.template_id
AND ver_9.state = 'ACTIVE'
AND ver_9.deleted_at IS NULL) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_8.sort_key), ',"', to_char(ver_8.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_8.id, '"]␂,"node":{"version":', to_json(ver_8.version), '}}'), ','
ORDER BY ver_8.sort_key DESC, ver_8.created_at DESC, ver_8.id DESC), ']}')
FROM
(SELECT ver_8.*
FROM version ver_8
WHERE ver_8.template_id = sto_2.template_id
AND ver_8.state = 'ACTIVE'
AND ver_8.deleted_at IS NULL
ORDER BY ver_8.sort_key, ver_8.created_at, ver_8.id
LIMIT 1) ver_8), '}')
FROM store_app sto_2
WHERE sto_2.name = $6::text
AND sto_2.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $7::text
AND w.deleted_at IS NULL)
AND sto_2.listed), 'null'), '}}'), 'UTF8') END
