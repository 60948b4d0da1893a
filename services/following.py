"""What a caller asks to follow: a workspace or a template by the names that clients have for them."""

from uuid import UUID

from domain.errors import NotFound
from domain.ids import Kind, decode_as
from policies.access import Access
from policies.predicate import Thing
from policies.scope import scope_of
from services.feeds import Watched
from services.hub import Hub
from storage.queries.base import find
from storage.queries.workspaces import named

NOWHERE = UUID(int=0)
"""No workspace's id: to follow a name that there is not tells nobody whether there is."""


async def watch(hub: Hub, access: Access, workspace: str | None, template: str | None) -> Watched:
    """What the arguments name. NotFound for a template that is not there for this caller; Unavailable."""
    workspace_id = None if workspace is None else await _workspace_id(hub, workspace)
    if template is None:
        return Watched(workspace_id)
    found = decode_as(Kind.TEMPLATE, template)
    scope = scope_of(access.principal, Thing.TEMPLATE)
    row = None if found is None else await hub.read(lambda session: find(session, scope, found))
    if row is None:
        raise NotFound("Template")
    return Watched(workspace_id or row.workspace_id, row.id)


async def _workspace_id(hub: Hub, name: str) -> UUID:
    return await hub.read(lambda session: session.scalar(named(name))) or NOWHERE
