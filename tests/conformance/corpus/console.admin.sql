SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8
AND (
(SELECT coalesce(sum((
(SELECT coalesce(sum((coalesce(
(SELECT (coalesce(
(SELECT (octet_length(pac_134.chart::text))::bigint * 1 + (octet_length(coalesce(nullif(pac_134.chart -> 'name', 'null')::text, '""')))::bigint * 1 + (coalesce(octet_length((pac_134.chart -> 'maintainers')::text), 0))::bigint * 1
FROM package pac_134
WHERE pac_134.digest = ver_128.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_128.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_128.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(k.values_schema::text)
FROM package k
WHERE k.digest = ver_128.package_digest), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(octet_length(pac_135.path), 0))::bigint * 1 + (CASE
WHEN pac_135.text_digest IS NULL THEN 0
ELSE pac_135.size END)::bigint * 1), 0)
FROM package_file pac_135
WHERE pac_135.package_digest = ver_128.package_digest))::bigint * 1 + (coalesce(
(SELECT (CASE
WHEN pac_136.text_digest IS NULL THEN 0
ELSE pac_136.size END)::bigint * 1
FROM package_file pac_136
WHERE pac_136.package_digest = ver_128.package_digest
AND pac_136.path = $3::text), 0))::bigint * 1
FROM version ver_128
WHERE ver_128.template_id = tem_119.id
AND ver_128.deleted_at IS NULL
ORDER BY ver_128.sort_key DESC, ver_128.created_at DESC, ver_128.id DESC
LIMIT 1), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(
(SELECT (octet_length(pac_164.chart::text))::bigint * 1 + (octet_length(coalesce(nullif(pac_164.chart -> 'name', 'null')::text, '""')))::bigint * 1 + (coalesce(octet_length((pac_164.chart -> 'maintainers')::text), 0))::bigint * 1
FROM package pac_164
WHERE pac_164.digest = ver_158.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_158.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_158.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(k.values_schema::text)
FROM package k
WHERE k.digest = ver_158.package_digest), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(octet_length(pac_165.path), 0))::bigint * 1 + (CASE
WHEN pac_165.text_digest IS NULL THEN 0
ELSE pac_165.size END)::bigint * 1), 0)
FROM package_file pac_165
WHERE pac_165.package_digest = ver_158.package_digest))::bigint * 1 + (coalesce(
(SELECT (CASE
WHEN pac_166.text_digest IS NULL THEN 0
ELSE pac_166.size END)::bigint * 1
FROM package_file pac_166
WHERE pac_166.package_digest = ver_158.package_digest
AND pac_166.path = $3::text), 0))::bigint * 1), 0)
FROM
(SELECT ver_158.*
FROM version ver_158
WHERE ver_158.template_id = tem_119.id
AND ver_158.deleted_at IS NULL
ORDER BY ver_158.sort_key DESC, ver_158.created_at DESC, ver_158.id DESC
LIMIT 2) ver_158))::bigint * 1), 0)
FROM
(SELECT tem_119.*
FROM template tem_119
WHERE tem_119.workspace_id = wor_111.id
AND tem_119.deleted_at IS NULL
ORDER BY tem_119.name, tem_119.id
LIMIT 2) tem_119))::bigint * 1), 0)
FROM
(SELECT wor_111.*
FROM workspace wor_111
WHERE wor_111.deleted_at IS NULL
ORDER BY wor_111.name, wor_111.id
LIMIT 2) wor_111))::bigint * 1 <= 16777216 THEN
(SELECT CASE
WHEN octet_length(x.answer) <= 16777216 THEN convert_to(x.answer, 'UTF8') END

FROM
(SELECT concat('{"data":{"viewer":{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $4::uuid
OR true) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_2.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_2.permissions)), '}')
FROM role rol_2
WHERE rol_2.id = app_1.platform_role_id), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $4::uuid), '␃'), ',"memberships":[',
(SELECT string_agg(concat('{"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_4.name), '}')
FROM role rol_4
WHERE rol_4.id = mem_3.role_id), '␃'), '}'), ','
ORDER BY mem_3.created_at, mem_3.id)
FROM membership mem_3
WHERE mem_3.user_id = $4::uuid), '],"apiTokens":[',
(SELECT string_agg(concat('{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_6.name), '}')
FROM workspace wor_6
WHERE wor_6.id = api_5.workspace_id
AND wor_6.deleted_at IS NULL), 'null'), '}'), ','
ORDER BY api_5.created_at, api_5.id)
FROM api_token api_5
WHERE api_5.user_id = $4::uuid
AND api_5.user_id = $5::uuid), ']},"workspaces":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_8
WHERE wor_8.deleted_at IS NULL) END, ',"nodes":[', string_agg(concat('{"name":', to_json(wor_7.name), ',"usage":{"templates":', CASE
WHEN true THEN
(SELECT count(*)
FROM template u
WHERE u.workspace_id = wor_7.id
AND u.deleted_at IS NULL)
ELSE 0 END, ',"versions":', CASE
WHEN true THEN
(SELECT count(*)
FROM version u
WHERE u.workspace_id = wor_7.id
AND u.deleted_at IS NULL)
ELSE 0 END, ',"storedBytes":', CASE
WHEN true THEN
(SELECT coalesce(sum(b.size), 0)::bigint
FROM blob b
WHERE b.digest IN (
SELECT v.package_digest
FROM version v
WHERE v.workspace_id = wor_7.id
AND v.deleted_at IS NULL
UNION SELECT t.icon_digest
FROM template t
WHERE t.workspace_id = wor_7.id
AND t.deleted_at IS NULL
UNION SELECT p.image_digest
FROM template t, LATERAL
(SELECT x.image_digest
FROM template_screenshot x

WHERE x.template_id = t.id OFFSET 0) p
WHERE t.workspace_id = wor_7.id
AND t.deleted_at IS NULL
UNION SELECT s.icon_digest
FROM store_app s
JOIN template t ON t.id = s.template_id

WHERE t.workspace_id = wor_7.id
AND t.deleted_at IS NULL
UNION SELECT p.image_digest
FROM store_app s
JOIN template t ON t.id = s.template_id,
LATERAL
(SELECT x.image_digest
FROM store_screenshot x
WHERE x.store_app_id = s.id OFFSET 0) p

WHERE t.workspace_id = wor_7.id
AND t.deleted_at IS NULL))
ELSE 0 END, '.0},"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($6::uuid[], $7::text[]) AS held(id, names)
WHERE held.id = wor_7.id),
$8::text), ',"roles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_9.name), '}'), ','
ORDER BY rol_9.builtin DESC, rol_9.name, rol_9.id)
FROM role rol_9
WHERE rol_9.scope = 'WORKSPACE'
AND (rol_9.workspace_id IS NULL
OR rol_9.workspace_id = wor_7.id)), '],"members":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 5 THEN count(*)
ELSE
(SELECT count(*)
FROM membership mem_11
WHERE mem_11.workspace_id = wor_7.id) END, ',"nodes":[', string_agg(concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_12.username), ',"email":', coalesce(to_json(CASE
WHEN (app_12.id = $4::uuid
OR true) THEN nullif(app_12.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_13.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_13.permissions)), '}')
FROM role rol_13
WHERE rol_13.id = app_12.platform_role_id), '␃'), '}')
FROM app_user app_12
WHERE app_12.id = mem_10.user_id), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_14.name), '}')
FROM role rol_14
WHERE rol_14.id = mem_10.role_id), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_15.name), '}')
FROM workspace wor_15
WHERE wor_15.id = mem_10.workspace_id
AND wor_15.deleted_at IS NULL), '␃'), '}'), ','), ']}')
FROM
(SELECT mem_10.*
FROM membership mem_10
WHERE mem_10.workspace_id = wor_7.id
ORDER BY mem_10.created_at, mem_10.id
LIMIT 5) mem_10), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_16.name), '}')
FROM template tem_16
WHERE tem_16.workspace_id = wor_7.id
AND tem_16.name = $9::text
AND tem_16.deleted_at IS NULL), 'null'), ',"templates":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_18
WHERE tem_18.workspace_id = wor_7.id
AND tem_18.deleted_at IS NULL) END, ',"pageInfo":{"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT tem_17.place, tem_17.found, CASE
WHEN tem_17.place <= 2 THEN concat('␁c["Workspace.templates:NAME:ASC",', to_json(tem_17.name), ',"', tem_17.id, '"]␂') END AS j0, CASE
WHEN tem_17.place <= 2 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_17.name), ',"', tem_17.id, '"]␂,"node":{"name":', to_json(tem_17.name), ',"state":"', tem_17.state, '","viewerActions":[', concat_ws(',', CASE
WHEN true
AND true THEN '"UPDATE"' END, CASE
WHEN true
AND true THEN '"CREATE_VERSION"' END, CASE
WHEN true
AND NOT EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_17.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE', 'SUBMITTED', 'IN_REVIEW')) THEN '"DELETE"' END, CASE
WHEN true
AND tem_17.suspended_at IS NULL
AND EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_17.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE')) THEN '"SUSPEND"' END, CASE
WHEN true
AND tem_17.suspended_at IS NOT NULL THEN '"RESTORE"' END, CASE
WHEN true
AND EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_17.id
AND s.listed) THEN '"REPUBLISH"' END), '],"changedSincePublished":', CASE
WHEN EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_17.id
AND (ROW(tem_17.name, tem_17.display_name, tem_17.summary, tem_17.description, tem_17.home, tem_17.keywords, tem_17.sources, tem_17.maintainers, tem_17.icon_digest, tem_17.category_id) IS DISTINCT
FROM ROW(s.name, s.display_name, s.summary, s.description, s.home, s.keywords, s.sources, s.maintainers, s.icon_digest, s.category_id)

OR ARRAY
(SELECT p.image_digest
FROM template_screenshot p
WHERE p.template_id = tem_17.id
ORDER BY p.position)
<> ARRAY
(SELECT p.image_digest
FROM store_screenshot p
WHERE p.store_app_id = s.id
ORDER BY p.position))) THEN 'true'
ELSE 'false' END, ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_19.name), '}')
FROM workspace wor_19
WHERE wor_19.id = tem_17.workspace_id
AND wor_19.deleted_at IS NULL), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_20.name), '}')
FROM workspace wor_20
WHERE wor_20.id = tem_17.workspace_id), '␃'), ',"icon":', coalesce(
(SELECT concat('{"url":␁itpl_', tem_17.id, '|', ima_21.digest, '␂,"width":', ima_21.width, '}')
FROM image ima_21
WHERE ima_21.digest = tem_17.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"url":␁itpl_', tem_17.id, '|', ima_22.digest, '␂,"width":', ima_22.width, '}'), ','
ORDER BY tem_23.position)
FROM template_screenshot tem_23
JOIN image ima_22 ON ima_22.digest = tem_23.image_digest
WHERE tem_23.template_id = tem_17.id), '],"category":', coalesce(
(SELECT concat('{"name":', to_json(cat_24.name), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_24.id
AND a.listed), '}')
FROM category cat_24
WHERE cat_24.id = tem_17.category_id), '␃'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_25.username), ',"email":', coalesce(to_json(CASE
WHEN (app_25.id = $4::uuid
OR true) THEN nullif(app_25.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_26.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_26.permissions)), '}')
FROM role rol_26
WHERE rol_26.id = app_25.platform_role_id), '␃'), '}')
FROM app_user app_25
WHERE app_25.id = tem_17.created_by), 'null'), ',"latestVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_27.id, '","version":', to_json(ver_27.version), ',"state":"', ver_27.state, '","viewerActions":[', CASE ver_27.state
WHEN 'DRAFT' THEN concat_ws(',', CASE
WHEN true THEN '"UPDATE"' END, CASE
WHEN true THEN '"REPLACE_PACKAGE"' END, CASE
WHEN true THEN '"SUBMIT"' END, CASE
WHEN true THEN '"DELETE"' END)
WHEN 'SUBMITTED' THEN concat_ws(',', CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_27.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN true THEN '"WITHDRAW"' END)
WHEN 'IN_REVIEW' THEN concat_ws(',', CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_27.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_27.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"PASS"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_27.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"REJECT"' END, CASE
WHEN true THEN '"WITHDRAW"' END)
WHEN 'PASSED' THEN concat_ws(',', CASE
WHEN NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_27.template_id
AND x.suspended_at IS NOT NULL) THEN '"PUBLISH"' END, CASE
WHEN true THEN '"WITHDRAW"' END, CASE
WHEN true THEN '"DELETE"' END)
WHEN 'REJECTED' THEN concat_ws(',', CASE
WHEN true THEN '"UPDATE"' END, CASE
WHEN true THEN '"REPLACE_PACKAGE"' END, CASE
WHEN true THEN '"SUBMIT"' END, CASE
WHEN true THEN '"DELETE"' END)
WHEN 'ACTIVE' THEN concat_ws(',', CASE
WHEN true THEN '"SUSPEND"' END)
WHEN 'SUSPENDED' THEN concat_ws(',', CASE
WHEN NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_27.template_id
AND x.suspended_at IS NOT NULL) THEN '"RESTORE"' END, CASE
WHEN true THEN '"DELETE"' END) END, '],"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_28.username), ',"email":', coalesce(to_json(CASE
WHEN (app_28.id = $4::uuid
OR true) THEN nullif(app_28.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_29.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_29.permissions)), '}')
FROM role rol_29
WHERE rol_29.id = app_28.platform_role_id), '␃'), '}')
FROM app_user app_28
WHERE app_28.id = ver_27.created_by), 'null'), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_30.name), '}')
FROM template tem_30
WHERE tem_30.id = ver_27.template_id
AND tem_30.deleted_at IS NULL), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_31.name), '}')
FROM store_app sto_31
WHERE sto_31.template_id = ver_27.template_id
AND sto_31.listed), 'null'), ',"package":', coalesce(
(SELECT concat('{"fileName":', to_json(pac_32.chart_name || '-' || pac_32.chart_version || '.tgz'), ',"downloadUrl":␁p', ver_27.id, '|', ver_27.state, '|', pac_32.digest, '␂}')
FROM package pac_32
WHERE pac_32.digest = ver_27.package_digest), '␃'), ',"chart":', coalesce(
(SELECT concat('{"name":', coalesce(nullif(pac_33.chart -> 'name', 'null')::text, '""'), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_34.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_34.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_33.chart -> 'maintainers')
WHEN 'array' THEN pac_33.chart -> 'maintainers'
ELSE '[]' END)
WITH ORDINALITY AS ite_34(document, place)), ']}')
FROM package pac_33
WHERE pac_33.digest = ver_27.package_digest), '␃'), ',"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_27.package_digest), 'null'), ',"values":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_27.package_digest)::text, '␃'), ',"valuesSchema":', coalesce(
(SELECT k.values_schema::text
FROM package k
WHERE k.digest = ver_27.package_digest), 'null'), ',"files":[',
(SELECT string_agg(concat('{"path":', to_json(pac_35.path), ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_35.text_digest), 'null'), '}'), ','
ORDER BY pac_35.path)
FROM package_file pac_35
WHERE pac_35.package_digest = ver_27.package_digest), '],"file":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_36.text_digest), 'null'), '}')
FROM package_file pac_36
WHERE pac_36.package_digest = ver_27.package_digest
AND pac_36.path = $3::text), 'null'), ',"review":', coalesce(
(SELECT concat('{"id":"rev_', rev_37.id, '","state":"', rev_37.state, '","publisher":{"name":', to_json(rev_37.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_39.username), ',"email":', coalesce(to_json(CASE
WHEN (app_39.id = $4::uuid
OR true) THEN nullif(app_39.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_40.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_40.permissions)), '}')
FROM role rol_40
WHERE rol_40.id = app_39.platform_role_id), '␃'), '}')
FROM app_user app_39
WHERE app_39.id = rev_37.submitted_by), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_41.name, '","state":"', rev_41.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_42.username), ',"email":', coalesce(to_json(CASE
WHEN (app_42.id = $4::uuid
OR true) THEN nullif(app_42.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_43.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_43.permissions)), '}')
FROM role rol_43
WHERE rol_43.id = app_42.platform_role_id), '␃'), '}')
FROM app_user app_42
WHERE app_42.id = rev_41.reviewer_id), 'null'), '}'), ','
ORDER BY rev_41.position)
FROM review_phase rev_41
WHERE rev_41.review_id = rev_37.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_44.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_45.name), '}')
FROM template tem_45
WHERE tem_45.id = ver_44.template_id
AND tem_45.deleted_at IS NULL), 'null'), '}')
FROM version ver_44
WHERE ver_44.id = rev_37.version_id
AND ver_44.deleted_at IS NULL), '␃'), '}')
FROM review rev_37
WHERE rev_37.id = ver_27.review_id
AND NOT EXISTS
(SELECT
FROM version ver_38
WHERE ver_38.id = rev_37.version_id
AND ver_38.deleted_at IS NOT NULL)), 'null'), ',"reviews":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_48
WHERE rev_48.version_id = ver_27.id
AND NOT EXISTS
(SELECT
FROM version ver_49
WHERE ver_49.id = rev_48.version_id
AND ver_49.deleted_at IS NOT NULL)) END, ',"nodes":[', string_agg(concat('{"id":"rev_', rev_46.id, '","state":"', rev_46.state, '","publisher":{"name":', to_json(rev_46.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_50.username), ',"email":', coalesce(to_json(CASE
WHEN (app_50.id = $4::uuid
OR true) THEN nullif(app_50.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_51.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_51.permissions)), '}')
FROM role rol_51
WHERE rol_51.id = app_50.platform_role_id), '␃'), '}')
FROM app_user app_50
WHERE app_50.id = rev_46.submitted_by), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_52.name, '","state":"', rev_52.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_53.username), ',"email":', coalesce(to_json(CASE
WHEN (app_53.id = $4::uuid
OR true) THEN nullif(app_53.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_54.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_54.permissions)), '}')
FROM role rol_54
WHERE rol_54.id = app_53.platform_role_id), '␃'), '}')
FROM app_user app_53
WHERE app_53.id = rev_52.reviewer_id), 'null'), '}'), ','
ORDER BY rev_52.position)
FROM review_phase rev_52
WHERE rev_52.review_id = rev_46.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_55.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_56.name), '}')
FROM template tem_56
WHERE tem_56.id = ver_55.template_id
AND tem_56.deleted_at IS NULL), 'null'), '}')
FROM version ver_55
WHERE ver_55.id = rev_46.version_id
AND ver_55.deleted_at IS NULL), '␃'), '}'), ','), ']}')
FROM
(SELECT rev_46.*
FROM review rev_46
WHERE rev_46.version_id = ver_27.id
AND NOT EXISTS
(SELECT
FROM version ver_47
WHERE ver_47.id = rev_46.version_id
AND ver_47.deleted_at IS NOT NULL)
ORDER BY rev_46.submitted_at DESC, rev_46.id DESC
LIMIT 3) rev_46), ',"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_58
WHERE aud_58.subject = 'ver_' || ver_27.id::text) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_57.action), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_59.name), '}')
FROM workspace wor_59
WHERE wor_59.id = aud_57.workspace_id
AND wor_59.deleted_at IS NULL), 'null'), '}'), ','), ']}')
FROM
(SELECT aud_57.*
FROM audit_event aud_57
WHERE aud_57.subject = 'ver_' || ver_27.id::text
ORDER BY aud_57.at DESC, aud_57.id DESC
LIMIT 3) aud_57), '}')
FROM version ver_27
WHERE ver_27.template_id = tem_17.id
AND ver_27.deleted_at IS NULL
ORDER BY ver_27.sort_key DESC, ver_27.created_at DESC, ver_27.id DESC
LIMIT 1), 'null'), ',"active":', coalesce(
(SELECT concat('{"version":', to_json(ver_60.version), '}')
FROM version ver_60
WHERE ver_60.template_id = tem_17.id
AND ver_60.state IN ('ACTIVE')
AND ver_60.deleted_at IS NULL
ORDER BY ver_60.sort_key DESC, ver_60.created_at DESC, ver_60.id DESC
LIMIT 1), 'null'), ',"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_61.version), '}')
FROM version ver_61
WHERE ver_61.template_id = tem_17.id
AND ver_61.version = $10::text
AND ver_61.deleted_at IS NULL), 'null'), ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_63
WHERE ver_63.template_id = tem_17.id
AND ver_63.deleted_at IS NULL) END, ',"nodes":[', string_agg(concat('{"id":"ver_', ver_62.id, '","version":', to_json(ver_62.version), ',"state":"', ver_62.state, '","viewerActions":[', CASE ver_62.state
WHEN 'DRAFT' THEN concat_ws(',', CASE
WHEN true THEN '"UPDATE"' END, CASE
WHEN true THEN '"REPLACE_PACKAGE"' END, CASE
WHEN true THEN '"SUBMIT"' END, CASE
WHEN true THEN '"DELETE"' END)
WHEN 'SUBMITTED' THEN concat_ws(',', CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_62.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN true THEN '"WITHDRAW"' END)
WHEN 'IN_REVIEW' THEN concat_ws(',', CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_62.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_62.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"PASS"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_62.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND true)
OR (due.name = 'BUSINESS'
AND true)
OR (due.name = 'TECHNICAL'
AND true))

AND (x.submitted_by = $4::uuid) IS NOT TRUE
AND NOT $4::uuid = ANY (x.uploaders)) THEN '"REJECT"' END, CASE
WHEN true THEN '"WITHDRAW"' END)
WHEN 'PASSED' THEN concat_ws(',', CASE
WHEN NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_62.template_id
AND x.suspended_at IS NOT NULL) THEN '"PUBLISH"' END, CASE
WHEN true THEN '"WITHDRAW"' END, CASE
WHEN true THEN '"DELETE"' END)
WHEN 'REJECTED' THEN concat_ws(',', CASE
WHEN true THEN '"UPDATE"' END, CASE
WHEN true THEN '"REPLACE_PACKAGE"' END, CASE
WHEN true THEN '"SUBMIT"' END, CASE
WHEN true THEN '"DELETE"' END)
WHEN 'ACTIVE' THEN concat_ws(',', CASE
WHEN true THEN '"SUSPEND"' END)
WHEN 'SUSPENDED' THEN concat_ws(',', CASE
WHEN NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_62.template_id
AND x.suspended_at IS NOT NULL) THEN '"RESTORE"' END, CASE
WHEN true THEN '"DELETE"' END) END, '],"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_64.username), ',"email":', coalesce(to_json(CASE
WHEN (app_64.id = $4::uuid
OR true) THEN nullif(app_64.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_65.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_65.permissions)), '}')
FROM role rol_65
WHERE rol_65.id = app_64.platform_role_id), '␃'), '}')
FROM app_user app_64
WHERE app_64.id = ver_62.created_by), 'null'), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_66.name), '}')
FROM template tem_66
WHERE tem_66.id = ver_62.template_id
AND tem_66.deleted_at IS NULL), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_67.name), '}')
FROM store_app sto_67
WHERE sto_67.template_id = ver_62.template_id
AND sto_67.listed), 'null'), ',"package":', coalesce(
(SELECT concat('{"fileName":', to_json(pac_68.chart_name || '-' || pac_68.chart_version || '.tgz'), ',"downloadUrl":␁p', ver_62.id, '|', ver_62.state, '|', pac_68.digest, '␂}')
FROM package pac_68
WHERE pac_68.digest = ver_62.package_digest), '␃'), ',"chart":', coalesce(
(SELECT concat('{"name":', coalesce(nullif(pac_69.chart -> 'name', 'null')::text, '""'), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_70.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_70.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_69.chart -> 'maintainers')
WHEN 'array' THEN pac_69.chart -> 'maintainers'
ELSE '[]' END)
WITH ORDINALITY AS ite_70(document, place)), ']}')
FROM package pac_69
WHERE pac_69.digest = ver_62.package_digest), '␃'), ',"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_62.package_digest), 'null'), ',"values":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_62.package_digest)::text, '␃'), ',"valuesSchema":', coalesce(
(SELECT k.values_schema::text
FROM package k
WHERE k.digest = ver_62.package_digest), 'null'), ',"files":[',
(SELECT string_agg(concat('{"path":', to_json(pac_71.path), ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_71.text_digest), 'null'), '}'), ','
ORDER BY pac_71.path)
FROM package_file pac_71
WHERE pac_71.package_digest = ver_62.package_digest), '],"file":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_72.text_digest), 'null'), '}')
FROM package_file pac_72
WHERE pac_72.package_digest = ver_62.package_digest
AND pac_72.path = $3::text), 'null'), ',"review":', coalesce(
(SELECT concat('{"id":"rev_', rev_73.id, '","state":"', rev_73.state, '","publisher":{"name":', to_json(rev_73.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_75.username), ',"email":', coalesce(to_json(CASE
WHEN (app_75.id = $4::uuid
OR true) THEN nullif(app_75.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_76.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_76.permissions)), '}')
FROM role rol_76
WHERE rol_76.id = app_75.platform_role_id), '␃'), '}')
FROM app_user app_75
WHERE app_75.id = rev_73.submitted_by), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_77.name, '","state":"', rev_77.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_78.username), ',"email":', coalesce(to_json(CASE
WHEN (app_78.id = $4::uuid
OR true) THEN nullif(app_78.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_79.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_79.permissions)), '}')
FROM role rol_79
WHERE rol_79.id = app_78.platform_role_id), '␃'), '}')
FROM app_user app_78
WHERE app_78.id = rev_77.reviewer_id), 'null'), '}'), ','
ORDER BY rev_77.position)
FROM review_phase rev_77
WHERE rev_77.review_id = rev_73.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_80.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_81.name), '}')
FROM template tem_81
WHERE tem_81.id = ver_80.template_id
AND tem_81.deleted_at IS NULL), 'null'), '}')
FROM version ver_80
WHERE ver_80.id = rev_73.version_id
AND ver_80.deleted_at IS NULL), '␃'), '}')
FROM review rev_73
WHERE rev_73.id = ver_62.review_id
AND NOT EXISTS
(SELECT
FROM version ver_74
WHERE ver_74.id = rev_73.version_id
AND ver_74.deleted_at IS NOT NULL)), 'null'), ',"reviews":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_84
WHERE rev_84.version_id = ver_62.id
AND NOT EXISTS
(SELECT
FROM version ver_85
WHERE ver_85.id = rev_84.version_id
AND ver_85.deleted_at IS NOT NULL)) END, ',"nodes":[', string_agg(concat('{"id":"rev_', rev_82.id, '","state":"', rev_82.state, '","publisher":{"name":', to_json(rev_82.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_86.username), ',"email":', coalesce(to_json(CASE
WHEN (app_86.id = $4::uuid
OR true) THEN nullif(app_86.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_87.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_87.permissions)), '}')
FROM role rol_87
WHERE rol_87.id = app_86.platform_role_id), '␃'), '}')
FROM app_user app_86
WHERE app_86.id = rev_82.submitted_by), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_88.name, '","state":"', rev_88.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_89.username), ',"email":', coalesce(to_json(CASE
WHEN (app_89.id = $4::uuid
OR true) THEN nullif(app_89.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_90.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_90.permissions)), '}')
FROM role rol_90
WHERE rol_90.id = app_89.platform_role_id), '␃'), '}')
FROM app_user app_89
WHERE app_89.id = rev_88.reviewer_id), 'null'), '}'), ','
ORDER BY rev_88.position)
FROM review_phase rev_88
WHERE rev_88.review_id = rev_82.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_91.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_92.name), '}')
FROM template tem_92
WHERE tem_92.id = ver_91.template_id
AND tem_92.deleted_at IS NULL), 'null'), '}')
FROM version ver_91
WHERE ver_91.id = rev_82.version_id
AND ver_91.deleted_at IS NULL), '␃'), '}'), ','), ']}')
FROM
(SELECT rev_82.*
FROM review rev_82
WHERE rev_82.version_id = ver_62.id
AND NOT EXISTS
(SELECT
FROM version ver_83
WHERE ver_83.id = rev_82.version_id
AND ver_83.deleted_at IS NOT NULL)
ORDER BY rev_82.submitted_at DESC, rev_82.id DESC
LIMIT 3) rev_82), ',"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_94
WHERE aud_94.subject = 'ver_' || ver_62.id::text) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_93.action), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_95.name), '}')
FROM workspace wor_95
WHERE wor_95.id = aud_93.workspace_id
AND wor_95.deleted_at IS NULL), 'null'), '}'), ','), ']}')
FROM
(SELECT aud_93.*
FROM audit_event aud_93
WHERE aud_93.subject = 'ver_' || ver_62.id::text
ORDER BY aud_93.at DESC, aud_93.id DESC
LIMIT 3) aud_93), '}'), ','), ']}')
FROM
(SELECT ver_62.*
FROM version ver_62
WHERE ver_62.template_id = tem_17.id
AND ver_62.deleted_at IS NULL
ORDER BY ver_62.sort_key DESC, ver_62.created_at DESC, ver_62.id DESC
LIMIT 2) ver_62), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_96.name), ',"icon":', coalesce(
(SELECT concat('{"url":␁isto_', sto_96.id, '|', ima_97.digest, '␂,"width":', ima_97.width, '}')
FROM image ima_97
WHERE ima_97.digest = sto_96.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"url":␁isto_', sto_96.id, '|', ima_98.digest, '␂,"width":', ima_98.width, '}'), ','
ORDER BY sto_99.position)
FROM store_screenshot sto_99
JOIN image ima_98 ON ima_98.digest = sto_99.image_digest
WHERE sto_99.store_app_id = sto_96.id), '],"category":', coalesce(
(SELECT concat('{"name":', to_json(cat_100.name), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_100.id
AND a.listed), '}')
FROM category cat_100
WHERE cat_100.id = sto_96.category_id), '␃'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_101.name), '}')
FROM workspace wor_101
WHERE wor_101.id = sto_96.workspace_id), '␃'), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_102.version), '}')
FROM version ver_102
WHERE ver_102.template_id = sto_96.template_id
AND ver_102.state = 'ACTIVE'
AND ver_102.deleted_at IS NULL
ORDER BY ver_102.sort_key DESC, ver_102.created_at DESC, ver_102.id DESC
LIMIT 1), '␃'), ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_104
WHERE ver_104.template_id = sto_96.template_id
AND ver_104.state = 'ACTIVE'
AND ver_104.deleted_at IS NULL) END, ',"nodes":[', string_agg(concat('{"version":', to_json(ver_103.version), ',"state":"', ver_103.state, '"}'), ','), ']}')
FROM
(SELECT ver_103.*
FROM version ver_103
WHERE ver_103.template_id = sto_96.template_id
AND ver_103.state = 'ACTIVE'
AND ver_103.deleted_at IS NULL
ORDER BY ver_103.sort_key DESC, ver_103.created_at DESC, ver_103.id DESC
LIMIT 3) ver_103), '}')
FROM store_app sto_96
WHERE sto_96.template_id = tem_17.id
AND sto_96.listed), 'null'), '}}') END AS j1 FROM

(SELECT tem_17.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_17.*
FROM template tem_17
WHERE tem_17.workspace_id = wor_7.id
AND tem_17.deleted_at IS NULL
ORDER BY tem_17.name, tem_17.id
LIMIT 3) tem_17) tem_17) r HAVING true), '}'), ','), ']}')
FROM
(SELECT wor_7.*
FROM workspace wor_7
WHERE wor_7.deleted_at IS NULL
ORDER BY wor_7.name, wor_7.id
LIMIT 2) wor_7), '}}') AS answer OFFSET 0) x) END
