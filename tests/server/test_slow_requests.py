"""Connections that stay in the middle of a request are ended; those that wait for an answer, or talk on, are not."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from server.commands import requests
from server.commands.requests import RequestProtocol
from server.commands.sockets import SocketProtocol

pytestmark = pytest.mark.anyio
HEAD_S, PATIENCE_S = 0.2, 10
POST = b"POST / HTTP/1.1\r\nHost: store\r\nContent-Length: 100\r\n\r\n"
GET = b"GET / HTTP/1.1\r\nHost: store\r\n\r\n"
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: store\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers without a look at any body, a long while after it was asked for `/slow`."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await asyncio.sleep(5 * HEAD_S)
        await send({"type": "websocket.send", "text": "still here"})
        await receive()
        return
    if scope["path"] == "/slow":
        await asyncio.sleep(5 * HEAD_S)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(requests, "HEAD_S", HEAD_S)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=RequestProtocol, ws=SocketProtocol, lifespan="off", log_config=None)
    config.timeout_keep_alive = 10 * PATIENCE_S  # what ends a connection here is not that
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listener]))
    yield listener.getsockname()[1]
    server.should_exit = True
    await serving


@asynccontextmanager
async def connected(port: int, sent: bytes) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield reader, writer
    finally:
        writer.close()


@pytest.mark.parametrize("sent", [b"", GET[:10], POST + b"x"], ids=["nothing", "half a head", "half a refused body"])
async def test_who_stops_in_the_middle_of_a_request_is_let_go(port: int, sent: bytes) -> None:
    async with connected(port, sent) as (reader, writer):
        if sent.startswith(POST):
            assert await reader.readuntil(b"ok")
            writer.write(b"x")
        assert await reader.read() == b""


async def test_who_stops_in_the_middle_of_a_second_request_is_let_go(port: int) -> None:
    async with connected(port, GET) as (reader, writer):
        assert await reader.readuntil(b"ok")
        writer.write(GET[:10])
        assert await reader.read() == b""


async def test_who_waits_for_an_answer_gets_it(port: int) -> None:
    async with connected(port, GET.replace(b"/ HTTP", b"/slow HTTP")) as (reader, _):
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


async def test_a_websocket_stays(port: int) -> None:
    async with connected(port, UPGRADE) as (reader, _):
        assert b"101" in await reader.readline()
        assert await reader.readuntil(b"still here")
