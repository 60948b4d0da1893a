"""The queue of jobs: what waits in it, put in and cleared in the caller's own transaction.

The tables and functions are procrastinate's (migration 0008), called by name in SQL, so that a job exists exactly when
the row that it is about does. Who takes the jobs is storage/worker.py.

Workspaces take turns. Of one, one sync runs at a time: that is the job's lock. And what waits is taken by rounds, in
each of which every workspace has one sync; a round is two priorities, the higher one for workspaces that had nothing
in the queue. So nobody's many syncs are in the way of another's one, and none that waits is put off for ever.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text

from storage.transaction import Transaction

SYNCS = "syncs"
UPKEEP = "upkeep"
SYNC = "sync"

# The round after the workspace's last one, and never one that the others have behind them.
_DEFER = text(
    "WITH jobs AS (SELECT lock, status, -priority / 2 AS round FROM procrastinate_jobs "
    "WHERE queue_name = :queue AND status IN ('todo', 'doing')), "
    "last AS (SELECT max(round) FILTER (WHERE lock = :lock) AS own, "
    "max(round) FILTER (WHERE status = 'doing') AS running, min(round) AS waiting FROM jobs), "
    "mine AS (SELECT own, GREATEST(COALESCE(own + 1, 0), COALESCE(running + 1, waiting, 0)) AS round FROM last) "
    "SELECT procrastinate_defer_jobs_v1(CAST(ARRAY[ROW(CAST(:queue AS text), CAST(:task AS text), "
    "-2 * round - CAST(own IS NOT NULL AS integer), CAST(:lock AS text), NULL, "
    "jsonb_build_object('sync_id', CAST(:sync_id AS text)), NULL)] "
    "AS procrastinate_job_to_defer_v1[])) FROM mine"
)
_STALLED = text(
    "SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id "
    "WHERE job.queue_name = :queue AND job.status = 'doing' AND (worker.id IS NULL "
    "OR worker.last_heartbeat < now() - make_interval(secs => :silent_s)) FOR UPDATE OF job SKIP LOCKED"
)
_END = text("SELECT procrastinate_finish_job_v1(:job_id, 'failed', true)")
_DEPTH = text(
    "SELECT CASE status WHEN 'todo' THEN 'waiting' ELSE 'running' END, count(*) FROM procrastinate_jobs "
    "WHERE status IN ('todo', 'doing') AND queue_name = :queue GROUP BY 1"
)


async def defer_sync(tx: Transaction, workspace_id: UUID, sync_id: UUID) -> None:
    """Has a worker run the sync, once this transaction is committed.

    Of one workspace no two run at a time, whatever waits.
    """
    await tx.execute(_DEFER, {"queue": SYNCS, "task": SYNC, "lock": str(workspace_id), "sync_id": str(sync_id)})


async def end_stalled(tx: Transaction, silent_s: float) -> Sequence[int]:
    """Takes the jobs of syncs out of the queue whose workers have not been heard of for so long; their numbers.

    Others that do the same at this moment pass over them.
    """
    jobs = (await tx.scalars(_STALLED, {"queue": SYNCS, "silent_s": silent_s})).all()
    for job_id in jobs:
        await tx.execute(_END, {"job_id": job_id})
    return jobs


async def depth(tx: Transaction) -> Mapping[str, int]:
    """How many syncs wait for a worker, and how many are being run."""
    found = {row[0]: row[1] for row in await tx.execute(_DEPTH, {"queue": SYNCS})}
    return {name: found.get(name, 0) for name in ("waiting", "running")}
