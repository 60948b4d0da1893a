"""Roles, and the permissions that they are made of."""

from collections.abc import Iterable
from typing import Any

from policies.predicate import Thing
from policies.vocabulary import GROUPS, Permission, PermissionGroup, RoleScope
from resolvers.loading import seen
from services.call import Call
from storage.queries.roles import platform_roles, roles_of_workspaces
from storage.tables import Role, Workspace


async def of_platform(call: Call, _root: Any) -> list[Role]:
    """Visible roles of the platform, built-in ones first."""
    scope = call.scope(Thing.ROLE)
    return await call.reader.run(lambda session: platform_roles(session, scope))


async def of_workspace(call: Call, root: Workspace) -> list[Role]:
    """Visible roles that can be given in the workspace, built-in ones first."""
    found: list[Role] = await seen(call, Thing.ROLE, roles_of_workspaces, root.id)
    return found


def groups(call: Call, _root: Any, scope: RoleScope) -> list[PermissionGroup]:
    """The groups of a role form; none for anonymous callers."""
    return list(GROUPS[scope]) if call.principal.is_signed_in else []


def permissions(_call: Call, root: Role) -> list[Permission]:
    """What the role allows, in the order of the enum."""
    return known(root.permissions)


def known(names: Iterable[str]) -> list[Permission]:
    """The permissions that these texts name; a text that names none allows nothing."""
    given = set(names)
    return [permission for permission in Permission if permission.value in given]
