"""Large answers, from when they are written until they are taken or given up: how many bytes of them a process holds.

What a connection holds within SMALL_BYTES is not counted: it takes as much in buffers anyway, and so small answers go
on when there is no room for large ones. Knows no protocol.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from graphql import GraphQLError
from starlette.requests import ClientDisconnect
from starlette.types import Send

from domain.errors import LimitExceeded, Unavailable
from schema.execution import Outcome
from schema.response import response

MOST_BYTES = 256 * 1024 * 1024
SMALL_BYTES = 64 * 1024
STALL_S = 20.0
SLOWEST_BYTES_A_SECOND = 64 * 1024
AGAIN_S = 5
"""When it may be asked again, about: most readers have taken their answers then."""


class Crowded(Unavailable):
    """There is no room for another large answer now."""

    def __init__(self) -> None:
        super().__init__("Too many large answers wait to be taken by their readers; ask again later, or for less.")


class Answer(NamedTuple):
    """An outcome, and how it is written."""

    outcome: Outcome
    written: bytes


class Held:
    """The bytes of large answers that one process holds; no more than `most_bytes` are let in."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.bytes = 0
        self._most_bytes = most_bytes

    def has_room(self, size: int) -> bool:
        """Whether an answer of this size may be held now."""
        return self.bytes + size <= self._most_bytes


class Share:
    """What one connection holds of it. An answer is admitted, and from then on, without a pause, it is held."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._small = 0

    def admitted(self, outcome: Outcome, written: bytes, request_id: str, *, is_change: bool) -> Answer:
        """The answer itself; or, for whoever has changed something, that there is no room to show it. Crowded."""
        if self._is_small(len(written)) or self._held.has_room(len(written)):
            return Answer(outcome, written)
        if not is_change:
            raise Crowded
        told = LimitExceeded("The answer is too large for now. What was to be changed is changed; read it later.")
        error = GraphQLError(str(told), original_error=told)
        unshown = Outcome(None, [error], is_request_error=False, charge=outcome.charge)
        return Answer(unshown, response(unshown, request_id))

    def _is_small(self, size: int) -> bool:
        return self._small + size <= SMALL_BYTES

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """While an answer of this size is held, however that ends."""
        if self._is_small(size):
            self._small += size
            try:
                yield
            finally:
                self._small -= size
        else:
            self._held.bytes += size
            try:
                yield
            finally:
                self._held.bytes -= size


async def in_pieces(body: bytes, send: Send, *, is_last: bool = True) -> None:
    """Sends a large body, each piece when the one before is taken; `is_last`: nothing else is sent after it.

    ClientDisconnect for one that does not take what it asked for: a large answer is not held for it.
    """
    rest = memoryview(body)
    try:
        async with asyncio.timeout(STALL_S + len(body) / SLOWEST_BYTES_A_SECOND):
            while rest:
                piece, rest = bytes(rest[:SMALL_BYTES]), rest[SMALL_BYTES:]
                async with asyncio.timeout(STALL_S):
                    more = bool(rest) or not is_last
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
    except TimeoutError:
        raise ClientDisconnect from None
