"""The store's revision, raised by triggers, and the last closed sets of words.

`store_revision` holds the number of what the store shows to those who see it: listed apps and their pictures, shelves,
publishers' names, ACTIVE versions and what their packages say. A transaction that changes any of it raises the number
once, as the last thing before it commits. Whoever raises it holds the row until the change is visible, so a snapshot
that has a number has exactly the changes up to that number. TRUNCATE, and what is written with triggers off
(session_replication_role), raises nothing: whoever does so raises the number by hand.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLE = (
    """CREATE TABLE store_revision (
         id integer PRIMARY KEY CONSTRAINT store_revision_single CHECK (id = 1),
         revision bigint NOT NULL)""",
    "INSERT INTO store_revision (id, revision) VALUES (1, 1)",
)

# A setting that is local to the transaction says that it has raised the number already, and is forgotten with a savepoint
# as the number is. The id of the transaction is in it, so that a session's own setting of that name has no effect.
RAISE = """CREATE FUNCTION raise_store_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     me text := pg_current_xact_id()::text;
   BEGIN
     IF current_setting('chandlery.store_raised_by', true) IS DISTINCT FROM me THEN
       UPDATE store_revision SET revision = revision + 1;
       PERFORM set_config('chandlery.store_raised_by', me, true);
       PERFORM pg_notify('store_changed', '');
     END IF;
     RETURN NULL;
   END $$"""

# What is new among packages and images is shown by nothing until a row of the store refers to it.
SHOWN = {
    "store_app": "INSERT OR DELETE OR UPDATE",
    "store_screenshot": "INSERT OR DELETE OR UPDATE",
    "category": "INSERT OR DELETE OR UPDATE",
    "workspace": "DELETE OR UPDATE OF name, display_name, deleted_at",
    "package": "DELETE OR UPDATE",
    "package_file": "DELETE OR UPDATE",
    "text_blob": "DELETE OR UPDATE",
    "image": "DELETE OR UPDATE",
}

# A version counts when it is, becomes or ceases to be ACTIVE.
SHOWN_VERSIONS = {
    "INSERT": "NEW.state = 'ACTIVE'",
    "DELETE": "OLD.state = 'ACTIVE'",
    "UPDATE": "OLD.state = 'ACTIVE' OR NEW.state = 'ACTIVE'",
}

CLOSED_SETS = {
    "name": "'ISV', 'BUSINESS', 'TECHNICAL'",
    "state": "'PENDING', 'IN_REVIEW', 'PASSED', 'REJECTED'",
}


def upgrade() -> None:
    for statement in (*TABLE, RAISE):
        op.execute(statement)
    for table, events in SHOWN.items():
        watch(f"{table}_changes_store", table, events)
    for event, condition in SHOWN_VERSIONS.items():
        watch(f"version_{event.lower()}_changes_store", "version", event, f"WHEN ({condition})")
    for column, words in CLOSED_SETS.items():
        op.execute(f"ALTER TABLE review_phase ADD CONSTRAINT review_phase_{column} CHECK ({column} IN ({words}))")


def watch(name: str, table: str, events: str, condition: str = "") -> None:
    # Deferred, so that the one row that all of these share is the last thing that a transaction waits for: held from
    # the first change on, it would be part of deadlocks.
    op.execute(
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW {condition} EXECUTE FUNCTION raise_store_revision()"
    )
