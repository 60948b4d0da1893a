"""How the entry points of reading come from tables."""

from engine.catalog import people, reviews, store, templates, workspaces
from engine.catalog.declare import Arguments, ByGlobalId, Declared, Many, One, Page, Row, Said, Static, TheViewer, Type
from engine.catalog.lists import by_argument
from engine.parameters import Text
from engine.sql import Fragment, bind, sql
from policies.vocabulary import GROUPS


def _store_app(row: Row, _parent: Row, arguments: Arguments, _asking: object) -> Fragment:
    """By the publisher's name and the app's; a deleted workspace publishes nothing."""
    return sql(
        """{name} = {wanted} AND {workspace} = (SELECT w.id FROM workspace w
 WHERE w.name = {publisher} AND w.deleted_at IS NULL)""",
        name=row["name"],
        wanted=bind(Text(arguments["name"])),
        workspace=row["workspace_id"],
        publisher=bind(Text(arguments["publisher"])),
    )


def _everything(*_: object) -> Fragment:
    return sql("true")


def _of_platform(row: Row, *_: object) -> Fragment:
    return sql("{scope} = 'PLATFORM'", scope=row["scope"])


FIELDS: dict[str, Declared] = {
    "viewer": TheViewer("Viewer"),
    "node": ByGlobalId(is_list=False),
    "nodes": ByGlobalId(is_list=True),
    "workspace": One("Workspace", by_argument("name", "name")),
    "workspaces": Page(
        tag="workspaces",
        type="Workspace",
        orders=workspaces.ORDERS,
        default=("NAME", False),
        document=workspaces.DOCUMENT,
    ),
    "templates": Page(
        tag="templates",
        type="AppTemplate",
        orders=templates.ORDERS,
        default=("NAME", False),
        filters=templates.FILTERS,
        document=templates.DOCUMENT,
    ),
    "storeApps": Page(
        tag="storeApps",
        type="StoreApp",
        orders=store.ORDERS,
        default=("PUBLISHED_AT", True),
        filters=store.FILTERS,
        document=templates.DOCUMENT,
    ),
    "storeApp": One("StoreApp", _store_app),
    "categories": Many("Category", _everything, ("name",)),
    "reviews": Page(
        tag="reviews",
        type="Review",
        orders=reviews.ORDERS,
        default=("SUBMITTED_AT", False),
        filters=reviews.FILTERS,
        document=reviews.DOCUMENT,
    ),
    "users": Page(
        tag="users", type="User", orders=people.ORDERS, default=("USERNAME", False), document=people.DOCUMENT
    ),
    "user": One("User", by_argument("username", "username")),
    "platformRoles": Many("Role", _of_platform, ("builtin DESC", "name", "id")),
    "permissionGroups": Static("PermissionGroup", lambda arguments: list(GROUPS[arguments["scope"]])),
    "auditEvents": Page(
        tag="auditEvents",
        type="AuditEvent",
        orders=reviews.AUDIT_ORDERS,
        default=("AT", True),
        filters=reviews.AUDIT_FILTERS,
    ),
}

STATIC = {
    "PermissionGroup": Type(
        {
            "name": Said("name"),
            "displayName": Said("display_name"),
            "description": Said("description"),
            "permissions": Said("permissions"),
            "items": Said("items", "PermissionGroupItem"),
        }
    ),
    "PermissionGroupItem": Type(
        {"name": Said("name"), "displayName": Said("display_name"), "permissions": Said("permissions")}
    ),
}
