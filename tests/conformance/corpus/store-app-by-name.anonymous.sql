SELECT int8send(
(SELECT s.revision
FROM store_revision s)) || convert_to(concat('{"data":{"there":', coalesce(
(SELECT concat('{"name":', to_json(sto_1.name), ',"publisher":', coalesce(
(SELECT concat('{"displayName":', to_json(wor_2.display_name), '}')
FROM workspace wor_2
WHERE wor_2.id = sto_1.workspace_id), '␃'), '}')
FROM store_app sto_1
WHERE sto_1.name = $1::text
AND sto_1.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $2::text
AND w.deleted_at IS NULL)
AND sto_1.listed), 'null'), ',"bare":', coalesce(
(SELECT concat('{"name":', to_json(sto_3.name), ',"icon":', coalesce(
(SELECT concat('{"url":␁isto_', sto_3.id, '|', ima_4.digest, '␂}')
FROM image ima_4
WHERE ima_4.digest = sto_3.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"url":␁isto_', sto_3.id, '|', ima_5.digest, '␂}'), ','
ORDER BY sto_6.position)
FROM store_screenshot sto_6
JOIN image ima_5 ON ima_5.digest = sto_6.image_digest
WHERE sto_6.store_app_id = sto_3.id), '],"keywords":', array_to_json(sto_3.keywords), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_7.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_7.place)
FROM jsonb_array_elements(CASE jsonb_typeof(sto_3.maintainers)
WHEN 'array' THEN sto_3.maintainers
ELSE '[]' END)
WITH ORDINALITY AS ite_7(document, place)), ']}')
FROM store_app sto_3
WHERE sto_3.name = $3::text
AND sto_3.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND sto_3.listed), 'null'), ',"unlisted":', coalesce(
(SELECT concat('{"name":', to_json(sto_8.name), '}')
FROM store_app sto_8
WHERE sto_8.name = $5::text
AND sto_8.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $2::text
AND w.deleted_at IS NULL)
AND sto_8.listed), 'null'), ',"elsewhere":', coalesce(
(SELECT concat('{"name":', to_json(sto_9.name), '}')
FROM store_app sto_9
WHERE sto_9.name = $6::text
AND sto_9.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $4::text
AND w.deleted_at IS NULL)
AND sto_9.listed), 'null'), ',"byNobody":', coalesce(
(SELECT concat('{"name":', to_json(sto_10.name), '}')
FROM store_app sto_10
WHERE sto_10.name = $7::text
AND sto_10.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $8::text
AND w.deleted_at IS NULL)
AND sto_10.listed), 'null'), ',"quoted":', coalesce(
(SELECT concat('{"name":', to_json(sto_11.name), '}')
FROM store_app sto_11
WHERE sto_11.name = $9::text
AND sto_11.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $10::text
AND w.deleted_at IS NULL)
AND sto_11.listed), 'null'), '}}'), 'UTF8')
