"""Where a blob was mounted from: it is shown for as long as its user sees it there."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("oci_staged", sa.Column("source", sa.Text(), nullable=True))
