"""What every answer has, whatever the route: a request id, security headers, a line in the log, and an end.

An ASGI middleware without buffers: bodies pass through untouched.
"""

import secrets
import time
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.http.errors import HttpFault, fault_response
from server.logging import log_access, log_crash

CLIENT_LEFT = 499
SKIPPABLE_BYTES = 64 * 1024 * 1024
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


class Envelope:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; answers 500 for what the application lets fall."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, secrets.token_hex(8))
        scope.setdefault("state", {})["request_id"] = exchange.request_id
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            exchange.status = CLIENT_LEFT
        except Exception as error:
            await exchange.crash(error)
        finally:
            exchange.log()


@dataclass(slots=True)
class _Exchange:
    """One request and its answer, as far as they have come."""

    scope: Scope
    inner_receive: Receive
    inner_send: Send
    request_id: str
    status: int = 0
    is_body_read: bool = False
    began_at: float = 0.0

    def __post_init__(self) -> None:
        self.began_at = time.perf_counter()

    async def receive(self) -> Message:
        message = await self.inner_receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            self.is_body_read = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._complete(MutableHeaders(scope=message))
        await self.inner_send(message)

    def _complete(self, headers: MutableHeaders) -> None:
        headers["X-Request-Id"] = self.request_id
        for name, value in SECURITY.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("Vary", "Accept, Authorization")
        if not self.is_body_read and not _is_skippable(Headers(scope=self.scope)):
            headers["Connection"] = "close"

    async def crash(self, error: Exception) -> None:
        log_crash(self.request_id, error)
        if self.status:
            raise error  # half an answer is out; the server cuts the connection
        fault = HttpFault(500, "Internal error; the log has it under this request id.")
        await fault_response(fault, request_id=self.request_id)(self.scope, self.receive, self.send)

    def _route(self) -> str:
        """The path of the route that was taken, never what the client wrote."""
        endpoint = self.scope.get("endpoint")
        routes = () if endpoint is None else self.scope["app"].routes
        return next((route.path for route in routes if route.endpoint is endpoint), "-")

    def log(self) -> None:
        milliseconds = (time.perf_counter() - self.began_at) * 1000
        log_access(self.scope["method"], self._route(), self.status, milliseconds, self.request_id)


def _is_skippable(headers: Headers) -> bool:
    """Whether the rest of a body that nobody reads is small enough to be let by, so that its sender can hear us out."""
    if "transfer-encoding" in headers:
        return False
    length = headers.get("content-length", "0")
    return length.isascii() and length.isdigit() and int(length[:20]) <= SKIPPABLE_BYTES
