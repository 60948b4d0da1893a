"""The viewer and their API tokens."""

from datetime import datetime

import resolvers.viewer
import resolvers.workspaces
from policies import rights
from policies.vocabulary import Permission
from schema.bind import column, field, object_type
from schema.types.members import Membership
from schema.types.node import Node, node_type
from schema.types.roles import Role
from schema.types.users import User
from schema.types.workspaces import Workspace
from storage.tables import ApiToken as Row


@node_type(Row, "A long-lived credential; its secret is shown once, when it is made.")
class ApiToken(Node):
    """An API token row."""

    name = column(str)
    prefix = column(str, "How the secret begins, to tell tokens apart.")
    permissions = field(
        list[Permission] | None, resolvers.viewer.token_permissions, "What it is narrowed to; null when it is not."
    )
    workspace = field(Workspace | None, resolvers.workspaces.of_thing)
    created_at = column(datetime)
    last_used_at = column(datetime | None)
    expires_at = column(datetime | None)


@object_type("The one role that a session is narrowed to.")
class AssumedRole:
    """See policies.principal.Assumed."""

    role = field(Role, resolvers.viewer.role_assumed)
    workspace = field(
        Workspace | None,
        resolvers.viewer.workspace_assumed,
        "Where the role is held; null for a role of the platform.",
        needs=rights.SIGNED_IN,
    )


@object_type("The signed-in user.")
class Viewer:
    """A principal. What one is and holds can always be asked, by those who hold nothing too."""

    user = field(User, resolvers.viewer.user, needs=rights.SIGNED_IN)
    platform_permissions = field(
        list[Permission], resolvers.viewer.platform_permissions, "Permissions held on the platform as a whole."
    )
    memberships = field(list[Membership], resolvers.viewer.memberships, "Oldest first.", needs=rights.SIGNED_IN)
    assumed_role = field(AssumedRole | None, resolvers.viewer.assumed_role, "Set in a session narrowed by assumeRole.")
    api_tokens = field(list[ApiToken], resolvers.viewer.api_tokens, "Oldest first.")
