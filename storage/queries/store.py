"""The store: what is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, tuple_

from policies.scope import Scope
from storage.queries.base import table_of, visible
from storage.queries.categories import category_named
from storage.queries.orders import Keys, Order, arrange, count_key, text_key, time_key
from storage.queries.pages import Listing
from storage.queries.rows import pairs_of
from storage.queries.search import search_by
from storage.queries.workspaces import named
from storage.tables import StoreApp, Workspace
from storage.transaction import Transaction

_TABLE = table_of(StoreApp)
_BY: Keys = {
    "PUBLISHED_AT": (time_key(_TABLE, "published_at"),),
    "NAME": (text_key(_TABLE, "name"),),
    "UPDATED_AT": (time_key(_TABLE, "updated_at"),),
    "DOWNLOADS": (count_key(_TABLE, "downloads"),),
}


@dataclass(frozen=True, slots=True)
class WantedStoreApps:
    """What a list of the store is asked for."""

    words: str | None = None
    category: str | None = None
    publisher: str | None = None
    order: Order | None = None


def list_store_apps(scope: Scope, wanted: WantedStoreApps) -> Listing:
    """The store, last published first unless ordered or searched."""
    filters: list[ColumnElement[bool]] = []
    if wanted.category is not None:
        filters.append(_TABLE.c.category_id.in_(category_named(wanted.category)))
    if wanted.publisher is not None:
        filters.append(_TABLE.c.workspace_id.in_(named(wanted.publisher)))
    search = search_by(wanted.words, _TABLE.c.search)
    newest_first = Order("PUBLISHED_AT", descending=True)
    return arrange(scope, "storeApps", _BY, newest_first, wanted.order, search, tuple(filters))


async def store_apps_by_name(
    session: Transaction, names: Sequence[tuple[str, str]], scope: Scope
) -> Mapping[tuple[str, str], StoreApp]:
    """The visible store app for each pair of a publisher's name and an app's."""
    workspace = table_of(Workspace)
    both = tuple_(workspace.c.name, _TABLE.c.name)
    rows = await session.execute(
        visible(scope)
        .add_columns(workspace.c.name)
        .join(workspace, workspace.c.id == _TABLE.c.workspace_id)
        .where(workspace.c.deleted_at.is_(None), both.in_(pairs_of(workspace.c.name, _TABLE.c.name, names)))
    )
    return {(publisher, row.name): row for row, publisher in rows}
