"""The operations that go on in one connection: begun, told, forgotten, and ended with it. Knows no frames' order.

What changes something is not cut off when nobody waits for it any more, as over HTTP; only its answer is not sent.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import aclosing, contextmanager
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
from server.http.held import Held, Share
from server.wiring import Sender
from services.guests import Guest

AT_ONCE = 4
"""So many answers are made at once for one connection; a client that wants more has more connections."""
Write = Callable[[str], Awaitable[None]]
"""Sends a message, and passes when it is taken. OSError when the connection is closed."""


class Operations:
    """Those of one connection, at most `most` at once."""

    def __init__(
        self, executor: Executor, live: Live, held: Held, most: int, write: Write, request_id: str, *, is_browser: bool
    ) -> None:
        self._executor = executor
        self._live = live
        self._most = most
        self._write = write
        self._request_id = request_id
        self._is_browser = is_browser
        self._awaited: dict[str, asyncio.Task[None]] = {}
        self._unfinished: set[asyncio.Task[None]] = set()
        self._share = Share(held)
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._turn = asyncio.Lock()

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
        task.add_done_callback(lambda _: work.close())  # it may be forgotten before its first step
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
        """No answer is made while another waits to be taken: for whoever does not read, nothing is read either."""
        async with self._seats:
            await self._all_taken()
            outcome = await self._executor.answer(asked, sender)
            if outcome.is_request_error:
                return write_error(operation_id, self._written(outcome.errors))
            if self._is_awaited(operation_id):
                telling = self._tell(operation_id, self._admitted(outcome, is_change=not asked.is_query))
                del outcome  # which holds as many bytes once more
                await telling
            return write_complete(operation_id)

    async def _follow(self, operation_id: str, stream: AsyncGenerator[Outcome]) -> str:
        async with aclosing(stream):
            async for outcome in stream:
                await self._tell(operation_id, self._admitted(outcome))
                if not self._is_awaited(operation_id):
                    break
        return write_complete(operation_id)

    async def _all_taken(self) -> None:
        async with self._turn:
            return

    def _admitted(self, outcome: Outcome, *, is_change: bool = False) -> bytes:
        written = response(outcome, self._request_id)
        return self._share.admitted(outcome, written, self._request_id, is_change=is_change).written

    async def _tell(self, operation_id: str, answer: bytes) -> None:
        """Sends an answer when those before it are taken, one at a time; it is held until it is taken itself."""
        with self._share.holding(len(answer)):
            async with self._turn:
                with self._uncut():
                    writing = self._write(write_next(operation_id, answer))
                    del answer
                    await writing

    @contextmanager
    def _uncut(self) -> Iterator[None]:
        """What is on its way is in the connection's buffer, and held there even if it is forgotten."""
        task = asyncio.current_task()
        if task is None or task in self._unfinished:
            yield
            return
        self._unfinished.add(task)
        try:
            yield
        finally:
            self._unfinished.discard(task)
