"""Users."""

from datetime import datetime

import resolvers.users
from schema.bind import column, field
from schema.types.node import Node, node_type
from schema.types.roles import Role
from storage.tables import User as Row


@node_type(Row, "An account.")
class User(Node):
    """A user row."""

    username = column(str)
    display_name = column(str)
    email = field(
        str | None, resolvers.users.email, "Null unless the viewer is the user or holds USERS_READ on the platform."
    )
    platform_role = field(Role, resolvers.users.platform_role)
    disabled = column(bool)
    created_at = column(datetime)
