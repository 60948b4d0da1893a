"""What lists are ordered by: keys that always end with the id, so that no two rows are equal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, collate

from storage.queries.pages import Key
from storage.queries.search import matches, rank


@dataclass(frozen=True)
class Ordered:
    """A list's order, what the search leaves of it, and the tag that names both to cursors."""

    tag: str
    keys: tuple[Key, ...]
    descending: bool
    filters: tuple[ColumnElement[bool], ...] = ()


def time_key(table: FromClause, name: str) -> Key:
    """A moment."""
    return Key(table.c[name], datetime)


def text_key(table: FromClause, name: str) -> Key:
    """A text by its bytes: an order that no upgrade of the system's locale changes under a cursor."""
    return Key(collate(table.c[name], "C"), str)


def id_key(table: FromClause) -> Key:
    """What makes every order total."""
    return Key(table.c.id, UUID)


def ordered(table: FromClause, tag: str, keys: tuple[Key, ...], descending: bool) -> Ordered:
    """The order by these keys, then by id."""
    return Ordered(f"{tag}:{'DESC' if descending else 'ASC'}", (*keys, id_key(table)), descending)


def searched(source: ColumnElement[object], words: str | None, order: Ordered, *, ranked: bool) -> Ordered:
    """The order over what has the words; by how well it has them when `ranked`."""
    if words is None:
        return order
    filters = (matches(words, source),)
    if not ranked:
        return Ordered(order.tag, order.keys, order.descending, filters)
    return Ordered(f"{order.tag.partition(':')[0]}:RANK", (rank(words, source), order.keys[-1]), True, filters)
