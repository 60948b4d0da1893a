"""Whoever leaves a read takes its statement along; whoever stays is answered; nothing else is ever ended."""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from server.embedded import Backends
from server.http import held
from server.http.leaving import LOOK_EVERY_S, UnderWay
from storage.connect import connect
from tests.e2e.conftest import serving
from tests.personas import ADMIN, PASSWORD
from tests.server.compiled import SECRET_KEY, Process, Store, bearer, process

pytestmark = pytest.mark.anyio

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
SHELVES = "{ categories { name } }"
WHY = '{ explainAccess(username: "dev", permission: TEMPLATES_READ) { allowed } }'
CREATE = 'mutation { createCategory(input: { name: "late" }) { userErrors { code } } }'
READS = {"compiled": (SHELVES, "category"), "by the reference": (WHY, "membership")}


@pytest.fixture
async def here(backends: Backends, tmp_path: Path) -> AsyncIterator[Process]:
    async with process(backends, tmp_path) as started:
        yield started


@pytest.fixture
async def store(here: Process) -> Store:
    return await Store.of(here)


@pytest.fixture
def url(backends: Backends, tmp_path: Path, store: Store) -> Iterator[str]:
    """A real server over the same database."""
    with serving(backends, tmp_path, SECRET_KEY=SECRET_KEY, ADMIN_PASSWORD=PASSWORD) as address:
        yield address


@asynccontextmanager
async def locked(database_url: str, table: str) -> AsyncIterator[None]:
    """Whoever looks at the table waits until the end of this."""
    connection = await connect(database_url)
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


@pytest.fixture
async def beside(backends: Backends) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect(backends.database_url)
    yield connection
    await connection.close()


async def eventually(beside: asyncpg.Connection, query: str, wanted: int, within_s: float = 5.0) -> None:
    async with asyncio.timeout(within_s):
        while await beside.fetchval(query) != wanted:  # noqa: ASYNC110 - the event is in the database
            await asyncio.sleep(0.01)


Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def ask(url: str, query: str, token: str) -> Talk:
    """A request that has been sent over a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    body = json.dumps({"query": query}).encode()
    given = {"Host": "store", "Content-Type": "application/json", "Content-Length": str(len(body)), **bearer(token)}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    writer.write(f"POST /graphql HTTP/1.1\r\n{head}\r\n".encode() + body)
    return reader, writer


async def leave(talk: Talk) -> None:
    talk[1].close()
    with suppress(OSError):
        await talk[1].wait_closed()


# -- over a socket


@pytest.mark.parametrize("how", READS)
async def test_a_reader_who_leaves_ends_their_statement_within_a_second(
    url: str, store: Store, backends: Backends, beside: asyncpg.Connection, how: str
) -> None:
    query, table = READS[how]
    token = await store.session(ADMIN)
    async with locked(backends.database_url, table):
        talk = await ask(url, query, token)
        await eventually(beside, WAITING, 1)
        await leave(talk)
        await eventually(beside, WAITING, 0, within_s=1)

    reader, writer = await ask(url, query, token)
    assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
    writer.close()


async def test_many_who_leave_at_once_leave_every_connection_to_those_who_come(
    url: str, store: Store, backends: Backends, beside: asyncpg.Connection
) -> None:
    token = await store.session(ADMIN)
    async with locked(backends.database_url, "category"):
        talks = [await ask(url, SHELVES, token) for _ in range(20)]
        await eventually(beside, WAITING, 8)
        await asyncio.gather(*map(leave, talks))
        await eventually(beside, WAITING, 0, within_s=2)
        reader, writer = await ask(url, "{ storeApps { nodes { name } } }", token)
        assert b"200" in await reader.readline()
        writer.close()


@pytest.mark.parametrize("how", READS)
async def test_a_reader_who_stays_is_answered_however_long_it_takes(
    url: str, store: Store, backends: Backends, beside: asyncpg.Connection, how: str
) -> None:
    query, table = READS[how]
    async with locked(backends.database_url, table):
        reader, writer = await ask(url, query, await store.session(ADMIN))
        await eventually(beside, WAITING, 1)
        await asyncio.sleep(LOOK_EVERY_S * 6)
        assert await beside.fetchval(WAITING) == 1

    assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
    writer.close()


async def test_a_change_goes_on_when_its_client_has_left(
    url: str, store: Store, backends: Backends, beside: asyncpg.Connection
) -> None:
    async with locked(backends.database_url, "category"):
        talk = await ask(url, CREATE, await store.session(ADMIN))
        await eventually(beside, WAITING, 1)
        await leave(talk)
        await asyncio.sleep(LOOK_EVERY_S * 6)
        assert await beside.fetchval(WAITING) == 1

    await eventually(beside, "SELECT count(*) FROM category WHERE name = 'late'", 1)


# -- in one process


async def test_who_left_is_noted_as_such_and_nothing_is_logged_as_our_fault(
    here: Process, store: Store, backends: Backends, beside: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with locked(backends.database_url, "category"):
            client = Client(SHELVES)
            request = asyncio.create_task(here.app(client.scope, client.receive, client.send))
            await eventually(beside, WAITING, 1)
            client.left.set()
            await request

    assert client.sent == []
    assert [record for record in caplog.records if " 499 " in record.getMessage()]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert (await here.data(SHELVES))["categories"]


class Client:
    """A client of the application's, who leaves when they are told to."""

    def __init__(self, query: str) -> None:
        self.left = asyncio.Event()
        self.sent: list[Message] = []
        self._body: bytes | None = json.dumps({"query": query}).encode()
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "query_string": b"",
            "headers": [(b"content-type", b"application/json")],
        }

    async def receive(self) -> Message:
        body, self._body = self._body, None
        if body is not None:
            return {"type": "http.request", "body": body, "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.sent.append(message)


class Reader(Client):
    """A client that takes so many pieces of its answer, and then none."""

    def __init__(self, query: str, pieces: int) -> None:
        super().__init__(query)
        self._pieces = pieces

    async def send(self, message: Message) -> None:
        if len(self.sent) > self._pieces:
            await asyncio.Event().wait()
        await super().send(message)


async def test_who_stops_taking_a_large_answer_is_taken_to_have_left(
    here: Process, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await store.execute("UPDATE text_blob SET text = repeat('x', 3000000)")
    query = '{ storeApp(publisher: "acme", name: "redis") { latestVersion { values } } }'
    assert len((await here.post(query)).content) > 3_000_000
    monkeypatch.setattr(held, "STALL_S", 0.2)
    client = Reader(query, pieces=2)

    with caplog.at_level(logging.INFO):
        async with asyncio.timeout(5):
            await here.app(client.scope, client.receive, client.send)

    assert [message["type"] for message in client.sent] == ["http.response.start", *["http.response.body"] * 2]
    assert [record for record in caplog.records if " 499 " in record.getMessage()]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_thousands_of_quick_reads_leave_nothing_behind(here: Process, store: Store) -> None:
    tasks = len(asyncio.all_tasks())
    for _ in range(40):
        await asyncio.gather(*(here.data(SHELVES) for _ in range(50)))
    await asyncio.sleep(LOOK_EVERY_S * 3)

    assert is_empty(here.endpoint.under_way)
    assert len(asyncio.all_tasks()) <= tasks


def is_empty(under_way: UnderWay) -> bool:
    return not (under_way._noted or under_way._watched or under_way._left or under_way._look)


async def test_whatever_comes_first_is_what_happens_and_nothing_is_cancelled_twice() -> None:
    under_way, chance = UnderWay(), random.Random(3)

    async def work(seconds: float) -> str:
        await asyncio.sleep(seconds)
        return "done"

    async def request(stays_s: float, takes_s: float) -> str:
        async def receive() -> Message:
            await asyncio.sleep(stays_s)
            return {"type": "http.disconnect"}

        try:
            found = await under_way.unless_left(receive, work(takes_s))
        except ClientDisconnect:
            found = "left"
        await asyncio.sleep(0)  # a cancellation that came too late would be raised here
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        return found

    moments = [(chance.uniform(0, 0.3), chance.uniform(0, 0.3)) for _ in range(500)]
    outcomes = await asyncio.gather(*(request(*both) for both in moments))

    assert set(outcomes) == {"done", "left"}
    for (stays_s, takes_s), outcome in zip(moments, outcomes, strict=True):
        assert outcome == "done" or stays_s < takes_s + 0.2
    await asyncio.sleep(LOOK_EVERY_S * 3)
    assert is_empty(under_way)


async def test_a_server_that_stops_still_ends_a_read_that_is_watched() -> None:
    under_way = UnderWay()

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError("nobody waits that long")

    task = asyncio.create_task(under_way.unless_left(receive, asyncio.sleep(60)))
    await asyncio.sleep(LOOK_EVERY_S * 2)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(LOOK_EVERY_S * 3)
    assert is_empty(under_way)


async def test_an_error_of_the_work_is_the_works_own() -> None:
    under_way = UnderWay()

    async def fail() -> None:
        raise ValueError("its own")

    with pytest.raises(ValueError, match="its own"):
        await under_way.unless_left(asyncio.Event().wait, fail())  # type: ignore[arg-type]  # never asked
    assert not under_way._noted
