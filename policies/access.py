"""What a caller's conditions look like, apart from the values in them: what lets many callers share one statement.

A question is put to the policy once for a caller; its answer is a predicate. Its *form* is the predicate with the
values taken out, its *values* are those, in the order in which a reader of the form meets them. Two callers of one
form are served by one statement text; the values are always bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import inf
from typing import assert_never
from uuid import UUID

from policies.predicate import EVERYTHING, NOTHING, AllOf, AnyOf, Constant, In, Is, IsSet, Linked, Predicate, Thing
from policies.principal import Principal
from policies.scope import scope_of, where_held
from policies.vocabulary import Permission

_BLANK = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Seen:
    """Which rows of the thing the caller sees."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Held:
    """In which workspaces, named by the column, the caller holds all of these."""

    permissions: tuple[Permission, ...]
    column: str = "workspace_id"


@dataclass(frozen=True, slots=True)
class HeldOnPlatform:
    """Whether the caller holds this on the platform."""

    permission: Permission


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whether there is a user behind the request."""


Question = Seen | Held | HeldOnPlatform | SignedIn


class Signature:
    """Tells callers apart whose statements could differ. Equal ones are one object for as long as they are in use."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, parts: tuple[object, ...]) -> None:
        self._parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Signature) and self._parts == other._parts)


@lru_cache(maxsize=10_000)
def _one_for_all(signature: Signature) -> Signature:
    """The first of equal signatures, so that most comparisons are of identities."""
    return signature


class Access:
    """A caller's answers, each made once. Equal signatures mean equal forms for every question there is."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal
        self._values: dict[Question, tuple[object, ...]] = {}
        self._workspaces: dict[tuple[str, ...], list[str]] = {}

    @cached_property
    def signature(self) -> Signature:
        """The forms of all that the caller sees, and where rights lie."""
        principal = self.principal
        seen = tuple(form_of(scope_of(principal, thing).predicate) for thing in Thing)
        joined = frozenset[Permission]().union(*principal.workspaces.values()) - principal.platform
        both = form_of(where_held(principal, Permission.WORKSPACES_READ, Permission.TEMPLATES_READ))
        return _one_for_all(Signature((principal.is_signed_in, principal.platform, joined, both, seen)))

    @cached_property
    def ends_at(self) -> float:
        """When the credential ends, in seconds since 1970."""
        expires_at = self.principal.expires_at
        return inf if expires_at is None else expires_at.timestamp()

    def answer(self, question: Question) -> Predicate:
        """The predicate."""
        return answer_of(self.principal, question)

    def workspaces(self, held: tuple[str, ...]) -> list[str]:
        """The ids of the workspaces in which all of these permissions are held, sorted."""
        found = self._workspaces.get(held)
        if found is None:
            allowed = self.principal.workspaces_allowing(*map(Permission, held))
            found = self._workspaces[held] = sorted(map(str, allowed))
        return found

    def values(self, question: Question) -> tuple[object, ...]:
        """The values of the answer's predicate: sets as sorted lists."""
        found = self._values.get(question)
        if found is None:
            found = self._values[question] = tuple(values_of(self.answer(question)))
        return found

    @cached_property
    def held_on_platform(self) -> list[str]:
        """The permissions held on the platform, in the order of the enum."""
        return _in_order(self.principal.platform)

    @cached_property
    def held_in_workspaces(self) -> tuple[list[str], list[list[str]]]:
        """The workspaces that the caller has joined, and what they hold in each."""
        places = sorted(self.principal.workspaces)
        return list(map(str, places)), [_in_order(self.principal.holds_in(place)) for place in places]


def _in_order(permissions: frozenset[Permission]) -> list[str]:
    return [permission.value for permission in Permission if permission in permissions]


def answer_of(principal: Principal, question: Question) -> Predicate:
    """The policy's answer for the caller."""
    match question:
        case Seen(thing):
            return scope_of(principal, thing).predicate
        case Held(permissions, column):
            return where_held(principal, *permissions, column=column)
        case HeldOnPlatform(permission):
            return EVERYTHING if permission in principal.platform else NOTHING
        case SignedIn():
            return EVERYTHING if principal.is_signed_in else NOTHING
        case _:
            assert_never(question)


def form_of(predicate: Predicate) -> Predicate:
    """The predicate without its values. Constants of the policy, which are no caller's, stay."""
    match predicate:
        case Constant() | IsSet():
            return predicate
        case Is(column, value):
            return Is(column, _BLANK) if isinstance(value, UUID) else predicate
        case In(column):
            return In(column, frozenset(), predicate.held)
        case Linked(where=where):
            return replace(predicate, where=form_of(where))
        case AllOf(parts):
            return AllOf(tuple(map(form_of, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(form_of, parts)))
        case _:
            assert_never(predicate)


def values_of(predicate: Predicate) -> Iterator[object]:
    """The values that `form_of` leaves out, from left to right: a UUID for each, or a sorted list of them as texts."""
    match predicate:
        case Constant() | IsSet():
            return
        case Is(_, value):
            if isinstance(value, UUID):
                yield value
        case In(_, values):
            yield sorted(map(str, values))
        case Linked(where=where):
            yield from values_of(where)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from values_of(part)
        case _:
            assert_never(predicate)
