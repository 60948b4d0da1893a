"""A registry on this machine that holds what a test puts there, and answers as the test says."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from domain.upstream import RepositoryCredentials, RepositoryKind, Seen
from outbound.client import Outbound
from outbound.reading import Entry, Source
from outbound.sources import open_source
from tests.outbound.hosts import LOOPBACK, SOON, Host, Request, a_host, redirect, said

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.cncf.helm.config.v1+json"
LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
READER = RepositoryCredentials(username="reader", password="secret")
BASIC = "Basic cmVhZGVyOnNlY3JldA=="
OUTBOUND = Outbound([LOOPBACK], patience=SOON)


def digest_of(body: bytes) -> str:
    return f"sha256:{sha256(body).hexdigest()}"


@dataclass
class Shelves:
    """What a registry holds, and how it answers."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[tuple[str, str], bytes] = field(default_factory=dict)
    has_catalogue: bool = True
    says_digests: bool = True
    page: int = 1_000
    challenge: str | None = None
    opens: str = "nothing"
    """The Authorization that is wanted, where there is a challenge."""
    blobs_at: str | None = None
    """Where blobs are redirected to."""
    statuses: dict[str, int] = field(default_factory=dict)
    """What paths under /v2/ answer in place of what is there."""
    redirects: dict[str, str] = field(default_factory=dict)
    token: bytes | None = None
    """What is answered at /token."""

    def push(self, path: str, version: str, tag: str | None = None, **said: Any) -> str:
        """A chart; the digest of its manifest."""
        config = json.dumps(
            {"name": path.rpartition("/")[2], "version": version, "description": "A chart", **said}
        ).encode()
        package = f"{path} {version}".encode()
        manifest = {
            "schemaVersion": 2,
            "config": {"mediaType": CONFIG, "digest": self.keep(config)},
            "layers": [{"mediaType": LAYER, "digest": self.keep(package)}],
            "annotations": {"org.opencontainers.image.created": "2024-01-01T00:00:00Z"},
        }
        return self.put(path, tag or version.replace("+", "_"), manifest)

    def put(self, path: str, tag: str, manifest: object) -> str:
        self.manifests[(path, tag)] = json.dumps(manifest).encode()
        return digest_of(self.manifests[(path, tag)])

    def keep(self, blob: bytes) -> str:
        self.blobs[digest_of(blob)] = blob
        return digest_of(blob)

    def answer(self, request: Request) -> bytes:
        if urlsplit(request.path).path in self.redirects:
            return redirect(self.redirects[urlsplit(request.path).path])
        if self.token is not None and urlsplit(request.path).path == "/token":
            return said(self.token)
        if self.challenge is not None and request.headers.get("authorization") != self.opens:
            return said(b"", 401, WWW_Authenticate=self.challenge)
        path = urlsplit(request.path).path.removeprefix("/v2/")
        if path in self.statuses:
            return said(b"", self.statuses[path])
        if path == "_catalog":
            names = sorted({name for name, _ in self.manifests})
            return self._list("repositories", names, request) if self.has_catalogue else said(b"", 404)
        if path.endswith("/tags/list"):
            tags = sorted(tag for name, tag in self.manifests if name == path.removesuffix("/tags/list"))
            return self._list("tags", tags, request) if tags else said(b"", 404)
        name, _, reference = path.rpartition("/")
        return self._blob(reference) if name.endswith("/blobs") else self._manifest(request, name, reference)

    def _manifest(self, request: Request, name: str, reference: str) -> bytes:
        name = name.removesuffix("/manifests")
        mine = {key: body for key, body in self.manifests.items() if key[0] == name}
        body = mine.get((name, reference)) or next((one for one in mine.values() if digest_of(one) == reference), None)
        if body is None:
            return said(b"", 404)
        headers = {"Docker_Content_Digest": digest_of(body)} if self.says_digests else {}
        answer = said(body, Content_Type=MANIFEST, **headers)
        return answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if request.method == "HEAD" else answer

    def _blob(self, digest: str) -> bytes:
        if self.blobs_at is not None:
            return redirect(f"{self.blobs_at}/{digest}?signature=x", 307)
        return said(self.blobs[digest]) if digest in self.blobs else said(b"", 404)

    def _list(self, key: str, items: list[str], request: Request) -> bytes:
        last = parse_qs(urlsplit(request.path).query).get("last", [""])[0]
        left = [item for item in items if item > last]
        body = json.dumps({"name": "x", key: left[: self.page]}).encode()
        if len(left) <= self.page:
            return said(body)
        path = urlsplit(request.path).path
        return said(body, Link=f'<{path}?last={left[self.page - 1]}&n={self.page}>; rel="next"')


@asynccontextmanager
async def a_registry(shelves: Shelves) -> AsyncIterator[Host]:
    async with a_host(shelves.answer) as host:
        yield host


def source_of(host: Host, path: str, credentials: RepositoryCredentials | None = None, scheme: str = "oci") -> Source:
    return open_source(OUTBOUND, RepositoryKind.OCI, f"{scheme}://127.0.0.1:{host.port}/{path}", credentials)


async def read(
    source: Source, seen: Seen | None = None, known: dict[tuple[str, str], str | None] | None = None
) -> tuple[list[Entry], Seen] | None:
    reading = await source.read(seen or Seen(), known or {})
    if reading is None:
        return None
    entries = [entry async for entry in reading]
    return entries, reading.seen


async def listed(source: Source) -> list[Entry]:
    found = await read(source)
    assert found is not None
    return found[0]
