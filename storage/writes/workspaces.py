"""Changes to workspaces, and what stands in the way of one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlmodel import col

from domain.lifecycle import ReviewState, VersionState
from policies.scope import Scope
from storage.queries.base import visible
from storage.tables import (
    Membership,
    Repository,
    Review,
    Role,
    SigningKey,
    StoreApp,
    Template,
    User,
    Version,
    Workspace,
)
from storage.transaction import Transaction
from storage.writes.sign_in import EndedToken, end_tokens_of_workspace
from storage.writes.syncs import hold

# Nothing of what is changed in bulk here is read again in the same transaction.
_UNSYNCHRONIZED = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Removed:
    """A template, version, role, key or repository that went with its workspace; the first two have a state."""

    id: UUID
    name: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class RemovedMember:
    """A membership that went with its workspace."""

    id: UUID
    username: str
    role: str


@dataclass(frozen=True, slots=True)
class RemovedContents:
    """What a workspace had of apps and their sources; `withdrawn` are the versions whose submission was open."""

    templates: list[Removed]
    versions: list[Removed]
    withdrawn: frozenset[UUID]
    keys: list[Removed]
    repositories: list[Removed]


@dataclass(frozen=True, slots=True)
class RemovedRights:
    """Who had rights in a workspace, and by what."""

    tokens: list[EndedToken]
    members: list[RemovedMember]
    roles: list[Removed]


async def workspace_named(tx: Transaction, name: str) -> Workspace | None:
    """The live workspace of that name, whoever asks."""
    statement = select(Workspace).where(col(Workspace.name) == name, col(Workspace.deleted_at).is_(None))
    return (await tx.execute(statement)).scalar_one_or_none()


async def workspace_name(tx: Transaction, workspace_id: UUID) -> str:
    """The name of the workspace that a row refers to."""
    return (await tx.execute(select(col(Workspace.name)).where(col(Workspace.id) == workspace_id))).scalar_one()


async def names_seen(tx: Transaction, scope: Scope, workspace_ids: Collection[UUID]) -> list[str]:
    """The names of those of these workspaces that are under the scope."""
    among = visible(scope).where(col(Workspace.id).in_(workspace_ids)).order_by(col(Workspace.name))
    return [workspace.name for workspace in (await tx.execute(among)).scalars()]


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


async def hold_templates(tx: Transaction, workspace_id: UUID) -> None:
    """Holds the workspace's live templates until the transaction ends, and with them their versions and reviews."""
    live = col(Template.workspace_id) == workspace_id, col(Template.deleted_at).is_(None)
    held = select(col(Template.id)).where(*live).order_by(col(Template.id)).with_for_update(key_share=True)
    await tx.execute(held)


async def remove_contents(tx: Transaction, workspace: Workspace) -> RemovedContents:
    """Deletes the workspace with its templates and versions, withdraws open submissions, and unlists the rest.

    Their rows stay, as reviews and the audit log refer to them; a new workspace of the same name inherits nothing.
    Templates come first, then versions, then reviews: the order in which every other writer takes them. Signing keys
    and third-party repositories, which nothing refers to, are removed.
    """
    workspace_id = workspace.id
    workspace.deleted_at = func.now()  # type: ignore[assignment]  # the database's clock, when flushed
    templates = await _delete_templates(tx, workspace_id)
    versions = await _delete_versions(tx, workspace_id)
    withdrawn = await _withdraw_reviews(tx, workspace_id)
    await tx.execute(update(StoreApp).where(col(StoreApp.workspace_id) == workspace_id).values(listed=False))
    return RemovedContents(
        templates,
        versions,
        withdrawn,
        await _remove_keys(tx, workspace_id),
        await _remove_repositories(tx, workspace_id),
    )


async def _remove_keys(tx: Transaction, workspace_id: UUID) -> list[Removed]:
    gone = delete(SigningKey).where(col(SigningKey.workspace_id) == workspace_id)
    rows = await tx.execute(gone.returning(col(SigningKey.id), col(SigningKey.fingerprint)))
    return _by_name(Removed(*row) for row in rows)


async def _remove_repositories(tx: Transaction, workspace_id: UUID) -> list[Removed]:
    mine = col(Repository.workspace_id) == workspace_id
    for repository_id in (await tx.scalars(select(col(Repository.id)).where(mine).order_by(col(Repository.id)))).all():
        await hold(tx, repository_id)
    rows = await tx.execute(delete(Repository).where(mine).returning(col(Repository.id), col(Repository.name)))
    return _by_name(Removed(*row) for row in rows)


async def _delete_templates(tx: Transaction, workspace_id: UUID) -> list[Removed]:
    statement = (
        update(Template)
        .where(col(Template.workspace_id) == workspace_id, col(Template.deleted_at).is_(None))
        .values(deleted_at=func.now())
        .returning(col(Template.id), col(Template.name), col(Template.state))
    )
    return _by_name(Removed(*row) for row in await tx.execute(statement, execution_options=_UNSYNCHRONIZED))


async def _delete_versions(tx: Transaction, workspace_id: UUID) -> list[Removed]:
    name = col(Template.name) + " " + col(Version.version)
    statement = (
        update(Version)
        .where(
            col(Version.workspace_id) == workspace_id,
            col(Version.deleted_at).is_(None),
            col(Template.id) == col(Version.template_id),
        )
        .values(deleted_at=func.now())
        .returning(col(Version.id), name, col(Version.state))
    )
    return _by_name(Removed(*row) for row in await tx.execute(statement, execution_options=_UNSYNCHRONIZED))


async def _withdraw_reviews(tx: Transaction, workspace_id: UUID) -> frozenset[UUID]:
    open_states = (ReviewState.SUBMITTED.value, ReviewState.IN_REVIEW.value)
    statement = (
        update(Review)
        .where(col(Review.workspace_id) == workspace_id, col(Review.state).in_(open_states))
        .values(state=ReviewState.WITHDRAWN.value, decided_at=func.now())
        .returning(col(Review.version_id))
    )
    return frozenset((await tx.execute(statement, execution_options=_UNSYNCHRONIZED)).scalars())


def _by_name(removed: Iterable[Removed]) -> list[Removed]:
    return sorted(removed, key=lambda one: (one.name, one.id))


async def remove_rights(tx: Transaction, workspace_id: UUID) -> RemovedRights:
    """Ends every membership and custom role of the workspace, and every API token narrowed to it; these are given."""
    tokens = await end_tokens_of_workspace(tx, workspace_id)
    members = (
        delete(Membership)
        .where(
            col(Membership.workspace_id) == workspace_id,
            col(User.id) == col(Membership.user_id),
            col(Role.id) == col(Membership.role_id),
        )
        .returning(col(Membership.id), col(User.username), col(Role.name))
    )
    ended = [RemovedMember(*row) for row in await tx.execute(members, execution_options=_UNSYNCHRONIZED)]
    roles = delete(Role).where(col(Role.workspace_id) == workspace_id).returning(col(Role.id), col(Role.name))
    gone = [Removed(*row) for row in await tx.execute(roles, execution_options=_UNSYNCHRONIZED)]
    return RemovedRights(tokens, sorted(ended, key=lambda one: one.username), _by_name(gone))
