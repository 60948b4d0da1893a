"""Changes to versions and their reviews. Whoever changes a version holds its template's row first."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

from domain.lifecycle import ReviewPhaseState, ReviewState, VersionState
from policies.scope import Scope
from storage.queries.base import find
from storage.tables import Review, ReviewPhase, Template, Version, Workspace
from storage.transaction import Transaction


class Held(NamedTuple):
    """A version with its template, both held until the transaction ends."""

    template: Template
    version: Version


class HeldReview(NamedTuple):
    """A review and its phases in order, held likewise."""

    review: Review
    phases: list[ReviewPhase]


async def lock_version(tx: Transaction, scope: Scope, version_id: UUID) -> Held | None:
    """The version and its template, both held until the transaction ends; None when not there for this caller."""
    seen = await find(tx, scope, version_id)
    if seen is None:
        return None
    template = await lock_template(tx, seen.template_id)
    version = await find(tx, scope, version_id, lock=True)
    return None if version is None or template is None else Held(template, version)


async def lock_template(tx: Transaction, template_id: UUID) -> Template | None:
    """The live template, held until the transaction ends."""
    statement = (
        select(Template)
        .where(col(Template.id) == template_id, col(Template.deleted_at).is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def version_named(tx: Transaction, template_id: UUID, name: str) -> UUID | None:
    """The id of the live version of that name."""
    statement = select(col(Version.id)).where(
        col(Version.template_id) == template_id, col(Version.version) == name, col(Version.deleted_at).is_(None)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def first_version_of(tx: Transaction, template_id: UUID) -> UUID:
    """The id of the version that a new template was made with."""
    oldest = select(col(Version.id)).where(col(Version.template_id) == template_id)
    return (await tx.execute(oldest.order_by(col(Version.created_at), col(Version.id)).limit(1))).scalar_one()


async def versions_in(
    tx: Transaction, template_id: UUID, state: VersionState, hidden: bool = False
) -> Sequence[Version]:
    """The template's live versions in the state, hidden by its suspension or not, held until the transaction ends."""
    statement = (
        select(Version)
        .where(
            col(Version.template_id) == template_id,
            col(Version.deleted_at).is_(None),
            col(Version.state) == state.value,
            col(Version.hidden_by_template) == hidden,
        )
        .order_by(col(Version.id))
        .with_for_update(key_share=True)
    )
    return (await tx.scalars(statement)).all()


async def compare_and_set(tx: Transaction, version: Version, state: VersionState, /, **values: object) -> bool:
    """Moves the version on if it still is where it was; False when somebody was faster."""
    moved = await tx.execute(
        update(Version)
        .where(
            col(Version.id) == version.id,
            col(Version.state) == version.state,
            col(Version.revision) == version.revision,
            col(Version.deleted_at).is_(None),
        )
        .values(
            state=state.value,
            state_changed_at=func.now() if state.value != version.state else col(Version.state_changed_at),
            updated_at=func.now(),
            revision=col(Version.revision) + 1,
            **values,
        )
        .returning(col(Version.id))
        .execution_options(synchronize_session=False)
    )
    return moved.scalar_one_or_none() is not None


async def mark_deleted(tx: Transaction, version: Version) -> None:
    """Deletes the version softly: its rows stay for the record, its name is free."""
    await tx.execute(update(Version).where(col(Version.id) == version.id).values(deleted_at=func.now()))


async def lock_review(tx: Transaction, review_id: UUID | None) -> HeldReview | None:
    """A review and its phases in order, held until the transaction ends."""
    if review_id is None:
        return None
    review = await tx.get(Review, review_id, with_for_update={"key_share": True}, populate_existing=True)
    if review is None:
        return None
    phases = select(ReviewPhase).where(col(ReviewPhase.review_id) == review_id).order_by(col(ReviewPhase.position))
    return HeldReview(review, list((await tx.scalars(phases.with_for_update(key_share=True))).all()))


async def open_review(
    tx: Transaction, template: Template, version: Version, submitted_by: UUID, phases: Sequence[str]
) -> Review:
    """A new submission of the version, with snapshots of what is reviewed and all of its phases pending."""
    workspace = await tx.get_one(Workspace, template.workspace_id)
    review = Review(
        version_id=version.id,
        template_id=template.id,
        workspace_id=template.workspace_id,
        template_name=template.name,
        version_name=version.version,
        publisher_name=workspace.name,
        publisher_display_name=workspace.display_name,
        package_digest=version.package_digest,
        submitted_by=submitted_by,
        uploaders=version.uploaders,
    )
    tx.add(review)
    await tx.flush()
    tx.add_all(ReviewPhase(review_id=review.id, position=n, name=name) for n, name in enumerate(phases))
    template.first_submitted_at = template.first_submitted_at or review.submitted_at
    return review


async def set_phase(
    tx: Transaction, phase: ReviewPhase, state: ReviewPhaseState, reviewer_id: UUID, message: str | None
) -> None:
    """Starts or decides a phase; the reviewer is whoever did so last."""
    time = "started_at" if state is ReviewPhaseState.IN_REVIEW else "decided_at"
    await tx.execute(
        update(ReviewPhase)
        .where(col(ReviewPhase.review_id) == phase.review_id, col(ReviewPhase.position) == phase.position)
        .values({"state": state.value, "reviewer_id": reviewer_id, "message": message, time: func.now()})
    )


async def set_review(tx: Transaction, review_id: UUID, state: ReviewState) -> None:
    """Where the submission stands; a verdict has a time."""
    decided = state in (ReviewState.PASSED, ReviewState.REJECTED)
    values = {"state": state.value, **({"decided_at": func.now()} if decided else {})}
    await tx.execute(update(Review).where(col(Review.id) == review_id).values(values))
