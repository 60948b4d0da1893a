"""The worker of syncs as a job of a process, and what is told of the queue to monitoring."""

from uuid import UUID

from server.jobs.running import Job
from server.metrics import Metrics
from services.syncs import Outcome, SyncParts, begin_due, run_sync, take_up_lost
from storage.queue import depth
from storage.worker import Pace, Tasks, work

AGAIN_S = 1.0
AGAIN_AT_MOST_S = 30.0
DEPTH_S = 15.0


def sync_jobs(parts: SyncParts, database_url: str, concurrency: int, metrics: Metrics) -> tuple[Job, ...]:
    """A worker that runs so many syncs at a time (0: none), and a look at how many wait for any worker."""

    async def look() -> None:
        async with parts.database.write() as tx:
            metrics.queue(await depth(tx))

    queue = Job("queue", look, DEPTH_S, DEPTH_S)
    return (queue, worker(parts, database_url, concurrency, metrics)) if concurrency else (queue,)


def worker(
    parts: SyncParts, database_url: str, concurrency: int, metrics: Metrics | None = None, pace: Pace | None = None
) -> Job:
    """A worker. When it loses the database it begins anew; when it is ended it gives back what it has."""
    pace = pace or Pace()

    async def sync(sync_id: UUID, is_last: bool) -> None:
        outcome: Outcome = await run_sync(parts, sync_id, is_last=is_last)
        if metrics is not None:
            metrics.synced(outcome.value)

    async def due() -> None:
        await begin_due(parts.database)

    async def lost() -> None:
        await take_up_lost(parts.database, pace.silent_s)

    async def take_jobs() -> None:
        await work(database_url, Tasks(sync, due, lost), concurrency, pace)

    return Job("worker", take_jobs, AGAIN_S, AGAIN_AT_MOST_S, is_first_at_once=True)
