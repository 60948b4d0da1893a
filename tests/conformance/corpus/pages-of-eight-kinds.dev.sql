SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"template":', coalesce(
(SELECT concat('{"neither":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM version ver_4
WHERE ver_4.template_id = tem_2.id
AND ver_4.deleted_at IS NULL
AND ((ver_4.workspace_id = ANY ($3::uuid[]))
OR (ver_4.state = 'ACTIVE'))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_3.place, ver_3.found, CASE
WHEN ver_3.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_3.sort_key), ',"', to_char(ver_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_3.id, '"]␂') END AS j0, CASE
WHEN ver_3.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_3.sort_key), ',"', to_char(ver_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_3.id, '"]␂') END AS j1, CASE
WHEN ver_3.place <= 20 THEN concat('{"version":', to_json(ver_3.version), '}') END AS j2, CASE
WHEN ver_3.place <= 20 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_3.sort_key), ',"', to_char(ver_3.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_3.id, '"]␂,"node":{"version":', to_json(ver_3.version), '}}') END AS j3 FROM

(SELECT ver_3.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_3.*
FROM version ver_3
WHERE ver_3.template_id = tem_2.id
AND ver_3.deleted_at IS NULL
AND ((ver_3.workspace_id = ANY ($3::uuid[]))
OR (ver_3.state = 'ACTIVE'))
ORDER BY ver_3.sort_key DESC, ver_3.created_at DESC, ver_3.id DESC
LIMIT 21) ver_3) ver_3) r HAVING true), ',"first":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM version ver_6
WHERE ver_6.template_id = tem_2.id
AND ver_6.deleted_at IS NULL
AND ((ver_6.workspace_id = ANY ($3::uuid[]))
OR (ver_6.state = 'ACTIVE'))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_5.place, ver_5.found, CASE
WHEN ver_5.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_5.sort_key), ',"', to_char(ver_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_5.id, '"]␂') END AS j0, CASE
WHEN ver_5.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_5.sort_key), ',"', to_char(ver_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_5.id, '"]␂') END AS j1, CASE
WHEN ver_5.place <= 2 THEN concat('{"version":', to_json(ver_5.version), '}') END AS j2, CASE
WHEN ver_5.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_5.sort_key), ',"', to_char(ver_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_5.id, '"]␂,"node":{"version":', to_json(ver_5.version), '}}') END AS j3 FROM

(SELECT ver_5.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_5.*
FROM version ver_5
WHERE ver_5.template_id = tem_2.id
AND ver_5.deleted_at IS NULL
AND ((ver_5.workspace_id = ANY ($3::uuid[]))
OR (ver_5.state = 'ACTIVE'))
ORDER BY ver_5.sort_key DESC, ver_5.created_at DESC, ver_5.id DESC
LIMIT 3) ver_5) ver_5) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM version ver_8
WHERE ver_8.template_id = tem_2.id
AND ver_8.deleted_at IS NULL
AND ((ver_8.workspace_id = ANY ($3::uuid[]))
OR (ver_8.state = 'ACTIVE'))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT ver_7.place, ver_7.found, CASE
WHEN ver_7.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_7.sort_key), ',"', to_char(ver_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_7.id, '"]␂') END AS j0, CASE
WHEN ver_7.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_7.sort_key), ',"', to_char(ver_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_7.id, '"]␂') END AS j1, CASE
WHEN ver_7.place <= 2 THEN concat('{"version":', to_json(ver_7.version), '}') END AS j2, CASE
WHEN ver_7.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_7.sort_key), ',"', to_char(ver_7.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_7.id, '"]␂,"node":{"version":', to_json(ver_7.version), '}}') END AS j3 FROM

(SELECT ver_7.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_7.*
FROM version ver_7
WHERE ver_7.template_id = tem_2.id
AND ver_7.deleted_at IS NULL
AND ((ver_7.workspace_id = ANY ($3::uuid[]))
OR (ver_7.state = 'ACTIVE'))
ORDER BY ver_7.sort_key, ver_7.created_at, ver_7.id
LIMIT 3) ver_7) ver_7) r HAVING true), ',"both":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_10
WHERE ver_10.template_id = tem_2.id
AND ver_10.deleted_at IS NULL
AND ((ver_10.workspace_id = ANY ($3::uuid[]))
OR (ver_10.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 4 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 4) - 2, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 4)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_9.place, ver_9.found, CASE
WHEN ver_9.place <= 4
AND ver_9.place > greatest(least(ver_9.found, 4) - 2, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_9.sort_key), ',"', to_char(ver_9.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_9.id, '"]␂') END AS j0, CASE
WHEN ver_9.place <= 4
AND ver_9.place > greatest(least(ver_9.found, 4) - 2, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_9.sort_key), ',"', to_char(ver_9.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_9.id, '"]␂') END AS j1, CASE
WHEN ver_9.place <= 4
AND ver_9.place > greatest(least(ver_9.found, 4) - 2, 0) THEN concat('{"version":', to_json(ver_9.version), '}') END AS j2, CASE
WHEN ver_9.place <= 4
AND ver_9.place > greatest(least(ver_9.found, 4) - 2, 0) THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_9.sort_key), ',"', to_char(ver_9.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_9.id, '"]␂,"node":{"version":', to_json(ver_9.version), '}}') END AS j3 FROM

(SELECT ver_9.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_9.*
FROM version ver_9
WHERE ver_9.template_id = tem_2.id
AND ver_9.deleted_at IS NULL
AND ((ver_9.workspace_id = ANY ($3::uuid[]))
OR (ver_9.state = 'ACTIVE'))
ORDER BY ver_9.sort_key DESC, ver_9.created_at DESC, ver_9.id DESC
LIMIT 5) ver_9) ver_9) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_12
WHERE ver_12.template_id = tem_2.id
AND ver_12.deleted_at IS NULL
AND ((ver_12.workspace_id = ANY ($3::uuid[]))
OR (ver_12.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_13
WHERE ver_13.template_id = tem_2.id
AND ver_13.deleted_at IS NULL
AND ((ver_13.workspace_id = ANY ($3::uuid[]))
OR (ver_13.state = 'ACTIVE'))
AND (ver_13.sort_key, ver_13.created_at, ver_13.id) >= ($4::text, $5::timestamptz, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_11.place, ver_11.found, CASE
WHEN ver_11.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_11.sort_key), ',"', to_char(ver_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_11.id, '"]␂') END AS j0, CASE
WHEN ver_11.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_11.sort_key), ',"', to_char(ver_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_11.id, '"]␂') END AS j1, CASE
WHEN ver_11.place <= 20 THEN concat('{"version":', to_json(ver_11.version), '}') END AS j2, CASE
WHEN ver_11.place <= 20 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_11.sort_key), ',"', to_char(ver_11.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_11.id, '"]␂,"node":{"version":', to_json(ver_11.version), '}}') END AS j3 FROM

(SELECT ver_11.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_11.*
FROM version ver_11
WHERE ver_11.template_id = tem_2.id
AND ver_11.deleted_at IS NULL
AND ((ver_11.workspace_id = ANY ($3::uuid[]))
OR (ver_11.state = 'ACTIVE'))
AND (ver_11.sort_key, ver_11.created_at, ver_11.id) < ($4::text, $5::timestamptz, $6::uuid)
ORDER BY ver_11.sort_key DESC, ver_11.created_at DESC, ver_11.id DESC
LIMIT 21) ver_11) ver_11) r HAVING true), ',"firstAfter":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_15
WHERE ver_15.template_id = tem_2.id
AND ver_15.deleted_at IS NULL
AND ((ver_15.workspace_id = ANY ($3::uuid[]))
OR (ver_15.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_16
WHERE ver_16.template_id = tem_2.id
AND ver_16.deleted_at IS NULL
AND ((ver_16.workspace_id = ANY ($3::uuid[]))
OR (ver_16.state = 'ACTIVE'))
AND (ver_16.sort_key, ver_16.created_at, ver_16.id) >= ($4::text, $5::timestamptz, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_14.place, ver_14.found, CASE
WHEN ver_14.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_14.sort_key), ',"', to_char(ver_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_14.id, '"]␂') END AS j0, CASE
WHEN ver_14.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_14.sort_key), ',"', to_char(ver_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_14.id, '"]␂') END AS j1, CASE
WHEN ver_14.place <= 2 THEN concat('{"version":', to_json(ver_14.version), '}') END AS j2, CASE
WHEN ver_14.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_14.sort_key), ',"', to_char(ver_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_14.id, '"]␂,"node":{"version":', to_json(ver_14.version), '}}') END AS j3 FROM

(SELECT ver_14.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_14.*
FROM version ver_14
WHERE ver_14.template_id = tem_2.id
AND ver_14.deleted_at IS NULL
AND ((ver_14.workspace_id = ANY ($3::uuid[]))
OR (ver_14.state = 'ACTIVE'))
AND (ver_14.sort_key, ver_14.created_at, ver_14.id) < ($4::text, $5::timestamptz, $6::uuid)
ORDER BY ver_14.sort_key DESC, ver_14.created_at DESC, ver_14.id DESC
LIMIT 3) ver_14) ver_14) r HAVING true), ',"lastAfter":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_18
WHERE ver_18.template_id = tem_2.id
AND ver_18.deleted_at IS NULL
AND ((ver_18.workspace_id = ANY ($3::uuid[]))
OR (ver_18.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT ver_17.place, ver_17.found, CASE
WHEN ver_17.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_17.sort_key), ',"', to_char(ver_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_17.id, '"]␂') END AS j0, CASE
WHEN ver_17.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_17.sort_key), ',"', to_char(ver_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_17.id, '"]␂') END AS j1, CASE
WHEN ver_17.place <= 2 THEN concat('{"version":', to_json(ver_17.version), '}') END AS j2, CASE
WHEN ver_17.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_17.sort_key), ',"', to_char(ver_17.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_17.id, '"]␂,"node":{"version":', to_json(ver_17.version), '}}') END AS j3 FROM

(SELECT ver_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_17.*
FROM version ver_17
WHERE ver_17.template_id = tem_2.id
AND ver_17.deleted_at IS NULL
AND ((ver_17.workspace_id = ANY ($3::uuid[]))
OR (ver_17.state = 'ACTIVE'))
AND (ver_17.sort_key, ver_17.created_at, ver_17.id) < ($4::text, $5::timestamptz, $6::uuid)
ORDER BY ver_17.sort_key, ver_17.created_at, ver_17.id
LIMIT 3) ver_17) ver_17) r HAVING true), ',"bothAfter":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_20
WHERE ver_20.template_id = tem_2.id
AND ver_20.deleted_at IS NULL
AND ((ver_20.workspace_id = ANY ($3::uuid[]))
OR (ver_20.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 3) - 1, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 3)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_19.place, ver_19.found, CASE
WHEN ver_19.place <= 3
AND ver_19.place > greatest(least(ver_19.found, 3) - 1, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_19.sort_key), ',"', to_char(ver_19.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_19.id, '"]␂') END AS j0, CASE
WHEN ver_19.place <= 3
AND ver_19.place > greatest(least(ver_19.found, 3) - 1, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_19.sort_key), ',"', to_char(ver_19.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_19.id, '"]␂') END AS j1, CASE
WHEN ver_19.place <= 3
AND ver_19.place > greatest(least(ver_19.found, 3) - 1, 0) THEN concat('{"version":', to_json(ver_19.version), '}') END AS j2, CASE
WHEN ver_19.place <= 3
AND ver_19.place > greatest(least(ver_19.found, 3) - 1, 0) THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_19.sort_key), ',"', to_char(ver_19.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_19.id, '"]␂,"node":{"version":', to_json(ver_19.version), '}}') END AS j3 FROM

(SELECT ver_19.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_19.*
FROM version ver_19
WHERE ver_19.template_id = tem_2.id
AND ver_19.deleted_at IS NULL
AND ((ver_19.workspace_id = ANY ($3::uuid[]))
OR (ver_19.state = 'ACTIVE'))
AND (ver_19.sort_key, ver_19.created_at, ver_19.id) < ($4::text, $5::timestamptz, $6::uuid)
ORDER BY ver_19.sort_key DESC, ver_19.created_at DESC, ver_19.id DESC
LIMIT 4) ver_19) ver_19) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_22
WHERE ver_22.template_id = tem_2.id
AND ver_22.deleted_at IS NULL
AND ((ver_22.workspace_id = ANY ($3::uuid[]))
OR (ver_22.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_21.place, ver_21.found, CASE
WHEN ver_21.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_21.sort_key), ',"', to_char(ver_21.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_21.id, '"]␂') END AS j0, CASE
WHEN ver_21.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_21.sort_key), ',"', to_char(ver_21.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_21.id, '"]␂') END AS j1, CASE
WHEN ver_21.place <= 20 THEN concat('{"version":', to_json(ver_21.version), '}') END AS j2, CASE
WHEN ver_21.place <= 20 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_21.sort_key), ',"', to_char(ver_21.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_21.id, '"]␂,"node":{"version":', to_json(ver_21.version), '}}') END AS j3 FROM

(SELECT ver_21.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_21.*
FROM version ver_21
WHERE ver_21.template_id = tem_2.id
AND ver_21.deleted_at IS NULL
AND ((ver_21.workspace_id = ANY ($3::uuid[]))
OR (ver_21.state = 'ACTIVE'))
AND (ver_21.sort_key, ver_21.created_at, ver_21.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_21.sort_key DESC, ver_21.created_at DESC, ver_21.id DESC
LIMIT 21) ver_21) ver_21) r HAVING true), ',"firstBefore":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_24
WHERE ver_24.template_id = tem_2.id
AND ver_24.deleted_at IS NULL
AND ((ver_24.workspace_id = ANY ($3::uuid[]))
OR (ver_24.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_23.place, ver_23.found, CASE
WHEN ver_23.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_23.sort_key), ',"', to_char(ver_23.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_23.id, '"]␂') END AS j0, CASE
WHEN ver_23.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_23.sort_key), ',"', to_char(ver_23.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_23.id, '"]␂') END AS j1, CASE
WHEN ver_23.place <= 2 THEN concat('{"version":', to_json(ver_23.version), '}') END AS j2, CASE
WHEN ver_23.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_23.sort_key), ',"', to_char(ver_23.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_23.id, '"]␂,"node":{"version":', to_json(ver_23.version), '}}') END AS j3 FROM

(SELECT ver_23.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_23.*
FROM version ver_23
WHERE ver_23.template_id = tem_2.id
AND ver_23.deleted_at IS NULL
AND ((ver_23.workspace_id = ANY ($3::uuid[]))
OR (ver_23.state = 'ACTIVE'))
AND (ver_23.sort_key, ver_23.created_at, ver_23.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_23.sort_key DESC, ver_23.created_at DESC, ver_23.id DESC
LIMIT 3) ver_23) ver_23) r HAVING true), ',"lastBefore":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_26
WHERE ver_26.template_id = tem_2.id
AND ver_26.deleted_at IS NULL
AND ((ver_26.workspace_id = ANY ($3::uuid[]))
OR (ver_26.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_27
WHERE ver_27.template_id = tem_2.id
AND ver_27.deleted_at IS NULL
AND ((ver_27.workspace_id = ANY ($3::uuid[]))
OR (ver_27.state = 'ACTIVE'))
AND (ver_27.sort_key, ver_27.created_at, ver_27.id) <= ($7::text, $8::timestamptz, $9::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT ver_25.place, ver_25.found, CASE
WHEN ver_25.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_25.sort_key), ',"', to_char(ver_25.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_25.id, '"]␂') END AS j0, CASE
WHEN ver_25.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_25.sort_key), ',"', to_char(ver_25.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_25.id, '"]␂') END AS j1, CASE
WHEN ver_25.place <= 2 THEN concat('{"version":', to_json(ver_25.version), '}') END AS j2, CASE
WHEN ver_25.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_25.sort_key), ',"', to_char(ver_25.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_25.id, '"]␂,"node":{"version":', to_json(ver_25.version), '}}') END AS j3 FROM

(SELECT ver_25.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_25.*
FROM version ver_25
WHERE ver_25.template_id = tem_2.id
AND ver_25.deleted_at IS NULL
AND ((ver_25.workspace_id = ANY ($3::uuid[]))
OR (ver_25.state = 'ACTIVE'))
AND (ver_25.sort_key, ver_25.created_at, ver_25.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_25.sort_key, ver_25.created_at, ver_25.id
LIMIT 3) ver_25) ver_25) r HAVING true), ',"bothBefore":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_29
WHERE ver_29.template_id = tem_2.id
AND ver_29.deleted_at IS NULL
AND ((ver_29.workspace_id = ANY ($3::uuid[]))
OR (ver_29.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 5 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 3) - 5, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 3)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_28.place, ver_28.found, CASE
WHEN ver_28.place <= 3
AND ver_28.place > greatest(least(ver_28.found, 3) - 5, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_28.sort_key), ',"', to_char(ver_28.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_28.id, '"]␂') END AS j0, CASE
WHEN ver_28.place <= 3
AND ver_28.place > greatest(least(ver_28.found, 3) - 5, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_28.sort_key), ',"', to_char(ver_28.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_28.id, '"]␂') END AS j1, CASE
WHEN ver_28.place <= 3
AND ver_28.place > greatest(least(ver_28.found, 3) - 5, 0) THEN concat('{"version":', to_json(ver_28.version), '}') END AS j2, CASE
WHEN ver_28.place <= 3
AND ver_28.place > greatest(least(ver_28.found, 3) - 5, 0) THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_28.sort_key), ',"', to_char(ver_28.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_28.id, '"]␂,"node":{"version":', to_json(ver_28.version), '}}') END AS j3 FROM

(SELECT ver_28.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_28.*
FROM version ver_28
WHERE ver_28.template_id = tem_2.id
AND ver_28.deleted_at IS NULL
AND ((ver_28.workspace_id = ANY ($3::uuid[]))
OR (ver_28.state = 'ACTIVE'))
AND (ver_28.sort_key, ver_28.created_at, ver_28.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_28.sort_key DESC, ver_28.created_at DESC, ver_28.id DESC
LIMIT 6) ver_28) ver_28) r HAVING true), ',"between":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_31
WHERE ver_31.template_id = tem_2.id
AND ver_31.deleted_at IS NULL
AND ((ver_31.workspace_id = ANY ($3::uuid[]))
OR (ver_31.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_32
WHERE ver_32.template_id = tem_2.id
AND ver_32.deleted_at IS NULL
AND ((ver_32.workspace_id = ANY ($3::uuid[]))
OR (ver_32.state = 'ACTIVE'))
AND (ver_32.sort_key, ver_32.created_at, ver_32.id) >= ($4::text, $5::timestamptz, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_30.place, ver_30.found, CASE
WHEN ver_30.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_30.sort_key), ',"', to_char(ver_30.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_30.id, '"]␂') END AS j0, CASE
WHEN ver_30.place <= 20 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_30.sort_key), ',"', to_char(ver_30.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_30.id, '"]␂') END AS j1, CASE
WHEN ver_30.place <= 20 THEN concat('{"version":', to_json(ver_30.version), '}') END AS j2, CASE
WHEN ver_30.place <= 20 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_30.sort_key), ',"', to_char(ver_30.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_30.id, '"]␂,"node":{"version":', to_json(ver_30.version), '}}') END AS j3 FROM

(SELECT ver_30.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_30.*
FROM version ver_30
WHERE ver_30.template_id = tem_2.id
AND ver_30.deleted_at IS NULL
AND ((ver_30.workspace_id = ANY ($3::uuid[]))
OR (ver_30.state = 'ACTIVE'))
AND (ver_30.sort_key, ver_30.created_at, ver_30.id) < ($4::text, $5::timestamptz, $6::uuid)
AND (ver_30.sort_key, ver_30.created_at, ver_30.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_30.sort_key DESC, ver_30.created_at DESC, ver_30.id DESC
LIMIT 21) ver_30) ver_30) r HAVING true), ',"firstBetween":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_34
WHERE ver_34.template_id = tem_2.id
AND ver_34.deleted_at IS NULL
AND ((ver_34.workspace_id = ANY ($3::uuid[]))
OR (ver_34.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_35
WHERE ver_35.template_id = tem_2.id
AND ver_35.deleted_at IS NULL
AND ((ver_35.workspace_id = ANY ($3::uuid[]))
OR (ver_35.state = 'ACTIVE'))
AND (ver_35.sort_key, ver_35.created_at, ver_35.id) >= ($4::text, $5::timestamptz, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_33.place, ver_33.found, CASE
WHEN ver_33.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_33.sort_key), ',"', to_char(ver_33.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_33.id, '"]␂') END AS j0, CASE
WHEN ver_33.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_33.sort_key), ',"', to_char(ver_33.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_33.id, '"]␂') END AS j1, CASE
WHEN ver_33.place <= 2 THEN concat('{"version":', to_json(ver_33.version), '}') END AS j2, CASE
WHEN ver_33.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_33.sort_key), ',"', to_char(ver_33.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_33.id, '"]␂,"node":{"version":', to_json(ver_33.version), '}}') END AS j3 FROM

(SELECT ver_33.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_33.*
FROM version ver_33
WHERE ver_33.template_id = tem_2.id
AND ver_33.deleted_at IS NULL
AND ((ver_33.workspace_id = ANY ($3::uuid[]))
OR (ver_33.state = 'ACTIVE'))
AND (ver_33.sort_key, ver_33.created_at, ver_33.id) < ($4::text, $5::timestamptz, $6::uuid)
AND (ver_33.sort_key, ver_33.created_at, ver_33.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_33.sort_key DESC, ver_33.created_at DESC, ver_33.id DESC
LIMIT 3) ver_33) ver_33) r HAVING true), ',"lastBetween":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_37
WHERE ver_37.template_id = tem_2.id
AND ver_37.deleted_at IS NULL
AND ((ver_37.workspace_id = ANY ($3::uuid[]))
OR (ver_37.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_38
WHERE ver_38.template_id = tem_2.id
AND ver_38.deleted_at IS NULL
AND ((ver_38.workspace_id = ANY ($3::uuid[]))
OR (ver_38.state = 'ACTIVE'))
AND (ver_38.sort_key, ver_38.created_at, ver_38.id) <= ($7::text, $8::timestamptz, $9::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT ver_36.place, ver_36.found, CASE
WHEN ver_36.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_36.sort_key), ',"', to_char(ver_36.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_36.id, '"]␂') END AS j0, CASE
WHEN ver_36.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_36.sort_key), ',"', to_char(ver_36.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_36.id, '"]␂') END AS j1, CASE
WHEN ver_36.place <= 2 THEN concat('{"version":', to_json(ver_36.version), '}') END AS j2, CASE
WHEN ver_36.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_36.sort_key), ',"', to_char(ver_36.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_36.id, '"]␂,"node":{"version":', to_json(ver_36.version), '}}') END AS j3 FROM

(SELECT ver_36.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_36.*
FROM version ver_36
WHERE ver_36.template_id = tem_2.id
AND ver_36.deleted_at IS NULL
AND ((ver_36.workspace_id = ANY ($3::uuid[]))
OR (ver_36.state = 'ACTIVE'))
AND (ver_36.sort_key, ver_36.created_at, ver_36.id) < ($4::text, $5::timestamptz, $6::uuid)
AND (ver_36.sort_key, ver_36.created_at, ver_36.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_36.sort_key, ver_36.created_at, ver_36.id
LIMIT 3) ver_36) ver_36) r HAVING true), ',"bothBetween":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_40
WHERE ver_40.template_id = tem_2.id
AND ver_40.deleted_at IS NULL
AND ((ver_40.workspace_id = ANY ($3::uuid[]))
OR (ver_40.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 2) - 2, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_39.place, ver_39.found, CASE
WHEN ver_39.place <= 2
AND ver_39.place > greatest(least(ver_39.found, 2) - 2, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_39.sort_key), ',"', to_char(ver_39.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_39.id, '"]␂') END AS j0, CASE
WHEN ver_39.place <= 2
AND ver_39.place > greatest(least(ver_39.found, 2) - 2, 0) THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_39.sort_key), ',"', to_char(ver_39.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_39.id, '"]␂') END AS j1, CASE
WHEN ver_39.place <= 2
AND ver_39.place > greatest(least(ver_39.found, 2) - 2, 0) THEN concat('{"version":', to_json(ver_39.version), '}') END AS j2, CASE
WHEN ver_39.place <= 2
AND ver_39.place > greatest(least(ver_39.found, 2) - 2, 0) THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_39.sort_key), ',"', to_char(ver_39.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_39.id, '"]␂,"node":{"version":', to_json(ver_39.version), '}}') END AS j3 FROM

(SELECT ver_39.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_39.*
FROM version ver_39
WHERE ver_39.template_id = tem_2.id
AND ver_39.deleted_at IS NULL
AND ((ver_39.workspace_id = ANY ($3::uuid[]))
OR (ver_39.state = 'ACTIVE'))
AND (ver_39.sort_key, ver_39.created_at, ver_39.id) < ($4::text, $5::timestamptz, $6::uuid)
AND (ver_39.sort_key, ver_39.created_at, ver_39.id) > ($7::text, $8::timestamptz, $9::uuid)
ORDER BY ver_39.sort_key DESC, ver_39.created_at DESC, ver_39.id DESC
LIMIT 3) ver_39) ver_39) r HAVING true), ',"crossed":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_42
WHERE ver_42.template_id = tem_2.id
AND ver_42.deleted_at IS NULL
AND ((ver_42.workspace_id = ANY ($3::uuid[]))
OR (ver_42.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_43
WHERE ver_43.template_id = tem_2.id
AND ver_43.deleted_at IS NULL
AND ((ver_43.workspace_id = ANY ($3::uuid[]))
OR (ver_43.state = 'ACTIVE'))
AND (ver_43.sort_key, ver_43.created_at, ver_43.id) >= ($7::text, $8::timestamptz, $9::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), '],"edges":[', string_agg(r.j3, ','), ']}')
FROM
(SELECT ver_41.place, ver_41.found, CASE
WHEN ver_41.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_41.sort_key), ',"', to_char(ver_41.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_41.id, '"]␂') END AS j0, CASE
WHEN ver_41.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_41.sort_key), ',"', to_char(ver_41.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_41.id, '"]␂') END AS j1, CASE
WHEN ver_41.place <= 2 THEN concat('{"version":', to_json(ver_41.version), '}') END AS j2, CASE
WHEN ver_41.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_41.sort_key), ',"', to_char(ver_41.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_41.id, '"]␂,"node":{"version":', to_json(ver_41.version), '}}') END AS j3 FROM

(SELECT ver_41.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_41.*
FROM version ver_41
WHERE ver_41.template_id = tem_2.id
AND ver_41.deleted_at IS NULL
AND ((ver_41.workspace_id = ANY ($3::uuid[]))
OR (ver_41.state = 'ACTIVE'))
AND (ver_41.sort_key, ver_41.created_at, ver_41.id) < ($7::text, $8::timestamptz, $9::uuid)
AND (ver_41.sort_key, ver_41.created_at, ver_41.id) > ($4::text, $5::timestamptz, $6::uuid)
ORDER BY ver_41.sort_key DESC, ver_41.created_at DESC, ver_41.id DESC
LIMIT 3) ver_41) ver_41) r HAVING true), ',"same":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM version ver_45
WHERE ver_45.template_id = tem_2.id
AND ver_45.deleted_at IS NULL
AND ((ver_45.workspace_id = ANY ($3::uuid[]))
OR (ver_45.state = 'ACTIVE'))), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM version ver_46
WHERE ver_46.template_id = tem_2.id
AND ver_46.deleted_at IS NULL
AND ((ver_46.workspace_id = ANY ($3::uuid[]))
OR (ver_46.state = 'ACTIVE'))
AND (ver_46.sort_key, ver_46.created_at, ver_46.id) <= ($4::text, $5::timestamptz, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), '],"edges":[', string_agg(r.j3, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT ver_44.place, ver_44.found, CASE
WHEN ver_44.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_44.sort_key), ',"', to_char(ver_44.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_44.id, '"]␂') END AS j0, CASE
WHEN ver_44.place <= 2 THEN concat('␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_44.sort_key), ',"', to_char(ver_44.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_44.id, '"]␂') END AS j1, CASE
WHEN ver_44.place <= 2 THEN concat('{"version":', to_json(ver_44.version), '}') END AS j2, CASE
WHEN ver_44.place <= 2 THEN concat('{"cursor":␁c["AppTemplate.versions:VERSION:DESC",', to_json(ver_44.sort_key), ',"', to_char(ver_44.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_44.id, '"]␂,"node":{"version":', to_json(ver_44.version), '}}') END AS j3 FROM

(SELECT ver_44.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_44.*
FROM version ver_44
WHERE ver_44.template_id = tem_2.id
AND ver_44.deleted_at IS NULL
AND ((ver_44.workspace_id = ANY ($3::uuid[]))
OR (ver_44.state = 'ACTIVE'))
AND (ver_44.sort_key, ver_44.created_at, ver_44.id) < ($4::text, $5::timestamptz, $6::uuid)
AND (ver_44.sort_key, ver_44.created_at, ver_44.id) > ($4::text, $5::timestamptz, $6::uuid)
ORDER BY ver_44.sort_key, ver_44.created_at, ver_44.id
LIMIT 3) ver_44) ver_44) r HAVING true), '}')
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.name = $10::text
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $11::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($12::uuid[])), 'null'), '}}'), 'UTF8') END
