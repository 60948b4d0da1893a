SELECT convert_to(concat('{"data":{"storeApps":',
(SELECT concat('{"__typename":"StoreAppConnection","totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 5 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_2
WHERE sto_2.listed) END, ',"pageInfo":{"__typename":"PageInfo","hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 5 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 5)), 'null'), '},"edges":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT sto_1.place, sto_1.found, CASE
WHEN sto_1.place <= 5 THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_1.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_1.id, '"]␂') END AS j0, CASE
WHEN sto_1.place <= 5 THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_1.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_1.id, '"]␂') END AS j1, CASE
WHEN sto_1.place <= 5 THEN concat('{"__typename":"StoreAppEdge","cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_1.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_1.id, '"]␂,"node":{"__typename":"StoreApp","id":"sto_', sto_1.id, '","name":', to_json(sto_1.name), ',"displayName":', to_json(sto_1.display_name), ',"summary":', to_json(sto_1.summary), ',"description":', to_json(sto_1.description), ',"home":', to_json(sto_1.home), ',"keywords":', array_to_json(sto_1.keywords), ',"sources":', array_to_json(sto_1.sources), ',"maintainers":[',
(SELECT string_agg(concat('{"__typename":"Maintainer","name":', coalesce(nullif(ite_3.document -> 'name', 'null')::text, '""'), ',"email":', coalesce(nullif(ite_3.document -> 'email', 'null')::text, 'null'), ',"url":', coalesce(nullif(ite_3.document -> 'url', 'null')::text, 'null'), '}'), ','
ORDER BY ite_3.place)
FROM jsonb_array_elements(CASE jsonb_typeof(sto_1.maintainers)
WHEN 'array' THEN sto_1.maintainers
ELSE '[]' END)
WITH ORDINALITY AS ite_3(document, place)), '],"icon":', coalesce(
(SELECT concat('{"__typename":"Image","url":␁isto_', sto_1.id, '|', ima_4.digest, '␂,"contentType":', to_json(ima_4.content_type), ',"size":', ima_4.size, ',"width":', ima_4.width, ',"height":', ima_4.height, ',"digest":', to_json(ima_4.digest), '}')
FROM image ima_4
WHERE ima_4.digest = sto_1.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"__typename":"Image","url":␁isto_', sto_1.id, '|', ima_5.digest, '␂,"contentType":', to_json(ima_5.content_type), ',"size":', ima_5.size, ',"width":', ima_5.width, ',"height":', ima_5.height, ',"digest":', to_json(ima_5.digest), '}'), ','
ORDER BY sto_6.position)
FROM store_screenshot sto_6
JOIN image ima_5 ON ima_5.digest = sto_6.image_digest
WHERE sto_6.store_app_id = sto_1.id), '],"category":', coalesce(
(SELECT concat('{"__typename":"Category","id":"cat_', cat_7.id, '","name":', to_json(cat_7.name), ',"displayName":', to_json(cat_7.display_name), ',"description":', to_json(cat_7.description), ',"icon":', to_json(cat_7.icon), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_7.id
AND a.listed), '}')
FROM category cat_7
WHERE cat_7.id = sto_1.category_id), '␃'), ',"publisher":', coalesce(
(SELECT concat('{"__typename":"Publisher","name":', to_json(wor_8.name), ',"displayName":', to_json(wor_8.display_name), '}')
FROM workspace wor_8
WHERE wor_8.id = sto_1.workspace_id), '␃'), ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_10
WHERE ver_10.template_id = sto_1.template_id
AND ver_10.state = 'ACTIVE'
AND ver_10.deleted_at IS NULL) END, ',"nodes":[', string_agg(concat('{"version":', to_json(ver_9.version), ',"state":"', ver_9.state, '","appVersion":', coalesce(to_json(ver_9.app_version), 'null'), '}'), ','), ']}')
FROM
(SELECT ver_9.*
FROM version ver_9
WHERE ver_9.template_id = sto_1.template_id
AND ver_9.state = 'ACTIVE'
AND ver_9.deleted_at IS NULL
ORDER BY ver_9.sort_key DESC, ver_9.created_at DESC, ver_9.id DESC
LIMIT 2) ver_9), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_11.version), ',"state":"', ver_11.state, '","template":', 'null', '}')
FROM version ver_11
WHERE ver_11.template_id = sto_1.template_id
AND ver_11.state = 'ACTIVE'
AND ver_11.deleted_at IS NULL
ORDER BY ver_11.sort_key DESC, ver_11.created_at DESC, ver_11.id DESC
LIMIT 1), '␃'), ',"publishedAt":"', to_char(sto_1.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","updatedAt":"', to_char(sto_1.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j2 FROM

(SELECT sto_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_1.*
FROM store_app sto_1
WHERE sto_1.listed
ORDER BY sto_1.published_at DESC, sto_1.id DESC
LIMIT 6) sto_1) sto_1) r HAVING true), '}}'), 'UTF8')
