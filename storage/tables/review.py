"""Submissions and what was done: reviews with their phases, and the append-only audit log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import clock_field, id_field, ids_field, now_field, reference, text_field, time_field


class Review(SQLModel, table=True):
    """One submission, with snapshots of the names, bound to the package's digest."""

    __tablename__ = "review"
    __table_args__ = (
        Index("review_submitted", "submitted_at", "id"),
        # The queue: what is decided soon outnumbers it by far.
        Index("review_open", "submitted_at", "id", postgresql_where=text("state IN ('SUBMITTED', 'IN_REVIEW')")),
        Index("review_of_version", "version_id", "submitted_at", "id"),
        CheckConstraint("state IN ('SUBMITTED', 'IN_REVIEW', 'PASSED', 'REJECTED', 'WITHDRAWN')", name="review_state"),
    )

    id: UUID = id_field()
    version_id: UUID = reference("version.id", index=False)
    template_id: UUID = reference("template.id")
    workspace_id: UUID = reference("workspace.id")
    template_name: str = text_field()
    version_name: str = text_field()
    publisher_name: str = text_field()
    publisher_display_name: str = text_field()
    package_digest: str = text_field()
    state: str = text_field("SUBMITTED")
    submitted_by: UUID | None = reference("app_user.id", nullable=True)
    uploaders: list[UUID] = ids_field()
    submitted_at: datetime = now_field()
    decided_at: datetime | None = time_field()


class ReviewPhase(SQLModel, table=True):
    """One step of a review; `position` is the order in which they must pass."""

    __tablename__ = "review_phase"
    __table_args__ = (
        CheckConstraint("name IN ('ISV', 'BUSINESS', 'TECHNICAL')", name="review_phase_name"),
        CheckConstraint("state IN ('PENDING', 'IN_REVIEW', 'PASSED', 'REJECTED')", name="review_phase_state"),
    )

    review_id: UUID = Field(primary_key=True, foreign_key="review.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    name: str = text_field()
    state: str = text_field("PENDING")
    reviewer_id: UUID | None = reference("app_user.id", nullable=True)
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
