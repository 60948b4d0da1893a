SELECT int8send(
(SELECT s.revision
FROM store_revision s)) || convert_to(concat('{"data":{"a0":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_1.name), ',"n1":', to_json(sto_1.name), ',"n2":', to_json(sto_1.name), ',"n3":', to_json(sto_1.name), ',"n4":', to_json(sto_1.name), ',"n5":', to_json(sto_1.name), ',"n6":', to_json(sto_1.name), ',"n7":', to_json(sto_1.name), ',"n8":', to_json(sto_1.name), ',"n9":', to_json(sto_1.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_2.package_digest), 'null'), '}')
FROM version ver_2
WHERE ver_2.template_id = sto_1.template_id
AND ver_2.state = 'ACTIVE'
AND ver_2.deleted_at IS NULL
ORDER BY ver_2.sort_key DESC, ver_2.created_at DESC, ver_2.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_3
WHERE sto_3.listed) END, '}')
FROM
(SELECT sto_1.*
FROM store_app sto_1
WHERE sto_1.listed
ORDER BY sto_1.published_at DESC, sto_1.id DESC
LIMIT 1) sto_1), ',"a1":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_4.name), ',"n1":', to_json(sto_4.name), ',"n2":', to_json(sto_4.name), ',"n3":', to_json(sto_4.name), ',"n4":', to_json(sto_4.name), ',"n5":', to_json(sto_4.name), ',"n6":', to_json(sto_4.name), ',"n7":', to_json(sto_4.name), ',"n8":', to_json(sto_4.name), ',"n9":', to_json(sto_4.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_5.package_digest), 'null'), '}')
FROM version ver_5
WHERE ver_5.template_id = sto_4.template_id
AND ver_5.state = 'ACTIVE'
AND ver_5.deleted_at IS NULL
ORDER BY ver_5.sort_key DESC, ver_5.created_at DESC, ver_5.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_6
WHERE sto_6.listed) END, '}')
FROM
(SELECT sto_4.*
FROM store_app sto_4
WHERE sto_4.listed
ORDER BY sto_4.published_at DESC, sto_4.id DESC
LIMIT 1) sto_4), ',"a2":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_7.name), ',"n1":', to_json(sto_7.name), ',"n2":', to_json(sto_7.name), ',"n3":', to_json(sto_7.name), ',"n4":', to_json(sto_7.name), ',"n5":', to_json(sto_7.name), ',"n6":', to_json(sto_7.name), ',"n7":', to_json(sto_7.name), ',"n8":', to_json(sto_7.name), ',"n9":', to_json(sto_7.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_8.package_digest), 'null'), '}')
FROM version ver_8
WHERE ver_8.template_id = sto_7.template_id
AND ver_8.state = 'ACTIVE'
AND ver_8.deleted_at IS NULL
ORDER BY ver_8.sort_key DESC, ver_8.created_at DESC, ver_8.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_9
WHERE sto_9.listed) END, '}')
FROM
(SELECT sto_7.*
FROM store_app sto_7
WHERE sto_7.listed
ORDER BY sto_7.published_at DESC, sto_7.id DESC
LIMIT 1) sto_7), ',"a3":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_10.name), ',"n1":', to_json(sto_10.name), ',"n2":', to_json(sto_10.name), ',"n3":', to_json(sto_10.name), ',"n4":', to_json(sto_10.name), ',"n5":', to_json(sto_10.name), ',"n6":', to_json(sto_10.name), ',"n7":', to_json(sto_10.name), ',"n8":', to_json(sto_10.name), ',"n9":', to_json(sto_10.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_11.package_digest), 'null'), '}')
FROM version ver_11
WHERE ver_11.template_id = sto_10.template_id
AND ver_11.state = 'ACTIVE'
AND ver_11.deleted_at IS NULL
ORDER BY ver_11.sort_key DESC, ver_11.created_at DESC, ver_11.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_12
WHERE sto_12.listed) END, '}')
FROM
(SELECT sto_10.*
FROM store_app sto_10
WHERE sto_10.listed
ORDER BY sto_10.published_at DESC, sto_10.id DESC
LIMIT 1) sto_10), ',"a4":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_13.name), ',"n1":', to_json(sto_13.name), ',"n2":', to_json(sto_13.name), ',"n3":', to_json(sto_13.name), ',"n4":', to_json(sto_13.name), ',"n5":', to_json(sto_13.name), ',"n6":', to_json(sto_13.name), ',"n7":', to_json(sto_13.name), ',"n8":', to_json(sto_13.name), ',"n9":', to_json(sto_13.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_14.package_digest), 'null'), '}')
FROM version ver_14
WHERE ver_14.template_id = sto_13.template_id
AND ver_14.state = 'ACTIVE'
AND ver_14.deleted_at IS NULL
ORDER BY ver_14.sort_key DESC, ver_14.created_at DESC, ver_14.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_15
WHERE sto_15.listed) END, '}')
FROM
(SELECT sto_13.*
FROM store_app sto_13
WHERE sto_13.listed
ORDER BY sto_13.published_at DESC, sto_13.id DESC
LIMIT 1) sto_13), ',"a5":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_16.name), ',"n1":', to_json(sto_16.name), ',"n2":', to_json(sto_16.name), ',"n3":', to_json(sto_16.name), ',"n4":', to_json(sto_16.name), ',"n5":', to_json(sto_16.name), ',"n6":', to_json(sto_16.name), ',"n7":', to_json(sto_16.name), ',"n8":', to_json(sto_16.name), ',"n9":', to_json(sto_16.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_17.package_digest), 'null'), '}')
FROM version ver_17
WHERE ver_17.template_id = sto_16.template_id
AND ver_17.state = 'ACTIVE'
AND ver_17.deleted_at IS NULL
ORDER BY ver_17.sort_key DESC, ver_17.created_at DESC, ver_17.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_18
WHERE sto_18.listed) END, '}')
FROM
(SELECT sto_16.*
FROM store_app sto_16
WHERE sto_16.listed
ORDER BY sto_16.published_at DESC, sto_16.id DESC
LIMIT 1) sto_16), ',"a6":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_19.name), ',"n1":', to_json(sto_19.name), ',"n2":', to_json(sto_19.name), ',"n3":', to_json(sto_19.name), ',"n4":', to_json(sto_19.name), ',"n5":', to_json(sto_19.name), ',"n6":', to_json(sto_19.name), ',"n7":', to_json(sto_19.name), ',"n8":', to_json(sto_19.name), ',"n9":', to_json(sto_19.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_20.package_digest), 'null'), '}')
FROM version ver_20
WHERE ver_20.template_id = sto_19.template_id
AND ver_20.state = 'ACTIVE'
AND ver_20.deleted_at IS NULL
ORDER BY ver_20.sort_key DESC, ver_20.created_at DESC, ver_20.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_21
WHERE sto_21.listed) END, '}')
FROM
(SELECT sto_19.*
FROM store_app sto_19
WHERE sto_19.listed
ORDER BY sto_19.published_at DESC, sto_19.id DESC
LIMIT 1) sto_19), ',"a7":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_22.name), ',"n1":', to_json(sto_22.name), ',"n2":', to_json(sto_22.name), ',"n3":', to_json(sto_22.name), ',"n4":', to_json(sto_22.name), ',"n5":', to_json(sto_22.name), ',"n6":', to_json(sto_22.name), ',"n7":', to_json(sto_22.name), ',"n8":', to_json(sto_22.name), ',"n9":', to_json(sto_22.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_23.package_digest), 'null'), '}')
FROM version ver_23
WHERE ver_23.template_id = sto_22.template_id
AND ver_23.state = 'ACTIVE'
AND ver_23.deleted_at IS NULL
ORDER BY ver_23.sort_key DESC, ver_23.created_at DESC, ver_23.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_24
WHERE sto_24.listed) END, '}')
FROM
(SELECT sto_22.*
FROM store_app sto_22
WHERE sto_22.listed
ORDER BY sto_22.published_at DESC, sto_22.id DESC
LIMIT 1) sto_22), ',"a8":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_25.name), ',"n1":', to_json(sto_25.name), ',"n2":', to_json(sto_25.name), ',"n3":', to_json(sto_25.name), ',"n4":', to_json(sto_25.name), ',"n5":', to_json(sto_25.name), ',"n6":', to_json(sto_25.name), ',"n7":', to_json(sto_25.name), ',"n8":', to_json(sto_25.name), ',"n9":', to_json(sto_25.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_26.package_digest), 'null'), '}')
FROM version ver_26
WHERE ver_26.template_id = sto_25.template_id
AND ver_26.state = 'ACTIVE'
AND ver_26.deleted_at IS NULL
ORDER BY ver_26.sort_key DESC, ver_26.created_at DESC, ver_26.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_27
WHERE sto_27.listed) END, '}')
FROM
(SELECT sto_25.*
FROM store_app sto_25
WHERE sto_25.listed
ORDER BY sto_25.published_at DESC, sto_25.id DESC
LIMIT 1) sto_25), ',"a9":',
(SELECT concat('{"nodes":[', string_agg(concat('{"n0":', to_json(sto_28.name), ',"n1":', to_json(sto_28.name), ',"n2":', to_json(sto_28.name), ',"n3":', to_json(sto_28.name), ',"n4":', to_json(sto_28.name), ',"n5":', to_json(sto_28.name), ',"n6":', to_json(sto_28.name), ',"n7":', to_json(sto_28.name), ',"n8":', to_json(sto_28.name), ',"n9":', to_json(sto_28.name), ',"latestVersion":', coalesce(
(SELECT concat('{"readme":', coalesce(
(SELECT to_json(b.text)
FROM package k
JOIN text_blob b ON b.digest = k.readme_digest
WHERE k.digest = ver_29.package_digest), 'null'), '}')
FROM version ver_29
WHERE ver_29.template_id = sto_28.template_id
AND ver_29.state = 'ACTIVE'
AND ver_29.deleted_at IS NULL
ORDER BY ver_29.sort_key DESC, ver_29.created_at DESC, ver_29.id DESC
LIMIT 1), '␃'), '}'), ','), '],"totalCount":', CASE
WHEN count(*) < 1 THEN count(*)
ELSE
(SELECT count(*)
FROM store_app sto_30
WHERE sto_30.listed) END, '}')
FROM
(SELECT sto_28.*
FROM store_app sto_28
WHERE sto_28.listed
ORDER BY sto_28.published_at DESC, sto_28.id DESC
LIMIT 1) sto_28), '}}'), 'UTF8')
