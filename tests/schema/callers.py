"""Callers of every kind, by what they hold and how they came: whose schemas the tests of masks look at."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from types import MappingProxyType
from uuid import UUID

from policies.principal import Assumed, Principal, anonymous
from policies.vocabulary import BUILTIN_BY_NAME, BUILTIN_ROLES, WORKSPACE_PERMISSIONS, Permission, RoleScope
from services.principals import builtin_permissions

P = Permission
ME, ROLE, ACME, OTHER = (UUID(int=number) for number in (1, 2, 101, 102))
Held = str | frozenset[Permission]
"""A built-in role by its name, or a custom one by what it allows."""
NOTHING: Held = frozenset()


class Came(Enum):
    """How a request came to be somebody's."""

    WITHOUT_CREDENTIAL = "anonymous"
    IN_PERSON = "session"
    BY_TOKEN = "token"
    IN_A_ROLE = "assumed role"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: one role on the platform and one in each of two workspaces. `assumes` the one in acme, or else the
    platform's, where they came in a role."""

    name: str
    platform: Held = NOTHING
    acme: Held = NOTHING
    other: Held = NOTHING
    came: Came = Came.IN_PERSON
    store_public: bool = False

    @property
    def assumes_in_acme(self) -> bool:
        """Whether the role that they came in is one of a workspace."""
        return self.came is Came.IN_A_ROLE and self.acme != NOTHING

    def principal(self) -> Principal:
        """The caller with made-up ids."""
        if self.came is Came.WITHOUT_CREDENTIAL:
            return anonymous(self.store_public)
        workspaces = {ACME: _allowed(self.acme), OTHER: _allowed(self.other)}
        assumed = Assumed(ROLE, ACME if self.assumes_in_acme else None) if self.came is Came.IN_A_ROLE else None
        return Principal(
            ME,
            "me",
            _allowed(self.platform),
            MappingProxyType({place: allowed for place, allowed in workspaces.items() if allowed}),
            store_public=self.store_public,
            via_token=self.came is Came.BY_TOKEN,
            assumed=assumed,
        )


def _allowed(held: Held) -> frozenset[Permission]:
    return builtin_permissions()[held] if isinstance(held, str) else held


def by_built_in_role() -> Iterator[Caller]:
    """The anonymous, and people who hold a built-in role: on the platform, or as a regular user in one workspace."""
    yield Caller("anonymous", came=Came.WITHOUT_CREDENTIAL, store_public=True)
    yield Caller("anonymous-store-closed", came=Came.WITHOUT_CREDENTIAL)
    for role in BUILTIN_ROLES:
        if role.scope is RoleScope.PLATFORM:
            yield Caller(role.name, role.name)
        else:
            yield Caller(role.name, "platform-regular", role.name)


def by_one_permission() -> Iterator[Caller]:
    """People with one permission and nothing else: in a workspace where it has meaning there."""
    yield Caller("nothing")
    for permission in Permission:
        yield _with(permission)
    for permission in (P.ROLES_MANAGE, P.WORKSPACES_READ):
        yield Caller(f"{permission} on the platform", frozenset({permission}))


def _with(*permissions: Permission) -> Caller:
    name, held = ", ".join(permissions), frozenset(permissions)
    if WORKSPACE_PERMISSIONS.issuperset(held):
        return Caller(f"{name} in a workspace", acme=held)
    return Caller(f"{name} on the platform", held)


def odd_ones() -> Iterator[Caller]:
    """What is held together, apart, and as part of a whole."""
    for permissions in TOGETHER:
        yield _with(*permissions)
    for here, there in APART:
        yield Caller(f"{', '.join(here)} here, {there} there", acme=frozenset(here), other=frozenset({there}))
    for on_platform, here in BOTH:
        name = f"{', '.join(on_platform)} on the platform, {', '.join(here)} in a workspace"
        yield Caller(name, frozenset(on_platform), frozenset(here))


TOGETHER: tuple[tuple[Permission, ...], ...] = (
    (P.ROLES_MANAGE, P.ROLES_READ),
    (P.ROLES_MANAGE, P.WORKSPACES_READ),
    (P.MEMBERS_MANAGE, P.WORKSPACES_READ),
    (P.WORKSPACES_UPDATE, P.WORKSPACES_READ),
    (P.WORKSPACES_DELETE, P.WORKSPACES_READ),
    (P.TEMPLATES_READ, P.TEMPLATES_CREATE),
    (P.TEMPLATES_READ, P.TEMPLATES_CREATE, P.WORKSPACES_READ),
    (P.TEMPLATES_CREATE, P.WORKSPACES_READ),
    (P.TEMPLATES_READ, P.TEMPLATES_UPDATE),
    (P.TEMPLATES_READ, P.TEMPLATES_DELETE),
    (P.TEMPLATES_READ, P.VERSIONS_SUBMIT),
    (P.TEMPLATES_READ, P.VERSIONS_PUBLISH),
    (P.TEMPLATES_READ, P.REVIEWS_READ),
    (P.TEMPLATES_READ, P.REVIEWS_DECIDE_ISV),
    (P.TEMPLATES_READ, P.STORE_SUSPEND),
    (P.STORE_READ, P.STORE_SUSPEND),
    (P.STORE_READ, P.TEMPLATES_UPDATE),
    (P.AUDIT_READ, P.WORKSPACES_READ),
    (P.USERS_MANAGE, P.USERS_READ),
    (P.REPOSITORIES_READ, P.WORKSPACES_READ),
    (P.REPOSITORIES_MANAGE, P.WORKSPACES_READ),
    (P.REPOSITORIES_MANAGE, P.REPOSITORIES_READ),
    (P.REPOSITORIES_MANAGE, P.REPOSITORIES_READ, P.WORKSPACES_READ),
    (P.REPOSITORIES_READ, P.TEMPLATES_CREATE, P.TEMPLATES_READ, P.WORKSPACES_READ),
)
APART: tuple[tuple[tuple[Permission, ...], Permission], ...] = (
    ((P.AUDIT_READ,), P.WORKSPACES_READ),
    ((P.TEMPLATES_READ,), P.WORKSPACES_READ),
    ((P.TEMPLATES_READ, P.REVIEWS_READ), P.AUDIT_READ),
    ((P.ROLES_MANAGE,), P.WORKSPACES_READ),
    ((P.ROLES_MANAGE,), P.ROLES_READ),
)
BOTH: tuple[tuple[tuple[Permission, ...], tuple[Permission, ...]], ...] = (
    ((P.TEMPLATES_READ,), (P.TEMPLATES_CREATE, P.WORKSPACES_READ)),
    ((P.ROLES_MANAGE,), (P.ROLES_READ,)),
    ((P.USERS_MANAGE,), (P.WORKSPACES_READ, P.MEMBERS_READ)),
    ((P.USERS_MANAGE,), (P.TEMPLATES_READ, P.REVIEWS_READ)),
    ((P.AUDIT_READ,), (P.WORKSPACES_READ,)),
)


def narrowed_ones() -> Iterator[Caller]:
    """Those who do not manage the account: with an API token, or in an assumed role."""
    token, role = Came.BY_TOKEN, Came.IN_A_ROLE
    yield Caller("token for nothing", came=token)
    yield Caller("token of a platform-admin", "platform-admin", came=token)
    yield Caller("token of a workspace-admin", "platform-regular", "workspace-admin", came=token)
    yield Caller("token for USERS_MANAGE", frozenset({P.USERS_MANAGE}), came=token)
    yield Caller("token for WORKSPACES_READ", acme=frozenset({P.WORKSPACES_READ}), came=token)
    for one in (BUILTIN_BY_NAME[name] for name in ("platform-admin", "app-reviewer", "workspace-developer")):
        held = {"platform" if one.scope is RoleScope.PLATFORM else "acme": one.name}
        yield Caller(f"in the role {one.name}", came=role, **held)
    yield Caller("in a role for ROLES_MANAGE on the platform", frozenset({P.ROLES_MANAGE}), came=role)
    yield Caller("in a role for ROLES_MANAGE in a workspace", acme=frozenset({P.ROLES_MANAGE}), came=role)


def everybody() -> Iterator[Caller]:
    """Those who hold a built-in role, however they came; under `make fuzz` callers of every kind and permission too,
    which take a minute more."""
    yield from by_built_in_role()
    if "FUZZ" in os.environ:
        yield from by_one_permission()
        yield from odd_ones()
        yield from narrowed_ones()
    else:
        yield from (caller for caller in narrowed_ones() if isinstance(caller.platform or caller.acme, str))
        yield from islice(odd_ones(), len(TOGETHER), None, 4)


CALLERS = {caller.name: caller for caller in everybody()}
BY_BUILT_IN_ROLE = {caller.name: caller for caller in by_built_in_role()}
