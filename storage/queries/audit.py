"""The audit log: the list, and what was done to one thing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement

from policies.scope import Scope
from storage.queries.base import table_of
from storage.queries.orders import Keys, Order, arrange, time_key
from storage.queries.pages import Listing
from storage.tables import AuditEvent

_TABLE = table_of(AuditEvent)
_BY: Keys = {"AT": (time_key(_TABLE, "at"),)}
_NEWEST_FIRST = Order("AT", descending=True)


@dataclass(frozen=True, slots=True)
class WantedEvents:
    """What a list of events is asked for; `since` is inclusive, `until` is not."""

    workspace_id: UUID | None = None
    subject: str | None = None
    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def list_events(scope: Scope, wanted: WantedEvents) -> Listing:
    """Events that pass every filter, newest first."""
    return arrange(scope, "auditEvents", _BY, _NEWEST_FIRST, filters=tuple(_filters(wanted)))


def list_events_of_subject(scope: Scope, _wanted: None) -> Listing:
    """What was done to each thing, by its global id, newest first."""
    return arrange(scope, "AppVersion.audit", _BY, _NEWEST_FIRST, parent="subject")


def _filters(wanted: WantedEvents) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    for name in ("workspace_id", "subject", "actor", "action"):
        value = getattr(wanted, name)
        if value is not None:
            filters.append(_TABLE.c[name] == value)
    if wanted.since is not None:
        filters.append(_TABLE.c.at >= wanted.since)
    if wanted.until is not None:
        filters.append(_TABLE.c.at < wanted.until)
    return filters
