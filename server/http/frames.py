"""The messages of graphql-transport-ws (graphql-ws, PROTOCOL.md): read, and written. Knows no connection."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from schema.answers import write_json
from schema.execution import Operation
from server.http.errors import HttpFault
from server.http.operation import operation_from, parse_json

PROTOCOL = "graphql-transport-ws"
ACK = '{"type":"connection_ack"}'
LONGEST_ID = 256


class Malformed(Exception):
    """What was sent is no message of the protocol; the message says what is wrong with it."""


class Init(NamedTuple):
    """`connection_init`."""

    payload: Mapping[str, Any]


class Ping(NamedTuple):
    """`ping`."""

    payload: Any


class Pong(NamedTuple):
    """`pong`."""


class Subscribe(NamedTuple):
    """`subscribe`: begins an operation of any kind."""

    id: str
    operation: Operation


class Complete(NamedTuple):
    """`complete`: ends one."""

    id: str


Frame = Init | Ping | Pong | Subscribe | Complete


def read_frame(text: str | None) -> Frame:
    """The message in a text frame (None: it was binary). Malformed."""
    if text is None:
        raise Malformed("messages are text")
    try:
        given = parse_json(text.encode("utf-8", "surrogatepass"), "the message")
        return _frame(given)
    except HttpFault as fault:
        raise Malformed(fault.message) from None


def _frame(given: Any) -> Frame:
    kind = given.get("type") if isinstance(given, dict) else None
    match kind:
        case "connection_init":
            return Init(_object(given))
        case "ping":
            return Ping(_object(given))
        case "pong":
            _object(given)
            return Pong()
        case "subscribe":
            return Subscribe(_id(given), operation_from(given.get("payload"), "payload"))
        case "complete":
            return Complete(_id(given))
        case _:
            raise Malformed("there is no such type of message")


def _object(given: Mapping[str, Any]) -> Mapping[str, Any]:
    payload = given.get("payload")
    if not isinstance(payload, dict | None):
        raise Malformed("payload must be an object")
    return payload or {}


def _id(given: Mapping[str, Any]) -> str:
    found = given.get("id")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
        raise Malformed(f"id must be a text of at most {LONGEST_ID} characters")
    return found


def write_pong(ping: Ping) -> str:
    """The answer to a ping, with what it had."""
    return write_json({"type": "pong", **({"payload": ping.payload} if ping.payload else {})}).decode()


def write_next(operation_id: str, payload: bytes) -> str:
    """An answer of the operation."""
    return _write(operation_id, "next", payload)


def write_error(operation_id: str, errors: bytes) -> str:
    """The end of an operation, with the errors that are why."""
    return _write(operation_id, "error", errors)


def write_complete(operation_id: str) -> str:
    """The end of an operation."""
    return f'{{"id":{write_json(operation_id).decode()},"type":"complete"}}'


def _write(operation_id: str, kind: str, payload: bytes) -> str:
    return f'{{"id":{write_json(operation_id).decode()},"type":"{kind}","payload":{payload.decode()}}}'
