"""Connections page as the specification says, over random lists with equal sort keys and several parents at once."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from resolvers import pages, templates, versions
from services.call import Call
from storage.database import Database
from storage.queries.orders import Order
from storage.tables import Template, Version
from tests.properties.relay import expected_page
from tests.resolvers.world import START, World, a_template, a_version, build_world

SOME = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = count()


@dataclass
class Lists:
    """The versions of two templates, and the loop that they are read in."""

    world: World
    runner: asyncio.Runner
    first: Template
    second: Template

    def fill(self, rows: list[tuple[int, int, int]]) -> None:
        """Replaces the lists: (list, release, moment) of each version, so that many have equal keys."""
        self.runner.run(self._fill(rows))

    async def _fill(self, rows: list[tuple[int, int, int]]) -> None:
        async with self.world.database.write() as tx:
            await tx.execute(delete(Version).where(Version.template_id.in_([self.first.id, self.second.id])))
        await self.world.add(*(self.new(*row) for row in rows))

    def new(self, place: int, release: int, moment: int) -> Version:
        # Build metadata makes names unique and leaves the precedence equal.
        template = (self.first, self.second)[place]
        version = a_version(self.world, template, f"1.0.{release}+b{next(NUMBERS)}")
        version.created_at = START + timedelta(seconds=moment)
        return version

    def everything(self, template: Template, descending: bool = True) -> list[str]:
        """The names of all versions, sorted here."""
        rows = self.page(template, first=100, order_by=Order("CREATED_AT")).nodes
        rows.sort(key=lambda row: (row.sort_key.encode(), row.created_at, row.id.int), reverse=descending)
        return [row.version for row in rows]

    def page(self, template: Template, **arguments: Any) -> "Shown":
        return self.pages([template], **arguments)[0]

    def pages(self, parents: list[Template], **arguments: Any) -> list["Shown"]:
        return self.runner.run(self._pages(parents, arguments))

    async def _pages(self, parents: list[Template], arguments: dict[str, Any]) -> list["Shown"]:
        call = self.world.admin()
        try:
            shown = await asyncio.gather(*(show(call, parent, arguments) for parent in parents))
            assert call.reader.statements == 2, "one statement for the pages of all parents and one for their totals"
            return list(shown)
        finally:
            await call.reader.close()


@dataclass
class Shown:
    """A page as the fields of a connection give it."""

    nodes: list[Any]
    names: list[str]
    cursors: list[str]
    info: pages.PageInfo
    total: int


async def show(call: Call, parent: Template, arguments: dict[str, Any]) -> Shown:
    connection = versions.of_template(call, parent, **arguments)
    edges, nodes, info, total = await asyncio.gather(
        pages.edges(call, connection),
        pages.nodes(call, connection),
        pages.page_info(call, connection),
        pages.total_count(call, connection),
    )
    assert [edge.node for edge in edges] == nodes
    return Shown(nodes, [row.version for row in nodes], [edge.cursor for edge in edges], info, total)


@pytest.fixture(scope="module")
def lists(module_database_url: str) -> Iterator[Lists]:
    with asyncio.Runner() as runner:
        world = World(Database(module_database_url, pool_size=2))
        try:
            yield runner.run(_two_lists(world, runner))
        finally:
            runner.run(world.database.close())


async def _two_lists(world: World, runner: asyncio.Runner) -> Lists:
    built = await build_world(world.database)
    first, second = a_template(built, "first"), a_template(built, "second")
    await built.add(first, second)
    return Lists(built, runner, first, second)


ROWS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 2)), max_size=10)


@SOME
@given(rows=ROWS, data=st.data())
def test_every_combination_of_arguments_gives_what_the_specification_says(
    lists: Lists, rows: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    lists.fill(rows)
    descending = data.draw(st.booleans())
    order = Order("VERSION", descending)
    everything = lists.everything(lists.first, descending)
    cursors = dict(zip(everything, lists.page(lists.first, first=100, order_by=order).cursors, strict=True))
    for has_first, has_last, has_after, has_before in ALL_EIGHT:
        first = data.draw(st.integers(0, 5)) if has_first else None
        last = data.draw(st.integers(0, 5)) if has_last else None
        after = data.draw(st.sampled_from(everything)) if has_after and everything else None
        before = data.draw(st.sampled_from(everything)) if has_before and everything else None

        shown, beside = lists.pages(
            [lists.first, lists.second],
            first=first,
            last=last,
            after=after and cursors[after],
            before=before and cursors[before],
            order_by=order,
        )

        expected = expected_page(everything, 20 if first is last is None else first, last, after, before)
        assert shown.names == expected.nodes
        assert (shown.info.has_next_page, shown.info.has_previous_page) == (expected.has_next, expected.has_previous)
        assert [shown.info.start_cursor, shown.info.end_cursor] == ends(shown.cursors)
        assert shown.cursors == [cursors[name] for name in shown.names]
        assert (shown.total, beside.total) == tuple(sum(1 for row in rows if row[0] == place) for place in (0, 1))


# Of first, last, after and before: with neither size the page is the first 20.
ALL_EIGHT = [
    (has_first, has_last, has_after, has_before)
    for has_first, has_last in ((True, False), (False, True), (True, True), (False, False))
    for has_after, has_before in ((False, False), (True, False), (False, True), (True, True))
]


def ends(cursors: list[str]) -> list[str | None]:
    return [cursors[0], cursors[-1]] if cursors else [None, None]


@SOME
@given(rows=ROWS, size=st.integers(1, 4), forward=st.booleans(), late=ROWS)
def test_walking_visits_each_row_once_whatever_is_added_meanwhile(
    lists: Lists, rows: list[tuple[int, int, int]], size: int, forward: bool, late: list[tuple[int, int, int]]
) -> None:
    lists.fill(rows)
    before = lists.everything(lists.first)
    size_name, cursor_name = ("first", "after") if forward else ("last", "before")
    arrivals = [lists.new(*row) for row in late]
    visited: list[str] = []
    cursor = None
    has_more = True

    while has_more:
        page = lists.page(lists.first, **{size_name: size, cursor_name: cursor})
        visited += page.names if forward else page.names[::-1]
        has_more = page.info.has_next_page if forward else page.info.has_previous_page
        cursor = page.info.end_cursor if forward else page.info.start_cursor
        if arrivals:
            lists.runner.run(lists.world.add(arrivals.pop()))

    assert len(visited) == len(set(visited))
    known = set(before)
    assert [name for name in visited if name in known] == (before if forward else before[::-1])


def test_a_cursor_holds_when_its_row_is_gone(lists: Lists) -> None:
    lists.fill([(0, release, 0) for release in (0, 1, 2)])
    newest, _, oldest = lists.page(lists.first).nodes
    middle = lists.page(lists.first).cursors[1]
    lists.runner.run(_remove(lists.world.database, lists.page(lists.first).nodes[1]))

    following = lists.page(lists.first, first=5, after=middle)
    preceding = lists.page(lists.first, last=5, before=middle)

    assert following.names == [oldest.version]
    assert (following.info.has_previous_page, following.info.has_next_page) == (True, False)
    assert preceding.names == [newest.version]
    assert (preceding.info.has_previous_page, preceding.info.has_next_page) == (False, True)


async def _remove(database: Database, row: Version) -> None:
    async with database.write() as tx:
        await tx.delete(row)


def test_nothing_is_outside_of_a_list_that_has_become_empty(lists: Lists) -> None:
    lists.fill([(0, 1, 0)])
    only = lists.page(lists.first)
    lists.runner.run(_remove(lists.world.database, only.nodes[0]))

    page = lists.page(lists.first, first=5, after=only.cursors[0])

    assert page.names == []
    assert page.info == pages.PageInfo(False, False, None, None)


def test_a_root_list_is_the_case_of_one_parent(lists: Lists) -> None:
    async def names(**arguments: Any) -> tuple[list[str], int]:
        call = lists.world.admin()
        try:
            connection = templates.page(call, None, **arguments)
            found = await pages.nodes(call, connection)
            return [row.name for row in found], await pages.total_count(call, connection)
        finally:
            await call.reader.close()

    shown = lists.runner.run(names(first=3))

    assert shown == (["emqx", "first", "nginx"], 5)
