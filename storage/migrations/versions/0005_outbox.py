"""The changes of versions' states in the order of their commits, for those who follow them live.

A row is written with the change and has no position yet. The last thing before the commit, a deferred trigger gives it
the next one. Whoever takes a position holds the one row that has the newest until the change is visible, so who sees a
position sees every one before it: what is read after the last position read is never less than all that is new.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# Transactions that change what the store shows hold its revision first: they touch the version's row, which is watched,
# before they note the change, and deferred triggers run in the order in which they were called for.
PLACE = """CREATE FUNCTION place_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     newest bigint;
   BEGIN
     UPDATE version_change_head SET position = position + 1 RETURNING position INTO newest;
     UPDATE version_change SET position = newest WHERE id = NEW.id;
     PERFORM pg_notify('version_changed', '');
     RETURN NULL;
   END $$"""


def upgrade() -> None:
    op.create_table(
        "version_change_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="version_change_head_single"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO version_change_head (id, position) VALUES (1, 0)")
    op.create_table(
        "version_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("first_submitted_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("position", name="version_change_position_key"),
    )
    op.create_index("version_change_at", "version_change", ["at"])
    op.execute(PLACE)
    op.execute(
        "CREATE CONSTRAINT TRIGGER version_change_is_placed AFTER INSERT ON version_change "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION place_version_change()"
    )
