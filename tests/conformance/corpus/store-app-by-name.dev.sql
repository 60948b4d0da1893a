SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"there":', coalesce(
(SELECT concat('{"name":', to_json(sto_1.name), ',"downloads":', least(sto_1.downloads, 2147483647), ',"publisher":', coalesce(
(SELECT concat('{"displayName":', to_json(wor_2.display_name), '}')
FROM workspace wor_2
WHERE wor_2.id = sto_1.workspace_id), '␃'), ',"latestVersion":', coalesce(
(SELECT concat('{"downloads":', least(ver_3.downloads, 2147483647), '}')
FROM version ver_3
WHERE ver_3.template_id = sto_1.template_id
AND ver_3.state = 'ACTIVE'
AND ver_3.deleted_at IS NULL
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 1), '␃'), '}')
FROM store_app sto_1
WHERE sto_1.name = $3::text
AND sto_1.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND sto_1.listed), 'null'), ',"bare":', coalesce(
(SELECT concat('{"name":', to_json(sto_4.name), ',"downloads":', least(sto_4.downloads, 2147483647), ',"icon":', coalesce(
(SELECT concat('{"url":␁isto_', sto_4.id, '|', ima_5.digest, '␂}')
FROM image ima_5
WHERE ima_5.digest = sto_4.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"url":␁isto_', sto_4.id, '|', ima_6.digest, '␂}'), ','
ORDER BY sto_7.position)
FROM store_screenshot sto_7
JOIN image ima_6 ON ima_6.digest = sto_7.image_digest
WHERE sto_7.store_app_id = sto_4.id), '],"keywords":', array_to_json(sto_4.keywords), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_8.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_8.place)
FROM jsonb_array_elements(CASE jsonb_typeof(sto_4.maintainers)
WHEN 'array' THEN sto_4.maintainers
ELSE '[]' END)
WITH ORDINALITY AS ite_8(document, place)), ']}')
FROM store_app sto_4
WHERE sto_4.name = $5::text
AND sto_4.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND sto_4.listed), 'null'), ',"unlisted":', coalesce(
(SELECT concat('{"name":', to_json(sto_9.name), '}')
FROM store_app sto_9
WHERE sto_9.name = $7::text
AND sto_9.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND sto_9.listed), 'null'), ',"elsewhere":', coalesce(
(SELECT concat('{"name":', to_json(sto_10.name), '}')
FROM store_app sto_10
WHERE sto_10.name = $8::text
AND sto_10.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $6::text
AND w.deleted_at IS NULL)
AND sto_10.listed), 'null'), ',"byNobody":', coalesce(
(SELECT concat('{"name":', to_json(sto_11.name), '}')
FROM store_app sto_11
WHERE sto_11.name = $9::text
AND sto_11.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $10::text
AND w.deleted_at IS NULL)
AND sto_11.listed), 'null'), ',"quoted":', coalesce(
(SELECT concat('{"name":', to_json(sto_12.name), '}')
FROM store_app sto_12
WHERE sto_12.name = $11::text
AND sto_12.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $12::text
AND w.deleted_at IS NULL)
AND sto_12.listed), 'null'), '}}'), 'UTF8') END
