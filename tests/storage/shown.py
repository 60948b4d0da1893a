"""A little store in plain SQL, statements that change what it shows, and statements that do not; each stands alone.

Two apps of acme, each with an ACTIVE version; emqx has a DRAFT and a SUSPENDED one too. Ids are the MD5 of names.
`SIGNED` comes on top of it: the first schema knows no keys.
"""

SEED = """
CREATE FUNCTION id(name text) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN md5(name)::uuid;
INSERT INTO workspace (id, name, revision) VALUES (id('acme'), 'acme', 1), (id('empty'), 'empty', 1);
INSERT INTO category (id, name) VALUES (id('shelf'), 'shelf'), (id('bare'), 'bare');
INSERT INTO blob (digest, size) SELECT unnest('{chart,unused,icon,shot,stray}'::text[]), 1;
INSERT INTO text_blob (digest, text) VALUES ('values', 'a: 1'), ('readme', '# emqx'), ('loose', '');
INSERT INTO package (digest, size, values_digest) VALUES ('chart', 1, 'values'), ('unused', 1, 'values');
INSERT INTO package_file (package_digest, path, size, text_digest) VALUES ('chart', 'README.md', 1, 'readme');
INSERT INTO image (digest, size, width, height) VALUES ('icon', 1, 1, 1), ('shot', 1, 1, 1);
INSERT INTO template (id, workspace_id, name, category_id, revision)
  SELECT id(name), id('acme'), name, id('shelf'), 1 FROM unnest('{emqx,redis,hidden}'::text[]) name;
INSERT INTO version
  (id, template_id, workspace_id, version, sort_key, state, hidden_by_template, package_digest, revision)
  SELECT id(name || state), id(name), id('acme'), state, '', state, false, 'chart', 1
  FROM (VALUES ('emqx', 'ACTIVE'), ('emqx', 'DRAFT'), ('emqx', 'SUSPENDED'), ('redis', 'ACTIVE')) v (name, state);
INSERT INTO store_app (id, template_id, workspace_id, name, category_id, listed)
  SELECT id(name || 'app'), id(name), id('acme'), name, id('shelf'), true FROM unnest('{emqx,redis}'::text[]) name;
INSERT INTO store_screenshot (store_app_id, position, image_digest) VALUES (id('emqxapp'), 0, 'shot');
"""

SIGNED = """
INSERT INTO signing_key (id, workspace_id, fingerprint)
  VALUES (id('key'), id('acme'), 'ad'), (id('idle'), id('acme'), 'ee');
INSERT INTO provenance (version_id, workspace_id, package_digest, text_digest, size, signing_key_id)
  VALUES (id('emqxACTIVE'), id('acme'), 'chart', 'readme', 1, id('key'));
"""

CHANGES = [
    """INSERT INTO store_app (id, template_id, workspace_id, name, category_id, listed)
       VALUES (id('new'), id('hidden'), id('acme'), 'hidden', id('shelf'), true)""",
    "UPDATE store_app SET listed = false WHERE name = 'emqx'",
    "DELETE FROM store_app WHERE name = 'emqx'",
    "INSERT INTO store_screenshot (store_app_id, position, image_digest) VALUES (id('emqxapp'), 1, 'shot')",
    "UPDATE store_screenshot SET image_digest = 'icon'",
    "DELETE FROM store_screenshot",
    "INSERT INTO category (id, name) VALUES (id('new'), 'new')",
    "UPDATE category SET display_name = 'Shelf' WHERE name = 'shelf'",
    "DELETE FROM category WHERE name = 'bare'",
    "UPDATE workspace SET name = 'acme-2' WHERE name = 'acme'",
    "UPDATE workspace SET display_name = 'Acme' WHERE name = 'acme'",
    "UPDATE workspace SET deleted_at = now() WHERE name = 'acme'",
    "DELETE FROM workspace WHERE name = 'empty'",
    """INSERT INTO version
       (id, template_id, workspace_id, version, sort_key, state, hidden_by_template, package_digest, revision)
       VALUES (id('new'), id('emqx'), id('acme'), 'new', '', 'ACTIVE', false, 'chart', 1)""",
    "UPDATE version SET state = 'ACTIVE' WHERE state = 'SUSPENDED'",
    "UPDATE version SET state = 'SUSPENDED' WHERE id = id('emqxACTIVE')",
    "UPDATE version SET description = 'x' WHERE id = id('emqxACTIVE')",
    "UPDATE version SET deleted_at = now() WHERE id = id('emqxACTIVE')",
    "DELETE FROM version WHERE id = id('emqxACTIVE')",
    "UPDATE package SET chart_name = 'x' WHERE digest = 'chart'",
    "DELETE FROM package WHERE digest = 'unused'",
    "UPDATE package_file SET size = 2",
    "DELETE FROM package_file",
    "UPDATE text_blob SET text = 'b: 2' WHERE digest = 'values'",
    "DELETE FROM text_blob WHERE digest = 'loose'",
    "UPDATE image SET width = 2 WHERE digest = 'icon'",
    "DELETE FROM image WHERE digest = 'icon'",
    """INSERT INTO provenance (version_id, workspace_id, package_digest, text_digest, size)
       VALUES (id('redisACTIVE'), id('acme'), 'chart', 'readme', 1)""",
    "UPDATE provenance SET signing_key_id = NULL, fault = 'x'",
    "DELETE FROM provenance",
    "DELETE FROM signing_key WHERE id = id('key')",
]

UNSEEN = [
    "UPDATE version SET description = 'x' WHERE state = 'DRAFT'",
    "UPDATE version SET state = 'SUBMITTED' WHERE state = 'DRAFT'",
    "UPDATE version SET state_message = 'x' WHERE state = 'SUSPENDED'",
    "DELETE FROM version WHERE state = 'DRAFT'",
    """INSERT INTO version
       (id, template_id, workspace_id, version, sort_key, hidden_by_template, package_digest, revision)
       VALUES (id('new'), id('emqx'), id('acme'), 'new', '', false, 'chart', 1)""",
    "UPDATE template SET summary = 'x'",
    "UPDATE workspace SET description = 'x'",
    "INSERT INTO workspace (id, name, revision) VALUES (id('new'), 'new', 1)",
    "INSERT INTO text_blob (digest, text) VALUES ('new', '')",
    "INSERT INTO package (digest, size, values_digest) VALUES ('stray', 1, 'values')",
    "INSERT INTO package_file (package_digest, path, size) VALUES ('unused', 'x', 1)",
    "INSERT INTO image (digest, size, width, height) VALUES ('stray', 1, 1, 1)",
    "UPDATE blob SET touched_at = now()",
    "UPDATE store_app SET listed = false WHERE name = 'nothing'",
    "INSERT INTO audit_event (id, action) VALUES (id('new'), 'x')",
    "INSERT INTO signing_key (id, workspace_id, fingerprint) VALUES (id('new'), id('acme'), 'new')",
    "DELETE FROM signing_key WHERE id = id('idle')",
]
