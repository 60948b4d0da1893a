"""Workspaces: look-ups, the list, usage, and what the viewer may do in one."""

from typing import Any

from domain.page import page_request
from policies.predicate import Thing
from policies.vocabulary import Permission
from resolvers.arguments import words_of
from resolvers.loading import fact, row, seen
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.orders import Order
from storage.queries.rows import one_by
from storage.queries.workspaces import Usage, WantedWorkspaces, list_workspaces, usage_of
from storage.tables import Workspace


async def by_name(call: Call, _root: Any, name: str) -> Workspace | None:
    """The visible workspace of that name."""
    found: Workspace | None = await seen(call, Thing.WORKSPACE, one_by, name, "name")
    return found


def page(
    call: Call,
    _root: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
    order_by: Order | None = None,
) -> Connection:
    """Visible workspaces."""
    wanted = WantedWorkspaces(words_of(search), order_by)
    return connect(call, Thing.WORKSPACE, list_workspaces, wanted, page_request(first, after, last, before))


async def of_thing(call: Call, root: Any) -> Workspace | None:
    """The workspace that a row is of, when the viewer may see it."""
    found: Workspace | None = await row(call, Thing.WORKSPACE, root.workspace_id)
    return found


async def usage(call: Call, root: Workspace) -> Usage:
    """What the workspace's live things add up to; nothing for those who may not see all of them."""
    if not call.principal.holds_in(root.id).issuperset({Permission.WORKSPACES_READ, Permission.TEMPLATES_READ}):
        return Usage()
    found: Usage = await fact(call, usage_of, root.id)
    return found


def no_limit(_call: Call, _root: Usage) -> None:
    """How much may be stored; there is no limit."""


def viewer_permissions(call: Call, root: Workspace) -> list[Permission]:
    """What the viewer holds in it, in the order of the enum."""
    held = call.principal.holds_in(root.id)
    return [permission for permission in Permission if permission in held]
