SELECT convert_to(concat('{"data":{"foreign":', coalesce(
(SELECT concat('{"__typename":"AppTemplate","id":"tpl_', tem_1.id, '"}')
FROM template tem_1
WHERE false), 'null'), ',"foreignVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_2.id, '"}')
FROM version ver_2
WHERE ver_2.id = $1::uuid
AND ver_2.deleted_at IS NULL
AND ver_2.state = 'ACTIVE'), 'null'), ',"foreignMember":', coalesce(
(SELECT concat('{"id":"mbr_', mem_3.id, '"}')
FROM membership mem_3
WHERE false), 'null'), ',"foreignToken":', coalesce(
(SELECT concat('{"id":"tok_', api_4.id, '"}')
FROM api_token api_4
WHERE false), 'null'), ',"foreignEvent":', coalesce(
(SELECT concat('{"id":"evt_', aud_5.id, '"}')
FROM audit_event aud_5
WHERE false), 'null'), ',"deleted":', coalesce(
(SELECT concat('{"id":"tpl_', tem_6.id, '"}')
FROM template tem_6
WHERE false), 'null'), ',"deletedVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_7.id, '"}')
FROM version ver_7
WHERE ver_7.id = $2::uuid
AND ver_7.deleted_at IS NULL
AND ver_7.state = 'ACTIVE'), 'null'), ',"deletedWorkspace":', coalesce(
(SELECT concat('{"id":"wsp_', wor_8.id, '"}')
FROM workspace wor_8
WHERE false), 'null'), ',"reviewOfDeleted":', coalesce(
(SELECT concat('{"id":"rev_', rev_9.id, '"}')
FROM review rev_9
WHERE false), 'null'), ',"unlisted":', coalesce(
(SELECT concat('{"id":"sto_', sto_11.id, '"}')
FROM store_app sto_11
WHERE sto_11.id = $3::uuid
AND sto_11.listed), 'null'), ',"madeUp":', coalesce(
(SELECT concat('{"id":"tpl_', tem_12.id, '"}')
FROM template tem_12
WHERE false), 'null'), ',"otherKind":', coalesce(
(SELECT concat('{"id":"rol_', rol_13.id, '"}')
FROM role rol_13
WHERE false), 'null'), ',"noKind":', 'null', ',"bare":', 'null', ',"empty":', 'null', ',"number":', 'null', ',"prefix":', 'null', ',"spaced":', 'null', ',"braced":', 'null', ',"urn":', 'null', ',"unhyphenated":', 'null', ',"shouted":', 'null', ',"injected":', 'null', '}}'), 'UTF8')
