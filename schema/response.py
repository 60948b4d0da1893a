"""Writes an outcome as the JSON of a GraphQL response: errors, data and extensions, each where there is any.

What the database has written goes in as it is; only what stands beside it is made here.
"""

from schema.answers import write_json
from schema.errors import format_errors
from schema.execution import Outcome


def response(outcome: Outcome, request_id: str) -> bytes:
    """The response in UTF-8. `extensions.cost` is there when something was executed, or refused for its cost."""
    body, charge = outcome.body, outcome.charge
    if body is not None and charge is not None and not outcome.errors and not outcome.extensions:
        return b"".join((memoryview(body)[:-1], b',"extensions":{"cost":', charge.written, b"}}"))
    pieces = []
    if outcome.errors:
        pieces.append(b'"errors":' + write_json(format_errors(outcome.errors, request_id)))
    if body is not None:
        pieces.append(body[1:-1])
    elif not outcome.is_request_error:
        pieces.append(b'"data":' + write_json(outcome.data))
    pieces += _extensions(outcome)
    return b"{" + b",".join(pieces) + b"}"


def _extensions(outcome: Outcome) -> list[bytes]:
    charge, beside = outcome.charge, [write_json(outcome.extensions)[1:-1]] if outcome.extensions else []
    if charge is not None and (not outcome.is_request_error or charge.retry_after_s is not None):
        beside.append(b'"cost":' + charge.written)
    return [b'"extensions":{' + b",".join(beside) + b"}"] if beside else []
