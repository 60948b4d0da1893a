"""A body is read as it comes: at once, in pieces, after a while, or never; within bounds of size and time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from types import CoroutineType
from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from server.http.body import BodyLimits, chunks, whole
from server.http.errors import HttpFault

pytestmark = pytest.mark.anyio

LIMITS = BodyLimits(max_bytes=100, stall_s=0.2, overall_s=0.6)
GONE: Message = {"type": "http.disconnect"}
Read = Callable[[Receive, BodyLimits], Awaitable[bytes]]


def piece(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def gathered(receive: Receive, limits: BodyLimits) -> bytes:
    """The body by pieces, put together."""
    return b"".join([one async for one in chunks(receive, limits)])


READERS: dict[str, Read] = {"whole": whole, "in pieces": gathered}


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Read:
    return READERS[request.param]


def sends(*messages: Message | BaseException, after_s: float | None = None) -> Receive:
    """A client that sends these, each after a pause; None: without leaving the event loop's turn."""
    waiting = list(messages)

    async def receive() -> Message:
        if after_s is not None:
            await asyncio.sleep(after_s)
        if not waiting:
            await asyncio.Event().wait()
        message = waiting.pop(0)
        if isinstance(message, BaseException):
            raise message
        return message

    return receive


PAUSES = [None, 0, 0.01]


@pytest.mark.parametrize("after_s", PAUSES)
@pytest.mark.parametrize("sizes", [[0], [5], [100], [1] * 20, [0, 0, 7, 0], [99, 1]])
async def test_a_body_is_the_same_however_it_comes(read: Read, sizes: list[int], after_s: float | None) -> None:
    bodies = [bytes([65 + number]) * size for number, size in enumerate(sizes)]
    messages = [piece(body, more=number < len(bodies)) for number, body in enumerate(bodies, 1)]

    assert await read(sends(*messages, after_s=after_s), LIMITS) == b"".join(bodies)


async def test_a_message_without_a_body_is_an_empty_one(read: Read) -> None:
    assert await read(sends({"type": "http.request"}), LIMITS) == b""


@pytest.mark.parametrize("after_s", PAUSES)
@pytest.mark.parametrize("sizes", [[101], [100, 1], [50, 50, 1], [1] * 101])
@pytest.mark.parametrize("more", [True, False])
async def test_a_byte_too_many_is_refused(read: Read, sizes: list[int], more: bool, after_s: float | None) -> None:
    messages = [piece(b"x" * size, more=True) for size in sizes[:-1]] + [piece(b"x" * sizes[-1], more=more)]
    limits = BodyLimits(max_bytes=100, stall_s=5, overall_s=20)

    with pytest.raises(HttpFault) as refused:
        await read(sends(*messages, after_s=after_s), limits)
    assert refused.value.status == 413


@pytest.mark.parametrize("before", [0, 1, 3])
async def test_a_client_that_stalls_is_told_so_after_the_head_as_after_any_piece(read: Read, before: int) -> None:
    began = asyncio.get_running_loop().time()

    with pytest.raises(HttpFault) as refused:
        await read(sends(*[piece(b"x", more=True)] * before), LIMITS)

    assert refused.value.status == 408
    assert 0.15 < asyncio.get_running_loop().time() - began < 2


async def test_a_client_that_never_stalls_for_long_is_cut_off_at_the_end_of_its_time(read: Read) -> None:
    with pytest.raises(HttpFault) as refused:
        await read(sends(*[piece(b"x", more=True)] * 50, after_s=0.1), LIMITS)
    assert refused.value.status == 408


@pytest.mark.parametrize("after_s", PAUSES)
@pytest.mark.parametrize("before", [0, 1, 3])
async def test_a_client_that_leaves_has_left(read: Read, before: int, after_s: float | None) -> None:
    with pytest.raises(ClientDisconnect):
        await read(sends(*[piece(b"x", more=True)] * before, GONE, after_s=after_s), LIMITS)


@pytest.mark.parametrize("after_s", PAUSES)
async def test_what_goes_wrong_below_comes_up_as_it_is(read: Read, after_s: float | None) -> None:
    with pytest.raises(ConnectionResetError):
        await read(sends(ConnectionResetError(), after_s=after_s), LIMITS)


async def test_a_cancelled_reader_ends_what_it_waits_for(read: Read) -> None:
    ended = asyncio.Event()

    async def receive() -> Message:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return GONE

    reading = asyncio.ensure_future(read(receive, LIMITS))
    await asyncio.sleep(0.01)
    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading
    assert ended.is_set()


async def test_who_receives_may_catch_an_error_and_go_on(read: Read) -> None:
    async def receive() -> Message:
        try:
            await asyncio.wait_for(asyncio.sleep(60), timeout=0.01)
        except TimeoutError:
            await asyncio.sleep(0)
        return piece(b"late")

    assert await read(receive, LIMITS) == b"late"


class Later:
    """Something to wait for that is no coroutine."""

    def __await__(self) -> Generator[Any, None, Message]:
        yield from asyncio.sleep(0.01).__await__()
        return piece(b"later")


async def test_receiving_need_not_be_a_coroutine(read: Read) -> None:
    assert not isinstance(Later(), CoroutineType)
    assert await read(Later, LIMITS) == b"later"  # type: ignore[arg-type]  # it can be waited for


async def test_pieces_are_handed_on_before_the_next_comes() -> None:
    asked = 0

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        return piece(b"x", more=asked < 5)

    seen: AsyncIterator[bytes] = chunks(receive, LIMITS)
    assert [(one, asked) async for one in seen] == [(b"x", number) for number in range(1, 6)]
