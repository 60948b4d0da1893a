"""Ends work that nobody waits for any more: a read whose client has left, and with it its statement in the database."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

T = TypeVar("T")
PATIENCE_S = 0.05
"""Most reads are done by then, and are not watched."""


async def unless_left(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """The work's result. ClientDisconnect, with the work cancelled, when the client leaves first.

    The request's body must have been read.
    """
    watch = _Watch(receive)
    handle = asyncio.get_running_loop().call_later(PATIENCE_S, watch.begin)
    try:
        return await work
    except asyncio.CancelledError:
        if watch.task is not None and watch.has_left:
            watch.working.uncancel()
            raise ClientDisconnect from None
        raise
    finally:
        handle.cancel()
        watch.end()


class _Watch:
    def __init__(self, receive: Receive) -> None:
        current = asyncio.current_task()
        if current is None:
            raise RuntimeError("only a task can be watched over")
        self.working: asyncio.Task[Any] = current
        self.task: asyncio.Task[None] | None = None
        self.has_left = False
        self._receive = receive

    def begin(self) -> None:
        self.task = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.has_left = True
            self.working.cancel()

    def end(self) -> None:
        if self.task is not None:
            self.task.cancel()
