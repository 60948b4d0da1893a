"""The queue: its schema is what the installed procrastinate expects, and a job is there when its transaction is."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from storage.database import Database
from storage.migrate import alembic_config
from storage.queue import SYNCS, defer_sync, depth, end_stalled
from storage.transaction import Transaction

pytestmark = pytest.mark.anyio
FETCH = text("SELECT args ->> 'sync_id' FROM procrastinate_fetch_job_v2(ARRAY[:queue], :worker)")
NEW_SCHEMA = """
The installed procrastinate has another schema than the one that migration 0008 knows. Make a migration that executes,
where the database does not yet have what they make (a new one has it from 0008), the files that are new in
procrastinate/sql/migrations, and put the new hash into 0008. See procrastinate's documentation, "Migrate the schema".
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def a_worker(database: Database, silent_s: float = 0) -> int:
    made = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => :s)) RETURNING id"
    async with database.write() as tx:
        return (await tx.execute(text(made), {"s": silent_s})).scalar_one()


async def fetched(tx: Transaction, worker: int) -> str | None:
    """The sync that the worker takes next."""
    return (await tx.execute(FETCH, {"queue": SYNCS, "worker": worker})).scalar()


async def taken(database: Database, worker: int) -> UUID | None:
    async with database.write() as tx:
        sync_id = await fetched(tx, worker)
    return None if sync_id is None else UUID(sync_id)


async def put(database: Database, workspace_id: UUID | None = None) -> UUID:
    """A sync that waits."""
    sync_id = uuid4()
    async with database.write() as tx:
        await defer_sync(tx, workspace_id or uuid4(), sync_id)
    return sync_id


async def end(database: Database, sync_id: UUID | None) -> None:
    """Ends the job of a sync that a worker has taken."""
    done = (
        "SELECT procrastinate_finish_job_v1(id, 'succeeded', true) FROM procrastinate_jobs "
        "WHERE args ->> 'sync_id' = CAST(:sync_id AS text)"
    )
    async with database.write() as tx:
        await tx.execute(text(done), {"sync_id": str(sync_id)})


async def run_one(database: Database, worker: int) -> UUID | None:
    """Takes the next job and ends it; its sync."""
    sync_id = await taken(database, worker)
    await end(database, sync_id)
    return sync_id


def test_the_schema_is_the_one_of_the_installed_release() -> None:
    migration = ScriptDirectory.from_config(alembic_config()).get_revision("0008")
    assert migration is not None
    assert hashlib.sha256(SchemaManager.get_schema().encode()).hexdigest() == migration.module.SCHEMA, NEW_SCHEMA


async def test_a_job_is_there_once_its_transaction_is_committed_and_not_when_it_is_undone(database: Database) -> None:
    worker = await a_worker(database)
    with pytest.raises(ZeroDivisionError):
        async with database.write() as tx:
            await defer_sync(tx, uuid4(), uuid4())
            raise ZeroDivisionError
    before = await taken(database, worker)
    async with database.write() as tx:
        await defer_sync(tx, uuid4(), sync_id := uuid4())
        during = await taken(database, worker)

    assert (before, during, await taken(database, worker)) == (None, None, sync_id)


async def test_of_one_workspace_one_job_runs_at_a_time(database: Database) -> None:
    worker, workspace = await a_worker(database), uuid4()
    first, second = [await put(database, workspace) for _ in range(2)]
    other = await put(database)

    assert [await taken(database, worker) for _ in range(3)] == [first, other, None]
    await end(database, first)
    assert await taken(database, worker) == second


async def test_many_syncs_of_a_workspace_are_not_in_the_way_of_anothers_one(database: Database) -> None:
    worker, greedy = await a_worker(database), uuid4()
    many = [await put(database, greedy) for _ in range(4)]
    early = await put(database)
    ran = [await run_one(database, worker), await run_one(database, worker)]
    running = await taken(database, worker)
    late = await put(database)
    assert await taken(database, worker) == late  # beside it, by another slot; with one slot it is the next
    await end(database, running)
    await end(database, late)

    ran += [running, *[await run_one(database, worker) for _ in range(3)]]
    assert ran == [many[0], early, *many[1:], None]


async def test_a_workspaces_second_sync_gets_its_turn_however_many_others_come(database: Database) -> None:
    worker, workspace = await a_worker(database), uuid4()
    first, second, third = [await put(database, workspace) for _ in range(3)]
    ran = []
    for _ in range(8):  # whenever a job is being run, somebody else comes who has nothing in the queue
        running = await taken(database, worker)
        await put(database)
        await end(database, running)
        ran.append(running)

    # In each round it comes after those who came while the round before it was being run.
    assert [ran.index(sync_id) for sync_id in (first, second, third)] == [0, 2, 5]


async def test_who_comes_again_at_once_does_not_come_before_those_who_wait(database: Database) -> None:
    worker, eager = await a_worker(database), uuid4()
    await put(database, eager)
    others = [await put(database) for _ in range(3)]
    ran = []
    for _ in range(4):
        running = await taken(database, worker)
        await end(database, running)
        await put(database, eager)
        ran.append(running)

    assert [sync_id for sync_id in ran if sync_id in others] == others


async def test_jobs_of_workers_that_are_silent_or_gone_are_ended_and_no_others(database: Database) -> None:
    alive, silent, gone = [await a_worker(database, silent_s) for silent_s in (5, 60, 5)]
    for worker in (alive, silent, gone):
        await put(database)
        await taken(database, worker)
    await put(database)
    async with database.write() as tx:
        await tx.execute(text("SELECT procrastinate_unregister_worker_v1(:id)"), {"id": gone})
    assert await depths(database) == {"waiting": 1, "running": 3}

    async def end() -> list[int]:
        async with database.write() as tx:
            return list(await end_stalled(tx, 30))

    ended = await asyncio.gather(*(end() for _ in range(3)))
    assert sorted(job for jobs in ended for job in jobs) == [2, 3]
    assert await depths(database) == {"waiting": 1, "running": 1}


async def depths(database: Database) -> dict[str, int]:
    async with database.write() as tx:
        return dict(await depth(tx))


async def test_an_empty_queue_has_no_depth(database: Database) -> None:
    assert await depths(database) == {"waiting": 0, "running": 0}
