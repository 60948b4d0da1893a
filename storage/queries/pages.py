"""Pages of lists by keyset: one statement for a page of each of many parents, one for their totals.

Owns how a window on an ordered list becomes SQL. Must not know cursors, connections, or which lists there are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    false,
    func,
    inspect,
    literal,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from policies.scope import Scope
from storage.queries.base import MODELS, is_visible, table_of
from storage.queries.rows import unnested
from storage.transaction import Transaction

Values = tuple[Any, ...]
ROOT = UUID(int=0)
"""The parent of a list that has none."""


@dataclass(frozen=True)
class Key:
    """One part of an order: what it sorts by, and the type of its values."""

    expression: ColumnElement[Any]
    type: type[Any]


@dataclass(frozen=True)
class Listing:
    """The visible rows of a thing that pass the filters, in an order whose last key is unique.

    `tag` names list and order. With `parent` there is a list for each value of that column.
    """

    tag: str
    scope: Scope
    keys: tuple[Key, ...]
    descending: bool
    filters: tuple[ColumnElement[bool], ...] = ()
    parent: ColumnElement[Any] | None = None

    @property
    def table(self) -> FromClause:
        """Where the rows are."""
        return table_of(MODELS[self.scope.thing])


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` rows strictly between two keys, from the start or (`backward`) from the end of the list.

    `look_outside` also asks whether the list has rows at or beyond the key on the side that the page starts from.
    """

    after: Values | None
    before: Values | None
    backward: bool
    limit: int
    look_outside: bool


@dataclass(slots=True)
class Found:
    """The rows of one parent with their keys, in the window's direction, and whether there are any outside."""

    rows: list[tuple[Any, Values]]
    has_outside: bool = False


async def fetch_pages(
    session: Transaction, listing: Listing, window: Window, parents: Sequence[Any]
) -> Mapping[Any, Found]:
    """What the window shows of each parent's list."""
    found: dict[Any, Found] = defaultdict(lambda: Found([]))
    for parent, has_outside, row, *keys in await session.execute(_page_statement(listing, window, parents)):
        page = found[parent]
        page.has_outside = has_outside
        if row is not None:
            page.rows.append((row, tuple(keys)))
    return found


async def count_rows(session: Transaction, listing: Listing, parents: Sequence[Any]) -> Mapping[Any, int]:
    """How many rows each parent's list has, whatever the window."""
    wanted = _parents(listing, parents)
    total = select(func.count()).select_from(listing.table).where(_member(listing, wanted)).scalar_subquery()
    return dict((await session.execute(select(wanted.c.key, total))).all())


def _page_statement(listing: Listing, window: Window, parents: Sequence[Any]) -> Select[Any]:
    wanted = _parents(listing, parents)
    row = _window(listing, window, wanted)
    keys = [row.c[_name(number)] for number in range(len(listing.keys))]
    entity = aliased(MODELS[listing.scope.thing], row)
    outside = _outside(listing, window, wanted).label("has_outside")
    return (
        select(wanted.c.key, outside, entity, *keys)
        .select_from(wanted.outerjoin(row, true()))
        .order_by(wanted.c.key, *_ordered(keys, listing.descending != window.backward))
    )


def _parents(listing: Listing, parents: Sequence[Any]) -> Any:
    like = listing.table.c.id if listing.parent is None else listing.parent
    return unnested("wanted", parents, like)


def _member(listing: Listing, wanted: Any) -> ColumnElement[bool]:
    own = true() if listing.parent is None else listing.parent == wanted.c.key
    return and_(is_visible(listing.scope, listing.table), own, *listing.filters)


def _window(listing: Listing, window: Window, wanted: Any) -> FromClause:
    expressions = [key.expression for key in listing.keys]
    mapped = [listing.table.c[column.key] for column in inspect(MODELS[listing.scope.thing]).columns]
    rows = (
        select(*mapped, *(expression.label(_name(number)) for number, expression in enumerate(expressions)))
        .where(_member(listing, wanted))
        .order_by(*_ordered(expressions, listing.descending != window.backward))
        .limit(window.limit)
    )
    if window.after is not None:
        rows = rows.where(_beyond(listing, window.after, towards_end=True))
    if window.before is not None:
        rows = rows.where(_beyond(listing, window.before, towards_end=False))
    return rows.lateral("row")


def _name(number: int) -> str:
    return f"key_{number}"


def _ordered(expressions: Sequence[ColumnElement[Any]], descending: bool) -> list[ColumnElement[Any]]:
    return [expression.desc() if descending else expression.asc() for expression in expressions]


def _beyond(listing: Listing, values: Values, *, towards_end: bool, inclusive: bool = False) -> ColumnElement[bool]:
    # All keys run in one direction, so one row comparison does it, and an index on the keys serves it.
    own = tuple_(*(key.expression for key in listing.keys))
    other = tuple_(*(literal(value, key.expression.type) for key, value in zip(listing.keys, values, strict=True)))
    if towards_end != listing.descending:
        return own >= other if inclusive else own > other
    return own <= other if inclusive else own < other


def _outside(listing: Listing, window: Window, wanted: Any) -> ColumnElement[bool]:
    edge = window.before if window.backward else window.after
    if edge is None or not window.look_outside:
        return false()
    beyond = _beyond(listing, edge, towards_end=window.backward, inclusive=True)
    return select(1).select_from(listing.table).where(_member(listing, wanted), beyond).correlate(wanted).exists()
