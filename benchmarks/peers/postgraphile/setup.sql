-- Row-level security that lets each caller see what our policies let them see. Our own server is not touched by it: the
-- owner of the tables passes all policies. The caller's rights come with each request, as settings of the transaction,
-- so that no policy has to look them up; a sub-select around a setting is evaluated once for a statement.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'peer') THEN CREATE ROLE peer LOGIN NOBYPASSRLS; END IF;
END $$;
GRANT USAGE ON SCHEMA public TO peer;
GRANT SELECT ON template, version, review, review_phase, store_app, category, app_user, package, package_file, text_blob
    TO peer;

-- The public face of every workspace, for those who may not see the workspace itself.
DROP VIEW IF EXISTS publisher;
CREATE VIEW publisher AS SELECT id, name, display_name FROM workspace;
GRANT SELECT ON publisher TO peer;

-- What the package of a version holds, as fields of the version.
CREATE OR REPLACE FUNCTION version_readme(v version) RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT t.text FROM package p JOIN text_blob t ON t.digest = p.readme_digest WHERE p.digest = v.package_digest);
CREATE OR REPLACE FUNCTION version_values(v version) RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT t.text FROM package p JOIN text_blob t ON t.digest = p.values_digest WHERE p.digest = v.package_digest);
CREATE OR REPLACE FUNCTION package_file_text(f package_file) RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT t.text FROM text_blob t WHERE t.digest = f.text_digest);
CREATE OR REPLACE FUNCTION package_file_bytes(f package_file) RETURNS int LANGUAGE sql STABLE RETURN f.size;
CREATE OR REPLACE FUNCTION template_latest_version(t template) RETURNS version LANGUAGE sql STABLE
    RETURN (SELECT v FROM version v WHERE v.template_id = t.id AND v.deleted_at IS NULL
             ORDER BY v.sort_key DESC, v.created_at DESC, v.id DESC LIMIT 1);

ALTER TABLE template ENABLE ROW LEVEL SECURITY;
ALTER TABLE version ENABLE ROW LEVEL SECURITY;
ALTER TABLE review ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_phase ENABLE ROW LEVEL SECURITY;
ALTER TABLE store_app ENABLE ROW LEVEL SECURITY;
ALTER TABLE app_user ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS peer ON template;
CREATE POLICY peer ON template FOR SELECT TO peer USING (
    deleted_at IS NULL
    AND (workspace_id = ANY ((SELECT current_setting('peer.workspaces')::uuid[])::uuid[])
         OR ((SELECT current_setting('peer.reviews')::boolean) AND first_submitted_at IS NOT NULL)));

DROP POLICY IF EXISTS peer ON version;
CREATE POLICY peer ON version FOR SELECT TO peer USING (
    deleted_at IS NULL
    AND (workspace_id = ANY ((SELECT current_setting('peer.workspaces')::uuid[])::uuid[])
         OR ((SELECT current_setting('peer.reviews')::boolean) AND first_submitted_at IS NOT NULL)
         OR state = 'ACTIVE'));

DROP POLICY IF EXISTS peer ON review;
CREATE POLICY peer ON review FOR SELECT TO peer USING (
    workspace_id = ANY ((SELECT current_setting('peer.workspaces')::uuid[])::uuid[])
    OR (SELECT current_setting('peer.reviews')::boolean));

DROP POLICY IF EXISTS peer ON review_phase;
CREATE POLICY peer ON review_phase FOR SELECT TO peer USING (EXISTS (SELECT FROM review r WHERE r.id = review_id));

DROP POLICY IF EXISTS peer ON store_app;
CREATE POLICY peer ON store_app FOR SELECT TO peer USING (listed);

DROP POLICY IF EXISTS peer ON app_user;
CREATE POLICY peer ON app_user FOR SELECT TO peer USING (
    id = (SELECT current_setting('peer.user_id')::uuid) OR (SELECT current_setting('peer.reviews')::boolean));

-- A condition on several states is no argument of a generated list.
CREATE OR REPLACE FUNCTION review_queue(states text[]) RETURNS SETOF review LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT * FROM review WHERE state = ANY (states) ORDER BY submitted_at, id;
END;
