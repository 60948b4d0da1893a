"""Why Casbin says yes or no: the decision in words, with the rule, the role and the place where the role is held.

Pure: it is given what a user holds. Which rows the asker may hear about is for services.explain to decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never
from uuid import UUID

from policies.enforcer import Grouping, Rule, enforce, new_enforcer, role_subject
from policies.predicate import AllOf, AnyOf, Constant, In, Is, IsSet, Linked, Predicate, Thing
from policies.vocabulary import Permission


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision, the reason in a sentence or two, and the lines of the policy that made it (none when it is no)."""

    allowed: bool
    reason: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that counts where it is held: on the platform (`workspace_id` None) or in a workspace."""

    name: str
    rules: tuple[Rule, ...]
    workspace_id: UUID | None


@dataclass(frozen=True, slots=True)
class Holder:
    """The user asked about, with all that they hold."""

    user_id: UUID
    username: str
    disabled: bool
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the question is asked: the platform, or a workspace (its name None when the asker may not know it)."""

    workspace_id: UUID | None = None
    name: str | None = None

    @property
    def words(self) -> str:
        """The place inside a sentence."""
        if self.workspace_id is None:
            return "on the platform"
        return "in its workspace" if self.name is None else f"in the workspace {self.name}"


ON_THE_PLATFORM = Place()


def explain_permission(holder: Holder, permission: Permission, place: Place) -> Explanation:
    """Casbin's decision over everything that the user holds. A disabled user is refused whatever they hold."""
    if holder.disabled:
        return Explanation(False, f"{holder.username} is disabled, and may do nothing.")
    reaching = [role for role in holder.roles if role.workspace_id in (None, place.workspace_id)]
    allowed, rule = _ask(holder, permission, place)
    if not allowed:
        return Explanation(False, _denial(holder, permission, place, reaching))
    key, obj, act = rule
    role = next(role for role in reaching if role_subject(_key(role)) == key)
    where = ON_THE_PLATFORM if role.workspace_id is None else place
    return Explanation(
        True,
        f"{holder.username} holds the role {role.name} {where.words}, which allows {permission.value}.",
        (f"p, r:{role.name}, {obj}, {act}", f"g, u:{holder.username}, r:{role.name}, {_domain(where)}"),
    )


def _key(role: HeldRole) -> str:
    # Workspaces may give their own roles the same name: the place of the role keeps them apart.
    return role.name if role.workspace_id is None else f"{role.name}@{role.workspace_id}"


def _ask(holder: Holder, permission: Permission, place: Place) -> tuple[bool, list[str]]:
    rules = {_key(role): role.rules for role in holder.roles}
    held = [Grouping(holder.user_id, _key(role), role.workspace_id) for role in holder.roles]
    return enforce(new_enforcer(rules, held), holder.user_id, place.workspace_id, permission)


def _denial(holder: Holder, permission: Permission, place: Place, reaching: Sequence[HeldRole]) -> str:
    held = ", ".join(f"{role.name} {_held_where(role, place)}" for role in reaching) or "no role"
    return f"No role that {holder.username} holds {place.words} allows {permission.value}; they hold {held}."


def _held_where(role: HeldRole, place: Place) -> str:
    return (ON_THE_PLATFORM if role.workspace_id is None else place).words


def _domain(place: Place) -> str:
    if place.workspace_id is None:
        return "platform"
    return "w:(not visible)" if place.name is None else f"w:{place.name}"


def unseen_grant(holder: Holder, permission: Permission, place: Place) -> Explanation:
    """Yes, by a role of which the asker, who holds the permission by it too, may know nothing else."""
    return Explanation(
        not holder.disabled, f"{holder.username} is allowed {permission.value} {place.words} by a role held elsewhere."
    )


def with_sight(explanation: Explanation, holder: Holder, thing: Thing, clause: Predicate | None) -> Explanation:
    """The decision about one row: also no when the user cannot see it, as for them it does not exist.

    `clause` is the alternative of the user's scope that shows the row, or None when none does.
    """
    if clause is None:
        unseen = f"{holder.username} cannot see it, so for them it does not exist."
        return Explanation(False, f"{unseen} {explanation.reason}")
    seen = f"{holder.username} sees it: {describe(clause)}."
    rules = (*explanation.rules, f"scope, {thing.value}, {describe(clause)}") if explanation.allowed else ()
    return replace(explanation, reason=f"{explanation.reason} {seen}", rules=rules)


def describe(predicate: Predicate) -> str:
    """The predicate in words that name columns and constants, and never the ids in it."""
    match predicate:
        case Constant(value):
            return "every row" if value else "no row"
        case Is(column, value):
            return f"{column} is {'their own' if isinstance(value, UUID) else value}"
        case In(column, values):
            return f"{column} is one of {len(values)} where they hold what it needs"
        case IsSet(column):
            return f"{column} is set"
        case Linked(column, thing, via, where):
            return f"{column} is the {via} of a {thing.value} they see ({describe(where)})"
        case AllOf(parts):
            return " and ".join(describe(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(describe(part) for part in parts)
        case _:
            assert_never(predicate)
