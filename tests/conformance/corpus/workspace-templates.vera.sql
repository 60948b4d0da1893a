SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"workspace":', coalesce(
(SELECT concat('{"default":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_3
WHERE tem_3.workspace_id = wor_1.id
AND tem_3.deleted_at IS NULL
AND tem_3.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_2.place, tem_2.found, CASE
WHEN tem_2.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_2.name), ',"', tem_2.id, '"]␂,"node":{"name":', to_json(tem_2.name), '}}') END AS j0 FROM

(SELECT tem_2.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_2.*
FROM template tem_2
WHERE tem_2.workspace_id = wor_1.id
AND tem_2.deleted_at IS NULL
AND tem_2.workspace_id = ANY ($3::uuid[])
ORDER BY tem_2.name, tem_2.id
LIMIT 21) tem_2) tem_2) r HAVING true), ',"states":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_5
WHERE tem_5.workspace_id = wor_1.id
AND tem_5.state IN ('ACTIVE', 'SUSPENDED')
AND tem_5.deleted_at IS NULL
AND tem_5.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_4.place, tem_4.found, CASE
WHEN tem_4.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_4.name), ',"', tem_4.id, '"]␂,"node":{"name":', to_json(tem_4.name), '}}') END AS j0 FROM

(SELECT tem_4.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_4.*
FROM template tem_4
WHERE tem_4.workspace_id = wor_1.id
AND tem_4.state IN ('ACTIVE', 'SUSPENDED')
AND tem_4.deleted_at IS NULL
AND tem_4.workspace_id = ANY ($3::uuid[])
ORDER BY tem_4.name, tem_4.id
LIMIT 21) tem_4) tem_4) r HAVING true), ',"shelf":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_7
WHERE tem_7.workspace_id = wor_1.id
AND tem_7.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $4::text)
AND tem_7.deleted_at IS NULL
AND tem_7.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_6.place, tem_6.found, CASE
WHEN tem_6.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_6.name), ',"', tem_6.id, '"]␂,"node":{"name":', to_json(tem_6.name), '}}') END AS j0 FROM

(SELECT tem_6.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_6.*
FROM template tem_6
WHERE tem_6.workspace_id = wor_1.id
AND tem_6.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $4::text)
AND tem_6.deleted_at IS NULL
AND tem_6.workspace_id = ANY ($3::uuid[])
ORDER BY tem_6.name, tem_6.id
LIMIT 21) tem_6) tem_6) r HAVING true), ',"search":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_9
WHERE tem_9.workspace_id = wor_1.id
AND tem_9.search @@
(SELECT search_query($5::text))
AND tem_9.deleted_at IS NULL
AND tem_9.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_8.place, tem_8.found, CASE
WHEN tem_8.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:RANK",', (ts_rank(tem_8.search,
(SELECT search_query($5::text))) * 1000000)::integer, ',"', tem_8.id, '"]␂,"node":{"name":', to_json(tem_8.name), '}}') END AS j0 FROM

(SELECT tem_8.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_8.*
FROM template tem_8
WHERE tem_8.workspace_id = wor_1.id
AND tem_8.search @@
(SELECT search_query($5::text))
AND tem_8.deleted_at IS NULL
AND tem_8.workspace_id = ANY ($3::uuid[])
ORDER BY (ts_rank(tem_8.search,
(SELECT search_query($5::text))) * 1000000)::integer DESC, tem_8.id DESC
LIMIT 21) tem_8) tem_8) r HAVING true), ',"nameUp":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_11
WHERE tem_11.workspace_id = wor_1.id
AND tem_11.deleted_at IS NULL
AND tem_11.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_10.place, tem_10.found, CASE
WHEN tem_10.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_10.name), ',"', tem_10.id, '"]␂,"node":{"name":', to_json(tem_10.name), '}}') END AS j0 FROM

(SELECT tem_10.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_10.*
FROM template tem_10
WHERE tem_10.workspace_id = wor_1.id
AND tem_10.deleted_at IS NULL
AND tem_10.workspace_id = ANY ($3::uuid[])
ORDER BY tem_10.name, tem_10.id
LIMIT 21) tem_10) tem_10) r HAVING true), ',"nameDown":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_13
WHERE tem_13.workspace_id = wor_1.id
AND tem_13.deleted_at IS NULL
AND tem_13.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_12.place, tem_12.found, CASE
WHEN tem_12.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:NAME:DESC",', to_json(tem_12.name), ',"', tem_12.id, '"]␂,"node":{"name":', to_json(tem_12.name), '}}') END AS j0 FROM

(SELECT tem_12.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_12.*
FROM template tem_12
WHERE tem_12.workspace_id = wor_1.id
AND tem_12.deleted_at IS NULL
AND tem_12.workspace_id = ANY ($3::uuid[])
ORDER BY tem_12.name DESC, tem_12.id DESC
LIMIT 21) tem_12) tem_12) r HAVING true), ',"createdUp":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_15
WHERE tem_15.workspace_id = wor_1.id
AND tem_15.deleted_at IS NULL
AND tem_15.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_14.place, tem_14.found, CASE
WHEN tem_14.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:CREATED_AT:ASC","', to_char(tem_14.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_14.id, '"]␂,"node":{"name":', to_json(tem_14.name), '}}') END AS j0 FROM

(SELECT tem_14.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_14.*
FROM template tem_14
WHERE tem_14.workspace_id = wor_1.id
AND tem_14.deleted_at IS NULL
AND tem_14.workspace_id = ANY ($3::uuid[])
ORDER BY tem_14.created_at, tem_14.id
LIMIT 21) tem_14) tem_14) r HAVING true), ',"createdDown":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_17
WHERE tem_17.workspace_id = wor_1.id
AND tem_17.deleted_at IS NULL
AND tem_17.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_16.place, tem_16.found, CASE
WHEN tem_16.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:CREATED_AT:DESC","', to_char(tem_16.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_16.id, '"]␂,"node":{"name":', to_json(tem_16.name), '}}') END AS j0 FROM

(SELECT tem_16.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_16.*
FROM template tem_16
WHERE tem_16.workspace_id = wor_1.id
AND tem_16.deleted_at IS NULL
AND tem_16.workspace_id = ANY ($3::uuid[])
ORDER BY tem_16.created_at DESC, tem_16.id DESC
LIMIT 21) tem_16) tem_16) r HAVING true), ',"updatedUp":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_19
WHERE tem_19.workspace_id = wor_1.id
AND tem_19.deleted_at IS NULL
AND tem_19.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_18.place, tem_18.found, CASE
WHEN tem_18.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:UPDATED_AT:ASC","', to_char(tem_18.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_18.id, '"]␂,"node":{"name":', to_json(tem_18.name), '}}') END AS j0 FROM

(SELECT tem_18.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_18.*
FROM template tem_18
WHERE tem_18.workspace_id = wor_1.id
AND tem_18.deleted_at IS NULL
AND tem_18.workspace_id = ANY ($3::uuid[])
ORDER BY tem_18.updated_at, tem_18.id
LIMIT 21) tem_18) tem_18) r HAVING true), ',"updatedDown":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 20 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_21
WHERE tem_21.workspace_id = wor_1.id
AND tem_21.deleted_at IS NULL
AND tem_21.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 20 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_20.place, tem_20.found, CASE
WHEN tem_20.place <= 20 THEN concat('{"cursor":␁c["Workspace.templates:UPDATED_AT:DESC","', to_char(tem_20.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', tem_20.id, '"]␂,"node":{"name":', to_json(tem_20.name), '}}') END AS j0 FROM

(SELECT tem_20.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_20.*
FROM template tem_20
WHERE tem_20.workspace_id = wor_1.id
AND tem_20.deleted_at IS NULL
AND tem_20.workspace_id = ANY ($3::uuid[])
ORDER BY tem_20.updated_at DESC, tem_20.id DESC
LIMIT 21) tem_20) tem_20) r HAVING true), ',"all":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 1 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_23
WHERE tem_23.workspace_id = wor_1.id
AND tem_23.state IN ('ACTIVE')
AND tem_23.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $4::text)
AND tem_23.search @@
(SELECT search_query($5::text))
AND tem_23.deleted_at IS NULL
AND tem_23.workspace_id = ANY ($3::uuid[])) END, ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN false THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_22.place, tem_22.found, CASE
WHEN tem_22.place <= 1 THEN concat('{"cursor":␁c["Workspace.templates:NAME:DESC",', to_json(tem_22.name), ',"', tem_22.id, '"]␂,"node":{"name":', to_json(tem_22.name), '}}') END AS j0 FROM

(SELECT tem_22.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_22.*
FROM template tem_22
WHERE tem_22.workspace_id = wor_1.id
AND tem_22.state IN ('ACTIVE')
AND tem_22.category_id =
(SELECT c.id
FROM category c
WHERE c.name = $4::text)
AND tem_22.search @@
(SELECT search_query($5::text))
AND tem_22.deleted_at IS NULL
AND tem_22.workspace_id = ANY ($3::uuid[])
ORDER BY tem_22.name DESC, tem_22.id DESC
LIMIT 2) tem_22) tem_22) r HAVING true), ',"after":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_25
WHERE tem_25.workspace_id = wor_1.id
AND tem_25.deleted_at IS NULL
AND tem_25.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_26
WHERE tem_26.workspace_id = wor_1.id
AND tem_26.deleted_at IS NULL
AND tem_26.workspace_id = ANY ($3::uuid[])
AND (tem_26.name, tem_26.id) <= ($6::text, $7::uuid)) THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','), ']}')
FROM
(SELECT tem_24.place, tem_24.found, CASE
WHEN tem_24.place <= 1 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_24.name), ',"', tem_24.id, '"]␂,"node":{"name":', to_json(tem_24.name), '}}') END AS j0 FROM

(SELECT tem_24.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_24.*
FROM template tem_24
WHERE tem_24.workspace_id = wor_1.id
AND tem_24.deleted_at IS NULL
AND tem_24.workspace_id = ANY ($3::uuid[])
AND (tem_24.name, tem_24.id) > ($6::text, $7::uuid)
ORDER BY tem_24.name, tem_24.id
LIMIT 2) tem_24) tem_24) r HAVING true), ',"before":',
(SELECT concat('{"totalCount":',
(SELECT count(*)
FROM template tem_28
WHERE tem_28.workspace_id = wor_1.id
AND tem_28.deleted_at IS NULL
AND tem_28.workspace_id = ANY ($3::uuid[])), ',"pageInfo":{"hasNextPage":', CASE
WHEN EXISTS
(SELECT
FROM template tem_29
WHERE tem_29.workspace_id = wor_1.id
AND tem_29.deleted_at IS NULL
AND tem_29.workspace_id = ANY ($3::uuid[])
AND (tem_29.name, tem_29.id) >= ($8::text, $9::uuid)) THEN 'true'
ELSE 'false' END, ',"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 1 THEN 'true'
ELSE 'false' END, '},"edges":[', string_agg(r.j0, ','
ORDER BY r.place DESC), ']}')
FROM
(SELECT tem_27.place, tem_27.found, CASE
WHEN tem_27.place <= 1 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_27.name), ',"', tem_27.id, '"]␂,"node":{"name":', to_json(tem_27.name), '}}') END AS j0 FROM

(SELECT tem_27.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_27.*
FROM template tem_27
WHERE tem_27.workspace_id = wor_1.id
AND tem_27.deleted_at IS NULL
AND tem_27.workspace_id = ANY ($3::uuid[])
AND (tem_27.name, tem_27.id) < ($8::text, $9::uuid)
ORDER BY tem_27.name DESC, tem_27.id DESC
LIMIT 2) tem_27) tem_27) r HAVING true), ',"members":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','), '],"pageInfo":{"endCursor":', coalesce(max(r.j1) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '}}')
FROM
(SELECT mem_30.place, mem_30.found, CASE
WHEN mem_30.place <= 2 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_31.username), '}')
FROM app_user app_31
WHERE app_31.id = mem_30.user_id
AND ((app_31.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_32
WHERE mem_32.user_id = app_31.id
AND mem_32.workspace_id = ANY ($11::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_33
WHERE rev_33.submitted_by = app_31.id
AND rev_33.workspace_id = ANY ($12::uuid[])
ORDER BY rev_33.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_34
WHERE rev_34.reviewer_id = app_31.id
AND EXISTS
(SELECT
FROM review rev_35
WHERE rev_35.id = rev_34.review_id
AND rev_35.workspace_id = ANY ($12::uuid[]) OFFSET 0)
ORDER BY rev_34.review_id OFFSET 0)))), '␃'), '}') END AS j0, CASE
WHEN mem_30.place <= 2 THEN concat('␁c["Workspace.members:CREATED_AT:ASC","', to_char(mem_30.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","', mem_30.id, '"]␂') END AS j1 FROM

(SELECT mem_30.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_30.*
FROM membership mem_30
WHERE mem_30.workspace_id = wor_1.id
AND mem_30.workspace_id = ANY ($11::uuid[])
ORDER BY mem_30.created_at, mem_30.id
LIMIT 3) mem_30) mem_30) r HAVING true), ',"back":',
(SELECT concat('{"nodes":[', string_agg(r.j0, ','
ORDER BY r.place DESC), '],"pageInfo":{"hasPreviousPage":', CASE
WHEN coalesce(max(r.found), 0) > 2 THEN 'true'
ELSE 'false' END, '}}')
FROM
(SELECT mem_36.place, mem_36.found, CASE
WHEN mem_36.place <= 2 THEN concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_37.username), '}')
FROM app_user app_37
WHERE app_37.id = mem_36.user_id
AND ((app_37.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_38
WHERE mem_38.user_id = app_37.id
AND mem_38.workspace_id = ANY ($11::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_39
WHERE rev_39.submitted_by = app_37.id
AND rev_39.workspace_id = ANY ($12::uuid[])
ORDER BY rev_39.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_40
WHERE rev_40.reviewer_id = app_37.id
AND EXISTS
(SELECT
FROM review rev_41
WHERE rev_41.id = rev_40.review_id
AND rev_41.workspace_id = ANY ($12::uuid[]) OFFSET 0)
ORDER BY rev_40.review_id OFFSET 0)))), '␃'), '}') END AS j0 FROM

(SELECT mem_36.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT mem_36.*
FROM membership mem_36
WHERE mem_36.workspace_id = wor_1.id
AND mem_36.workspace_id = ANY ($11::uuid[])
ORDER BY mem_36.created_at DESC, mem_36.id DESC
LIMIT 3) mem_36) mem_36) r HAVING true), '}')
FROM workspace wor_1
WHERE wor_1.name = $13::text
AND wor_1.deleted_at IS NULL
AND wor_1.id = ANY ($14::uuid[])), 'null'), '}}'), 'UTF8') END
