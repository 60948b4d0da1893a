"""The operations that go on in one connection: begun, told, forgotten, and ended with it. Knows no frames' order.

What changes something is not cut off when nobody waits for it any more, as over HTTP; only its answer is not sent.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import aclosing
from typing import Any

from graphql import GraphQLError

from domain.errors import LimitExceeded
from schema.answers import write_json
from schema.asked import Asked
from schema.errors import format_errors
from schema.execution import Outcome
from schema.executor import Executor
from schema.live import Ended, Live
from schema.response import response
from server.http.frames import Subscribe, write_complete, write_error, write_next
from server.wiring import Sender
from services.guests import Guest

Write = Callable[[str], Awaitable[None]]
"""Sends a message. OSError when the connection is closed."""


class Operations:
    """Those of one connection, at most `most` at once."""

    def __init__(
        self, executor: Executor, live: Live, most: int, write: Write, request_id: str, *, is_browser: bool
    ) -> None:
        self._executor = executor
        self._live = live
        self._most = most
        self._write = write
        self._request_id = request_id
        self._is_browser = is_browser
        self._awaited: dict[str, asyncio.Task[None]] = {}
        self._unfinished: set[asyncio.Task[None]] = set()

    def __contains__(self, operation_id: str) -> bool:
        return operation_id in self._awaited

    async def begin(self, asked: Subscribe, sender: Sender, guest: Guest) -> None:
        """Begins the operation, whose answers are sent as they come."""
        if max(len(self._awaited), len(self._unfinished)) >= self._most:
            told = LimitExceeded(f"At most {self._most} operations go on at once in a connection; end one first.")
            await self._write(write_error(asked.id, self._errors(told)))
            return
        looked_at = self._executor.look_at(asked.operation, sender, is_browser=self._is_browser)
        if looked_at.is_subscription:
            stream = self._live.follow(looked_at, sender, guest)
            self._start(asked.id, self._follow(asked.id, stream), can_be_cut=True)
        else:
            self._start(asked.id, self._answer(asked.id, looked_at, sender), can_be_cut=looked_at.is_query)

    def _start(self, operation_id: str, work: Coroutine[Any, Any, str], *, can_be_cut: bool) -> None:
        task = asyncio.create_task(self._operate(operation_id, work))
        self._awaited[operation_id] = task
        if not can_be_cut:
            self._unfinished.add(task)
            task.add_done_callback(self._unfinished.discard)

    def forget(self, operation_id: str) -> None:
        """The client waits for it no more."""
        task = self._awaited.pop(operation_id, None)
        if task is not None and task not in self._unfinished:
            task.cancel()

    async def end(self) -> None:
        """Nobody waits for anything any more; passes when all has ended."""
        tasks = {*self._awaited.values(), *self._unfinished}
        for operation_id in tuple(self._awaited):
            self.forget(operation_id)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _operate(self, operation_id: str, work: Coroutine[Any, Any, str]) -> None:
        """Does the work, and sends the message that it ends with."""
        try:
            last = await work
        except OSError:
            return
        except Ended as end:
            last = write_error(operation_id, self._written(end.errors))
        except Exception as error:
            last = write_error(operation_id, self._errors(error))
        if self._is_awaited(operation_id):
            del self._awaited[operation_id]
            await self._send(last)

    async def _send(self, text: str) -> None:
        try:
            await self._write(text)
        except OSError:
            return

    def _is_awaited(self, operation_id: str) -> bool:
        return self._awaited.get(operation_id) is asyncio.current_task()

    def _errors(self, error: Exception) -> bytes:
        return self._written([GraphQLError(str(error), original_error=error)])

    def _written(self, errors: Sequence[GraphQLError]) -> bytes:
        return write_json(format_errors(errors, self._request_id))

    async def _answer(self, operation_id: str, asked: Asked, sender: Sender) -> str:
        outcome = await self._executor.answer(asked, sender)
        if outcome.is_request_error:
            return write_error(operation_id, self._written(outcome.errors))
        if self._is_awaited(operation_id):
            await self._write(write_next(operation_id, response(outcome, self._request_id)))
        return write_complete(operation_id)

    async def _follow(self, operation_id: str, stream: AsyncGenerator[Outcome]) -> str:
        async with aclosing(stream):
            async for outcome in stream:
                await self._write(write_next(operation_id, response(outcome, self._request_id)))
        return write_complete(operation_id)
