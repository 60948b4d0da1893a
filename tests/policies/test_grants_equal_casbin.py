"""What we keep of Casbin's answers equals Casbin, and narrowing never widens."""

import random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.enforcer import ask_casbin, load_builtin_permissions, read_builtin_rules, rules_of
from policies.principal import Principal, narrowed
from policies.vocabulary import BUILTIN_ROLES, GROUPS, WORKSPACE_PERMISSIONS, Permission, RoleScope
from tests.policies.worlds import Holding, some_holding

P = Permission
USERS = tuple(UUID(int=n) for n in range(1, 4))
WORKSPACES = tuple(UUID(int=n) for n in range(101, 104))
FOREIGN = UUID(int=199)
PLACES = (None, *WORKSPACES, FOREIGN)

holdings = st.randoms().map(lambda rng: some_holding(rng, USERS, WORKSPACES))
some_permissions = st.frozensets(st.sampled_from(Permission))
maybe_permissions = st.none() | some_permissions
maybe_workspace = st.sampled_from(PLACES)

ALL_OF_THE_WORKSPACES = {P.WORKSPACES_CREATE, P.WORKSPACES_READ, P.WORKSPACES_UPDATE, P.WORKSPACES_DELETE}
TEMPLATES_AND_VERSIONS = {
    P.TEMPLATES_READ,
    P.TEMPLATES_CREATE,
    P.TEMPLATES_UPDATE,
    P.TEMPLATES_DELETE,
    P.VERSIONS_SUBMIT,
    P.VERSIONS_PUBLISH,
}
# The table of roles as it was asked for, written out a second time.
ASKED_FOR = {
    "platform-admin": set(Permission),
    "platform-regular": {P.STORE_READ},
    "workspace-manager": {
        *ALL_OF_THE_WORKSPACES,
        P.MEMBERS_READ,
        P.MEMBERS_MANAGE,
        P.ROLES_READ,
        P.USERS_READ,
        P.STORE_READ,
    },
    "app-reviewer": {
        P.TEMPLATES_READ,
        P.REVIEWS_READ,
        P.REVIEWS_DECIDE_BUSINESS,
        P.REVIEWS_DECIDE_TECHNICAL,
        P.STORE_READ,
        P.STORE_SUSPEND,
        P.CATEGORIES_MANAGE,
    },
    "workspace-admin": set(WORKSPACE_PERMISSIONS),
    "workspace-developer": {
        P.WORKSPACES_READ,
        P.MEMBERS_READ,
        *TEMPLATES_AND_VERSIONS,
        P.REVIEWS_READ,
        P.AUDIT_READ,
        P.REPOSITORIES_READ,
    },
    "workspace-viewer": {
        P.WORKSPACES_READ,
        P.MEMBERS_READ,
        P.TEMPLATES_READ,
        P.REVIEWS_READ,
        P.REPOSITORIES_READ,
    },
}


def test_builtin_roles_allow_what_was_asked_for() -> None:
    assert {role: set(held) for role, held in load_builtin_permissions().items()} == ASKED_FOR


def test_each_builtin_role_has_rules_and_each_rule_a_role() -> None:
    assert set(read_builtin_rules()) == {role.name for role in BUILTIN_ROLES}


@given(some_permissions)
def test_a_custom_role_allows_exactly_its_permissions(permissions: frozenset[Permission]) -> None:
    assert ask_casbin(rules_of(permissions)) == permissions


@given(holdings)
@settings(max_examples=25, deadline=None)
def test_principals_answer_as_casbin_for_every_user_place_and_permission(world: Holding) -> None:
    for user in USERS:
        principal = world.principal(user)
        for place in PLACES:
            asked = {p for p in Permission if world.casbin_allows(user, p, place)}
            assert {p for p in Permission if principal.allows(p, place)} == asked
            assert principal.holds_in(place) == asked


@given(holdings, some_permissions)
@settings(max_examples=25, deadline=None)
def test_the_workspaces_allowing_are_those_where_casbin_allows_all(
    world: Holding, permissions: frozenset[Permission]
) -> None:
    for user in USERS:
        principal = world.principal(user)
        expected = {
            place
            for place in principal.workspaces
            if all(world.casbin_allows(user, permission, place) for permission in permissions)
        }
        assert principal.workspaces_allowing(*permissions) == expected


@given(holdings)
@settings(max_examples=15, deadline=None)
def test_what_may_be_granted_in_a_place_is_what_casbin_allows_there(world: Holding) -> None:
    principal = world.principal(USERS[0])
    for place in PLACES:
        held = {p for p in WORKSPACE_PERMISSIONS if world.casbin_allows(USERS[0], p, place)}
        missing = WORKSPACE_PERMISSIONS - held
        assert principal.covers(held, place)
        assert not any(principal.covers({*held, more}, place) for more in missing)


def test_a_stranger_and_the_anonymous_hold_nothing_anywhere() -> None:
    world = some_holding(random.Random(1), USERS, WORKSPACES)
    stranger = UUID(int=999)

    for principal in (world.principal(stranger), Principal(None, "anonymous")):
        assert not any(principal.allows(p, place) for p in Permission for place in PLACES)
    assert not any(world.casbin_allows(stranger, p, place) for p in Permission for place in PLACES)


def held_everywhere(principal: Principal) -> dict[UUID | None, set[Permission]]:
    """What the principal is allowed, place by place."""
    return {place: {p for p in Permission if principal.allows(p, place)} for place in PLACES}


@given(holdings, maybe_permissions, maybe_workspace)
@settings(deadline=None)
def test_narrowed_is_the_intersection_and_never_wider(
    world: Holding, permissions: frozenset[Permission] | None, workspace: UUID | None
) -> None:
    whole = world.principal(USERS[0])

    cut = narrowed(whole, permissions, workspace)

    kept = frozenset(Permission) if permissions is None else permissions
    for place, allowed in held_everywhere(whole).items():
        # What is held on the platform reaches the one workspace, and no token of it acts on the platform.
        expected = allowed & kept if workspace is None or place == workspace else set()
        assert held_everywhere(cut)[place] == expected


@given(holdings, maybe_permissions, maybe_workspace, maybe_permissions, maybe_workspace)
@settings(deadline=None)
def test_narrowing_twice_is_narrowing_to_what_both_leave(
    world: Holding,
    first: frozenset[Permission] | None,
    here: UUID | None,
    second: frozenset[Permission] | None,
    there: UUID | None,
) -> None:
    whole = world.principal(USERS[0])

    twice = narrowed(narrowed(whole, first, here), second, there)

    one_way, other_way = held_everywhere(narrowed(whole, first, here)), held_everywhere(narrowed(whole, second, there))
    assert held_everywhere(twice) == {place: one_way[place] & other_way[place] for place in PLACES}
    assert narrowed(narrowed(whole, second, there), first, here) == twice


@given(holdings)
def test_narrowing_to_nothing_leaves_who_it_is_and_no_right(world: Holding) -> None:
    whole = world.principal(USERS[0])

    cut = narrowed(whole, frozenset(), None)

    assert (cut.user_id, cut.username) == (whole.user_id, whole.username)
    assert not any(held_everywhere(cut).values())


@pytest.mark.parametrize("scope", RoleScope)
def test_the_groups_of_a_role_form_offer_each_permission_that_has_meaning_once(scope: RoleScope) -> None:
    offered = [permission for group in GROUPS[scope] for permission in group.permissions]

    assert len(offered) == len(set(offered))
    assert set(offered) == (set(Permission) if scope is RoleScope.PLATFORM else set(WORKSPACE_PERMISSIONS))
