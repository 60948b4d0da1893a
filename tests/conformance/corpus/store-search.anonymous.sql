SELECT int8send(
(SELECT s.revision
FROM store_revision s)) || convert_to(concat('{"data":{"word":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_2
WHERE sto_2.search @@
(SELECT search_query($1::text))
AND sto_2.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_1.place, sto_1.found, CASE
WHEN sto_1.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_1.search,
(SELECT search_query($1::text))) * 1000000)::integer, ',"', sto_1.id, '"]␂,"node":{"name":', to_json(sto_1.name), '}}') END AS j0 FROM

(SELECT sto_1.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_1.*
FROM store_app sto_1
WHERE sto_1.search @@
(SELECT search_query($1::text))
AND sto_1.listed
ORDER BY (ts_rank(sto_1.search,
(SELECT search_query($1::text))) * 1000000)::integer DESC, sto_1.id DESC
LIMIT 21) sto_1) sto_1) r HAVING true), ',"prefix":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_4
WHERE sto_4.search @@
(SELECT search_query($2::text))
AND sto_4.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_3.place, sto_3.found, CASE
WHEN sto_3.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_3.search,
(SELECT search_query($2::text))) * 1000000)::integer, ',"', sto_3.id, '"]␂,"node":{"name":', to_json(sto_3.name), '}}') END AS j0 FROM

(SELECT sto_3.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_3.*
FROM store_app sto_3
WHERE sto_3.search @@
(SELECT search_query($2::text))
AND sto_3.listed
ORDER BY (ts_rank(sto_3.search,
(SELECT search_query($2::text))) * 1000000)::integer DESC, sto_3.id DESC
LIMIT 21) sto_3) sto_3) r HAVING true), ',"phrase":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_6
WHERE sto_6.search @@
(SELECT search_query($3::text))
AND sto_6.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_5.place, sto_5.found, CASE
WHEN sto_5.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_5.search,
(SELECT search_query($3::text))) * 1000000)::integer, ',"', sto_5.id, '"]␂,"node":{"name":', to_json(sto_5.name), '}}') END AS j0 FROM

(SELECT sto_5.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_5.*
FROM store_app sto_5
WHERE sto_5.search @@
(SELECT search_query($3::text))
AND sto_5.listed
ORDER BY (ts_rank(sto_5.search,
(SELECT search_query($3::text))) * 1000000)::integer DESC, sto_5.id DESC
LIMIT 21) sto_5) sto_5) r HAVING true), ',"without":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_8
WHERE sto_8.search @@
(SELECT search_query($4::text))
AND sto_8.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_7.place, sto_7.found, CASE
WHEN sto_7.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_7.search,
(SELECT search_query($4::text))) * 1000000)::integer, ',"', sto_7.id, '"]␂,"node":{"name":', to_json(sto_7.name), '}}') END AS j0 FROM

(SELECT sto_7.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_7.*
FROM store_app sto_7
WHERE sto_7.search @@
(SELECT search_query($4::text))
AND sto_7.listed
ORDER BY (ts_rank(sto_7.search,
(SELECT search_query($4::text))) * 1000000)::integer DESC, sto_7.id DESC
LIMIT 21) sto_7) sto_7) r HAVING true), ',"either":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_10
WHERE sto_10.search @@
(SELECT search_query($5::text))
AND sto_10.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_9.place, sto_9.found, CASE
WHEN sto_9.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_9.search,
(SELECT search_query($5::text))) * 1000000)::integer, ',"', sto_9.id, '"]␂,"node":{"name":', to_json(sto_9.name), '}}') END AS j0 FROM

(SELECT sto_9.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_9.*
FROM store_app sto_9
WHERE sto_9.search @@
(SELECT search_query($5::text))
AND sto_9.listed
ORDER BY (ts_rank(sto_9.search,
(SELECT search_query($5::text))) * 1000000)::integer DESC, sto_9.id DESC
LIMIT 21) sto_9) sto_9) r HAVING true), ',"hard":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_12
WHERE sto_12.search @@
(SELECT search_query($6::text))
AND sto_12.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_11.place, sto_11.found, CASE
WHEN sto_11.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_11.search,
(SELECT search_query($6::text))) * 1000000)::integer, ',"', sto_11.id, '"]␂,"node":{"name":', to_json(sto_11.name), '}}') END AS j0 FROM

(SELECT sto_11.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_11.*
FROM store_app sto_11
WHERE sto_11.search @@
(SELECT search_query($6::text))
AND sto_11.listed
ORDER BY (ts_rank(sto_11.search,
(SELECT search_query($6::text))) * 1000000)::integer DESC, sto_11.id DESC
LIMIT 21) sto_11) sto_11) r HAVING true), ',"nothing":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_14
WHERE sto_14.search @@
(SELECT search_query($7::text))
AND sto_14.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_13.place, sto_13.found, CASE
WHEN sto_13.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_13.search,
(SELECT search_query($7::text))) * 1000000)::integer, ',"', sto_13.id, '"]␂,"node":{"name":', to_json(sto_13.name), '}}') END AS j0 FROM

(SELECT sto_13.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_13.*
FROM store_app sto_13
WHERE sto_13.search @@
(SELECT search_query($7::text))
AND sto_13.listed
ORDER BY (ts_rank(sto_13.search,
(SELECT search_query($7::text))) * 1000000)::integer DESC, sto_13.id DESC
LIMIT 21) sto_13) sto_13) r HAVING true), ',"given":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_16
WHERE sto_16.search @@
(SELECT search_query($8::text))
AND sto_16.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_15.place, sto_15.found, CASE
WHEN sto_15.place <= 20 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_15.search,
(SELECT search_query($8::text))) * 1000000)::integer, ',"', sto_15.id, '"]␂,"node":{"name":', to_json(sto_15.name), '}}') END AS j0 FROM

(SELECT sto_15.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_15.*
FROM store_app sto_15
WHERE sto_15.search @@
(SELECT search_query($8::text))
AND sto_15.listed
ORDER BY (ts_rank(sto_15.search,
(SELECT search_query($8::text))) * 1000000)::integer DESC, sto_15.id DESC
LIMIT 21) sto_15) sto_15) r HAVING true), ',"blank":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_18
WHERE sto_18.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_17.place, sto_17.found, CASE
WHEN sto_17.place <= 20 THEN concat('{"cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_17.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_17.id, '"]␂,"node":{"name":', to_json(sto_17.name), '}}') END AS j0 FROM

(SELECT sto_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_17.*
FROM store_app sto_17
WHERE sto_17.listed
ORDER BY sto_17.published_at DESC, sto_17.id DESC
LIMIT 21) sto_17) sto_17) r HAVING true), ',"spaces":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_20
WHERE sto_20.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_19.place, sto_19.found, CASE
WHEN sto_19.place <= 20 THEN concat('{"cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_19.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_19.id, '"]␂,"node":{"name":', to_json(sto_19.name), '}}') END AS j0 FROM

(SELECT sto_19.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_19.*
FROM store_app sto_19
WHERE sto_19.listed
ORDER BY sto_19.published_at DESC, sto_19.id DESC
LIMIT 21) sto_19) sto_19) r HAVING true), ',"none":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_22
WHERE sto_22.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_21.place, sto_21.found, CASE
WHEN sto_21.place <= 20 THEN concat('{"cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_21.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_21.id, '"]␂,"node":{"name":', to_json(sto_21.name), '}}') END AS j0 FROM

(SELECT sto_21.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_21.*
FROM store_app sto_21
WHERE sto_21.listed
ORDER BY sto_21.published_at DESC, sto_21.id DESC
LIMIT 21) sto_21) sto_21) r HAVING true), ',"ordered":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_24
WHERE sto_24.search @@
(SELECT search_query($9::text))
AND sto_24.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT sto_23.place, sto_23.found, CASE
WHEN sto_23.place <= 20 THEN concat('{"cursor":␁c["storeApps:NAME:ASC",', to_json(sto_23.name), ',"', sto_23.id, '"]␂,"node":{"name":', to_json(sto_23.name), '}}') END AS j0 FROM

(SELECT sto_23.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_23.*
FROM store_app sto_23
WHERE sto_23.search @@
(SELECT search_query($9::text))
AND sto_23.listed
ORDER BY sto_23.name, sto_23.id
LIMIT 21) sto_23) sto_23) r HAVING true), ',"fromTheEnd":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM store_app sto_26
WHERE sto_26.search @@
(SELECT search_query($9::text))
AND sto_26.listed) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT sto_25.place, sto_25.found, CASE
WHEN sto_25.place <= 1 THEN concat('{"cursor":␁c["storeApps:RANK",', (ts_rank(sto_25.search,
(SELECT search_query($9::text))) * 1000000)::integer, ',"', sto_25.id, '"]␂,"node":{"name":', to_json(sto_25.name), '}}') END AS j0 FROM

(SELECT sto_25.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT sto_25.*
FROM store_app sto_25
WHERE sto_25.search @@
(SELECT search_query($9::text))
AND sto_25.listed
ORDER BY (ts_rank(sto_25.search,
(SELECT search_query($9::text))) * 1000000)::integer, sto_25.id
LIMIT 2) sto_25) sto_25) r HAVING true), '}}'), 'UTF8')
