"""Roles, and the permissions that a role form offers."""

import resolvers.roles
from policies.vocabulary import Permission, RoleScope
from schema.bind import column, field, object_type
from schema.types.node import Node, node_type
from storage.tables import Role as Row


@node_type(Row, "A named set of permissions.")
class Role(Node):
    """A role row."""

    name = column(str, "Unique within its scope (and within its workspace for custom workspace roles).")
    display_name = column(str)
    description = column(str)
    scope = column(RoleScope)
    builtin = column(bool)
    permissions = field(list[Permission], resolvers.roles.permissions)


@object_type("One tick box of a group.")
class PermissionGroupItem:
    """See policies.vocabulary.GroupItem."""

    name = column(str)
    display_name = column(str)
    permissions = column(list[Permission])


@object_type("Permissions that a role form shows together.")
class PermissionGroup:
    """See policies.vocabulary.PermissionGroup."""

    name = column(str)
    display_name = column(str)
    description = column(str)
    permissions = column(list[Permission])
    items = column(list[PermissionGroupItem], "The group's permissions as its tick boxes give them.")
