"""A list as a whole, whatever page is asked for: which rows are in it, their order, the cursors that name them.

`Asker` is the writer of the statement.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.catalog.declare import Asking, Key, Page, Row
from engine.catalog.leaves import END, MARK, text_json, time_text
from engine.parameters import CursorKey, Given, Text
from engine.plan import Field
from engine.sql import Fragment, Json, all_of, bind, equal, joined, sql
from services.cursors import KeyType

CURSOR = "c"
NARROWING = frozenset({"workspace", "search", "subject"})
"""Arguments by which a list is found rather than walked through."""
ID = Key(lambda row: row["id"], KeyType.ID)


class Asker(Asking, Protocol):
    """What the writer of the statement gives to a page."""

    def new_row(self, table: str, parent: Row | None) -> Row:
        """A row under a new alias."""

    def visible(self, kind: str, row: Row, given: Mapping[str, str] | None = None) -> Fragment:
        """The condition that the caller sees the row."""

    def live(self, table: str, row: Row) -> Fragment:
        """The condition that the row is not deleted."""

    def workspaces_seen(self, kind: str) -> Fragment | None:
        """The workspaces whose rows the caller sees, where that is the whole condition."""

    def write_object(self, fields: Iterable[Field], row: Row) -> Json:
        """The object with these fields."""


@dataclass(frozen=True, slots=True)
class WholeList:
    """The whole list that a page is of."""

    asker: Asker
    declared: Page
    arguments: Mapping[str, Any]
    table: str
    parent: Row
    tag: str
    keys: tuple[Key, ...]
    descending: bool

    def row(self) -> Row:
        return self.asker.new_row(self.table, self.parent)

    @property
    def workspaces(self) -> Fragment | None:
        """Where all the rows lie that the caller sees of a list of the whole platform."""
        if self.declared.match is not None or not NARROWING.isdisjoint(self.arguments):
            return None
        return self.asker.workspaces_seen(self.declared.type)

    def member(self, row: Row) -> Fragment:
        """The condition that the row is in the list."""
        return all_of([*self._chosen(row), self.asker.visible(self.declared.type, row, self.declared.given)])

    def member_in(self, row: Row, workspace: Fragment) -> Fragment:
        """The same of one of `workspaces`."""
        here = equal(row["workspace_id"], workspace)
        return all_of([here, *self._chosen(row), self.asker.live(self.table, row)])

    def _chosen(self, row: Row) -> list[Fragment]:
        declared, given = self.declared, self.arguments
        conditions = [] if declared.match is None else [declared.match(row, self.parent, given, self.asker)]
        conditions += [write(row, given[key], self.asker) for key, write in declared.filters.items() if key in given]
        if declared.document is not None and "search" in given:
            conditions.append(
                sql("{document} @@ {query}", document=declared.document(row), query=_search_query(given["search"]))
            )
        return conditions

    def ordered(self, row: Row, *, backward: bool) -> Fragment:
        direction = sql(" DESC") if self.descending != backward else sql("")
        return joined(", ", (sql("{key}{d}", key=key.write(row), d=direction) for key in self.keys))

    def beyond(self, row: Row, cursor: Given, *, towards_end: bool, inclusive: bool = False) -> Fragment:
        """The condition that the row comes after the cursor (or before it): one comparison, as all keys run one way."""
        types = tuple(key.type for key in self.keys)
        values = (bind(CursorKey(cursor, self.tag, types, place)) for place in range(len(types)))
        own = joined(", ", (key.write(row) for key in self.keys))
        template = _COMPARED[towards_end != self.descending, inclusive]
        return sql(template, own=own, values=joined(", ", values))

    def payload(self, row: Row) -> Json:
        """What a cursor of the row holds, marked to be signed."""
        pieces: list[str | Fragment] = [f'{MARK}{CURSOR}["{self.tag}"']
        for key in self.keys:
            pieces += [",", *_key_json(key, row)]
        return (*pieces, "]" + END)

    def total(self) -> Fragment:
        row = self.row()
        return sql("(SELECT count(*) {source})", source=row.where(self.member(row)))


_COMPARED = {
    (True, False): "({own}) > ({values})",
    (True, True): "({own}) >= ({values})",
    (False, False): "({own}) < ({values})",
    (False, True): "({own}) <= ({values})",
}


def _search_query(words: Given) -> Fragment:
    """Understood once a statement, not once a row."""
    return sql("(SELECT search_query({words}))", words=bind(Text(words, is_search=True)))


def _rank(document: Callable[[Row], Fragment], words: Given) -> Key:
    """How well the words are found, as a whole number, which a cursor carries exactly."""
    return Key(
        lambda row: sql(
            "(ts_rank({document}, {query}) * 1000000)::integer", document=document(row), query=_search_query(words)
        ),
        KeyType.NUMBER,
    )


def _key_json(key: Key, row: Row) -> Json:
    written = key.write(row)
    match key.type:
        case KeyType.TEXT:
            return (text_json(written),)
        case KeyType.MOMENT:
            return ('"', time_text(written), '"')
        case KeyType.NUMBER | KeyType.COUNT:
            return (written,)
        case KeyType.ID:
            return ('"', written, '"')


def list_of(asker: Asker, field: Field, declared: Page, table: str, parent: Row) -> WholeList:
    """The list in the order that is asked for."""
    return WholeList(asker, declared, field.arguments, table, parent, *_order(declared, field.arguments))


def _order(declared: Page, arguments: Mapping[str, Any]) -> tuple[str, tuple[Key, ...], bool]:
    """The tag of the list in its order, its keys, and whether they descend: as asked, else by rank, else as ever."""
    order = arguments.get("orderBy")
    if order is None and declared.document is not None and "search" in arguments:
        return f"{declared.tag}:RANK", (_rank(declared.document, arguments["search"]), ID), True
    by, descending = declared.default
    if order is not None:
        by, descending = str(order["field"]), str(order["direction"]) == "DESC"
    return f"{declared.tag}:{by}:{'DESC' if descending else 'ASC'}", (*declared.orders[by], ID), descending


def cursors_of(field: Field, declared: Page) -> list[CursorKey]:
    """What the page's cursors must be, as far as they are given."""
    tag, keys, _ = _order(declared, field.arguments)
    given = (field.page.after, field.page.before)
    return [CursorKey(cursor, tag, tuple(key.type for key in keys), 0) for cursor in given if cursor is not None]
