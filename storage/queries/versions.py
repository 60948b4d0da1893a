"""Versions: the lists of a template and of a store app, and the newest of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on

from policies.scope import Scope
from storage.queries.base import table_of, visible
from storage.queries.orders import Keys, Order, arrange, text_key, time_key
from storage.queries.pages import Listing
from storage.queries.rows import any_of
from storage.tables import Version
from storage.transaction import Transaction

_TABLE = table_of(Version)
_BY: Keys = {
    "VERSION": (text_key(_TABLE, "sort_key"), time_key(_TABLE, "created_at")),
    "CREATED_AT": (time_key(_TABLE, "created_at"),),
}
_NEWEST_FIRST = Order("VERSION", descending=True)
ACTIVE = ("ACTIVE",)


@dataclass(frozen=True, slots=True)
class WantedVersions:
    """What a list of versions is asked for."""

    states: tuple[str, ...] | None = None
    order: Order | None = None


def list_versions_of_template(scope: Scope, wanted: WantedVersions) -> Listing:
    """Versions of each template, newest first unless ordered."""
    filters = () if wanted.states is None else (any_of(_TABLE.c.state, wanted.states),)
    return arrange(
        scope, "AppTemplate.versions", _BY, _NEWEST_FIRST, wanted.order, filters=filters, parent="template_id"
    )


def list_versions_of_store_app(scope: Scope, wanted: WantedVersions) -> Listing:
    """ACTIVE versions of each store app, by its template's id, newest first."""
    filters = (_TABLE.c.state == "ACTIVE",)
    return arrange(scope, "StoreApp.versions", _BY, _NEWEST_FIRST, wanted.order, filters=filters, parent="template_id")


async def latest_of(
    session: Transaction, template_ids: Sequence[UUID], scope: Scope, states: tuple[str, ...] | None
) -> Mapping[UUID, Version]:
    """The newest visible version of each template, among those in these states."""
    statement = visible(scope).where(any_of(_TABLE.c.template_id, template_ids))
    if states is not None:
        statement = statement.where(any_of(_TABLE.c.state, states))
    one_each = statement.ext(distinct_on(_TABLE.c.template_id))
    newest_first = (_TABLE.c.sort_key.desc(), _TABLE.c.created_at.desc(), _TABLE.c.id.desc())
    rows = await session.scalars(one_each.order_by(_TABLE.c.template_id, *newest_first))
    return {row.template_id: row for row in rows}
