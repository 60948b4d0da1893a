"""Roles: those of the platform, and those that can be given in a workspace."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_

from policies.scope import Scope
from policies.vocabulary import RoleScope
from storage.queries.base import table_of, visible
from storage.queries.orders import text_key
from storage.queries.rows import any_of
from storage.tables import Role
from storage.transaction import Transaction

_TABLE = table_of(Role)
# Built-in ones first; then by name.
_ORDER = (_TABLE.c.builtin.desc(), text_key(_TABLE, "name").expression, _TABLE.c.id)


async def platform_roles(session: Transaction, scope: Scope) -> list[Role]:
    """The visible roles that are held on the platform."""
    statement = visible(scope).where(_TABLE.c.scope == RoleScope.PLATFORM.value)
    return list(await session.scalars(statement.order_by(*_ORDER)))


async def roles_of_workspaces(
    session: Transaction, workspace_ids: Sequence[UUID], scope: Scope
) -> Mapping[UUID, list[Role]]:
    """The visible roles that can be given in each workspace: built-in ones, and its own."""
    here = or_(_TABLE.c.workspace_id.is_(None), any_of(_TABLE.c.workspace_id, workspace_ids))
    statement = visible(scope).where(_TABLE.c.scope == RoleScope.WORKSPACE.value, here)
    roles = list(await session.scalars(statement.order_by(*_ORDER)))
    return {
        workspace_id: [role for role in roles if role.workspace_id in (None, workspace_id)]
        for workspace_id in workspace_ids
    }
