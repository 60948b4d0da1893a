SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_1.name), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_2.name), ',"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"id":"ver_', ver_3.id, '","version":', to_json(ver_3.version), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_4
WHERE ver_4.template_id = tem_2.id
AND ver_4.deleted_at IS NULL
AND ((ver_4.workspace_id = ANY ($3::uuid[]))
OR (ver_4.state = 'ACTIVE'))) END, '}')
FROM
(SELECT ver_3.*
FROM version ver_3
WHERE ver_3.template_id = tem_2.id
AND ver_3.deleted_at IS NULL
AND ((ver_3.workspace_id = ANY ($3::uuid[]))
OR (ver_3.state = 'ACTIVE'))
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 1) ver_3), ',"icon":', coalesce(
(SELECT concat('{"digest":', to_json(ima_5.digest), ',"width":', ima_5.width, '}')
FROM image ima_5
WHERE ima_5.digest = tem_2.icon_digest), 'null'), '}')
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.name = $4::text
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])), 'null'), ',"displayName":', to_json(wor_1.display_name), ',"id":"wsp_', wor_1.id, '","again":"wsp_', wor_1.id, '"}')
FROM workspace wor_1
WHERE wor_1.name = $5::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($6::uuid[])), 'null'), '}}'), 'UTF8') END
