SELECT convert_to(concat('{"data":{"default":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_1.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_1.id, '"]␂,"node":{"name":', to_json(sto_1.name), '}}'), ','), ']}')
FROM
(SELECT sto_1.*
FROM store_app sto_1
WHERE sto_1.listed
ORDER BY sto_1.published_at DESC, sto_1.id DESC
LIMIT 20) sto_1), ',"publishedUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:PUBLISHED_AT:ASC","', to_char(sto_2.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_2.id, '"]␂,"node":{"name":', to_json(sto_2.name), '}}'), ','), ']}')
FROM
(SELECT sto_2.*
FROM store_app sto_2
WHERE sto_2.listed
ORDER BY sto_2.published_at, sto_2.id
LIMIT 20) sto_2), ',"publishedDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_3.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_3.id, '"]␂,"node":{"name":', to_json(sto_3.name), '}}'), ','), ']}')
FROM
(SELECT sto_3.*
FROM store_app sto_3
WHERE sto_3.listed
ORDER BY sto_3.published_at DESC, sto_3.id DESC
LIMIT 20) sto_3), ',"nameUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:NAME:ASC",', to_json(sto_4.name), ',"', sto_4.id, '"]␂,"node":{"name":', to_json(sto_4.name), '}}'), ','), ']}')
FROM
(SELECT sto_4.*
FROM store_app sto_4
WHERE sto_4.listed
ORDER BY sto_4.name, sto_4.id
LIMIT 20) sto_4), ',"named":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:NAME:DESC",', to_json(sto_5.name), ',"', sto_5.id, '"]␂,"node":{"name":', to_json(sto_5.name), '}}'), ','), ']}')
FROM
(SELECT sto_5.*
FROM store_app sto_5
WHERE sto_5.listed
ORDER BY sto_5.name DESC, sto_5.id DESC
LIMIT 20) sto_5), ',"nameDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:NAME:DESC",', to_json(sto_6.name), ',"', sto_6.id, '"]␂,"node":{"name":', to_json(sto_6.name), '}}'), ','), ']}')
FROM
(SELECT sto_6.*
FROM store_app sto_6
WHERE sto_6.listed
ORDER BY sto_6.name DESC, sto_6.id DESC
LIMIT 20) sto_6), ',"updatedUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:UPDATED_AT:ASC","', to_char(sto_7.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_7.id, '"]␂,"node":{"name":', to_json(sto_7.name), '}}'), ','), ']}')
FROM
(SELECT sto_7.*
FROM store_app sto_7
WHERE sto_7.listed
ORDER BY sto_7.updated_at, sto_7.id
LIMIT 20) sto_7), ',"updatedDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:UPDATED_AT:DESC","', to_char(sto_8.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_8.id, '"]␂,"node":{"name":', to_json(sto_8.name), '}}'), ','), ']}')
FROM
(SELECT sto_8.*
FROM store_app sto_8
WHERE sto_8.listed
ORDER BY sto_8.updated_at DESC, sto_8.id DESC
LIMIT 20) sto_8), ',"downloadsUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:DOWNLOADS:ASC",', sto_9.downloads, ',"', sto_9.id, '"]␂,"node":{"name":', to_json(sto_9.name), '}}'), ','), ']}')
FROM
(SELECT sto_9.*
FROM store_app sto_9
WHERE sto_9.listed
ORDER BY sto_9.downloads, sto_9.id
LIMIT 20) sto_9), ',"downloadsDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:DOWNLOADS:DESC",', sto_10.downloads, ',"', sto_10.id, '"]␂,"node":{"name":', to_json(sto_10.name), '}}'), ','), ']}')
FROM
(SELECT sto_10.*
FROM store_app sto_10
WHERE sto_10.listed
ORDER BY sto_10.downloads DESC, sto_10.id DESC
LIMIT 1) sto_10), ',"given":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:UPDATED_AT:ASC","', to_char(sto_11.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_11.id, '"]␂,"node":{"name":', to_json(sto_11.name), '}}'), ','), ']}')
FROM
(SELECT sto_11.*
FROM store_app sto_11
WHERE sto_11.listed
ORDER BY sto_11.updated_at, sto_11.id
LIMIT 20) sto_11), ',"none":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["storeApps:PUBLISHED_AT:DESC","', to_char(sto_12.published_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', sto_12.id, '"]␂,"node":{"name":', to_json(sto_12.name), '}}'), ','), ']}')
FROM
(SELECT sto_12.*
FROM store_app sto_12
WHERE sto_12.listed
ORDER BY sto_12.published_at DESC, sto_12.id DESC
LIMIT 20) sto_12), '}}'), 'UTF8')
