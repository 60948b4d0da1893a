SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"default":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_1.name), ',"', tem_1.id, '"]␂,"node":{"name":', to_json(tem_1.name), '}}'), ','), ']}')
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.deleted_at IS NULL
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1), ',"nameUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:NAME:ASC",', to_json(tem_2.name), ',"', tem_2.id, '"]␂,"node":{"name":', to_json(tem_2.name), '}}'), ','), ']}')
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.deleted_at IS NULL
ORDER BY tem_2.name, tem_2.id
LIMIT 20) tem_2), ',"nameDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:NAME:DESC",', to_json(tem_3.name), ',"', tem_3.id, '"]␂,"node":{"name":', to_json(tem_3.name), '}}'), ','), ']}')
FROM
(SELECT tem_3.*
FROM template tem_3
WHERE tem_3.deleted_at IS NULL
ORDER BY tem_3.name DESC, tem_3.id DESC
LIMIT 20) tem_3), ',"createdUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:CREATED_AT:ASC","', to_char(tem_4.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_4.id, '"]␂,"node":{"name":', to_json(tem_4.name), '}}'), ','), ']}')
FROM
(SELECT tem_4.*
FROM template tem_4
WHERE tem_4.deleted_at IS NULL
ORDER BY tem_4.created_at, tem_4.id
LIMIT 20) tem_4), ',"createdDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:CREATED_AT:DESC","', to_char(tem_5.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_5.id, '"]␂,"node":{"name":', to_json(tem_5.name), '}}'), ','), ']}')
FROM
(SELECT tem_5.*
FROM template tem_5
WHERE tem_5.deleted_at IS NULL
ORDER BY tem_5.created_at DESC, tem_5.id DESC
LIMIT 20) tem_5), ',"updatedUp":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:UPDATED_AT:ASC","', to_char(tem_6.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_6.id, '"]␂,"node":{"name":', to_json(tem_6.name), '}}'), ','), ']}')
FROM
(SELECT tem_6.*
FROM template tem_6
WHERE tem_6.deleted_at IS NULL
ORDER BY tem_6.updated_at, tem_6.id
LIMIT 20) tem_6), ',"updatedDown":',
(SELECT concat('{"edges":[', string_agg(concat('{"cursor":␁c["templates:UPDATED_AT:DESC","', to_char(tem_7.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_7.id, '"]␂,"node":{"name":', to_json(tem_7.name), '}}'), ','), ']}')
FROM
(SELECT tem_7.*
FROM template tem_7
WHERE tem_7.deleted_at IS NULL
ORDER BY tem_7.updated_at DESC, tem_7.id DESC
LIMIT 20) tem_7), '}}'), 'UTF8') END
