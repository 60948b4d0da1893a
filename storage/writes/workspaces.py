"""Changes to workspaces, and what stands in the way of one."""

from uuid import UUID

from sqlalchemy import Update, delete, exists, func, select, update
from sqlmodel import col

from domain.lifecycle import ReviewState, VersionState
from policies.scope import Scope
from storage.queries.base import visible
from storage.tables import ApiToken, Membership, Review, Role, StoreApp, Template, Version, Workspace
from storage.transaction import Transaction


async def workspace_named(tx: Transaction, name: str) -> Workspace | None:
    """The live workspace of that name, whoever asks."""
    statement = select(Workspace).where(col(Workspace.name) == name, col(Workspace.deleted_at).is_(None))
    return (await tx.execute(statement)).scalar_one_or_none()


async def workspace_name(tx: Transaction, workspace_id: UUID) -> str:
    """The name of the workspace that a row refers to."""
    return (await tx.execute(select(col(Workspace.name)).where(col(Workspace.id) == workspace_id))).scalar_one()


async def workspace_seen(tx: Transaction, scope: Scope, name: str) -> Workspace | None:
    """The workspace of that name under the scope."""
    workspace: Workspace | None = await tx.scalar(visible(scope).where(col(Workspace.name) == name))
    return workspace


def touch(workspace: Workspace) -> None:
    """Raises the revision and sets the time of the change."""
    workspace.revision += 1
    workspace.updated_at = func.now()  # type: ignore[assignment]  # the database's clock, when flushed


async def has_active_versions(tx: Transaction, workspace_id: UUID) -> bool:
    """Whether the store shows anything of the workspace."""
    active = exists().where(
        col(Version.workspace_id) == workspace_id,
        col(Version.state) == VersionState.ACTIVE.value,
        col(Version.deleted_at).is_(None),
    )
    return bool(await tx.scalar(select(active)))


async def remove_contents(tx: Transaction, workspace: Workspace) -> list[str]:
    """Deletes the workspace with its templates, whose names it gives, and versions; withdraws and unlists the rest.

    Rows stay, as reviews and the audit log refer to them; a new workspace of the same name inherits nothing.
    """
    workspace_id = workspace.id
    workspace.deleted_at = func.now()  # type: ignore[assignment]  # the database's clock, when flushed
    await tx.execute(
        update(Review)
        .where(
            col(Review.workspace_id) == workspace_id,
            col(Review.state).in_((ReviewState.SUBMITTED.value, ReviewState.IN_REVIEW.value)),
        )
        .values(state=ReviewState.WITHDRAWN.value, decided_at=func.now())
    )
    await tx.execute(update(StoreApp).where(col(StoreApp.workspace_id) == workspace_id).values(listed=False))
    names = await tx.execute(_deletion(Template, workspace_id).returning(col(Template.name)))
    await tx.execute(_deletion(Version, workspace_id))
    return sorted(names.scalars())


def _deletion(model: type[Template] | type[Version], workspace_id: UUID) -> Update:
    live = col(model.workspace_id) == workspace_id, col(model.deleted_at).is_(None)
    return update(model).where(*live).values(deleted_at=func.now())


async def remove_rights(tx: Transaction, workspace_id: UUID) -> None:
    """Ends every membership and custom role of the workspace, and every API token narrowed to it."""
    await tx.execute(delete(ApiToken).where(col(ApiToken.workspace_id) == workspace_id))
    await tx.execute(delete(Membership).where(col(Membership.workspace_id) == workspace_id))
    await tx.execute(delete(Role).where(col(Role.workspace_id) == workspace_id))
