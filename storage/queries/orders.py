"""What lists are ordered by: keys that always end with the id, so that no two rows are equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, collate

from policies.scope import Scope
from storage.queries.base import MODELS, table_of
from storage.queries.pages import Key, Listing
from storage.queries.search import Search


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is ordered, and whether from its end."""

    field: str
    descending: bool = False


Keys = Mapping[str, tuple[Key, ...]]
"""The keys of each field that a list can be ordered by."""


def time_key(table: FromClause, name: str) -> Key:
    """A moment."""
    return Key(table.c[name], datetime)


def count_key(table: FromClause, name: str) -> Key:
    """How often something happened."""
    return Key(table.c[name], int)


def text_key(table: FromClause, name: str) -> Key:
    """A text by its bytes: an order that no upgrade of the system's locale changes under a cursor."""
    return Key(collate(table.c[name], "C"), str)


def arrange(
    scope: Scope,
    name: str,
    by: Keys,
    default: Order,
    order: Order | None = None,
    search: Search | None = None,
    filters: tuple[ColumnElement[bool], ...] = (),
    parent: str | None = None,
) -> Listing:
    """The list of that name: in the order asked for, else by rank when it is searched, else in its default order."""
    table = table_of(MODELS[scope.thing])
    own = None if parent is None else table.c[parent]
    last = Key(table.c.id, UUID)
    if search is not None:
        filters = (*filters, search.matches)
        if order is None:
            return Listing(f"{name}:RANK", scope, (Key(search.rank, int), last), True, filters, own)
    chosen = order or default
    tag = f"{name}:{chosen.field}:{'DESC' if chosen.descending else 'ASC'}"
    return Listing(tag, scope, (*by[chosen.field], last), chosen.descending, filters, own)
