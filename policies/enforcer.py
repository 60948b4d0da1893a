"""Casbin itself: loads the model and the built-in rules, and is asked what a role's rules allow.

Casbin evaluates its matcher for every rule of a request, so it is asked once for each (role, object, action) when
rules change, and the answers are kept (`ask_casbin`); `enforce` asks it outright, for explanations and tests.
"""

import csv
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

import casbin

from policies.vocabulary import BUILTIN_BY_NAME, BUILTIN_ROLES, Permission, permissions_of_scope

PLATFORM = "platform"
ROOT = Path(__file__).resolve().parent.parent
MODEL_FILE = ROOT / "casbin_model.conf"
ROLES_FILE = ROOT / "policies" / "roles.csv"

Rule = tuple[str, str]
"""The (object, action) columns of a policy line; either may be `*`."""


class PolicyError(Exception):
    """The model or the rules cannot be compiled: the process refuses to start on them."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A `g` line: a user holds a role in a domain."""

    user_id: UUID
    role: str
    workspace_id: UUID | None


def subject(user_id: UUID) -> str:
    """How Casbin names a user. The prefix keeps a user from being taken for a role."""
    return f"u:{user_id}"


def role_subject(role: str) -> str:
    """How Casbin names a role, by a built-in role's name or a custom role's id."""
    return f"r:{role}"


def domain_of(workspace_id: UUID | None) -> str:
    """How Casbin names a place: the platform, or one workspace."""
    return PLATFORM if workspace_id is None else f"w:{workspace_id}"


def read_builtin_rules(path: Path = ROLES_FILE) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of each built-in role, by name. PolicyError, with the line, on anything it cannot understand."""
    rules: dict[str, list[Rule]] = {role.name: [] for role in BUILTIN_ROLES}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, skipinitialspace=True), start=1):
            if row:
                role, rule = _parse_rule(row, f"{path.name}:{number}")
                rules[role].append(rule)
    empty = sorted(role for role, lines in rules.items() if not lines)
    if empty:
        raise PolicyError(f"{path.name}: no rule for {', '.join(empty)}")
    return {role: tuple(lines) for role, lines in rules.items()}


def _parse_rule(row: list[str], where: str) -> tuple[str, Rule]:
    if len(row) != 4 or row[0] != "p":
        raise PolicyError(f"{where}: expected `p, r:<role>, <object>, <action>`")
    role = row[1].removeprefix("r:")
    if role not in BUILTIN_BY_NAME or row[1] == role:
        raise PolicyError(f"{where}: {row[1]!r} is not a built-in role; expected r:<role>")
    rule = (row[2], row[3])
    scope = BUILTIN_BY_NAME[role].scope
    covered = {permission for permission in Permission if _covers(rule, permission)}
    if not covered or not covered <= permissions_of_scope(scope):
        raise PolicyError(
            f"{where}: {row[2]}, {row[3]} names no permission, or one without meaning in a {scope.lower()} role"
        )
    return role, rule


def _covers(rule: Rule, permission: Permission) -> bool:
    obj, act = permission.object_and_action
    return rule[0] in ("*", obj) and rule[1] in ("*", act)


def rules_of(permissions: Iterable[Permission]) -> tuple[Rule, ...]:
    """The rules of a custom role that holds exactly these permissions."""
    return tuple(sorted(permission.object_and_action for permission in permissions))


def new_enforcer(rules: Mapping[str, Iterable[Rule]], groupings: Iterable[Grouping]) -> casbin.Enforcer:
    """A Casbin enforcer over these roles' rules and these groupings; with nothing in it, it allows nothing."""
    _quieten_casbin()
    enforcer = casbin.Enforcer(str(MODEL_FILE))
    lines = [[role_subject(role), obj, act] for role, lines in rules.items() for obj, act in lines]
    if lines:
        enforcer.add_policies(lines)
    held = [[subject(g.user_id), role_subject(g.role), domain_of(g.workspace_id)] for g in groupings]
    if held:
        enforcer.add_grouping_policies([list(line) for line in dict.fromkeys(map(tuple, held))])
    return enforcer


def enforce(
    enforcer: casbin.Enforcer, user_id: UUID, workspace_id: UUID | None, permission: Permission
) -> tuple[bool, list[str]]:
    """Casbin's decision and the rule that made it. Denies on an empty policy without asking (Casbin would not)."""
    if not enforcer.get_policy():
        return False, []
    allowed, rule = enforcer.enforce_ex(subject(user_id), domain_of(workspace_id), *permission.object_and_action)
    return bool(allowed), list(rule)


_PROBE = UUID(int=0)


@lru_cache(maxsize=4096)
def ask_casbin(rules: tuple[Rule, ...]) -> frozenset[Permission]:
    """What a role with these rules allows where it is held: Casbin's answer for each permission."""
    enforcer = new_enforcer({"probe": rules}, [Grouping(_PROBE, "probe", None)])
    return frozenset(p for p in Permission if enforce(enforcer, _PROBE, None, p)[0])


def load_builtin_permissions() -> Mapping[str, frozenset[Permission]]:
    """What each built-in role allows. PolicyError when the model or a rule cannot be compiled: then nothing starts."""
    if version("pycasbin").split(".")[0] != "2":
        raise PolicyError("pycasbin 2 is needed (the distribution `casbin` is its abandoned predecessor)")
    try:
        return {role: ask_casbin(rules) for role, rules in read_builtin_rules().items()}
    except PolicyError:
        raise
    except Exception as error:
        raise PolicyError(f"{MODEL_FILE.name} cannot be compiled: {error}") from error


def _quieten_casbin() -> None:
    # It logs each denied request, with its arguments, at WARNING; a denial is an answer here, not an event.
    for name in ("casbin", "casbin.enforcer", "casbin.policy", "casbin.role"):
        logging.getLogger(name).setLevel(logging.ERROR)
