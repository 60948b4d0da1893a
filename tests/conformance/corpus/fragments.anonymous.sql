SELECT convert_to(concat('{"data":{"node":', coalesce(
(SELECT concat('{"id":"tpl_', tem_1.id, '","name":', to_json(tem_1.name), ',"workspace":', 'null', ',"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_3.version), ',"state":"', ver_3.state, '"}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_4
WHERE ver_4.template_id = tem_1.id
AND ver_4.deleted_at IS NULL
AND ver_4.state = 'ACTIVE') END, '}')
FROM
(SELECT ver_3.*
FROM version ver_3
WHERE ver_3.template_id = tem_1.id
AND ver_3.deleted_at IS NULL
AND ver_3.state = 'ACTIVE'
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 1) ver_3), ',"displayName":', to_json(tem_1.display_name), ',"__typename":"AppTemplate","same":"tpl_', tem_1.id, '"}')
FROM template tem_1
WHERE false), 'null'), ',"again":', coalesce(
(SELECT concat('{"displayName":', to_json(tem_5.display_name), ',"workspace":', 'null', ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_8
WHERE ver_8.template_id = tem_5.id
AND ver_8.deleted_at IS NULL
AND ver_8.state = 'ACTIVE') END, ',"nodes":[', string_agg(concat('{"state":"', ver_7.state, '","version":', to_json(ver_7.version), '}'), ','), ']}')
FROM
(SELECT ver_7.*
FROM version ver_7
WHERE ver_7.template_id = tem_5.id
AND ver_7.deleted_at IS NULL
AND ver_7.state = 'ACTIVE'
ORDER BY ver_7.sort_key DESC, ver_7.created_at DESC, ver_7.id DESC
LIMIT 1) ver_7), ',"id":"tpl_', tem_5.id, '","name":', to_json(tem_5.name), '}')
FROM template tem_5
WHERE false), 'null'), ',"storeApps":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_10
WHERE sto_10.listed) END, ',"nodes":[', string_agg(concat('{"name":', to_json(sto_9.name), ',"category":', coalesce(
(SELECT concat('{"name":', to_json(cat_11.name), ',"displayName":', to_json(cat_11.display_name), ',"id":"cat_', cat_11.id, '"}')
FROM category cat_11
WHERE cat_11.id = sto_9.category_id), '␃'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_12.name), '}')
FROM workspace wor_12
WHERE wor_12.id = sto_9.workspace_id), '␃'), ',"displayName":', to_json(sto_9.display_name), '}'), ','), ']}')
FROM
(SELECT sto_9.*
FROM store_app sto_9
WHERE sto_9.listed
ORDER BY sto_9.published_at DESC, sto_9.id DESC
LIMIT 1) sto_9), '}}'), 'UTF8')
