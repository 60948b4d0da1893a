"""OCI registries, as they are and as they could be made to harm."""

import json

import pytest

from domain.upstream import ChartEntry, EntryFault, IndexInvalid, PackageInvalid, RepositoryKind, Unreachable
from outbound.reading import Known
from outbound.sources import open_source
from tests.outbound.hosts import Request, a_host, said
from tests.outbound.shelves import (
    BASIC,
    OUTBOUND,
    READER,
    Shelves,
    a_registry,
    digest_of,
    listed,
    read,
    source_of,
)

pytestmark = pytest.mark.anyio


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
        with pytest.raises(Unreachable, match="more than 2 MiB"):
            await listed(source_of(host, "emqx"))
