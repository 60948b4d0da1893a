"""A plan: what is asked for, resolved against the catalog, with everything that shapes its statement. A value; pure.

It knows who asks no more than it knows the values of what is bound.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from domain.ids import Kind
from engine.catalog.declare import Declared
from engine.parameters import Given


class Part(Enum):
    """The fields that hold a page together."""

    NODES = "nodes"
    EDGES = "edges"
    NODE = "node"
    CURSOR = "cursor"
    PAGE_INFO = "pageInfo"
    HAS_NEXT = "hasNextPage"
    HAS_PREVIOUS = "hasPreviousPage"
    START = "startCursor"
    END = "endCursor"
    TOTAL = "totalCount"


@dataclass(frozen=True, slots=True)
class TypeName:
    """`__typename`."""

    name: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list: sizes within their limits, cursors not yet opened."""

    first: int | None
    last: int | None
    after: Given | None
    before: Given | None

    @property
    def most_rows(self) -> int:
        """How many rows it shows at most."""
        return min(size for size in (self.first, self.last) if size is not None)


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its key in the answer, how it is come by, and the fields inside; `branches` are by kind of node."""

    key: str
    name: str
    declared: Declared | Part | TypeName
    arguments: Mapping[str, Any] = field(default_factory=dict)
    slice: Slice | None = None
    fields: tuple["Field", ...] = ()
    branches: tuple[tuple[Kind, tuple["Field", ...]], ...] = ()

    @property
    def page(self) -> Slice:
        """The slice of a connection. TypeError for another field."""
        if self.slice is None:
            raise TypeError(f"{self.name} is no connection")
        return self.slice


@dataclass(frozen=True, slots=True)
class Plan:
    """The fields of an operation's root."""

    fields: tuple[Field, ...]

    @property
    def count(self) -> int:
        """How many fields it has in all."""
        return sum(map(_count, self.fields))


def _count(one: Field) -> int:
    inside = (*one.fields, *(field for _, fields in one.branches for field in fields))
    return 1 + sum(map(_count, inside))


def told(plan: Plan) -> str:
    """The plan for people: a line a field."""
    return "\n".join(_lines(plan.fields, "")) + "\n"


def _lines(fields: tuple[Field, ...], indent: str) -> Iterator[str]:
    for one in fields:
        yield f"{indent}{one.key}: {_how(one)}"
        yield from _lines(one.fields, indent + "  ")
        for kind, inside in one.branches:
            yield f"{indent}  {kind.value}:"
            yield from _lines(inside, indent + "    ")


def _how(one: Field) -> str:
    how = one.declared.name if isinstance(one.declared, TypeName | Part) else type(one.declared).__name__
    given = [f"{name}={_shown(value)}" for name, value in one.arguments.items()]
    if one.slice is not None:
        names = ("first", "last", "after", "before")
        given += [f"{name}={_shown(value)}" for name in names if (value := getattr(one.slice, name)) is not None]
    return f"{how} {one.name}({', '.join(given)})" if given else f"{how} {one.name}"


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, int | str) else str(value)
