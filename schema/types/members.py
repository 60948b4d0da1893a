"""Memberships."""

from datetime import datetime

import resolvers.members
import resolvers.workspaces
from policies import rights
from schema.bind import column, field
from schema.types import refs
from schema.types.node import Node, node_type
from schema.types.roles import Role
from schema.types.users import User
from storage.tables import Membership as Row


@node_type(Row, "A user's role in a workspace.")
class Membership(Node):
    """A membership row."""

    workspace = field(refs.Workspace, resolvers.workspaces.of_thing, needs=rights.SIGNED_IN)
    user = field(User, resolvers.members.user, needs=rights.SIGNED_IN)
    role = field(Role, resolvers.members.role, needs=rights.SIGNED_IN)
    created_at = column(datetime)
