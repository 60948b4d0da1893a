"""Users, roles and memberships: look-ups that rules need, whoever asks, and the lock under which rights change."""

from uuid import UUID

from sqlalchemy import FromClause, exists, func, or_, select, true
from sqlmodel import col

from policies.scope import Scope
from policies.vocabulary import WORKSPACE_ADMIN, RoleScope
from storage.queries.base import visible
from storage.tables import Membership, PolicyRevision, Role, User, Workspace
from storage.transaction import Transaction


async def lock_policy(tx: Transaction) -> None:
    """Holds the policy until the transaction ends: changes of rights take turns. The first lock of a transaction."""
    await tx.execute(select(col(PolicyRevision.id)).with_for_update())


async def user_named(tx: Transaction, username: str) -> User | None:
    """The user of that name, disabled or not."""
    return (await tx.execute(select(User).where(col(User.username) == username))).scalar_one_or_none()


async def any_user(tx: Transaction) -> bool:
    """Whether there is any user at all."""
    return bool(await tx.scalar(select(exists(select(col(User.id))))))


async def role_by_id(tx: Transaction, role_id: UUID) -> Role:
    """The role that a row refers to."""
    return (await tx.execute(select(Role).where(col(Role.id) == role_id))).scalar_one()


async def role_named(
    tx: Transaction, scope: Scope, name: str, held_on: RoleScope, workspace_id: UUID | None
) -> Role | None:
    """The role of that name, under the scope, that can be held in this place: built-in, or custom there."""
    here = [col(Role.workspace_id) == workspace_id] if workspace_id is not None else []
    statement = visible(scope).where(
        col(Role.name) == name, col(Role.scope) == held_on.value, or_(col(Role.workspace_id).is_(None), *here)
    )
    role: Role | None = (await tx.execute(statement)).scalar_one_or_none()
    return role


async def builtin_roles(tx: Transaction) -> list[Role]:
    """The rows that mirror built-in roles."""
    return list((await tx.execute(select(Role).where(col(Role.builtin)))).scalars())


async def role_is_held(tx: Transaction, role_id: UUID) -> bool:
    """Whether any user or member holds it, disabled ones included."""
    user = exists().where(col(User.platform_role_id) == role_id)
    member = exists().where(col(Membership.role_id) == role_id)
    return bool(await tx.scalar(select(or_(user, member))))


async def role_is_taken(tx: Transaction, name: str, workspace_id: UUID | None) -> bool:
    """Whether a custom role of that name is in the place."""
    place = col(Role.workspace_id).is_not_distinct_from(workspace_id)
    return bool(await tx.scalar(select(exists().where(col(Role.name) == name, place))))


async def membership_in(tx: Transaction, workspace_id: UUID, user_id: UUID) -> Membership | None:
    """The user's membership of the workspace."""
    statement = select(Membership).where(
        col(Membership.workspace_id) == workspace_id, col(Membership.user_id) == user_id
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def user_by_id(tx: Transaction, user_id: UUID, *, lock: bool = False) -> User:
    """The user that a row refers to; `lock` holds it until the transaction ends."""
    statement = select(User).where(col(User.id) == user_id)
    if lock:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await tx.execute(statement)).scalar_one()


async def another_holds(tx: Transaction, platform_role_id: UUID, but_user_id: UUID) -> bool:
    """Whether a user other than this one, and not disabled, holds the platform role."""
    statement = exists().where(
        col(User.platform_role_id) == platform_role_id, col(User.disabled).is_(False), col(User.id) != but_user_id
    )
    return bool(await tx.scalar(select(statement)))


async def workspaces_resting_on(tx: Transaction, user_id: UUID, workspace_id: UUID | None = None) -> list[UUID]:
    """The workspaces (or this one) whose only workspace-admin who is not disabled is the user."""
    one = true() if workspace_id is None else col(Workspace.id) == workspace_id
    statement = (
        select(col(Workspace.id))
        .join(admins := _workspace_admins(), admins.c.workspace_id == col(Workspace.id))
        .where(one, col(Workspace.deleted_at).is_(None))
        .group_by(col(Workspace.id))
        .having(func.array_agg(admins.c.user_id) == [user_id])
    )
    return list((await tx.execute(statement)).scalars())


def _workspace_admins() -> FromClause:
    return (
        select(col(Membership.workspace_id), col(Membership.user_id))
        .join(User, col(User.id) == col(Membership.user_id))
        .join(Role, col(Role.id) == col(Membership.role_id))
        .where(col(User.disabled).is_(False), col(Role.builtin), col(Role.name) == WORKSPACE_ADMIN)
        .subquery()
    )


async def roles_held_in_workspaces(tx: Transaction, user_id: UUID) -> list[tuple[UUID, Role]]:
    """The workspaces that the user has joined, with the role held in each."""
    statement = (
        select(col(Membership.workspace_id), Role)
        .join(Role, col(Role.id) == col(Membership.role_id))
        .where(col(Membership.user_id) == user_id)
    )
    return [(workspace_id, role) for workspace_id, role in await tx.execute(statement)]


async def take_turn(tx: Transaction, key: int) -> None:
    """Waits for every other transaction that took a turn with this key."""
    await tx.execute(select(func.pg_advisory_xact_lock(key)))
