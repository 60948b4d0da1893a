"""Uvicorn's side of a WebSocket, with an end: a client that does not read holds neither us nor its buffer, and one that
floods us with frames holds up nobody.

Knows uvicorn's protocol class, and nothing of what is sent.
"""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

GOING_AWAY = 1001
POLICY_VIOLATION = 1008
STOP_S = 1.0
END_S = 10.0
"""Longer than uvicorn waits for the answer to a close frame."""
FRAMES_A_SECOND = 2000
"""A frame takes some microseconds of the loop that serves everybody, and may have six bytes."""
PIECE = 16 * 1024
"""What is read at once before the frames in it are counted: uvloop hands over up to 256 KB."""


class SocketProtocol(WebSocketsSansIOProtocol):
    """Closes with 1001 when the server stops (RFC 6455 7.4.1), with 1008 who sends too many frames, and cuts what is
    not closed in time."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._second_ends_at = 0.0
        self._frames_left = 0

    def data_received(self, data: bytes) -> None:
        """Some bytes have come."""
        for start in range(0, len(data), PIECE):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + PIECE])

    def handle_events(self) -> None:
        """Some frames have come."""
        if self._is_flooded(len(self.conn.events)):
            self.conn.events.clear()
            self._refuse()
        else:
            super().handle_events()

    def _is_flooded(self, frames: int) -> bool:
        now = self.loop.time()
        if now >= self._second_ends_at:
            self._second_ends_at, self._frames_left = now + 1, FRAMES_A_SECOND
        self._frames_left -= frames
        return self._frames_left < 0

    def _refuse(self) -> None:
        self.conn.fail(POLICY_VIOLATION, "Too many frames")
        if self.conn.close_sent is None:  # it is not open yet
            self.transport.abort()
        else:
            self.handle_parser_exception()

    def handle_cont(self, event: Frame) -> None:
        """A part of a message; an empty one is not kept, since no limit of bytes counts it."""
        if event.data or event.fin:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """A ping, of which one who does not read need not be told (RFC 6455 5.5.3)."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def handle_parser_exception(self) -> None:
        """What was sent is not to be read on."""
        super().handle_parser_exception()
        self._cut_in(STOP_S)

    def keepalive_timeout(self) -> None:
        """A ping of ours was not answered."""
        super().keepalive_timeout()
        self._cut_in(STOP_S)

    async def send(self, message: Any) -> None:
        """Passes when the client has taken it, but for the last 64 KB; its text is let go of when it is framed."""
        await super().send(message)
        message.pop("text", None)
        await self.writable.wait()

    def shutdown(self) -> None:
        """The server stops: says so, and does not wait long."""
        if not self.handshake_complete or self.close_sent:
            super().shutdown()
        else:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": GOING_AWAY})
            self.conn.send_close(GOING_AWAY, "Going away")
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
        self._cut_in(STOP_S)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """The application is done with it."""
        super().on_task_complete(task)
        self._cut_in(END_S if self.writable.is_set() else STOP_S)

    def _cut_in(self, seconds: float) -> None:
        self.loop.call_later(seconds, self.transport.abort)
