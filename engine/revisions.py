"""The revisions that kept answers are held against: asked of the database for many requests at a time.

A request is only ever told what a statement found that began after the request did, so nothing that was committed
before it, in any process, is missed. While one statement is under way the requests that come wait for the next.
"""

import asyncio
import struct
from typing import NamedTuple

from storage.statements import Statements

TEXT = """SELECT int8send(s.revision) || int8send(p.revision) || float8send(extract(epoch FROM now())::float8)
 FROM store_revision s, policy_revision p"""
_FORM = struct.Struct(">qqd")


class Now(NamedTuple):
    """What the store shows and who may do what, by their revisions, and the database's time in seconds since 1970."""

    store: int
    policy: int
    time: float


class Revisions:
    """Asks for all that wait."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._waiting: list[asyncio.Future[Now]] = []
        self._asking: asyncio.Task[None] | None = None

    async def now(self) -> Now:
        """The revisions, no older than this call. Unavailable."""
        waiter: asyncio.Future[Now] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await waiter

    async def _ask(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                await self._answer(waiting)
        finally:
            self._asking = None

    async def _answer(self, waiting: list[asyncio.Future[Now]]) -> None:
        try:
            now = Now(*_FORM.unpack(await self._statements.fetch_value(TEXT, ())))
        except Exception as error:
            for waiter in waiting:
                if not waiter.done():
                    waiter.set_exception(error)
            return
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(now)
