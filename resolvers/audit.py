"""The audit log: the list with its filters, and what was done to a version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.ids import Kind, encode_id
from domain.page import page_request
from policies.predicate import Thing
from resolvers.loading import seen
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.audit import WantedEvents, list_events, list_events_of_subject
from storage.queries.rows import one_by
from storage.tables import Version

_NOWHERE = UUID(int=0)


async def page(
    call: Call,
    _root: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    workspace: str | None = None,
    subject: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Connection:
    """Visible events that pass every filter, newest first."""
    workspace_id = None if workspace is None else await _workspace_id(call, workspace)
    wanted = WantedEvents(workspace_id, subject, actor, action, since, until)
    return connect(call, Thing.AUDIT_EVENT, list_events, wanted, page_request(first, after, last, before))


async def _workspace_id(call: Call, name: str) -> UUID:
    """The visible workspace's id; for any other name an id that no event has, so that nothing tells them apart."""
    found = await seen(call, Thing.WORKSPACE, one_by, name, "name")
    return _NOWHERE if found is None else found.id


def of_version(
    call: Call,
    root: Version,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Connection:
    """Visible events about the version, newest first."""
    page, subject = page_request(first, after, last, before), encode_id(Kind.VERSION, root.id)
    return connect(call, Thing.AUDIT_EVENT, list_events_of_subject, None, page, subject)
