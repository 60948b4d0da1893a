"""Answers that say no before GraphQL had its say, in the shape of a GraphQL error wherever they come from."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import Unauthenticated, Unavailable
from schema.answers import write_json

JSON = "application/json"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="chandlery"'}
CODES = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    408: "REQUEST_TIMEOUT",
    410: "GONE",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "BAD_REQUEST",
    429: "LIMIT_EXCEEDED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


class HttpFault(Exception):
    """A request that is refused as a whole: a status, what to put right, and headers that the status asks for."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


class Misshapen(HttpFault):
    """JSON, but no request of GraphQL: a 400, or a 422 where the draft of 2026 is followed."""

    def __init__(self, message: str) -> None:
        super().__init__(400, message)


def malformed(message: str) -> HttpFault:
    """A 400: the request cannot be understood."""
    return HttpFault(400, message)


def fault_of(error: HttpFault | Unauthenticated | Unavailable) -> HttpFault:
    """How HTTP says that a request has come to nothing, before GraphQL or the store had their say."""
    match error:
        case Unauthenticated():
            return HttpFault(401, str(error), CHALLENGE)
        case Unavailable():
            return HttpFault(503, str(error))
        case _:
            return error


def fault_response(fault: HttpFault, media_type: str = JSON, request_id: str | None = None) -> Response:
    """The answer to a refused request. `request_id` only where someone should look into the log."""
    extensions = {"code": CODES.get(fault.status, "BAD_REQUEST")}
    if request_id is not None:
        extensions["requestId"] = request_id
    body = {"errors": [{"message": fault.message, "extensions": extensions}]}
    return json_response(body, fault.status, media_type, fault.headers)


def json_response(
    body: Mapping[str, Any], status: int = 200, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """The body as JSON in UTF-8."""
    content_type = {"Content-Type": f"{media_type}; charset=utf-8"}
    return Response(write_json(body), status, {**content_type, **(headers or {})})


async def http_exception(_: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such path, wrong method) in our shape."""
    if not isinstance(error, HTTPException):
        raise error
    return fault_response(HttpFault(error.status_code, f"{error.detail}.", error.headers))
