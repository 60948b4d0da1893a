"""Keeps jobs going while the server runs. Knows nothing of what they do."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done again and again: `pause_s` after each time, and after a failure, which doubles up to `most_s`."""

    name: str
    work: Callable[[], Awaitable[object]]
    pause_s: float
    most_s: float
    is_first_at_once: bool = False


@asynccontextmanager
async def running(jobs: Sequence[Job]) -> AsyncIterator[None]:
    """The jobs run until the context ends; it ends when they have."""
    tasks = [asyncio.create_task(_keep_going(job), name=job.name) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_going(job: Job) -> None:
    pause_s = job.pause_s
    if not job.is_first_at_once:
        await asyncio.sleep(pause_s)
    while True:
        pause_s = job.pause_s if await attempt(job) else min(pause_s * 2, job.most_s)
        await asyncio.sleep(pause_s)


async def attempt(job: Job) -> bool:
    """Does the work once; whether it succeeded. A failure is logged and ends here."""
    try:
        await job.work()
    except Exception as error:
        # One line: a database that is away would otherwise fill the log with tracebacks.
        told = " ".join(str(error.__cause__ or error).split())
        log.warning("job %s failed and goes on: %s: %s", job.name, type(error).__name__, told)
        log.debug("job %s", job.name, exc_info=True)
        return False
    return True
