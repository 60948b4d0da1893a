"""Really served applications, and clients that stay connected to them: by WebSocket, and by a stream of events."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from domain.ids import Kind, encode_id
from server.app import build_app
from server.commands.serve import _Server
from server.commands.sockets import SocketProtocol
from server.embedded import Backends
from server.settings import Settings
from tests.personas import PASSWORD
from tests.resolvers.world import a_version
from tests.server.compiled import SECRET_KEY, Process, Store, bearer

PROTOCOL = "graphql-transport-ws"
PATIENCE_S = 15.0
CHANGES = "subscription { versionStateChanged { version { id version } fromState toState action actor message } }"
SUBMIT = "mutation ($id: ID!) { submitVersion(id: $id) { userErrors { code message } } }"
WITHDRAW = "mutation ($id: ID!) { withdrawVersion(id: $id) { userErrors { code message } } }"


_NUMBERS = itertools.count()


@asynccontextmanager
async def serving(backends: Backends, data_dir: Path, **given: str) -> AsyncIterator[Process]:
    """The application on a port of its own, as `python -m server` serves it."""
    known = {"DATA_DIR": str(data_dir), "ADMIN_PASSWORD": PASSWORD, "SECRET_KEY": SECRET_KEY}
    environment = {**known, "WORKER_CONCURRENCY": "0", **given}
    settings = Settings.from_environment(environment)
    app = build_app(settings, backends)
    config = uvicorn.Config(
        app,
        port=0,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        lifespan="on",
        ws=SocketProtocol,
        ws_max_size=settings.live_message_bytes,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config, "", app.state.stopping)
    task = asyncio.create_task(server.serve())
    while not server.started:
        assert not task.done(), "the server ended"
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S) as http:
            yield Process(app, http)
    finally:
        server.should_exit = True
        await task


def url_of(process: Process) -> str:
    """Where its WebSockets are."""
    return str(process.http.base_url).replace("http", "ws", 1).rstrip("/") + "/graphql"


@dataclass(slots=True)
class Socket:
    """A client's end of a WebSocket."""

    connection: ClientConnection

    async def send(self, **message: Any) -> None:
        """A message of the protocol."""
        await self.connection.send(json.dumps(message))

    async def receive(self) -> Any:
        """The next message."""
        async with asyncio.timeout(PATIENCE_S):
            return json.loads(await self.connection.recv())

    async def begin(self, token: str | None = None) -> "Socket":
        """Begins the connection, acknowledged."""
        payload = {} if token is None else {"payload": bearer(token)}
        await self.send(type="connection_init", **payload)
        assert await self.receive() == {"type": "connection_ack"}
        return self

    async def subscribe(self, query: str = CHANGES, operation_id: str = "1", **variables: Any) -> None:
        """Begins an operation; passes when the server has it."""
        await self.send(id=operation_id, type="subscribe", payload={"query": query, "variables": variables})
        await self.ping()

    async def ping(self) -> None:
        """Passes when the server has taken all that was sent before."""
        await self.send(type="ping")
        assert await self.receive() == {"type": "pong"}

    async def change(self) -> Any:
        """What the next message tells of a change."""
        message = await self.receive()
        assert message["type"] == "next", message
        return message["payload"]["data"]["versionStateChanged"]

    async def closed(self) -> tuple[int, str]:
        """The code and the reason that the server closes with."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    await self.connection.recv()
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return closed.rcvd.code, closed.rcvd.reason


@asynccontextmanager
async def socket(process: Process, *protocols: str, **options: Any) -> AsyncIterator[Socket]:
    """A WebSocket that is open, and nothing more."""
    spoken: Any = list(protocols or (PROTOCOL,))
    async with connect(url_of(process), subprotocols=spoken, open_timeout=PATIENCE_S, **options) as connection:
        yield Socket(connection)


@asynccontextmanager
async def following(
    process: Process, token: str | None, query: str = CHANGES, **variables: Any
) -> AsyncIterator[Socket]:
    """A WebSocket that follows changes already."""
    before = feeds(process)
    async with socket(process) as opened:
        await opened.begin(token)
        await opened.subscribe(query, **variables)
        await until(lambda: feeds(process) > before)
        yield opened


def feeds(process: Process) -> int:
    """How many subscriptions the server has."""
    events: Any = process.endpoint.events
    return int(events.live.hub.feeds)


async def until(condition: Any) -> None:
    """Passes when the condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)


async def a_draft(store: Store, template: str = "emqx") -> str:
    """The global id of a new version that can be submitted. Its row is made by hand, so nobody is told of it."""
    row = a_version(store.world, store.world.rows[template], f"9.0.{next(_NUMBERS)}")
    await store.world.add(row)
    return encode_id(Kind.VERSION, row.id)
