"""The entry points of reading."""

import strawberry

import resolvers.access
import resolvers.audit
import resolvers.nodes
import resolvers.reviews
import resolvers.roles
import resolvers.store
import resolvers.templates
import resolvers.users
import resolvers.viewer
import resolvers.workspaces
from policies import rights
from schema.bind import field, object_type
from schema.orders import ReviewOrder, StoreAppOrder, TemplateOrder, WorkspaceOrder
from schema.types.access import AccessExplanation
from schema.types.audit import AuditEvent
from schema.types.connections import Connection
from schema.types.node import Node
from schema.types.reviews import Review
from schema.types.roles import PermissionGroup, Role
from schema.types.store import Category, StoreApp
from schema.types.templates import AppTemplate
from schema.types.users import User
from schema.types.viewer import Viewer
from schema.types.workspaces import Workspace


@object_type()
class Query:
    """Reads never fail for lack of permission: what the viewer may not see does not exist for them."""

    viewer = field(
        Viewer | None, resolvers.viewer.viewer, "The signed-in user; null for an anonymous caller.", needs=rights.ANYONE
    )
    node = field(
        Node | None,
        resolvers.nodes.node,
        "What the id names, if the viewer may see it; null otherwise, whether or not it exists.",
        id=strawberry.ID,
    )
    nodes = field(
        list[Node | None],
        resolvers.nodes.nodes,
        "As `node`, one answer for each id, in the order asked; at most 100 ids.",
        ids=list[strawberry.ID],
    )
    workspace = field(Workspace | None, resolvers.workspaces.by_name)
    workspaces = field(
        Connection[Workspace],
        resolvers.workspaces.page,
        "Workspaces that the viewer may see, by name unless ordered or searched.",
        order_by=WorkspaceOrder | None,
    )
    templates = field(
        Connection[AppTemplate],
        resolvers.templates.page,
        "Templates of every workspace that the viewer may see.",
        order_by=TemplateOrder | None,
    )
    store_apps = field(
        Connection[StoreApp],
        resolvers.store.page,
        "The store: what is published now. Open to anonymous callers unless the platform closes it.",
        order_by=StoreAppOrder | None,
    )
    store_app = field(StoreApp | None, resolvers.store.by_name)
    categories = field(list[Category], resolvers.store.categories)
    reviews = field(
        Connection[Review],
        resolvers.reviews.page,
        "The review queue: reviews that the viewer may read, oldest submission first unless ordered otherwise.",
        order_by=ReviewOrder | None,
    )
    users = field(Connection[User], resolvers.users.page)
    user = field(User | None, resolvers.users.by_name)
    platform_roles = field(list[Role], resolvers.roles.of_platform, "Roles of the platform: built-in and custom.")
    permission_groups = field(
        list[PermissionGroup],
        resolvers.roles.groups,
        "Every permission, grouped as a role form shows them.",
        needs=rights.SIGNED_IN,
    )
    audit_events = field(
        Connection[AuditEvent],
        resolvers.audit.page,
        "Append-only record of what was done; newest first.",
        subject=strawberry.ID | None,
        argument_needs={"workspace": rights.READ_AUDIT_OF_WORKSPACE},
    )
    explain_access = field(
        AccessExplanation,
        resolvers.access.explain_access,
        "Why a user may or may not do a thing: the decision and the rules that made it. "
        "FORBIDDEN unless it is the viewer or the viewer holds USERS_READ.",
        node=strawberry.ID | None,
        needs=rights.SIGNED_IN,
    )
