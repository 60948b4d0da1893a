"""Registries of which a part cannot be read: what is the fault of one tag, and what fails all."""

import asyncio
import json
from collections.abc import Collection

import anyio
import pytest

from domain.upstream import ChartEntry, EntryFault, RepositoryKind, Unreachable
from outbound.oci import _some_at_once
from outbound.reading import Known
from outbound.sources import open_source
from tests.outbound.hosts import Request, a_host, said
from tests.outbound.shelves import OUTBOUND, Shelves, a_registry, digest_of, listed, read, source_of
from uploads.index_entry import entry_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def shelves() -> Shelves:
    shelves = Shelves()
    for version in ("1.0.0", "1.0.1", "1.0.2"):
        shelves.push("charts/emqx", version)
    return shelves


def config_of(shelves: Shelves, version: str) -> str:
    digest: str = json.loads(shelves.manifests[("charts/emqx", version)])["config"]["digest"]
    return digest


async def faults_of(shelves: Shelves) -> list[tuple[str | None, str]]:
    """What is wrong with charts/emqx, of which 1.0.0 and 1.0.2 are listed nevertheless."""
    async with a_registry(shelves) as host:
        entries = await listed(source_of(host, "charts/emqx"))
    assert [entry.version for entry in entries if isinstance(entry, ChartEntry)] == ["1.0.0", "1.0.2"]
    return [(entry.version, entry.message) for entry in entries if isinstance(entry, EntryFault)]


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_a_manifest_that_is_not_given_is_the_fault_of_that_version(shelves: Shelves, status: int) -> None:
    shelves.statuses["charts/emqx/manifests/1.0.1"] = status

    assert await faults_of(shelves) == [("1.0.1", f"is not given by the registry (status {status})")]


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_metadata_that_is_not_given_is_the_fault_of_that_version(shelves: Shelves, status: int) -> None:
    shelves.statuses[f"charts/emqx/blobs/{config_of(shelves, '1.0.1')}"] = status

    assert await faults_of(shelves) == [("1.0.1", f"is not given by the registry (status {status})")]


async def test_a_manifest_that_is_too_large_is_the_fault_of_that_version(shelves: Shelves) -> None:
    shelves.manifests[("charts/emqx", "1.0.1")] = b'{"a": "%s"}' % (b"a" * 5 * 2**20)
    assert await faults_of(shelves) == [("1.0.1", "has a manifest that is too large")]

    shelves.manifests[("charts/emqx", "1.0.1")] = b'{"a": [%s1]}' % (b"[]," * 100_000)
    assert await faults_of(shelves) == [("1.0.1", "has a manifest that is too large")]


@pytest.mark.parametrize("metadata", [b"[%s1]" % (b"[]," * 100_000), b'"%s"' % (b"a" * 2**20)])
async def test_metadata_that_is_too_large_is_the_fault_of_that_version(shelves: Shelves, metadata: bytes) -> None:
    manifest = json.loads(shelves.manifests[("charts/emqx", "1.0.1")])
    manifest["config"]["digest"] = shelves.keep(metadata)
    shelves.put("charts/emqx", "1.0.1", manifest)

    assert await faults_of(shelves) == [("1.0.1", "has metadata that is too large")]


@pytest.mark.parametrize("number", [b"9" * 5_000, b"1e99999999999999999999", b"-0.10"])
async def test_no_number_in_metadata_is_too_long_to_be_passed_over(shelves: Shelves, number: bytes) -> None:
    manifest = json.loads(shelves.manifests[("charts/emqx", "1.0.1")])
    metadata = b'{"name": "emqx", "version": "1.0.1", "appVersion": 1.10, "annotations": {"x": %b}}' % number
    manifest["config"]["digest"] = shelves.keep(metadata)
    shelves.put("charts/emqx", "1.0.1", manifest)

    async with a_registry(shelves) as host:
        found = [entry for entry in await listed(source_of(host, "charts/emqx")) if isinstance(entry, ChartEntry)]
    assert [entry.app_version for entry in found if entry.version == "1.0.1"] == ["1.10"]


@pytest.mark.parametrize("metadata", [b"", b" ", b"{", b"no JSON"])
async def test_metadata_that_is_none_is_the_fault_of_that_version(shelves: Shelves, metadata: bytes) -> None:
    manifest = json.loads(shelves.manifests[("charts/emqx", "1.0.1")])
    manifest["config"]["digest"] = shelves.keep(metadata)
    shelves.put("charts/emqx", "1.0.1", manifest)

    assert await faults_of(shelves) == [("1.0.1", "has metadata that is not JSON")]


@pytest.mark.parametrize("status", [401, 429, 500, 503])
@pytest.mark.parametrize("what", ["manifest", "metadata"])
async def test_a_registry_that_fails_or_refuses_fails_the_whole(shelves: Shelves, status: int, what: str) -> None:
    blob = f"charts/emqx/blobs/{config_of(shelves, '1.0.1')}"
    shelves.statuses["charts/emqx/manifests/1.0.1" if what == "manifest" else blob] = status
    async with a_registry(shelves) as host:
        with pytest.raises(Unreachable, match=f"status {status}"):
            await listed(source_of(host, "charts/emqx"))


@pytest.mark.parametrize("what", ["manifest", "metadata"])
async def test_what_was_not_given_is_asked_for_again_until_it_is(shelves: Shelves, what: str) -> None:
    blob = f"charts/emqx/blobs/{config_of(shelves, '1.0.1')}"
    shelves.statuses["charts/emqx/manifests/1.0.1" if what == "manifest" else blob] = 404
    async with a_registry(shelves) as host:
        source = source_of(host, "charts/emqx")
        first = await read(source)
        assert first is not None
        stored: dict[tuple[str, str], str | None] = {
            (entry.name, entry.version): entry.digest for entry in first[0] if isinstance(entry, ChartEntry)
        }
        shelves.statuses.clear()
        second = await read(source, first[1], stored)
        assert second is not None
        assert [type(entry) for entry in second[0]] == [Known, ChartEntry, Known]
        stored[("emqx", "1.0.1")] = second[0][1].digest if isinstance(second[0][1], ChartEntry) else None
        assert await read(source, second[1], stored) is None


@pytest.mark.parametrize("status", [401, 403])
async def test_a_chart_of_the_catalogue_whose_tags_are_refused_fails_the_whole(shelves: Shelves, status: int) -> None:
    shelves.push("charts/other", "1.0.0")
    shelves.statuses["charts/other/tags/list"] = status
    async with a_registry(shelves) as host:
        with pytest.raises(Unreachable, match=f"refuses with status {status}"):
            await listed(source_of(host, "charts"))

        shelves.statuses["charts/other/tags/list"] = 404  # that is how one is listed that is gone
        entries = await listed(source_of(host, "charts"))

    assert {entry.name for entry in entries if isinstance(entry, ChartEntry)} == {"emqx"}


@pytest.mark.parametrize("status", [403, 404, 500])
@pytest.mark.parametrize("path", ["charts/emqx", "charts"])
async def test_a_list_that_breaks_off_fails_the_whole(shelves: Shelves, path: str, status: int) -> None:
    shelves.page = 2

    def answer(request: Request) -> bytes:
        return said(b"", status) if "last=" in request.path else shelves.answer(request)

    async with a_host(answer) as host:
        with pytest.raises(Unreachable, match=f"status {status}"):
            await listed(source_of(host, path))


async def test_a_catalogue_that_breaks_off_after_an_empty_page_is_not_taken_for_an_empty_one(shelves: Shelves) -> None:
    def answer(request: Request) -> bytes:
        if "_catalog" not in request.path:
            return said(b'{"tags": []}')
        if "last=" in request.path:
            return said(b"", 500)
        return said(b'{"repositories": []}', Link='</v2/_catalog?last=a>; rel="next"')

    async with a_host(answer) as host:
        with pytest.raises(Unreachable, match="status 500"):
            await listed(source_of(host, "charts"))


async def test_a_registry_without_tls_is_read_and_fetched_from_by_its_own_scheme(shelves: Shelves) -> None:
    async with a_registry(shelves) as host:
        source = source_of(host, "charts/emqx", scheme="oci+http")
        entries = [entry for entry in await listed(source) if isinstance(entry, ChartEntry)]
        assert [entry.version for entry in entries] == ["1.0.0", "1.0.1", "1.0.2"]
        assert entries[0].urls == (f"oci+http://127.0.0.1:{host.port}/charts/emqx:1.0.0",)
        digest = digest_of(shelves.manifests[("charts/emqx", "1.0.0")])
        with (await source.fetch(entries[0].urls, digest, 10**6)).body as body:
            assert body.read() == b"charts/emqx 1.0.0"


async def test_an_index_names_no_packages_by_the_scheme_of_registries_without_tls(shelves: Shelves) -> None:
    entry = entry_of("emqx", {"name": "emqx", "version": "1.0.0", "urls": ["oci+http://127.0.0.1/charts/emqx:1.0.0"]})
    assert isinstance(entry, EntryFault)

    async with a_registry(shelves) as host:
        classic = open_source(OUTBOUND, RepositoryKind.HELM, host.url, None)
        with pytest.raises(Unreachable, match=r"not oci\+http:"):
            await classic.fetch([f"oci+http://127.0.0.1:{host.port}/charts/emqx:1.0.0"], None, 10**6)
        assert host.requests == []


@pytest.mark.parametrize("answers", [range(4), [3], []], ids=["all", "the last", "none"])
async def test_who_gives_up_while_answers_come_is_told_that_it_took_too_long(answers: Collection[int]) -> None:
    ended = []

    async def ask(number: int) -> int:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append(number)
            if number not in answers:
                raise
        return number

    with pytest.raises(TimeoutError), anyio.fail_after(0.02):
        await _some_at_once(range(8), ask)
    assert sorted(ended) == [0, 1, 2, 3]


async def test_of_requests_that_go_out_together_all_end_before_the_first_failure_is_told() -> None:
    ended = []

    async def ask(number: int) -> int:
        await asyncio.sleep(0.01 * (number != 1))
        ended.append(number)
        if number:
            raise Unreachable(f"number {number}")
        return number

    with pytest.raises(Unreachable, match="number 1"):
        await _some_at_once(range(8), ask)
    assert sorted(ended) == [0, 1, 2, 3]
