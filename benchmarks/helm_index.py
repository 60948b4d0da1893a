"""How fast a classic repository's index is answered: kept, known to the client, and made anew.

    python -m benchmarks.helm_index [VERSIONS]

A server of our own with its database, and this process as the one client, on connections that stay open. Beside it, of
the same rows, what a server does that makes its index for each request: json and PyYAML (in C), from rows that are read
already. ChartMuseum would be the peer to have; it does not come as a package that we could install.
"""

import asyncio
import gzip
import json
import os
import re
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import yaml

from benchmarks.processes import resident_mb
from benchmarks.serving import served
from server.embedded import Backends, open_backends
from server.settings import Settings

SECRET = "the secret of a benchmark that nobody else knows"  # noqa: S105
VERSIONS_OF_EACH = 20
TIMES = 200
FEW = 5
PATH = "/helm/store/index.yaml"
FILL = """
WITH shelf AS (SELECT id FROM category LIMIT 1),
 texts AS (INSERT INTO text_blob (digest, text) VALUES ('sha256:values', '') RETURNING digest),
 publisher AS (
  INSERT INTO workspace (id, name, revision) SELECT gen_random_uuid(), 'publisher-' || n, 1
  FROM generate_series(0, 49) n RETURNING id, name),
 app AS (
  INSERT INTO template (id, workspace_id, name, category_id, maintainers, revision, state, first_submitted_at)
  SELECT gen_random_uuid(), p.id, 'chart-' || n, s.id, '[]', 1, 'ACTIVE', now()
  FROM generate_series(0, $1::int / $2::int - 1) n JOIN publisher p ON p.name = 'publisher-' || n % 50, shelf s
  RETURNING id, workspace_id, name, category_id),
 listed AS (
  INSERT INTO store_app (id, template_id, workspace_id, name, category_id, maintainers, listed)
  SELECT gen_random_uuid(), id, workspace_id, name, category_id, '[]', true FROM app),
 wanted AS (
  SELECT a.id template_id, a.workspace_id, a.name, '1.' || n || '.0' version, 'a1' || chr(97 + n) sort_key,
   'sha256:' || encode(sha256((a.name || '/' || n)::bytea), 'hex') digest
  FROM app a, generate_series(0, $2::int - 1) n),
 stored AS (INSERT INTO blob (digest, size) SELECT digest, 20000 FROM wanted),
 package AS (
  INSERT INTO package (digest, size, chart_name, chart_version, values_digest, chart)
  SELECT w.digest, 20000, w.name, w.version, t.digest, jsonb_build_object(
   'apiVersion', 'v2', 'name', w.name, 'version', w.version, 'appVersion', w.version, 'kubeVersion', '>=1.25.0-0',
   'type', 'application', 'description', 'A chart of the benchmark that installs ' || w.name || ' on Kubernetes.',
   'home', 'https://charts.example/' || w.name, 'sources', jsonb_build_array('https://git.example/' || w.name),
   'keywords', jsonb_build_array('store', w.name, 'kubernetes'),
   'maintainers', jsonb_build_array(jsonb_build_object('name', 'Ann', 'email', 'ann@charts.example', 'url', NULL)),
   'icon', 'https://charts.example/' || w.name || '.png', 'deprecated', false,
   'annotations', jsonb_build_object('licenses', 'Apache-2.0'),
   'dependencies', jsonb_build_array(jsonb_build_object(
    'name', 'common', 'version', '2.x', 'repository', 'https://charts.example', 'tags', jsonb_build_array('base'))))
  FROM wanted w, texts t)
INSERT INTO version
 (id, template_id, workspace_id, version, sort_key, state, hidden_by_template, package_digest, revision)
SELECT gen_random_uuid(), template_id, workspace_id, version, sort_key, 'ACTIVE', false, digest, 1 FROM wanted
"""
ROWS = """SELECT w.name publisher, t.name chart, v.version, p.chart metadata, p.digest, v.created_at
 FROM version v JOIN template t ON t.id = v.template_id JOIN workspace w ON w.id = t.workspace_id
 JOIN package p ON p.digest = v.package_digest ORDER BY t.name, v.sort_key DESC"""


class Client:
    """A connection that does no more than to take what comes, so that it is the server that is measured."""

    def __init__(self, connection: socket.socket, host: str) -> None:
        self._connection = connection
        self._host = host
        self._space = bytearray(1024 * 1024)

    @classmethod
    @asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator["Client"]:
        """Connected until the context ends."""
        place = urlsplit(url)
        with socket.create_connection((place.hostname, place.port)) as connection:
            connection.setblocking(False)
            yield cls(connection, place.netloc)

    async def get(self, path: str, **headers: str) -> None:
        """Asks, and takes the whole answer."""
        loop = asyncio.get_running_loop()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {self._host}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        await loop.sock_sendall(self._connection, "\r\n".join([*lines, "", ""]).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += await loop.sock_recv(self._connection, 65536)
        head, _, body = head.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        left = (int(length[1]) if length else 0) - len(body)
        while left:
            left -= await loop.sock_recv_into(self._connection, self._space)


def main(arguments: list[str]) -> None:
    """Measures and prints."""
    versions = int(arguments[0]) if arguments else 10_000
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"DATA_DIR": folder})
        with open_backends(settings) as backends, served(backends, folder, SECRET, {"COST_BUDGET": "0"}) as (url, pid):
            asyncio.run(_measure(backends, url, pid, versions))


async def _measure(backends: Backends, url: str, pid: int, versions: int) -> None:
    connection = await asyncpg.connect(backends.database_url)
    await connection.execute("SET jit = off")
    await connection.execute("ANALYZE")
    await connection.fetch(FILL, versions, VERSIONS_OF_EACH)
    await connection.execute("ANALYZE")
    idle_mb = resident_mb(pid)
    first = await asyncio.to_thread(httpx.get, url + PATH, timeout=60)
    _check(first, versions)
    async with Client.to(url) as http:
        tag, packed, plain = first.headers["etag"], int(first.headers["content-length"]), len(first.content)
        _print(
            f"{versions} versions: {plain / 1e6:.2f} MB, {packed / 1e6:.2f} MB packed; load {os.getloadavg()[0]:.1f}"
        )
        asked = {"kept, packed": {"Accept-Encoding": "gzip"}, "kept, plain": {"Accept-Encoding": "identity"}}
        asked["known to the client (304)"] = {"If-None-Match": tag}
        for name, headers in asked.items():
            await _tell(name, TIMES, lambda headers=headers: http.get(PATH, **headers))  # type: ignore[misc]
        await _tell("a page of the server that reads nothing (/)", TIMES, lambda: http.get("/"))
        await _tell("made anew", FEW, lambda: _anew(connection, http))
    _print(f"memory: {idle_mb:.0f} MB before, {resident_mb(pid):.0f} MB after")
    rows = await connection.fetch(ROWS)
    await _tell("peer: rows read and json, each time", FEW, lambda: _peer_json(connection))
    _print(f"peer: PyYAML of rows that are there: {_yaml_ms(rows):.0f} ms")
    await connection.close()


def _check(answer: httpx.Response, versions: int) -> None:
    listed = sum(len(entries) for entries in answer.json()["entries"].values())
    if answer.status_code != 200 or listed != versions:
        raise RuntimeError(f"{answer.status_code}, {listed} versions")


async def _anew(connection: asyncpg.Connection, http: Client) -> None:
    """The first index after something in it has changed; the change itself takes a millisecond of it."""
    await connection.execute("UPDATE version SET description = 'x' WHERE id = (SELECT id FROM version LIMIT 1)")
    await http.get(PATH, **{"Accept-Encoding": "gzip"})


async def _peer_json(connection: asyncpg.Connection) -> None:
    gzip.compress(json.dumps(_document(await connection.fetch(ROWS))).encode(), 5)


def _yaml_ms(rows: list[Any]) -> float:
    """Of a tenth of them, which is patience enough, times ten."""
    began = time.perf_counter()
    yaml.dump(_document(rows[: len(rows) // 10]), Dumper=yaml.CSafeDumper)
    return (time.perf_counter() - began) * 10_000


def _document(rows: list[Any]) -> Any:
    entries: dict[str, list[Any]] = {}
    for row in rows:
        metadata = {key: value for key, value in json.loads(row["metadata"]).items() if value is not None}
        path = f"charts/{row['publisher']}/{row['chart']}/{row['chart']}-{row['version']}.tgz"
        told = {"urls": [path], "created": row["created_at"].isoformat(), "digest": row["digest"][7:]}
        entries.setdefault(row["chart"], []).append(metadata | told)
    return {"apiVersion": "v1", "entries": entries}


async def _tell(name: str, times: int, ask: Callable[[], Awaitable[None]]) -> None:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - began) * 1000)
    _print(f"{name}: median {statistics.median(taken):.2f} ms, most {max(taken):.2f} ms")


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
