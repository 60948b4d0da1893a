"""Sessions that are narrowed to one role. They end with the session that they come from, and when their user no longer
holds the role there: what is given again later needs a new one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NARROWED = sa.text("parent_id IS NOT NULL")

END = """CREATE FUNCTION end_narrowed_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_TABLE_NAME = 'membership' THEN
       DELETE FROM session
        WHERE user_id = OLD.user_id AND role_id = OLD.role_id AND workspace_id = OLD.workspace_id;
     ELSE
       DELETE FROM session
        WHERE user_id = OLD.id AND role_id = OLD.platform_role_id AND workspace_id IS NULL;
     END IF;
     RETURN NULL;
   END $$"""

GIVES_UP = {
    "membership_role_taken": ("UPDATE OF role_id", "membership", "OLD.role_id IS DISTINCT FROM NEW.role_id"),
    "membership_ended": ("DELETE", "membership", "true"),
    "platform_role_taken": (
        "UPDATE OF platform_role_id",
        "app_user",
        "OLD.platform_role_id IS DISTINCT FROM NEW.platform_role_id",
    ),
}


def upgrade() -> None:
    for column, refers_to in (("parent_id", "session"), ("role_id", "role"), ("workspace_id", "workspace")):
        reference = sa.ForeignKey(f"{refers_to}.id", ondelete="CASCADE")
        op.add_column("session", sa.Column(column, sa.Uuid, reference, nullable=True))
    for column in ("role_id", "workspace_id"):
        op.create_index(f"ix_session_{column}", "session", [column])
    op.create_index(
        "session_narrowed_key",
        "session",
        ["parent_id", "role_id", "workspace_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=NARROWED,
    )
    op.create_check_constraint("session_narrowed", "session", "(parent_id IS NULL) = (role_id IS NULL)")
    op.execute(END)
    for name, (event, table, condition) in GIVES_UP.items():
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} "
            f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION end_narrowed_sessions()"
        )
