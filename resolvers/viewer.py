"""The viewer: the signed-in user, what they hold, and what is theirs. The root is their principal."""

from typing import Any

from policies.predicate import Thing
from policies.principal import Assumed, Principal
from policies.vocabulary import Permission
from resolvers.loading import row, seen
from resolvers.roles import known
from services.call import Call
from storage.queries.rows import many_by
from storage.tables import ApiToken, Membership, Role, User, Workspace


def viewer(call: Call, _root: Any) -> Principal | None:
    """Who asks; None for anonymous callers."""
    return call.principal if call.principal.is_signed_in else None


async def user(call: Call, root: Principal) -> User:
    """The viewer's own account."""
    found: User = await row(call, Thing.USER, root.user_id)
    return found


def platform_permissions(_call: Call, root: Principal) -> list[Permission]:
    """What is held on the platform, in the order of the enum."""
    return [permission for permission in Permission if permission in root.platform]


def assumed_role(_call: Call, root: Principal) -> Assumed | None:
    """The one role that the session is narrowed to; None in one that is not."""
    return root.assumed


async def role_assumed(call: Call, root: Assumed) -> Role:
    """The role."""
    found: Role = await row(call, Thing.ROLE, root.role_id)
    return found


async def workspace_assumed(call: Call, root: Assumed) -> Workspace | None:
    """Where the role is held, when the viewer may see it; None on the platform."""
    found: Workspace | None = await row(call, Thing.WORKSPACE, root.workspace_id)
    return found


async def memberships(call: Call, root: Principal) -> list[Membership]:
    """The viewer's own, oldest first."""
    found = await seen(call, Thing.MEMBERSHIP, many_by, root.user_id, "user_id", "created_at", "id")
    return found or []


async def api_tokens(call: Call, root: Principal) -> list[ApiToken]:
    """The viewer's own, oldest first."""
    found = await seen(call, Thing.API_TOKEN, many_by, root.user_id, "user_id", "created_at", "id")
    return found or []


def token_permissions(_call: Call, root: ApiToken) -> list[Permission] | None:
    """What the token is narrowed to; None when it is not."""
    return None if root.permissions is None else known(root.permissions)
