"""The words of authorization: permissions, where they have meaning, built-in roles, and the groups of a role form."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a role can allow: `<OBJECT>_<ACTION>`, the two columns of a Casbin rule."""

    WORKSPACES_CREATE = "WORKSPACES_CREATE"
    WORKSPACES_READ = "WORKSPACES_READ"
    WORKSPACES_UPDATE = "WORKSPACES_UPDATE"
    WORKSPACES_DELETE = "WORKSPACES_DELETE"
    MEMBERS_READ = "MEMBERS_READ"
    MEMBERS_MANAGE = "MEMBERS_MANAGE"
    ROLES_READ = "ROLES_READ"
    ROLES_MANAGE = "ROLES_MANAGE"
    USERS_READ = "USERS_READ"
    USERS_MANAGE = "USERS_MANAGE"
    TEMPLATES_READ = "TEMPLATES_READ"
    TEMPLATES_CREATE = "TEMPLATES_CREATE"
    TEMPLATES_UPDATE = "TEMPLATES_UPDATE"
    TEMPLATES_DELETE = "TEMPLATES_DELETE"
    VERSIONS_SUBMIT = "VERSIONS_SUBMIT"
    VERSIONS_PUBLISH = "VERSIONS_PUBLISH"
    REVIEWS_READ = "REVIEWS_READ"
    REVIEWS_DECIDE_ISV = "REVIEWS_DECIDE_ISV"
    REVIEWS_DECIDE_BUSINESS = "REVIEWS_DECIDE_BUSINESS"
    REVIEWS_DECIDE_TECHNICAL = "REVIEWS_DECIDE_TECHNICAL"
    STORE_READ = "STORE_READ"
    STORE_SUSPEND = "STORE_SUSPEND"
    CATEGORIES_MANAGE = "CATEGORIES_MANAGE"
    AUDIT_READ = "AUDIT_READ"
    REPOSITORIES_READ = "REPOSITORIES_READ"
    REPOSITORIES_MANAGE = "REPOSITORIES_MANAGE"

    @property
    def object_and_action(self) -> tuple[str, str]:
        """The rule's columns: `REVIEWS_DECIDE_ISV` is ("reviews", "decide_isv")."""
        obj, _, act = self.value.lower().partition("_")
        return obj, act


class RoleScope(StrEnum):
    """Where a role can be held."""

    PLATFORM = "PLATFORM"
    WORKSPACE = "WORKSPACE"


P = Permission
PLATFORM_ONLY = frozenset(
    {
        P.WORKSPACES_CREATE,
        P.USERS_READ,
        P.USERS_MANAGE,
        P.REVIEWS_DECIDE_BUSINESS,
        P.REVIEWS_DECIDE_TECHNICAL,
        P.STORE_READ,
        P.STORE_SUSPEND,
        P.CATEGORIES_MANAGE,
    }
)
WORKSPACE_PERMISSIONS = frozenset(Permission) - PLATFORM_ONLY


def permissions_of_scope(scope: RoleScope) -> frozenset[Permission]:
    """The permissions that have meaning in a role of this scope."""
    return WORKSPACE_PERMISSIONS if scope is RoleScope.WORKSPACE else frozenset(Permission)


@dataclass(frozen=True, slots=True)
class BuiltinRole:
    """A role that is data of the product (its rules are in roles.csv) and cannot be changed."""

    name: str
    scope: RoleScope
    display_name: str
    description: str


PLATFORM_ADMIN = "platform-admin"
PLATFORM_REGULAR = "platform-regular"
WORKSPACE_ADMIN = "workspace-admin"
BUILTIN_ROLES = (
    BuiltinRole(PLATFORM_ADMIN, RoleScope.PLATFORM, "Platform admin", "Everything, everywhere."),
    BuiltinRole(
        PLATFORM_REGULAR, RoleScope.PLATFORM, "Platform regular", "Sees the store, and what they are invited to."
    ),
    BuiltinRole(
        "workspace-manager", RoleScope.PLATFORM, "Workspace manager", "Creates workspaces and manages members."
    ),
    BuiltinRole("app-reviewer", RoleScope.PLATFORM, "App reviewer", "Reviews submissions, keeps store and categories."),
    BuiltinRole(WORKSPACE_ADMIN, RoleScope.WORKSPACE, "Workspace admin", "Everything in the workspace."),
    BuiltinRole(
        "workspace-developer", RoleScope.WORKSPACE, "Workspace developer", "Develops, submits and publishes apps."
    ),
    BuiltinRole("workspace-viewer", RoleScope.WORKSPACE, "Workspace viewer", "Sees what the workspace has."),
)
BUILTIN_BY_NAME: Mapping[str, BuiltinRole] = {role.name: role for role in BUILTIN_ROLES}


@dataclass(frozen=True, slots=True)
class GroupItem:
    """One tick box of a group."""

    name: str
    display_name: str
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True)
class PermissionGroup:
    """Permissions that a role form shows together."""

    name: str
    display_name: str
    description: str
    items: tuple[GroupItem, ...]

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """All of the group's, in the order of its items."""
        return tuple(permission for item in self.items for permission in item.permissions)


def _view_and_manage(
    name: str, display_name: str, description: str, view: tuple[Permission, ...], manage: tuple[Permission, ...]
) -> PermissionGroup:
    items = (GroupItem("view", "View", view), GroupItem("manage", "Manage", manage))
    return PermissionGroup(name, display_name, description, tuple(item for item in items if item.permissions))


_WORKSPACES = (
    "workspaces",
    "Workspaces",
    "The tenants: who they are and what they are called.",
)
_DEVELOPMENT = _view_and_manage(
    "app-development",
    "App Development",
    "Upload, edit, submit and publish a workspace's own apps.",
    (),
    (P.TEMPLATES_CREATE, P.TEMPLATES_UPDATE, P.TEMPLATES_DELETE, P.VERSIONS_SUBMIT, P.VERSIONS_PUBLISH),
)
_MEMBERS = _view_and_manage(
    "members", "Members", "Who belongs to a workspace, and as what.", (P.MEMBERS_READ,), (P.MEMBERS_MANAGE,)
)
_ROLES = _view_and_manage("roles", "Roles", "What roles there are.", (P.ROLES_READ,), (P.ROLES_MANAGE,))
_REPOSITORIES = _view_and_manage(
    "app-repositories",
    "App Repositories",
    "Third-party chart repositories of a workspace.",
    (P.REPOSITORIES_READ,),
    (P.REPOSITORIES_MANAGE,),
)
_AUDIT = _view_and_manage("audit", "Audit", "The record of what was done.", (P.AUDIT_READ,), ())

GROUPS: Mapping[RoleScope, tuple[PermissionGroup, ...]] = {
    RoleScope.PLATFORM: (
        _view_and_manage(
            "app-template",
            "App Template",
            "See submitted apps and the store; review, take down, bring back, and keep categories.",
            (P.TEMPLATES_READ, P.REVIEWS_READ, P.STORE_READ),
            (P.REVIEWS_DECIDE_BUSINESS, P.REVIEWS_DECIDE_TECHNICAL, P.STORE_SUSPEND, P.CATEGORIES_MANAGE),
        ),
        _view_and_manage(
            *_WORKSPACES, (P.WORKSPACES_READ,), (P.WORKSPACES_CREATE, P.WORKSPACES_UPDATE, P.WORKSPACES_DELETE)
        ),
        _MEMBERS,
        _view_and_manage("users", "Users", "The accounts of the platform.", (P.USERS_READ,), (P.USERS_MANAGE,)),
        _ROLES,
        PermissionGroup(
            _DEVELOPMENT.name,
            _DEVELOPMENT.display_name,
            "Upload, edit, submit, publish and self-review apps in every workspace.",
            (*_DEVELOPMENT.items, GroupItem("review", "Review as the ISV", (P.REVIEWS_DECIDE_ISV,))),
        ),
        _REPOSITORIES,
        _AUDIT,
    ),
    RoleScope.WORKSPACE: (
        _view_and_manage(
            "app-template",
            "App Template",
            "See the workspace's apps and their reviews; review as the ISV.",
            (P.TEMPLATES_READ, P.REVIEWS_READ),
            (P.REVIEWS_DECIDE_ISV,),
        ),
        _DEVELOPMENT,
        _REPOSITORIES,
        _view_and_manage(*_WORKSPACES, (P.WORKSPACES_READ,), (P.WORKSPACES_UPDATE, P.WORKSPACES_DELETE)),
        _MEMBERS,
        _ROLES,
        _AUDIT,
    ),
}
