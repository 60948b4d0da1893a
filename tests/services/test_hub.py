"""The hub: what is committed after one came, once, in order; whatever becomes of notifications and connections."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Forbidden, Unauthenticated, Unavailable
from policies.access import Access
from policies.principal import Principal, anonymous
from policies.vocabulary import Permission
from server.embedded import Backends
from services import feeds, versions
from services import hub as hubs
from services.feeds import Feed, Watched
from services.guests import GoingAway, TooSlow
from services.hub import Hub
from storage.blobs import Blobs
from storage.database import Database
from storage.queries import changes
from tests.services.stage import Stage, set_stage

pytestmark = pytest.mark.anyio
READER = Access(Principal(UUID(int=1), "reader", frozenset({Permission.TEMPLATES_READ, Permission.WORKSPACES_READ})))
PATIENCE_S = 10


@pytest.fixture
async def stage(backends: Backends) -> AsyncIterator[Stage]:
    database = Database(backends.database_url)
    yield await set_stage(database, Blobs(backends.s3))
    await database.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No notification comes here: the hub looks often by itself."""
    monkeypatch.setattr(hubs, "POLL_S", 0.02)


async def known() -> Access:
    return READER


@asynccontextmanager
async def following(hub: Hub, watched: Watched | None = None, left: Any = None) -> AsyncIterator[Feed]:
    with hub.guest(READER, known, left or (lambda _: None)) as guest:
        async with hub.feed(guest, watched or Watched()) as feed:
            yield feed


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[None]:
    task = asyncio.create_task(hub.follow())
    try:
        yield
    finally:
        task.cancel()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def take(feed: Feed, count: int) -> list[tuple[int, str]]:
    async with asyncio.timeout(PATIENCE_S):
        found = [await feed.next() for _ in range(count)]
    return [(change.position, change.to_state) for change in found]


async def is_quiet(feed: Feed) -> bool:
    try:
        async with asyncio.timeout(0.1):
            await feed.next()
    except TimeoutError:
        return True
    return False


async def there_and_back(stage: Stage, version: str, times: int) -> None:
    for _ in range(times):
        await versions.submit_version(stage.isv, version, None)
        await versions.withdraw_version(stage.isv, version)


async def test_who_comes_is_told_of_what_comes_after(stage: Stage) -> None:
    _, version = await stage.template()
    hub = Hub(stage.database)
    async with running(hub), following(hub) as feed:
        await there_and_back(stage, version, 1)

        assert [state for _, state in await take(feed, 2)] == ["SUBMITTED", "DRAFT"]
        assert await is_quiet(feed)


async def test_many_on_two_hubs_are_told_the_same_in_the_same_order_whenever_they_came(stage: Stage) -> None:
    template, first = await stage.template()
    others = [await stage.version(template, f"v2.0.{n}") for n in range(2)]
    here, there = Hub(stage.database), Hub(stage.database)
    async with running(here), running(there), following(here) as a, following(there) as b:
        writing = asyncio.gather(*(there_and_back(stage, version, 4) for version in (first, *others)))
        early = await take(a, 1)
        async with following(here) as late:
            told = early + await take(a, 23)
            await writing
            assert await take(b, 24) == told
            missed = [await is_quiet(feed) for feed in (a, b)]
            heard = []
            while not await is_quiet_or(late, heard):
                continue
    positions = [position for position, _ in told]
    assert positions == list(range(positions[0], positions[0] + 24))
    assert heard == positions[24 - len(heard) :]
    assert missed == [True, True]


async def is_quiet_or(feed: Feed, heard: list[int]) -> bool:
    """Whether nothing more comes; what does is noted."""
    try:
        async with asyncio.timeout(0.1):
            heard.append((await feed.next()).position)
    except TimeoutError:
        return True
    return False


async def test_a_hub_that_fails_and_begins_again_loses_nothing_and_doubles_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, version = await stage.template()
    hub = Hub(stage.database)
    async with following(hub) as feed:
        async with running(hub):
            await there_and_back(stage, version, 1)
            before = await take(feed, 2)
        await there_and_back(stage, version, 2)
        async with running(hub):
            after = await take(feed, 4)

            assert await is_quiet(feed)
    assert [position for position, _ in before + after] == list(range(before[0][0], before[0][0] + 6))


async def test_only_what_is_watched_is_told(stage: Stage) -> None:
    emqx, version = await stage.template()
    _, other = await stage.template("redis")
    hub = Hub(stage.database)
    watched = Watched(stage.workspace_id, UUID(emqx.partition("_")[2]))
    async with running(hub), following(hub, watched) as one, following(hub, Watched(UUID(int=9))) as nothing:
        await versions.submit_version(stage.isv, other, None)
        await versions.submit_version(stage.isv, version, None)

        change = await asyncio.wait_for(one.next(), PATIENCE_S)

        assert f"ver_{change.version_id}" == version
        assert await is_quiet(nothing)


async def test_who_reads_is_told_all_that_comes_at_once_and_waits_for_nobody_who_does_not(
    stage: Stage, pages_of_four: None
) -> None:
    _, version = await stage.template()
    hub, reasons = Hub(stage.database, backlog=3), []
    async with following(hub, left=reasons.append) as prompt, following(hub, left=reasons.append) as slow:
        await there_and_back(stage, version, 5)
        async with running(hub):
            told = await take(prompt, 10)
            await there_and_back(stage, version, 2)
            told += await take(prompt, 4)

            assert await take(slow, 14) == told
            assert [await is_quiet(feed) for feed in (prompt, slow)] == [True, True]
    positions = [position for position, _ in told]
    assert positions == list(range(positions[0], positions[0] + 14))
    assert reasons == []


@pytest.fixture
def pages_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub reads as few changes at once."""
    monkeypatch.setattr(hubs, "MOST", 4)
    monkeypatch.setattr(changes, "MOST", 4)


async def test_what_one_may_not_see_fills_no_backlog_even_while_nobody_knows_who_they_are(stage: Stage) -> None:
    _, version = await stage.template()
    hub, reasons, known_again = Hub(stage.database, backlog=3), [], asyncio.Event()
    rights = {UUID(int=9): frozenset({Permission.TEMPLATES_READ, Permission.WORKSPACES_READ})}
    stranger = Principal(UUID(int=3), "stranger", workspaces=rights, revision=0)

    async def identify() -> Access:
        await known_again.wait()
        return Access(replace(stranger, revision=2**40))

    with hub.guest(Access(stranger), identify, reasons.append) as guest:
        async with hub.feed(guest, Watched()) as feed:
            first = feed.after
            await there_and_back(stage, version, 5)
            async with running(hub):
                await until(lambda: feed.is_behind)
                telling = asyncio.create_task(feed.next())
                known_again.set()

                await until(lambda: feed.after == first + 10)
                assert not (feed.is_behind or telling.done())
                telling.cancel()
    assert reasons == []


@pytest.mark.parametrize(("name", "limit"), [("STALL_S", 0.0), ("LONGEST", timedelta(seconds=-60))])
async def test_who_does_not_take_what_waits_must_leave(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str, limit: Any
) -> None:
    monkeypatch.setattr(feeds if name == "STALL_S" else hubs, name, limit)
    _, version = await stage.template()
    hub, reasons = Hub(stage.database, backlog=3), []
    async with running(hub), following(hub, left=reasons.append):
        await there_and_back(stage, version, 3)
        await until(lambda: bool(reasons))
    assert [type(reason) for reason in reasons] == [TooSlow]


async def test_nobody_follows_who_could_see_nothing(stage: Stage) -> None:
    hub = Hub(stage.database)
    regular = Access(Principal(UUID(int=2), "regular", frozenset({Permission.STORE_READ})))
    stranger = Access(anonymous(store_public=True))
    for access, refusal in ((stranger, Unauthenticated), (regular, Forbidden)):
        with hub.guest(access, known, lambda _: None) as guest, pytest.raises(refusal):
            async with hub.feed(guest, Watched()):
                pass
    assert (hub.guests, hub.feeds) == (0, 0)


async def test_when_the_hub_stops_everybody_leaves_once(stage: Stage) -> None:
    hub, reasons = Hub(stage.database), []
    async with following(hub, left=reasons.append):
        hub.stop()
        hub.stop()
    assert [type(reason) for reason in reasons] == [GoingAway]


async def test_a_database_that_is_away_ends_nobody(stage: Stage) -> None:
    hub, reasons = Hub(Database("postgresql://nobody@127.0.0.1:9/none")), []
    with hub.guest(READER, known, reasons.append) as guest:
        with pytest.raises(Unavailable):
            await hub.follow()
        with pytest.raises(Unavailable):
            async with hub.feed(guest, Watched()):
                pass
    assert reasons == []
