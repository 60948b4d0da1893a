"""Explanations say what Casbin decides, and name the rule, the role and the place."""

import random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.enforcer import Rule, read_builtin_rules
from policies.explain import (
    ON_THE_PLATFORM,
    Explanation,
    HeldRole,
    Holder,
    Place,
    describe,
    explain_permission,
    with_sight,
)
from policies.predicate import EVERYTHING, NOTHING, AllOf, AnyOf, In, Is, IsSet, Linked, Thing
from policies.vocabulary import Permission
from tests.policies.worlds import some_holding

P = Permission
ALICE, ACME, OTHER = UUID(int=1), UUID(int=101), UUID(int=102)
AT_ACME = Place(ACME, "acme")
BUILTIN = read_builtin_rules()


def held(name: str, workspace_id: UUID | None = None, rules: tuple[Rule, ...] | None = None) -> HeldRole:
    return HeldRole(name, BUILTIN[name] if rules is None else rules, workspace_id)


def alice(*roles: HeldRole, disabled: bool = False) -> Holder:
    return Holder(ALICE, "alice", disabled, roles)


def test_a_role_of_the_platform_is_named_with_its_rule() -> None:
    explained = explain_permission(alice(held("app-reviewer")), P.STORE_SUSPEND, ON_THE_PLATFORM)

    assert explained == Explanation(
        True,
        "alice holds the role app-reviewer on the platform, which allows STORE_SUSPEND.",
        ("p, r:app-reviewer, store, *", "g, u:alice, r:app-reviewer, platform"),
    )


def test_a_role_of_the_platform_decides_in_a_workspace_too() -> None:
    explained = explain_permission(alice(held("app-reviewer")), P.TEMPLATES_READ, AT_ACME)

    assert explained.allowed
    assert explained.rules[1] == "g, u:alice, r:app-reviewer, platform"


def test_a_role_of_the_workspace_is_named_with_the_workspace() -> None:
    holder = alice(held("platform-regular"), held("workspace-developer", ACME), held("workspace-admin", OTHER))

    explained = explain_permission(holder, P.VERSIONS_SUBMIT, AT_ACME)

    assert explained == Explanation(
        True,
        "alice holds the role workspace-developer in the workspace acme, which allows VERSIONS_SUBMIT.",
        ("p, r:workspace-developer, versions, *", "g, u:alice, r:workspace-developer, w:acme"),
    )


def test_a_denial_names_the_roles_that_reach_the_place_and_no_other() -> None:
    holder = alice(held("platform-regular"), held("workspace-viewer", ACME), held("workspace-admin", OTHER))

    explained = explain_permission(holder, P.VERSIONS_SUBMIT, AT_ACME)

    assert explained == Explanation(
        False,
        "No role that alice holds in the workspace acme allows VERSIONS_SUBMIT; "
        "they hold platform-regular on the platform, workspace-viewer in the workspace acme.",
    )


def test_one_who_holds_nothing_is_told_so() -> None:
    explained = explain_permission(alice(), P.STORE_READ, ON_THE_PLATFORM)

    assert explained == Explanation(
        False, "No role that alice holds on the platform allows STORE_READ; they hold no role."
    )


def test_a_disabled_user_may_do_nothing_whatever_they_hold() -> None:
    explained = explain_permission(alice(held("platform-admin"), disabled=True), P.STORE_READ, ON_THE_PLATFORM)

    assert explained == Explanation(False, "alice is disabled, and may do nothing.")


def test_roles_of_one_name_in_two_workspaces_are_kept_apart() -> None:
    strong, weak = (("audit", "read"),), (("members", "read"),)
    holder = alice(held("custom", ACME, weak), held("custom", OTHER, strong))

    assert not explain_permission(holder, P.AUDIT_READ, AT_ACME).allowed
    assert explain_permission(holder, P.AUDIT_READ, Place(OTHER, "other")).allowed


def test_a_workspace_that_the_asker_may_not_know_is_not_named() -> None:
    holder = alice(held("workspace-viewer", ACME))

    for permission in (P.TEMPLATES_READ, P.VERSIONS_SUBMIT):
        assert "in its workspace" in explain_permission(holder, permission, Place(ACME)).reason


def test_what_the_user_cannot_see_they_cannot_touch_even_with_the_permission() -> None:
    allowed = explain_permission(alice(held("app-reviewer")), P.TEMPLATES_READ, AT_ACME)

    explained = with_sight(allowed, alice(), Thing.VERSION, None)

    assert not explained.allowed
    assert explained.reason.startswith("alice cannot see it, so for them it does not exist. ")
    assert explained.rules == ()


def test_the_clause_that_shows_the_row_is_named() -> None:
    allowed = explain_permission(alice(held("app-reviewer")), P.TEMPLATES_READ, AT_ACME)

    explained = with_sight(allowed, alice(), Thing.VERSION, IsSet("first_submitted_at"))

    assert explained.allowed
    assert explained.reason.endswith("alice sees it: first_submitted_at is set.")
    assert explained.rules == (*allowed.rules, "scope, version, first_submitted_at is set")


def test_seeing_a_row_allows_nothing_else() -> None:
    refused = explain_permission(alice(held("platform-regular")), P.STORE_SUSPEND, AT_ACME)

    explained = with_sight(refused, alice(), Thing.STORE_APP, Is("listed", True))

    assert not explained.allowed
    assert explained.reason == f"{refused.reason} alice sees it: listed is True."
    assert explained.rules == ()


def test_predicates_in_words_hold_no_ids() -> None:
    own = Is("user_id", ALICE)
    some = In("workspace_id", frozenset({ACME, OTHER}))
    tree = AnyOf((AllOf((own, some)), Linked("id", Thing.MEMBERSHIP, "user_id", some), EVERYTHING, NOTHING))

    words = describe(tree)

    assert words == (
        "user_id is their own and workspace_id is one of 2 where they hold what it needs"
        " or id is the user_id of a membership they see (workspace_id is one of 2 where they hold what it needs)"
        " or every row or no row"
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_the_decision_is_casbins(seed: int) -> None:
    world = some_holding(random.Random(seed), (ALICE,), (ACME, OTHER))
    roles = tuple(HeldRole(g.role, world.rules[g.role], g.workspace_id) for g in world.groupings)
    holder = Holder(ALICE, "alice", False, roles)

    for place in (ON_THE_PLATFORM, AT_ACME, Place(OTHER, "other"), Place(UUID(int=103), "third")):
        for permission in Permission:
            explained = explain_permission(holder, permission, place)
            assert explained.allowed == world.casbin_allows(ALICE, permission, place.workspace_id)
            assert len(explained.rules) == (2 if explained.allowed else 0)
