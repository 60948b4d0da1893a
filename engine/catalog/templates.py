"""How the fields of templates come from tables."""

from domain.ids import Kind
from domain.lifecycle import HOLDS_TEMPLATE, TemplateAction
from engine.catalog.declare import Asking, Declared, Filter, Items, Key, One, Page, Row, Type, Value
from engine.catalog.images import ICON, screenshots
from engine.catalog.leaves import either, global_id, list_json, moment, number, text, texts, word
from engine.catalog.lists import (
    by,
    by_argument,
    in_category_named,
    in_workspace_named,
    name_key,
    one_of,
    seen,
    time_key,
)
from engine.catalog.versions import NEWEST
from engine.catalog.versions import ORDERS as VERSION_ORDERS
from engine.sql import Fragment, Json, joined, literal, sql
from policies.access import Held
from policies.predicate import Thing
from policies.rights import TEMPLATE_RIGHTS
from storage.writes.templates import SNAPSHOT

ORDERS: dict[str, tuple[Key, ...]] = {
    "NAME": (name_key("name"),),
    "CREATED_AT": (time_key("created_at"),),
    "UPDATED_AT": (time_key("updated_at"),),
}
FILTERS: dict[str, Filter] = {
    "states": one_of("state"),
    "workspace": in_workspace_named,
    "category": in_category_named,
}
CONTENT: dict[str, Declared] = {
    "name": text("name"),
    "displayName": text("display_name", 400),
    "summary": text("summary", 1000),
    "description": text("description", 80_000),
    "home": text("home", 2000),
    "keywords": texts("keywords", 10_000),
    "sources": texts("sources", 100_000),
    "maintainers": Items("Maintainer", lambda row: row["maintainers"], 50),
    "icon": ICON,
    "category": seen("Category", "category_id", is_nullable=False),
    "publisher": seen("Publisher", "workspace_id", is_nullable=False),
}
"""Fields of templates and store apps alike: what publishing copies (`SNAPSHOT`), and whose it is."""


def DOCUMENT(row: Row) -> Fragment:  # noqa: N802 - a constant of the catalog, as others are
    """The document that the table keeps."""
    return row["search"]


def _changed(row: Row, _: Asking) -> Fragment:
    """Whether the working copy differs from what was last published, listed or not."""
    return sql(
        """EXISTS (SELECT FROM store_app s WHERE s.template_id = {id} AND (ROW({own}) IS DISTINCT FROM ROW({shown})
 OR ARRAY(SELECT p.image_digest FROM template_screenshot p WHERE p.template_id = {id} ORDER BY p.position)
 <> ARRAY(SELECT p.image_digest FROM store_screenshot p WHERE p.store_app_id = s.id ORDER BY p.position)))""",
        id=row["id"],
        own=joined(", ", (row[column] for column in SNAPSHOT)),
        shown=joined(", ", (Row("s")[column] for column in SNAPSHOT)),
    )


def _viewer_actions(row: Row, asking: Asking) -> Json:
    """As services.actions.template_actions, in the same order."""
    legal = {
        TemplateAction.UPDATE: sql("true"),
        TemplateAction.CREATE_VERSION: sql("true"),
        TemplateAction.DELETE: sql("NOT {held}", held=_has_version(row, *HOLDS_TEMPLATE)),
        TemplateAction.SUSPEND: sql(
            "{suspended} IS NULL AND {active}", suspended=row["suspended_at"], active=_has_version(row, "ACTIVE")
        ),
        TemplateAction.RESTORE: sql("{suspended} IS NOT NULL", suspended=row["suspended_at"]),
        TemplateAction.REPUBLISH: sql(
            "EXISTS (SELECT FROM store_app s WHERE s.template_id = {id} AND s.listed)", id=row["id"]
        ),
    }
    possible = [
        sql(
            "CASE WHEN {allowed} AND {legal} THEN {action} END",
            allowed=asking.where(Held(TEMPLATE_RIGHTS[action].permissions), row),
            legal=condition,
            action=literal(f'"{action.value}"'),
        )
        for action, condition in legal.items()
    ]
    return list_json(sql("concat_ws(',', {possible})", possible=joined(", ", possible)))


def _has_version(row: Row, *states: str) -> Fragment:
    return sql(
        """EXISTS (SELECT FROM version x WHERE x.template_id = {id} AND x.deleted_at IS NULL
 AND x.state IN ({states}))""",
        id=row["id"],
        states=joined(", ", (literal(str(state)) for state in states)),
    )


TYPES = {
    "AppTemplate": Type(
        table="template",
        thing=Thing.TEMPLATE,
        kind=Kind.TEMPLATE,
        fields={
            "id": global_id(Kind.TEMPLATE),
            "workspace": seen("Workspace", "workspace_id"),
            **CONTENT,
            "screenshots": screenshots("template_screenshot", "template_id"),
            "state": word("state"),
            "versions": Page(
                tag="AppTemplate.versions",
                type="AppVersion",
                orders=VERSION_ORDERS,
                default=("VERSION", True),
                match=by("id", "template_id"),
                filters={"states": one_of("state")},
            ),
            "version": One("AppVersion", by_argument("version", "version", ("template_id", "id"))),
            "latestVersion": One(
                "AppVersion", by("id", "template_id"), newest_by=NEWEST, filters={"states": one_of("state")}
            ),
            "storeApp": One("StoreApp", by("id", "template_id")),
            "changedSincePublished": either(_changed),
            "createdBy": seen("User", "created_by"),
            "createdAt": moment("created_at"),
            "updatedAt": moment("updated_at"),
            "revision": number("revision"),
            "viewerActions": Value(_viewer_actions),
        },
    )
}
