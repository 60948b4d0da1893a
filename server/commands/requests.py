"""Uvicorn's side of a request, with an end: who begins one and does not go on, or sends on unheard, is let go.

Knows uvicorn's protocol class, and nothing of what is asked. What an application reads has limits of its own
(server/http/body.py); this is for the time before it begins, and after it has answered.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 30.0
"""From the first byte of a request, or the beginning of a connection, to the end of its head; and for what is still to
come of a request that was answered."""


class RequestProtocol(HttpToolsProtocol):
    """Ends connections that stay in the middle of a head, or of a body that nobody reads (slow loris)."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._ends: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client is here."""
        super().connection_made(transport)
        self._end_later()

    def data_received(self, data: bytes) -> None:
        """Some bytes have come."""
        super().data_received(data)
        is_ours = self in self.connections  # and no WebSocket's by now
        if is_ours and self._ends is None and (self.cycle is None or self.cycle.response_complete):
            self._end_later()

    def on_headers_complete(self) -> None:
        """A head is here: from now on its application minds the time."""
        self._stay()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._stay()
        super().connection_lost(exc)

    def _end_later(self) -> None:
        self._ends = self.loop.call_later(HEAD_S, self.transport.close)

    def _stay(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None
