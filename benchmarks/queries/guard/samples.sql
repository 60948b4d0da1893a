-- What the guard's documents are asked of, by the name of the variable. `dev` and the tenant's only member see the tenant.
WITH tenant AS (
    SELECT w.id, w.name FROM workspace w JOIN membership m ON m.workspace_id = w.id JOIN app_user u ON u.id = m.user_id
     WHERE u.username = 'dev' ORDER BY w.created_at LIMIT 1
), shown AS (
    SELECT v.id, v.template_id, v.state FROM version v JOIN tenant ON tenant.id = v.workspace_id
), open AS (
    SELECT DISTINCT ON (state) id, template_id FROM shown ORDER BY state, id
), loner AS (
    SELECT u.username FROM tenant JOIN membership m ON m.workspace_id = tenant.id JOIN app_user u ON u.id = m.user_id
      JOIN role r ON r.id = m.role_id
     WHERE r.name = 'workspace-developer' AND (SELECT count(*) FROM membership x WHERE x.user_id = u.id) = 1
     ORDER BY u.username LIMIT 1
)
SELECT 'workspace' AS variable, name AS value FROM tenant
UNION ALL SELECT 'loner', username FROM loner
UNION ALL SELECT 'category', name FROM category WHERE name IN ('databases', 'uncategorized')
UNION ALL SELECT 'words', unnest(ARRAY['kubernetes', 'postgresql cluster', 'nosuchword'])
UNION ALL SELECT 'person', unnest(ARRAY['ada', 'nosuchperson'])
UNION ALL SELECT 'username', unnest(ARRAY['reviewer', 'nosuchuser']) UNION ALL SELECT 'username', username FROM loner
UNION ALL SELECT 'actor', unnest(ARRAY['admin', 'nosuchuser']) UNION ALL SELECT 'actor', username FROM loner
UNION ALL SELECT 'action', unnest(ARRAY['version.create', 'workspace.delete'])
UNION ALL SELECT 'since', '2024-03-01T00:00:00Z'
UNION ALL SELECT 'until', '2024-03-02T00:00:00Z'
UNION ALL SELECT 'id', 'tpl_' || template_id FROM open
UNION ALL SELECT 'subject', 'ver_' || id FROM open
UNION ALL (SELECT 'app', a.name FROM store_app a JOIN tenant ON tenant.id = a.workspace_id WHERE a.listed LIMIT 1)
UNION ALL SELECT 'node', 'wsp_' || id FROM tenant
UNION ALL (SELECT 'node', 'tpl_' || template_id FROM open LIMIT 1)
UNION ALL (SELECT 'node', 'ver_' || id FROM open LIMIT 1)
UNION ALL (SELECT 'node', 'rev_' || r.id FROM review r JOIN tenant ON tenant.id = r.workspace_id LIMIT 1)
UNION ALL (SELECT 'node', 'sto_' || a.id FROM store_app a JOIN tenant ON tenant.id = a.workspace_id LIMIT 1)
UNION ALL (SELECT 'node', 'cat_' || id FROM category LIMIT 1)
UNION ALL SELECT 'node', 'usr_' || id FROM app_user WHERE username IN ('reviewer', 'admin')
UNION ALL (SELECT 'node', 'rol_' || id FROM role LIMIT 1)
UNION ALL (SELECT 'node', 'mbr_' || m.id FROM membership m JOIN tenant ON tenant.id = m.workspace_id LIMIT 1)
UNION ALL (SELECT 'node', 'evt_' || e.id FROM audit_event e JOIN tenant ON tenant.id = e.workspace_id LIMIT 1)
