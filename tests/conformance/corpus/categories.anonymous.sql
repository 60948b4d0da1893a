SELECT int8send(
(SELECT s.revision
FROM store_revision s)) || convert_to(concat('{"data":{"categories":[',
(SELECT string_agg(concat('{"__typename":"Category","id":"cat_', cat_1.id, '","name":', to_json(cat_1.name), ',"displayName":', to_json(cat_1.display_name), ',"description":', to_json(cat_1.description), ',"icon":', to_json(cat_1.icon), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_1.id
AND a.listed), '}'), ','
ORDER BY cat_1.name)
FROM category cat_1
WHERE true), ']}}'), 'UTF8')
