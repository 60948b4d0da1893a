"""Workspaces, their usage and their public face."""

from datetime import datetime

import resolvers.members
import resolvers.repositories
import resolvers.roles
import resolvers.signing_keys
import resolvers.templates
import resolvers.workspaces
from policies.vocabulary import Permission
from schema.bind import column, field, object_type
from schema.orders import TemplateOrder
from schema.types import refs
from schema.types.connections import Connection
from schema.types.node import Node, node_type
from storage.tables import Workspace as Row


@object_type("The public face of a workspace.")
class Publisher:
    """See resolvers.publishers.Publisher."""

    name = column(str)
    display_name = column(str)


@object_type("What a workspace's live things add up to; equal bytes count once.")
class WorkspaceUsage:
    """See storage.queries.workspaces.Usage."""

    templates = column(int)
    versions = column(int)
    stored_bytes = column(float)
    stored_bytes_limit = field(float | None, resolvers.workspaces.no_limit, "Null: there is no limit.")


@node_type(Row, "A tenant: a team that develops apps.")
class Workspace(Node):
    """A workspace row."""

    name = column(str, "DNS label, unique on the platform, never changes.")
    display_name = column(str)
    description = column(str)
    created_at = column(datetime)
    updated_at = column(datetime)
    revision = column(int)
    members = field(Connection[refs.Membership], resolvers.members.of_workspace, "Oldest first.")
    roles = field(
        list[refs.Role], resolvers.roles.of_workspace, "Roles that can be given in this workspace: built-in and custom."
    )
    templates = field(Connection[refs.AppTemplate], resolvers.templates.of_workspace, order_by=TemplateOrder | None)
    template = field(refs.AppTemplate | None, resolvers.templates.by_name)
    repositories = field(Connection[refs.HelmRepository], resolvers.repositories.of_workspace)
    repository = field(refs.HelmRepository | None, resolvers.repositories.by_name)
    signing_keys = field(
        list[refs.SigningKey],
        resolvers.signing_keys.of_workspace,
        "The keys that it trusts for its packages, oldest first; at most 50.",
    )
    usage = field(WorkspaceUsage, resolvers.workspaces.usage)
    viewer_permissions = field(
        list[Permission],
        resolvers.workspaces.viewer_permissions,
        "What the viewer holds here, through the platform or in it.",
    )
