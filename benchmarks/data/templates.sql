-- The workspaces by number, with those who upload there.
INSERT INTO tenant
SELECT row_number() OVER (ORDER BY w.created_at) - 1, w.id, w.name, w.display_name,
       (SELECT array_agg(m.user_id ORDER BY m.created_at) FROM membership m JOIN role r ON r.id = m.role_id
         WHERE m.workspace_id = w.id AND r.name = 'workspace-developer'),
       (SELECT array_agg(u.username ORDER BY m.created_at) FROM membership m JOIN role r ON r.id = m.role_id
          JOIN app_user u ON u.id = m.user_id WHERE m.workspace_id = w.id AND r.name = 'workspace-developer')
  FROM workspace w;

-- A workspace offers half of the products. What becomes of a template: mostly it is published.
CREATE TEMP TABLE app AS
SELECT n AS no, pg_temp.row_id('template ' || n) AS id, n / templates_each AS tenant_no,
       (n / templates_each * 7 + n % templates_each) % (2 * templates_each) AS chart_no,
       CASE WHEN pg_temp.pick('fate', n, 100) < 4 THEN 'unseen'
            WHEN pg_temp.pick('fate', n, 100) < 10 THEN 'new'
            WHEN pg_temp.pick('fate', n, 100) < 13 THEN 'suspended'
            WHEN pg_temp.pick('fate', n, 100) < 16 THEN 'withdrawn'
            ELSE 'published' END AS fate,
       timestamptz '2023-06-01 00:00:00Z' + pg_temp.pick('created', n, 600 * 86400000::bigint) * interval '1 ms'
           AS created_at
  FROM scale, generate_series(0, workspaces * templates_each - 1) AS n;
CREATE UNIQUE INDEX ON app (no);
ANALYZE app;

-- A version's state, from its template's fate and its place among the releases; the newest is where the work is.
CREATE TEMP TABLE work AS
SELECT app.no::bigint * versions_each + p AS no, app.no AS app_no, p AS position,
       pg_temp.row_id('version ' || app.no::bigint * versions_each + p) AS id,
       CASE WHEN fate = 'unseen' THEN 'DRAFT'
            WHEN fate = 'new' AND p < versions_each - 1 THEN 'REJECTED'
            WHEN fate = 'new' THEN (ARRAY['SUBMITTED', 'IN_REVIEW', 'PASSED', 'REJECTED', 'DRAFT'])[1 + newest % 5]
            WHEN fate IN ('suspended', 'withdrawn') AND p < versions_each - 1 THEN 'SUSPENDED'
            WHEN fate IN ('suspended', 'withdrawn') THEN (ARRAY['SUSPENDED', 'DRAFT'])[1 + newest % 2]
            WHEN p = versions_each - 2 THEN 'ACTIVE'
            WHEN p < versions_each - 1 THEN CASE WHEN pg_temp.pick('old', app.no * 100 + p, 100) < 8 THEN 'SUSPENDED' ELSE 'ACTIVE' END
            WHEN newest < 12 THEN 'DRAFT'
            WHEN newest < 20 THEN 'SUBMITTED'
            WHEN newest < 26 THEN 'IN_REVIEW'
            WHEN newest < 31 THEN 'REJECTED'
            WHEN newest < 36 THEN 'PASSED'
            ELSE 'ACTIVE' END AS state,
       fate = 'unseen' OR (fate = 'published' AND p = versions_each - 1 AND newest < 8) AS is_unseen,
       app.created_at + p * interval '30 days' + pg_temp.pick('uploaded', app.no * 100 + p, 10 * 86400000)
           * interval '1 ms' AS created_at
  FROM scale, app, LATERAL (SELECT pg_temp.pick('newest', app.no, 100) AS newest) AS dice,
       generate_series(0, versions_each - 1) AS p;

-- Two submissions for each version there is; those of versions that were never submitted go to others, by lot.
CREATE TEMP TABLE fate AS
SELECT work.*,
       CASE WHEN is_unseen THEN 0
            WHEN row_number() OVER (PARTITION BY is_unseen ORDER BY pg_temp.pick('lot', no, 1 << 30), no)
                 <= 2 * count(*) FILTER (WHERE is_unseen) OVER () THEN 3
            ELSE 2 END AS submissions
  FROM work;
CREATE UNIQUE INDEX ON fate (no);
CREATE INDEX ON fate (app_no);
ANALYZE fate;

INSERT INTO template (id, workspace_id, name, display_name, summary, description, home, keywords, sources, maintainers,
    icon_digest, category_id, state, suspended_at, first_submitted_at, created_by, created_at, updated_at, revision)
SELECT app.id, tenant.id, chart.name, chart.title,
       chart.summary || ' Kept by ' || tenant.title || '.',
       format(E'%s as %s runs it: **highly available**, with backups each night and metrics from the first minute.\n\n'
              '- upgrades without a pause\n- limits that fit a small cluster\n- support on working days\n\n'
              'See the readme of each version for its values, and ask %s before you change `persistence`.',
              chart.title, tenant.title, tenant.name),
       'https://' || chart.name || '.example', ARRAY[chart.name, chart.category, 'kubernetes'],
       ARRAY['https://git.example/' || tenant.name || '/' || chart.name],
       jsonb_build_array(jsonb_build_object('name', tenant.title, 'email', chart.name || '@' || tenant.name || '.example',
                                            'url', null)),
       image_no.digest, category.id,
       CASE fate WHEN 'published' THEN 'ACTIVE' WHEN 'suspended' THEN 'SUSPENDED' WHEN 'withdrawn' THEN 'SUSPENDED'
                 ELSE 'DRAFT' END,
       CASE WHEN fate = 'suspended' THEN last_made + interval '20 days' END,
       first_submitted + interval '1 day',
       tenant.authors[1 + pg_temp.pick('author', app.no, cardinality(tenant.authors))],
       app.created_at, last_made + interval '20 days', 1 + pg_temp.pick('edits', app.no, 9)
  FROM app
  JOIN tenant ON tenant.no = app.tenant_no
  JOIN chart ON chart.no = app.chart_no
  JOIN category ON category.name = chart.category
  LEFT JOIN image_no ON image_no.no = pg_temp.pick('icon', app.no, 66)
  JOIN (SELECT app_no, max(created_at) AS last_made, min(created_at) FILTER (WHERE submissions > 0) AS first_submitted
          FROM fate GROUP BY app_no) AS life ON life.app_no = app.no;

INSERT INTO template_screenshot (template_id, position, image_digest)
SELECT app.id, place, image_no.digest
  FROM app, generate_series(0, pg_temp.pick('screenshots', app.no, 4)::int - 1) AS place
  JOIN image_no ON true
 WHERE image_no.no = pg_temp.pick('screenshot', app.no * 10 + place, 60);
