"""Writes an outcome as the JSON of a GraphQL response: errors, data and extensions, each where there is any.

What the database has written goes in as it is; only what stands beside it is made here.
"""

from schema.answers import write_json
from schema.errors import format_errors
from schema.execution import Outcome


def response(outcome: Outcome, request_id: str) -> bytes:
    """The response in UTF-8. `extensions.cost` is there when something was executed, or refused for its cost."""
    extensions = _extensions(outcome)
    if outcome.body is not None and not outcome.errors:
        return outcome.body if not extensions else b"".join((memoryview(outcome.body)[:-1], b",", extensions, b"}"))
    pieces = []
    if outcome.errors:
        pieces.append(b'"errors":' + write_json(format_errors(outcome.errors, request_id)))
    if outcome.body is not None:
        pieces.append(outcome.body[1:-1])
    elif not outcome.is_request_error:
        pieces.append(b'"data":' + write_json(outcome.data))
    if extensions:
        pieces.append(extensions)
    return b"{" + b",".join(pieces) + b"}"


def _extensions(outcome: Outcome) -> bytes:
    charge, others = outcome.charge, outcome.extensions
    is_charged = charge is not None and (not outcome.is_request_error or charge.retry_after_s is not None)
    cost = b'"cost":' + charge.written if charge is not None and is_charged else b""
    if not others:
        return b'"extensions":{' + cost + b"}" if cost else b""
    written = write_json(others)
    return b'"extensions":' + (written[:-1] + b"," + cost + b"}" if cost else written)
