"""Indexes that compiled reads need where tables are large."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index(
        "review_open", "review", ["submitted_at", "id"], postgresql_where=sa.text("state IN ('SUBMITTED', 'IN_REVIEW')")
    )
