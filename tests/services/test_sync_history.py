"""When syncs come, which of them are remembered, and what becomes of those that nobody runs any more."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.upstream import next_pause_s
from services.syncs import UNCHANGED, Outcome, begin_due, take_up_lost
from storage.writes import syncs as writes
from tests.fixtures.upstream import INDEX, Upstream
from tests.services.syncing import Desk

pytestmark = pytest.mark.anyio


async def test_a_sync_that_takes_every_worker_along_is_not_taken_up_for_ever(desk: Desk, upstream: Upstream) -> None:
    repository = await desk.repository(upstream.url, period_s=3600)
    await desk.begin(repository)
    for _ in range(4):
        await desk.lose(repository)
        await take_up_lost(desk.database, 60)

    history = await desk.history(repository)
    assert [one.state for one in history] == ["FAILED"] * 4
    assert (await desk.row(repository)).next_sync_at > datetime.now(UTC)
    assert await desk.sync(repository) is Outcome.SUCCESSFUL


async def test_of_the_history_the_newest_fifty_are_kept(
    desk: Desk, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert writes.KEPT_SYNCS == 50
    monkeypatch.setattr(writes, "KEPT_SYNCS", 3)
    repository = await desk.repository(upstream.url)
    kept = []
    for _ in range(5):
        await desk.sync(repository)
        kept.append((await desk.history(repository))[0].id)

    assert [one.id for one in await desk.history(repository)] == kept[:1:-1]


async def test_what_an_unchanged_index_has_that_was_skipped_is_told_again(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    upstream.enter("emqx", "four")
    upstream.enter("redis", "1.0.0", urls=[])
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    index = upstream.files.pop(INDEX)
    await desk.sync(repository)
    upstream.files[INDEX] = index

    assert [await desk.sync(repository) for _ in range(2)] == [Outcome.UNCHANGED] * 2

    again, unchanged, failed, first = await desk.history(repository)
    assert [one.entries_skipped for one in (first, failed, unchanged, again)] == [2, 0, 2, 2]
    assert first.message is not None and first.message.startswith("2 of 3 entries were skipped: ")
    assert unchanged.message == again.message == f"{UNCHANGED} {first.message}"
    upstream.withdraw("emqx", "four")
    upstream.withdraw("redis")
    await desk.sync(repository)
    assert await desk.sync(repository) is Outcome.UNCHANGED
    last = (await desk.history(repository))[0]
    assert (last.entries_skipped, last.message) == (0, UNCHANGED)


async def test_an_index_is_read_anew_when_history_does_not_say_any_more_what_was_skipped(
    desk: Desk, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "KEPT_SYNCS", 2)
    upstream.enter("emqx", "4.0.1")
    upstream.enter("emqx", "four")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    index = upstream.files.pop(INDEX)
    for _ in range(2):
        await desk.sync(repository)
    upstream.files[INDEX] = index

    assert await desk.sync(repository) is Outcome.SUCCESSFUL
    assert await desk.counts(repository) == (0, 0, 0, 0, 0, 1)


async def test_who_is_due_is_begun_once_however_many_look(desk: Desk, upstream: Upstream) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    due = [await desk.repository(f"{upstream.url}/{number}", period_s=180) for number in range(6)]
    later, never = await desk.repository(f"{upstream.url}/l", 180), await desk.repository(f"{upstream.url}/n")
    for one in due:
        await desk.set(one, next_sync_at=past)
    await desk.set(later, next_sync_at=past + timedelta(minutes=1))
    assert await desk.begin(due[0]) is not None
    await desk.set(due[0], next_sync_at=past)

    begun = await asyncio.gather(*(begin_due(desk.database) for _ in range(4)))

    assert sum(begun) == 5
    assert [len(await desk.history(one)) for one in (*due, later, never)] == [1] * 6 + [0, 0]
    waiting = await desk.jobs()
    assert all([str((await desk.history(one))[0].id) in waiting for one in due])
    assert all([(await desk.row(one)).next_sync_at > past + timedelta(seconds=100) for one in due[1:]])
    assert await begin_due(desk.database) == 0


def test_pauses_follow_the_period_and_grow_with_failures_within_their_bounds() -> None:
    for period_s in (180, 200, 599, 600, 3600, 604_800):
        pauses = [next_pause_s(period_s, failures) for failures in range(1, 200)]
        assert next_pause_s(period_s, 0) == period_s
        assert pauses == sorted(pauses)
        assert pauses[0] == 60 and pauses[-1] == min(600, period_s)
    assert [next_pause_s(0, failures) for failures in (0, 1, 50)] == [None] * 3
