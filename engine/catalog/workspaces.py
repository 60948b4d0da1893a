"""How the fields of workspaces and memberships come from tables."""

from domain.ids import Kind
from engine.catalog.declare import Asking, Inline, Key, Many, One, Page, Row, Type, Value
from engine.catalog.leaves import global_id, moment, number, text
from engine.catalog.lists import by_argument, document_of, name_key, of_parent, seen, time_key
from engine.catalog.provenance import KEYS
from engine.catalog.repositories import ORDERS as REPOSITORY_ORDERS
from engine.catalog.repositories import document as document_of_repository
from engine.catalog.templates import DOCUMENT as TEMPLATE_DOCUMENT
from engine.catalog.templates import FILTERS as TEMPLATE_FILTERS
from engine.catalog.templates import ORDERS as TEMPLATE_ORDERS
from engine.parameters import JoinedWorkspaces, PermissionsInJoined, PermissionsOnPlatform
from engine.sql import Fragment, Json, bind, sql
from policies.access import Held
from policies.predicate import Thing
from policies.vocabulary import Permission

ORDERS: dict[str, tuple[Key, ...]] = {"NAME": (name_key("name"),), "CREATED_AT": (time_key("created_at"),)}
DOCUMENT = document_of("name", "display_name", "description")
ALL_OF_IT = Held((Permission.WORKSPACES_READ, Permission.TEMPLATES_READ), "id")


def _viewer_permissions(row: Row, _: Asking) -> Json:
    held = sql(
        """coalesce((SELECT held.names FROM unnest({places}, {names}) AS held(id, names) WHERE held.id = {id}),
         {platform})""",
        places=bind(JoinedWorkspaces()),
        names=bind(PermissionsInJoined()),
        id=row["id"],
        platform=bind(PermissionsOnPlatform()),
    )
    return (held,)


def _usage(row: Row, asking: Asking) -> dict[str, Fragment]:
    """Nothing for those who may not see all of it."""
    is_told = asking.where(ALL_OF_IT, row)
    own = "(SELECT count(*) FROM {table} u WHERE u.workspace_id = {id} AND u.deleted_at IS NULL)"
    counts = {
        "templates": sql(own, table=sql("template"), id=row["id"]),
        "versions": sql(own, table=sql("version"), id=row["id"]),
        "stored_bytes": _stored_bytes(row),
    }
    return {
        column: sql("CASE WHEN {told} THEN {count} ELSE 0 END", told=is_told, count=count)
        for column, count in counts.items()
    }


def _stored_bytes(row: Row) -> Fragment:
    """The bytes of packages and images of live rows; equal bytes count once."""
    # OFFSET keeps each row's few screenshots from becoming a join with all there are.
    return sql(
        """(SELECT coalesce(sum(b.size), 0)::bigint FROM blob b WHERE b.digest IN (
SELECT v.package_digest FROM version v WHERE v.workspace_id = {id} AND v.deleted_at IS NULL
UNION SELECT t.icon_digest FROM template t WHERE t.workspace_id = {id} AND t.deleted_at IS NULL
UNION SELECT p.image_digest FROM template t, LATERAL (SELECT x.image_digest FROM template_screenshot x
 WHERE x.template_id = t.id OFFSET 0) p WHERE t.workspace_id = {id} AND t.deleted_at IS NULL
UNION SELECT s.icon_digest FROM store_app s JOIN template t ON t.id = s.template_id
 WHERE t.workspace_id = {id} AND t.deleted_at IS NULL
UNION SELECT p.image_digest FROM store_app s JOIN template t ON t.id = s.template_id,
 LATERAL (SELECT x.image_digest FROM store_screenshot x WHERE x.store_app_id = s.id OFFSET 0) p
 WHERE t.workspace_id = {id} AND t.deleted_at IS NULL))""",
        id=row["id"],
    )


def _given_here(row: Row, parent: Row, *_: object) -> Fragment:
    """Built-in roles of workspaces, and the workspace's own."""
    own = row["workspace_id"]
    here = sql("({own} IS NULL OR {own} = {id})", own=own, id=parent["id"])
    return sql("{scope} = 'WORKSPACE' AND {here}", scope=row["scope"], here=here)


TYPES = {
    "Workspace": Type(
        table="workspace",
        thing=Thing.WORKSPACE,
        kind=Kind.WORKSPACE,
        fields={
            "id": global_id(Kind.WORKSPACE),
            "name": text("name"),
            "displayName": text("display_name", 400),
            "description": text("description", 4000),
            "createdAt": moment("created_at"),
            "updatedAt": moment("updated_at"),
            "revision": number("revision"),
            "members": Page(
                tag="Workspace.members",
                type="Membership",
                orders={"CREATED_AT": (time_key("created_at"),)},
                default=("CREATED_AT", False),
                match=of_parent("workspace_id"),
            ),
            "roles": Many("Role", _given_here, ("builtin DESC", "name", "id")),
            "templates": Page(
                tag="Workspace.templates",
                type="AppTemplate",
                orders=TEMPLATE_ORDERS,
                default=("NAME", False),
                match=of_parent("workspace_id"),
                filters={name: TEMPLATE_FILTERS[name] for name in ("states", "category")},
                document=TEMPLATE_DOCUMENT,
            ),
            "template": One("AppTemplate", by_argument("name", "name", ("workspace_id", "id"))),
            "repositories": Page(
                tag="Workspace.repositories",
                type="HelmRepository",
                orders=REPOSITORY_ORDERS,
                default=("NAME", False),
                match=of_parent("workspace_id"),
                document=document_of_repository,
            ),
            "repository": One("HelmRepository", by_argument("name", "name", ("workspace_id", "id"))),
            "signingKeys": KEYS,
            "usage": Inline("WorkspaceUsage", _usage),
            "viewerPermissions": Value(_viewer_permissions, 1024),
        },
    ),
    "WorkspaceUsage": Type(
        {
            "templates": number("templates"),
            "versions": number("versions"),
            "storedBytes": Value(lambda row, _: (row["stored_bytes"], ".0")),
            "storedBytesLimit": Value(lambda _row, _asking: ("null",)),
        }
    ),
    "Publisher": Type(
        table="workspace", is_fact=True, fields={"name": text("name"), "displayName": text("display_name", 400)}
    ),
    "Membership": Type(
        table="membership",
        thing=Thing.MEMBERSHIP,
        kind=Kind.MEMBERSHIP,
        fields={
            "id": global_id(Kind.MEMBERSHIP),
            "workspace": seen("Workspace", "workspace_id", is_nullable=False),
            "user": seen("User", "user_id", is_nullable=False),
            "role": seen("Role", "role_id", is_nullable=False),
            "createdAt": moment("created_at"),
        },
    ),
}
