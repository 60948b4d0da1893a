"""Uvicorn's side of a WebSocket, with an end: a client that does not read holds neither us nor its buffer.

Knows uvicorn's protocol class, and nothing of what is sent.
"""

import asyncio

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

GOING_AWAY = 1001
STOP_S = 1.0
END_S = 10.0
"""Longer than uvicorn waits for the answer to a close frame."""


class SocketProtocol(WebSocketsSansIOProtocol):
    """Closes with 1001 when the server stops (RFC 6455 7.4.1), and cuts what is not closed in time."""

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
        self.loop.call_later(STOP_S, self.transport.abort)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """The application is done with it."""
        super().on_task_complete(task)
        self.loop.call_later(END_S, self.transport.abort)
