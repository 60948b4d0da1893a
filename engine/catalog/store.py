"""How the fields of the store come from tables."""

from domain.ids import Kind
from engine.catalog.declare import Asking, Filter, Key, One, Page, Row, Type
from engine.catalog.images import screenshots
from engine.catalog.leaves import count, global_id, moment, text, whole
from engine.catalog.lists import count_key, in_category_named, in_workspace_named, name_key, time_key
from engine.catalog.templates import CONTENT
from engine.catalog.versions import NEWEST
from engine.catalog.versions import ORDERS as VERSION_ORDERS
from engine.sql import Fragment, equal, sql
from policies.access import Seen
from policies.predicate import Thing

ORDERS: dict[str, tuple[Key, ...]] = {
    "PUBLISHED_AT": (time_key("published_at"),),
    "NAME": (name_key("name"),),
    "UPDATED_AT": (time_key("updated_at"),),
    "DOWNLOADS": (count_key("downloads"),),
}
FILTERS: dict[str, Filter] = {"category": in_category_named, "publisher": in_workspace_named}
ACTIVE = {"state": "ACTIVE"}


def _active_of(row: Row, parent: Row, *_: object) -> Fragment:
    own = equal(row["template_id"], parent["template_id"])
    return sql("{own} AND {state} = 'ACTIVE'", own=own, state=row["state"])


def _shown_in(row: Row, asking: Asking) -> Fragment:
    app = Row("a")
    return sql(
        "(SELECT count(*) FROM store_app a WHERE a.category_id = {id} AND {seen})",
        id=row["id"],
        seen=asking.where(Seen(Thing.STORE_APP), app),
    )


TYPES = {
    "Category": Type(
        table="category",
        thing=Thing.CATEGORY,
        kind=Kind.CATEGORY,
        fields={
            "id": global_id(Kind.CATEGORY),
            "name": text("name"),
            "displayName": text("display_name", 400),
            "description": text("description", 4000),
            "icon": text("icon", 800),
            "storeAppCount": whole(_shown_in),
        },
    ),
    "StoreApp": Type(
        table="store_app",
        thing=Thing.STORE_APP,
        kind=Kind.STORE_APP,
        fields={
            "id": global_id(Kind.STORE_APP),
            **CONTENT,
            "screenshots": screenshots("store_screenshot", "store_app_id"),
            "versions": Page(
                tag="StoreApp.versions",
                type="AppVersion",
                orders=VERSION_ORDERS,
                default=("VERSION", True),
                match=_active_of,
                given=ACTIVE,
            ),
            "latestVersion": One("AppVersion", _active_of, is_nullable=False, newest_by=NEWEST, given=ACTIVE),
            "downloads": count("downloads"),
            "publishedAt": moment("published_at"),
            "updatedAt": moment("updated_at"),
        },
    ),
}
