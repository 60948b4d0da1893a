"""What lists share: the keys that they are ordered by, and the filters that several of them take."""

from collections.abc import Callable
from typing import Any, LiteralString

from engine.catalog.declare import Asking, Filter, Key, Match, One, Row
from engine.parameters import Text
from engine.sql import Fragment, bind, equal, joined, literal, sql
from services.cursors import KeyType


def name_key(column: str) -> Key:
    """A text whose column is ordered by its bytes already."""
    return Key(lambda row: row[column], KeyType.TEXT)


def time_key(column: str) -> Key:
    """A moment."""
    return Key(lambda row: row[column], KeyType.MOMENT)


def count_key(column: str) -> Key:
    """How often something happened."""
    return Key(lambda row: row[column], KeyType.COUNT)


def of_parent(column: str) -> Match:
    """Rows whose column has the id of the row that they hang on."""
    return lambda row, parent, _arguments, _asking: equal(row[column], parent["id"])


def by(column: str, of: str = "id") -> Match:
    """The row whose `of` the column of the row that it hangs on has."""
    return lambda row, parent, _arguments, _asking: equal(row[of], parent[column])


def by_argument(column: str, argument: str, and_of: tuple[str, str] | None = None) -> Match:
    """The row whose column the argument has; of those that belong to the parent, with `and_of` (column, parent's)."""

    def match(row: Row, parent: Row, arguments: Any, _asking: Asking) -> Fragment:
        named = equal(row[column], bind(Text(arguments[argument])))
        if and_of is None:
            return named
        return sql("{own} AND {named}", own=equal(row[and_of[0]], parent[and_of[1]]), named=named)

    return match


def one_of(column: str) -> Filter:
    """Rows whose column is one of these enum members."""

    def condition(row: Row, values: Any, _asking: Asking) -> Fragment:
        words = sorted({str(value.value) for value in values})
        if not words:
            return sql("false")
        return sql("{column} IN ({words})", column=row[column], words=joined(", ", map(literal, words)))

    return condition


def equals(column: str) -> Filter:
    """Rows whose column is the text."""
    return lambda row, value, _: equal(row[column], bind(Text(value)))


def in_workspace_named(row: Row, value: Any, _asking: Asking) -> Fragment:
    """Rows of the live workspace of that name, whoever asks: what is listed shows the name anyway."""
    return sql(
        "{column} = (SELECT w.id FROM workspace w WHERE w.name = {name} AND w.deleted_at IS NULL)",
        column=row["workspace_id"],
        name=bind(Text(value)),
    )


def in_category_named(row: Row, value: Any, _asking: Asking) -> Fragment:
    """Rows on the shelf of that name."""
    return sql(
        "{column} = (SELECT c.id FROM category c WHERE c.name = {name})",
        column=row["category_id"],
        name=bind(Text(value)),
    )


def document_of(*columns: LiteralString) -> Callable[[Row], Fragment]:
    """The document of a table that keeps none: made of columns that are never NULL, as `review_search` has it."""
    return lambda row: sql(
        "to_tsvector('simple', {texts})", texts=joined(" || ' ' || ", (row[column] for column in columns))
    )


def seen(kind: str, column: str, *, is_nullable: bool = True) -> One:
    """The row of that type whose id the column has."""
    return One(kind, by(column), is_nullable)
