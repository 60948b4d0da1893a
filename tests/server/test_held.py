"""Answers that nobody takes: a process holds so many bytes of them and no more, and what is given up is given back."""

import asyncio
import json
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from server.embedded import Backends
from server.http import held as held_module
from server.http import socket as socket_module
from server.http.held import SMALL_BYTES, Held, Share
from server.http.operations import AT_ONCE
from tests.personas import ADMIN
from tests.server.compiled import Replicas, Store
from tests.server.live import Socket, a_draft, serving, socket, until

pytestmark = pytest.mark.anyio
TEXT_BYTES = 3_000_000
LARGE_BYTES = 4 * TEXT_BYTES  # more than the kernel takes of it by itself
MOST_BYTES = int(2.5 * LARGE_BYTES)
VALUES = 'storeApp(publisher: "acme", name: "redis") { latestVersion { values } }'
LARGE = "{ " + " ".join(f"a{number}: {VALUES}" for number in range(4)) + " }"
SMALL = "{ storeApps { nodes { name } } }"
SHOW = "mutation ($id: ID!) { submitVersion(id: $id) { version { values } userErrors { code } } }"
STATE = "query ($id: ID!) { node(id: $id) { ... on AppVersion { state } } }"
Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(scope="module")
async def run(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replicas]:
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with serving(module_backends, data_dir, MAX_ANSWERS_UNDER_WAY_BYTES=str(MOST_BYTES)) as here:
        store = await Store.of(here)
        await store.execute("UPDATE text_blob SET text = repeat('x', :size)", size=TEXT_BYTES)
        yield Replicas(store, here, here)


@pytest.fixture
async def held(run: Replicas) -> AsyncIterator[Held]:
    """What is held, which is nothing before a test, and must be nothing after it."""
    found = run.here.endpoint.held
    assert found.bytes == 0
    yield found
    await until(lambda: found.bytes == 0)


def full(held: Held) -> Any:
    """While others hold all that may be held."""
    return Share(held).holding(MOST_BYTES)


@asynccontextmanager
async def asking(run: Replicas, query: str, accept: str = "application/json") -> AsyncIterator[Talk]:
    """A client that has asked, and has not read a byte."""
    end = sockets.socket()
    end.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    end.connect(("127.0.0.1", run.here.http.base_url.port))
    reader, writer = await asyncio.open_connection(sock=end, limit=1024)
    body = json.dumps({"query": query}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: s\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


@asynccontextmanager
async def not_reading(run: Replicas) -> AsyncIterator[Socket]:
    """A WebSocket whose client reads no answer, and is gone at the end."""
    async with socket(run.here, ping_interval=None) as opened:
        await opened.begin()
        opened.connection.transport.pause_reading()
        try:
            yield opened
        finally:
            opened.connection.transport.abort()


async def some_round_trips(run: Replicas) -> None:
    """Passes when the server has had time for whatever it can do, and answers others."""
    for _ in range(20):
        assert (await run.here.http.get("/healthz")).status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_clients_that_do_not_read_are_held_for_up_to_the_ceiling_and_others_go_on(
    run: Replicas, held: Held, accept: str
) -> None:
    async with AsyncExitStack() as clients:
        for _ in range(2):
            await clients.enter_async_context(asking(run, LARGE, accept))
        await until(lambda: held.bytes > 2 * LARGE_BYTES)
        large, small = await run.here.post(LARGE), await run.here.post(SMALL)
        counted = (await run.here.counters())["chandlery_answers_under_way_bytes"]

        assert (large.status_code, large.headers["retry-after"]) == (503, "5")
        assert large.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        assert small.status_code == 200
        assert 2 * LARGE_BYTES < counted == held.bytes <= MOST_BYTES

    await until(lambda: held.bytes == 0)
    assert len((await run.here.post(LARGE)).content) > LARGE_BYTES


async def test_for_a_socket_that_does_not_read_no_further_answers_are_made(run: Replicas, held: Held) -> None:
    before = run.here.compiled.count
    async with not_reading(run) as opened:
        for number in range(3 * AT_ONCE):
            await opened.send(id=str(number), type="subscribe", payload={"query": LARGE})
        await until(lambda: held.bytes > 2 * LARGE_BYTES)
        meanwhile = [(await run.here.post(LARGE)).status_code for _ in range(3)]

        assert meanwhile == [503] * 3
        assert run.here.compiled.count - before == AT_ONCE + len(meanwhile)
        assert held.bytes <= MOST_BYTES


async def test_where_there_is_no_room_a_socket_tells_so_of_the_operation_alone(run: Replicas, held: Held) -> None:
    async with socket(run.here, max_size=None) as opened:
        await opened.begin()
        with full(held):
            await opened.send(id="1", type="subscribe", payload={"query": LARGE})
            refused = await opened.receive()
            await opened.send(id="2", type="subscribe", payload={"query": SMALL})
            small = [await opened.receive() for _ in range(2)]
        await opened.send(id="3", type="subscribe", payload={"query": LARGE})
        large = await opened.receive()

    assert (refused["id"], refused["type"]) == ("1", "error")
    assert refused["payload"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert [message["type"] for message in small] == ["next", "complete"]
    assert (large["id"], large["type"]) == ("3", "next")


async def test_a_stream_of_events_tells_so_as_an_event(run: Replicas, held: Held) -> None:
    with full(held):
        answer = await run.here.http.post("/graphql", json={"query": LARGE}, headers={"Accept": "text/event-stream"})

    told = json.loads(answer.text.split("\n")[1].removeprefix("data: "))
    assert told["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


async def test_what_was_changed_is_never_told_to_be_unavailable(run: Replicas, held: Held) -> None:
    admin, draft = await run.store.session(ADMIN), await a_draft(run.store)
    with full(held):
        answer = await run.here.post(SHOW, admin, id=draft)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (200, "LIMIT_EXCEEDED")
    assert "What was to be changed is changed" in error["message"]
    assert await run.here.data(STATE, admin, id=draft) == {"node": {"state": "SUBMITTED"}}


async def test_an_operation_that_is_forgotten_is_held_for_as_long_as_it_is_on_its_way(
    run: Replicas, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "STALL_S", 0.5)
    async with not_reading(run) as opened:
        await opened.send(id="1", type="subscribe", payload={"query": LARGE})
        await until(lambda: held.bytes > LARGE_BYTES)
        await some_round_trips(run)
        await opened.send(id="1", type="complete")
        await some_round_trips(run)

        assert held.bytes > LARGE_BYTES
        await until(lambda: held.bytes == 0)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_who_stops_reading_is_held_no_longer_than_the_patience_lasts(
    run: Replicas, held: Held, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    monkeypatch.setattr(held_module, "STALL_S", 0.3)
    async with asking(run, LARGE, accept):
        await until(lambda: held.bytes > LARGE_BYTES)
        await until(lambda: held.bytes == 0)


def test_a_connection_has_some_bytes_of_its_own_and_all_beyond_them_count() -> None:
    held = Held(0)
    share = Share(held)

    with share.holding(SMALL_BYTES - 1):
        with share.holding(2), share.holding(1):
            assert held.bytes == 2
        assert held.bytes == 0
    with pytest.raises(RuntimeError), share.holding(SMALL_BYTES + 1):
        assert held.bytes == SMALL_BYTES + 1
        raise RuntimeError
    assert held.bytes == 0
