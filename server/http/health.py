"""Owns the two questions of whoever runs the server: is it alive, and is it ready to be sent requests?

It knows no part that it checks: they come as a mapping from a name to a check that raises. An answer names what fails;
of an error that is not the store's own it tells only the kind, as its text may hold addresses or worse.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from domain.errors import StoreError

log = logging.getLogger(__name__)

Check = Callable[[], Awaitable[None]]
TIMEOUT_S = 3.0
HEADERS = {"Cache-Control": "no-store"}


def routes(checks: Mapping[str, Check], timeout_s: float = TIMEOUT_S) -> list[Route]:
    """`GET /healthz`, always 200, and `GET /readyz`: 200 when every check passes, else 503 with the failing ones."""
    readiness = _Readiness(checks, timeout_s)

    async def ready(_: Request) -> JSONResponse:
        failing = await readiness.failing()
        if failing:
            return JSONResponse({"status": "unavailable", "failing": failing}, 503, HEADERS)
        return JSONResponse({"status": "ready", "checked": list(checks)}, headers=HEADERS)

    return [Route("/healthz", _alive), Route("/readyz", ready)]


async def _alive(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"}, headers=HEADERS)


class _Readiness:
    """Runs the checks together. A check that still runs is waited for, not started again: asking often adds no load."""

    def __init__(self, checks: Mapping[str, Check], timeout_s: float) -> None:
        self._checks = checks
        self._timeout_s = timeout_s
        self._running: dict[str, asyncio.Task[None]] = {}

    async def failing(self) -> dict[str, str]:
        """What fails and why, by the name of the check; empty when all is well."""
        if not self._checks:
            return {}
        tasks = {name: self._task(name) for name in self._checks}
        await asyncio.wait(tasks.values(), timeout=self._timeout_s)
        faults = {name: self._fault(name, task) for name, task in tasks.items()}
        return {name: fault for name, fault in faults.items() if fault is not None}

    def _task(self, name: str) -> asyncio.Task[None]:
        task = self._running.get(name)
        if task is None or task.done():
            task = self._running[name] = asyncio.ensure_future(_run(self._checks[name]))
        return task

    def _fault(self, name: str, task: asyncio.Task[None]) -> str | None:
        if not task.done():
            return f"did not answer within {self._timeout_s:g} s"
        error = None if task.cancelled() else task.exception()
        if error is None:
            return None
        log.warning("not ready: %s: %s", name, type(error).__name__)
        return str(error) if isinstance(error, StoreError) else f"failed with {type(error).__name__}"


async def _run(check: Check) -> None:
    await check()
