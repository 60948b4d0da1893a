SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"template":', coalesce(
(SELECT concat('{"default":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_4
WHERE ver_4.template_id = tem_2.id
AND ver_4.deleted_at IS NULL
AND ((ver_4.workspace_id = ANY ($3::uuid[]))
OR (ver_4.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_3.sort_key), ',"', to_char(ver_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_3.id, '"]␂,"node":{"version":', to_json(ver_3.version), '}}'), ','), ']}')
FROM
(SELECT ver_3.*
FROM version ver_3
WHERE ver_3.template_id = tem_2.id
AND ver_3.deleted_at IS NULL
AND ((ver_3.workspace_id = ANY ($3::uuid[]))
OR (ver_3.state = 'ACTIVE'))
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 20) ver_3), ',"versions":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_6
WHERE ver_6.template_id = tem_2.id
AND ver_6.deleted_at IS NULL
AND ((ver_6.workspace_id = ANY ($3::uuid[]))
OR (ver_6.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_5.sort_key), ',"', to_char(ver_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_5.id, '"]␂,"node":{"version":', to_json(ver_5.version), '}}'), ','), ']}')
FROM
(SELECT ver_5.*
FROM version ver_5
WHERE ver_5.template_id = tem_2.id
AND ver_5.deleted_at IS NULL
AND ((ver_5.workspace_id = ANY ($3::uuid[]))
OR (ver_5.state = 'ACTIVE'))
ORDER BY ver_5.sort_key DESC, ver_5.created_at DESC, ver_5.id DESC
LIMIT 20) ver_5), ',"down":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_8
WHERE ver_8.template_id = tem_2.id
AND ver_8.deleted_at IS NULL
AND ((ver_8.workspace_id = ANY ($3::uuid[]))
OR (ver_8.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_7.sort_key), ',"', to_char(ver_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_7.id, '"]␂,"node":{"version":', to_json(ver_7.version), '}}'), ','), ']}')
FROM
(SELECT ver_7.*
FROM version ver_7
WHERE ver_7.template_id = tem_2.id
AND ver_7.deleted_at IS NULL
AND ((ver_7.workspace_id = ANY ($3::uuid[]))
OR (ver_7.state = 'ACTIVE'))
ORDER BY ver_7.sort_key DESC, ver_7.created_at DESC, ver_7.id DESC
LIMIT 20) ver_7), ',"up":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_10
WHERE ver_10.template_id = tem_2.id
AND ver_10.deleted_at IS NULL
AND ((ver_10.workspace_id = ANY ($3::uuid[]))
OR (ver_10.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:VERSION:ASC",', to_json(ver_9.sort_key), ',"', to_char(ver_9.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_9.id, '"]␂,"node":{"version":', to_json(ver_9.version), '}}'), ','), ']}')
FROM
(SELECT ver_9.*
FROM version ver_9
WHERE ver_9.template_id = tem_2.id
AND ver_9.deleted_at IS NULL
AND ((ver_9.workspace_id = ANY ($3::uuid[]))
OR (ver_9.state = 'ACTIVE'))
ORDER BY ver_9.sort_key, ver_9.created_at, ver_9.id
LIMIT 20) ver_9), ',"newest":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_12
WHERE ver_12.template_id = tem_2.id
AND ver_12.deleted_at IS NULL
AND ((ver_12.workspace_id = ANY ($3::uuid[]))
OR (ver_12.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:CREATED_AT:DESC","', to_char(ver_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_11.id, '"]␂,"node":{"version":', to_json(ver_11.version), '}}'), ','), ']}')
FROM
(SELECT ver_11.*
FROM version ver_11
WHERE ver_11.template_id = tem_2.id
AND ver_11.deleted_at IS NULL
AND ((ver_11.workspace_id = ANY ($3::uuid[]))
OR (ver_11.state = 'ACTIVE'))
ORDER BY ver_11.created_at DESC, ver_11.id DESC
LIMIT 20) ver_11), ',"oldest":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_14
WHERE ver_14.template_id = tem_2.id
AND ver_14.deleted_at IS NULL
AND ((ver_14.workspace_id = ANY ($3::uuid[]))
OR (ver_14.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:CREATED_AT:ASC","', to_char(ver_13.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_13.id, '"]␂,"node":{"version":', to_json(ver_13.version), '}}'), ','), ']}')
FROM
(SELECT ver_13.*
FROM version ver_13
WHERE ver_13.template_id = tem_2.id
AND ver_13.deleted_at IS NULL
AND ((ver_13.workspace_id = ANY ($3::uuid[]))
OR (ver_13.state = 'ACTIVE'))
ORDER BY ver_13.created_at, ver_13.id
LIMIT 20) ver_13), ',"active":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_16
WHERE ver_16.template_id = tem_2.id
AND ver_16.state IN ('ACTIVE')
AND ver_16.deleted_at IS NULL
AND ((ver_16.workspace_id = ANY ($3::uuid[]))
OR (ver_16.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_15.sort_key), ',"', to_char(ver_15.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_15.id, '"]␂,"node":{"version":', to_json(ver_15.version), '}}'), ','), ']}')
FROM
(SELECT ver_15.*
FROM version ver_15
WHERE ver_15.template_id = tem_2.id
AND ver_15.state IN ('ACTIVE')
AND ver_15.deleted_at IS NULL
AND ((ver_15.workspace_id = ANY ($3::uuid[]))
OR (ver_15.state = 'ACTIVE'))
ORDER BY ver_15.sort_key DESC, ver_15.created_at DESC, ver_15.id DESC
LIMIT 20) ver_15), ',"given":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_18
WHERE ver_18.template_id = tem_2.id
AND ver_18.state IN ('DRAFT', 'REJECTED')
AND ver_18.deleted_at IS NULL
AND ((ver_18.workspace_id = ANY ($3::uuid[]))
OR (ver_18.state = 'ACTIVE'))) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:CREATED_AT:ASC","', to_char(ver_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_17.id, '"]␂,"node":{"version":', to_json(ver_17.version), '}}'), ','), ']}')
FROM
(SELECT ver_17.*
FROM version ver_17
WHERE ver_17.template_id = tem_2.id
AND ver_17.state IN ('DRAFT', 'REJECTED')
AND ver_17.deleted_at IS NULL
AND ((ver_17.workspace_id = ANY ($3::uuid[]))
OR (ver_17.state = 'ACTIVE'))
ORDER BY ver_17.created_at, ver_17.id
LIMIT 2) ver_17), ',"none":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_20
WHERE false) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_19.sort_key), ',"', to_char(ver_19.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_19.id, '"]␂,"node":{"version":', to_json(ver_19.version), '}}'), ','), ']}')
FROM
(SELECT ver_19.*
FROM version ver_19
WHERE false
ORDER BY ver_19.sort_key DESC, ver_19.created_at DESC, ver_19.id DESC
LIMIT 20) ver_19), ',"latest":', coalesce(
(SELECT concat('{"version":', to_json(ver_21.version), '}')
FROM version ver_21
WHERE ver_21.template_id = tem_2.id
AND ver_21.deleted_at IS NULL
AND ((ver_21.workspace_id = ANY ($3::uuid[]))
OR (ver_21.state = 'ACTIVE'))
ORDER BY ver_21.sort_key DESC, ver_21.created_at DESC, ver_21.id DESC
LIMIT 1), 'null'), ',"latestActive":', coalesce(
(SELECT concat('{"version":', to_json(ver_22.version), ',"state":"', ver_22.state, '"}')
FROM version ver_22
WHERE ver_22.template_id = tem_2.id
AND ver_22.state IN ('ACTIVE', 'SUSPENDED')
AND ver_22.deleted_at IS NULL
AND ((ver_22.workspace_id = ANY ($3::uuid[]))
OR (ver_22.state = 'ACTIVE'))
ORDER BY ver_22.sort_key DESC, ver_22.created_at DESC, ver_22.id DESC
LIMIT 1), 'null'), ',"latestGiven":', coalesce(
(SELECT concat('{"version":', to_json(ver_23.version), '}')
FROM version ver_23
WHERE ver_23.template_id = tem_2.id
AND ver_23.state IN ('DRAFT', 'REJECTED')
AND ver_23.deleted_at IS NULL
AND ((ver_23.workspace_id = ANY ($3::uuid[]))
OR (ver_23.state = 'ACTIVE'))
ORDER BY ver_23.sort_key DESC, ver_23.created_at DESC, ver_23.id DESC
LIMIT 1), 'null'), ',"latestNone":', 'null', ',"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_25.version), ',"state":"', ver_25.state, '"}')
FROM version ver_25
WHERE ver_25.template_id = tem_2.id
AND ver_25.version = $4::text
AND ver_25.deleted_at IS NULL
AND ((ver_25.workspace_id = ANY ($3::uuid[]))
OR (ver_25.state = 'ACTIVE'))), 'null'), ',"unknown":', coalesce(
(SELECT concat('{"version":', to_json(ver_26.version), '}')
FROM version ver_26
WHERE ver_26.template_id = tem_2.id
AND ver_26.version = $5::text
AND ver_26.deleted_at IS NULL
AND ((ver_26.workspace_id = ANY ($3::uuid[]))
OR (ver_26.state = 'ACTIVE'))), 'null'), ',"deleted":', coalesce(
(SELECT concat('{"version":', to_json(ver_27.version), '}')
FROM version ver_27
WHERE ver_27.template_id = tem_2.id
AND ver_27.version = $6::text
AND ver_27.deleted_at IS NULL
AND ((ver_27.workspace_id = ANY ($3::uuid[]))
OR (ver_27.state = 'ACTIVE'))), 'null'), '}')
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.name = $7::text
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $8::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($9::uuid[])), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"versions":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 20 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_30
WHERE ver_30.template_id = sto_28.template_id
AND ver_30.state = 'ACTIVE'
AND ver_30.deleted_at IS NULL) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_29.sort_key), ',"', to_char(ver_29.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_29.id, '"]␂,"node":{"version":', to_json(ver_29.version), '}}'), ','), ']}')
FROM
(SELECT ver_29.*
FROM version ver_29
WHERE ver_29.template_id = sto_28.template_id
AND ver_29.state = 'ACTIVE'
AND ver_29.deleted_at IS NULL
ORDER BY ver_29.sort_key DESC, ver_29.created_at DESC, ver_29.id DESC
LIMIT 20) ver_29), ',"before":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":',
(SELECT count(*)
FROM version ver_32
WHERE ver_32.template_id = sto_28.template_id
AND ver_32.state = 'ACTIVE'
AND ver_32.deleted_at IS NULL), ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_31.sort_key), ',"', to_char(ver_31.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_31.id, '"]␂,"node":{"version":', to_json(ver_31.version), '}}'), ','), ']}')
FROM
(SELECT ver_31.*
FROM version ver_31
WHERE ver_31.template_id = sto_28.template_id
AND ver_31.state = 'ACTIVE'
AND ver_31.deleted_at IS NULL
AND (ver_31.sort_key, ver_31.created_at, ver_31.id) > ($10::text, $11::timestamptz, $12::uuid)
ORDER BY ver_31.sort_key DESC, ver_31.created_at DESC, ver_31.id DESC
LIMIT 1) ver_31), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_33.version), '}')
FROM version ver_33
WHERE ver_33.template_id = sto_28.template_id
AND ver_33.state = 'ACTIVE'
AND ver_33.deleted_at IS NULL
ORDER BY ver_33.sort_key DESC, ver_33.created_at DESC, ver_33.id DESC
LIMIT 1), '␃'), ',"back":',
(SELECT concat('{"__typename":"AppVersionConnection","totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_35
WHERE ver_35.template_id = sto_28.template_id
AND ver_35.state = 'ACTIVE'
AND ver_35.deleted_at IS NULL) END, ',"edges":[', string_agg(concat('{"__typename":"AppVersionEdge","cursor":␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_34.sort_key), ',"', to_char(ver_34.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_34.id, '"]␂,"node":{"version":', to_json(ver_34.version), '}}'), ','
ORDER BY ver_34.sort_key DESC, ver_34.created_at DESC, ver_34.id DESC), ']}')
FROM
(SELECT ver_34.*
FROM version ver_34
WHERE ver_34.template_id = sto_28.template_id
AND ver_34.state = 'ACTIVE'
AND ver_34.deleted_at IS NULL
ORDER BY ver_34.sort_key, ver_34.created_at, ver_34.id
LIMIT 1) ver_34), '}')
FROM store_app sto_28
WHERE sto_28.name = $7::text
AND sto_28.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $8::text
AND w.deleted_at IS NULL)
AND sto_28.listed), 'null'), '}}'), 'UTF8') END
