"""What Casbin does that surprises, one test each: the surprise where it can be shown, and that we are immune."""

import ast
import gc
import logging
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from uuid import UUID, uuid4

import casbin
import pytest

from policies.enforcer import (
    MODEL_FILE,
    Grouping,
    PolicyError,
    Rule,
    ask_casbin,
    domain_of,
    enforce,
    load_builtin_permissions,
    new_enforcer,
    read_builtin_rules,
    role_subject,
    rules_of,
    subject,
)
from policies.vocabulary import BUILTIN_ROLES, PLATFORM_ADMIN, Permission

POLICIES = Path(__file__).resolve().parents[2] / "policies"
ALICE, BOB = UUID(int=1), UUID(int=2)
HERE, THERE = UUID(int=101), UUID(int=102)
BUILTIN = read_builtin_rules()
# The whole of Casbin that we use. What is not here cannot go wrong: filters in which "" means all, implicit
# permissions that forget domains, conditions at fixed columns, matching functions, batches, watchers, adapters.
USED_OF_CASBIN = {"Enforcer", "add_policies", "add_grouping_policies", "enforce_ex", "get_policy"}


def allows_anything(enforcer: casbin.Enforcer, user: UUID, place: UUID | None) -> bool:
    return any(enforce(enforcer, user, place, permission)[0] for permission in Permission)


def model_text() -> str:
    """The model without its comments."""
    return "\n".join(line for line in MODEL_FILE.read_text().splitlines() if not line.startswith("#"))


def test_a_user_cannot_be_taken_for_a_role() -> None:
    enforcer = new_enforcer(BUILTIN, [])
    assert enforcer.enforce("r:platform-admin", "platform", "templates", "read"), (
        "the surprise: a role is its own member"
    )

    names = {subject(user) for user in (ALICE, BOB, uuid4())}

    assert all(name.startswith("u:") for name in names)
    assert names.isdisjoint(role_subject(role.name) for role in BUILTIN_ROLES)
    assert not allows_anything(enforcer, ALICE, None)


@pytest.mark.parametrize(
    "name", ["platform", "platform-admin", "*", subject(ALICE), domain_of(HERE), "r:platform-admin"]
)
def test_a_custom_role_of_any_name_stays_a_role_of_its_own(name: str) -> None:
    rules = {**BUILTIN, f"custom:{name}": rules_of({Permission.AUDIT_READ}), name: BUILTIN.get(name, ())}

    enforcer = new_enforcer(rules, [Grouping(BOB, f"custom:{name}", HERE)])

    assert not allows_anything(enforcer, ALICE, None)
    assert not allows_anything(enforcer, ALICE, HERE)
    assert not allows_anything(enforcer, BOB, None)
    assert {p for p in Permission if enforce(enforcer, BOB, HERE, p)[0]} == {Permission.AUDIT_READ}


def test_asking_leaves_no_enforcer_behind_that_guessed_ids_could_fill() -> None:
    gc.collect()
    before = sum(isinstance(thing, casbin.Enforcer) for thing in gc.get_objects())

    for n in range(20):
        ask_casbin(rules_of({Permission.STORE_READ, list(Permission)[n]}))
    gc.collect()

    assert sum(isinstance(thing, casbin.Enforcer) for thing in gc.get_objects()) == before


def test_the_number_of_rules_does_not_grow_with_tenants() -> None:
    few = new_enforcer(BUILTIN, [Grouping(ALICE, "workspace-viewer", HERE)])
    many = new_enforcer(BUILTIN, [Grouping(uuid4(), "workspace-viewer", uuid4()) for _ in range(300)])

    assert len(many.get_policy()) == len(few.get_policy())


def test_roles_form_no_hierarchy_that_could_be_too_deep() -> None:
    held = [Grouping(ALICE, role.name, place) for role in BUILTIN_ROLES for place in (None, HERE)]

    lines = new_enforcer(BUILTIN, held).get_grouping_policy()

    assert lines
    assert all(member.startswith("u:") and role.startswith("r:") for member, role, _ in lines)
    assert not any(line.startswith("g") for line in (POLICIES / "roles.csv").read_text().splitlines())


@pytest.mark.parametrize("spoilt", ["templates\n", "template.", "templatesx", "Templates", " templates", "*", ""])
def test_objects_and_actions_are_compared_whole(spoilt: str) -> None:
    enforcer = new_enforcer({"custom": (("templates", "read"),)}, [Grouping(ALICE, "custom", None)])

    assert not enforcer.enforce(subject(ALICE), "platform", spoilt, "read")
    assert not enforcer.enforce(subject(ALICE), "platform", "templates", spoilt)


@pytest.mark.parametrize("forbidden", ["eval", "Match", "regex", "glob", "priority", "deny", "!", '"r:', '"u:'])
def test_the_model_has_no_patterns_no_eval_and_no_negation(forbidden: str) -> None:
    assert forbidden not in model_text()


def test_a_rule_is_never_evaluated() -> None:
    escape = "1 == 1) || (1 == 1"
    enforcer = new_enforcer({"custom": ((escape, escape),)}, [Grouping(ALICE, "custom", None)])

    assert not allows_anything(enforcer, ALICE, None)


def test_an_empty_policy_allows_nothing() -> None:
    empty = new_enforcer({}, [])
    assert empty.enforce("", "", "", ""), "the surprise: empty words match the empty rule"

    assert not allows_anything(empty, ALICE, None)
    assert not allows_anything(empty, ALICE, HERE)
    assert ask_casbin(()) == frozenset()


@pytest.mark.parametrize("permission", Permission)
def test_no_permission_has_an_empty_or_odd_object_or_action(permission: Permission) -> None:
    for word in permission.object_and_action:
        assert word.replace("_", "").isalpha()
        assert word.islower()


def test_the_process_does_not_start_on_a_role_without_rules(tmp_path: Path) -> None:
    file = tmp_path / "roles.csv"
    file.write_text("p, r:platform-admin, *, *\n")

    with pytest.raises(PolicyError, match="no rule for app-reviewer"):
        read_builtin_rules(file)


@pytest.mark.parametrize(
    "line",
    [
        "p, platform-admin, *, *",
        "p, r:nobody, *, *",
        "p, u:platform-admin, *, *",
        "p, r:platform-admin, *",
        "p, r:platform-admin, *, *, deny",
        "g, u:alice, r:platform-admin, platform",
        "p, r:platform-admin, template, read",
        "p, r:platform-admin, templates, reed",
        "p, r:platform-admin, ,",
        "p, r:workspace-admin, store, suspend",
        "p, r:workspace-admin, workspaces, *",
        "p, r:workspace-admin, *, *",
    ],
)
def test_the_process_does_not_start_on_a_rule_that_it_cannot_place(line: str, tmp_path: Path) -> None:
    file = tmp_path / "roles.csv"
    file.write_text((POLICIES / "roles.csv").read_text() + line + "\n")

    with pytest.raises(PolicyError, match=r"roles\.csv:\d+: "):
        read_builtin_rules(file)


def test_a_model_that_cannot_be_compiled_is_a_policy_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "model.conf"
    broken.write_text("[request_definition]\nr = sub\n")
    monkeypatch.setattr("policies.enforcer.MODEL_FILE", broken)
    ask_casbin.cache_clear()

    try:
        with pytest.raises(PolicyError, match=r"model\.conf cannot be compiled"):
            load_builtin_permissions()
    finally:
        ask_casbin.cache_clear()


def test_a_role_of_the_platform_reaches_workspaces_that_it_never_heard_of() -> None:
    enforcer = new_enforcer(BUILTIN, [Grouping(ALICE, PLATFORM_ADMIN, None)])

    assert all(enforce(enforcer, ALICE, uuid4(), permission)[0] for permission in Permission)


@pytest.mark.parametrize("wildcard", ["*", "w:*", ""])
def test_no_place_stands_for_others(wildcard: str) -> None:
    enforcer = new_enforcer(BUILTIN, [])
    enforcer.add_grouping_policy(subject(ALICE), role_subject("workspace-admin"), wildcard)

    assert not allows_anything(enforcer, ALICE, HERE)
    assert not allows_anything(enforcer, ALICE, None)


def test_a_role_in_one_workspace_says_nothing_of_another() -> None:
    enforcer = new_enforcer(BUILTIN, [Grouping(ALICE, "workspace-admin", HERE)])

    assert allows_anything(enforcer, ALICE, HERE)
    assert not allows_anything(enforcer, ALICE, THERE)
    assert not allows_anything(enforcer, ALICE, None)


def test_a_denial_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    enforcer = new_enforcer(BUILTIN, [Grouping(ALICE, "workspace-viewer", HERE)])
    with caplog.at_level(logging.WARNING):
        assert not enforce(enforcer, ALICE, HERE, Permission.AUDIT_READ)[0]

    assert caplog.records == []


def test_the_same_grouping_twice_counts_once() -> None:
    twice = new_enforcer(BUILTIN, [Grouping(ALICE, "workspace-viewer", HERE)] * 2)

    assert len(twice.get_grouping_policy()) == 1
    assert enforce(twice, ALICE, HERE, Permission.TEMPLATES_READ)[0]


@pytest.mark.parametrize("rule", [("templates", "read"), ("templates", "*"), ("*", "read"), ("*", "*")])
def test_the_rule_that_decides_is_named(rule: Rule) -> None:
    enforcer = new_enforcer({"custom": (rule,)}, [Grouping(ALICE, "custom", None)])

    assert enforce(enforcer, ALICE, HERE, Permission.TEMPLATES_READ) == (True, ["r:custom", *rule])


def used_of_casbin() -> set[str]:
    """The attributes of anything called casbin or enforcer that policies/ touches."""
    used = set()
    for path in POLICIES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in ("casbin", "enforcer")
            ):
                used.add(node.attr)
    return used


def test_nothing_else_of_casbin_is_used() -> None:
    assert used_of_casbin() == USED_OF_CASBIN


def test_there_is_no_adapter_and_no_watcher_that_could_disagree_with_the_database() -> None:
    enforcer = new_enforcer(BUILTIN, [])

    assert enforcer.adapter is None
    assert enforcer.watcher is None


def test_it_is_pycasbin_and_not_its_abandoned_namesake() -> None:
    assert version("pycasbin").startswith("2.")
    with pytest.raises(PackageNotFoundError):
        version("casbin")


def test_the_process_does_not_start_on_another_casbin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policies.enforcer.version", lambda _: "1.43.0")

    with pytest.raises(PolicyError, match="pycasbin 2 is needed"):
        load_builtin_permissions()
