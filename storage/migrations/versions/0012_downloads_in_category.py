"""The store by downloads, within a category: else a small one waits for a walk through all."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    columns, listed = ["category_id", "downloads", "id"], sa.text("listed")
    op.create_index("store_app_category_downloads", "store_app", columns, postgresql_where=listed)
