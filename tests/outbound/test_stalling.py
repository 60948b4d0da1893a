"""Hosts that would keep this process from everything else, or send for ever, in turns and in bytes.

What is counted is how much is done without anybody else having a turn, not how long that takes.
"""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from domain.semver import is_version
from domain.upstream import IndexInvalid, Unreachable
from outbound.client import MOST_PIECES, PIECES_IN_A_TURN, Outbound, Patience
from outbound.tags import LOOKED_AT_IN_A_TURN
from tests.fixtures.upstream import an_upstream
from tests.outbound.hosts import LOOPBACK, SOON, Request, a_host, ask, said
from tests.outbound.shelves import listed, source_of
from uploads.spool import Spool

pytestmark = pytest.mark.anyio

OUTBOUND = Outbound([LOOPBACK], patience=SOON)
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"
GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


class Streak:
    """How often something is done in a row, before everybody else has had a turn."""

    def __init__(self) -> None:
        self.longest = 0
        self._now = 0

    def more(self) -> None:
        self._now += 1
        self.longest = max(self.longest, self._now)

    @asynccontextmanager
    async def broken_by_turns(self) -> AsyncIterator[None]:
        async def others() -> None:
            while True:
                self._now = 0
                await asyncio.sleep(0)

        task = asyncio.create_task(others())
        try:
            yield
        finally:
            task.cancel()


class CountingSpool(Spool):
    """A spool that says when something is written."""

    def __init__(self, streak: Streak) -> None:
        super().__init__("answer", 1024 * 1024)
        self._streak = streak

    async def write(self, data: bytes) -> None:
        self._streak.more()
        await super().write(data)


def chunks(size: int, count: int) -> bytes:
    return CHUNKED + (b"%x\r\n" % size + b"#" * size + b"\r\n") * count + b"0\r\n\r\n"


async def without_end(head: bytes, piece: bytes) -> AsyncIterator[bytes]:
    yield head
    while True:
        yield piece


async def test_63_a_body_in_crumbs_is_read_in_turns() -> None:
    streak = Streak()
    spool = CountingSpool(streak)
    async with (
        a_host(lambda _: chunks(1, 15_000)) as host,
        streak.broken_by_turns(),
        OUTBOUND.session(host.url, None) as session,
    ):
        await session.get(host.url, spool)
    with (await spool.received()).body as body:
        assert body.read() == b"#" * 15_000

    assert streak.longest <= PIECES_IN_A_TURN


async def test_63_a_body_in_too_many_crumbs_is_refused() -> None:
    async with a_host(lambda _: chunks(32, MOST_PIECES + 1)) as host:
        with pytest.raises(Unreachable, match="too many small pieces"):
            await ask(OUTBOUND, host.url)
    async with a_host(lambda _: chunks(32, MOST_PIECES - 100)) as host:
        _, body = await ask(OUTBOUND, host.url)
        assert len(body) == 32 * (MOST_PIECES - 100)  # as servers do that send each line by itself


@pytest.mark.parametrize("status", [b"100 Continue", b"102 Processing", b"103 Early Hints\r\nLink: <a>"])
async def test_63_answers_that_announce_answers_come_to_an_end(status: bytes) -> None:
    async with a_host(lambda _: without_end(b"", b"HTTP/1.1 %s\r\n\r\n" % status * 500)) as host:
        with pytest.raises(Unreachable, match="sends too much around its answer"):
            await ask(OUTBOUND, host.url)

    async with a_host(lambda _: b"HTTP/1.1 %s\r\n\r\n" % status * 20 + said(b"there")) as host:
        assert (await ask(OUTBOUND, host.url))[1] == b"there"


async def test_63_lines_of_chunks_that_say_more_than_the_chunks_are_given_up() -> None:
    async with a_host(lambda _: without_end(CHUNKED, b"1;%s\r\n#\r\n" % (b"a" * 60_000))) as host:
        with pytest.raises(Unreachable, match="sends too much around its answer"):
            await ask(OUTBOUND, host.url)

        assert host.sent < 20 * 2**20  # what it could write before the connection was closed, buffers included


async def test_63_what_is_packed_into_far_more_than_it_is_is_given_up() -> None:
    head = HEAD + b"Content-Encoding: gzip\r\n\r\n" + GZIP
    async with a_host(lambda _: without_end(head, EMPTY_BLOCK * 20_000)) as host:
        with pytest.raises(Unreachable, match="far more than what it unpacks to"):
            await ask(OUTBOUND, host.url)

        assert host.sent < 20 * 2**20


async def test_what_is_packed_line_by_line_is_unpacked() -> None:
    lines = [b"- {name: emqx, version: 1.0.%d}\n" % number for number in range(9_000)]
    packing = zlib.compressobj(wbits=31)
    packed = b"".join(packing.compress(line) + packing.flush(zlib.Z_SYNC_FLUSH) for line in lines) + packing.flush()
    async with a_host(lambda _: said(packed, Content_Encoding="gzip")) as host:
        assert (await ask(OUTBOUND, host.url))[1] == b"".join(lines)


async def test_63_what_follows_what_is_packed_is_refused_also_when_it_comes_later() -> None:
    async def later() -> AsyncIterator[bytes]:
        yield HEAD + b"Content-Encoding: gzip\r\n\r\n" + zlib.compress(b"all", wbits=31)
        await asyncio.sleep(0.05)
        yield b"and more"

    async with a_host(lambda _: later()) as host:
        with pytest.raises(Unreachable, match="cannot be unpacked"):
            await ask(OUTBOUND, host.url)


async def asked_on_one_session(url: str, patience: Patience, times: int) -> None:
    async with Outbound([LOOPBACK], patience=patience).session(url, None) as session:
        for _ in range(times):
            await session.get(url, Spool("answer", 1000))


async def test_63_a_host_that_always_closes_gets_so_many_connections_and_then_few() -> None:
    for_ever = replace(SOON, connect_s=0.1, first_byte_s=0.1, connections=5, pause_s=60)
    async with a_host(lambda _: said(b"and closed")) as host:
        with pytest.raises(Unreachable):
            await asked_on_one_session(host.url, for_ever, 6)
        assert len(host.requests) == 5

        await asked_on_one_session(host.url, replace(for_ever, pause_s=0), 6)
        assert len(host.requests) == 11


async def test_who_keeps_connections_open_is_asked_without_a_pause() -> None:
    with an_upstream() as upstream:
        await asked_on_one_session(f"{upstream.url}/index.yaml", replace(SOON, connections=1, pause_s=60), 20)

        assert len(upstream.requests) == 20


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Streak:
    """How many tags are looked at in a row."""
    streak = Streak()

    def looked_at(text: str) -> bool:
        streak.more()
        return is_version(text)

    monkeypatch.setattr("outbound.tags.is_version", looked_at)
    return streak


def pages(*lists: list[str]) -> Callable[[Request], bytes]:
    """A registry that lists these tags, page by page."""

    def answer(request: Request) -> bytes:
        number = int(request.path.partition("page=")[2] or 0)
        link = {"Link": f'</v2/emqx/tags/list?page={number + 1}>; rel="next"'} if number + 1 < len(lists) else {}
        return said(json.dumps({"tags": lists[number]}).encode(), **link)

    return answer


async def test_63_tags_are_looked_at_in_turns(looking: Streak) -> None:
    tags = [f"sha256-{number:x}.sig" for number in range(30_000)]
    async with a_host(pages(tags)) as host, looking.broken_by_turns():
        with pytest.raises(IndexInvalid, match="lists none under it"):
            await listed(source_of(host, "emqx"))

    assert 0 < looking.longest <= LOOKED_AT_IN_A_TURN


async def test_63_tags_that_are_no_versions_are_counted_too() -> None:
    tags = [f"a{number}" for number in range(50_001)]
    async with a_host(pages(tags, tags, tags)) as host:
        with pytest.raises(IndexInvalid, match="lists more than 100,000 tags"):
            await listed(source_of(host, "emqx"))

        assert len(host.requests) == 2


async def test_63_a_list_of_very_many_values_is_not_read() -> None:
    body = b'{"tags": [], "x": [%s1]}' % (b"[]," * 100_000)
    async with a_host(lambda _: said(body)) as host:
        with pytest.raises(Unreachable, match="says more at once than can be read"):
            await listed(source_of(host, "emqx"))


async def test_63_lists_are_read_up_to_a_size_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outbound.registry.MAX_LISTS_BYTES", 10_000)
    async with a_host(pages(*[["a" * 4_000]] * 5)) as host:
        with pytest.raises(Unreachable, match="lists more than can be read"):
            await listed(source_of(host, "emqx"))

        assert len(host.requests) == 3


async def test_63_of_a_header_only_the_beginning_is_searched() -> None:
    far = "<a>;" * 2_500
    async with a_host(lambda _: said(b'{"tags": []}', Link=f'{far} </v2/emqx/tags/list?last=x>; rel="next"')) as host:
        with pytest.raises(IndexInvalid):
            await listed(source_of(host, "emqx"))
        assert [request.path for request in host.requests] == ["/v2/emqx/tags/list?n=1000", "/v2/_catalog?n=1000"]

    far = "a" * 9_000
    async with a_host(lambda _: said(b"", 401, WWW_Authenticate=f'Bearer {far},realm="http://127.0.0.1/"')) as host:
        with pytest.raises(Unreachable, match="names no address to get a token from"):
            await listed(source_of(host, "emqx"))
