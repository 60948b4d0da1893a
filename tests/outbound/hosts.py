"""Hosts that answer just as a test says, byte by byte, on addresses of this machine; and a resolver of names."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from outbound.client import Answer, Outbound, Patience, Secret
from uploads.spool import Spool

LOOPBACK = "127.0.0.0/8"
SOON = Patience(connect_s=1, first_byte_s=0.5, total_s=2, window_s=0.4, least_bytes=64, redirects=5)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a host."""

    method: str
    path: str
    headers: Mapping[str, str]


Answering = Callable[[Request], bytes | AsyncIterator[bytes]]


@dataclass
class Host:
    """A host that listens."""

    address: str
    port: int
    requests: list[Request] = field(default_factory=list)
    sent: int = 0
    """How many bytes of bodies it got rid of."""

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}"

    def at(self, name: str, scheme: str = "http") -> str:
        """Its address by a name that a resolver knows."""
        return f"{scheme}://{name}:{self.port}"


@asynccontextmanager
async def a_host(
    answering: Answering, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Host]:
    """A host that sends what `answering` gives, and closes the connection after it."""
    host = Host(address, 0)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _request(reader)
            host.requests.append(request)
            await _send(host, writer, answering(request))
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, address, 0, ssl=tls)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()


async def _request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Request(method, path, {name.lower(): value.strip() for name, _, value in pairs})


async def _send(host: Host, writer: asyncio.StreamWriter, answer: bytes | AsyncIterator[bytes]) -> None:
    if isinstance(answer, bytes):
        writer.write(answer)
        await writer.drain()
        return
    async for piece in answer:
        writer.write(piece)
        await writer.drain()
        host.sent += len(piece)


def said(body: bytes = b"", status: int = 200, /, **headers: str) -> bytes:
    """An answer; `_` in the names of headers is `-`."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str, status: int = 302) -> bytes:
    return said(b"", status, Location=location)


def names(**addresses: str | list[str]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A resolver that knows these names (`_` is a dot), and numbers as they are."""

    async def resolve(host: str, _port: int) -> list[str]:
        found = addresses.get(host.replace(".", "_"), host)
        return found if isinstance(found, list) else [found]

    return resolve


async def ask(
    outbound: Outbound,
    url: str,
    *,
    home: str | None = None,
    secret: Secret | None = None,
    max_bytes: int = 1024 * 1024,
    is_packed: bool = True,
) -> tuple[Answer, bytes]:
    """The answer of a URL, and its body; b"" of one that is too large."""
    spool = Spool("answer", max_bytes)
    try:
        async with outbound.session(home or url, None) as session:
            answer = await session.get(url, spool, secret=secret, is_packed=is_packed)
        file = await spool.received()
        return answer, b"" if file.is_oversized else file.body.read()
    finally:
        spool.close()
