"""Reads request bodies as they arrive, within bounds of size and time. Knows nothing of what is in them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Generator
from dataclasses import dataclass
from functools import partial
from types import CoroutineType, coroutine
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from server.http.errors import HttpFault


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """How large a body may be, how long it may pause, and how long it may take in all."""

    max_bytes: int
    stall_s: float = 20
    overall_s: float = 120


async def chunks(receive: Receive, limits: BodyLimits) -> AsyncIterator[bytes]:
    """The body, piece by piece. HttpFault 413 at the first byte too many, 408 when it is slow; ClientDisconnect."""
    clock = asyncio.get_running_loop().time
    first = await _next(receive, clock() + limits.stall_s)
    async for piece in _from(first, receive, limits, clock() + limits.overall_s):
        yield piece


async def _from(message: Message, receive: Receive, limits: BodyLimits, deadline: float) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    size = 0
    while True:
        body = message.get("body", b"")
        size += len(body)
        if size > limits.max_bytes:
            raise too_large(limits.max_bytes)
        if body:
            yield body
        if not message.get("more_body", False):
            return
        message = await _next(receive, min(clock() + limits.stall_s, deadline))


async def whole(receive: Receive, limits: BodyLimits) -> bytes:
    """The body in one piece, for those that are small."""
    now = asyncio.get_running_loop().time()
    first = await _first(receive, now + limits.stall_s)
    body: bytes = first.get("body", b"")
    if not first.get("more_body", False) and len(body) <= limits.max_bytes:
        return body
    return b"".join([piece async for piece in _from(first, receive, limits, now + limits.overall_s)])


def too_large(max_bytes: int) -> HttpFault:
    """The refusal of a body over the limit."""
    return HttpFault(413, f"The request is too large; at most {max_bytes} bytes are taken.")


async def _first(receive: Receive, deadline: float) -> Message:
    """As `_next`. The first message has mostly come with the head, and then it costs no timer."""
    coming = receive()
    if not isinstance(coming, CoroutineType):
        return await _next(lambda: coming, deadline)
    try:
        waited_for = coming.send(None)
    except StopIteration as done:
        return _body(done.value)
    return await _next(lambda: _resumed(coming, waited_for), deadline)


@coroutine
def _resumed(begun: Coroutine[Any, Any, Message], waited_for: Any) -> Generator[Any, Any, Message]:
    """Goes on with a coroutine that has begun: hands what it waits for to the event loop, and its answers back."""
    while True:
        try:
            answer = yield waited_for
            step = partial(begun.send, answer)
        except BaseException as error:
            step = partial(begun.throw, error)
        try:
            waited_for = step()
        except StopIteration as done:
            message: Message = done.value
            return message


async def _next(receive: Receive, deadline: float) -> Message:
    try:
        async with asyncio.timeout_at(deadline):
            message = await receive()
    except TimeoutError:
        raise HttpFault(408, "The request's body came too slowly.") from None
    return _body(message)


def _body(message: Message) -> Message:
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return message
