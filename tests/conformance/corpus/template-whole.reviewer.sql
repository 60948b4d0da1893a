SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"templates":',
(SELECT concat('{"nodes":[', string_agg(concat('{"__typename":"AppTemplate","id":"tpl_', tem_1.id, '","name":', to_json(tem_1.name), ',"displayName":', to_json(tem_1.display_name), ',"summary":', to_json(tem_1.summary), ',"description":', to_json(tem_1.description), ',"home":', to_json(tem_1.home), ',"keywords":', array_to_json(tem_1.keywords), ',"sources":', array_to_json(tem_1.sources), ',"maintainers":[',
(SELECT string_agg(concat('{"__typename":"Maintainer","name":', coalesce(nullif(ite_2.document -> 'name', 'null')::text, '""'), ',"email":', coalesce(nullif(ite_2.document -> 'email', 'null')::text, 'null'), ',"url":', coalesce(nullif(ite_2.document -> 'url', 'null')::text, 'null'), '}'), ','
ORDER BY ite_2.place)
FROM jsonb_array_elements(CASE jsonb_typeof(tem_1.maintainers)
WHEN 'array' THEN tem_1.maintainers
ELSE '[]' END)
WITH ORDINALITY AS ite_2(document, place)), '],"icon":', coalesce(
(SELECT concat('{"__typename":"Image","url":␁itpl_', tem_1.id, '|', ima_3.digest, '␂,"contentType":', to_json(ima_3.content_type), ',"size":', ima_3.size, ',"width":', ima_3.width, ',"height":', ima_3.height, ',"digest":', to_json(ima_3.digest), '}')
FROM image ima_3
WHERE ima_3.digest = tem_1.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"__typename":"Image","url":␁itpl_', tem_1.id, '|', ima_4.digest, '␂,"contentType":', to_json(ima_4.content_type), ',"size":', ima_4.size, ',"width":', ima_4.width, ',"height":', ima_4.height, ',"digest":', to_json(ima_4.digest), '}'), ','
ORDER BY tem_5.position)
FROM template_screenshot tem_5
JOIN image ima_4 ON ima_4.digest = tem_5.image_digest
WHERE tem_5.template_id = tem_1.id), '],"workspace":', 'null', ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_7.name), ',"displayName":', to_json(wor_7.display_name), '}')
FROM workspace wor_7
WHERE wor_7.id = tem_1.workspace_id), '␃'), ',"category":', coalesce(
(SELECT concat('{"name":', to_json(cat_8.name), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_8.id
AND a.listed), '}')
FROM category cat_8
WHERE cat_8.id = tem_1.category_id), '␃'), ',"state":"', tem_1.state, '","changedSincePublished":', CASE
WHEN EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_1.id
AND (ROW(tem_1.name, tem_1.display_name, tem_1.summary, tem_1.description, tem_1.home, tem_1.keywords, tem_1.sources, tem_1.maintainers, tem_1.icon_digest, tem_1.category_id) IS DISTINCT
FROM ROW(s.name, s.display_name, s.summary, s.description, s.home, s.keywords, s.sources, s.maintainers, s.icon_digest, s.category_id)

OR ARRAY
(SELECT p.image_digest
FROM template_screenshot p
WHERE p.template_id = tem_1.id
ORDER BY p.position)
<> ARRAY
(SELECT p.image_digest
FROM store_screenshot p
WHERE p.store_app_id = s.id
ORDER BY p.position))) THEN 'true'
ELSE 'false' END, ',"viewerActions":[', concat_ws(',', CASE
WHEN false
AND true THEN '"UPDATE"' END, CASE
WHEN false
AND true THEN '"CREATE_VERSION"' END, CASE
WHEN false
AND NOT EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_1.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE', 'SUBMITTED', 'IN_REVIEW')) THEN '"DELETE"' END, CASE
WHEN true
AND tem_1.suspended_at IS NULL
AND EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_1.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE')) THEN '"SUSPEND"' END, CASE
WHEN true
AND tem_1.suspended_at IS NOT NULL THEN '"RESTORE"' END, CASE
WHEN false
AND EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_1.id
AND s.listed) THEN '"REPUBLISH"' END), '],"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_10
WHERE ver_10.template_id = tem_1.id
AND ver_10.deleted_at IS NULL
AND ((ver_10.first_submitted_at IS NOT NULL)
OR (ver_10.state = 'ACTIVE'))) END, ',"nodes":[', string_agg(concat('{"version":', to_json(ver_9.version), ',"state":"', ver_9.state, '"}'), ','), ']}')
FROM
(SELECT ver_9.*
FROM version ver_9
WHERE ver_9.template_id = tem_1.id
AND ver_9.deleted_at IS NULL
AND ((ver_9.first_submitted_at IS NOT NULL)
OR (ver_9.state = 'ACTIVE'))
ORDER BY ver_9.sort_key DESC, ver_9.created_at DESC, ver_9.id DESC
LIMIT 2) ver_9), ',"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_11.version), '}')
FROM version ver_11
WHERE ver_11.template_id = tem_1.id
AND ver_11.version = $3::text
AND ver_11.deleted_at IS NULL
AND ((ver_11.first_submitted_at IS NOT NULL)
OR (ver_11.state = 'ACTIVE'))), 'null'), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_12.version), '}')
FROM version ver_12
WHERE ver_12.template_id = tem_1.id
AND ver_12.deleted_at IS NULL
AND ((ver_12.first_submitted_at IS NOT NULL)
OR (ver_12.state = 'ACTIVE'))
ORDER BY ver_12.sort_key DESC, ver_12.created_at DESC, ver_12.id DESC
LIMIT 1), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_13.name), ',"summary":', to_json(sto_13.summary), '}')
FROM store_app sto_13
WHERE sto_13.template_id = tem_1.id
AND sto_13.listed), 'null'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_14.username), '}')
FROM app_user app_14
WHERE app_14.id = tem_1.created_by
AND ((app_14.id = $4::uuid)
OR (EXISTS
(SELECT
FROM review rev_15
WHERE rev_15.submitted_by = app_14.id
ORDER BY rev_15.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_16
WHERE rev_16.reviewer_id = app_14.id
ORDER BY rev_16.review_id OFFSET 0)))), 'null'), ',"createdAt":"', to_char(tem_1.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","updatedAt":"', to_char(tem_1.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '","revision":', tem_1.revision, '}'), ','), ']}')
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.workspace_id =
(SELECT w.id
FROM workspace w
WHERE w.name = $5::text
AND w.deleted_at IS NULL)
AND tem_1.deleted_at IS NULL
AND tem_1.first_submitted_at IS NOT NULL
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1), '}}'), 'UTF8') END
