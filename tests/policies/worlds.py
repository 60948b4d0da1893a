"""Who holds what in a test: users, their roles on the platform and in workspaces, and what each side makes of it.

`Holding` gives the same facts to Casbin (`enforcer`) and to us (`principal`); the tests compare the answers.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

import casbin

from policies.enforcer import Grouping, Rule, ask_casbin, enforce, new_enforcer, read_builtin_rules, rules_of
from policies.principal import Principal
from policies.vocabulary import BUILTIN_ROLES, Permission, RoleScope, permissions_of_scope

PLATFORM_ROLES = tuple(role.name for role in BUILTIN_ROLES if role.scope is RoleScope.PLATFORM)
WORKSPACE_ROLES = tuple(role.name for role in BUILTIN_ROLES if role.scope is RoleScope.WORKSPACE)


@dataclass(frozen=True)
class Holding:
    """The rules of every role, and who holds which role where."""

    rules: Mapping[str, tuple[Rule, ...]]
    groupings: tuple[Grouping, ...]

    @cached_property
    def enforcer(self) -> casbin.Enforcer:
        """Casbin with everything in it."""
        return new_enforcer(self.rules, self.groupings)

    def casbin_allows(self, user_id: UUID, permission: Permission, workspace_id: UUID | None) -> bool:
        """Casbin's own answer."""
        return enforce(self.enforcer, user_id, workspace_id, permission)[0]

    def principal(self, user_id: UUID, username: str = "someone", store_public: bool = True) -> Principal:
        """Our answer, made as the server makes it: Casbin asked once for each set of rules."""
        platform: frozenset[Permission] = frozenset()
        workspaces: dict[UUID, frozenset[Permission]] = {}
        for grouping in self.groupings:
            if grouping.user_id == user_id:
                held = ask_casbin(self.rules[grouping.role])
                if grouping.workspace_id is None:
                    platform |= held
                else:
                    workspaces[grouping.workspace_id] = workspaces.get(grouping.workspace_id, frozenset()) | held
        return Principal(user_id, username, platform, MappingProxyType(workspaces), store_public=store_public)


def some_permissions(rng: random.Random, scope: RoleScope) -> frozenset[Permission]:
    """What a custom role of the scope may hold, with the reads likelier: they are what scopes are made of."""
    reads = {p for p in permissions_of_scope(scope) if p.value.endswith("_READ")}
    chances = {p: 0.5 if p in reads else 0.15 for p in sorted(permissions_of_scope(scope))}
    return frozenset(p for p, chance in chances.items() if rng.random() < chance)


def some_holding(rng: random.Random, users: Iterable[UUID], workspaces: Iterable[UUID]) -> Holding:
    """Built-in and custom roles dealt out at random: one on the platform a user, at most one in a workspace."""
    places = tuple(workspaces)
    rules = dict(read_builtin_rules())
    custom = {scope: [f"custom-{scope.lower()}-{n}" for n in range(2)] for scope in RoleScope}
    for scope, names in custom.items():
        rules |= {name: rules_of(some_permissions(rng, scope)) for name in names}
    groupings = []
    for user in users:
        groupings.append(Grouping(user, rng.choice((*PLATFORM_ROLES, *custom[RoleScope.PLATFORM])), None))
        for place in places:
            if rng.random() < 0.5:
                role = rng.choice((*WORKSPACE_ROLES, *custom[RoleScope.WORKSPACE]))
                groupings.append(Grouping(user, role, place))
    return Holding(rules, tuple(groupings))
