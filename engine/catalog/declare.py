"""The words in which the catalog says how a field comes from tables. Says nothing of any field itself.

A declaration is one of: `Value` (a leaf), `Inline` (an object of the same row), `One` (a row of another table), `Many`
(a list of them), `Page` (a connection), `Items` (objects in a JSON document), `Static` (data of the program),
`ByGlobalId` (`node`, `nodes`), `TheViewer`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from domain.ids import Kind
from engine.sql import Fragment, Json, name, sql
from policies.access import Question
from policies.predicate import Thing
from services.cursors import KeyType

SMALL = 256  # what a leaf takes at most, about, unless it says otherwise


@dataclass(frozen=True, slots=True)
class Row:
    """A row in a statement: an alias, or expressions that stand for columns. `parent` is the row that it hangs on."""

    alias: str = ""
    table: str = ""
    parent: "Row | None" = None
    columns: Mapping[str, Fragment] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Fragment:
        if column in self.columns:
            return self.columns[column]
        return sql("{alias}.{column}", alias=name(self.alias), column=name(column))

    def where(self, condition: Fragment) -> Fragment:
        """FROM its table, under its alias, where the condition holds."""
        return sql(
            "FROM {table} {alias} WHERE {condition}",
            table=name(self.table),
            alias=name(self.alias),
            condition=condition,
        )

    @property
    def above(self) -> "Row":
        """The row that it hangs on. ValueError at a root, which no declaration asks."""
        if self.parent is None:
            raise ValueError("a root row hangs on nothing")
        return self.parent


class Asking(Protocol):
    """What a declaration may ask while the statement of one form of caller is written."""

    def where(self, question: Question, row: Row) -> Fragment:
        """The condition on the row that is the caller's answer."""

    def live(self, table: str, row: Row) -> Fragment:
        """The condition that the row is not deleted."""

    @property
    def me(self) -> Fragment:
        """The caller's user id."""


Arguments = Mapping[str, Any]
"""Arguments that were given and are not null: values where they shape the statement, else a `Given`."""

Write = Callable[[Row, Asking], Json]
Match = Callable[[Row, Row, Arguments, Asking], Fragment]
"""The condition that joins a row (first) to the row that it hangs on (second)."""


Filter = Callable[[Row, Any, Asking], Fragment]
"""The condition that an argument's value puts on a row."""


@dataclass(frozen=True, slots=True)
class Value:
    """A leaf. `write` gives JSON text that is never NULL; `most` bounds its bytes; `weigh` counts a large one's."""

    write: Write
    most: int = SMALL
    weigh: Callable[[Row], Fragment] | None = None


@dataclass(frozen=True, slots=True)
class Inline:
    """An object of the type made of the same row; `columns` says which expression stands for which column."""

    type: str
    columns: Callable[[Row, Asking], Mapping[str, Fragment]] | None = None


@dataclass(frozen=True, slots=True)
class One:
    """A row of the type's table, or null; of several that match, the first in the order of `newest_by`, descending.

    `most` and `weigh` are of a row that counts as a whole, however little of it is shown.
    """

    type: str
    match: Match
    is_nullable: bool = True
    newest_by: tuple[str, ...] = ()
    filters: Mapping[str, Filter] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    weigh: Callable[[Row], Fragment] | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """A list of rows in an order; `beside` is a second table (table, its column, ours) that the rows are chosen by."""

    type: str
    match: Match
    order: tuple[str, ...]
    most_rows: int = 100
    beside: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """One part of an order: how it is written on a row, and the type of its values in a cursor."""

    write: Callable[[Row], Fragment]
    type: KeyType


@dataclass(frozen=True, slots=True)
class Page:
    """A connection: rows of the type's table, in an order whose last key is the id.

    `tag` names the list in its cursors; `orders` has the keys of each field to order by, `default` is (field, whether
    from the end). `match` joins the rows to the parent's row; `filters` are by argument.
    """

    tag: str
    type: str
    orders: Mapping[str, tuple[Key, ...]]
    default: tuple[str, bool]
    match: Match | None = None
    filters: Mapping[str, Filter] = field(default_factory=dict)
    document: Callable[[Row], Fragment] | None = None
    """What `search` looks in."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Columns that have one value in all of the list's rows, and which the caller's condition may rely on."""


@dataclass(frozen=True, slots=True)
class Items:
    """Objects in a JSON list; `elements` gives the list as jsonb."""

    type: str
    elements: Callable[[Row], Fragment]
    most_rows: int = 100


@dataclass(frozen=True, slots=True)
class Static:
    """Data of the program, written when the statement is; empty for anonymous callers."""

    type: str
    values: Callable[[Arguments], list[Any]]


@dataclass(frozen=True, slots=True)
class Said:
    """An attribute of such data; with a type, a list of objects."""

    attribute: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class ByGlobalId:
    """What a global id names; of a list of them, one answer each."""

    is_list: bool


@dataclass(frozen=True, slots=True)
class TheViewer:
    """The caller as an object; null for anonymous callers."""

    type: str


Declared = Value | Inline | One | Many | Page | Items | Static | Said | ByGlobalId | TheViewer


@dataclass(frozen=True, slots=True)
class Type:
    """An object type: where its rows are and its fields.

    Rows of a `table` are seen under the caller's condition on `thing`; those of a type that is a fact belong to the
    row that shows them, whoever asks. A table with neither cannot be planned.
    """

    fields: Mapping[str, Declared]
    table: str = ""
    thing: Thing | None = None
    is_fact: bool = False
    kind: Kind | None = None
