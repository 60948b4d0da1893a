"""`/graphql` as text/event-stream: graphql-sse (PROTOCOL.md, distinct connections mode). One operation a connection.

Whatever is wrong with the operation comes as an event; what is wrong with the request is an answer of HTTP. The stream
ends without `complete` where the client may ask again: when the server stops, and when it takes nothing for 20 s.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from domain.errors import BadRequest, Unauthenticated, Unavailable
from schema.asked import Asked
from schema.execution import NotAllowed, Operation, Outcome
from schema.executor import Executor
from schema.live import Ended, Live
from schema.response import response
from server.http.accept import PLAIN_JSON
from server.http.body import BodyLimits, whole
from server.http.credential import sender_of
from server.http.errors import HttpFault, fault_of, fault_response
from server.http.head import Head, read_head
from server.http.held import STALL_S, Held, Share, in_pieces
from server.http.operation import operation_from_json, operation_from_query
from server.http.seats import Full, Seats
from server.wiring import Parts, Sender
from services.guests import GoingAway, Guest, TooSlow

BEAT_S = 12.0
FAREWELL_S = 1.0
HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
]
BEAT, COMPLETE = b":\n\n", b"event: complete\ndata:\n\n"
SILENT = (GoingAway, TooSlow)


@dataclass(frozen=True, slots=True)
class EventStreams:
    """The ASGI app of `/graphql` for clients that accept a stream of events."""

    executor: Executor
    live: Live
    parts: Parts
    seats: Seats
    json_body: BodyLimits
    held: Held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request with a stream, until its operation is complete or its client leaves."""
        head = read_head(scope)
        try:
            await self._stream(scope, receive, send, head)
        except (HttpFault, Unauthenticated, Unavailable) as error:
            await fault_response(fault_of(error), PLAIN_JSON)(scope, receive, send)
        except Full as full:
            await fault_response(HttpFault(429, f"Try again later: {full}."), PLAIN_JSON)(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send, head: Head) -> None:
        """Raises only before anything is sent."""
        sender = sender_of(scope, head, self.parts)
        operation = await self._operation(scope, receive, head)
        asked = self.executor.look_at(operation, sender, is_browser=head.is_browser)
        is_change = not (asked.is_query or asked.is_subscription)
        stream = _Stream(send, scope["state"]["request_id"], Share(self.held), is_change=is_change)
        access = await self.live.hub.identified(sender.identify)
        with (
            self.seats.taken(access.principal, sender.client_address),
            self.live.hub.guest(access, sender.identify, stream.must_end) as guest,
        ):
            outcomes = self._outcomes(asked, sender, guest, only_queries=scope["method"] == "GET")
            await stream.run(outcomes, receive)

    async def _operation(self, scope: Scope, receive: Receive, head: Head) -> Operation:
        match scope["method"]:
            case "GET":
                return operation_from_query(QueryParams(scope["query_string"]))
            case "POST" if head.body_type == PLAIN_JSON:
                return operation_from_json(await whole(receive, self.json_body))
            case "POST":
                raise HttpFault(415, "Send application/json, in UTF-8, for a stream of events.")
            case _:
                raise HttpFault(405, "Send GET or POST.", {"Allow": "GET, POST"})

    def _outcomes(self, asked: Asked, sender: Sender, guest: Guest, *, only_queries: bool) -> AsyncGenerator[Outcome]:
        if asked.is_subscription:
            return self.live.follow(asked, sender, guest)
        return self._answer(asked, sender, only_queries)

    async def _answer(self, asked: Asked, sender: Sender, only_queries: bool) -> AsyncGenerator[Outcome]:
        try:
            yield await self.executor.answer(asked, sender, only_queries=only_queries)
        except NotAllowed:
            raise BadRequest("Send mutations by POST.") from None


class _Stream:
    """One answer, as far as it has come."""

    def __init__(self, send: Send, request_id: str, share: Share, *, is_change: bool) -> None:
        self._send = send
        self._request_id = request_id
        self._share = share
        self._is_change = is_change
        self._turn = asyncio.Lock()
        self._over: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    def must_end(self, reason: Exception) -> None:
        """The client may have no more."""
        if not self._over.done():
            self._over.set_result(reason)

    async def run(self, outcomes: AsyncGenerator[Outcome], receive: Receive) -> None:
        """Sends all of it. ClientDisconnect when the client leaves first, or does not take it."""
        await self._send({"type": "http.response.start", "status": 200, "headers": HEAD})
        telling = asyncio.create_task(self._tell(outcomes))
        beside = [asyncio.create_task(work) for work in (self._beat(), _left(receive))]
        try:
            first: list[asyncio.Future[Any]] = [telling, self._over, *beside]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if self._is_change:
                await asyncio.wait({telling})
            await self._end(telling)
        finally:
            for task in (telling, *beside):
                task.cancel()
            await asyncio.gather(telling, *beside, return_exceptions=True)

    async def _end(self, telling: "asyncio.Task[None]") -> None:
        """The last that is sent, unless the client has left."""
        if telling.done():
            telling.result()
        elif not self._over.done():
            raise ClientDisconnect
        elif not isinstance(reason := self._over.result(), SILENT):
            await self._write(self._fault([_error(reason)]) + COMPLETE, FAREWELL_S)
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            raise ClientDisconnect from None

    async def _tell(self, outcomes: AsyncGenerator[Outcome]) -> None:
        try:
            async with aclosing(outcomes):
                async for outcome in outcomes:
                    writing = self._show(self._event(outcome))
                    del outcome  # which holds as many bytes once more
                    await writing
        except ClientDisconnect:
            raise
        except Ended as end:
            await self._write(self._fault(end.errors))
        except Exception as error:
            await self._write(self._fault([_error(error)]))
        await self._write(COMPLETE)

    def _event(self, outcome: Outcome) -> bytes:
        written = response(outcome, self._request_id)
        return _next(self._share.admitted(outcome, written, self._request_id, is_change=self._is_change).written)

    async def _show(self, event: bytes) -> None:
        with self._share.holding(len(event)):
            async with self._turn:
                await in_pieces(event, self._send, is_last=False)

    def _fault(self, errors: list[GraphQLError]) -> bytes:
        return _next(response(Outcome(None, errors, is_request_error=True), self._request_id))

    async def _beat(self) -> None:
        """Comments, so that neither a proxy nor the client takes silence for the end."""
        while True:
            await asyncio.sleep(BEAT_S)
            if not self._turn.locked():  # else something is being sent, which shows as much
                await self._write(BEAT)

    async def _write(self, piece: bytes, within_s: float = STALL_S) -> None:
        try:
            async with asyncio.timeout(within_s), self._turn:
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        except TimeoutError:
            raise ClientDisconnect from None


async def _left(receive: Receive) -> None:
    """Passes when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        continue


def _next(payload: bytes) -> bytes:
    return b"event: next\ndata: " + payload.replace(b"\n", b"\ndata: ") + b"\n\n"


def _error(error: Exception) -> GraphQLError:
    return GraphQLError(str(error), original_error=error)
