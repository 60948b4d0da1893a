"""A condition on rows as a value: which rows of a table a caller may see. One algebra, three readers.

`holds` decides in Python; `storage.predicates` and `engine.predicates` write the same tree as SQL. There is no negation
on purpose: `NOT (NULL = 'x')` drops a row in SQL and keeps it in Python.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never
from uuid import UUID

Row = Mapping[str, object]
Rows = Callable[["Thing"], Iterable[Row]]


class Thing(StrEnum):
    """What can be seen or not: each has one predicate per caller. The value names the table."""

    WORKSPACE = "workspace"
    MEMBERSHIP = "membership"
    USER = "app_user"
    ROLE = "role"
    API_TOKEN = "api_token"  # noqa: S105 - a table's name
    TEMPLATE = "template"
    VERSION = "version"
    REVIEW = "review"
    REVIEW_PHASE = "review_phase"
    STORE_APP = "store_app"
    CATEGORY = "category"
    AUDIT_EVENT = "audit_event"
    SIGNING_KEY = "signing_key"
    REPOSITORY = "repository"
    REPOSITORY_SYNC = "repository_sync"
    REPOSITORY_CHART = "repository_chart"
    REPOSITORY_CHART_VERSION = "repository_chart_version"


@dataclass(frozen=True, slots=True)
class Constant:
    """Every row, or none."""

    value: bool


@dataclass(frozen=True, slots=True)
class Is:
    """The column equals the value. A NULL column never does."""

    column: str
    value: UUID | str | bool


@dataclass(frozen=True, slots=True)
class In:
    """The column is one of the values; of none, never."""

    column: str
    values: frozenset[UUID]
    held: tuple[str, ...] = field(default=(), compare=False)
    """The permissions that choose the values, where permissions do: the same set wherever the same are named."""


@dataclass(frozen=True, slots=True)
class IsSet:
    """The column is not NULL."""

    column: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The column's value stands in `via` of some row of `thing` for which `where` holds."""

    column: str
    thing: Thing
    via: str
    where: "Predicate"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple["Predicate", ...]


Predicate = Constant | Is | In | IsSet | Linked | AllOf | AnyOf
EVERYTHING = Constant(True)
NOTHING = Constant(False)


def all_of(*parts: Predicate) -> Predicate:
    """The conjunction, with constants folded away."""
    if NOTHING in parts:
        return NOTHING
    rest = tuple(part for part in parts if part != EVERYTHING)
    if not rest:
        return EVERYTHING
    return rest[0] if len(rest) == 1 else AllOf(rest)


def any_of(*parts: Predicate) -> Predicate:
    """The disjunction, with constants folded away, and without what another part covers."""
    if EVERYTHING in parts:
        return EVERYTHING
    flat = tuple(
        leaf for part in parts if part != NOTHING for leaf in (part.parts if isinstance(part, AnyOf) else (part,))
    )
    rest = tuple(part for part in dict.fromkeys(flat) if not _is_covered(part, flat))
    if not rest:
        return NOTHING
    return rest[0] if len(rest) == 1 else AnyOf(rest)


def _is_covered(part: Predicate, others: tuple[Predicate, ...]) -> bool:
    """Whether the part asks for another one and more: `a or (b and a)` is `a`."""
    return isinstance(part, AllOf) and any(one in others for one in part.parts)


def one_of(column: str, values: frozenset[UUID], held: tuple[str, ...] = ()) -> Predicate:
    """`In`, or nothing when there is no value."""
    return In(column, values, held) if values else NOTHING


def given(predicate: Predicate, **values: UUID | str | bool) -> Predicate:
    """What is left to ask of rows whose columns have these values: it holds for these just when the predicate does."""
    match predicate:
        case Is(column, value) if column in values:
            return Constant(values[column] == value)
        case In(column, among) if column in values:
            return Constant(values[column] in among)
        case IsSet(column) if column in values:
            return EVERYTHING
        case AllOf(parts):
            return all_of(*(given(part, **values) for part in parts))
        case AnyOf(parts):
            return any_of(*(given(part, **values) for part in parts))
        case _:
            return predicate


def holds(predicate: Predicate, row: Row, rows: Rows) -> bool:
    """Whether the row satisfies the predicate; `rows` gives the rows of other things, for `Linked`."""
    match predicate:
        case Constant(value):
            return value
        case Is(column, value):
            return row[column] is not None and row[column] == value
        case In(column, values):
            return row[column] in values
        case IsSet(column):
            return row[column] is not None
        case Linked(column, thing, via, where):
            return row[column] is not None and any(
                other[via] == row[column] and holds(where, other, rows) for other in rows(thing)
            )
        case AllOf(parts):
            return all(holds(part, row, rows) for part in parts)
        case AnyOf(parts):
            return any(holds(part, row, rows) for part in parts)
        case _:
            assert_never(predicate)
