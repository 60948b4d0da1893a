"""Clients that flood the server with frames, read none of its answers, or take back what they have just begun."""

import asyncio
import base64
import gc
import socket
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.frames import Frame, Opcode

from schema.execution import Operation
from server.commands import sockets
from server.commands.sockets import FRAMES_A_SECOND, SocketProtocol
from server.embedded import Backends
from server.http.frames import Subscribe
from server.http.operations import Operations
from server.wiring import Sender
from tests.server.compiled import Process, Replicas, Store
from tests.server.live import CHANGES, PATIENCE_S, PROTOCOL, serving, until

pytestmark = pytest.mark.anyio
INIT = b'{"type":"connection_init"}'
KEY = base64.b64encode(bytes(16)).decode()
SMALLEST = {
    "empty pieces": (Frame(Opcode.TEXT, b"{", fin=False), Frame(Opcode.CONT, b"", fin=False)),
    "pongs that nobody asked for": (Frame(Opcode.TEXT, INIT), Frame(Opcode.PONG, b"")),
    "pings": (Frame(Opcode.TEXT, INIT), Frame(Opcode.PING, b"")),
}


@pytest.fixture(scope="module")
async def run(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replicas]:
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with serving(module_backends, data_dir) as here:
        yield Replicas(await Store.of(here), here, here)


@dataclass(slots=True)
class Bytes:
    """A client's end of an open WebSocket, that reads only when it is told to."""

    end: socket.socket
    protocol: SocketProtocol

    async def send(self, *frames: Frame) -> None:
        """Passes when the server's machine has all of them."""
        content = b"".join(frame.serialize(mask=True) for frame in frames)
        await asyncio.get_running_loop().sock_sendall(self.end, content)

    async def rest(self) -> bytes:
        """All that is sent until the server closes."""
        found = b""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while piece := await asyncio.get_running_loop().sock_recv(self.end, 2**16):
                    found += piece
            except ConnectionResetError:  # it has not read all of the flood
                pass
        return found


@asynccontextmanager
async def opened(process: Process) -> AsyncIterator[Bytes]:
    """A WebSocket whose client has next to no room for what comes."""
    loop, base = asyncio.get_running_loop(), process.http.base_url
    asked = (
        f"GET /graphql HTTP/1.1\r\nHost: {base.host}:{base.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n"
    )
    with socket.socket() as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        end.setblocking(False)
        await loop.sock_connect(end, (base.host, base.port))
        await loop.sock_sendall(end, asked.encode())
        assert (await loop.sock_recv(end, 2**16)).startswith(b"HTTP/1.1 101 ")
        yield Bytes(end, _protocol_of(end))


def _protocol_of(end: socket.socket) -> SocketProtocol:
    every: list[Any] = gc.get_objects()
    return next(one for one in every if type(one) is SocketProtocol and one.client == end.getsockname())


@pytest.mark.parametrize("kind", SMALLEST)
async def test_who_sends_more_frames_than_anybody_needs_is_closed(run: Replicas, kind: str) -> None:
    first, frame = SMALLEST[kind]
    async with opened(run.here) as flood:
        await flood.send(first, *[frame] * 3 * FRAMES_A_SECOND)

        told = await flood.rest()

        assert told.endswith(b"\x03\xf0Too many frames")  # 1008
        await until(lambda: flood.protocol.disconnected)
        assert len(flood.protocol.frames) <= 1


async def test_pieces_of_a_message_are_put_together_and_empty_ones_not_kept(run: Replicas) -> None:
    async with opened(run.here) as client:
        middle = [Frame(Opcode.CONT, b"", fin=False)] * (FRAMES_A_SECOND // 2)
        await client.send(Frame(Opcode.TEXT, INIT[:5], fin=False), *middle, Frame(Opcode.PING, b"!"))
        loop = asyncio.get_running_loop()
        assert await loop.sock_recv(client.end, 100) == b"\x8a\x01!"
        assert len(client.protocol.frames) == 1
        await client.send(Frame(Opcode.CONT, INIT[5:], fin=True))

        assert b"connection_ack" in await loop.sock_recv(client.end, 100)


async def test_pings_of_who_reads_nothing_fill_no_memory_and_hold_no_connection(
    run: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "FRAMES_A_SECOND", 10**9)
    monkeypatch.setattr(sockets, "STOP_S", 0.01)
    hub: Any = run.here.endpoint.events
    async with opened(run.here) as flood:
        for _ in range(12):
            await flood.send(*[Frame(Opcode.PING, b"x" * 125)] * 8000)
        await flood.send(Frame(Opcode.TEXT, INIT))
        await until(lambda: hub.live.hub.guests == 1)

        assert 0 < flood.protocol.transport.get_write_buffer_size() < 200_000
        flood.protocol.keepalive_timeout()
        await until(lambda: flood.protocol.disconnected)
        await until(lambda: hub.live.hub.guests == 0)


async def test_what_is_forgotten_before_it_is_begun_leaves_no_word_in_the_log(run: Replicas) -> None:
    events: Any = run.here.endpoint.events
    sender = Sender(events.parts, None, "")
    access = await sender.identify()
    with warnings.catch_warnings(record=True) as told, events.live.hub.guest(access, sender.identify, print) as guest:
        warnings.simplefilter("always")
        operations = Operations(events.executor, events.live, events.held, 9, _never, "id", is_browser=False)
        for number, query in enumerate((CHANGES, "{ __typename }")):
            await operations.begin(Subscribe(str(number), Operation(query)), sender, guest)
            operations.forget(str(number))
        await operations.end()
        await asyncio.sleep(0)
        gc.collect()
    assert [str(one.message) for one in told if one.category is RuntimeWarning] == []


async def _never(text: str) -> None:
    raise AssertionError(text)
