"""A worker: takes jobs as they come, tries again what failed, and gives back what it cannot end."""

import asyncio
import gc
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import text

from server.jobs.running import Job, running
from storage import worker
from storage.database import Database
from storage.queue import defer_sync, depth
from storage.worker import ATTEMPTS, Pace, Tasks, work

pytestmark = pytest.mark.anyio
PATIENCE_S = 20
FAST = Pace(heartbeat_s=0.2, silent_s=1, due="* * * * * *", lost="* * * * * *", poll_s=0.1, grace_s=0.2)


@dataclass
class Done:
    """What a worker was given, and how it went."""

    began: list[UUID] = field(default_factory=list)
    lasts: list[bool] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)
    failures: int = 0
    lasts_s: float = 0
    gate: asyncio.Event | None = None
    """No job ends before it is open."""

    async def sync(self, sync_id: UUID, is_last: bool) -> None:
        self.began.append(sync_id)
        self.lasts.append(is_last)
        if len(self.began) <= self.failures:
            raise RuntimeError("not yet")
        await asyncio.sleep(self.lasts_s)
        if self.gate is not None:
            await self.gate.wait()
        self.ended.append(sync_id)

    async def due(self) -> None:
        self.looked.add("due")

    async def lost(self) -> None:
        self.looked.add("lost")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@asynccontextmanager
async def working(database_url: str, done: Done, concurrency: int = 2, pace: Pace = FAST) -> AsyncIterator[None]:
    async def take_jobs() -> None:
        await work(database_url, Tasks(done.sync, done.due, done.lost), concurrency, pace)

    async with running([Job("worker", take_jobs, 0.1, 0.1, is_first_at_once=True)]):
        yield


async def put(database: Database, count: int = 1, workspace_id: UUID | None = None) -> list[UUID]:
    """Syncs that wait, each of another workspace unless one is given."""
    made = [uuid4() for _ in range(count)]
    async with database.write() as tx:
        for sync_id in made:
            await defer_sync(tx, workspace_id or uuid4(), sync_id)
    return made


async def waiting(database: Database) -> dict[str, int]:
    async with database.write() as tx:
        return dict(await depth(tx))


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_a_job_is_taken_as_soon_as_it_is_there_and_leaves_nothing(database: Database, database_url: str) -> None:
    done, slow = Done(), Pace(poll_s=60)
    early = await put(database)
    async with working(database_url, done, pace=slow):
        await until(lambda: done.ended == early)
        began = time.monotonic()
        late = await put(database)
        await until(lambda: done.ended == early + late)
        assert time.monotonic() - began < 10  # it hears of it, and does not wait until it looks again

    assert await waiting(database) == {"waiting": 0, "running": 0}
    async with database.write() as tx:
        assert (
            await tx.execute(text("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'syncs'"))
        ).scalar() == 0
        assert (await tx.execute(text("SELECT count(*) FROM procrastinate_workers"))).scalar() == 0


async def test_so_many_jobs_run_at_a_time(database: Database, database_url: str) -> None:
    done = Done(lasts_s=60)
    await put(database, 5)
    async with working(database_url, done, concurrency=2):
        await until(lambda: len(done.began) == 2)
        await asyncio.sleep(0.3)
        assert (len(done.began), await waiting(database)) == (2, {"waiting": 3, "running": 2})

    # What it could not end is given back: nothing is lost, and nothing runs.
    assert (done.ended, await waiting(database)) == ([], {"waiting": 5, "running": 0})


async def test_the_next_sync_of_a_workspace_begins_as_soon_as_the_one_before_it_has_ended(
    database: Database, database_url: str
) -> None:
    one, other, slow = Done(lasts_s=0.05), Done(lasts_s=0.05), Pace(poll_s=5)
    given = await put(database, 6, uuid4())
    began = time.monotonic()
    async with working(database_url, one, pace=slow), working(database_url, other, pace=slow):
        await until(lambda: sorted(one.ended + other.ended) == sorted(given))

    assert time.monotonic() - began < 10  # nobody waits until they look again, five times


async def test_one_workspace_does_not_keep_all_slots_from_the_others(database: Database, database_url: str) -> None:
    slow, workspace = Done(lasts_s=60), uuid4()
    first, *_ = await put(database, 4, workspace)
    async with working(database_url, slow, concurrency=2):
        await until(lambda: slow.began == [first])
        (other,) = await put(database)
        await until(lambda: slow.began == [first, other])
        assert await waiting(database) == {"waiting": 3, "running": 2}


async def test_a_worker_that_comes_second_to_a_workspace_goes_on(
    database: Database, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    done, workspace = Done(), uuid4()
    first, second = await put(database, 2, workspace)
    async with AsyncExitStack() as until_then:
        async with database.write() as another:
            await another.execute(text("SELECT procrastinate_fetch_job_v2(ARRAY['syncs'], NULL)"))
            async with database.write() as tx:  # for whoever does not see that yet, the second job is the next one
                await tx.execute(text("UPDATE procrastinate_jobs SET priority = 1 WHERE id = 2"))
            await until_then.enter_async_context(working(database_url, done))
            while not await blocked(database):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        async with database.write() as tx:
            await tx.execute(text("SELECT procrastinate_finish_job_v1(1, 'succeeded', true)"))
        await until(lambda: done.ended == [second])

    assert first not in done.began
    assert "failed" not in caplog.text


async def blocked(database: Database) -> bool:
    """Whether a worker waits for another one's transaction."""
    waits = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'chandlery worker' AND wait_event_type = 'Lock'"
    )
    async with database.write() as tx:
        return await tx.scalar(text(waits)) is not None


async def test_a_job_that_was_taken_away_is_told_in_one_line(
    database: Database, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "storage.worker")
    done = Done(gate=asyncio.Event())
    await put(database)
    async with working(database_url, done):
        await until(lambda: len(done.began) == 1)
        async with database.write() as tx:
            await tx.execute(text("DELETE FROM procrastinate_jobs WHERE queue_name = 'syncs'"))
        done.gate.set()
        await until(lambda: len(done.ended) == 1)
        later = await put(database)
        await until(lambda: done.ended[1:] == later)

    gc.collect()  # a task whose exception nobody has asked for is told of now
    assert [one.getMessage() for one in caplog.records if one.name in ("storage.worker", "asyncio")] == [
        "job 1 was taken from this worker, which was silent for too long"
    ]


async def test_the_end_of_a_job_is_written_when_the_database_is_back(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "WRITE_AGAIN_S", 0.01)
    done, workspace = Done(gate=asyncio.Event()), uuid4()
    given = await put(database, 2, workspace)
    async with working(database_url, done):
        await until(lambda: done.began == given[:1])
        async with database.write() as tx:
            await tx.execute(text("ALTER TABLE procrastinate_jobs RENAME TO away"))
        done.gate.set()
        await until(lambda: "what became of job 1 is to be written again" in caplog.text)
        async with database.write() as tx:
            await tx.execute(text("ALTER TABLE away RENAME TO procrastinate_jobs"))
        await until(lambda: given[1] in done.ended)

    assert await waiting(database) == {"waiting": 0, "running": 0}
    assert done.began == given


async def test_what_was_given_back_is_run_by_the_next_worker(database: Database, database_url: str) -> None:
    given = await put(database, 3)
    for _ in range(ATTEMPTS + 1):  # being interrupted counts as no attempt
        slow = Done(lasts_s=60)
        async with working(database_url, slow):
            await until(lambda slow=slow: len(slow.began) == 2)
    done = Done()
    async with working(database_url, done):
        await until(lambda: sorted(done.ended) == sorted(given))


async def test_what_ends_in_time_is_ended_when_the_worker_stops(database: Database, database_url: str) -> None:
    done, given = Done(lasts_s=0.5), await put(database)
    async with working(database_url, done, pace=Pace(grace_s=10)):
        await until(lambda: done.began == given)

    assert (done.ended, await waiting(database)) == (given, {"waiting": 0, "running": 0})


async def test_a_job_that_fails_is_tried_again_until_its_last_attempt(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "FIRST_PAUSE_S", 0)
    twice, always = Done(failures=2), Done(failures=100)
    given = await put(database)
    async with working(database_url, twice):
        await until(lambda: twice.ended == given)
    await put(database)
    async with working(database_url, always):
        await until(lambda: len(always.began) == ATTEMPTS)
        await asyncio.sleep(0.3)

    assert (len(twice.began), always.lasts) == (3, [False] * (ATTEMPTS - 1) + [True])
    assert await waiting(database) == {"waiting": 0, "running": 0}


def test_the_pauses_before_further_attempts_grow() -> None:
    again, pauses = worker._Again(), []
    for attempts in range(ATTEMPTS):
        job = worker.Job(id=1, queue="syncs", lock=None, queueing_lock=None, task_name="sync", attempts=attempts)
        before = time.time()
        decision = again.get_retry_decision(exception=RuntimeError(), job=job)
        pauses.append(decision and decision.retry_at and round(decision.retry_at.timestamp() - before))

    assert pauses == [10, 30, 90, None]


async def test_workers_look_for_what_is_due_and_what_is_lost(database: Database, database_url: str) -> None:
    done = Done()
    async with working(database_url, done), working(database_url, done):
        await until(lambda: done.looked == {"due", "lost"})


async def test_a_worker_that_lost_the_database_goes_on_when_it_is_back(database: Database, database_url: str) -> None:
    done = Done()
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chandlery worker'"
    async with working(database_url, done):
        first = await put(database)
        await until(lambda: done.ended == first)
        async with database.write() as tx:
            await tx.execute(text(end))
        second = await put(database)
        await until(lambda: done.ended == first + second)


async def test_a_worker_whose_listener_breaks_says_so_in_a_line_and_begins_again(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done, listen, broken = Done(), worker._Ledger.listen_for_jobs, []

    async def breaks_once(ledger: Any, **given: Any) -> None:
        if not broken:
            broken.append(ledger)
            raise ConnectorException from ConnectionResetError("gone")
        await listen(ledger, **given)

    monkeypatch.setattr(worker._Ledger, "listen_for_jobs", breaks_once)
    async with working(database_url, done):
        await until(lambda: "the worker has stopped by itself" in caplog.text)
        put_in = await put(database)
        await until(lambda: done.ended == put_in)

    told = [record for record in caplog.records if record.levelno > logging.INFO]
    assert [(record.name, record.levelname, record.exc_info) for record in told] == [
        ("storage.worker", "WARNING", None)
    ]


async def test_a_worker_without_a_database_says_so_without_its_password_and_can_be_stopped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with working("postgresql://nobody:hidden-secret@127.0.0.1:9/none", Done()):
        await until(lambda: "error connecting" in caplog.text)
        began = time.monotonic()

    assert time.monotonic() - began < 5
    assert "hidden-secret" not in caplog.text
