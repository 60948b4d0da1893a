"""Errors on the wire: the store's own with their codes, GraphQL's as they are, and anything else masked and logged.

StoreError                 message and extensions.code
GraphQL's own              GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, BAD_USER_INPUT
anything else              INTERNAL; only the log tells what it was, under the request's id
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLFormattedError, GraphQLSyntaxError

from domain.errors import BadRequest, LimitExceeded, Refused, Rejected, StoreError, Unavailable

log = logging.getLogger(__name__)

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL"
MAX_TOLD = 10
"""How many faults of a document, or of its variables, are looked for: each costs, and repeats what was sent."""
LONGEST_MESSAGE = 500
MAX_ERRORS = 100


def format_errors(errors: Sequence[GraphQLError], request_id: str) -> list[GraphQLFormattedError]:
    """The errors as a response has them, each with `extensions.code`; what is masked is logged with its traceback.

    After the first MAX_ERRORS there is one more, which says how many are left out.
    """
    shown = [_format(error, request_id) for error in errors[:MAX_ERRORS]]
    if len(errors) > MAX_ERRORS:
        told = f"{len(errors) - MAX_ERRORS} more errors are left out."
        shown.append({"message": told, "extensions": {"code": LimitExceeded.code}})
    return shown


def is_unavailable(errors: Iterable[GraphQLError]) -> bool:
    """Whether one of them is that a part of the store does not answer."""
    return any(isinstance(_cause(error), Unavailable) for error in errors)


def _format(error: GraphQLError, request_id: str) -> GraphQLFormattedError:
    cause = _cause(error)
    code = code_of(cause) if isinstance(cause, StoreError) else _own_code(error, cause)
    if code is None:
        log.error("request %s failed at %s", request_id, error.path, exc_info=cause or error)
        masked = "Internal error; the log has it under this request id."
        return _shown(error, masked, {"code": INTERNAL, "requestId": request_id})
    return _shown(error, str(cause) if isinstance(cause, StoreError) else _cut(error.message), {"code": code})


def _cut(message: str) -> str:
    """GraphQL's own messages repeat what was sent, whole literals too."""
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"


def code_of(error: StoreError) -> str | None:
    """The code of a store error; of what a payload's userErrors would tell, the first fault's. None: it has none."""
    if isinstance(error, Refused | BadRequest | LimitExceeded | Unavailable):
        return error.code
    return error.faults[0].code.value if isinstance(error, Rejected) and error.faults else None


def _cause(error: GraphQLError) -> Exception | None:
    """What was raised first, under GraphQL's wrappings; None when it is GraphQL's own."""
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _own_code(error: GraphQLError, cause: Exception | None) -> str | None:
    """The code of GraphQL's own errors, by the stage that each belongs to; None for everything else."""
    if cause is not None:
        return None
    if error.extensions:
        return str(error.extensions["code"])
    if isinstance(error, GraphQLSyntaxError):
        return PARSE_FAILED
    if error.path is not None:
        # While executing, GraphQL itself finds fault with an argument, which is the client's, or with a value of ours.
        return BAD_USER_INPUT if error.message.startswith("Argument ") else None
    # A variable's error wraps the coercion's; a validation rule's wraps nothing.
    return VALIDATION_FAILED if error.original_error is None else BAD_USER_INPUT


def _shown(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLFormattedError:
    shown: GraphQLFormattedError = {"message": message, "extensions": extensions}
    if error.locations:
        shown["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        shown["path"] = error.path
    return shown
