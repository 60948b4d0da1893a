"""`/graphql`: GraphQL over HTTP, with uploads: from a request to an operation by a caller, and its outcome as bytes.

Knows who may send what in which form; what operations mean, it does not. It speaks ASGI itself: a compiled read takes
less time than a framework's request and response objects do.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import Unauthenticated, Unavailable
from schema.asked import Asked
from schema.execution import NotAllowed, Operation, Outcome
from schema.executor import Executor
from schema.response import response
from server.auth.credentials import Credential
from server.http.accept import GRAPHQL_RESPONSE, PLAIN_JSON
from server.http.body import BodyLimits, whole
from server.http.credential import sender_of
from server.http.errors import HttpFault, Misshapen, fault_of, fault_response
from server.http.head import Head, read_head
from server.http.held import AGAIN_S, SMALL_BYTES, Crowded, Held, Share, in_pieces
from server.http.leaving import UnderWay
from server.http.multipart import UploadLimits, received
from server.http.operation import operation_from_json, operation_from_query
from server.http.status import status_of
from server.settings import AUDIT, DRAFT
from server.wiring import Parts, Sender, call_by
from services.packages import SCREENSHOT_BYTES

JSON_BODY = BodyLimits(1024 * 1024)
UPLOAD_OVERHEAD_BYTES = 16 * 1024 * 1024  # images beside the package, and the operation itself
METHODS = "GET, POST"
MULTIPART = "multipart/form-data"
# What a page of another origin can send without asking first (Fetch, CORS-safelisted request-header).
FORM_TYPES = frozenset({MULTIPART, "application/x-www-form-urlencoded", "text/plain"})
OPERATION_NAMES = frozenset({"query", "documentId", "id", "extensions"})
TO_THE_PAGE = RedirectResponse("playground", 303)  # beside us, also below a proxy's prefix
REVALIDATED = (b"cache-control", b"private, no-cache")
"""Kept by the client alone, and asked about before each use."""
CONTENT_TYPES = {name: f"{name}; charset=utf-8".encode() for name in (PLAIN_JSON, GRAPHQL_RESPONSE)}


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """The ASGI app of `/graphql`."""

    executor: Executor
    parts: Parts
    json_body: BodyLimits = JSON_BODY
    profile: str = AUDIT
    under_way: UnderWay = field(default_factory=UnderWay)
    events: ASGIApp | None = None
    """What answers those who accept a stream of events."""
    held: Held = field(default_factory=Held)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        head = read_head(scope)
        if scope["method"] == "GET" and head.prefers_page and not _names_operation(scope):
            await TO_THE_PAGE(scope, receive, send)
            return
        if self.events is not None and head.prefers_events:
            await self.events(scope, receive, send)
            return
        media_type = head.answer_type
        try:
            outcome, is_query = await self._outcome(scope, receive, head, media_type)
            request_id = scope["state"]["request_id"]
            is_had = outcome.tag is not None and scope["method"] == "GET" and head.has_tag(outcome.tag)
            body = b"" if is_had else response(outcome, request_id)
            if len(body) > SMALL_BYTES:
                outcome, body = Share(self.held).admitted(outcome, body, request_id, is_change=not is_query)
        except (HttpFault, Unauthenticated, Unavailable) as error:
            fault = fault_of(error)
            if isinstance(error, Misshapen) and self.profile == DRAFT:
                fault.status = 422
            if isinstance(error, Crowded):
                fault.headers["Retry-After"] = str(AGAIN_S)
            await fault_response(fault, media_type or PLAIN_JSON)(scope, receive, send)
        else:
            status = 304 if is_had else status_of(outcome, media_type or PLAIN_JSON, self.profile)
            start = _start(outcome, media_type or PLAIN_JSON, status, len(body))
            del outcome  # which holds as many bytes once more
            await self._send(send, start, body)

    async def _outcome(
        self, scope: Scope, receive: Receive, head: Head, media_type: str | None
    ) -> tuple[Outcome, bool]:
        """What came of it, and whether it was a query."""
        method = scope["method"]
        if method not in ("GET", "POST"):
            raise HttpFault(405, f"Send {METHODS.replace(', ', ' or ')}.", {"Allow": METHODS})
        if media_type is None:
            raise HttpFault(406, f"Answers are {GRAPHQL_RESPONSE} or {PLAIN_JSON}; accept one of them.")
        if method == "POST":
            _refuse_foreign_forms(head)
        sender = sender_of(scope, head, self.parts)
        if method == "POST" and head.body_type == PLAIN_JSON:
            body = await whole(receive, self.json_body)
            asked = self.executor.read(body, operation_from_json, sender, is_browser=head.is_browser)
            return await self._execute(scope, receive, asked, sender), asked.is_query
        async with self._operation(scope, receive, head, sender.credential) as operation:
            asked = self.executor.look_at(operation, sender, is_browser=head.is_browser)
            return await self._execute(scope, receive, asked, sender), asked.is_query

    @asynccontextmanager
    async def _operation(
        self, scope: Scope, receive: Receive, head: Head, credential: Credential
    ) -> AsyncIterator[Operation]:
        """What is asked for. It comes without a database connection held, however slowly it comes."""
        if scope["method"] == "GET":
            yield operation_from_query(QueryParams(scope["query_string"]))
        elif head.body_type == MULTIPART:
            async with self._upload(receive, head.last[b"content-type"].decode("latin-1"), credential) as operation:
                yield operation
        else:
            raise HttpFault(415, f"Send application/json or {MULTIPART}, in UTF-8.")

    @asynccontextmanager
    async def _upload(self, receive: Receive, content_type: str, credential: Credential) -> AsyncIterator[Operation]:
        await self._refuse_strangers(credential)
        # Which file is what, its use case knows, and holds it to its own limit.
        max_bytes = max(self.parts.rules.max_package_bytes, SCREENSHOT_BYTES)
        body = replace(self.json_body, max_bytes=max_bytes + UPLOAD_OVERHEAD_BYTES)
        limits = UploadLimits(body, max_bytes, self.json_body.max_bytes)
        async with received(receive, content_type, limits) as operation:
            yield operation

    async def _refuse_strangers(self, credential: Credential) -> None:
        """Reads nothing large from those who may not come in. Nothing that takes files is open to anonymous callers."""
        async with call_by(self.parts, credential, "") as call:
            if not call.principal.is_signed_in:
                raise Unauthenticated

    async def _execute(self, scope: Scope, receive: Receive, asked: Asked, sender: Sender) -> Outcome:
        outcome = self.executor.answer(asked, sender, only_queries=scope["method"] == "GET")
        try:
            return await (self.under_way.unless_left(receive, outcome) if asked.is_query else outcome)
        except NotAllowed:
            raise HttpFault(405, "Send mutations by POST.", {"Allow": "POST"}) from None

    async def _send(self, send: Send, start: Message, body: bytes) -> None:
        if len(body) <= SMALL_BYTES:
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        with Share(self.held).holding(len(body)):
            await send(start)
            await in_pieces(body, send)


def _names_operation(scope: Scope) -> bool:
    """Whether a URL asks for something; one without is what somebody has typed."""
    return not OPERATION_NAMES.isdisjoint(QueryParams(scope["query_string"]))


def _refuse_foreign_forms(head: Head) -> None:
    """A form of another site could be sent with what the browser adds by itself (CSRF); a custom header cannot.

    Some headers, and Authorization, make a browser ask first; nobody but us answers, and we say no.
    """
    if head.body_type in FORM_TYPES and b"authorization" not in head.last and not head.is_preflighted:
        raise HttpFault(403, "Send an Authorization or GraphQL-Require-Preflight header with a form, against forgery.")


def _start(outcome: Outcome, media_type: str, status: int, size: int) -> Message:
    """The tag is weak (RFC 9110 8.8.1): it names the data, and the cost beside it tells of the caller's budget."""
    headers = []
    if status != 304:
        headers += [(b"content-type", CONTENT_TYPES[media_type]), (b"content-length", str(size).encode())]
    if outcome.tag is not None:
        headers += [(b"etag", b"W/" + outcome.tag.encode()), REVALIDATED]
    if outcome.charge is not None and outcome.charge.retry_after_s is not None:
        headers.append((b"retry-after", str(outcome.charge.retry_after_s).encode()))
    if outcome.timings:
        headers.append((b"server-timing", _timing(outcome.timings).encode()))
    return {"type": "http.response.start", "status": status, "headers": headers}


def _timing(seconds: Mapping[str, float]) -> str:
    """Server Timing (W3C): the stages in milliseconds."""
    return ", ".join(f"{stage};dur={taken * 1000:.2f}" for stage, taken in seconds.items())
