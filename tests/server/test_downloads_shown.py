"""Downloads over GraphQL, by both executors: never from what is kept, in order to the last app, and within Int."""

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from domain.lifecycle import VersionState
from server.embedded import Backends
from storage.database import Database
from storage.tables import Version
from tests.resolvers.world import a_store_app, a_template, a_version
from tests.server.compiled import Process, Store, process

pytestmark = pytest.mark.anyio

COUNTS = {"a": 5, "b": 2**40, "c": 5, "d": 2**31, "e": 0, "f": 2**31 - 1}
PAGE = """query ($first: Int, $after: String, $last: Int, $before: String, $direction: OrderDirection!) {
 storeApps(first: $first, after: $after, last: $last, before: $before,
  orderBy: { field: DOWNLOADS, direction: $direction }) {
  edges { cursor node { name downloads } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.fixture(scope="module")
async def executors(
    module_backends: Backends, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Process, Process]]:
    folder: Path = tmp_path_factory.mktemp("data")
    off = {"COST_BUDGET": "0"}
    async with (
        process(module_backends, folder, **off) as compiled,
        process(module_backends, folder, COMPILED="false", **off) as reference,
    ):
        world = (await Store.of(compiled)).world
        for name, count in COUNTS.items():
            template = a_template(world, name, state="ACTIVE")
            version = a_version(world, template, "1.0.0", VersionState.ACTIVE.value, downloads=count)
            await world.add(template, version, a_store_app(template, downloads=count))
        yield compiled, reference


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_pages_of_one_hold_together_whichever_executor_gives_them(
    executors: tuple[Process, Process], direction: str
) -> None:
    whole = await page(executors[0], direction, first=50)
    assert whole == await page(executors[1], direction, first=50)
    listed = names_in(whole)
    assert listed[:2] == ["b", "d"] if direction == "DESC" else listed[-2:] == ["d", "b"]
    assert set(COUNTS) <= set(listed)

    forwards = await walk(executors, direction, "first", "after")
    backwards = await walk(executors, direction, "last", "before")

    assert forwards == backwards[::-1] == listed


async def walk(executors: tuple[Process, Process], direction: str, size: str, from_: str) -> list[str]:
    """Every app, one at a time, each page from the other executor."""
    names: list[str] = []
    edge = {"after": "endCursor", "before": "startCursor"}[from_]
    more = {"after": "hasNextPage", "before": "hasPreviousPage"}[from_]
    cursor = None
    for number in range(50):
        found = await page(executors[number % 2], direction, **{size: 1, from_: cursor})
        names += names_in(found)
        cursor = found["pageInfo"][edge]
        if not found["pageInfo"][more]:
            break
    return names


async def page(started: Process, direction: str, **window: Any) -> Any:
    return (await started.data(PAGE, None, direction=direction, **window))["storeApps"]


def names_in(found: Any) -> list[str]:
    return [edge["node"]["name"] for edge in found["edges"]]


async def test_more_than_int_can_say_is_the_most_that_it_can(executors: tuple[Process, Process]) -> None:
    most = 2**31 - 1
    query = '{ storeApp(publisher: "acme", name: "b") { downloads latestVersion { downloads } } }'
    for started in executors:
        assert await started.data(query) == {"storeApp": {"downloads": most, "latestVersion": {"downloads": most}}}


QUERIES = [
    '{ storeApp(publisher: "acme", name: "e") { name downloads } }',
    '{ storeApp(publisher: "acme", name: "e") { latestVersion { downloads } } }',
    "{ storeApps(orderBy: { field: DOWNLOADS, direction: DESC }, first: 1) { nodes { name } } }",
    "query ($by: StoreAppOrder) { storeApps(orderBy: $by, first: 1) { nodes { name } } }",
]


async def test_a_page_that_is_asked_for_often_shows_a_count_as_soon_as_it_is_written(
    executors: tuple[Process, Process],
) -> None:
    compiled, parts = executors[0], executors[0].endpoint.parts
    given: list[dict[str, Any]] = [{}, {}, {}, {"by": {"field": "DOWNLOADS", "direction": "DESC"}}]
    for _, (query, variables) in product(range(4), zip(QUERIES, given, strict=True)):
        await compiled.data(query, None, **variables)

    async with parts.database.write() as tx:
        for table in ("version", "store_app"):
            of_e = f"UPDATE {table} SET downloads = 9::bigint << 40 WHERE template_id = :id"  # noqa: S608 - our names
            await tx.execute(text(of_e), {"id": await tx.scalar(text("SELECT id FROM template WHERE name = 'e'"))})

    first, second, third, fourth = [
        await compiled.data(query, None, **variables) for query, variables in zip(QUERIES, given, strict=True)
    ]
    assert first["storeApp"]["downloads"] == second["storeApp"]["latestVersion"]["downloads"] == 2**31 - 1
    assert third["storeApps"]["nodes"] == fourth["storeApps"]["nodes"] == [{"name": "e"}]


async def test_what_was_counted_is_written_when_the_server_stops(backends: Backends, tmp_path: Path) -> None:
    async with process(backends, tmp_path) as started:
        store = await Store.of(started)
        version_id = store.world.id("emqx 1.0.0")
        started.endpoint.parts.downloads.count(version_id)

    database = Database(backends.database_url)
    async with database.write() as tx:
        assert (await tx.get_one(Version, version_id)).downloads == 1
    await database.close()
