-- What was ever published has its snapshot; some working copies have moved on since.
INSERT INTO store_app (id, template_id, workspace_id, name, display_name, summary, description, home, keywords, sources,
    maintainers, icon_digest, category_id, listed, published_at, updated_at, downloads)
SELECT pg_temp.row_id('store app ' || app.no), template.id, template.workspace_id, template.name, template.display_name,
       CASE WHEN pg_temp.pick('moved on', app.no, 10) = 0 THEN chart.summary ELSE template.summary END,
       template.description, template.home, template.keywords, template.sources, template.maintainers,
       template.icon_digest, template.category_id, app.fate = 'published',
       template.created_at + interval '25 days', published.last,
       1000000 / (1 + pg_temp.pick('downloads', app.no, 100000))
  FROM app
  JOIN template ON template.id = app.id
  JOIN chart ON chart.no = app.chart_no
  JOIN (SELECT app_no, max(created_at) + interval '15 days' AS last FROM fate WHERE state IN ('ACTIVE', 'SUSPENDED')
         GROUP BY app_no) AS published ON published.app_no = app.no
 WHERE app.fate IN ('published', 'suspended', 'withdrawn');

INSERT INTO store_screenshot (store_app_id, position, image_digest)
SELECT store_app.id, shot.position, shot.image_digest
  FROM store_app JOIN template_screenshot AS shot USING (template_id);

INSERT INTO audit_event (id, at, actor, action, subject, subject_name, workspace_id, to_state, message)
SELECT pg_temp.row_id('event ' || version.id), version.created_at, author.username, 'version.create',
       'ver_' || version.id, template.name || ' ' || version.version, version.workspace_id, 'DRAFT',
       version.package_digest
  FROM version
  JOIN template ON template.id = version.template_id
  JOIN app_user AS author ON author.id = version.created_by;

INSERT INTO audit_event (id, at, actor, action, subject, subject_name, workspace_id, from_state, to_state)
SELECT pg_temp.row_id('event ' || review.id), review.submitted_at, author.username, 'version.submit',
       'ver_' || review.version_id, review.template_name || ' ' || review.version_name, review.workspace_id, 'DRAFT',
       'SUBMITTED'
  FROM review
  JOIN version ON version.id = review.version_id AND version.review_id = review.id
  JOIN app_user AS author ON author.id = review.submitted_by;
