"""The revisions of what Helm's indexes list, of each workspace; and downloads, which are counted without raising any.

A version that comes, changes or goes raises `revision` of its workspace, and `published` too when it is, becomes or
ceases to be ACTIVE: who sees published versions alone is told nothing of drafts, not even by how long an answer takes.

All that is raised at commit is raised by turns from now on: whoever raises one of them takes the turn first, and has it
to the end of the commit. So the order in which a transaction has changed things can never make two of them deadlock.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TURN = 0x63687472  # "chtr"

RAISE_STORE = f"""CREATE OR REPLACE FUNCTION raise_store_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     me text := pg_current_xact_id()::text;
   BEGIN
     IF current_setting('chandlery.store_raised_by', true) IS DISTINCT FROM me THEN
       PERFORM pg_advisory_xact_lock({TURN});
       UPDATE store_revision SET revision = revision + 1;
       PERFORM set_config('chandlery.store_raised_by', me, true);
       PERFORM pg_notify('store_changed', '');
     END IF;
     RETURN NULL;
   END $$"""

PLACE = f"""CREATE OR REPLACE FUNCTION place_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     newest bigint;
   BEGIN
     PERFORM pg_advisory_xact_lock({TURN});
     UPDATE version_change_head SET position = position + 1 RETURNING position INTO newest;
     UPDATE version_change SET position = newest WHERE id = NEW.id;
     PERFORM pg_notify('version_changed', '');
     RETURN NULL;
   END $$"""

# As with the store's revision, a setting that is local to the transaction says what it has raised last: a change of a
# thousand versions of one workspace raises its numbers once.
RAISE_INDEX = f"""CREATE FUNCTION raise_index_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     shown boolean := coalesce(OLD.state = 'ACTIVE', false) OR coalesce(NEW.state = 'ACTIVE', false);
     place uuid := coalesce(NEW.workspace_id, OLD.workspace_id);
     here text := pg_current_xact_id()::text || ' ' || place::text;
     raised text := coalesce(current_setting('chandlery.index_raised_by', true), '');
   BEGIN
     IF raised = here || ' published' OR (raised = here AND NOT shown) THEN
       RETURN NULL;
     END IF;
     PERFORM pg_advisory_xact_lock({TURN});
     INSERT INTO index_revision AS i (workspace_id, published, revision) VALUES (place, shown::int, 1)
       ON CONFLICT (workspace_id) DO UPDATE SET published = i.published + shown::int, revision = i.revision + 1;
     PERFORM set_config('chandlery.index_raised_by', CASE WHEN shown THEN here || ' published' ELSE here END, true);
     RETURN NULL;
   END $$"""

# Everything but `downloads`, and what is generated from these.
APP = (
    "id, template_id, workspace_id, name, display_name, summary, description, home, keywords, sources, maintainers, "
    "icon_digest, category_id, listed, published_at, updated_at"
)
VERSION = (
    "id, template_id, workspace_id, version, app_version, sort_key, description, state, state_message, "
    "state_changed_at, hidden_by_template, package_digest, review_id, first_submitted_at, created_by, uploaders, "
    "created_at, updated_at, revision, deleted_at"
)
IS_SHOWN = "WHEN (OLD.state = 'ACTIVE' OR NEW.state = 'ACTIVE')"


def upgrade() -> None:
    op.create_table(
        "index_revision",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("published", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id"),
    )
    op.create_index(
        "version_active",
        "version",
        ["workspace_id", "template_id"],
        postgresql_where=sa.text("state = 'ACTIVE' AND deleted_at IS NULL"),
    )
    for function in (RAISE_STORE, PLACE, RAISE_INDEX):
        op.execute(function)
    op.execute("DROP TRIGGER store_app_changes_store ON store_app")
    op.execute("DROP TRIGGER version_update_changes_store ON version")
    watch("store_app_changes_store", "store_app", f"INSERT OR DELETE OR UPDATE OF {APP}", "raise_store_revision")
    watch("version_update_changes_store", "version", f"UPDATE OF {VERSION}", "raise_store_revision", IS_SHOWN)
    watch("version_raises_index", "version", f"INSERT OR DELETE OR UPDATE OF {VERSION}", "raise_index_revision")


def watch(name: str, table: str, events: str, function: str, condition: str = "") -> None:
    op.execute(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW {condition} EXECUTE FUNCTION {function}()"
    )
