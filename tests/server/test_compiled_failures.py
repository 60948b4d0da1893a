"""When a part fails: whatever is wrong with a compiled statement is not the caller's, and an outage is told as one."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from engine.catalog import TYPES
from engine.catalog.declare import Value
from engine.sql import sql
from server.embedded import Backends
from storage.connect import connect
from tests.server import web
from tests.server.compiled import Process, Store, process

pytestmark = pytest.mark.anyio

SHELVES = "{ categories { name displayName } }"
MINE = "{ workspaces { nodes { name } } }"
CREATE = 'mutation { createCategory(input: { name: "new" }) { userErrors { code } } }'
OURS = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
BROKEN = Value(lambda row, _: (sql("(1 / length(substr({name}, 1, 0)))::text", name=row["name"]),))


@pytest.fixture
async def here(backends: Backends, tmp_path: Path) -> AsyncIterator[Process]:
    async with process(backends, tmp_path) as started:
        yield started


@pytest.fixture
async def store(here: Process) -> Store:
    return await Store.of(here)


@pytest.fixture
async def beside(backends: Backends) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect(backends.database_url)
    yield connection
    await connection.close()


# -- a statement that fails


async def test_a_statement_that_fails_is_answered_by_the_reference_and_logged_once(
    here: Process, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    right = await here.data(SHELVES)
    broken = replace(TYPES["Category"], fields={**TYPES["Category"].fields, "displayName": BROKEN})
    monkeypatch.setitem(TYPES, "Category", broken)  # type: ignore[arg-type]  # it is a dictionary
    here.engine._cache.clear()
    here.engine._answers.clear()

    for query in (SHELVES, "query Other { categories { name displayName } }"):
        caplog.clear()
        answer = await here.post(query)
        told = [record for record in caplog.records if record.levelno >= logging.WARNING]
        assert web.told(answer) == {"data": right}
        assert [record.getMessage() for record in told] == ["a compiled statement failed"]
        assert told[0].exc_info
    assert (await here.counters())['chandlery_operations_total{by="reference: failed"}'] == 2
    assert await here.data("{ categories { name } }")


async def test_what_a_failing_statement_was_bound_to_is_not_in_the_log(
    here: Process, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(TYPES["StoreApp"], fields={**TYPES["StoreApp"].fields, "summary": BROKEN})
    monkeypatch.setitem(TYPES, "StoreApp", broken)  # type: ignore[arg-type]  # it is a dictionary
    query = 'query ($n: String!) { storeApp(publisher: "acme", name: $n) { summary } }'

    assert (await here.data(query, await store.session("dev"), n="redis"))["storeApp"] == {"summary": ""}

    assert "a compiled statement failed" in caplog.text
    assert "redis" not in caplog.text


# -- a statement that takes too long


async def test_a_read_that_takes_too_long_is_unavailable_and_not_tried_again(
    backends: Backends, tmp_path: Path, beside: asyncpg.Connection
) -> None:
    async with process(backends, tmp_path, STATEMENT_TIMEOUT_MS="300") as started:
        token = await (await Store.of(started)).session("dev")
        await started.data(MINE, token)
        before = started.sent()
        async with beside.transaction():
            await beside.execute("LOCK TABLE workspace IN ACCESS EXCLUSIVE MODE")
            answer = await started.post(MINE, token)

        assert_unavailable(answer)
        assert started.sent() - before == 1
        assert (await started.post(MINE, token)).status_code == 200


def assert_unavailable(answer: Any) -> None:
    body = answer.json()
    assert (answer.status_code, body["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE"), body
    assert not body.get("data") or not any(body["data"].values())


async def test_a_look_at_the_revisions_that_takes_too_long_is_unavailable_to_all_who_wait_for_it(
    here: Process, store: Store, beside: asyncpg.Connection, backends: Backends
) -> None:
    for _ in range(4):
        await here.data(SHELVES)
    holding = await connect(backends.database_url)
    async with holding.transaction():
        await holding.execute("LOCK TABLE store_revision IN ACCESS EXCLUSIVE MODE")
        asking = [asyncio.create_task(here.post(SHELVES)) for _ in range(10)]
        while not all(task.done() for task in asking):
            await beside.fetchval(f"SELECT count(pg_cancel_backend(pid)) {OURS}")
            await asyncio.sleep(0.05)
    await holding.close()

    for task in asking:
        assert_unavailable(await task)
    assert (await here.post(SHELVES)).status_code == 200


# -- a database that is away


class Gate:
    """The way to the database, which can be shut: who is on it is cut off, who comes is turned away."""

    def __init__(self, database_url: str, folder: Path) -> None:
        (host,) = parse_qs(urlsplit(database_url).query)["host"]
        self.url = database_url.replace(host, str(folder))
        self._inner, self._outer = (str(Path(where) / ".s.PGSQL.5432") for where in (host, folder))
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_unix_server(self._carry, self._outer)

    async def shut(self) -> None:
        assert self._server is not None
        self._server.close()
        await asyncio.to_thread(Path(self._outer).unlink, missing_ok=True)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0.05)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_unix_connection(self._inner)
        self._tasks |= {
            asyncio.create_task(_pump(reader, inner_writer)),
            asyncio.create_task(_pump(inner_reader, writer)),
        }


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def gated(backends: Backends, data_dir: Path) -> AsyncIterator[tuple[Process, Gate]]:
    """The application behind a gate that is open."""
    gate = Gate(backends.database_url, data_dir)
    await gate.open()
    async with process(replace(backends, database_url=gate.url), data_dir) as started:
        yield started, gate
        await gate.shut()


async def test_while_the_database_is_away_everything_is_unavailable_and_then_as_it_was(
    backends: Backends, data_dir: Path
) -> None:
    async with gated(backends, data_dir) as (started, gate):
        token = await (await Store.of(started)).session("admin")
        requests = [
            (SHELVES, None),
            (SHELVES, token),
            (MINE, token),
            (CREATE, token),
            ("{ platformRoles { name } }", token),
        ]
        for _ in range(4):
            for query, caller in requests:
                assert (await started.post(query, caller)).status_code == 200
        await asyncio.gather(*(started.post(MINE, token) for _ in range(20)))

        await gate.shut()
        away = [await started.post(query, caller) for _ in range(2) for query, caller in requests]
        away += [await started.get(SHELVES, **{"If-None-Match": "*"})]
        await gate.open()
        back = [await started.post(query, caller) for _ in range(10) for query, caller in requests]

    for answer in away:
        assert_unavailable(answer)
    assert {answer.status_code for answer in back} == {200}


async def test_a_read_that_the_database_is_lost_under_is_unavailable(
    backends: Backends, data_dir: Path, beside: asyncpg.Connection
) -> None:
    async with gated(backends, data_dir) as (started, gate):
        await Store.of(started)
        await started.data(SHELVES)
        async with beside.transaction():
            await beside.execute("LOCK TABLE category IN ACCESS EXCLUSIVE MODE")
            asking = asyncio.create_task(started.post(SHELVES))
            await asyncio.sleep(0.2)
            await gate.shut()
            assert_unavailable(await asking)
        await gate.open()
        assert (await started.post(SHELVES)).status_code == 200
