"""Connections: slices a list as the GraphQL Cursor Connections Specification says, over any list, batched over parents.

A cursor is the signed keys of its row, under the tag of its list: it holds wherever the row moves or goes, and cannot
be made up, taken to another list, or show more than the list shows.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiodataloader import DataLoader

from domain.errors import BadRequest
from domain.page import PageRequest
from policies.predicate import Thing
from policies.scope import Scope
from resolvers.loading import wait_for
from services.call import Call
from services.cursors import KeyType, cursor_payload, read_cursor
from storage.queries.pages import ROOT, Found, Listing, Values, Window, count_rows, fetch_pages


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page with their keys, and whether there are more on either side."""

    rows: Sequence[tuple[Any, Values]]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True)
class Slices:
    """The same page of the same list for as many parents as ask."""

    call: Call
    listing: Listing
    pages: DataLoader[Any, Page]
    totals: DataLoader[Any, int]


@dataclass(frozen=True, slots=True)
class Connection:
    """One parent's page; nothing is read before a field of it asks."""

    slices: Slices
    parent: Hashable


@dataclass(frozen=True, slots=True)
class Edge:
    """A row and where it stands."""

    cursor: str
    node: Any


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What lies beside the page."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


def connect(
    call: Call,
    thing: Thing,
    build: Callable[[Scope, Any], Listing],
    wanted: Hashable,
    page: PageRequest,
    parent: Hashable = ROOT,
) -> Connection:
    """The page of the list that `build(scope, wanted)` describes. BadRequest for a cursor that is not of this list."""
    name = (build, wanted, page)
    slices = call.loaders.get(name)
    if slices is None:
        slices = call.loaders[name] = _slices(call, build(call.scope(thing), wanted), page)
    return Connection(slices, parent)


def _slices(call: Call, listing: Listing, page: PageRequest) -> Slices:
    window = _window(page, _open(call, listing, page.after, "after"), _open(call, listing, page.before, "before"))

    async def fetch(parents: Sequence[Any]) -> list[Page]:
        found = await call.reader.run(lambda session: fetch_pages(session, listing, window, parents))
        return [_page(page, found[parent]) for parent in parents]

    async def count(parents: Sequence[Any]) -> list[int]:
        totals = await call.reader.run(lambda session: count_rows(session, listing, parents))
        return [totals[parent] for parent in parents]

    return Slices(call, listing, DataLoader(fetch), DataLoader(count))


def _window(page: PageRequest, after: Values | None, before: Values | None) -> Window:
    """With both sizes the page is the last ones of the first ones, and each tells on its own whether there are more."""
    backward = page.first is None
    limit = max(page.first or 0, page.last or 0) + 1
    return Window(after, before, backward, limit, look_outside=page.first is None or page.last is None)


def _page(page: PageRequest, found: Found) -> Page:
    """The specification's EdgesToReturn, HasNextPage and HasPreviousPage, where the database looked outside."""
    rows, first, last = found.rows, page.first, page.last
    if first is None:
        size = last or 0
        return Page(rows[:size][::-1], found.has_outside, len(rows) > size)
    shown = rows[:first]
    if last is None:
        return Page(shown, len(rows) > first, found.has_outside)
    return Page(shown[max(len(shown) - last, 0) :], len(rows) > first, len(rows) > last)


async def edges(call: Call, connection: Connection) -> list[Edge]:
    """The rows of the page with their cursors."""
    page = await _load(connection)
    return [Edge(_cursor(connection, keys), row) for row, keys in page.rows]


async def nodes(call: Call, connection: Connection) -> list[Any]:
    """The rows of the page."""
    return [row for row, _ in (await _load(connection)).rows]


async def page_info(call: Call, connection: Connection) -> PageInfo:
    """What lies beside the page; without rows there are no cursors."""
    page = await _load(connection)
    start, end = (_cursor(connection, page.rows[place][1]) if page.rows else None for place in (0, -1))
    return PageInfo(page.has_next, page.has_previous, start, end)


async def total_count(call: Call, connection: Connection) -> int:
    """How many rows the whole list has for this caller; asked of the database only when asked for."""
    total: int = await wait_for(connection.slices.totals, connection.parent)
    return total


async def _load(connection: Connection) -> Page:
    page: Page = await wait_for(connection.slices.pages, connection.parent)
    return page


def _cursor(connection: Connection, keys: Values) -> str:
    slices = connection.slices
    return slices.call.links.sign_cursor(cursor_payload(slices.listing.tag, keys))


_TYPES: Mapping[type[Any], KeyType] = {
    datetime: KeyType.MOMENT,
    UUID: KeyType.ID,
    int: KeyType.NUMBER,
    str: KeyType.TEXT,
}


def _open(call: Call, listing: Listing, cursor: str | None, name: str) -> Values | None:
    if cursor is None:
        return None
    types = [_TYPES[key.type] for key in listing.keys]
    keys = read_cursor(call.links, listing.tag, types, cursor)
    if keys is None:
        raise BadRequest(f"`{name}` is not a cursor of this list.")
    return keys
