SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"templates":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_2
WHERE tem_2.deleted_at IS NULL
AND (tem_2.name, tem_2.id) <= ($3::text, $4::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT tem_1.place, tem_1.found, CASE
WHEN tem_1.place <= 2 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_1.name), ',"', tem_1.id, '"]␂') END AS j0, CASE
WHEN tem_1.place <= 2 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_1.name), ',"', tem_1.id, '"]␂') END AS j1, CASE
WHEN tem_1.place <= 2 THEN concat('{"name":', to_json(tem_1.name), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_3.name), '}')
FROM workspace wor_3
WHERE wor_3.id = tem_1.workspace_id), '␃'), '}') END AS j2 FROM

(SELECT tem_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.deleted_at IS NULL
AND (tem_1.name, tem_1.id) > ($3::text, $4::uuid)
ORDER BY tem_1.name, tem_1.id
LIMIT 3) tem_1) tem_1) r HAVING true), ',"templatesBack":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_5
WHERE tem_5.deleted_at IS NULL
AND (tem_5.name, tem_5.id) >= ($5::text, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT tem_4.place, tem_4.found, CASE
WHEN tem_4.place <= 2 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_4.name), ',"', tem_4.id, '"]␂') END AS j0, CASE
WHEN tem_4.place <= 2 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_4.name), ',"', tem_4.id, '"]␂') END AS j1, CASE
WHEN tem_4.place <= 2 THEN concat('{"name":', to_json(tem_4.name), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_6.name), '}')
FROM workspace wor_6
WHERE wor_6.id = tem_4.workspace_id), '␃'), '}') END AS j2 FROM

(SELECT tem_4.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_4.*
FROM template tem_4
WHERE tem_4.deleted_at IS NULL
AND (tem_4.name, tem_4.id) < ($5::text, $6::uuid)
ORDER BY tem_4.name DESC, tem_4.id DESC
LIMIT 3) tem_4) tem_4) r HAVING true), ',"templatesBetween":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_8
WHERE tem_8.deleted_at IS NULL
AND (tem_8.name, tem_8.id) <= ($3::text, $4::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 20)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT tem_7.place, tem_7.found, CASE
WHEN tem_7.place <= 20 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_7.name), ',"', tem_7.id, '"]␂') END AS j0, CASE
WHEN tem_7.place <= 20 THEN concat('␁c["templates:NAME:ASC",', to_json(tem_7.name), ',"', tem_7.id, '"]␂') END AS j1, CASE
WHEN tem_7.place <= 20 THEN concat('{"name":', to_json(tem_7.name), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_9.name), '}')
FROM workspace wor_9
WHERE wor_9.id = tem_7.workspace_id), '␃'), '}') END AS j2 FROM

(SELECT tem_7.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_7.*
FROM template tem_7
WHERE tem_7.deleted_at IS NULL
AND (tem_7.name, tem_7.id) > ($3::text, $4::uuid)
AND (tem_7.name, tem_7.id) < ($5::text, $6::uuid)
ORDER BY tem_7.name, tem_7.id
LIMIT 21) tem_7) tem_7) r HAVING true), ',"workspaces":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM workspace wor_11
WHERE wor_11.deleted_at IS NULL
AND (wor_11.name, wor_11.id) <= ($7::text, $8::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT wor_10.place, wor_10.found, CASE
WHEN wor_10.place <= 1 THEN concat('␁c["workspaces:NAME:ASC",', to_json(wor_10.name), ',"', wor_10.id, '"]␂') END AS j0, CASE
WHEN wor_10.place <= 1 THEN concat('␁c["workspaces:NAME:ASC",', to_json(wor_10.name), ',"', wor_10.id, '"]␂') END AS j1, CASE
WHEN wor_10.place <= 1 THEN concat('{"name":', to_json(wor_10.name), '}') END AS j2 FROM

(SELECT wor_10.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT wor_10.*
FROM workspace wor_10
WHERE wor_10.deleted_at IS NULL
AND (wor_10.name, wor_10.id) > ($7::text, $8::uuid)
ORDER BY wor_10.name, wor_10.id
LIMIT 2) wor_10) wor_10) r HAVING true), ',"workspacesBack":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM workspace wor_13
WHERE wor_13.deleted_at IS NULL
AND (wor_13.name, wor_13.id) >= ($7::text, $8::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 1)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT wor_12.place, wor_12.found, CASE
WHEN wor_12.place <= 1 THEN concat('␁c["workspaces:NAME:ASC",', to_json(wor_12.name), ',"', wor_12.id, '"]␂') END AS j0, CASE
WHEN wor_12.place <= 1 THEN concat('␁c["workspaces:NAME:ASC",', to_json(wor_12.name), ',"', wor_12.id, '"]␂') END AS j1, CASE
WHEN wor_12.place <= 1 THEN concat('{"name":', to_json(wor_12.name), '}') END AS j2 FROM

(SELECT wor_12.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT wor_12.*
FROM workspace wor_12
WHERE wor_12.deleted_at IS NULL
AND (wor_12.name, wor_12.id) < ($7::text, $8::uuid)
ORDER BY wor_12.name DESC, wor_12.id DESC
LIMIT 2) wor_12) wor_12) r HAVING true), ',"users":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM app_user app_15
WHERE true
AND (app_15.username, app_15.id) <= ($9::text, $10::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT app_14.place, app_14.found, CASE
WHEN app_14.place <= 2 THEN concat('␁c["users:USERNAME:ASC",', to_json(app_14.username), ',"', app_14.id, '"]␂') END AS j0, CASE
WHEN app_14.place <= 2 THEN concat('␁c["users:USERNAME:ASC",', to_json(app_14.username), ',"', app_14.id, '"]␂') END AS j1, CASE
WHEN app_14.place <= 2 THEN concat('{"username":', to_json(app_14.username), '}') END AS j2 FROM

(SELECT app_14.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_14.*
FROM app_user app_14
WHERE (app_14.username, app_14.id) > ($9::text, $10::uuid)
ORDER BY app_14.username, app_14.id
LIMIT 3) app_14) app_14) r HAVING true), ',"usersBack":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM app_user app_17
WHERE true
AND (app_17.username, app_17.id) >= ($9::text, $10::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT app_16.place, app_16.found, CASE
WHEN app_16.place <= 2 THEN concat('␁c["users:USERNAME:ASC",', to_json(app_16.username), ',"', app_16.id, '"]␂') END AS j0, CASE
WHEN app_16.place <= 2 THEN concat('␁c["users:USERNAME:ASC",', to_json(app_16.username), ',"', app_16.id, '"]␂') END AS j1, CASE
WHEN app_16.place <= 2 THEN concat('{"username":', to_json(app_16.username), '}') END AS j2 FROM

(SELECT app_16.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT app_16.*
FROM app_user app_16
WHERE (app_16.username, app_16.id) < ($9::text, $10::uuid)
ORDER BY app_16.username DESC, app_16.id DESC
LIMIT 3) app_16) app_16) r HAVING true), ',"reviewsBack":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM review rev_19
WHERE NOT EXISTS
(SELECT
FROM version ver_20
WHERE ver_20.id = rev_19.version_id
AND ver_20.deleted_at IS NOT NULL)
AND (rev_19.submitted_at, rev_19.id) >= ($11::timestamptz, $12::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rev_18.place, rev_18.found, CASE
WHEN rev_18.place <= 2 THEN concat('␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_18.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_18.id, '"]␂') END AS j0, CASE
WHEN rev_18.place <= 2 THEN concat('␁c["reviews:SUBMITTED_AT:ASC","', to_char(rev_18.submitted_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rev_18.id, '"]␂') END AS j1, CASE
WHEN rev_18.place <= 2 THEN concat('{"state":"', rev_18.state, '"}') END AS j2 FROM

(SELECT rev_18.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rev_18.*
FROM review rev_18
WHERE NOT EXISTS
(SELECT
FROM version ver_21
WHERE ver_21.id = rev_18.version_id
AND ver_21.deleted_at IS NOT NULL)
AND (rev_18.submitted_at, rev_18.id) < ($11::timestamptz, $12::uuid)
ORDER BY rev_18.submitted_at DESC, rev_18.id DESC
LIMIT 3) rev_18) rev_18) r HAVING true), ',"storeApps":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM store_app sto_23
WHERE sto_23.listed
AND (sto_23.published_at, sto_23.id) >= ($13::timestamptz, $14::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT sto_22.place, sto_22.found, CASE
WHEN sto_22.place <= 1 THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_22.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_22.id, '"]␂') END AS j0, CASE
WHEN sto_22.place <= 1 THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_22.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_22.id, '"]␂') END AS j1, CASE
WHEN sto_22.place <= 1 THEN concat('{"name":', to_json(sto_22.name), '}') END AS j2 FROM

(SELECT sto_22.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_22.*
FROM store_app sto_22
WHERE sto_22.listed
AND (sto_22.published_at, sto_22.id) < ($13::timestamptz, $14::uuid)
ORDER BY sto_22.published_at DESC, sto_22.id DESC
LIMIT 2) sto_22) sto_22) r HAVING true), ',"storeAppsBack":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM store_app sto_25
WHERE sto_25.listed
AND (sto_25.published_at, sto_25.id) <= ($13::timestamptz, $14::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 1)), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = 1), 'null'), '},"nodes":[', string_agg(r.j2, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT sto_24.place, sto_24.found, CASE
WHEN sto_24.place <= 1 THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_24.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_24.id, '"]␂') END AS j0, CASE
WHEN sto_24.place <= 1 THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_24.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_24.id, '"]␂') END AS j1, CASE
WHEN sto_24.place <= 1 THEN concat('{"name":', to_json(sto_24.name), '}') END AS j2 FROM

(SELECT sto_24.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_24.*
FROM store_app sto_24
WHERE sto_24.listed
AND (sto_24.published_at, sto_24.id) > ($13::timestamptz, $14::uuid)
ORDER BY sto_24.published_at, sto_24.id
LIMIT 2) sto_24) sto_24) r HAVING true), ',"storeAppsBoth":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 5 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = greatest(least(r.found, 5) - 1, 0) + 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 5)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT sto_26.place, sto_26.found, CASE
WHEN sto_26.place <= 5
AND sto_26.place > greatest(least(sto_26.found, 5) - 1, 0) THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_26.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_26.id, '"]␂') END AS j0, CASE
WHEN sto_26.place <= 5
AND sto_26.place > greatest(least(sto_26.found, 5) - 1, 0) THEN concat('␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_26.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_26.id, '"]␂') END AS j1, CASE
WHEN sto_26.place <= 5
AND sto_26.place > greatest(least(sto_26.found, 5) - 1, 0) THEN concat('{"name":', to_json(sto_26.name), '}') END AS j2 FROM

(SELECT sto_26.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_26.*
FROM store_app sto_26
WHERE sto_26.listed
ORDER BY sto_26.published_at DESC, sto_26.id DESC
LIMIT 6) sto_26) sto_26) r HAVING true), ',"storeAppVersions":', coalesce(
(SELECT concat('{"versions":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT ver_28.place, ver_28.found, CASE
WHEN ver_28.place <= 1 THEN concat('␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_28.sort_key), ',"', to_char(ver_28.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_28.id, '"]␂') END AS j0, CASE
WHEN ver_28.place <= 1 THEN concat('␁c["StoreApp.versions:VERSION:DESC",', to_json(ver_28.sort_key), ',"', to_char(ver_28.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', ver_28.id, '"]␂') END AS j1, CASE
WHEN ver_28.place <= 1 THEN concat('{"version":', to_json(ver_28.version), '}') END AS j2 FROM

(SELECT ver_28.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT ver_28.*
FROM version ver_28
WHERE ver_28.template_id = sto_27.template_id
AND ver_28.state = 'ACTIVE'
AND ver_28.deleted_at IS NULL
ORDER BY ver_28.sort_key DESC, ver_28.created_at DESC, ver_28.id DESC
LIMIT 2) ver_28) ver_28) r HAVING true), '}')
FROM store_app sto_27
WHERE sto_27.name = $15::text
AND sto_27.workspace_id =
(SELECT w.id
FROM workspace w

WHERE w.name = $16::text
AND w.deleted_at IS NULL)
AND sto_27.listed), 'null'), ',"found":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT tem_29.place, tem_29.found, CASE
WHEN tem_29.place <= 1 THEN concat('␁c["templates:RANK",', (ts_rank(tem_29.search,
(SELECT search_query($17::text))) * 1000000)::integer, ',"', tem_29.id, '"]␂') END AS j0, CASE
WHEN tem_29.place <= 1 THEN concat('␁c["templates:RANK",', (ts_rank(tem_29.search,
(SELECT search_query($17::text))) * 1000000)::integer, ',"', tem_29.id, '"]␂') END AS j1, CASE
WHEN tem_29.place <= 1 THEN concat('{"name":', to_json(tem_29.name), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_30.name), '}')
FROM workspace wor_30
WHERE wor_30.id = tem_29.workspace_id), '␃'), '}') END AS j2 FROM

(SELECT tem_29.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_29.*
FROM template tem_29
WHERE tem_29.search @@
(SELECT search_query($17::text))
AND tem_29.deleted_at IS NULL
ORDER BY (ts_rank(tem_29.search,
(SELECT search_query($17::text))) * 1000000)::integer DESC, tem_29.id DESC
LIMIT 2) tem_29) tem_29) r HAVING true), ',"foundAfter":',
(SELECT concat('{"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_32
WHERE tem_32.search @@
(SELECT search_query($17::text))
AND tem_32.deleted_at IS NULL
AND ((ts_rank(tem_32.search,
(SELECT search_query($17::text))) * 1000000)::integer, tem_32.id) >= ($18::integer, $19::uuid)) THEN 'true'
ELSE 'false' END, ',"startCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), ',"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"nodes":[', string_agg(r.j2, ','), ']}')
FROM
(SELECT tem_31.place, tem_31.found, CASE
WHEN tem_31.place <= 1 THEN concat('␁c["templates:RANK",', (ts_rank(tem_31.search,
(SELECT search_query($17::text))) * 1000000)::integer, ',"', tem_31.id, '"]␂') END AS j0, CASE
WHEN tem_31.place <= 1 THEN concat('␁c["templates:RANK",', (ts_rank(tem_31.search,
(SELECT search_query($17::text))) * 1000000)::integer, ',"', tem_31.id, '"]␂') END AS j1, CASE
WHEN tem_31.place <= 1 THEN concat('{"name":', to_json(tem_31.name), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_33.name), '}')
FROM workspace wor_33
WHERE wor_33.id = tem_31.workspace_id), '␃'), '}') END AS j2 FROM

(SELECT tem_31.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_31.*
FROM template tem_31
WHERE tem_31.search @@
(SELECT search_query($17::text))
AND tem_31.deleted_at IS NULL
AND ((ts_rank(tem_31.search,
(SELECT search_query($17::text))) * 1000000)::integer, tem_31.id) < ($18::integer, $19::uuid)
ORDER BY (ts_rank(tem_31.search,
(SELECT search_query($17::text))) * 1000000)::integer DESC, tem_31.id DESC
LIMIT 2) tem_31) tem_31) r HAVING true), '}}'), 'UTF8') END
