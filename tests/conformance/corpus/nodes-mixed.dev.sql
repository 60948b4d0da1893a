SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"literal":[',
(SELECT string_agg(coalesce(CASE wan_1.kind
WHEN 'tpl' THEN
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_2.id, '","name":', to_json(tem_2.name), ',"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_3.version), '}'), ','), ']}')
FROM
(SELECT ver_3.*
FROM version ver_3
WHERE ver_3.template_id = tem_2.id
AND ver_3.deleted_at IS NULL
AND ((ver_3.workspace_id = ANY ($3::uuid[]))
OR (ver_3.state = 'ACTIVE'))
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 1) ver_3), '}')
FROM template tem_2
WHERE tem_2.id = wan_1.id
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])) END, 'null'), ','
ORDER BY wan_1.place)
FROM unnest($4::text[], $5::uuid[])
WITH ORDINALITY AS wan_1(kind, id, place)), '],"given":[',
(SELECT string_agg(coalesce(CASE wan_4.kind
WHEN 'sto' THEN
(SELECT concat('{"__typename":"StoreApp","id":"sto_', sto_5.id, '"}')
FROM store_app sto_5
WHERE sto_5.id = wan_4.id
AND sto_5.listed)
WHEN 'cat' THEN
(SELECT concat('{"__typename":"Category","id":"cat_', cat_6.id, '"}')
FROM category cat_6
WHERE cat_6.id = wan_4.id) END, 'null'), ','
ORDER BY wan_4.place)
FROM unnest($6::text[], $7::uuid[])
WITH ORDINALITY AS wan_4(kind, id, place)), '],"both":[',
(SELECT string_agg(coalesce(CASE wan_7.kind
WHEN 'wsp' THEN
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_8.id, '","name":', to_json(wor_8.name), '}')
FROM workspace wor_8
WHERE wor_8.id = wan_7.id
AND wor_8.deleted_at IS NULL
AND wor_8.id = ANY ($8::uuid[]))
WHEN 'tpl' THEN
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_9.id, '","name":', to_json(tem_9.name), ',"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_10.version), '}'), ','), ']}')
FROM
(SELECT ver_10.*
FROM version ver_10
WHERE ver_10.template_id = tem_9.id
AND ver_10.deleted_at IS NULL
AND ((ver_10.workspace_id = ANY ($3::uuid[]))
OR (ver_10.state = 'ACTIVE'))
ORDER BY ver_10.sort_key DESC, ver_10.created_at DESC, ver_10.id DESC
LIMIT 1) ver_10), '}')
FROM template tem_9
WHERE tem_9.id = wan_7.id
AND tem_9.deleted_at IS NULL
AND tem_9.workspace_id = ANY ($3::uuid[])) END, 'null'), ','
ORDER BY wan_7.place)
FROM unnest($9::text[], $10::uuid[])
WITH ORDINALITY AS wan_7(kind, id, place)), '],"single":[',
(SELECT string_agg(coalesce(CASE wan_11.kind
WHEN 'wsp' THEN
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_12.id, '","name":', to_json(wor_12.name), '}')
FROM workspace wor_12
WHERE wor_12.id = wan_11.id
AND wor_12.deleted_at IS NULL
AND wor_12.id = ANY ($8::uuid[])) END, 'null'), ','
ORDER BY wan_11.place)
FROM unnest($11::text[], $12::uuid[])
WITH ORDINALITY AS wan_11(kind, id, place)), '],"none":[',
(SELECT string_agg(coalesce(NULL::text, 'null'), ','
ORDER BY wan_13.place)
FROM unnest($13::text[], $14::uuid[])
WITH ORDINALITY AS wan_13(kind, id, place)), '],"rubbish":[',
(SELECT string_agg(coalesce(NULL::text, 'null'), ','
ORDER BY wan_14.place)
FROM unnest($15::text[], $16::uuid[])
WITH ORDINALITY AS wan_14(kind, id, place)), '],"of":', coalesce(
(SELECT concat('{"__typename":"Workspace","id":"wsp_', wor_15.id, '","name":', to_json(wor_15.name), '}')
FROM workspace wor_15
WHERE wor_15.id = $17::uuid
AND wor_15.deleted_at IS NULL
AND wor_15.id = ANY ($8::uuid[])), 'null'), '}}'), 'UTF8') END
