"""Indexes that compiled reads need where tables are large (`make guard`)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OPEN = sa.text("state IN ('SUBMITTED', 'IN_REVIEW')")
LIVE = sa.text("deleted_at IS NULL")
LISTED = sa.text("listed")


def upgrade() -> None:
    _reviews()
    op.create_index("audit_event_actor", "audit_event", ["actor", "at", "id"])
    op.create_index("audit_event_action", "audit_event", ["action", "at", "id"])
    op.create_index("version_deleted", "version", ["id"], postgresql_where=sa.text("deleted_at IS NOT NULL"))
    for column in ("created_at", "updated_at"):
        _ordered_within("template", "workspace_id", column, LIVE)
    for column in ("name", "created_at", "updated_at"):
        _ordered_within("template", "category_id", column, LIVE)
    for column in ("name", "published_at", "updated_at"):
        _ordered_within("store_app", "category_id", column, LISTED)


def _reviews() -> None:
    op.create_index(
        "review_open",
        "review",
        ["submitted_at", "id"],
        postgresql_include=["version_id", "state"],
        postgresql_where=OPEN,
    )
    op.create_index("review_workspace", "review", ["workspace_id", "submitted_at", "id"])
    op.create_index(
        "review_workspace_open", "review", ["workspace_id", "submitted_at", "id"], postgresql_where=OPEN
    )
    op.create_index("review_submitter", "review", ["submitted_by", "workspace_id"])
    op.create_index("review_phase_reviewer", "review_phase", ["reviewer_id", "review_id"])
    op.drop_index("ix_review_workspace_id", "review")
    op.drop_index("ix_review_submitted_by", "review")
    op.drop_index("ix_review_phase_reviewer_id", "review_phase")
    searched = (
        "to_tsvector('simple', (((((template_name || ' ') || version_name) || ' ') || publisher_name) || ' ')"
        " || publisher_display_name)"
    )
    op.create_index("review_search", "review", [sa.text(searched)], postgresql_using="gin")


def _ordered_within(table: str, owner: str, column: str, where: sa.TextClause) -> None:
    name = f"{table}_{owner.removesuffix('_id')}_{column.removesuffix('_at')}"
    op.create_index(name, table, [owner, column, "id"], postgresql_where=where)
