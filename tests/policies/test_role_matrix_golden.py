"""The whole of authorization as one file to read: role x permission x place, and role x row x workspace."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from policies.enforcer import ask_casbin, read_builtin_rules, rules_of
from policies.predicate import Row, Thing, holds
from policies.principal import Principal, anonymous
from policies.scope import scope_of
from policies.vocabulary import BUILTIN_ROLES, GROUPS, Permission, RoleScope
from tests.policies.golden import ROOT, assert_golden

FILE = ROOT / "tests" / "golden" / "role_matrix.txt"
ME, OWN, OTHER = UUID(int=1), UUID(int=101), UUID(int=102)
PLACES = {"platform": None, "own": OWN, "other": OTHER}
THINGS = (Thing.TEMPLATE, Thing.VERSION, Thing.REVIEW, Thing.STORE_APP)
HEADER = """\
# Who may do what: every role x permission x place, and every role x row x workspace. `make golden` writes it anew.
#
# The role alone decides: platform roles are held on the platform, workspace roles in the workspace `own`.
# app-review is the tutorial's custom role of the platform: the group App Template, whole.
# may: the permission is allowed on the platform, in one's own workspace, in another one.
# sees: rows in one's own workspace and in another one, with the store closed to the anonymous.
# What a public store adds for everyone is what it shows to `anonymous, store public`.
"""


class Stage(NamedTuple):
    """What stands in the database of a template with one version that has come this far; None is no row."""

    name: str
    version_state: str
    submitted: bool
    listed: bool | None


STAGES = (
    Stage("never submitted", "DRAFT", False, None),
    Stage("submitted", "SUBMITTED", True, None),
    Stage("withdrawn draft", "DRAFT", True, None),
    Stage("published", "ACTIVE", True, True),
    Stage("suspended", "SUSPENDED", True, False),
)


def row_of(thing: Thing, stage: Stage, workspace_id: UUID) -> Row | None:
    """The row that the stage leaves of a thing."""
    first_submitted_at = "some time" if stage.submitted else None
    rows: dict[Thing, Row | None] = {
        Thing.TEMPLATE: {"workspace_id": workspace_id, "first_submitted_at": first_submitted_at},
        Thing.VERSION: {
            "workspace_id": workspace_id,
            "first_submitted_at": first_submitted_at,
            "state": stage.version_state,
        },
        Thing.REVIEW: {"workspace_id": workspace_id} if stage.submitted else None,
        Thing.STORE_APP: None if stage.listed is None else {"workspace_id": workspace_id, "listed": stage.listed},
    }
    return rows[thing]


def callers() -> Iterator[tuple[str, Principal]]:
    """Each role held alone, and nobody."""
    rules = read_builtin_rules()
    for role in BUILTIN_ROLES:
        held = ask_casbin(rules[role.name])
        if role.scope is RoleScope.PLATFORM:
            yield role.name, Principal(ME, "me", platform=held, store_public=False)
        else:
            yield role.name, Principal(ME, "me", workspaces={OWN: held}, store_public=False)
    group = next(group for group in GROUPS[RoleScope.PLATFORM] if group.name == "app-template")
    yield "app-review", Principal(ME, "me", platform=ask_casbin(rules_of(group.permissions)), store_public=False)
    yield "anonymous, store public", anonymous(store_public=True)
    yield "anonymous, store closed", anonymous(store_public=False)


def matrix() -> str:
    """The file's text."""
    return HEADER + "".join(f"\n{line}" for name, caller in callers() for line in lines_of(name, caller)) + "\n"


def lines_of(name: str, caller: Principal) -> Iterator[str]:
    """One line for each permission, then one for each thing at each stage."""
    for permission in Permission:
        yield line(
            name, "may", permission.value, {at: caller.allows(permission, place) for at, place in PLACES.items()}
        )
    for thing in THINGS:
        for stage in STAGES:
            rows = {at: row_of(thing, stage, place) for at, place in (("own", OWN), ("other", OTHER))}
            seen = {at: row is not None and sees(caller, thing, row) for at, row in rows.items()}
            if any(row is not None for row in rows.values()):
                yield line(name, "sees", f"{thing.value}, {stage.name}", seen)


def sees(caller: Principal, thing: Thing, row: Row) -> bool:
    return holds(scope_of(caller, thing).predicate, row, _no_other_rows)


def _no_other_rows(thing: Thing) -> Iterable[Row]:
    raise AssertionError(f"the scopes of {THINGS} look at no {thing}")


def line(name: str, verb: str, what: str, decisions: dict[str, bool]) -> str:
    answers = "  ".join(f"{at} {'yes' if yes else '-':<3}" for at, yes in decisions.items())
    return f"{name:<24} {verb:<4} {what:<28} {answers}".rstrip()


def test_the_role_matrix_is_golden() -> None:
    assert_golden(FILE, matrix())


def test_the_role_matrix_has_every_role_and_permission() -> None:
    text = FILE.read_text()

    names = [role.name for role in BUILTIN_ROLES]
    assert all(f"{name:<24} may  {permission.value} " in text for name in names for permission in Permission)
