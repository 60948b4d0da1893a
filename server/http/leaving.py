"""Ends work that nobody waits for any more: a read whose client has left, and with it its statement in the database.

Most reads are done long before anyone loses patience, so they are only noted; what is still under way when the notes
are looked through is watched.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

T = TypeVar("T")
LOOK_EVERY_S = 0.05


class UnderWay:
    """The reads of one process that are under way."""

    def __init__(self) -> None:
        self._noted: dict[asyncio.Task[Any], Receive] = {}
        self._watched: dict[asyncio.Task[Any], asyncio.Task[None]] = {}
        self._left: set[asyncio.Task[Any]] = set()
        self._look: asyncio.TimerHandle | None = None

    async def unless_left(self, receive: Receive, work: Coroutine[Any, Any, T]) -> T:
        """The work's result. ClientDisconnect, with the work cancelled, when the client leaves first.

        The request's body must have been read.
        """
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be watched over")
        self._noted[task] = receive
        if self._look is None:
            self._look = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._look_through)
        try:
            return await work
        except asyncio.CancelledError:
            if task not in self._left:
                raise
            task.uncancel()
            raise ClientDisconnect from None
        finally:
            self._forget(task)

    def _look_through(self) -> None:
        loop = asyncio.get_running_loop()
        for task, receive in self._noted.items():
            if task not in self._watched:
                self._watched[task] = loop.create_task(self._wait(task, receive))
        self._look = loop.call_later(LOOK_EVERY_S, self._look_through) if self._noted else None

    async def _wait(self, task: asyncio.Task[Any], receive: Receive) -> None:
        message = await receive()
        if message["type"] == "http.disconnect" and task in self._noted:
            self._left.add(task)
            task.cancel()

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._noted.pop(task, None)
        self._left.discard(task)
        watch = self._watched.pop(task, None)
        if watch is not None:
            watch.cancel()
