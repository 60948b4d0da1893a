"""`/graphql` over WebSocket: graphql-transport-ws, for operations of every kind. Other subprotocols are not spoken.

Closes with 4400 what is no message, 4401 an operation before the acknowledgement, 4403 a credential that is not good,
or not any more, 4406 another subprotocol, 4408 who does not begin in time, 4409 an id that is in use, 4429 a second
beginning; 1001 when the server stops, 1011 on a fault of ours, and 1013 who is too slow or has too many connections.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from domain.errors import Unauthenticated, Unavailable
from schema.executor import Executor
from schema.live import Live
from server.auth.credentials import Credential, credential_in
from server.http.credential import credential_of
from server.http.errors import HttpFault
from server.http.frames import ACK, PROTOCOL, Complete, Frame, Init, Malformed, Ping, Subscribe, read_frame, write_pong
from server.http.head import Head, address_of, read_head
from server.http.held import Held
from server.http.operations import Operations
from server.http.origin import is_ours
from server.http.seats import Full, Seats
from server.logging import log_access
from server.wiring import Parts, Sender
from services.guests import GoingAway, Guest, TooSlow

log = logging.getLogger(__name__)

INIT_S = 10.0
STALL_S = 20.0
FAREWELL_S = 5.0
REASON_BYTES = 123  # RFC 6455 5.5: a control frame has at most 125, two of them for the code
LEFT = 1006


class Closing(Exception):
    """The connection is to be closed with a code and a reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:REASON_BYTES].decode(errors="ignore")


class Left(OSError):
    """The connection is closed."""


@dataclass(frozen=True, slots=True)
class SocketEndpoint:
    """The ASGI app of the WebSockets at `/graphql`."""

    executor: Executor
    live: Live
    parts: Parts
    seats: Seats
    public_url: str
    operations: int
    held: Held
    init_s: float = INIT_S

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection until it is closed."""
        head, began_at = read_head(scope), time.perf_counter()
        await receive()
        if not is_ours(head, self.public_url):
            await send({"type": "websocket.close"})  # before it is accepted: the answer is 403
            return
        socket = _Socket(self, scope, head, receive, send)
        code = await socket.serve(PROTOCOL if PROTOCOL in scope["subprotocols"] else None)
        log_access("WEBSOCKET", "/graphql", code, (time.perf_counter() - began_at) * 1000, socket.request_id)


def credential_in_first(payload: Mapping[str, Any], head: Head, parts: Parts) -> Credential:
    """The credential of a connection: what its first message says (`Authorization`, in any case), else what its
    opening has. Unauthenticated for one that cannot be good."""
    told = [value for name, value in payload.items() if name.lower() == "authorization" and value not in (None, "")]
    if not all(isinstance(value, str) for value in told):
        raise Unauthenticated
    if told:
        return credential_in([value.encode("utf-8", "replace") for value in told], parts.signing, parts.sign_in)
    try:
        return credential_of(head, parts, is_upgrade=True)
    except HttpFault as fault:
        raise Unauthenticated(fault.message) from None


def _closing_for(reason: Exception) -> Closing:
    match reason:
        case Unauthenticated():
            return Closing(4403, "Forbidden")
        case GoingAway():
            return Closing(1001, "Going away")
        case TooSlow():
            return Closing(1013, f"Too slow: {reason}")
        case Full() | Unavailable():
            return Closing(1013, f"Try again later: {reason}")
        case _:
            log.error("a connection failed", exc_info=reason)
            return Closing(1011, "Internal error")


class _Socket:
    """One connection."""

    def __init__(self, endpoint: SocketEndpoint, scope: Scope, head: Head, receive: Receive, send: Send) -> None:
        self.request_id = secrets.token_hex(8)
        self._endpoint = endpoint
        self._address = address_of(scope)
        self._head = head
        self._receive = receive
        self._send = send
        self._is_open = True
        self._closing: Closing | None = None
        self._task = asyncio.current_task()
        self._operations = Operations(
            endpoint.executor,
            endpoint.live,
            endpoint.held,
            endpoint.operations,
            self._write,
            self.request_id,
            is_browser=head.is_browser,
        )

    async def serve(self, protocol: str | None) -> int:
        """The code that the connection was closed with."""
        try:
            return await self._close(await self._conversation(protocol))
        finally:
            await self._operations.end()

    async def _conversation(self, protocol: str | None) -> Closing | None:
        """Why it is to be closed; None when it is."""
        try:
            await self._send({"type": "websocket.accept", "subprotocol": protocol})
            if protocol is None:
                return Closing(4406, "Subprotocol not acceptable")
            return await self._converse(await self._begun())
        except Closing as closing:
            return closing
        except OSError:
            return None
        except asyncio.CancelledError:
            if self._closing is None or self._task is None:
                raise
            self._task.uncancel()
            return self._closing
        except Exception as error:
            return _closing_for(error)

    async def _close(self, closing: Closing | None) -> int:
        self._is_open = False
        if closing is None:
            return LEFT
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._send({"type": "websocket.close", "code": closing.code, "reason": closing.reason})
        except OSError:  # a timeout is one
            return LEFT
        return closing.code

    async def _begun(self) -> Sender:
        """Who begins the connection. Closing when nobody does in time."""
        try:
            async with asyncio.timeout(self._endpoint.init_s):
                return await self._first()
        except TimeoutError:
            raise Closing(4408, "Connection initialisation timeout") from None

    async def _first(self) -> Sender:
        while True:
            match await self._read():
                case Init(payload):
                    credential = credential_in_first(payload, self._head, self._endpoint.parts)
                    return Sender(self._endpoint.parts, credential, self._address)
                case Subscribe():
                    raise Closing(4401, "Unauthorized")
                case Ping() as ping:
                    await self._write(write_pong(ping))

    async def _converse(self, sender: Sender) -> Closing:
        endpoint, access = self._endpoint, await self._endpoint.live.hub.identified(sender.identify)
        with (
            endpoint.seats.taken(access.principal, self._address),
            endpoint.live.hub.guest(access, sender.identify, self._must_leave) as guest,
        ):
            await self._write(ACK)
            while True:
                await self._take(await self._read(), sender, guest)

    def _must_leave(self, reason: Exception) -> None:
        if self._closing is None and self._task is not None:
            self._closing = _closing_for(reason)
            self._task.cancel()

    async def _read(self) -> Frame:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            raise Left
        try:
            return read_frame(message.get("text"))
        except Malformed as fault:
            raise Closing(4400, f"Invalid message: {fault}") from None

    async def _write(self, text: str) -> None:
        if not self._is_open:
            raise Left
        message = {"type": "websocket.send", "text": text}
        del text  # which the server lets go of as soon as it has framed it
        try:
            async with asyncio.timeout(STALL_S):
                await self._send(message)
        except TimeoutError:
            self._must_leave(TooSlow("an answer waits to be taken"))
            raise Left from None

    async def _take(self, frame: Frame, sender: Sender, guest: Guest) -> None:
        match frame:
            case Init():
                raise Closing(4429, "Too many initialisation requests")
            case Ping():
                await self._write(write_pong(frame))
            case Subscribe(operation_id) if operation_id in self._operations:
                raise Closing(4409, f"Subscriber for {operation_id} already exists")
            case Subscribe():
                await self._operations.begin(frame, sender, guest)
            case Complete(operation_id):
                self._operations.forget(operation_id)
