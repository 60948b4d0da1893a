-- A review a submission. All times are whole milliseconds: some peers cannot hold finer ones.
-- The last one is what the version's state says; those before it came to nothing.
CREATE TEMP TABLE submission AS
SELECT fate.no AS version_no, s, pg_temp.row_id(format('review %s %s', fate.no, s)) AS id,
       CASE WHEN s < submissions OR fate.state = 'DRAFT'
                THEN CASE WHEN pg_temp.pick('verdict', fate.no * 10 + s, 100) < 20 THEN 'WITHDRAWN' ELSE 'REJECTED' END
            WHEN fate.state IN ('ACTIVE', 'SUSPENDED') THEN 'PASSED'
            ELSE fate.state END AS state,
       fate.created_at + interval '1 day' + (s - 1) * interval '4 days' AS submitted_at,
       interval '1 hour' + pg_temp.pick('waited', fate.no * 10 + s, 2 * 86400000) * interval '1 ms' AS waited
  FROM fate, generate_series(1, submissions) AS s;
CREATE UNIQUE INDEX ON submission (version_no, s);
ANALYZE submission;

INSERT INTO version (id, template_id, workspace_id, version, app_version, sort_key, description, state, state_message,
    state_changed_at, hidden_by_template, package_digest, review_id, first_submitted_at, created_by, uploaders,
    created_at, updated_at, revision)
SELECT fate.id, app.id, tenant.id, release.version, release.app_version, release.sort_key,
       format(E'%s\n\nUpgrades from the release before are tested.', told.text),
       fate.state,
       CASE fate.state WHEN 'SUSPENDED' THEN suspended.text
                       WHEN 'REJECTED' THEN rejected.text END,
       changed.at, fate.state = 'SUSPENDED' AND app.fate = 'suspended', release.package_digest,
       last.id, first.submitted_at, author.id, ARRAY[author.id], fate.created_at, changed.at, 1 + 3 * submissions
  FROM fate
  JOIN app ON app.no = fate.app_no
  JOIN tenant ON tenant.no = app.tenant_no
  JOIN release ON release.chart_no = app.chart_no AND release.position = fate.position
  CROSS JOIN LATERAL (SELECT tenant.authors[1 + pg_temp.pick('author', app.no, cardinality(tenant.authors))] AS id) AS author
  LEFT JOIN submission AS first ON first.version_no = fate.no AND first.s = 1
  LEFT JOIN submission AS last ON last.version_no = fate.no AND last.s = fate.submissions
  CROSS JOIN LATERAL (SELECT CASE WHEN fate.state = 'SUSPENDED' THEN fate.created_at + interval '20 days'
                                  WHEN fate.state = 'SUBMITTED' THEN last.submitted_at
                                  ELSE coalesce(last.submitted_at + last.waited, fate.created_at) END AS at) AS changed
  JOIN phrase AS told ON told.kind = 'update' AND told.no = pg_temp.pick('update', fate.no, 6)
  JOIN phrase AS rejected ON rejected.kind = 'rejection' AND rejected.no = pg_temp.pick('why', fate.no * 10 + submissions, 3)
  JOIN phrase AS suspended ON suspended.kind = 'suspension' AND suspended.no = pg_temp.pick('stop', fate.no, 2);

INSERT INTO review (id, version_id, template_id, workspace_id, template_name, version_name, publisher_name,
    publisher_display_name, package_digest, state, submitted_by, uploaders, submitted_at, decided_at)
SELECT submission.id, version.id, version.template_id, version.workspace_id, chart.name, version.version, tenant.name,
       tenant.title, version.package_digest, submission.state, version.created_by, version.uploaders,
       submission.submitted_at,
       CASE WHEN submission.state IN ('PASSED', 'REJECTED') THEN submission.submitted_at + submission.waited END
  FROM submission
  JOIN fate ON fate.no = submission.version_no
  JOIN version ON version.id = fate.id
  JOIN app ON app.no = fate.app_no
  JOIN chart ON chart.no = app.chart_no
  JOIN tenant ON tenant.no = app.tenant_no;

INSERT INTO review_phase (review_id, position, name, state, reviewer_id, started_at, decided_at, message)
SELECT submission.id, 0, 'TECHNICAL',
       CASE state WHEN 'SUBMITTED' THEN 'PENDING' WHEN 'WITHDRAWN' THEN 'PENDING' ELSE state END,
       CASE WHEN state NOT IN ('SUBMITTED', 'WITHDRAWN')
            THEN pg_temp.row_id('user ' || pg_temp.pick('reviewer', version_no * 10 + s, 10)) END,
       CASE WHEN state NOT IN ('SUBMITTED', 'WITHDRAWN') THEN date_trunc('milliseconds', submitted_at + waited / 2) END,
       CASE WHEN state IN ('PASSED', 'REJECTED') THEN submitted_at + waited END,
       CASE state WHEN 'REJECTED' THEN rejected.text WHEN 'PASSED' THEN nullif(passed.text, '') END
  FROM submission
  JOIN phrase AS rejected ON rejected.kind = 'rejection' AND rejected.no = pg_temp.pick('why', version_no * 10 + s, 3)
  JOIN phrase AS passed ON passed.kind = 'approval' AND passed.no = pg_temp.pick('praise', version_no * 10 + s, 3);
