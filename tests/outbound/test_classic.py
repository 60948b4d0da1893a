"""Classic repositories over HTTP: what is asked, what comes of it, and to whom credentials go."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256

import pytest

from domain.upstream import (
    ChartEntry,
    EntryFault,
    IndexInvalid,
    PackageInvalid,
    RepositoryCredentials,
    Seen,
    Unreachable,
)
from outbound.client import Outbound
from outbound.reading import Source
from outbound.sources import open_source
from outbound.urls import parse_repository_url
from tests.fixtures.upstream import ALLOWED, INDEX, Upstream, an_upstream
from tests.outbound.hosts import a_host, names, said

pytestmark = pytest.mark.anyio

OUTBOUND = Outbound([ALLOWED])
READER = RepositoryCredentials(username="reader", password="pässword")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with an_upstream() as upstream:
        upstream.publish("emqx", "4.0.2")
        yield upstream


@pytest.fixture
def elsewhere() -> Iterator[Upstream]:
    with an_upstream() as upstream:
        yield upstream


def source_of(url: str, credentials: RepositoryCredentials | None = None) -> Source:
    found = parse_repository_url(url)
    return open_source(OUTBOUND, found.kind, found.url, credentials or found.credentials)


async def read(source: Source, seen: Seen | None = None) -> tuple[list[object], Seen] | None:
    """The entries and what is seen then; None when nothing has changed."""
    reading = await source.read(seen or Seen(), {})
    if reading is None:
        return None
    entries: list[object] = [entry async for entry in reading]
    return entries, reading.seen


async def fetched(source: Source, *urls: str, digest: str | None = None, max_bytes: int = 10**6) -> bytes:
    file = await source.fetch(urls, digest, max_bytes)
    with file.body as body:
        return body.read()


async def test_an_index_is_read(upstream: Upstream) -> None:
    upstream.enter("emqx", "no version")

    result = await read(source_of(f"{upstream.url}/index.yaml"))

    assert result is not None
    entry, fault = sorted(result[0], key=lambda found: isinstance(found, EntryFault))
    assert isinstance(entry, ChartEntry)
    assert isinstance(fault, EntryFault)
    assert (entry.name, entry.version, fault.version) == ("emqx", "4.0.2", "no version")


async def test_an_index_that_has_not_changed_is_not_sent_again(upstream: Upstream) -> None:
    first = await read(source_of(upstream.url))
    assert first is not None

    assert await read(source_of(upstream.url), first[1]) is None
    assert upstream.requests[-1].headers["if-none-match"] == first[1].etag


async def test_an_index_without_an_etag_has_not_changed_when_its_bytes_have_not(upstream: Upstream) -> None:
    upstream.has_etags = False
    first = await read(source_of(upstream.url))
    assert first is not None
    assert first[1].etag is None

    assert await read(source_of(upstream.url), first[1]) is None
    upstream.publish("emqx", "4.0.3")
    assert await read(source_of(upstream.url), first[1]) is not None


async def test_a_packed_index_is_unpacked(upstream: Upstream) -> None:
    body = gzip.compress(upstream.files[INDEX])
    async with a_host(lambda _: said(body, Content_Encoding="gzip")) as host:
        result = await read(source_of(host.url))

        assert result is not None
        assert len(result[0]) == 1
        assert host.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"no gzip", {"Content_Encoding": "gzip"}),
        (b"\x1f\x8b\x08\x00", {"Content_Encoding": "gzip"}),
        (b"x", {"Content_Encoding": "br"}),
    ],
)
async def test_what_cannot_be_unpacked_is_refused(body: bytes, headers: dict[str, str]) -> None:
    async with a_host(lambda _: said(body, **headers)) as host:
        with pytest.raises(Unreachable, match="pack"):
            await read(source_of(host.url))


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, IndexInvalid, "has no index.yaml there"),
        (401, Unreachable, "check the credentials"),
        (403, Unreachable, "check the credentials"),
        (429, Unreachable, "asked too often"),
        (500, Unreachable, "answers with status 500"),
        (304, Unreachable, "answers with status 304"),
    ],
)
async def test_a_status_is_told_in_words(status: int, kind: type[Exception], words: str) -> None:
    async with a_host(lambda _: said(b"", status)) as host:
        with pytest.raises(kind, match=words):
            await read(source_of(host.url))


async def test_a_password_opens_the_index_and_its_packages(upstream: Upstream) -> None:
    upstream.user = ("reader", "pässword")
    source = source_of(upstream.url, READER)

    assert await read(source) is not None
    assert await fetched(source, "emqx-4.0.2.tgz") == upstream.files["/emqx-4.0.2.tgz"]
    with pytest.raises(Unreachable, match="check the credentials"):
        await read(source_of(upstream.url))


async def test_a_password_goes_to_no_other_host_that_has_the_packages(upstream: Upstream, elsewhere: Upstream) -> None:
    elsewhere.files["/emqx.tgz"] = b"a package"
    upstream.redirects["/moved.tgz"] = f"{elsewhere.url}/emqx.tgz"
    source = source_of(f"{upstream.url}?token=mine", READER)

    assert await fetched(source, f"{elsewhere.url}/emqx.tgz") == b"a package"
    assert await fetched(source, "moved.tgz") == b"a package"

    assert [(one.path, one.basic) for one in elsewhere.requests] == [("/emqx.tgz", None)] * 2
    assert [(one.path, one.basic) for one in upstream.requests] == [("/moved.tgz?token=mine", ("reader", "pässword"))]


async def test_the_query_of_a_repository_goes_with_its_index_and_packages(upstream: Upstream) -> None:
    source = source_of(f"{upstream.url}/index.yaml?token=a%2Fb")

    assert await read(source) is not None
    await fetched(source, "emqx-4.0.2.tgz")

    assert [one.path for one in upstream.requests] == ["/index.yaml?token=a%2Fb", "/emqx-4.0.2.tgz?token=a%2Fb"]


async def test_a_package_comes_from_the_first_place_that_gives_it(upstream: Upstream) -> None:
    source = source_of(upstream.url)

    assert (
        await fetched(source, "gone.tgz", "file:///etc/passwd", "emqx-4.0.2.tgz") == upstream.files["/emqx-4.0.2.tgz"]
    )
    with pytest.raises(Unreachable, match="answers with status 404"):
        await fetched(source, "gone.tgz", "file:///etc/passwd")
    with pytest.raises(Unreachable, match="does not say where"):
        await fetched(source)


async def test_a_package_is_held_to_its_digest(upstream: Upstream) -> None:
    package = upstream.files["/emqx-4.0.2.tgz"]
    right = f"sha256:{sha256(package).hexdigest()}"
    source = source_of(upstream.url)

    assert await fetched(source, "emqx-4.0.2.tgz", digest=right) == package
    with pytest.raises(PackageInvalid, match="its digest is another"):
        await fetched(source, "emqx-4.0.2.tgz", digest=f"sha256:{'0' * 64}")
    upstream.files["/false.tgz"] = b"false"
    assert await fetched(source, "false.tgz", "emqx-4.0.2.tgz", digest=right) == package


async def test_a_package_that_says_it_is_packed_is_taken_as_it_is(upstream: Upstream) -> None:
    upstream.headers["/emqx-4.0.2.tgz"] = {"Content-Encoding": "gzip"}

    assert await fetched(source_of(upstream.url), "emqx-4.0.2.tgz") == upstream.files["/emqx-4.0.2.tgz"]
    assert upstream.requests[-1].headers["accept-encoding"] == "identity"


async def test_a_package_that_is_too_large_is_not_read_to_its_end(upstream: Upstream) -> None:
    upstream.files["/large.tgz"] = bytes(2_000_000)

    file = await source_of(upstream.url).fetch(["large.tgz"], "sha256:" + "0" * 64, 1_000_000)

    assert file.is_oversized
    file.body.close()


@pytest.mark.parametrize("url", ["http://169.254.169.254/x.tgz", "http://10.0.0.1/x.tgz", "oci://10.0.0.1/x:1.0.0"])
async def test_63_a_package_on_an_internal_host_is_not_fetched(upstream: Upstream, url: str) -> None:
    with pytest.raises(Unreachable, match="not allowed"):
        await fetched(source_of(upstream.url), url)


async def test_63_an_index_that_is_too_large_is_refused(upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outbound.classic.MAX_INDEX_BYTES", 2**20)
    upstream.files[INDEX] = json.dumps({"apiVersion": "v1", "x": "a" * 2**20}).encode()

    with pytest.raises(IndexInvalid, match="larger than 1 MiB"):
        await read(source_of(upstream.url))


async def test_what_is_no_index_is_refused_while_it_is_read(upstream: Upstream) -> None:
    upstream.files[INDEX] = b"<!DOCTYPE html><p>Welcome</p>"

    with pytest.raises(IndexInvalid, match="not an index"):
        await read(source_of(upstream.url))


async def test_through_a_proxy_the_proxy_is_asked_and_addresses_are_checked_still() -> None:
    async with a_host(lambda _: said(b"apiVersion: v1\nentries: {}\n"), "127.0.0.2") as proxy:
        addresses = names(both_example=["93.184.216.34", "10.0.0.1"], charts_invalid=[])
        outbound = Outbound(proxy=f"http://127.0.0.2:{proxy.port}", resolve=addresses)
        kind = parse_repository_url("http://charts.invalid").kind

        assert await read(open_source(outbound, kind, "http://charts.invalid/a", READER)) is not None
        for url in ("http://127.0.0.1/a", "http://both.example/a"):
            with pytest.raises(Unreachable, match="not allowed"):
                await read(open_source(outbound, kind, url, None))

    assert [request.path for request in proxy.requests] == ["http://charts.invalid/a/index.yaml"]


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
@pytest.mark.parametrize("value", ['"\xe9t\xe9"', '"' + "a" * 2_000 + '"'])
async def test_what_cannot_be_said_again_to_a_server_is_not_kept_of_it(
    upstream: Upstream, header: str, value: str
) -> None:
    upstream.has_etags = False
    upstream.headers[INDEX] = {header: value}
    first = await read(source_of(upstream.url))
    assert first is not None
    assert (first[1].etag, first[1].last_modified) == (None, None)

    upstream.publish("emqx", "4.0.3")
    seen = Seen(etag=value, last_modified=value, digest=first[1].digest)  # as it was kept once
    second = await read(source_of(upstream.url), seen)

    assert second is not None
    assert len(second[0]) == 2
    assert not {"if-none-match", "if-modified-since"} & upstream.requests[-1].headers.keys()


async def test_a_proxy_too_is_read_from_in_bounds() -> None:
    async def announcing() -> AsyncIterator[bytes]:
        while True:
            yield b"HTTP/1.1 102 Processing\r\n\r\n" * 500

    async with a_host(lambda _: announcing(), "127.0.0.2") as proxy:
        outbound = Outbound(proxy=f"http://127.0.0.2:{proxy.port}", resolve=names(charts_invalid=[]))
        for url in ("http://charts.invalid/a", "https://charts.invalid/a"):
            with pytest.raises(Unreachable, match="sends too much around its answer"):
                await read(open_source(outbound, parse_repository_url(url).kind, url, None))
