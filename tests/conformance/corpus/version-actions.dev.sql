SELECT CASE
WHEN
(SELECT p.revision
FROM policy_revision p) = $1::bigint
AND extract(epoch
FROM now()) < $2::float8 THEN convert_to(concat('{"data":{"templates":',
(SELECT concat('{"nodes":[', string_agg(concat('{"name":', to_json(tem_1.name), ',"viewerActions":[', concat_ws(',', CASE
WHEN tem_1.workspace_id = ANY ($3::uuid[])
AND true THEN '"UPDATE"' END, CASE
WHEN tem_1.workspace_id = ANY ($4::uuid[])
AND true THEN '"CREATE_VERSION"' END, CASE
WHEN tem_1.workspace_id = ANY ($5::uuid[])
AND NOT EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_1.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE', 'SUBMITTED', 'IN_REVIEW')) THEN '"DELETE"' END, CASE
WHEN false
AND tem_1.suspended_at IS NULL
AND EXISTS
(SELECT
FROM version x
WHERE x.template_id = tem_1.id
AND x.deleted_at IS NULL

AND x.state IN ('ACTIVE')) THEN '"SUSPEND"' END, CASE
WHEN false
AND tem_1.suspended_at IS NOT NULL THEN '"RESTORE"' END, CASE
WHEN tem_1.workspace_id = ANY ($6::uuid[])
AND EXISTS
(SELECT
FROM store_app s
WHERE s.template_id = tem_1.id
AND s.listed) THEN '"REPUBLISH"' END), '],"versions":',
(SELECT concat('{"nodes":[', string_agg(concat('{"version":', to_json(ver_2.version), ',"state":"', ver_2.state, '","viewerActions":[', CASE ver_2.state
WHEN 'DRAFT' THEN concat_ws(',', CASE
WHEN ver_2.workspace_id = ANY ($3::uuid[]) THEN '"UPDATE"' END, CASE
WHEN ver_2.workspace_id = ANY ($3::uuid[]) THEN '"REPLACE_PACKAGE"' END, CASE
WHEN ver_2.workspace_id = ANY ($7::uuid[]) THEN '"SUBMIT"' END, CASE
WHEN ver_2.workspace_id = ANY ($5::uuid[]) THEN '"DELETE"' END)
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

WHERE x.id = ver_2.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $8::uuid) IS NOT TRUE
AND NOT $8::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN ver_2.workspace_id = ANY ($7::uuid[]) THEN '"WITHDRAW"' END)
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

WHERE x.id = ver_2.review_id
AND due.state = 'PENDING'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $8::uuid) IS NOT TRUE
AND NOT $8::uuid = ANY (x.uploaders)) THEN '"START_REVIEW"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_2.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $8::uuid) IS NOT TRUE
AND NOT $8::uuid = ANY (x.uploaders)) THEN '"PASS"' END, CASE
WHEN EXISTS
(SELECT
FROM review x, LATERAL
(SELECT y.name, y.state
FROM review_phase y

WHERE y.review_id = x.id
AND y.state <> 'PASSED'
ORDER BY y.position
LIMIT 1) due

WHERE x.id = ver_2.review_id
AND due.state = 'IN_REVIEW'
AND ((due.name = 'ISV'
AND false)
OR (due.name = 'BUSINESS'
AND false)
OR (due.name = 'TECHNICAL'
AND false))

AND (x.submitted_by = $8::uuid) IS NOT TRUE
AND NOT $8::uuid = ANY (x.uploaders)) THEN '"REJECT"' END, CASE
WHEN ver_2.workspace_id = ANY ($7::uuid[]) THEN '"WITHDRAW"' END)
WHEN 'PASSED' THEN concat_ws(',', CASE
WHEN ver_2.workspace_id = ANY ($6::uuid[])
AND NOT EXISTS
(SELECT
FROM template x
WHERE x.id = ver_2.template_id
AND x.suspended_at IS NOT NULL) THEN '"PUBLISH"' END, CASE
WHEN ver_2.workspace_id = ANY ($7::uuid[]) THEN '"WITHDRAW"' END, CASE
WHEN ver_2.workspace_id = ANY ($5::uuid[]) THEN '"DELETE"' END)
WHEN 'REJECTED' THEN concat_ws(',', CASE
WHEN ver_2.workspace_id = ANY ($3::uuid[]) THEN '"UPDATE"' END, CASE
WHEN ver_2.workspace_id = ANY ($3::uuid[]) THEN '"REPLACE_PACKAGE"' END, CASE
WHEN ver_2.workspace_id = ANY ($7::uuid[]) THEN '"SUBMIT"' END, CASE
WHEN ver_2.workspace_id = ANY ($5::uuid[]) THEN '"DELETE"' END)
WHEN 'ACTIVE' THEN concat_ws(',', CASE
WHEN false THEN '"SUSPEND"' END)
WHEN 'SUSPENDED' THEN concat_ws(',', CASE
WHEN false THEN '"RESTORE"' END, CASE
WHEN ver_2.workspace_id = ANY ($5::uuid[]) THEN '"DELETE"' END) END, '],"review":', coalesce(
(SELECT concat('{"state":"', rev_3.state, '"}')
FROM review rev_3
WHERE rev_3.id = ver_2.review_id
AND NOT EXISTS
(SELECT
FROM version ver_4
WHERE ver_4.id = rev_3.version_id
AND ver_4.deleted_at IS NOT NULL)
AND rev_3.workspace_id = ANY ($9::uuid[])), 'null'), '}'), ','), ']}')
FROM
(SELECT ver_2.*
FROM version ver_2
WHERE ver_2.template_id = tem_1.id
AND ver_2.deleted_at IS NULL
AND ((ver_2.workspace_id = ANY ($10::uuid[]))
OR (ver_2.state = 'ACTIVE'))
ORDER BY ver_2.sort_key DESC, ver_2.created_at DESC, ver_2.id DESC
LIMIT 20) ver_2), '}'), ','), ']}')
FROM
(SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM unnest($10::uuid[]) w(id), LATERAL
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.workspace_id = w.id
AND tem_1.deleted_at IS NULL
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1
WHERE cardinality($10::uuid[]) <= 16
UNION ALL SELECT tem_1.*
FROM
(SELECT tem_1.*
FROM template tem_1
WHERE tem_1.deleted_at IS NULL
AND tem_1.workspace_id = ANY ($10::uuid[])
ORDER BY tem_1.name, tem_1.id
LIMIT 20) tem_1
WHERE cardinality($10::uuid[]) > 16) tem_1
ORDER BY tem_1.name, tem_1.id
LIMIT 20
) tem_1), '}}'), 'UTF8') END
