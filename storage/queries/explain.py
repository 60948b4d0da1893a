"""What an explanation of rights needs to look up: the user by name, their workspaces, and which clause shows a row."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import find, visible
from storage.tables import Membership, User
from storage.transaction import Transaction


async def visible_user(session: Transaction, scope: Scope, username: str) -> User | None:
    """The user of that name, or None when there is none under the scope."""
    user: User | None = await session.scalar(visible(scope).where(col(User.username) == username))
    return user


async def workspaces_in_sight(session: Transaction, scope: Scope, user_id: UUID) -> frozenset[UUID]:
    """The workspaces that the user has joined by memberships under the scope."""
    rows = await session.scalars(visible(scope).where(col(Membership.user_id) == user_id))
    return frozenset(membership.workspace_id for membership in rows)


async def first_showing(session: Transaction, clauses: Iterable[Scope], row_id: UUID) -> Scope | None:
    """The first of these scopes that shows the row, or None."""
    for clause in clauses:
        if await find(session, clause, row_id) is not None:
            return clause
    return None
