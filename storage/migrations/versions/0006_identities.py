"""Who is who at an OpenID provider, and the sign-ins there that have come back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NOW = sa.text("now()")
NOTHING = sa.text("''")
MOMENT = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("issuer", sa.Text(collation="C"), server_default=NOTHING, nullable=False),
        sa.Column("subject", sa.Text(collation="C"), server_default=NOTHING, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="identity_user_id_fkey"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "subject", name="identity_key"),
    )
    op.create_index("ix_identity_user_id", "identity", ["user_id"])
    op.create_table(
        "used_sign_in",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("expires_at", MOMENT, server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_used_sign_in_expires_at", "used_sign_in", ["expires_at"])
    # A provider's token opens what its person's user holds: who is who is part of everybody's rights.
    op.execute(
        "CREATE TRIGGER identity_changes_rights AFTER DELETE OR UPDATE ON identity "
        "FOR EACH STATEMENT EXECUTE FUNCTION raise_policy_revision()"
    )
