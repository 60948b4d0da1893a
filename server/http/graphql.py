"""`/graphql`: GraphQL over HTTP, with uploads: from a request to an operation by a caller, and its outcome as bytes.

Knows who may send what in which form; what operations mean, it does not.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from domain.errors import Unauthenticated, Unavailable
from schema.errors import format_errors
from schema.execution import NotAllowed, Operation, Outcome
from schema.executor import Executor
from server.auth.credentials import Credential, credential_in
from server.http.accept import GRAPHQL_RESPONSE, PLAIN_JSON, preferred_type
from server.http.body import BodyLimits, whole
from server.http.errors import HttpFault, bytes_response, encode_json, fault_response, json_response
from server.http.multipart import UploadLimits, received
from server.http.operation import operation_from_json, operation_from_query
from server.wiring import Parts, Sender, call_by

JSON_BODY = BodyLimits(1024 * 1024)
UPLOAD_OVERHEAD_BYTES = 16 * 1024 * 1024  # images beside the package, and the operation itself
METHODS = "GET, POST"
MULTIPART = "multipart/form-data"
# What a page of another origin can send without asking first (Fetch, CORS-safelisted request-header).
FORM_TYPES = frozenset({MULTIPART, "application/x-www-form-urlencoded", "text/plain"})
# Any of these makes a browser ask first; nobody but us answers, and we say no.
PREFLIGHTED = ("authorization", "graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name")
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="chandlery"'}


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """The ASGI app of `/graphql`."""

    executor: Executor
    parts: Parts
    json_body: BodyLimits = JSON_BODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        request = Request(scope, receive)
        media_type = preferred_type(request.headers.getlist("accept"))
        try:
            response = await self._answer(request, media_type)
        except HttpFault as fault:
            response = fault_response(fault, media_type or PLAIN_JSON)
        except Unauthenticated as refusal:
            response = fault_response(HttpFault(401, str(refusal), CHALLENGE), media_type or PLAIN_JSON)
        except Unavailable as failure:
            response = fault_response(HttpFault(503, str(failure)), media_type or PLAIN_JSON)
        await response(scope, receive, send)

    async def _answer(self, request: Request, media_type: str | None) -> Response:
        if request.method not in ("GET", "POST"):
            raise HttpFault(405, f"Send {METHODS.replace(', ', ' or ')}.", {"Allow": METHODS})
        if media_type is None:
            raise HttpFault(406, f"Answers are {GRAPHQL_RESPONSE} or {PLAIN_JSON}; accept one of them.")
        if request.method == "POST":
            _refuse_foreign_forms(request)
        credential = credential_in(request.headers, self.parts.signing)
        async with self._operation(request, credential) as operation:
            outcome = await self._execute(request, operation, credential)
            return _response(outcome, media_type, request.state.request_id)

    @asynccontextmanager
    async def _operation(self, request: Request, credential: Credential) -> AsyncIterator[Operation]:
        """What is asked for. It comes without a database connection held, however slowly it comes."""
        if request.method == "GET":
            yield operation_from_query(request.query_params)
        elif _media_type(request) == "application/json":
            yield operation_from_json(await whole(request.receive, self.json_body))
        elif _media_type(request) == MULTIPART:
            async with self._upload(request, credential) as operation:
                yield operation
        else:
            raise HttpFault(415, f"Send application/json or {MULTIPART}, in UTF-8.")

    @asynccontextmanager
    async def _upload(self, request: Request, credential: Credential) -> AsyncIterator[Operation]:
        await self._refuse_strangers(credential)
        max_bytes = self.parts.rules.max_package_bytes
        body = replace(self.json_body, max_bytes=max_bytes + UPLOAD_OVERHEAD_BYTES)
        limits = UploadLimits(body, max_bytes)
        async with received(request.receive, request.headers["content-type"], limits) as operation:
            yield operation

    async def _refuse_strangers(self, credential: Credential) -> None:
        """Reads nothing large from those who may not come in. Nothing that takes files is open to anonymous callers."""
        async with call_by(self.parts, credential, "") as call:
            if not call.principal.is_signed_in:
                raise Unauthenticated

    async def _execute(self, request: Request, operation: Operation, credential: Credential) -> Outcome:
        sender = Sender(self.parts, credential, request.client.host if request.client else "")
        try:
            return await self.executor.execute(operation, sender, only_queries=request.method == "GET")
        except NotAllowed:
            raise HttpFault(405, "Send mutations by POST.", {"Allow": "POST"}) from None


def _refuse_foreign_forms(request: Request) -> None:
    """A form of another site could be sent with what the browser adds by itself (CSRF); a custom header cannot."""
    if _media_type(request) in FORM_TYPES and not any(name in request.headers for name in PREFLIGHTED):
        raise HttpFault(403, "Send an Authorization or GraphQL-Require-Preflight header with a form, against forgery.")


def _media_type(request: Request) -> str:
    """The content type in lower case; "" for one that cannot be taken: in pieces, packed, or not UTF-8."""
    given = request.headers.getlist("content-type")
    if len(given) != 1 or request.headers.get("content-encoding", "identity").lower() != "identity":
        return ""
    name, *parameters = (piece.strip().lower() for piece in given[0].split(";"))
    charsets = [p.partition("=")[2].strip('" ') for p in parameters if p.startswith("charset")]
    return name if all(charset in ("utf-8", "utf8") for charset in charsets) else ""


def _response(outcome: Outcome, media_type: str, request_id: str) -> Response:
    """Of a request error a modern client learns by the status; an old one takes only 200 for an answer of GraphQL."""
    timing = {"Server-Timing": _timing(outcome.timings)} if outcome.timings else {}
    if outcome.body is not None:
        return bytes_response(_extended(outcome.body, outcome, request_id), media_type, timing)
    body: dict[str, Any] = {}
    if outcome.errors:
        body["errors"] = format_errors(outcome.errors, request_id)
    if not outcome.is_request_error:
        body["data"] = outcome.data
    if _is_unanswered(body):
        return json_response(body, 503, media_type)
    is_bad = outcome.is_request_error and media_type == GRAPHQL_RESPONSE
    return json_response(body, 400 if is_bad else 200, media_type, timing)


def _timing(seconds: Mapping[str, float]) -> str:
    """Server Timing (W3C): the stages in milliseconds."""
    return ", ".join(f"{stage};dur={taken * 1000:.2f}" for stage, taken in seconds.items())


def _extended(body: bytes, outcome: Outcome, request_id: str) -> bytes:
    """The answer with what stands beside its data."""
    beside: dict[str, Any] = {}
    if outcome.errors:
        beside["errors"] = format_errors(outcome.errors, request_id)
    if outcome.extensions:
        beside["extensions"] = outcome.extensions
    return encode_json(beside)[:-1] + b"," + body[1:] if beside else body


def _is_unanswered(body: Mapping[str, Any]) -> bool:
    """Whether a part of the store that does not answer left nothing to show, as when the caller cannot be known."""
    if any((body.get("data") or {}).values()):
        return False
    return any(error["extensions"]["code"] == Unavailable.code for error in body.get("errors", ()))
