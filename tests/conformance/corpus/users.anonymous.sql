SELECT convert_to(concat('{"data":{"users":',
(SELECT concat('{"__typename":"UserConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM app_user app_2
WHERE false) END, ',"edges":[', string_agg(concat('{"__typename":"UserEdge","cursor":␁c["users:USERNAME:ASC",', to_json(app_1.username), ',"', app_1.id, '"]␂,"node":{"__typename":"User","id":"usr_', app_1.id, '","username":', to_json(app_1.username), ',"displayName":', to_json(app_1.display_name), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $1::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"disabled":', CASE
WHEN app_1.disabled THEN 'true'
ELSE 'false' END, ',"createdAt":"', to_char(app_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","platformRole":', '␃', '}}'), ','), ']}')
FROM
(SELECT app_1.*
FROM app_user app_1
WHERE false
ORDER BY app_1.username, app_1.id
LIMIT 20) app_1), ',"dev":', 'null', ',"left":', 'null', ',"admin":', 'null', ',"nobody":', 'null', '}}'), 'UTF8')
