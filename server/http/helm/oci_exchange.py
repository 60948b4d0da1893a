"""One request to the OCI registry and its answer: who asks, by which name, and how a no is told.

Errors have the specification's JSON form and codes. What is not there, or not for the caller, is answered alike: those
who have not signed in are asked to, by the challenge that makes clients send what they were given, and others get 404.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from domain.errors import (
    BadRequest,
    FaultCode,
    Forbidden,
    NotFound,
    Refused,
    Rejected,
    StoreError,
    Unauthenticated,
)
from domain.oci import Problem, RegistryFault, RepositoryName, repository_name, write_json
from server.http.errors import HttpFault
from server.http.head import Head, read_head
from server.http.helm.handing import send_head
from server.http.helm.who import CHALLENGE, SIGN_IN, Client, client_of
from server.http.seats import Turns
from server.wiring import Parts
from services.call import Call

COST = 50
"""What a request takes from its caller's budget, the one that GraphQL takes from."""
JSON = "application/json"
READING = ("GET", "HEAD")
AGAIN: Mapping[int, Mapping[str, str]] = {429: {"Retry-After": "10"}, 503: {"Retry-After": "5"}}
"""Told of what may be tried again, where nothing better is known: in so many seconds."""
API_VERSION = (b"docker-distribution-api-version", b"registry/2.0")
FAULTS: Mapping[FaultCode, Problem] = {
    FaultCode.TOO_LARGE: Problem.TOO_LARGE,
    FaultCode.ALREADY_EXISTS: Problem.FROZEN,
    FaultCode.CONFLICT: Problem.FROZEN,
    FaultCode.INVALID_STATE: Problem.FROZEN,
}
"""What the services refuse; MANIFEST_INVALID is the rest."""
STATUSES = {
    401: "UNAUTHORIZED",
    403: "DENIED",
    405: "UNSUPPORTED",
    408: "BLOB_UPLOAD_INVALID",
    413: "SIZE_INVALID",
    429: "TOOMANYREQUESTS",
}
_REFUSED = (RegistryFault, HttpFault, StoreError)


@dataclass(frozen=True)
class Exchange:
    """A request of a caller who is known, and the way to answer it."""

    parts: Parts
    scope: Scope
    receive: Receive
    send: Send
    head: Head
    call: Call
    turns: Turns
    """Of what is sent."""

    @property
    def is_head(self) -> bool:
        """Whether the answer has no body."""
        return bool(self.scope["method"] == "HEAD")

    @cached_property
    def name(self) -> RepositoryName:
        """The repository. RegistryFault for what is no name."""
        return repository_name(self.scope["path_params"]["name"])

    def path(self, part: str) -> str:
        """A part of the path."""
        return str(self.scope["path_params"][part])

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The query's parameters; of those that come twice, the last."""
        return dict(parse_qsl(self.scope["query_string"].decode("latin-1"), keep_blank_values=True))

    def header(self, name: bytes) -> str | None:
        """A header's value, if it is there."""
        value = self.head.last.get(name)
        return None if value is None else value.decode("latin-1")

    async def answer(
        self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"", size: int | None = None
    ) -> None:
        """Sends an answer; `size` is told where the body itself is not sent."""
        await _send(self.send, status, headers or {}, b"" if self.is_head else body, size if size else len(body))


Handler = Callable[[Exchange], Awaitable[None]]


@dataclass(frozen=True, eq=False)
class Endpoint:
    """The ASGI app of one path, by methods."""

    parts: Parts
    handlers: Mapping[str, Handler]
    turns: Turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        head, client = read_head(scope), None
        try:
            handler = self._handler(scope["method"])
            client = client_of(scope, head, self.parts)
            async with client.call() as call:
                client.charge(call.principal, COST)
                if scope["method"] not in READING:
                    await call.reader.close()  # nobody holds one connection while they wait for another
                await handler(Exchange(self.parts, scope, receive, send, head, call, self.turns))
        except _REFUSED as error:
            fault = _fault_of(error, client)
            body = b"" if scope["method"] == "HEAD" else fault.body
            await _send(send, fault.status, {"Content-Type": JSON, **fault.headers}, body, len(fault.body))

    def _handler(self, method: str) -> Handler:
        handler = self.handlers.get(method)
        if handler is None:
            allowed = ", ".join(self.handlers)
            raise HttpFault(405, f"Only {allowed} can be sent to this path.", {"Allow": allowed})
        return handler


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes, size: int) -> None:
    written = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    length = [] if status in (204, 304) else [(b"content-length", str(size).encode())]
    await send_head(send, status, [*written, *length, API_VERSION])
    await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True, slots=True)
class _Fault:
    """A refusal as it is sent."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def _fault_of(error: RegistryFault | HttpFault | StoreError, client: Client | None) -> _Fault:
    match error:
        case HttpFault():
            return _fault(error.status, STATUSES.get(error.status, "UNSUPPORTED"), error.message, error.headers)
        case RegistryFault():
            return _by_problem(error.problem, error.message, error.detail, client)
        case Unauthenticated():
            return _fault(401, "UNAUTHORIZED", str(error), CHALLENGE)
        case Forbidden():
            return _by_problem(Problem.DENIED, str(error), (), client)
        case NotFound() | Refused():
            return _by_problem(Problem.NAME_UNKNOWN, str(error), (), client)
        case Rejected():
            return _by_problem(*_rejected(error), client)
        case BadRequest():
            return _fault(400, "UNSUPPORTED", str(error))
        case _:
            return _fault(503, "UNAVAILABLE", str(error))


def _by_problem(problem: Problem, message: str, detail: Sequence[Mapping[str, Any]], client: Client | None) -> _Fault:
    code, status = problem.value
    if status == 404 and client is not None and client.is_anonymous:
        return _fault(401, "UNAUTHORIZED", SIGN_IN, CHALLENGE)
    return _fault(status, code, message, None, detail)


def _rejected(error: Rejected) -> tuple[Problem, str, Sequence[Mapping[str, Any]]]:
    """All that the caller can put right: in one message, as clients print that alone, and one by one."""
    problem = FAULTS.get(error.faults[0].code, Problem.MANIFEST_INVALID)
    detail = [
        {"code": fault.code.value, "message": fault.message, "path": list(fault.path or ())} for fault in error.faults
    ]
    return problem, str(error), detail


def _fault(
    status: int,
    code: str,
    message: str,
    headers: Mapping[str, str] | None = None,
    detail: Sequence[Mapping[str, Any]] = (),
) -> _Fault:
    error: dict[str, Any] = {"code": code, "message": message}
    if detail:
        error["detail"] = list(detail)
    return _Fault(status, write_json({"errors": [error]}), {**AGAIN.get(status, {}), **(headers or {})})
