"""A sync ends while its host still keeps it waiting: nobody wants it any more, or it has taken too long."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Unavailable
from domain.upstream import RepositoryCredentials
from services import syncs
from services.syncs import CHANGED_MEANWHILE, LOST, TOO_LONG, Outcome, run_sync, take_up_lost
from storage.queries import syncs as queries
from tests.fixtures.upstream import INDEX, Upstream
from tests.services.syncing import Desk, under_way, until

pytestmark = pytest.mark.anyio
READER = RepositoryCredentials("reader", "open sesame 1")
AT_ONCE_S = 5
"""Far less than the host waits, and more than a busy machine needs."""


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Has syncs look often; what they see."""
    monkeypatch.setattr(syncs, "LOOK_S", 0.02)
    seen, look = [], queries.is_wanted

    async def noted(*given: Any) -> bool:
        seen.append(await look(*given))
        return seen[-1]

    monkeypatch.setattr(queries, "is_wanted", noted)
    return seen


async def moved(desk: Desk, repository: UUID) -> None:
    await desk.set(repository, url="http://127.0.0.1:9/moved")


async def opened_otherwise(desk: Desk, repository: UUID) -> None:
    await desk.set(repository, credentials=desk.parts.secrets.seal(repository, READER))


async def lost(desk: Desk, repository: UUID) -> None:
    await desk.lose(repository)
    assert await take_up_lost(desk.database, 60) == 1


TOLD = {
    moved: [("PENDING", None), ("FAILED", CHANGED_MEANWHILE)],
    opened_otherwise: [("PENDING", None), ("FAILED", CHANGED_MEANWHILE)],
    lost: [("PENDING", None), ("FAILED", f"{LOST}; it was taken up again.")],
    Desk.delete: [],
}


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("happens", TOLD, ids=lambda one: one.__name__)
async def test_a_sync_that_is_not_wanted_any_more_ends_although_its_host_does_not_answer(
    desk: Desk, upstream: Upstream, happens: Callable[[Desk, UUID], Awaitable[None]]
) -> None:
    repository, running = await under_way(desk, upstream)

    await happens(desk, repository)

    async with asyncio.timeout(AT_ONCE_S):
        assert await running is Outcome.DROPPED
    history = await desk.history(repository)
    assert [(one.state, one.message) for one in history] == TOLD[happens]
    assert set(await desk.jobs()) >= {str(one.id) for one in history if one.finished_at is None}


@pytest.mark.parametrize("credentials", [None, READER], ids=["without credentials", "with credentials"])
async def test_a_sync_that_is_wanted_goes_on_however_often_it_looks(
    desk: Desk, upstream: Upstream, looks: list[bool], credentials: RepositoryCredentials | None
) -> None:
    repository, running = await under_way(desk, upstream, credentials)
    await until(lambda: len(looks) > 3)

    upstream.gates[INDEX].set()

    assert await running is Outcome.SUCCESSFUL
    assert set(looks) == {True}
    assert [one.state for one in await desk.history(repository)] == ["SUCCESSFUL"]
    looks.clear()
    await asyncio.sleep(0.1)
    assert looks == []


async def test_a_sync_that_cannot_look_goes_on(desk: Desk, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    async def away(*_: object) -> bool:
        tried.append(1)
        raise Unavailable("The database does not answer; try again later.")

    monkeypatch.setattr(syncs, "LOOK_S", 0.01)
    monkeypatch.setattr(queries, "is_wanted", away)
    _, running = await under_way(desk, upstream)
    await until(lambda: len(tried) > 3)
    upstream.gates[INDEX].set()

    assert await running is Outcome.SUCCESSFUL


async def test_a_sync_that_takes_too_long_fails(
    desk: Desk, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncs, "LONGEST_S", 0.2)
    repository, running = await under_way(desk, upstream)

    async with asyncio.timeout(AT_ONCE_S):
        assert await running is Outcome.FAILED
    assert (await desk.row(repository)).state_message == TOO_LONG


async def test_a_worker_that_is_stopped_takes_its_sync_along_unfinished(desk: Desk, upstream: Upstream) -> None:
    repository, running = await under_way(desk, upstream)

    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    (unfinished,) = await desk.history(repository)
    assert (unfinished.state, unfinished.finished_at) == ("SYNCING", None)
    upstream.gates[INDEX].set()
    assert await run_sync(desk.parts, unfinished.id) is Outcome.SUCCESSFUL
