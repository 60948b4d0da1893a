"""How long a change takes from its commit to those who follow it live, and what each of them costs the server.

    python -m benchmarks.live [SUBSCRIBERS] [CHANGES]

A server of our own with its database, and this process with all the sockets: each subscriber has a session of its own,
of one of fifty people. Changes are committed one after the other, each once everybody has the one before.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from sqlalchemy import select
from sqlmodel import col

from benchmarks.processes import cpu_s, resident_mb
from benchmarks.serving import served
from server.auth.signing import Signing
from server.embedded import Backends, open_backends
from server.settings import Settings
from storage.database import Database
from storage.tables import (
    Blob,
    Category,
    Membership,
    Package,
    Role,
    Session,
    Template,
    TextBlob,
    User,
    Version,
    Workspace,
)
from storage.transaction import Transaction
from storage.writes.changes import note_change

SECRET = "the secret of a benchmark that nobody else knows"  # noqa: S105
ALL_OF_THEM = {"LIVE_CONNECTIONS_PER_USER": "100000"}
PEOPLE = 50
AT_ONCE = 50
WARM_UP = 10
PATIENCE_S = 30.0
DIGEST = "sha256:" + "0" * 64
QUERY = """subscription { versionStateChanged { fromState toState action actor at message
  version { id version state viewerActions template { id name } } } }"""
PING, PONG = b"\x89\x04", b"\x8a\x84"
UPGRADE = (
    "GET /graphql HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)


class Subscriber(asyncio.Protocol):
    """A client that does little but note when something comes, so that it is the server that is measured."""

    def __init__(self, host: str, token: str, arrived: list[float]) -> None:
        self.ready = asyncio.get_running_loop().create_future()
        self._host = host
        self._token = token
        self._arrived = arrived
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Opens the WebSocket."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # a TCP connection has one
        self.transport.write(UPGRADE.format(host=self._host).encode())

    def data_received(self, data: bytes) -> None:
        """Answers what begins the connection; counts what it is told."""
        now = time.perf_counter()
        if self.ready.done():
            self._arrived += [now] * data.count(b'"type":"next"')
            if data.startswith(PING):
                self.transport.write(PONG + bytes(4) + data[2:6])
            return
        self._seen += data
        if self._seen.endswith(b"\r\n\r\n"):
            self._send({"type": "connection_init", "payload": {"Authorization": f"Bearer {self._token}"}})
        elif self._seen.endswith(b'{"type":"connection_ack"}'):
            self._send({"id": "1", "type": "subscribe", "payload": {"query": QUERY}})
            self.ready.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever still waits for the beginning learns why there is none."""
        if not self.ready.done():
            self.ready.set_exception(RuntimeError(f"closed before it began: {self._seen[-200:]!r}"))

    def _send(self, message: object) -> None:
        """One masked frame (RFC 6455 5.2); the mask is zero, which is one too."""
        body = json.dumps(message).encode()
        self.transport.write(b"\x81\xfe" + len(body).to_bytes(2, "big") + bytes(4) + body)


def main(arguments: list[str]) -> None:
    """Measures and prints."""
    subscribers, changes = (*map(int, arguments), *(1000, 100)[len(arguments) :])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"DATA_DIR": folder})
        with (
            open_backends(settings) as backends,
            served(backends, folder, SECRET, {"LIVE_CONNECTIONS_PER_USER": "100000"}) as (url, pid),
        ):
            asyncio.run(_measure(backends, url, pid, subscribers, changes))


async def _measure(backends: Backends, url: str, pid: int, subscribers: int, changes: int) -> None:
    database = Database(backends.database_url)
    async with database.write() as tx:
        version_id, people = await _fill(tx)
    tokens = await _sessions(database, people, subscribers)
    arrived: list[float] = []
    before_mb = resident_mb(pid)
    await _connect(url, tokens, arrived)
    await _change(database, version_id, arrived, subscribers)
    connected_mb = resident_mb(pid)
    for _ in range(WARM_UP):
        await _change(database, version_id, arrived, subscribers)
    delays: list[float] = []
    begun_s = cpu_s(pid)
    for _ in range(changes):
        delays += await _change(database, version_id, arrived, subscribers)
    cpu_ms, after_mb = (cpu_s(pid) - begun_s) * 1000 / changes, resident_mb(pid)
    await database.close()
    cuts = statistics.quantiles(delays, n=100)
    each_kb = (after_mb - before_mb) * 1000 / subscribers
    print(  # noqa: T201
        f"{subscribers} subscribers, {changes} changes; load {os.getloadavg()[0]:.1f}\n"
        f"delay from commit to client: median {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms, "
        f"most {max(delays) * 1000:.1f} ms; the server worked {cpu_ms:.1f} ms a change\n"
        f"memory: {before_mb:.1f} MB before, {connected_mb:.1f} MB connected, {after_mb:.1f} MB after; "
        f"{each_kb:.1f} KB a subscriber"
    )


async def _fill(tx: Transaction) -> tuple[UUID, list[UUID]]:
    """The id of a version, and those of members of its workspace."""
    role = (await tx.execute(select(Role).where(col(Role.name) == "workspace-developer"))).scalar_one()
    regular = (await tx.execute(select(Role).where(col(Role.name) == "platform-regular"))).scalar_one()
    shelf = (await tx.execute(select(Category).limit(1))).scalar_one()
    workspace = Workspace(name="bench")
    people = [User(username=f"p{n}", platform_role_id=regular.id) for n in range(PEOPLE)]
    tx.add_all([workspace, *people, Blob(digest=DIGEST, size=1), TextBlob(digest=DIGEST, text="")])
    await tx.flush()
    template = Template(workspace_id=workspace.id, name="app", category_id=shelf.id, maintainers=[])
    package = Package(digest=DIGEST, size=1, chart_name="app", chart={}, values_digest=DIGEST)
    tx.add_all([template, package])
    await tx.flush()
    version = Version(
        template_id=template.id,
        workspace_id=workspace.id,
        version="1.0.0",
        sort_key="1",
        package_digest=DIGEST,
    )
    members = [Membership(workspace_id=workspace.id, user_id=one.id, role_id=role.id) for one in people]
    tx.add_all([version, *members])
    await tx.flush()
    return version.id, [one.id for one in people]


async def _sessions(database: Database, people: list[UUID], count: int) -> list[str]:
    ends_at, signing = datetime.now(UTC) + timedelta(hours=1), Signing(SECRET, "http://bench")
    async with database.write() as tx:
        sessions = [Session(user_id=people[n % PEOPLE], expires_at=ends_at) for n in range(count)]
        tx.add_all(sessions)
    return [signing.session_token(one.id, one.user_id, ends_at) for one in sessions]


async def _connect(url: str, tokens: list[str], arrived: list[float]) -> None:
    place = urlsplit(url)
    host, port = place.hostname or "", place.port or 0
    turns = asyncio.Semaphore(AT_ONCE)

    async def connect(token: str) -> None:
        async with turns, asyncio.timeout(PATIENCE_S):
            made = lambda: Subscriber(place.netloc, token, arrived)  # noqa: E731
            _, subscriber = await asyncio.get_running_loop().create_connection(made, host, port)
            await subscriber.ready

    await asyncio.gather(*map(connect, tokens))
    async with asyncio.timeout(PATIENCE_S), httpx.AsyncClient() as http:
        all_of_them = f"chandlery_live_subscriptions {len(tokens):.1f}"
        while all_of_them not in (await http.get(f"{url}/metrics")).text:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.2)


async def _change(database: Database, version_id: UUID, arrived: list[float], subscribers: int) -> list[float]:
    """How long each subscriber waited for a change, in seconds, from the moment at which we knew it committed."""
    arrived.clear()
    async with database.write() as tx:
        await note_change(tx, version_id, actor="p0", from_state="SUBMITTED", action="WITHDRAW")
    committed = time.perf_counter()
    async with asyncio.timeout(PATIENCE_S):
        while len(arrived) < subscribers:  # noqa: ASYNC110 - to be woken by each would cost what is measured
            await asyncio.sleep(0.01)
    return [moment - committed for moment in arrived]


if __name__ == "__main__":
    main(sys.argv[1:])
