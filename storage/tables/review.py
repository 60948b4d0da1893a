"""Submissions and what was done: reviews with their phases, and the append-only audit log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import clock_field, id_field, ids_field, now_field, reference, text_field, time_field

OPEN = text("state IN ('SUBMITTED', 'IN_REVIEW')")
# With the parentheses that PostgreSQL shows it with. Who searches writes the same expression, or has no index.
SEARCHED = (
    "to_tsvector('simple', (((((template_name || ' ') || version_name) || ' ') || publisher_name) || ' ')"
    " || publisher_display_name)"
)


class Review(SQLModel, table=True):
    """One submission, with snapshots of the names, bound to the package's digest."""

    __tablename__ = "review"
    __table_args__ = (
        Index("review_submitted", "submitted_at", "id"),
        # The queue: what is decided soon outnumbers it by far. It is counted from the index alone.
        Index("review_open", "submitted_at", "id", postgresql_include=["version_id", "state"], postgresql_where=OPEN),
        Index("review_workspace", "workspace_id", "submitted_at", "id"),
        Index("review_workspace_open", "workspace_id", "submitted_at", "id", postgresql_where=OPEN),
        Index("review_of_version", "version_id", "submitted_at", "id"),
        Index("review_submitter", "submitted_by", "workspace_id"),
        Index("review_search", text(SEARCHED), postgresql_using="gin"),
        CheckConstraint("state IN ('SUBMITTED', 'IN_REVIEW', 'PASSED', 'REJECTED', 'WITHDRAWN')", name="review_state"),
    )

    id: UUID = id_field()
    version_id: UUID = reference("version.id", index=False)
    template_id: UUID = reference("template.id")
    workspace_id: UUID = reference("workspace.id", index=False)
    template_name: str = text_field()
    version_name: str = text_field()
    publisher_name: str = text_field()
    publisher_display_name: str = text_field()
    package_digest: str = text_field()
    state: str = text_field("SUBMITTED")
    submitted_by: UUID | None = reference("app_user.id", nullable=True, index=False)
    uploaders: list[UUID] = ids_field()
    submitted_at: datetime = now_field()
    decided_at: datetime | None = time_field()


class ReviewPhase(SQLModel, table=True):
    """One step of a review; `position` is the order in which they must pass."""

    __tablename__ = "review_phase"
    __table_args__ = (
        Index("review_phase_reviewer", "reviewer_id", "review_id"),
        CheckConstraint("name IN ('ISV', 'BUSINESS', 'TECHNICAL')", name="review_phase_name"),
        CheckConstraint("state IN ('PENDING', 'IN_REVIEW', 'PASSED', 'REJECTED')", name="review_phase_state"),
    )

    review_id: UUID = Field(primary_key=True, foreign_key="review.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    name: str = text_field()
    state: str = text_field("PENDING")
    reviewer_id: UUID | None = reference("app_user.id", nullable=True, index=False)
    started_at: datetime | None = time_field()
    decided_at: datetime | None = time_field()
    message: str | None = Field(default=None, sa_type=Text)


class AuditEvent(SQLModel, table=True):
    """What was done; the database refuses to change or remove a row (trigger)."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("audit_event_at", "at", "id"),
        Index("audit_event_workspace", "workspace_id", "at", "id"),
        Index("audit_event_subject", "subject", "at", "id"),
        Index("audit_event_actor", "actor", "at", "id"),
        Index("audit_event_action", "action", "at", "id"),
    )

    id: UUID = id_field()
    at: datetime = clock_field()
    actor: str = text_field()
    action: str = text_field()
    subject: str = text_field()
    subject_name: str = text_field()
    workspace_id: UUID | None = reference("workspace.id", nullable=True, index=False)
    from_state: str | None = Field(default=None, sa_type=Text)
    to_state: str | None = Field(default=None, sa_type=Text)
    message: str | None = Field(default=None, sa_type=Text)
