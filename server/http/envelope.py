"""What every answer has, whatever the route: a request id, security headers, a line in the log, and an end.

An ASGI middleware without buffers: bodies pass through untouched. Paths that it knows a short way for go straight to
their application; everything else goes through the routes.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping

from anyio import move_on_after
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.http.errors import HttpFault, fault_response
from server.logging import log_access, log_crash

CLIENT_LEFT = 499
SKIPPABLE_BYTES = 64 * 1024 * 1024
SKIPPING_S = 10
POLICY = b"content-security-policy"
SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (POLICY, b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)
OURS = frozenset(name for name, _ in SECURITY)
UNLESS_SAID = ((b"cache-control", b"no-store"), (b"vary", b"Accept, Authorization, Cookie"))
_NAMES = frozenset(name for name, _ in UNLESS_SAID)

Observe = Callable[[str, float], None]
"""Is told how many seconds an answer by a route took."""


class Envelope:
    """Wraps the application; `shortcuts` are applications by their exact path."""

    def __init__(
        self, app: ASGIApp, shortcuts: Mapping[str, ASGIApp] | None = None, observe: Observe | None = None
    ) -> None:
        self._app = app
        self._shortcuts = shortcuts or {}
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; answers 500 for what the application lets fall."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, secrets.token_hex(8))
        scope.setdefault("state", {})["request_id"] = exchange.request_id
        shortcut = self._shortcuts.get(scope["path"])
        try:
            await (shortcut or self._app)(scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            exchange.status = CLIENT_LEFT
        except Exception as error:
            await exchange.crash(error)
        finally:
            route, seconds = scope["path"] if shortcut else exchange.route(), time.perf_counter() - exchange.began_at
            log_access(scope["method"], route, exchange.status, seconds * 1000, exchange.request_id)
            if self._observe is not None:
                self._observe(route, seconds)


class _Exchange:
    """One request and its answer, as far as they have come."""

    __slots__ = ("began_at", "inner_receive", "inner_send", "is_body_read", "request_id", "scope", "status")

    def __init__(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        self.scope = scope
        self.inner_receive = receive
        self.inner_send = send
        self.request_id = request_id
        self.status = 0
        self.is_body_read = False
        self.began_at = time.perf_counter()

    async def receive(self) -> Message:
        message = await self.inner_receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            self.is_body_read = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._complete(message["headers"])
        elif not self.is_body_read and not message.get("more_body", False) and self._ends_unheard():
            await self.inner_send({**message, "more_body": True})
            await self._let_by()
            message = {"type": "http.response.body", "body": b""}
        await self.inner_send(message)

    def _ends_unheard(self) -> bool:
        """Whether the connection would be closed in the face of somebody who is still sending: they would be told of
        that, and not what was answered. On a connection that is kept the rest of the body is let by in any case."""
        headers = Headers(scope=self.scope)
        is_kept = self.scope["http_version"] != "1.0" and headers.get("connection", "").lower() != "close"
        return not is_kept and "expect" not in headers and _is_skippable(headers)

    async def _let_by(self) -> None:
        with move_on_after(SKIPPING_S):
            while not self.is_body_read and (await self.receive())["type"] == "http.request":
                pass

    def _complete(self, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        said = {name for name, _ in given}
        headers = given if said.isdisjoint(OURS) else [header for header in given if header[0] not in OURS]
        headers = [*headers, (b"x-request-id", self.request_id.encode()), *self._security()]
        headers += UNLESS_SAID if said.isdisjoint(_NAMES) else [one for one in UNLESS_SAID if one[0] not in said]
        if not self.is_body_read and not _is_skippable(Headers(scope=self.scope)):
            headers.append((b"connection", b"close"))
        return headers

    def _security(self) -> Iterable[tuple[bytes, bytes]]:
        """A route that shows a page has said in the request's state what that may load."""
        own = self.scope["state"].get("content_security_policy")
        if own is None:
            return SECURITY
        return [(name, own if name == POLICY else value) for name, value in SECURITY]

    async def crash(self, error: Exception) -> None:
        log_crash(self.request_id, error)
        if self.status:
            raise error  # half an answer is out; the server cuts the connection
        fault = HttpFault(500, "Internal error; the log has it under this request id.")
        await fault_response(fault, request_id=self.request_id)(self.scope, self.receive, self.send)

    def route(self) -> str:
        """The path of the route that was taken, never what the client wrote."""
        endpoint = self.scope.get("endpoint")
        routes = () if endpoint is None else self.scope["app"].routes
        return next((route.path for route in routes if route.endpoint is endpoint), "-")


def _is_skippable(headers: Headers) -> bool:
    """Whether the rest of a body that nobody reads is small enough to be let by, so that its sender can hear us out."""
    if "transfer-encoding" in headers:
        return False
    length = headers.get("content-length", "0")
    return length.isascii() and length.isdigit() and int(length[:20]) <= SKIPPABLE_BYTES
