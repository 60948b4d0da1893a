SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"repositories":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_3
WHERE rep_3.workspace_id = wor_1.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_2.place, rep_2.found, CASE
WHEN rep_2.place <= 1 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_2.name), ',"', rep_2.id, '"]␂,"node":{"name":', to_json(rep_2.name), '}}') END AS j0 FROM

(SELECT rep_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_2.*
FROM repository rep_2
WHERE rep_2.workspace_id = wor_1.id
ORDER BY rep_2.name, rep_2.id
LIMIT 2) rep_2) rep_2) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_5
WHERE rep_5.workspace_id = wor_1.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_4.place, rep_4.found, CASE
WHEN rep_4.place <= 1 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_4.name), ',"', rep_4.id, '"]␂,"node":{"name":', to_json(rep_4.name), '}}') END AS j0 FROM

(SELECT rep_4.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_4.*
FROM repository rep_4
WHERE rep_4.workspace_id = wor_1.id
ORDER BY rep_4.name DESC, rep_4.id DESC
LIMIT 2) rep_4) rep_4) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository rep_7
WHERE rep_7.workspace_id = wor_1.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM repository rep_8
WHERE rep_8.workspace_id = wor_1.id
AND (rep_8.name, rep_8.id) <= ($3::text, $4::uuid)) THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_6.place, rep_6.found, CASE
WHEN rep_6.place <= 1 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_6.name), ',"', rep_6.id, '"]␂,"node":{"name":', to_json(rep_6.name), '}}') END AS j0 FROM

(SELECT rep_6.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_6.*
FROM repository rep_6
WHERE rep_6.workspace_id = wor_1.id
AND (rep_6.name, rep_6.id) > ($3::text, $4::uuid)
ORDER BY rep_6.name, rep_6.id
LIMIT 2) rep_6) rep_6) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository rep_10
WHERE rep_10.workspace_id = wor_1.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM repository rep_11
WHERE rep_11.workspace_id = wor_1.id
AND (rep_11.name, rep_11.id) >= ($5::text, $6::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_9.place, rep_9.found, CASE
WHEN rep_9.place <= 1 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_9.name), ',"', rep_9.id, '"]␂,"node":{"name":', to_json(rep_9.name), '}}') END AS j0 FROM

(SELECT rep_9.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_9.*
FROM repository rep_9
WHERE rep_9.workspace_id = wor_1.id
AND (rep_9.name, rep_9.id) < ($5::text, $6::uuid)
ORDER BY rep_9.name DESC, rep_9.id DESC
LIMIT 2) rep_9) rep_9) r HAVING true), ',"searched":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_13
WHERE rep_13.workspace_id = wor_1.id
AND to_tsvector('simple', rep_13.name || ' ' || rep_13.description || ' ' || rep_13.url || ' ' || translate(rep_13.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($7::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_12.place, rep_12.found, CASE
WHEN rep_12.place <= 20 THEN concat('{"cursor":␁c["Workspace.repositories:RANK",', (ts_rank(to_tsvector('simple', rep_12.name || ' ' || rep_12.description || ' ' || rep_12.url || ' ' || translate(rep_12.url, '/.:-_?=&', '        ')),
(SELECT search_query($7::text))) * 1000000)::integer, ',"', rep_12.id, '"]␂,"node":{"name":', to_json(rep_12.name), '}}') END AS j0 FROM

(SELECT rep_12.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_12.*
FROM repository rep_12
WHERE rep_12.workspace_id = wor_1.id
AND to_tsvector('simple', rep_12.name || ' ' || rep_12.description || ' ' || rep_12.url || ' ' || translate(rep_12.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($7::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_12.name || ' ' || rep_12.description || ' ' || rep_12.url || ' ' || translate(rep_12.url, '/.:-_?=&', '        ')),
(SELECT search_query($7::text))) * 1000000)::integer DESC, rep_12.id DESC
LIMIT 21) rep_12) rep_12) r HAVING true), ',"byWordOfUrl":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_15
WHERE rep_15.workspace_id = wor_1.id
AND to_tsvector('simple', rep_15.name || ' ' || rep_15.description || ' ' || rep_15.url || ' ' || translate(rep_15.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($8::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_14.place, rep_14.found, CASE
WHEN rep_14.place <= 20 THEN concat('{"cursor":␁c["Workspace.repositories:RANK",', (ts_rank(to_tsvector('simple', rep_14.name || ' ' || rep_14.description || ' ' || rep_14.url || ' ' || translate(rep_14.url, '/.:-_?=&', '        ')),
(SELECT search_query($8::text))) * 1000000)::integer, ',"', rep_14.id, '"]␂,"node":{"name":', to_json(rep_14.name), '}}') END AS j0 FROM

(SELECT rep_14.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_14.*
FROM repository rep_14
WHERE rep_14.workspace_id = wor_1.id
AND to_tsvector('simple', rep_14.name || ' ' || rep_14.description || ' ' || rep_14.url || ' ' || translate(rep_14.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($8::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_14.name || ' ' || rep_14.description || ' ' || rep_14.url || ' ' || translate(rep_14.url, '/.:-_?=&', '        ')),
(SELECT search_query($8::text))) * 1000000)::integer DESC, rep_14.id DESC
LIMIT 21) rep_14) rep_14) r HAVING true), ',"found":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_17
WHERE rep_17.workspace_id = wor_1.id
AND to_tsvector('simple', rep_17.name || ' ' || rep_17.description || ' ' || rep_17.url || ' ' || translate(rep_17.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($9::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_16.place, rep_16.found, CASE
WHEN rep_16.place <= 20 THEN concat('{"cursor":␁c["Workspace.repositories:RANK",', (ts_rank(to_tsvector('simple', rep_16.name || ' ' || rep_16.description || ' ' || rep_16.url || ' ' || translate(rep_16.url, '/.:-_?=&', '        ')),
(SELECT search_query($9::text))) * 1000000)::integer, ',"', rep_16.id, '"]␂,"node":{"name":', to_json(rep_16.name), '}}') END AS j0 FROM

(SELECT rep_16.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_16.*
FROM repository rep_16
WHERE rep_16.workspace_id = wor_1.id
AND to_tsvector('simple', rep_16.name || ' ' || rep_16.description || ' ' || rep_16.url || ' ' || translate(rep_16.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($9::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_16.name || ' ' || rep_16.description || ' ' || rep_16.url || ' ' || translate(rep_16.url, '/.:-_?=&', '        ')),
(SELECT search_query($9::text))) * 1000000)::integer DESC, rep_16.id DESC
LIMIT 21) rep_16) rep_16) r HAVING true), ',"repository":', coalesce(
(SELECT concat('{"syncs":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_20
WHERE rep_20.repository_id = rep_18.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rep_19.place, rep_19.found, CASE
WHEN rep_19.place <= 2 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_19.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_19.id, '"]␂') END AS j0, CASE
WHEN rep_19.place <= 2 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_19.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_19.id, '"]␂,"node":{"state":"', rep_19.state, '","startedAt":"', to_char(rep_19.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_19.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_19.*
FROM repository_sync rep_19
WHERE rep_19.repository_id = rep_18.id
ORDER BY rep_19.started_at DESC, rep_19.id DESC
LIMIT 3) rep_19) rep_19) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository_sync rep_22
WHERE rep_22.repository_id = rep_18.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 1)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rep_21.place, rep_21.found, CASE
WHEN rep_21.place <= 1 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_21.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_21.id, '"]␂') END AS j0, CASE
WHEN rep_21.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_21.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_21.id, '"]␂,"node":{"state":"', rep_21.state, '","startedAt":"', to_char(rep_21.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_21.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_21.*
FROM repository_sync rep_21
WHERE rep_21.repository_id = rep_18.id
AND (rep_21.started_at, rep_21.id) < ($10::timestamptz, $11::uuid)
ORDER BY rep_21.started_at DESC, rep_21.id DESC
LIMIT 2) rep_21) rep_21) r HAVING true), ',"lastSyncs":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_24
WHERE rep_24.repository_id = rep_18.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), '},"edges":[', string_agg(r.j1, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_23.place, rep_23.found, CASE
WHEN rep_23.place <= 1 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_23.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_23.id, '"]␂') END AS j0, CASE
WHEN rep_23.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_23.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_23.id, '"]␂,"node":{"state":"', rep_23.state, '","startedAt":"', to_char(rep_23.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_23.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_23.*
FROM repository_sync rep_23
WHERE rep_23.repository_id = rep_18.id
ORDER BY rep_23.started_at, rep_23.id
LIMIT 2) rep_23) rep_23) r HAVING true), ',"beforeSync":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository_sync rep_26
WHERE rep_26.repository_id = rep_18.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM repository_sync rep_27
WHERE rep_27.repository_id = rep_18.id
AND (rep_27.started_at, rep_27.id) <= ($10::timestamptz, $11::uuid)) THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), '},"edges":[', string_agg(r.j1, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_25.place, rep_25.found, CASE
WHEN rep_25.place <= 1 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_25.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_25.id, '"]␂') END AS j0, CASE
WHEN rep_25.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_25.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_25.id, '"]␂,"node":{"state":"', rep_25.state, '","startedAt":"', to_char(rep_25.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_25.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_25.*
FROM repository_sync rep_25
WHERE rep_25.repository_id = rep_18.id
AND (rep_25.started_at, rep_25.id) > ($10::timestamptz, $11::uuid)
ORDER BY rep_25.started_at, rep_25.id
LIMIT 2) rep_25) rep_25) r HAVING true), ',"charts":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_29
WHERE rep_29.repository_id = rep_18.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_28.place, rep_28.found, CASE
WHEN rep_28.place <= 2 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_28.name), ',"', rep_28.id, '"]␂,"node":{"name":', to_json(rep_28.name), '}}') END AS j0 FROM

(SELECT rep_28.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_28.*
FROM repository_chart rep_28
WHERE rep_28.repository_id = rep_18.id
ORDER BY rep_28.name, rep_28.id
LIMIT 3) rep_28) rep_28) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_31
WHERE rep_31.repository_id = rep_18.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_30.place, rep_30.found, CASE
WHEN rep_30.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_30.name), ',"', rep_30.id, '"]␂,"node":{"name":', to_json(rep_30.name), '}}') END AS j0 FROM

(SELECT rep_30.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_30.*
FROM repository_chart rep_30
WHERE rep_30.repository_id = rep_18.id
ORDER BY rep_30.name DESC, rep_30.id DESC
LIMIT 2) rep_30) rep_30) r HAVING true), ',"afterChart":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository_chart rep_33
WHERE rep_33.repository_id = rep_18.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM repository_chart rep_34
WHERE rep_34.repository_id = rep_18.id
AND (rep_34.name, rep_34.id) <= ($12::text, $13::uuid)) THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_32.place, rep_32.found, CASE
WHEN rep_32.place <= 20 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_32.name), ',"', rep_32.id, '"]␂,"node":{"name":', to_json(rep_32.name), '}}') END AS j0 FROM

(SELECT rep_32.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_32.*
FROM repository_chart rep_32
WHERE rep_32.repository_id = rep_18.id
AND (rep_32.name, rep_32.id) > ($12::text, $13::uuid)
ORDER BY rep_32.name, rep_32.id
LIMIT 21) rep_32) rep_32) r HAVING true), ',"beforeChart":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository_chart rep_36
WHERE rep_36.repository_id = rep_18.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM repository_chart rep_37
WHERE rep_37.repository_id = rep_18.id
AND (rep_37.name, rep_37.id) >= ($14::text, $15::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_35.place, rep_35.found, CASE
WHEN rep_35.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_35.name), ',"', rep_35.id, '"]␂,"node":{"name":', to_json(rep_35.name), '}}') END AS j0 FROM

(SELECT rep_35.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_35.*
FROM repository_chart rep_35
WHERE rep_35.repository_id = rep_18.id
AND (rep_35.name, rep_35.id) < ($14::text, $15::uuid)
ORDER BY rep_35.name DESC, rep_35.id DESC
LIMIT 2) rep_35) rep_35) r HAVING true), ',"byKeyword":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_39
WHERE rep_39.repository_id = rep_18.id
AND to_tsvector('simple', rep_39.name || ' ' || array_to_string(rep_39.keywords, ' ') || ' ' || rep_39.description) @@
(SELECT search_query($16::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_38.place, rep_38.found, CASE
WHEN rep_38.place <= 20 THEN concat('{"cursor":␁c["HelmRepository.charts:RANK",', (ts_rank(to_tsvector('simple', rep_38.name || ' ' || array_to_string(rep_38.keywords, ' ') || ' ' || rep_38.description),
(SELECT search_query($16::text))) * 1000000)::integer, ',"', rep_38.id, '"]␂,"node":{"name":', to_json(rep_38.name), '}}') END AS j0 FROM

(SELECT rep_38.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_38.*
FROM repository_chart rep_38
WHERE rep_38.repository_id = rep_18.id
AND to_tsvector('simple', rep_38.name || ' ' || array_to_string(rep_38.keywords, ' ') || ' ' || rep_38.description) @@
(SELECT search_query($16::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_38.name || ' ' || array_to_string(rep_38.keywords, ' ') || ' ' || rep_38.description),
(SELECT search_query($16::text))) * 1000000)::integer DESC, rep_38.id DESC
LIMIT 21) rep_38) rep_38) r HAVING true), ',"byWords":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 5 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_41
WHERE rep_41.repository_id = rep_18.id
AND to_tsvector('simple', rep_41.name || ' ' || array_to_string(rep_41.keywords, ' ') || ' ' || rep_41.description) @@
(SELECT search_query($9::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 5 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_40.place, rep_40.found, CASE
WHEN rep_40.place <= 5 THEN concat('{"cursor":␁c["HelmRepository.charts:RANK",', (ts_rank(to_tsvector('simple', rep_40.name || ' ' || array_to_string(rep_40.keywords, ' ') || ' ' || rep_40.description),
(SELECT search_query($9::text))) * 1000000)::integer, ',"', rep_40.id, '"]␂,"node":{"name":', to_json(rep_40.name), '}}') END AS j0 FROM

(SELECT rep_40.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_40.*
FROM repository_chart rep_40
WHERE rep_40.repository_id = rep_18.id
AND to_tsvector('simple', rep_40.name || ' ' || array_to_string(rep_40.keywords, ' ') || ' ' || rep_40.description) @@
(SELECT search_query($9::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_40.name || ' ' || array_to_string(rep_40.keywords, ' ') || ' ' || rep_40.description),
(SELECT search_query($9::text))) * 1000000)::integer DESC, rep_40.id DESC
LIMIT 6) rep_40) rep_40) r HAVING true), ',"byDescription":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_43
WHERE rep_43.repository_id = rep_18.id
AND to_tsvector('simple', rep_43.name || ' ' || array_to_string(rep_43.keywords, ' ') || ' ' || rep_43.description) @@
(SELECT search_query($17::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_42.place, rep_42.found, CASE
WHEN rep_42.place <= 20 THEN concat('{"cursor":␁c["HelmRepository.charts:RANK",', (ts_rank(to_tsvector('simple', rep_42.name || ' ' || array_to_string(rep_42.keywords, ' ') || ' ' || rep_42.description),
(SELECT search_query($17::text))) * 1000000)::integer, ',"', rep_42.id, '"]␂,"node":{"name":', to_json(rep_42.name), '}}') END AS j0 FROM

(SELECT rep_42.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_42.*
FROM repository_chart rep_42
WHERE rep_42.repository_id = rep_18.id
AND to_tsvector('simple', rep_42.name || ' ' || array_to_string(rep_42.keywords, ' ') || ' ' || rep_42.description) @@
(SELECT search_query($17::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_42.name || ' ' || array_to_string(rep_42.keywords, ' ') || ' ' || rep_42.description),
(SELECT search_query($17::text))) * 1000000)::integer DESC, rep_42.id DESC
LIMIT 21) rep_42) rep_42) r HAVING true), ',"chart":', coalesce(
(SELECT concat('{"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_46
WHERE rep_46.chart_id = rep_44.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_45.place, rep_45.found, CASE
WHEN rep_45.place <= 2 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_45.sort_key), ',"', rep_45.id, '"]␂,"node":{"version":', to_json(rep_45.version), '}}') END AS j0 FROM

(SELECT rep_45.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_45.*
FROM repository_chart_version rep_45
WHERE rep_45.chart_id = rep_44.id
ORDER BY rep_45.sort_key DESC, rep_45.id DESC
LIMIT 3) rep_45) rep_45) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_48
WHERE rep_48.chart_id = rep_44.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_47.place, rep_47.found, CASE
WHEN rep_47.place <= 1 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_47.sort_key), ',"', rep_47.id, '"]␂,"node":{"version":', to_json(rep_47.version), '}}') END AS j0 FROM

(SELECT rep_47.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_47.*
FROM repository_chart_version rep_47
WHERE rep_47.chart_id = rep_44.id
ORDER BY rep_47.sort_key, rep_47.id
LIMIT 2) rep_47) rep_47) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository_chart_version rep_50
WHERE rep_50.chart_id = rep_44.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_49.place, rep_49.found, CASE
WHEN rep_49.place <= 1 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_49.sort_key), ',"', rep_49.id, '"]␂,"node":{"version":', to_json(rep_49.version), '}}') END AS j0 FROM

(SELECT rep_49.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_49.*
FROM repository_chart_version rep_49
WHERE rep_49.chart_id = rep_44.id
AND (rep_49.sort_key, rep_49.id) < ($18::text, $19::uuid)
ORDER BY rep_49.sort_key DESC, rep_49.id DESC
LIMIT 2) rep_49) rep_49) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM repository_chart_version rep_52
WHERE rep_52.chart_id = rep_44.id), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM repository_chart_version rep_53
WHERE rep_53.chart_id = rep_44.id
AND (rep_53.sort_key, rep_53.id) <= ($20::text, $21::uuid)) THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_51.place, rep_51.found, CASE
WHEN rep_51.place <= 1 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_51.sort_key), ',"', rep_51.id, '"]␂,"node":{"version":', to_json(rep_51.version), '}}') END AS j0 FROM

(SELECT rep_51.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_51.*
FROM repository_chart_version rep_51
WHERE rep_51.chart_id = rep_44.id
AND (rep_51.sort_key, rep_51.id) > ($20::text, $21::uuid)
ORDER BY rep_51.sort_key, rep_51.id
LIMIT 2) rep_51) rep_51) r HAVING true), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(rep_54.version), '}')
FROM repository_chart_version rep_54
WHERE rep_54.chart_id = rep_44.id
ORDER BY rep_54.sort_key DESC, rep_54.id DESC
LIMIT 1), 'null'), '}')
FROM repository_chart rep_44
WHERE rep_44.repository_id = rep_18.id
AND rep_44.name = $22::text), 'null'), '}')
FROM repository rep_18
WHERE rep_18.workspace_id = wor_1.id
AND rep_18.name = $23::text), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $24::text
AND wor_1.deleted_at IS NULL), 'null'), '}}'), 'UTF8') END

SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"repositories":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_3
WHERE rep_3.workspace_id = wor_1.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_2.place, rep_2.found, CASE
WHEN rep_2.place <= 1 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_2.name), ',"', rep_2.id, '"]␂,"node":{"name":', to_json(rep_2.name), '}}') END AS j0 FROM

(SELECT rep_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_2.*
FROM repository rep_2
WHERE rep_2.workspace_id = wor_1.id
ORDER BY rep_2.name, rep_2.id
LIMIT 2) rep_2) rep_2) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_5
WHERE rep_5.workspace_id = wor_1.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_4.place, rep_4.found, CASE
WHEN rep_4.place <= 1 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_4.name), ',"', rep_4.id, '"]␂,"node":{"name":', to_json(rep_4.name), '}}') END AS j0 FROM

(SELECT rep_4.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_4.*
FROM repository rep_4
WHERE rep_4.workspace_id = wor_1.id
ORDER BY rep_4.name DESC, rep_4.id DESC
LIMIT 2) rep_4) rep_4) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_7
WHERE rep_7.workspace_id = wor_1.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_6.place, rep_6.found, CASE
WHEN rep_6.place <= 3 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_6.name), ',"', rep_6.id, '"]␂,"node":{"name":', to_json(rep_6.name), '}}') END AS j0 FROM

(SELECT rep_6.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_6.*
FROM repository rep_6
WHERE rep_6.workspace_id = wor_1.id
ORDER BY rep_6.name, rep_6.id
LIMIT 4) rep_6) rep_6) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_9
WHERE rep_9.workspace_id = wor_1.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_8.place, rep_8.found, CASE
WHEN rep_8.place <= 3 THEN concat('{"cursor":␁c["Workspace.repositories:NAME:ASC",', to_json(rep_8.name), ',"', rep_8.id, '"]␂,"node":{"name":', to_json(rep_8.name), '}}') END AS j0 FROM

(SELECT rep_8.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_8.*
FROM repository rep_8
WHERE rep_8.workspace_id = wor_1.id
ORDER BY rep_8.name DESC, rep_8.id DESC
LIMIT 4) rep_8) rep_8) r HAVING true), ',"searched":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_11
WHERE rep_11.workspace_id = wor_1.id
AND to_tsvector('simple', rep_11.name || ' ' || rep_11.description || ' ' || rep_11.url || ' ' || translate(rep_11.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($3::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_10.place, rep_10.found, CASE
WHEN rep_10.place <= 20 THEN concat('{"cursor":␁c["Workspace.repositories:RANK",', (ts_rank(to_tsvector('simple', rep_10.name || ' ' || rep_10.description || ' ' || rep_10.url || ' ' || translate(rep_10.url, '/.:-_?=&', '        ')),
(SELECT search_query($3::text))) * 1000000)::integer, ',"', rep_10.id, '"]␂,"node":{"name":', to_json(rep_10.name), '}}') END AS j0 FROM

(SELECT rep_10.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_10.*
FROM repository rep_10
WHERE rep_10.workspace_id = wor_1.id
AND to_tsvector('simple', rep_10.name || ' ' || rep_10.description || ' ' || rep_10.url || ' ' || translate(rep_10.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($3::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_10.name || ' ' || rep_10.description || ' ' || rep_10.url || ' ' || translate(rep_10.url, '/.:-_?=&', '        ')),
(SELECT search_query($3::text))) * 1000000)::integer DESC, rep_10.id DESC
LIMIT 21) rep_10) rep_10) r HAVING true), ',"byWordOfUrl":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_13
WHERE rep_13.workspace_id = wor_1.id
AND to_tsvector('simple', rep_13.name || ' ' || rep_13.description || ' ' || rep_13.url || ' ' || translate(rep_13.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($4::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_12.place, rep_12.found, CASE
WHEN rep_12.place <= 20 THEN concat('{"cursor":␁c["Workspace.repositories:RANK",', (ts_rank(to_tsvector('simple', rep_12.name || ' ' || rep_12.description || ' ' || rep_12.url || ' ' || translate(rep_12.url, '/.:-_?=&', '        ')),
(SELECT search_query($4::text))) * 1000000)::integer, ',"', rep_12.id, '"]␂,"node":{"name":', to_json(rep_12.name), '}}') END AS j0 FROM

(SELECT rep_12.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_12.*
FROM repository rep_12
WHERE rep_12.workspace_id = wor_1.id
AND to_tsvector('simple', rep_12.name || ' ' || rep_12.description || ' ' || rep_12.url || ' ' || translate(rep_12.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($4::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_12.name || ' ' || rep_12.description || ' ' || rep_12.url || ' ' || translate(rep_12.url, '/.:-_?=&', '        ')),
(SELECT search_query($4::text))) * 1000000)::integer DESC, rep_12.id DESC
LIMIT 21) rep_12) rep_12) r HAVING true), ',"found":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository rep_15
WHERE rep_15.workspace_id = wor_1.id
AND to_tsvector('simple', rep_15.name || ' ' || rep_15.description || ' ' || rep_15.url || ' ' || translate(rep_15.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($5::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_14.place, rep_14.found, CASE
WHEN rep_14.place <= 20 THEN concat('{"cursor":␁c["Workspace.repositories:RANK",', (ts_rank(to_tsvector('simple', rep_14.name || ' ' || rep_14.description || ' ' || rep_14.url || ' ' || translate(rep_14.url, '/.:-_?=&', '        ')),
(SELECT search_query($5::text))) * 1000000)::integer, ',"', rep_14.id, '"]␂,"node":{"name":', to_json(rep_14.name), '}}') END AS j0 FROM

(SELECT rep_14.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_14.*
FROM repository rep_14
WHERE rep_14.workspace_id = wor_1.id
AND to_tsvector('simple', rep_14.name || ' ' || rep_14.description || ' ' || rep_14.url || ' ' || translate(rep_14.url, '/.:-_?=&', '        ')) @@
(SELECT search_query($5::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_14.name || ' ' || rep_14.description || ' ' || rep_14.url || ' ' || translate(rep_14.url, '/.:-_?=&', '        ')),
(SELECT search_query($5::text))) * 1000000)::integer DESC, rep_14.id DESC
LIMIT 21) rep_14) rep_14) r HAVING true), ',"repository":', coalesce(
(SELECT concat('{"syncs":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_18
WHERE rep_18.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rep_17.place, rep_17.found, CASE
WHEN rep_17.place <= 2 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_17.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_17.id, '"]␂') END AS j0, CASE
WHEN rep_17.place <= 2 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_17.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_17.id, '"]␂,"node":{"state":"', rep_17.state, '","startedAt":"', to_char(rep_17.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_17.*
FROM repository_sync rep_17
WHERE rep_17.repository_id = rep_16.id
ORDER BY rep_17.started_at DESC, rep_17.id DESC
LIMIT 3) rep_17) rep_17) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_20
WHERE rep_20.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 3)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT rep_19.place, rep_19.found, CASE
WHEN rep_19.place <= 3 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_19.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_19.id, '"]␂') END AS j0, CASE
WHEN rep_19.place <= 3 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_19.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_19.id, '"]␂,"node":{"state":"', rep_19.state, '","startedAt":"', to_char(rep_19.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_19.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_19.*
FROM repository_sync rep_19
WHERE rep_19.repository_id = rep_16.id
ORDER BY rep_19.started_at DESC, rep_19.id DESC
LIMIT 4) rep_19) rep_19) r HAVING true), ',"lastSyncs":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_22
WHERE rep_22.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), '},"edges":[', string_agg(r.j1, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_21.place, rep_21.found, CASE
WHEN rep_21.place <= 3 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_21.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_21.id, '"]␂') END AS j0, CASE
WHEN rep_21.place <= 3 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_21.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_21.id, '"]␂,"node":{"state":"', rep_21.state, '","startedAt":"', to_char(rep_21.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_21.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_21.*
FROM repository_sync rep_21
WHERE rep_21.repository_id = rep_16.id
ORDER BY rep_21.started_at, rep_21.id
LIMIT 4) rep_21) rep_21) r HAVING true), ',"beforeSync":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_sync rep_24
WHERE rep_24.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = 1), 'null'), '},"edges":[', string_agg(r.j1, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_23.place, rep_23.found, CASE
WHEN rep_23.place <= 1 THEN concat('␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_23.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_23.id, '"]␂') END AS j0, CASE
WHEN rep_23.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.syncs:STARTED_AT:DESC","', to_char(rep_23.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', rep_23.id, '"]␂,"node":{"state":"', rep_23.state, '","startedAt":"', to_char(rep_23.started_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '"}}') END AS j1 FROM

(SELECT rep_23.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_23.*
FROM repository_sync rep_23
WHERE rep_23.repository_id = rep_16.id
ORDER BY rep_23.started_at, rep_23.id
LIMIT 2) rep_23) rep_23) r HAVING true), ',"charts":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_26
WHERE rep_26.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_25.place, rep_25.found, CASE
WHEN rep_25.place <= 2 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_25.name), ',"', rep_25.id, '"]␂,"node":{"name":', to_json(rep_25.name), '}}') END AS j0 FROM

(SELECT rep_25.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_25.*
FROM repository_chart rep_25
WHERE rep_25.repository_id = rep_16.id
ORDER BY rep_25.name, rep_25.id
LIMIT 3) rep_25) rep_25) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_28
WHERE rep_28.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_27.place, rep_27.found, CASE
WHEN rep_27.place <= 3 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_27.name), ',"', rep_27.id, '"]␂,"node":{"name":', to_json(rep_27.name), '}}') END AS j0 FROM

(SELECT rep_27.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_27.*
FROM repository_chart rep_27
WHERE rep_27.repository_id = rep_16.id
ORDER BY rep_27.name DESC, rep_27.id DESC
LIMIT 4) rep_27) rep_27) r HAVING true), ',"afterChart":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_30
WHERE rep_30.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_29.place, rep_29.found, CASE
WHEN rep_29.place <= 20 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_29.name), ',"', rep_29.id, '"]␂,"node":{"name":', to_json(rep_29.name), '}}') END AS j0 FROM

(SELECT rep_29.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_29.*
FROM repository_chart rep_29
WHERE rep_29.repository_id = rep_16.id
ORDER BY rep_29.name, rep_29.id
LIMIT 21) rep_29) rep_29) r HAVING true), ',"beforeChart":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_32
WHERE rep_32.repository_id = rep_16.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_31.place, rep_31.found, CASE
WHEN rep_31.place <= 1 THEN concat('{"cursor":␁c["HelmRepository.charts:NAME:ASC",', to_json(rep_31.name), ',"', rep_31.id, '"]␂,"node":{"name":', to_json(rep_31.name), '}}') END AS j0 FROM

(SELECT rep_31.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_31.*
FROM repository_chart rep_31
WHERE rep_31.repository_id = rep_16.id
ORDER BY rep_31.name DESC, rep_31.id DESC
LIMIT 2) rep_31) rep_31) r HAVING true), ',"byKeyword":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_34
WHERE rep_34.repository_id = rep_16.id
AND to_tsvector('simple', rep_34.name || ' ' || array_to_string(rep_34.keywords, ' ') || ' ' || rep_34.description) @@
(SELECT search_query($6::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_33.place, rep_33.found, CASE
WHEN rep_33.place <= 20 THEN concat('{"cursor":␁c["HelmRepository.charts:RANK",', (ts_rank(to_tsvector('simple', rep_33.name || ' ' || array_to_string(rep_33.keywords, ' ') || ' ' || rep_33.description),
(SELECT search_query($6::text))) * 1000000)::integer, ',"', rep_33.id, '"]␂,"node":{"name":', to_json(rep_33.name), '}}') END AS j0 FROM

(SELECT rep_33.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_33.*
FROM repository_chart rep_33
WHERE rep_33.repository_id = rep_16.id
AND to_tsvector('simple', rep_33.name || ' ' || array_to_string(rep_33.keywords, ' ') || ' ' || rep_33.description) @@
(SELECT search_query($6::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_33.name || ' ' || array_to_string(rep_33.keywords, ' ') || ' ' || rep_33.description),
(SELECT search_query($6::text))) * 1000000)::integer DESC, rep_33.id DESC
LIMIT 21) rep_33) rep_33) r HAVING true), ',"byWords":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 5 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_36
WHERE rep_36.repository_id = rep_16.id
AND to_tsvector('simple', rep_36.name || ' ' || array_to_string(rep_36.keywords, ' ') || ' ' || rep_36.description) @@
(SELECT search_query($5::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 5 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_35.place, rep_35.found, CASE
WHEN rep_35.place <= 5 THEN concat('{"cursor":␁c["HelmRepository.charts:RANK",', (ts_rank(to_tsvector('simple', rep_35.name || ' ' || array_to_string(rep_35.keywords, ' ') || ' ' || rep_35.description),
(SELECT search_query($5::text))) * 1000000)::integer, ',"', rep_35.id, '"]␂,"node":{"name":', to_json(rep_35.name), '}}') END AS j0 FROM

(SELECT rep_35.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_35.*
FROM repository_chart rep_35
WHERE rep_35.repository_id = rep_16.id
AND to_tsvector('simple', rep_35.name || ' ' || array_to_string(rep_35.keywords, ' ') || ' ' || rep_35.description) @@
(SELECT search_query($5::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_35.name || ' ' || array_to_string(rep_35.keywords, ' ') || ' ' || rep_35.description),
(SELECT search_query($5::text))) * 1000000)::integer DESC, rep_35.id DESC
LIMIT 6) rep_35) rep_35) r HAVING true), ',"byDescription":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart rep_38
WHERE rep_38.repository_id = rep_16.id
AND to_tsvector('simple', rep_38.name || ' ' || array_to_string(rep_38.keywords, ' ') || ' ' || rep_38.description) @@
(SELECT search_query($7::text))) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_37.place, rep_37.found, CASE
WHEN rep_37.place <= 20 THEN concat('{"cursor":␁c["HelmRepository.charts:RANK",', (ts_rank(to_tsvector('simple', rep_37.name || ' ' || array_to_string(rep_37.keywords, ' ') || ' ' || rep_37.description),
(SELECT search_query($7::text))) * 1000000)::integer, ',"', rep_37.id, '"]␂,"node":{"name":', to_json(rep_37.name), '}}') END AS j0 FROM

(SELECT rep_37.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_37.*
FROM repository_chart rep_37
WHERE rep_37.repository_id = rep_16.id
AND to_tsvector('simple', rep_37.name || ' ' || array_to_string(rep_37.keywords, ' ') || ' ' || rep_37.description) @@
(SELECT search_query($7::text))
ORDER BY (ts_rank(to_tsvector('simple', rep_37.name || ' ' || array_to_string(rep_37.keywords, ' ') || ' ' || rep_37.description),
(SELECT search_query($7::text))) * 1000000)::integer DESC, rep_37.id DESC
LIMIT 21) rep_37) rep_37) r HAVING true), ',"chart":', coalesce(
(SELECT concat('{"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_41
WHERE rep_41.chart_id = rep_39.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_40.place, rep_40.found, CASE
WHEN rep_40.place <= 2 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_40.sort_key), ',"', rep_40.id, '"]␂,"node":{"version":', to_json(rep_40.version), '}}') END AS j0 FROM

(SELECT rep_40.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_40.*
FROM repository_chart_version rep_40
WHERE rep_40.chart_id = rep_39.id
ORDER BY rep_40.sort_key DESC, rep_40.id DESC
LIMIT 3) rep_40) rep_40) r HAVING true), ',"last":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_43
WHERE rep_43.chart_id = rep_39.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_42.place, rep_42.found, CASE
WHEN rep_42.place <= 3 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_42.sort_key), ',"', rep_42.id, '"]␂,"node":{"version":', to_json(rep_42.version), '}}') END AS j0 FROM

(SELECT rep_42.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_42.*
FROM repository_chart_version rep_42
WHERE rep_42.chart_id = rep_39.id
ORDER BY rep_42.sort_key, rep_42.id
LIMIT 4) rep_42) rep_42) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_45
WHERE rep_45.chart_id = rep_39.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 3 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT rep_44.place, rep_44.found, CASE
WHEN rep_44.place <= 3 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_44.sort_key), ',"', rep_44.id, '"]␂,"node":{"version":', to_json(rep_44.version), '}}') END AS j0 FROM

(SELECT rep_44.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_44.*
FROM repository_chart_version rep_44
WHERE rep_44.chart_id = rep_39.id
ORDER BY rep_44.sort_key DESC, rep_44.id DESC
LIMIT 4) rep_44) rep_44) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 3 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM repository_chart_version rep_47
WHERE rep_47.chart_id = rep_39.id) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT rep_46.place, rep_46.found, CASE
WHEN rep_46.place <= 3 THEN concat('{"cursor":␁c["RepositoryChart.versions:VERSION:DESC",', to_json(rep_46.sort_key), ',"', rep_46.id, '"]␂,"node":{"version":', to_json(rep_46.version), '}}') END AS j0 FROM

(SELECT rep_46.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT rep_46.*
FROM repository_chart_version rep_46
WHERE rep_46.chart_id = rep_39.id
ORDER BY rep_46.sort_key, rep_46.id
LIMIT 4) rep_46) rep_46) r HAVING true), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(rep_48.version), '}')
FROM repository_chart_version rep_48
WHERE rep_48.chart_id = rep_39.id
ORDER BY rep_48.sort_key DESC, rep_48.id DESC
LIMIT 1), 'null'), '}')
FROM repository_chart rep_39
WHERE rep_39.repository_id = rep_16.id
AND rep_39.name = $8::text), 'null'), '}')
FROM repository rep_16
WHERE rep_16.workspace_id = wor_1.id
AND rep_16.name = $9::text), 'null'), '}')
FROM workspace wor_1
WHERE wor_1.name = $10::text
AND wor_1.deleted_at IS NULL), 'null'), '}}'), 'UTF8') END
