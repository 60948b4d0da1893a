"""Connections that hand over little at a time, and give up on hosts that send much around what they say.

httpcore2 makes of what it reads all the events that it can (answers that announce answers, chunks of a body) before
anything else in the process has a turn, and nothing counts what is no body: 1xx answers, headers, the lines of chunks.
So reads are small here, each ends a turn, and bytes are counted as they come. Must not know what they mean.
"""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2

READ_BYTES = 8 * 1024
READ_OF_HEAD_BYTES = 4 * 1024  # 240 answers that announce answers fit in, which take some 5 ms
HEAD_BYTES = 32 * 1024
"""Of an answer, with the answers before it (1xx). The read in which it ends may be over that."""
AROUND_BYTES = 1024 * 1024
AROUND_EACH_BYTE = 8
"""So much may a body have around it, and so much more for each byte of it: a byte in a chunk of its own takes six."""


class Overlong(httpcore2.RemoteProtocolError):
    """A host sends more around its answer than there may be."""


class Metered(httpcore2.AsyncNetworkStream):
    """A connection whose answers are counted: each begins with what is written."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._at_once, self._left = READ_OF_HEAD_BYTES, HEAD_BYTES

    def begin_body(self) -> None:
        """From now on it is a body that comes."""
        self._at_once, self._left = READ_BYTES, AROUND_BYTES

    def took(self, size: int) -> None:
        """So much of the body has been made of what came."""
        self._left += (1 + AROUND_EACH_BYTE) * size

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - the interface's
        """The next bytes, few of them, and not before everybody else had a turn. Overlong, httpcore2's errors."""
        if self._left <= 0:
            raise Overlong("too much around the answer")
        await asyncio.sleep(0)
        data = await self._stream.read(min(max_bytes, self._at_once), timeout)
        self._left -= len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the interface's
        """Sends a request, or a part of one: what is read after it is the head of an answer."""
        self._at_once, self._left = READ_OF_HEAD_BYTES, HEAD_BYTES
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Ends the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
    ) -> httpcore2.AsyncNetworkStream:
        """The same connection, encrypted, and counted inside of that."""
        return Metered(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What the connection under it knows."""
        return self._stream.get_extra_info(info)


class MeteredBackend(httpcore2.AsyncNetworkBackend):
    """Makes the connections of another backend metered ones."""

    def __init__(self, backend: httpcore2.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> Metered:
        """A connection, as the backend makes it."""
        return Metered(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> Metered:
        """A connection, as the backend makes it."""
        return Metered(await self._backend.connect_unix_socket(path, timeout, socket_options))

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await self._backend.sleep(seconds)
