"""OCI registries, as they are and as they could be made to harm."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.upstream import (
    ChartEntry,
    EntryFault,
    IndexInvalid,
    PackageInvalid,
    RepositoryCredentials,
    RepositoryKind,
    Seen,
    Unreachable,
)
from outbound.client import Outbound
from outbound.reading import Entry, Source
from outbound.sources import Known, open_source
from tests.outbound.hosts import LOOPBACK, SOON, Host, Request, a_host, redirect, said

pytestmark = pytest.mark.anyio

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
        if self.challenge is not None and request.headers.get("authorization") != self.opens:
            return said(b"", 401, WWW_Authenticate=self.challenge)
        path = urlsplit(request.path).path.removeprefix("/v2/")
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


def source_of(host: Host, path: str, credentials: RepositoryCredentials | None = None) -> Source:
    return open_source(OUTBOUND, RepositoryKind.OCI, f"oci://127.0.0.1:{host.port}/{path}", credentials)


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


@pytest.fixture
def shelves() -> Shelves:
    return Shelves()


async def test_a_chart_of_a_registry_is_listed_by_its_tags(shelves: Shelves) -> None:
    digest = shelves.push(
        "charts/emqx", "4.0.2+b.1", appVersion="4.0", keywords=["mqtt"], icon="https://example.org/x.png"
    )
    shelves.put("charts/emqx", "latest", {})
    shelves.put("charts/emqx", "sha256-0a.sig", {})
    async with a_registry(shelves) as host:
        (entry,) = await listed(source_of(host, "charts/emqx"))

    assert isinstance(entry, ChartEntry)
    assert (entry.name, entry.version, entry.app_version, entry.digest) == ("emqx", "4.0.2+b.1", "4.0", digest)
    assert (entry.keywords, entry.icon, entry.description) == (("mqtt",), "https://example.org/x.png", "A chart")
    assert entry.created_at is not None
    assert entry.urls == (f"oci://127.0.0.1:{host.port}/charts/emqx:4.0.2_b.1",)


async def test_charts_under_a_path_come_from_the_catalogue(shelves: Shelves) -> None:
    for path in ("charts/a", "charts/b", "charts/deep/c", "chartsx/d", "other/e"):
        shelves.push(path, "1.0.0")
    async with a_registry(shelves) as host:
        entries = await listed(source_of(host, "charts"))

    assert sorted(entry.name for entry in entries if isinstance(entry, ChartEntry)) == ["a", "b", "c"]


async def test_a_path_without_charts_is_told_in_words(shelves: Shelves) -> None:
    shelves.push("charts/a", "1.0.0")
    async with a_registry(shelves) as host:
        with pytest.raises(IndexInvalid, match="has no chart others"):
            await listed(source_of(host, "others"))
        shelves.has_catalogue = False
        with pytest.raises(IndexInvalid, match="give the address of a chart itself"):
            await listed(source_of(host, "charts"))


async def test_tags_are_read_page_by_page(shelves: Shelves) -> None:
    shelves.page = 2
    for number in range(5):
        shelves.push("emqx", f"1.0.{number}")
    async with a_registry(shelves) as host:
        entries = await listed(source_of(host, "emqx"))

    assert sorted(entry.version for entry in entries if isinstance(entry, ChartEntry)) == [f"1.0.{n}" for n in range(5)]


async def test_what_is_no_chart_is_a_fault_and_the_others_are_kept(shelves: Shelves) -> None:
    shelves.push("emqx", "1.0.0")
    shelves.push("emqx", "1.0.1", name="another")
    shelves.push("emqx", "9.9.9", tag="1.0.2")
    shelves.put("emqx", "1.0.3", {"config": {"mediaType": "application/vnd.oci.image.config.v1+json"}})
    shelves.manifests[("emqx", "1.0.4")] = b"no JSON"
    broken = json.loads(shelves.manifests[("emqx", "1.0.0")])
    broken["config"]["digest"] = shelves.keep(b"no JSON")
    shelves.put("emqx", "1.0.5", broken)
    async with a_registry(shelves) as host:
        entries = await listed(source_of(host, "emqx"))

    assert [entry.version for entry in entries if isinstance(entry, ChartEntry)] == ["1.0.0"]
    assert [entry.message for entry in entries if isinstance(entry, EntryFault)] == [
        "is called another but stands under another name",
        "is tagged with another version than its own",
        "is not a Helm chart",
        "has a manifest that is not JSON",
        "has metadata that is not JSON",
    ]


@pytest.mark.parametrize("says_digests", [True, False])
async def test_a_registry_that_has_not_changed_is_only_asked_for_digests(shelves: Shelves, says_digests: bool) -> None:
    shelves.says_digests = says_digests
    shelves.push("emqx", "1.0.0")
    async with a_registry(shelves) as host:
        first = await read(source_of(host, "emqx"))
        assert first is not None
        host.requests.clear()

        assert await read(source_of(host, "emqx"), first[1]) is None
        assert not [request for request in host.requests if "/blobs/" in request.path]


async def test_of_what_is_known_nothing_is_fetched(shelves: Shelves) -> None:
    digest = shelves.push("emqx", "1.0.0")
    shelves.push("emqx", "1.0.1")
    async with a_registry(shelves) as host:
        first = await read(source_of(host, "emqx"))
        assert first is not None
        shelves.push("emqx", "1.0.1", description="Another")
        shelves.push("emqx", "1.0.2")
        host.requests.clear()

        known: dict[tuple[str, str], str | None] = {("emqx", "1.0.0"): digest, ("emqx", "1.0.1"): "sha256:" + "0" * 64}
        second = await read(source_of(host, "emqx"), first[1], known)

    assert second is not None
    assert second[0][0] == Known("emqx", "1.0.0")
    assert [entry.version for entry in second[0][1:] if isinstance(entry, ChartEntry)] == ["1.0.1", "1.0.2"]
    gets = [request.path for request in host.requests if request.method == "GET"]
    assert not [path for path in gets if path.endswith("/manifests/1.0.0")]
    assert second[1] != first[1]


async def test_a_package_is_fetched_by_the_manifest_that_is_listed(shelves: Shelves) -> None:
    digest = shelves.push("emqx", "1.0.0")
    async with a_registry(shelves) as host:
        source = source_of(host, "emqx")
        (entry,) = await listed(source)
        assert isinstance(entry, ChartEntry)
        file = await source.fetch(entry.urls, digest, 10**6)
        with file.body as body:
            assert body.read() == b"emqx 1.0.0"
        shelves.push("emqx", "1.0.0", description="pushed again")
        with pytest.raises(Unreachable, match="has no emqx of that version"):
            await source.fetch(entry.urls, digest, 10**6)
        assert (await source.fetch(entry.urls, None, 3)).is_oversized


async def test_a_blob_that_is_another_is_refused(shelves: Shelves) -> None:
    digest = shelves.push("emqx", "1.0.0")
    shelves.blobs[digest_of(b"emqx 1.0.0")] = b"false"
    async with a_registry(shelves) as host:
        with pytest.raises(PackageInvalid):
            await source_of(host, "emqx").fetch([f"oci://127.0.0.1:{host.port}/emqx:1.0.0"], digest, 10**6)


async def test_a_package_of_another_registry_is_not_fetched_with_this_one(shelves: Shelves) -> None:
    async with a_registry(shelves) as host, a_registry(shelves) as other:
        with pytest.raises(Unreachable, match="another registry"):
            await source_of(host, "emqx", READER).fetch([f"oci://127.0.0.1:{other.port}/emqx:1.0.0"], None, 10**6)
        assert other.requests == []


async def test_an_index_may_name_packages_in_a_registry_which_no_credentials_go_to(shelves: Shelves) -> None:
    shelves.push("charts/emqx", "1.0.0+b")
    package = b"charts/emqx 1.0.0+b"
    async with a_registry(shelves) as registry:
        classic = open_source(OUTBOUND, RepositoryKind.HELM, f"http://127.0.0.1:{registry.port}", READER)
        file = await classic.fetch([f"oci://127.0.0.1:{registry.port}/charts/emqx:1.0.0+b"], digest_of(package), 10**6)
        with file.body as body:
            assert body.read() == package

    assert {request.headers.get("authorization") for request in registry.requests} == {None}


async def test_basic_authentication_is_answered(shelves: Shelves) -> None:
    shelves.challenge, shelves.opens = 'Basic realm="x"', BASIC
    shelves.push("emqx", "1.0.0")
    async with a_registry(shelves) as host:
        assert len(await listed(source_of(host, "emqx", READER))) == 1
        with pytest.raises(Unreachable, match="check the credentials"):
            await listed(source_of(host, "emqx"))


def realm(request: Request) -> bytes:
    return said(json.dumps({"token": "a.token", "for": request.path}).encode())


async def test_a_token_is_got_where_the_registry_says(shelves: Shelves) -> None:
    shelves.push("emqx", "1.0.0")
    async with a_host(realm) as tokens, a_registry(shelves) as host:
        shelves.challenge = f'Bearer realm="{tokens.url}/token?a=b",service="reg",scope="repository:emqx:pull"'
        shelves.opens = "Bearer a.token"

        assert len(await listed(source_of(host, "emqx", READER))) == 1

    asked = {(request.path, request.headers["authorization"]) for request in tokens.requests}
    # Its host is the registry's, and neither speaks TLS: so it gets the password.
    assert asked == {("/token?a=b&service=reg&scope=repository%3Aemqx%3Apull", BASIC)}
    assert len(tokens.requests) <= 2  # one for the list, one for what is on it


async def test_62_a_realm_on_another_host_without_tls_gets_no_password(shelves: Shelves) -> None:
    shelves.push("emqx", "1.0.0")
    async with a_host(realm, "127.0.0.2") as tokens, a_registry(shelves) as host:
        shelves.challenge, shelves.opens = f'Bearer realm="{tokens.url}/token"', "Bearer a.token"

        assert len(await listed(source_of(host, "emqx", READER))) == 1

    assert "authorization" not in tokens.requests[0].headers


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("http://169.254.169.254/latest/", "not allowed"),
        ("http://10.0.0.1/token", "not allowed"),
        ("http://[::ffff:169.254.169.254]/", "not allowed"),
        ("file:///etc/passwd", "names no address to get a token from"),
        ("", "names no address to get a token from"),
    ],
)
async def test_62_a_realm_on_the_metadata_of_the_cloud_is_not_asked(shelves: Shelves, where: str, words: str) -> None:
    shelves.challenge = f'Bearer realm="{where}",service="x"'
    async with a_registry(shelves) as host:
        with pytest.raises(Unreachable, match=words):
            await listed(source_of(host, "emqx", READER))


@pytest.mark.parametrize(
    "answer", [b"no JSON", b"[]", b"{}", b'{"token": 1}', b'{"token": "a\\r\\nX-Evil: b"}', b'{"token": ""}']
)
async def test_a_token_that_is_none_is_refused(shelves: Shelves, answer: bytes) -> None:
    async with a_host(lambda _: said(answer)) as tokens, a_registry(shelves) as host:
        shelves.challenge = f'Bearer realm="{tokens.url}/token"'
        with pytest.raises(Unreachable):
            await listed(source_of(host, "emqx", READER))


async def test_63_a_token_does_not_follow_a_blob_to_another_host(shelves: Shelves) -> None:
    shelves.push("emqx", "1.0.0")
    shelves.challenge, shelves.opens = 'Basic realm="x"', BASIC

    def blob(request: Request) -> bytes:
        return said(shelves.blobs[request.path[1:].partition("?")[0]])

    async with a_host(blob, "127.0.0.2") as store, a_registry(shelves) as host:
        shelves.blobs_at = store.url
        assert len(await listed(source_of(host, "emqx", READER))) == 1

    assert store.requests
    assert {request.headers.get("authorization") for request in store.requests} == {None}


async def test_63_a_list_does_not_go_on_at_another_host(shelves: Shelves) -> None:
    async with a_host(lambda _: said(b'{"tags": []}', Link='<http://127.0.0.2/x>; rel="next"')) as host:
        with pytest.raises(Unreachable, match="continues its list elsewhere"):
            await listed(source_of(host, "emqx", READER))


async def test_63_a_list_that_never_ends_is_given_up() -> None:
    async with a_host(
        lambda _: said(b'{"tags": ["1.0.0"]}', Link='</v2/emqx/tags/list?last=1.0.0>; rel="next"')
    ) as host:
        with pytest.raises(Unreachable, match="lists more than can be read"):
            await listed(source_of(host, "emqx"))

        assert len(host.requests) == 100


async def test_63_more_tags_than_there_may_be_are_refused(shelves: Shelves) -> None:
    body = json.dumps({"tags": [f"1.0.{number}" for number in range(20_001)]}).encode()
    async with a_host(lambda _: said(body)) as host:
        with pytest.raises(IndexInvalid, match="more than 20,000 versions"):
            await listed(source_of(host, "emqx"))


async def test_63_a_list_that_is_too_large_is_refused() -> None:
    async with a_host(lambda _: said(b'{"tags": "' + b"a" * 5 * 2**20 + b'"}')) as host:
        with pytest.raises(Unreachable, match="more than 4 MiB"):
            await listed(source_of(host, "emqx"))
