"""Takes jobs from the queue and runs them, several at a time: procrastinate, on a few connections of its own.

It knows which kinds of jobs there are, and nothing of what they do. A worker tells every few seconds that it is alive;
one that was killed does not, and what it had is then taken up by another (`Tasks.lost`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.manager import JobManager

from storage.connect import read_url
from storage.queue import SYNC, SYNCS, UPKEEP

log = logging.getLogger(__name__)
ATTEMPTS = 4
FIRST_PAUSE_S = 10
"""After a first fault that nobody expected; the next pauses are three times as long each."""
BEFORE_SYNCS = 10
CONNECTIONS = 3
WAIT_S = 5.0
LEFT_OVER_S = 3.0
WRITE_AGAIN_S = 1.0
NO_SUCH_JOB = "P0001"
"""SQLSTATE of what procrastinate's functions raise."""
_WAKE = (
    "SELECT pg_notify(%(channel)s, json_build_object('type', 'job_inserted', 'job_id', %(job_id)s::bigint)::text) "
    "WHERE EXISTS (SELECT 1 FROM procrastinate_jobs WHERE lock = %(lock)s AND status = 'todo')"
)


@dataclass(frozen=True, slots=True)
class Tasks:
    """What the jobs do. A task that raises is tried again later; of a sync is told whether this is its last attempt."""

    sync: Callable[[UUID, bool], Awaitable[None]]
    due: Callable[[], Awaitable[None]]
    lost: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker does what. Cron has minutes first, and seconds last where it has six parts."""

    heartbeat_s: float = 10.0
    silent_s: float = 30.0
    """A worker that was not heard of for so long is lost."""
    due: str = "* * * * *"
    lost: str = "* * * * * */15"
    poll_s: float = 5.0
    grace_s: float = 5.0
    """For what is being run when the worker is told to stop; what is not done then goes back into the queue."""


async def work(database_url: str, tasks: Tasks, concurrency: int, pace: Pace | None = None) -> None:
    """Takes jobs, so many at a time, until it is cancelled: then it ends what it can in time and gives back the rest.

    Raises what the driver raises when the database cannot be reached; the caller begins again.
    """
    pace = pace or Pace()
    app = _app(database_url, tasks, pace)
    async with app.open_async():
        running = asyncio.create_task(_run(app, concurrency, pace), name="worker")
        try:
            await asyncio.shield(running)
            log.warning("the worker has stopped by itself, as when the database goes away")
        except asyncio.CancelledError:
            await _stop(running, pace)
            raise


async def _run(app: App, concurrency: int, pace: Pace) -> None:
    await app.run_worker_async(
        queues=[SYNCS, UPKEEP],
        concurrency=concurrency,
        fetch_job_polling_interval=pace.poll_s,
        abort_job_polling_interval=60.0,  # nobody asks for that
        shutdown_graceful_timeout=pace.grace_s,
        delete_jobs=DeleteJobCondition.ALWAYS,  # the history of syncs is in our own table
        install_signal_handlers=False,
        update_heartbeat_interval=pace.heartbeat_s,
        stalled_worker_timeout=pace.silent_s,
    )


async def _stop(running: "asyncio.Task[None]", pace: Pace) -> None:
    """Ends the worker in bounded time: a database that is away or frozen keeps nobody from stopping."""
    running.cancel()
    await asyncio.wait([running], timeout=pace.grace_s + LEFT_OVER_S)
    if not running.done():
        log.warning("the worker could not give back what it had; another one takes it up")
        return
    with suppress(asyncio.CancelledError):
        running.result()


def _app(database_url: str, tasks: Tasks, pace: Pace) -> App:
    app = App(connector=_connector(database_url))
    app.job_manager = _Ledger(app.connector)

    @app.task(name=SYNC, queue=SYNCS, retry=_Again(), pass_context=True)
    async def sync(context: JobContext, *, sync_id: str) -> None:
        await tasks.sync(UUID(sync_id), context.job.attempts + 1 >= ATTEMPTS)

    @app.periodic(cron=pace.due)
    @app.task(name="due", queue=UPKEEP, queueing_lock="due", priority=BEFORE_SYNCS)
    async def due(timestamp: int) -> None:
        await tasks.due()

    @app.periodic(cron=pace.lost)
    @app.task(name="lost", queue=UPKEEP, queueing_lock="lost", priority=BEFORE_SYNCS)
    async def lost(timestamp: int) -> None:
        await tasks.lost()

    return app


def _connector(database_url: str) -> PsycopgConnector:
    _, connect_s, asked = read_url(database_url)
    settings: dict[str, Any] = {"connect_timeout": max(2, round(connect_s))}
    if "application_name" not in asked:
        settings["application_name"] = "chandlery worker"
    return PsycopgConnector(
        conninfo=database_url, kwargs=settings, min_size=1, max_size=CONNECTIONS, timeout=WAIT_S, num_workers=1
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Not that the database went away, which would be told at length, twice, and as a stop for good."""
    return record.exc_info is None or not isinstance(record.exc_info[1], ConnectorException)


for _name in ("procrastinate.worker.worker", "procrastinate.utils"):
    logging.getLogger(_name).addFilter(_is_news)


class _Ledger(JobManager):
    """Procrastinate's, for jobs whose lock others wait for, and for a queue that others write to as well."""

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job; none where another worker has taken one of the same workspace at this very moment."""
        try:
            return await super().fetch_job(queues, worker_id)
        except UniqueViolation:
            return None

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Ends the job; whoever has waited for its lock hears of it."""
        await self._write(job, partial(super().finish_job, job, status, delete_job))
        if job.lock is not None:
            with suppress(ConnectorException):  # else they find it when they look
                channel = f"procrastinate_queue_v1#{job.queue}"
                await self.connector.execute_query_async(_WAKE, channel=channel, job_id=job.id, lock=job.lock)

    async def retry_job(self, job: Job, *given: Any, **how: Any) -> None:
        """Gives the job back."""
        await self._write(job, partial(super().retry_job, job, *given, **how))

    async def _write(self, job: Job, write: Callable[[], Awaitable[None]]) -> None:
        """Writes what became of a job, however long that takes: until then nobody else gets its lock."""
        while True:
            try:
                return await write()
            except ConnectorException as error:
                if getattr(error.__cause__, "sqlstate", None) == NO_SUCH_JOB:
                    log.info("job %s was taken from this worker, which was silent for too long", job.id)
                    return None
                log.warning("what became of job %s is to be written again: %s", job.id, error.__cause__ or error)
            await asyncio.sleep(WRITE_AGAIN_S)


class _Again(BaseRetryStrategy):
    """When a job that failed is tried again: what was interrupted at once, what nobody expected later and later."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=datetime.now(UTC))
        if job.attempts + 1 >= ATTEMPTS:
            return None
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=FIRST_PAUSE_S * 3**job.attempts))
