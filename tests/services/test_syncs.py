"""Syncs: what an index lists comes in, only differences are written, and no failure loses what was there."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from domain.upstream import RepositoryCredentials
from services.syncs import CHANGED_MEANWHILE, LOST, OUR_FAULT, Outcome, run_sync, take_up_lost
from storage.queries import syncs as queries
from tests.fixtures.upstream import INDEX, Upstream
from tests.services.syncing import Desk, under_way, until

pytestmark = pytest.mark.anyio


def statements(desk: Desk) -> list[str]:
    """Collects what is sent to the database from now on."""
    sent: list[str] = []
    event.listen(desk.database.engine.sync_engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    return sent


async def test_a_first_sync_brings_in_what_the_index_lists(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1", description="the older one", urls=["https://elsewhere.test/emqx-4.0.1.tgz"])
    upstream.enter("emqx", "4.0.2", keywords=["mqtt"], home="https://emqx.test", digest="ab" * 32, deprecated=True)
    upstream.enter("redis", "v1.0.0+build", appVersion="7")
    repository = await desk.repository(upstream.url)

    assert await desk.sync(repository) is Outcome.SUCCESSFUL

    charts, versions = await desk.charts(repository), await desk.versions(repository)
    assert set(versions) == {"emqx 4.0.1", "emqx 4.0.2", "redis v1.0.0+build"}
    assert (charts["emqx"].description, charts["emqx"].keywords) == ("emqx for tests", ["mqtt"])
    assert (charts["emqx"].home, charts["emqx"].deprecated) == ("https://emqx.test", True)
    assert versions["emqx 4.0.1"].urls == ["https://elsewhere.test/emqx-4.0.1.tgz"]
    assert versions["emqx 4.0.2"].digest == "sha256:" + "ab" * 32
    assert versions["redis v1.0.0+build"].app_version == "7"
    assert versions["emqx 4.0.2"].created_at == datetime(2024, 1, 2, tzinfo=UTC)
    assert await desk.counts(repository) == (2, 0, 3, 0, 0, 0)
    row = await desk.row(repository)
    assert (row.state, row.state_message, row.failures, row.next_sync_at) == ("SUCCESSFUL", None, 0, None)
    assert row.last_synced_at is not None


async def test_an_index_with_the_same_etag_is_no_work(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    before = (await desk.row(repository)).last_synced_at
    sync_id = await desk.begin(repository)
    assert sync_id is not None
    sent = statements(desk)

    assert await run_sync(desk.parts, sync_id) is Outcome.UNCHANGED

    assert not [one for one in sent if "repository_chart" in one]
    assert await desk.counts(repository) == (0, 0, 0, 0, 0, 0)
    assert (await desk.row(repository)).last_synced_at > before
    assert [one.state for one in await desk.history(repository)] == ["SUCCESSFUL", "SUCCESSFUL"]


async def test_an_index_with_the_same_bytes_is_no_work(desk: Desk, upstream: Upstream) -> None:
    upstream.has_etags = False
    upstream.enter("emqx", "4.0.1")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)

    assert await desk.sync(repository) is Outcome.UNCHANGED
    assert upstream.asked(INDEX) == 2


async def test_only_what_differs_is_written(desk: Desk, upstream: Upstream) -> None:
    for minor in range(20):
        upstream.enter("emqx", f"4.{minor}.0")
        upstream.enter("redis", f"1.{minor}.0")
    upstream.enter("gone", "1.0.0")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    before = await desk.versions(repository)
    upstream.enter("emqx", "5.0.0")
    upstream.enter("emqx", "4.3.0", digest="cd" * 32)
    upstream.withdraw("redis", "1.4.0")
    upstream.withdraw("gone")

    assert await desk.sync(repository) is Outcome.SUCCESSFUL

    after = await desk.versions(repository)
    assert await desk.counts(repository) == (0, 1, 1, 1, 2, 0)
    assert before.keys() - after.keys() == {"redis 1.4.0", "gone 1.0.0"}
    assert after.keys() - before.keys() == {"emqx 5.0.0"}
    assert after["emqx 4.3.0"].digest == "sha256:" + "cd" * 32
    assert set(await desk.charts(repository)) == {"emqx", "redis"}
    assert {name: row.id for name, row in after.items() if name in before} == {
        name: row.id for name, row in before.items() if name in after
    }


async def test_a_chart_has_the_words_of_its_newest_version_however_the_index_is_ordered(
    desk: Desk, upstream: Upstream
) -> None:
    upstream.enter("emqx", "10.0.0", description="newest")
    upstream.enter("emqx", "9.0.0", description="old")
    upstream.enter("emqx", "9.5.0-rc.1", description="older")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    first = (await desk.charts(repository))["emqx"].description
    upstream.withdraw("emqx", "10.0.0")
    await desk.sync(repository)

    assert (first, (await desk.charts(repository))["emqx"].description) == ("newest", "older")


async def test_what_vanishes_and_comes_back_has_the_id_that_it_had(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    upstream.enter("redis", "1.0.0")
    repository = await desk.repository(upstream.url)
    seen = []
    for change in (lambda: None, lambda: upstream.withdraw("emqx"), lambda: upstream.enter("emqx", "4.0.1")):
        change()
        await desk.sync(repository)
        charts, versions = await desk.charts(repository), await desk.versions(repository)
        seen.append((charts["emqx"].id, versions["emqx 4.0.1"].id) if "emqx" in charts else None)

    assert seen[1] is None
    assert seen[0] == seen[2] is not None


async def test_two_repositories_that_list_the_same_have_charts_of_their_own(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    upstream.files["/b/index.yaml"] = upstream.files[INDEX]
    one, other = await desk.repository(upstream.url), await desk.repository(f"{upstream.url}/b")

    assert [await desk.sync(one), await desk.sync(other)] == [Outcome.SUCCESSFUL] * 2

    assert (await desk.charts(one))["emqx"].id != (await desk.charts(other))["emqx"].id


async def test_bad_entries_are_skipped_and_told_and_the_good_ones_kept(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    upstream.enter("emqx", "not-a-version")
    upstream.enter("redis", "1.0.0", urls=[])
    repository = await desk.repository(upstream.url)

    assert await desk.sync(repository) is Outcome.SUCCESSFUL

    (last,) = await desk.history(repository)
    assert set(await desk.versions(repository)) == {"emqx 4.0.1"}
    assert last.entries_skipped == 2
    assert last.message is not None and last.message.startswith("2 of 3 entries were skipped: ")
    assert "emqx not-a-version" in last.message and "redis 1.0.0" in last.message
    assert (await desk.row(repository)).state_message is None


async def test_an_index_of_nothing_but_bad_entries_does_not_empty_the_repository(
    desk: Desk, upstream: Upstream
) -> None:
    upstream.enter("emqx", "4.0.1")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    upstream.withdraw("emqx")
    upstream.enter("emqx", "four")

    assert await desk.sync(repository) is Outcome.FAILED

    assert set(await desk.versions(repository)) == {"emqx 4.0.1"}
    assert (await desk.row(repository)).state_message.startswith("None of the index's 1 entries can be used: emqx four")


async def test_an_index_that_is_empty_by_right_empties_the_repository(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    upstream.withdraw("emqx")

    assert await desk.sync(repository) is Outcome.SUCCESSFUL
    assert await desk.counts(repository) == (0, 1, 0, 0, 1, 0)
    assert await desk.versions(repository) == {}


@pytest.mark.parametrize("fault", ["away", "refused", "nonsense"])
async def test_a_failure_keeps_the_charts_and_is_told_until_the_next_success(
    desk: Desk, upstream: Upstream, fault: str
) -> None:
    upstream.enter("emqx", "4.0.1")
    repository = await desk.repository(upstream.url, period_s=3600)
    await desk.sync(repository)
    synced_at = (await desk.row(repository)).last_synced_at
    index = upstream.files.pop(INDEX)
    if fault == "refused":
        upstream.statuses[INDEX] = 403
    if fault == "nonsense":
        upstream.files[INDEX] = b"<html>not found</html>"

    assert [await desk.sync(repository) for _ in range(2)] == [Outcome.FAILED] * 2

    row = await desk.row(repository)
    assert (row.state, row.failures, row.last_synced_at) == ("FAILED", 2, synced_at)
    assert row.state_message == (await desk.history(repository))[0].message
    assert timedelta(0) < row.next_sync_at - datetime.now(UTC) <= timedelta(seconds=120)
    assert set(await desk.versions(repository)) == {"emqx 4.0.1"}
    upstream.files[INDEX] = index
    upstream.statuses.clear()
    assert await desk.sync(repository) is Outcome.UNCHANGED
    row = await desk.row(repository)
    assert (row.state, row.state_message, row.failures) == ("SUCCESSFUL", None, 0)


async def test_a_repository_is_read_with_its_credentials_and_none_is_told(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    upstream.user = ("reader", "open sesame 1")
    good = await desk.repository(upstream.url, credentials=RepositoryCredentials("reader", "open sesame 1"))
    bad = await desk.repository(f"{upstream.url}/", credentials=RepositoryCredentials("reader", "wrong horse 2"))

    assert [await desk.sync(good), await desk.sync(bad)] == [Outcome.SUCCESSFUL, Outcome.FAILED]

    assert "horse" not in str((await desk.row(bad)).state_message)


async def test_sealed_credentials_that_do_not_open_fail_the_sync_in_words(desk: Desk, upstream: Upstream) -> None:
    repository = await desk.repository(upstream.url)
    await desk.set(repository, credentials=b"\x01" + bytes(60))

    assert await desk.sync(repository) is Outcome.FAILED

    assert "sealed with a key that this server does not have" in (await desk.row(repository)).state_message
    assert upstream.requests == []


@pytest.mark.parametrize("entries", [0, 3], ids=["nothing to write", "three to write"])
async def test_a_repository_that_is_deleted_during_its_sync_stays_deleted(
    desk: Desk, upstream: Upstream, entries: int
) -> None:
    for number in range(entries):
        upstream.enter("emqx", f"4.0.{number}")
    repository, running = await under_way(desk, upstream)
    await desk.delete(repository)
    upstream.gates[INDEX].set()

    assert await running is Outcome.DROPPED
    assert (await desk.row(repository), await desk.history(repository)) == (None, [])


@pytest.mark.parametrize("changed", ["url", "credentials"])
async def test_what_was_read_at_an_earlier_url_or_by_other_credentials_is_dropped_and_read_anew(
    desk: Desk, upstream: Upstream, changed: str
) -> None:
    upstream.enter("emqx", "4.0.1")
    upstream.files["/moved/index.yaml"] = upstream.files[INDEX].replace(b"emqx", b"redis")
    repository, running = await under_way(desk, upstream)
    sealed = desk.parts.secrets.seal(repository, RepositoryCredentials("reader", "x"))
    await desk.set(repository, **({"url": f"{upstream.url}/moved"} if changed == "url" else {"credentials": sealed}))
    upstream.gates[INDEX].set()

    assert await running is Outcome.DROPPED

    assert await desk.charts(repository) == {}
    again, dropped = await desk.history(repository)
    assert (dropped.state, dropped.message) == ("FAILED", CHANGED_MEANWHILE)
    assert (again.state, (await desk.row(repository)).state, (await desk.row(repository)).failures) == (
        "PENDING",
        "PENDING",
        0,
    )
    assert str(again.id) in await desk.jobs()
    assert await run_sync(desk.parts, again.id) is Outcome.SUCCESSFUL
    assert set(await desk.charts(repository)) == {"redis" if changed == "url" else "emqx"}


async def test_no_connection_is_held_while_the_repository_is_waited_for(desk: Desk, upstream: Upstream) -> None:
    _, running = await under_way(desk, upstream)

    await until(lambda: desk.database.engine.pool.checkedout() == 0)  # type: ignore[attr-defined]
    assert not running.done()

    upstream.gates[INDEX].set()
    assert await running is Outcome.SUCCESSFUL


async def test_while_a_sync_is_unfinished_there_is_no_other(desk: Desk, upstream: Upstream) -> None:
    repository, running = await under_way(desk, upstream)

    begun = await asyncio.gather(*(desk.begin(repository) for _ in range(5)))

    upstream.gates[INDEX].set()
    assert (begun, await running) == ([None] * 5, Outcome.SUCCESSFUL)
    begun = await asyncio.gather(*(desk.begin(repository) for _ in range(5)))
    assert sum(one is not None for one in begun) == 1


async def test_a_sync_that_was_given_to_another_meanwhile_changes_nothing(desk: Desk, upstream: Upstream) -> None:
    upstream.enter("emqx", "4.0.1")
    repository, running = await under_way(desk, upstream)
    assert await take_up_lost(desk.database, 60) == 0  # its job waits in the queue: nobody has lost it
    await desk.lose(repository)
    assert await take_up_lost(desk.database, 60) == 1
    upstream.gates[INDEX].set()

    assert await running is Outcome.DROPPED

    assert await desk.charts(repository) == {}
    again, lost = await desk.history(repository)
    assert (again.state, lost.state, lost.message) == ("PENDING", "FAILED", f"{LOST}; it was taken up again.")
    assert again.requested_by == lost.requested_by == "somebody"
    assert await run_sync(desk.parts, again.id) is Outcome.SUCCESSFUL


async def test_readers_never_see_half_a_sync(desk: Desk, upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.differences.AT_ONCE", 2)
    monkeypatch.setattr("services.syncs.REMOVED_AT_ONCE", 2)
    for number in range(9):
        upstream.enter("emqx", f"1.0.{number}")
    repository = await desk.repository(upstream.url)
    await desk.sync(repository)
    upstream.withdraw("emqx")
    for number in range(9):
        upstream.enter("redis", f"1.0.{number}")
    seen = set()
    running = asyncio.create_task(desk.sync(repository))
    while not running.done():
        seen.add(frozenset(await desk.versions(repository)))
    seen.add(frozenset(await desk.versions(repository)))

    assert await running is Outcome.SUCCESSFUL
    assert seen <= {frozenset(f"{name} 1.0.{number}" for number in range(9)) for name in ("emqx", "redis")}


async def test_a_fault_of_ours_is_raised_for_another_attempt_and_told_without_details_at_the_last(
    desk: Desk, upstream: Upstream, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    upstream.enter("emqx", "4.0.1")
    repository = await desk.repository(upstream.url)
    sync_id = await desk.begin(repository)
    assert sync_id is not None

    async def broken(*_: object) -> None:
        raise RuntimeError("inner workings")

    with monkeypatch.context() as patched:
        patched.setattr(queries, "fingerprints", broken)
        with pytest.raises(RuntimeError):
            await run_sync(desk.parts, sync_id, is_last=False)
        assert (await desk.row(repository)).state == "SYNCING"
        assert await run_sync(desk.parts, sync_id) is Outcome.FAILED

    row = await desk.row(repository)
    assert (row.state, row.state_message) == ("FAILED", OUR_FAULT)
    assert "inner workings" in caplog.text
    assert await desk.sync(repository) is Outcome.SUCCESSFUL
