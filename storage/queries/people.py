"""Who stands behind a credential, and the grants that they hold.

These take no scope: a Scope is made from a Principal, and a Principal is made from what these give.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, null, or_, select, true, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from policies.principal import Assumed
from storage.tables import ApiToken, Membership, PolicyRevision, Role, Session, User, Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """A credential that is good now: whose it is, at which revision of the policy, by the database's clock."""

    user_id: UUID
    username: str
    revision: int
    at: datetime
    expires_at: datetime | None = None
    assumed: Assumed | None = None


@dataclass(frozen=True, slots=True)
class TokenStanding:
    """An API token that is good now, and what it is narrowed to."""

    owner: Standing
    token_id: UUID
    secret_hash: bytes
    permissions: tuple[str, ...] | None
    workspace_id: UUID | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a user holds on the platform (`workspace_id` None) or in a workspace, as its row has it."""

    workspace_id: UUID | None
    role_id: UUID
    role_name: str
    role_scope: str
    role_workspace_id: UUID | None
    builtin: bool
    permissions: tuple[str, ...]


_STANDING: tuple[Any, ...] = (col(User.id), col(User.username), col(PolicyRevision.revision), func.now().label("at"))


def _good_users() -> Select[Any]:
    return select(*_STANDING).select_from(User).join(PolicyRevision, true()).where(col(User.disabled).is_(False))


def _standing(row: Row[Any], expires_at: datetime | None = None) -> Standing:
    return Standing(row.id, row.username, row.revision, row.at, expires_at)


async def standing_of_user(session: AsyncSession, user_id: UUID) -> Standing | None:
    """The user, or None when there is none or they are disabled."""
    row = (await session.execute(_good_users().where(col(User.id) == user_id))).one_or_none()
    return None if row is None else _standing(row)


async def standing_of_session(session: AsyncSession, session_id: UUID, user_id: UUID) -> Standing | None:
    """The session's user, or None when the session has ended or is not theirs, or they are disabled."""
    statement = (
        _good_users()
        .add_columns(col(Session.expires_at), col(Session.role_id), col(Session.workspace_id))
        .join(Session, col(Session.user_id) == col(User.id))
        .where(col(User.id) == user_id, col(Session.id) == session_id, col(Session.expires_at) > func.now())
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        return None
    assumed = None if row.role_id is None else Assumed(row.role_id, row.workspace_id)
    return replace(_standing(row, row.expires_at), assumed=assumed)


async def standing_of_token(session: AsyncSession, secret_hash: bytes) -> TokenStanding | None:
    """The token of that hash with its owner, or None when it is unknown or expired, or its owner is disabled."""
    statement = (
        _good_users()
        .add_columns(
            col(ApiToken.id).label("token_id"),
            col(ApiToken.secret_hash),
            col(ApiToken.permissions),
            col(ApiToken.workspace_id),
            col(ApiToken.expires_at),
        )
        .join(ApiToken, col(ApiToken.user_id) == col(User.id))
        .where(
            col(ApiToken.secret_hash) == secret_hash,
            or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > func.now()),
        )
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        return None
    permissions = None if row.permissions is None else tuple(row.permissions)
    return TokenStanding(_standing(row, row.expires_at), row.token_id, row.secret_hash, permissions, row.workspace_id)


async def grants_of(session: AsyncSession, user_id: UUID) -> list[Grant]:
    """Every role that the user holds, on the platform and in workspaces."""
    nowhere = sql_cast(null(), PG_UUID(as_uuid=True)).label("workspace_id")
    held = union_all(
        select(col(User.platform_role_id).label("role_id"), nowhere).where(col(User.id) == user_id),
        select(col(Membership.role_id), col(Membership.workspace_id)).where(col(Membership.user_id) == user_id),
    ).subquery()
    statement = select(
        held.c.workspace_id,
        held.c.role_id,
        col(Role.name),
        col(Role.scope),
        col(Role.workspace_id).label("role_workspace_id"),
        col(Role.builtin),
        col(Role.permissions),
    ).join(Role, and_(col(Role.id) == held.c.role_id))
    return [
        Grant(
            row.workspace_id,
            row.role_id,
            row.name,
            row.scope,
            row.role_workspace_id,
            row.builtin,
            tuple(row.permissions),
        )
        for row in await session.execute(statement)
    ]


async def held_role(session: AsyncSession, user_id: UUID, name: str, workspace: str | None) -> Assumed | None:
    """The role of that name that the user holds, on the platform or in the live workspace of that name."""
    held = _held_in(user_id, workspace) if workspace is not None else _held_on_platform(user_id)
    row = (await session.execute(held.where(col(Role.name) == name))).one_or_none()
    return None if row is None else Assumed(row.id, row.workspace_id)


def _held_on_platform(user_id: UUID) -> Select[*tuple[Any, ...]]:
    statement = select(col(Role.id), null().label("workspace_id"))
    return statement.join(User, col(User.platform_role_id) == col(Role.id)).where(col(User.id) == user_id)


def _held_in(user_id: UUID, workspace: str) -> Select[*tuple[Any, ...]]:
    return (
        select(col(Role.id), col(Membership.workspace_id))
        .join(Membership, col(Membership.role_id) == col(Role.id))
        .join(Workspace, col(Workspace.id) == col(Membership.workspace_id))
        .where(
            col(Membership.user_id) == user_id,
            col(Workspace.name) == workspace,
            col(Workspace.deleted_at).is_(None),
        )
    )
