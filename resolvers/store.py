"""The store: what is published now, and its shelves."""

from typing import Any

from domain.limits import MAX_INT
from domain.page import page_request
from policies.predicate import Thing
from resolvers.arguments import words_of
from resolvers.loading import seen
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.categories import all_categories, store_app_counts
from storage.queries.orders import Order
from storage.queries.rows import one_by
from storage.queries.store import WantedStoreApps, list_store_apps, store_apps_by_name
from storage.tables import Category, StoreApp, Template, Version


def page(
    call: Call,
    _root: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
    category: str | None = None,
    publisher: str | None = None,
    order_by: Order | None = None,
) -> Connection:
    """What the store shows, last published first unless ordered or searched."""
    wanted = WantedStoreApps(words_of(search), category, publisher, order_by)
    return connect(call, Thing.STORE_APP, list_store_apps, wanted, page_request(first, after, last, before))


async def by_name(call: Call, _root: Any, publisher: str, name: str) -> StoreApp | None:
    """What the store shows of that publisher by that name."""
    found: StoreApp | None = await seen(call, Thing.STORE_APP, store_apps_by_name, (publisher, name))
    return found


async def of_template(call: Call, root: Template) -> StoreApp | None:
    """What the store shows of the template."""
    found: StoreApp | None = await seen(call, Thing.STORE_APP, one_by, root.id, "template_id")
    return found


async def of_version(call: Call, root: Version) -> StoreApp | None:
    """What the store shows of the version's template."""
    found: StoreApp | None = await seen(call, Thing.STORE_APP, one_by, root.template_id, "template_id")
    return found


async def categories(call: Call, _root: Any) -> list[Category]:
    """The shelves, by name."""
    scope = call.scope(Thing.CATEGORY)
    return await call.reader.run(lambda session: all_categories(session, scope))


async def store_app_count(call: Call, root: Category) -> int:
    """How many apps the store shows the viewer on the shelf."""
    return await seen(call, Thing.STORE_APP, store_app_counts, root.id) or 0


def downloads(_call: Call, root: StoreApp) -> int:
    """How often packages of it were downloaded; no more than can be said."""
    return min(root.downloads, MAX_INT)
