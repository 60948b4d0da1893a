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
(SELECT (octet_length(pac_340.chart::text))::bigint * 1 + (octet_length(coalesce(nullif(pac_340.chart -> 'name', 'null')::text, '""')))::bigint * 1 + (coalesce(octet_length((pac_340.chart -> 'maintainers')::text), 0))::bigint * 1
FROM package pac_340
WHERE pac_340.digest = ver_324.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_324.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_324.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(k.values_schema::text)
FROM package k
WHERE k.digest = ver_324.package_digest), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(octet_length(pac_341.path), 0))::bigint * 1 + (CASE
WHEN pac_341.text_digest IS NULL THEN 0
ELSE pac_341.size END)::bigint * 1), 0)
FROM package_file pac_341
WHERE pac_341.package_digest = ver_324.package_digest))::bigint * 1 + (coalesce(
(SELECT (CASE
WHEN pac_342.text_digest IS NULL THEN 0
ELSE pac_342.size END)::bigint * 1
FROM package_file pac_342
WHERE pac_342.package_digest = ver_324.package_digest
AND pac_342.path = $3::text), 0))::bigint * 1
FROM version ver_324
WHERE ver_324.template_id = tem_305.id
AND ver_324.deleted_at IS NULL
AND ((ver_324.workspace_id = ANY ($4::uuid[]))
OR (ver_324.state = 'ACTIVE'))
ORDER BY ver_324.sort_key DESC, ver_324.created_at DESC, ver_324.id DESC
LIMIT 1), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(
(SELECT (octet_length(pac_420.chart::text))::bigint * 1 + (octet_length(coalesce(nullif(pac_420.chart -> 'name', 'null')::text, '""')))::bigint * 1 + (coalesce(octet_length((pac_420.chart -> 'maintainers')::text), 0))::bigint * 1
FROM package pac_420
WHERE pac_420.digest = ver_404.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_404.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_404.package_digest), 0))::bigint * 1 + (coalesce(
(SELECT octet_length(k.values_schema::text)
FROM package k
WHERE k.digest = ver_404.package_digest), 0))::bigint * 1 + (
(SELECT coalesce(sum((coalesce(octet_length(pac_421.path), 0))::bigint * 1 + (CASE
WHEN pac_421.text_digest IS NULL THEN 0
ELSE pac_421.size END)::bigint * 1), 0)
FROM package_file pac_421
WHERE pac_421.package_digest = ver_404.package_digest))::bigint * 1 + (coalesce(
(SELECT (CASE
WHEN pac_422.text_digest IS NULL THEN 0
ELSE pac_422.size END)::bigint * 1
FROM package_file pac_422
WHERE pac_422.package_digest = ver_404.package_digest
AND pac_422.path = $3::text), 0))::bigint * 1), 0)
FROM
(SELECT ver_404.*
FROM version ver_404
WHERE ver_404.template_id = tem_305.id
AND ver_404.deleted_at IS NULL
AND ((ver_404.workspace_id = ANY ($4::uuid[]))
OR (ver_404.state = 'ACTIVE'))
ORDER BY ver_404.sort_key DESC, ver_404.created_at DESC, ver_404.id DESC
LIMIT 2) ver_404))::bigint * 1), 0)
FROM
(SELECT tem_305.*
FROM template tem_305
WHERE tem_305.workspace_id = wor_275.id
AND tem_305.deleted_at IS NULL
AND tem_305.workspace_id = ANY ($4::uuid[])
ORDER BY tem_305.name, tem_305.id
LIMIT 2) tem_305))::bigint * 1), 0)
FROM
(SELECT wor_275.*
FROM workspace wor_275
WHERE wor_275.deleted_at IS NULL
AND wor_275.id = ANY ($5::uuid[])
ORDER BY wor_275.name, wor_275.id
LIMIT 2) wor_275))::bigint * 1 <= 16777216 THEN
(SELECT CASE
WHEN octet_length(x.answer) <= 16777216 THEN convert_to(x.answer, 'UTF8') END

FROM
(SELECT concat('{"data":{"viewer":{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_1.username), ',"email":', coalesce(to_json(CASE
WHEN (app_1.id = $6::uuid
OR false) THEN nullif(app_1.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_6.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_6.permissions)), '}')
FROM role rol_6
WHERE rol_6.id = app_1.platform_role_id
AND ((rol_6.builtin)
OR (EXISTS
(SELECT
FROM membership mem_7
WHERE mem_7.role_id = rol_6.id
AND mem_7.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_8
WHERE app_8.platform_role_id = rol_6.id
AND ((app_8.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_9
WHERE mem_9.user_id = app_8.id
AND mem_9.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_10
WHERE rev_10.submitted_by = app_8.id
AND rev_10.workspace_id = ANY ($9::uuid[])
ORDER BY rev_10.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_11
WHERE rev_11.reviewer_id = app_8.id
AND EXISTS
(SELECT
FROM review rev_12
WHERE rev_12.id = rev_11.review_id
AND rev_12.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_11.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_1
WHERE app_1.id = $6::uuid
AND ((app_1.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_2
WHERE mem_2.user_id = app_1.id
AND mem_2.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_3
WHERE rev_3.submitted_by = app_1.id
AND rev_3.workspace_id = ANY ($9::uuid[])
ORDER BY rev_3.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_4
WHERE rev_4.reviewer_id = app_1.id
AND EXISTS
(SELECT
FROM review rev_5
WHERE rev_5.id = rev_4.review_id
AND rev_5.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_4.review_id OFFSET 0)))), '␃'), ',"memberships":[',
(SELECT string_agg(concat('{"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_14.name), '}')
FROM role rol_14
WHERE rol_14.id = mem_13.role_id
AND ((rol_14.builtin)
OR (EXISTS
(SELECT
FROM membership mem_15
WHERE mem_15.role_id = rol_14.id
AND mem_15.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_16
WHERE app_16.platform_role_id = rol_14.id
AND ((app_16.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_17
WHERE mem_17.user_id = app_16.id
AND mem_17.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_18
WHERE rev_18.submitted_by = app_16.id
AND rev_18.workspace_id = ANY ($9::uuid[])
ORDER BY rev_18.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_19
WHERE rev_19.reviewer_id = app_16.id
AND EXISTS
(SELECT
FROM review rev_20
WHERE rev_20.id = rev_19.review_id
AND rev_20.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_19.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}'), ','
ORDER BY mem_13.created_at, mem_13.id)
FROM membership mem_13
WHERE mem_13.user_id = $6::uuid
AND mem_13.workspace_id = ANY ($7::uuid[])), '],"apiTokens":[',
(SELECT string_agg(concat('{"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_22.name), '}')
FROM workspace wor_22
WHERE wor_22.id = api_21.workspace_id
AND wor_22.deleted_at IS NULL
AND wor_22.id = ANY ($5::uuid[])), 'null'), '}'), ','
ORDER BY api_21.created_at, api_21.id)
FROM api_token api_21
WHERE api_21.user_id = $6::uuid
AND api_21.user_id = $11::uuid), ']},"workspaces":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM workspace wor_24
WHERE wor_24.deleted_at IS NULL
AND wor_24.id = ANY ($5::uuid[])) END, ',"nodes":[', string_agg(concat('{"name":', to_json(wor_23.name), ',"usage":{"templates":', CASE
WHEN wor_23.id = ANY ($12::uuid[]) THEN
(SELECT count(*)
FROM template u
WHERE u.workspace_id = wor_23.id
AND u.deleted_at IS NULL)
ELSE 0 END, ',"versions":', CASE
WHEN wor_23.id = ANY ($12::uuid[]) THEN
(SELECT count(*)
FROM version u
WHERE u.workspace_id = wor_23.id
AND u.deleted_at IS NULL)
ELSE 0 END, ',"storedBytes":', CASE
WHEN wor_23.id = ANY ($12::uuid[]) THEN
(SELECT coalesce(sum(b.size), 0)::bigint
FROM blob b
WHERE b.digest IN (
SELECT v.package_digest
FROM version v
WHERE v.workspace_id = wor_23.id
AND v.deleted_at IS NULL
UNION SELECT t.icon_digest
FROM template t
WHERE t.workspace_id = wor_23.id
AND t.deleted_at IS NULL
UNION SELECT p.image_digest
FROM template t, LATERAL
(SELECT x.image_digest
FROM template_screenshot x

WHERE x.template_id = t.id OFFSET 0) p
WHERE t.workspace_id = wor_23.id
AND t.deleted_at IS NULL
UNION SELECT s.icon_digest
FROM store_app s
JOIN template t ON t.id = s.template_id

WHERE t.workspace_id = wor_23.id
AND t.deleted_at IS NULL
UNION SELECT p.image_digest
FROM store_app s
JOIN template t ON t.id = s.template_id,
LATERAL
(SELECT x.image_digest
FROM store_screenshot x
WHERE x.store_app_id = s.id OFFSET 0) p

WHERE t.workspace_id = wor_23.id
AND t.deleted_at IS NULL))
ELSE 0 END, '.0},"viewerPermissions":', coalesce(
(SELECT held.names
FROM unnest($13::uuid[], $14::text[]) AS held(id, names)
WHERE held.id = wor_23.id),
$15::text), ',"roles":[',
(SELECT string_agg(concat('{"name":', to_json(rol_25.name), '}'), ','
ORDER BY rol_25.builtin DESC, rol_25.name, rol_25.id)
FROM role rol_25
WHERE rol_25.scope = 'WORKSPACE'
AND (rol_25.workspace_id IS NULL
OR rol_25.workspace_id = wor_23.id)
AND ((rol_25.builtin)
OR (EXISTS
(SELECT
FROM membership mem_26
WHERE mem_26.role_id = rol_25.id
AND mem_26.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_27
WHERE app_27.platform_role_id = rol_25.id
AND ((app_27.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_28
WHERE mem_28.user_id = app_27.id
AND mem_28.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_29
WHERE rev_29.submitted_by = app_27.id
AND rev_29.workspace_id = ANY ($9::uuid[])
ORDER BY rev_29.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_30
WHERE rev_30.reviewer_id = app_27.id
AND EXISTS
(SELECT
FROM review rev_31
WHERE rev_31.id = rev_30.review_id
AND rev_31.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_30.review_id OFFSET 0))) OFFSET 0)))), '],"members":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 5 THEN count(*)
ELSE
(SELECT count(*)
FROM membership mem_33
WHERE mem_33.workspace_id = wor_23.id
AND mem_33.workspace_id = ANY ($7::uuid[])) END, ',"nodes":[', string_agg(concat('{"user":', coalesce(
(SELECT concat('{"username":', to_json(app_34.username), ',"email":', coalesce(to_json(CASE
WHEN (app_34.id = $6::uuid
OR false) THEN nullif(app_34.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_39.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_39.permissions)), '}')
FROM role rol_39
WHERE rol_39.id = app_34.platform_role_id
AND ((rol_39.builtin)
OR (EXISTS
(SELECT
FROM membership mem_40
WHERE mem_40.role_id = rol_39.id
AND mem_40.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_41
WHERE app_41.platform_role_id = rol_39.id
AND ((app_41.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_42
WHERE mem_42.user_id = app_41.id
AND mem_42.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_43
WHERE rev_43.submitted_by = app_41.id
AND rev_43.workspace_id = ANY ($9::uuid[])
ORDER BY rev_43.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_44
WHERE rev_44.reviewer_id = app_41.id
AND EXISTS
(SELECT
FROM review rev_45
WHERE rev_45.id = rev_44.review_id
AND rev_45.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_44.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_34
WHERE app_34.id = mem_32.user_id
AND ((app_34.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_35
WHERE mem_35.user_id = app_34.id
AND mem_35.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_36
WHERE rev_36.submitted_by = app_34.id
AND rev_36.workspace_id = ANY ($9::uuid[])
ORDER BY rev_36.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_37
WHERE rev_37.reviewer_id = app_34.id
AND EXISTS
(SELECT
FROM review rev_38
WHERE rev_38.id = rev_37.review_id
AND rev_38.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_37.review_id OFFSET 0)))), '␃'), ',"role":', coalesce(
(SELECT concat('{"name":', to_json(rol_46.name), '}')
FROM role rol_46
WHERE rol_46.id = mem_32.role_id
AND ((rol_46.builtin)
OR (EXISTS
(SELECT
FROM membership mem_47
WHERE mem_47.role_id = rol_46.id
AND mem_47.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_48
WHERE app_48.platform_role_id = rol_46.id
AND ((app_48.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_49
WHERE mem_49.user_id = app_48.id
AND mem_49.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_50
WHERE rev_50.submitted_by = app_48.id
AND rev_50.workspace_id = ANY ($9::uuid[])
ORDER BY rev_50.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_51
WHERE rev_51.reviewer_id = app_48.id
AND EXISTS
(SELECT
FROM review rev_52
WHERE rev_52.id = rev_51.review_id
AND rev_52.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_51.review_id OFFSET 0))) OFFSET 0)))), '␃'), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_53.name), '}')
FROM workspace wor_53
WHERE wor_53.id = mem_32.workspace_id
AND wor_53.deleted_at IS NULL
AND wor_53.id = ANY ($5::uuid[])), '␃'), '}'), ','), ']}')
FROM
(SELECT mem_32.*
FROM membership mem_32
WHERE mem_32.workspace_id = wor_23.id
AND mem_32.workspace_id = ANY ($7::uuid[])
ORDER BY mem_32.created_at, mem_32.id
LIMIT 5) mem_32), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_54.name), '}')
FROM template tem_54
WHERE tem_54.workspace_id = wor_23.id
AND tem_54.name = $16::text
AND tem_54.deleted_at IS NULL
AND tem_54.workspace_id = ANY ($4::uuid[])), 'null'), ',"templates":',
(SELECT concat('{"totalCount":', CASE
WHEN coalesce(max(r.found), 0) <= 2 THEN coalesce(max(r.found), 0)
ELSE
(SELECT count(*)
FROM template tem_56
WHERE tem_56.workspace_id = wor_23.id
AND tem_56.deleted_at IS NULL
AND tem_56.workspace_id = ANY ($4::uuid[])) END, ',"pageInfo":{"endCursor":', coalesce(max(r.j0) FILTER (WHERE r.place = least(r.found, 2)), 'null'), '},"edges":[', string_agg(r.j1, ','), ']}')
FROM
(SELECT tem_55.place, tem_55.found, CASE
WHEN tem_55.place <= 2 THEN concat('␁c["Workspace.templates:NAME:ASC",', to_json(tem_55.name), ',"', tem_55.id, '"]␂') END AS j0, CASE
WHEN tem_55.place <= 2 THEN concat('{"cursor":␁c["Workspace.templates:NAME:ASC",', to_json(tem_55.name), ',"', tem_55.id, '"]␂,"node":{"name":', to_json(tem_55.name), ',"state":"', tem_55.state, '","viewerActions":[', concat_ws(',', CASE
WHEN tem_55.workspace_id = ANY ($17::uuid[])
AND true THEN '"UPDATE"' END, CASE
WHEN tem_55.workspace_id = ANY ($18::uuid[])
AND true THEN '"CREATE_VERSION"' END, CASE
WHEN tem_55.workspace_id = ANY ($19::uuid[])
AND NOT EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_55.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE', 'SUBMITTED', 'IN_REVIEW')) THEN '"DELETE"' END, CASE
WHEN false
AND tem_55.suspended_at IS NULL
AND EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_55.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE')) THEN '"SUSPEND"' END, CASE
WHEN false
AND tem_55.suspended_at IS NOT NULL THEN '"RESTORE"' END, CASE
WHEN tem_55.workspace_id = ANY ($20::uuid[])
AND EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_55.id
AND s.listed) THEN '"REPUBLISH"' END), '],"changedSincePublished":', CASE
WHEN EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_55.id
AND (ROW(tem_55.name, tem_55.display_name, tem_55.summary, tem_55.description, tem_55.home, tem_55.keywords, tem_55.sources, tem_55.maintainers, tem_55.icon_digest, tem_55.category_id) IS DISTINCT
FROM ROW(s.name, s.display_name, s.summary, s.description, s.home, s.keywords, s.sources, s.maintainers, s.icon_digest, s.category_id)

OR ARRAY
(SELECT p.image_digest
FROM template_screenshot p
WHERE p.template_id = tem_55.id
ORDER BY p.position)
<> ARRAY
(SELECT p.image_digest
FROM store_screenshot p
WHERE p.store_app_id = s.id
ORDER BY p.position))) THEN 'true'
ELSE 'false' END, ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_57.name), '}')
FROM workspace wor_57
WHERE wor_57.id = tem_55.workspace_id
AND wor_57.deleted_at IS NULL
AND wor_57.id = ANY ($5::uuid[])), 'null'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_58.name), '}')
FROM workspace wor_58
WHERE wor_58.id = tem_55.workspace_id), '␃'), ',"icon":', coalesce(
(SELECT concat('{"url":␁itpl_', tem_55.id, '|', ima_59.digest, '␂,"width":', ima_59.width, '}')
FROM image ima_59
WHERE ima_59.digest = tem_55.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"url":␁itpl_', tem_55.id, '|', ima_60.digest, '␂,"width":', ima_60.width, '}'), ','
ORDER BY tem_61.position)
FROM template_screenshot tem_61
JOIN image ima_60 ON ima_60.digest = tem_61.image_digest
WHERE tem_61.template_id = tem_55.id), '],"category":', coalesce(
(SELECT concat('{"name":', to_json(cat_62.name), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_62.id
AND a.listed), '}')
FROM category cat_62
WHERE cat_62.id = tem_55.category_id), '␃'), ',"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_63.username), ',"email":', coalesce(to_json(CASE
WHEN (app_63.id = $6::uuid
OR false) THEN nullif(app_63.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_68.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_68.permissions)), '}')
FROM role rol_68
WHERE rol_68.id = app_63.platform_role_id
AND ((rol_68.builtin)
OR (EXISTS
(SELECT
FROM membership mem_69
WHERE mem_69.role_id = rol_68.id
AND mem_69.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_70
WHERE app_70.platform_role_id = rol_68.id
AND ((app_70.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_71
WHERE mem_71.user_id = app_70.id
AND mem_71.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_72
WHERE rev_72.submitted_by = app_70.id
AND rev_72.workspace_id = ANY ($9::uuid[])
ORDER BY rev_72.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_73
WHERE rev_73.reviewer_id = app_70.id
AND EXISTS
(SELECT
FROM review rev_74
WHERE rev_74.id = rev_73.review_id
AND rev_74.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_73.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_63
WHERE app_63.id = tem_55.created_by
AND ((app_63.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_64
WHERE mem_64.user_id = app_63.id
AND mem_64.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_65
WHERE rev_65.submitted_by = app_63.id
AND rev_65.workspace_id = ANY ($9::uuid[])
ORDER BY rev_65.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_66
WHERE rev_66.reviewer_id = app_63.id
AND EXISTS
(SELECT
FROM review rev_67
WHERE rev_67.id = rev_66.review_id
AND rev_67.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_66.review_id OFFSET 0)))), 'null'), ',"latestVersion":', coalesce(
(SELECT concat('{"id":"ver_', ver_75.id, '","version":', to_json(ver_75.version), ',"state":"', ver_75.state, '","viewerActions":[', CASE ver_75.state
WHEN 'DRAFT' THEN concat_ws(',', CASE
WHEN ver_75.workspace_id = ANY ($17::uuid[]) THEN '"UPDATE"' END, CASE
WHEN ver_75.workspace_id = ANY ($17::uuid[]) THEN '"REPLACE_PACKAGE"' END, CASE
WHEN ver_75.workspace_id = ANY ($21::uuid[]) THEN '"SUBMIT"' END, CASE
WHEN ver_75.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END)
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

WHERE x.id = ver_75.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN ver_75.workspace_id = ANY ($21::uuid[]) THEN '"WITHDRAW"' END)
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

WHERE x.id = ver_75.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_75.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"PASS"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_75.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"REJECT"' END, CASE
WHEN ver_75.workspace_id = ANY ($21::uuid[]) THEN '"WITHDRAW"' END)
WHEN 'PASSED' THEN concat_ws(',', CASE
WHEN ver_75.workspace_id = ANY ($20::uuid[])
AND NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_75.template_id
AND x.suspended_at IS NOT NULL) THEN '"PUBLISH"' END, CASE
WHEN ver_75.workspace_id = ANY ($21::uuid[]) THEN '"WITHDRAW"' END, CASE
WHEN ver_75.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END)
WHEN 'REJECTED' THEN concat_ws(',', CASE
WHEN ver_75.workspace_id = ANY ($17::uuid[]) THEN '"UPDATE"' END, CASE
WHEN ver_75.workspace_id = ANY ($17::uuid[]) THEN '"REPLACE_PACKAGE"' END, CASE
WHEN ver_75.workspace_id = ANY ($21::uuid[]) THEN '"SUBMIT"' END, CASE
WHEN ver_75.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END)
WHEN 'ACTIVE' THEN concat_ws(',', CASE
WHEN false THEN '"SUSPEND"' END)
WHEN 'SUSPENDED' THEN concat_ws(',', CASE
WHEN false THEN '"RESTORE"' END, CASE
WHEN ver_75.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END) END, '],"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_76.username), ',"email":', coalesce(to_json(CASE
WHEN (app_76.id = $6::uuid
OR false) THEN nullif(app_76.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_81.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_81.permissions)), '}')
FROM role rol_81
WHERE rol_81.id = app_76.platform_role_id
AND ((rol_81.builtin)
OR (EXISTS
(SELECT
FROM membership mem_82
WHERE mem_82.role_id = rol_81.id
AND mem_82.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_83
WHERE app_83.platform_role_id = rol_81.id
AND ((app_83.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_84
WHERE mem_84.user_id = app_83.id
AND mem_84.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_85
WHERE rev_85.submitted_by = app_83.id
AND rev_85.workspace_id = ANY ($9::uuid[])
ORDER BY rev_85.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_86
WHERE rev_86.reviewer_id = app_83.id
AND EXISTS
(SELECT
FROM review rev_87
WHERE rev_87.id = rev_86.review_id
AND rev_87.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_86.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_76
WHERE app_76.id = ver_75.created_by
AND ((app_76.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_77
WHERE mem_77.user_id = app_76.id
AND mem_77.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_78
WHERE rev_78.submitted_by = app_76.id
AND rev_78.workspace_id = ANY ($9::uuid[])
ORDER BY rev_78.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_79
WHERE rev_79.reviewer_id = app_76.id
AND EXISTS
(SELECT
FROM review rev_80
WHERE rev_80.id = rev_79.review_id
AND rev_80.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_79.review_id OFFSET 0)))), 'null'), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_88.name), '}')
FROM template tem_88
WHERE tem_88.id = ver_75.template_id
AND tem_88.deleted_at IS NULL
AND tem_88.workspace_id = ANY ($4::uuid[])), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_89.name), '}')
FROM store_app sto_89
WHERE sto_89.template_id = ver_75.template_id
AND sto_89.listed), 'null'), ',"package":', coalesce(
(SELECT concat('{"fileName":', to_json(pac_90.chart_name || '-' || pac_90.chart_version || '.tgz'), ',"downloadUrl":␁p', ver_75.id, '|', ver_75.state, '|', pac_90.digest, '␂}')
FROM package pac_90
WHERE pac_90.digest = ver_75.package_digest), '␃'), ',"chart":', coalesce(
(SELECT concat('{"name":', coalesce(nullif(pac_91.chart -> 'name', 'null')::text, '""'), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_92.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_92.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_91.chart -> 'maintainers')
WHEN 'array' THEN pac_91.chart -> 'maintainers'
ELSE '[]' END)
WITH ORDINALITY AS ite_92(document, place)), ']}')
FROM package pac_91
WHERE pac_91.digest = ver_75.package_digest), '␃'), ',"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_75.package_digest), 'null'), ',"values":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_75.package_digest)::text, '␃'), ',"valuesSchema":', coalesce(
(SELECT k.values_schema::text
FROM package k
WHERE k.digest = ver_75.package_digest), 'null'), ',"files":[',
(SELECT string_agg(concat('{"path":', to_json(pac_93.path), ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_93.text_digest), 'null'), '}'), ','
ORDER BY pac_93.path)
FROM package_file pac_93
WHERE pac_93.package_digest = ver_75.package_digest), '],"file":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_94.text_digest), 'null'), '}')
FROM package_file pac_94
WHERE pac_94.package_digest = ver_75.package_digest
AND pac_94.path = $3::text), 'null'), ',"review":', coalesce(
(SELECT concat('{"id":"rev_', rev_95.id, '","state":"', rev_95.state, '","publisher":{"name":', to_json(rev_95.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_97.username), ',"email":', coalesce(to_json(CASE
WHEN (app_97.id = $6::uuid
OR false) THEN nullif(app_97.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_102.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_102.permissions)), '}')
FROM role rol_102
WHERE rol_102.id = app_97.platform_role_id
AND ((rol_102.builtin)
OR (EXISTS
(SELECT
FROM membership mem_103
WHERE mem_103.role_id = rol_102.id
AND mem_103.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_104
WHERE app_104.platform_role_id = rol_102.id
AND ((app_104.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_105
WHERE mem_105.user_id = app_104.id
AND mem_105.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_106
WHERE rev_106.submitted_by = app_104.id
AND rev_106.workspace_id = ANY ($9::uuid[])
ORDER BY rev_106.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_107
WHERE rev_107.reviewer_id = app_104.id
AND EXISTS
(SELECT
FROM review rev_108
WHERE rev_108.id = rev_107.review_id
AND rev_108.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_107.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_97
WHERE app_97.id = rev_95.submitted_by
AND ((app_97.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_98
WHERE mem_98.user_id = app_97.id
AND mem_98.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_99
WHERE rev_99.submitted_by = app_97.id
AND rev_99.workspace_id = ANY ($9::uuid[])
ORDER BY rev_99.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_100
WHERE rev_100.reviewer_id = app_97.id
AND EXISTS
(SELECT
FROM review rev_101
WHERE rev_101.id = rev_100.review_id
AND rev_101.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_100.review_id OFFSET 0)))), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_109.name, '","state":"', rev_109.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_110.username), ',"email":', coalesce(to_json(CASE
WHEN (app_110.id = $6::uuid
OR false) THEN nullif(app_110.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_115.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_115.permissions)), '}')
FROM role rol_115
WHERE rol_115.id = app_110.platform_role_id
AND ((rol_115.builtin)
OR (EXISTS
(SELECT
FROM membership mem_116
WHERE mem_116.role_id = rol_115.id
AND mem_116.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_117
WHERE app_117.platform_role_id = rol_115.id
AND ((app_117.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_118
WHERE mem_118.user_id = app_117.id
AND mem_118.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_119
WHERE rev_119.submitted_by = app_117.id
AND rev_119.workspace_id = ANY ($9::uuid[])
ORDER BY rev_119.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_120
WHERE rev_120.reviewer_id = app_117.id
AND EXISTS
(SELECT
FROM review rev_121
WHERE rev_121.id = rev_120.review_id
AND rev_121.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_120.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_110
WHERE app_110.id = rev_109.reviewer_id
AND ((app_110.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_111
WHERE mem_111.user_id = app_110.id
AND mem_111.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_112
WHERE rev_112.submitted_by = app_110.id
AND rev_112.workspace_id = ANY ($9::uuid[])
ORDER BY rev_112.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_113
WHERE rev_113.reviewer_id = app_110.id
AND EXISTS
(SELECT
FROM review rev_114
WHERE rev_114.id = rev_113.review_id
AND rev_114.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_113.review_id OFFSET 0)))), 'null'), '}'), ','
ORDER BY rev_109.position)
FROM review_phase rev_109
WHERE rev_109.review_id = rev_95.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_122.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_123.name), '}')
FROM template tem_123
WHERE tem_123.id = ver_122.template_id
AND tem_123.deleted_at IS NULL
AND tem_123.workspace_id = ANY ($4::uuid[])), 'null'), '}')
FROM version ver_122
WHERE ver_122.id = rev_95.version_id
AND ver_122.deleted_at IS NULL
AND ((ver_122.workspace_id = ANY ($4::uuid[]))
OR (ver_122.state = 'ACTIVE'))), '␃'), '}')
FROM review rev_95
WHERE rev_95.id = ver_75.review_id
AND NOT EXISTS
(SELECT
FROM version ver_96
WHERE ver_96.id = rev_95.version_id
AND ver_96.deleted_at IS NOT NULL)
AND rev_95.workspace_id = ANY ($9::uuid[])), 'null'), ',"reviews":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_126
WHERE rev_126.version_id = ver_75.id
AND NOT EXISTS
(SELECT
FROM version ver_127
WHERE ver_127.id = rev_126.version_id
AND ver_127.deleted_at IS NOT NULL)
AND rev_126.workspace_id = ANY ($9::uuid[])) END, ',"nodes":[', string_agg(concat('{"id":"rev_', rev_124.id, '","state":"', rev_124.state, '","publisher":{"name":', to_json(rev_124.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_128.username), ',"email":', coalesce(to_json(CASE
WHEN (app_128.id = $6::uuid
OR false) THEN nullif(app_128.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_133.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_133.permissions)), '}')
FROM role rol_133
WHERE rol_133.id = app_128.platform_role_id
AND ((rol_133.builtin)
OR (EXISTS
(SELECT
FROM membership mem_134
WHERE mem_134.role_id = rol_133.id
AND mem_134.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_135
WHERE app_135.platform_role_id = rol_133.id
AND ((app_135.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_136
WHERE mem_136.user_id = app_135.id
AND mem_136.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_137
WHERE rev_137.submitted_by = app_135.id
AND rev_137.workspace_id = ANY ($9::uuid[])
ORDER BY rev_137.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_138
WHERE rev_138.reviewer_id = app_135.id
AND EXISTS
(SELECT
FROM review rev_139
WHERE rev_139.id = rev_138.review_id
AND rev_139.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_138.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_128
WHERE app_128.id = rev_124.submitted_by
AND ((app_128.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_129
WHERE mem_129.user_id = app_128.id
AND mem_129.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_130
WHERE rev_130.submitted_by = app_128.id
AND rev_130.workspace_id = ANY ($9::uuid[])
ORDER BY rev_130.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_131
WHERE rev_131.reviewer_id = app_128.id
AND EXISTS
(SELECT
FROM review rev_132
WHERE rev_132.id = rev_131.review_id
AND rev_132.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_131.review_id OFFSET 0)))), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_140.name, '","state":"', rev_140.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_141.username), ',"email":', coalesce(to_json(CASE
WHEN (app_141.id = $6::uuid
OR false) THEN nullif(app_141.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_146.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_146.permissions)), '}')
FROM role rol_146
WHERE rol_146.id = app_141.platform_role_id
AND ((rol_146.builtin)
OR (EXISTS
(SELECT
FROM membership mem_147
WHERE mem_147.role_id = rol_146.id
AND mem_147.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_148
WHERE app_148.platform_role_id = rol_146.id
AND ((app_148.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_149
WHERE mem_149.user_id = app_148.id
AND mem_149.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_150
WHERE rev_150.submitted_by = app_148.id
AND rev_150.workspace_id = ANY ($9::uuid[])
ORDER BY rev_150.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_151
WHERE rev_151.reviewer_id = app_148.id
AND EXISTS
(SELECT
FROM review rev_152
WHERE rev_152.id = rev_151.review_id
AND rev_152.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_151.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_141
WHERE app_141.id = rev_140.reviewer_id
AND ((app_141.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_142
WHERE mem_142.user_id = app_141.id
AND mem_142.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_143
WHERE rev_143.submitted_by = app_141.id
AND rev_143.workspace_id = ANY ($9::uuid[])
ORDER BY rev_143.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_144
WHERE rev_144.reviewer_id = app_141.id
AND EXISTS
(SELECT
FROM review rev_145
WHERE rev_145.id = rev_144.review_id
AND rev_145.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_144.review_id OFFSET 0)))), 'null'), '}'), ','
ORDER BY rev_140.position)
FROM review_phase rev_140
WHERE rev_140.review_id = rev_124.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_153.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_154.name), '}')
FROM template tem_154
WHERE tem_154.id = ver_153.template_id
AND tem_154.deleted_at IS NULL
AND tem_154.workspace_id = ANY ($4::uuid[])), 'null'), '}')
FROM version ver_153
WHERE ver_153.id = rev_124.version_id
AND ver_153.deleted_at IS NULL
AND ((ver_153.workspace_id = ANY ($4::uuid[]))
OR (ver_153.state = 'ACTIVE'))), '␃'), '}'), ','), ']}')
FROM
(SELECT rev_124.*
FROM review rev_124
WHERE rev_124.version_id = ver_75.id
AND NOT EXISTS
(SELECT
FROM version ver_125
WHERE ver_125.id = rev_124.version_id
AND ver_125.deleted_at IS NOT NULL)
AND rev_124.workspace_id = ANY ($9::uuid[])
ORDER BY rev_124.submitted_at DESC, rev_124.id DESC
LIMIT 3) rev_124), ',"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_156
WHERE aud_156.subject = 'ver_' || ver_75.id::text
AND aud_156.workspace_id = ANY ($22::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_155.action), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_157.name), '}')
FROM workspace wor_157
WHERE wor_157.id = aud_155.workspace_id
AND wor_157.deleted_at IS NULL
AND wor_157.id = ANY ($5::uuid[])), 'null'), '}'), ','), ']}')
FROM
(SELECT aud_155.*
FROM audit_event aud_155
WHERE aud_155.subject = 'ver_' || ver_75.id::text
AND aud_155.workspace_id = ANY ($22::uuid[])
ORDER BY aud_155.at DESC, aud_155.id DESC
LIMIT 3) aud_155), '}')
FROM version ver_75
WHERE ver_75.template_id = tem_55.id
AND ver_75.deleted_at IS NULL
AND ((ver_75.workspace_id = ANY ($4::uuid[]))
OR (ver_75.state = 'ACTIVE'))
ORDER BY ver_75.sort_key DESC, ver_75.created_at DESC, ver_75.id DESC
LIMIT 1), 'null'), ',"active":', coalesce(
(SELECT concat('{"version":', to_json(ver_158.version), '}')
FROM version ver_158
WHERE ver_158.template_id = tem_55.id
AND ver_158.state IN ('ACTIVE')
AND ver_158.deleted_at IS NULL
AND ((ver_158.workspace_id = ANY ($4::uuid[]))
OR (ver_158.state = 'ACTIVE'))
ORDER BY ver_158.sort_key DESC, ver_158.created_at DESC, ver_158.id DESC
LIMIT 1), 'null'), ',"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_159.version), '}')
FROM version ver_159
WHERE ver_159.template_id = tem_55.id
AND ver_159.version = $23::text
AND ver_159.deleted_at IS NULL
AND ((ver_159.workspace_id = ANY ($4::uuid[]))
OR (ver_159.state = 'ACTIVE'))), 'null'), ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 2 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_161
WHERE ver_161.template_id = tem_55.id
AND ver_161.deleted_at IS NULL
AND ((ver_161.workspace_id = ANY ($4::uuid[]))
OR (ver_161.state = 'ACTIVE'))) END, ',"nodes":[', string_agg(concat('{"id":"ver_', ver_160.id, '","version":', to_json(ver_160.version), ',"state":"', ver_160.state, '","viewerActions":[', CASE ver_160.state
WHEN 'DRAFT' THEN concat_ws(',', CASE
WHEN ver_160.workspace_id = ANY ($17::uuid[]) THEN '"UPDATE"' END, CASE
WHEN ver_160.workspace_id = ANY ($17::uuid[]) THEN '"REPLACE_PACKAGE"' END, CASE
WHEN ver_160.workspace_id = ANY ($21::uuid[]) THEN '"SUBMIT"' END, CASE
WHEN ver_160.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END)
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

WHERE x.id = ver_160.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN ver_160.workspace_id = ANY ($21::uuid[]) THEN '"WITHDRAW"' END)
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

WHERE x.id = ver_160.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_160.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"PASS"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_160.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $6::uuid) IS NOT TRUE
AND NOT $6::uuid = ANY (x.uploaders)) THEN '"REJECT"' END, CASE
WHEN ver_160.workspace_id = ANY ($21::uuid[]) THEN '"WITHDRAW"' END)
WHEN 'PASSED' THEN concat_ws(',', CASE
WHEN ver_160.workspace_id = ANY ($20::uuid[])
AND NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_160.template_id
AND x.suspended_at IS NOT NULL) THEN '"PUBLISH"' END, CASE
WHEN ver_160.workspace_id = ANY ($21::uuid[]) THEN '"WITHDRAW"' END, CASE
WHEN ver_160.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END)
WHEN 'REJECTED' THEN concat_ws(',', CASE
WHEN ver_160.workspace_id = ANY ($17::uuid[]) THEN '"UPDATE"' END, CASE
WHEN ver_160.workspace_id = ANY ($17::uuid[]) THEN '"REPLACE_PACKAGE"' END, CASE
WHEN ver_160.workspace_id = ANY ($21::uuid[]) THEN '"SUBMIT"' END, CASE
WHEN ver_160.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END)
WHEN 'ACTIVE' THEN concat_ws(',', CASE
WHEN false THEN '"SUSPEND"' END)
WHEN 'SUSPENDED' THEN concat_ws(',', CASE
WHEN false THEN '"RESTORE"' END, CASE
WHEN ver_160.workspace_id = ANY ($19::uuid[]) THEN '"DELETE"' END) END, '],"createdBy":', coalesce(
(SELECT concat('{"username":', to_json(app_162.username), ',"email":', coalesce(to_json(CASE
WHEN (app_162.id = $6::uuid
OR false) THEN nullif(app_162.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_167.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_167.permissions)), '}')
FROM role rol_167
WHERE rol_167.id = app_162.platform_role_id
AND ((rol_167.builtin)
OR (EXISTS
(SELECT
FROM membership mem_168
WHERE mem_168.role_id = rol_167.id
AND mem_168.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_169
WHERE app_169.platform_role_id = rol_167.id
AND ((app_169.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_170
WHERE mem_170.user_id = app_169.id
AND mem_170.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_171
WHERE rev_171.submitted_by = app_169.id
AND rev_171.workspace_id = ANY ($9::uuid[])
ORDER BY rev_171.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_172
WHERE rev_172.reviewer_id = app_169.id
AND EXISTS
(SELECT
FROM review rev_173
WHERE rev_173.id = rev_172.review_id
AND rev_173.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_172.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_162
WHERE app_162.id = ver_160.created_by
AND ((app_162.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_163
WHERE mem_163.user_id = app_162.id
AND mem_163.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_164
WHERE rev_164.submitted_by = app_162.id
AND rev_164.workspace_id = ANY ($9::uuid[])
ORDER BY rev_164.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_165
WHERE rev_165.reviewer_id = app_162.id
AND EXISTS
(SELECT
FROM review rev_166
WHERE rev_166.id = rev_165.review_id
AND rev_166.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_165.review_id OFFSET 0)))), 'null'), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_174.name), '}')
FROM template tem_174
WHERE tem_174.id = ver_160.template_id
AND tem_174.deleted_at IS NULL
AND tem_174.workspace_id = ANY ($4::uuid[])), 'null'), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_175.name), '}')
FROM store_app sto_175
WHERE sto_175.template_id = ver_160.template_id
AND sto_175.listed), 'null'), ',"package":', coalesce(
(SELECT concat('{"fileName":', to_json(pac_176.chart_name || '-' || pac_176.chart_version || '.tgz'), ',"downloadUrl":␁p', ver_160.id, '|', ver_160.state, '|', pac_176.digest, '␂}')
FROM package pac_176
WHERE pac_176.digest = ver_160.package_digest), '␃'), ',"chart":', coalesce(
(SELECT concat('{"name":', coalesce(nullif(pac_177.chart -> 'name', 'null')::text, '""'), ',"maintainers":[',
(SELECT string_agg(concat('{"name":', coalesce(nullif(ite_178.document -> 'name', 'null')::text, '""'), '}'), ','
ORDER BY ite_178.place)
FROM jsonb_array_elements(CASE jsonb_typeof(pac_177.chart -> 'maintainers')
WHEN 'array' THEN pac_177.chart -> 'maintainers'
ELSE '[]' END)
WITH ORDINALITY AS ite_178(document, place)), ']}')
FROM package pac_177
WHERE pac_177.digest = ver_160.package_digest), '␃'), ',"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_160.package_digest), 'null'), ',"values":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.values_digest
WHERE k.digest = ver_160.package_digest)::text, '␃'), ',"valuesSchema":', coalesce(
(SELECT k.values_schema::text
FROM package k
WHERE k.digest = ver_160.package_digest), 'null'), ',"files":[',
(SELECT string_agg(concat('{"path":', to_json(pac_179.path), ',"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_179.text_digest), 'null'), '}'), ','
ORDER BY pac_179.path)
FROM package_file pac_179
WHERE pac_179.package_digest = ver_160.package_digest), '],"file":', coalesce(
(SELECT concat('{"text":', coalesce(
(SELECT to_json(b.text)
FROM text_blob b
WHERE b.digest = pac_180.text_digest), 'null'), '}')
FROM package_file pac_180
WHERE pac_180.package_digest = ver_160.package_digest
AND pac_180.path = $3::text), 'null'), ',"review":', coalesce(
(SELECT concat('{"id":"rev_', rev_181.id, '","state":"', rev_181.state, '","publisher":{"name":', to_json(rev_181.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_183.username), ',"email":', coalesce(to_json(CASE
WHEN (app_183.id = $6::uuid
OR false) THEN nullif(app_183.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_188.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_188.permissions)), '}')
FROM role rol_188
WHERE rol_188.id = app_183.platform_role_id
AND ((rol_188.builtin)
OR (EXISTS
(SELECT
FROM membership mem_189
WHERE mem_189.role_id = rol_188.id
AND mem_189.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_190
WHERE app_190.platform_role_id = rol_188.id
AND ((app_190.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_191
WHERE mem_191.user_id = app_190.id
AND mem_191.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_192
WHERE rev_192.submitted_by = app_190.id
AND rev_192.workspace_id = ANY ($9::uuid[])
ORDER BY rev_192.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_193
WHERE rev_193.reviewer_id = app_190.id
AND EXISTS
(SELECT
FROM review rev_194
WHERE rev_194.id = rev_193.review_id
AND rev_194.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_193.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_183
WHERE app_183.id = rev_181.submitted_by
AND ((app_183.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_184
WHERE mem_184.user_id = app_183.id
AND mem_184.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_185
WHERE rev_185.submitted_by = app_183.id
AND rev_185.workspace_id = ANY ($9::uuid[])
ORDER BY rev_185.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_186
WHERE rev_186.reviewer_id = app_183.id
AND EXISTS
(SELECT
FROM review rev_187
WHERE rev_187.id = rev_186.review_id
AND rev_187.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_186.review_id OFFSET 0)))), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_195.name, '","state":"', rev_195.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_196.username), ',"email":', coalesce(to_json(CASE
WHEN (app_196.id = $6::uuid
OR false) THEN nullif(app_196.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_201.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_201.permissions)), '}')
FROM role rol_201
WHERE rol_201.id = app_196.platform_role_id
AND ((rol_201.builtin)
OR (EXISTS
(SELECT
FROM membership mem_202
WHERE mem_202.role_id = rol_201.id
AND mem_202.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_203
WHERE app_203.platform_role_id = rol_201.id
AND ((app_203.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_204
WHERE mem_204.user_id = app_203.id
AND mem_204.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_205
WHERE rev_205.submitted_by = app_203.id
AND rev_205.workspace_id = ANY ($9::uuid[])
ORDER BY rev_205.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_206
WHERE rev_206.reviewer_id = app_203.id
AND EXISTS
(SELECT
FROM review rev_207
WHERE rev_207.id = rev_206.review_id
AND rev_207.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_206.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_196
WHERE app_196.id = rev_195.reviewer_id
AND ((app_196.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_197
WHERE mem_197.user_id = app_196.id
AND mem_197.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_198
WHERE rev_198.submitted_by = app_196.id
AND rev_198.workspace_id = ANY ($9::uuid[])
ORDER BY rev_198.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_199
WHERE rev_199.reviewer_id = app_196.id
AND EXISTS
(SELECT
FROM review rev_200
WHERE rev_200.id = rev_199.review_id
AND rev_200.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_199.review_id OFFSET 0)))), 'null'), '}'), ','
ORDER BY rev_195.position)
FROM review_phase rev_195
WHERE rev_195.review_id = rev_181.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_208.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_209.name), '}')
FROM template tem_209
WHERE tem_209.id = ver_208.template_id
AND tem_209.deleted_at IS NULL
AND tem_209.workspace_id = ANY ($4::uuid[])), 'null'), '}')
FROM version ver_208
WHERE ver_208.id = rev_181.version_id
AND ver_208.deleted_at IS NULL
AND ((ver_208.workspace_id = ANY ($4::uuid[]))
OR (ver_208.state = 'ACTIVE'))), '␃'), '}')
FROM review rev_181
WHERE rev_181.id = ver_160.review_id
AND NOT EXISTS
(SELECT
FROM version ver_182
WHERE ver_182.id = rev_181.version_id
AND ver_182.deleted_at IS NOT NULL)
AND rev_181.workspace_id = ANY ($9::uuid[])), 'null'), ',"reviews":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM review rev_212
WHERE rev_212.version_id = ver_160.id
AND NOT EXISTS
(SELECT
FROM version ver_213
WHERE ver_213.id = rev_212.version_id
AND ver_213.deleted_at IS NOT NULL)
AND rev_212.workspace_id = ANY ($9::uuid[])) END, ',"nodes":[', string_agg(concat('{"id":"rev_', rev_210.id, '","state":"', rev_210.state, '","publisher":{"name":', to_json(rev_210.publisher_name), '},"submittedBy":', coalesce(
(SELECT concat('{"username":', to_json(app_214.username), ',"email":', coalesce(to_json(CASE
WHEN (app_214.id = $6::uuid
OR false) THEN nullif(app_214.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_219.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_219.permissions)), '}')
FROM role rol_219
WHERE rol_219.id = app_214.platform_role_id
AND ((rol_219.builtin)
OR (EXISTS
(SELECT
FROM membership mem_220
WHERE mem_220.role_id = rol_219.id
AND mem_220.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_221
WHERE app_221.platform_role_id = rol_219.id
AND ((app_221.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_222
WHERE mem_222.user_id = app_221.id
AND mem_222.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_223
WHERE rev_223.submitted_by = app_221.id
AND rev_223.workspace_id = ANY ($9::uuid[])
ORDER BY rev_223.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_224
WHERE rev_224.reviewer_id = app_221.id
AND EXISTS
(SELECT
FROM review rev_225
WHERE rev_225.id = rev_224.review_id
AND rev_225.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_224.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_214
WHERE app_214.id = rev_210.submitted_by
AND ((app_214.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_215
WHERE mem_215.user_id = app_214.id
AND mem_215.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_216
WHERE rev_216.submitted_by = app_214.id
AND rev_216.workspace_id = ANY ($9::uuid[])
ORDER BY rev_216.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_217
WHERE rev_217.reviewer_id = app_214.id
AND EXISTS
(SELECT
FROM review rev_218
WHERE rev_218.id = rev_217.review_id
AND rev_218.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_217.review_id OFFSET 0)))), 'null'), ',"phases":[',
(SELECT string_agg(concat('{"name":"', rev_226.name, '","state":"', rev_226.state, '","reviewer":', coalesce(
(SELECT concat('{"username":', to_json(app_227.username), ',"email":', coalesce(to_json(CASE
WHEN (app_227.id = $6::uuid
OR false) THEN nullif(app_227.email, '') END), 'null'), ',"platformRole":', coalesce(
(SELECT concat('{"name":', to_json(rol_232.name), ',"permissions":',
(SELECT concat('[', string_agg('"' || w.word || '"', ','
ORDER BY w.place), ']')

FROM unnest(ARRAY['WORKSPACES_CREATE', 'WORKSPACES_READ', 'WORKSPACES_UPDATE', 'WORKSPACES_DELETE', 'MEMBERS_READ', 'MEMBERS_MANAGE', 'ROLES_READ', 'ROLES_MANAGE', 'USERS_READ', 'USERS_MANAGE', 'TEMPLATES_READ', 'TEMPLATES_CREATE', 'TEMPLATES_UPDATE', 'TEMPLATES_DELETE', 'VERSIONS_SUBMIT', 'VERSIONS_PUBLISH', 'REVIEWS_READ', 'REVIEWS_DECIDE_ISV', 'REVIEWS_DECIDE_BUSINESS', 'REVIEWS_DECIDE_TECHNICAL', 'STORE_READ', 'STORE_SUSPEND', 'CATEGORIES_MANAGE', 'AUDIT_READ', 'REPOSITORIES_READ', 'REPOSITORIES_MANAGE']) WITH ORDINALITY AS w(word, place)
WHERE w.word = ANY (rol_232.permissions)), '}')
FROM role rol_232
WHERE rol_232.id = app_227.platform_role_id
AND ((rol_232.builtin)
OR (EXISTS
(SELECT
FROM membership mem_233
WHERE mem_233.role_id = rol_232.id
AND mem_233.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM app_user app_234
WHERE app_234.platform_role_id = rol_232.id
AND ((app_234.id = $8::uuid)
OR (EXISTS
(SELECT
FROM membership mem_235
WHERE mem_235.user_id = app_234.id
AND mem_235.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_236
WHERE rev_236.submitted_by = app_234.id
AND rev_236.workspace_id = ANY ($9::uuid[])
ORDER BY rev_236.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_237
WHERE rev_237.reviewer_id = app_234.id
AND EXISTS
(SELECT
FROM review rev_238
WHERE rev_238.id = rev_237.review_id
AND rev_238.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_237.review_id OFFSET 0))) OFFSET 0)))), '␃'), '}')
FROM app_user app_227
WHERE app_227.id = rev_226.reviewer_id
AND ((app_227.id = $10::uuid)
OR (EXISTS
(SELECT
FROM membership mem_228
WHERE mem_228.user_id = app_227.id
AND mem_228.workspace_id = ANY ($7::uuid[]) OFFSET 0))
OR (EXISTS
(SELECT
FROM review rev_229
WHERE rev_229.submitted_by = app_227.id
AND rev_229.workspace_id = ANY ($9::uuid[])
ORDER BY rev_229.workspace_id OFFSET 0))
OR (EXISTS
(SELECT
FROM review_phase rev_230
WHERE rev_230.reviewer_id = app_227.id
AND EXISTS
(SELECT
FROM review rev_231
WHERE rev_231.id = rev_230.review_id
AND rev_231.workspace_id = ANY ($9::uuid[]) OFFSET 0)
ORDER BY rev_230.review_id OFFSET 0)))), 'null'), '}'), ','
ORDER BY rev_226.position)
FROM review_phase rev_226
WHERE rev_226.review_id = rev_210.id), '],"version":', coalesce(
(SELECT concat('{"version":', to_json(ver_239.version), ',"template":', coalesce(
(SELECT concat('{"name":', to_json(tem_240.name), '}')
FROM template tem_240
WHERE tem_240.id = ver_239.template_id
AND tem_240.deleted_at IS NULL
AND tem_240.workspace_id = ANY ($4::uuid[])), 'null'), '}')
FROM version ver_239
WHERE ver_239.id = rev_210.version_id
AND ver_239.deleted_at IS NULL
AND ((ver_239.workspace_id = ANY ($4::uuid[]))
OR (ver_239.state = 'ACTIVE'))), '␃'), '}'), ','), ']}')
FROM
(SELECT rev_210.*
FROM review rev_210
WHERE rev_210.version_id = ver_160.id
AND NOT EXISTS
(SELECT
FROM version ver_211
WHERE ver_211.id = rev_210.version_id
AND ver_211.deleted_at IS NOT NULL)
AND rev_210.workspace_id = ANY ($9::uuid[])
ORDER BY rev_210.submitted_at DESC, rev_210.id DESC
LIMIT 3) rev_210), ',"audit":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM audit_event aud_242
WHERE aud_242.subject = 'ver_' || ver_160.id::text
AND aud_242.workspace_id = ANY ($22::uuid[])) END, ',"nodes":[', string_agg(concat('{"action":', to_json(aud_241.action), ',"workspace":', coalesce(
(SELECT concat('{"name":', to_json(wor_243.name), '}')
FROM workspace wor_243
WHERE wor_243.id = aud_241.workspace_id
AND wor_243.deleted_at IS NULL
AND wor_243.id = ANY ($5::uuid[])), 'null'), '}'), ','), ']}')
FROM
(SELECT aud_241.*
FROM audit_event aud_241
WHERE aud_241.subject = 'ver_' || ver_160.id::text
AND aud_241.workspace_id = ANY ($22::uuid[])
ORDER BY aud_241.at DESC, aud_241.id DESC
LIMIT 3) aud_241), '}'), ','), ']}')
FROM
(SELECT ver_160.*
FROM version ver_160
WHERE ver_160.template_id = tem_55.id
AND ver_160.deleted_at IS NULL
AND ((ver_160.workspace_id = ANY ($4::uuid[]))
OR (ver_160.state = 'ACTIVE'))
ORDER BY ver_160.sort_key DESC, ver_160.created_at DESC, ver_160.id DESC
LIMIT 2) ver_160), ',"storeApp":', coalesce(
(SELECT concat('{"name":', to_json(sto_244.name), ',"icon":', coalesce(
(SELECT concat('{"url":␁isto_', sto_244.id, '|', ima_245.digest, '␂,"width":', ima_245.width, '}')
FROM image ima_245
WHERE ima_245.digest = sto_244.icon_digest), 'null'), ',"screenshots":[',
(SELECT string_agg(concat('{"url":␁isto_', sto_244.id, '|', ima_246.digest, '␂,"width":', ima_246.width, '}'), ','
ORDER BY sto_247.position)
FROM store_screenshot sto_247
JOIN image ima_246 ON ima_246.digest = sto_247.image_digest
WHERE sto_247.store_app_id = sto_244.id), '],"category":', coalesce(
(SELECT concat('{"name":', to_json(cat_248.name), ',"storeAppCount":',
(SELECT count(*)
FROM store_app a
WHERE a.category_id = cat_248.id
AND a.listed), '}')
FROM category cat_248
WHERE cat_248.id = sto_244.category_id), '␃'), ',"publisher":', coalesce(
(SELECT concat('{"name":', to_json(wor_249.name), '}')
FROM workspace wor_249
WHERE wor_249.id = sto_244.workspace_id), '␃'), ',"latestVersion":', coalesce(
(SELECT concat('{"version":', to_json(ver_250.version), '}')
FROM version ver_250
WHERE ver_250.template_id = sto_244.template_id
AND ver_250.state = 'ACTIVE'
AND ver_250.deleted_at IS NULL
ORDER BY ver_250.sort_key DESC, ver_250.created_at DESC, ver_250.id DESC
LIMIT 1), '␃'), ',"versions":',
(SELECT concat('{"totalCount":', CASE
WHEN count(*) < 3 THEN count(*)
ELSE
(SELECT count(*)
FROM version ver_252
WHERE ver_252.template_id = sto_244.template_id
AND ver_252.state = 'ACTIVE'
AND ver_252.deleted_at IS NULL) END, ',"nodes":[', string_agg(concat('{"version":', to_json(ver_251.version), ',"state":"', ver_251.state, '"}'), ','), ']}')
FROM
(SELECT ver_251.*
FROM version ver_251
WHERE ver_251.template_id = sto_244.template_id
AND ver_251.state = 'ACTIVE'
AND ver_251.deleted_at IS NULL
ORDER BY ver_251.sort_key DESC, ver_251.created_at DESC, ver_251.id DESC
LIMIT 3) ver_251), '}')
FROM store_app sto_244
WHERE sto_244.template_id = tem_55.id
AND sto_244.listed), 'null'), '}}') END AS j1 FROM

(SELECT tem_55.*, row_number() OVER () AS place, count(*) OVER () AS found
FROM
(SELECT tem_55.*
FROM template tem_55
WHERE tem_55.workspace_id = wor_23.id
AND tem_55.deleted_at IS NULL
AND tem_55.workspace_id = ANY ($4::uuid[])
ORDER BY tem_55.name, tem_55.id
LIMIT 3) tem_55) tem_55) r HAVING true), '}'), ','), ']}')
FROM
(SELECT wor_23.*
FROM workspace wor_23
WHERE wor_23.deleted_at IS NULL
AND wor_23.id = ANY ($5::uuid[])
ORDER BY wor_23.name, wor_23.id
LIMIT 2) wor_23), '}}') AS answer OFFSET 0) x) END
