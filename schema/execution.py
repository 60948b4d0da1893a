"""Executes one operation by resolvers and says whether anything was executed at all. Knows neither HTTP nor types.

GraphQL over HTTP treats a request error (nothing was executed: syntax, validation, variables, choice of operation)
otherwise than an error of a field, so the two are told apart here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from graphql import DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema
from graphql import execute as execute_document
from strawberry import Schema

from domain.errors import LimitExceeded
from engine.document import Operation as Chosen
from schema.answers import MAX_ANSWER_BYTES, is_too_large
from schema.budgets import Charge
from services.call import Call

__all__ = ["NotAllowed", "Operation", "Outcome", "Schema", "execute", "run"]

NO_STREAM = "Send subscriptions over WebSocket (graphql-transport-ws), or accept text/event-stream."


class Operation(NamedTuple):
    """What a client asks for; `variables` may hold received files. `document_id` names the document, by its hash or
    by an id of the server's manifest; `query` is "" where it does so alone."""

    query: str
    variables: Mapping[str, Any] | None = None
    name: str | None = None
    extensions: Mapping[str, Any] | None = None
    document_id: str | None = None


class Outcome(NamedTuple):
    """What came of it. Of a request error, where nothing was executed, there is no data.

    `body` is the whole answer as JSON, `{"data":…}`, where the database has written it; `data` is empty then.
    `timings` are seconds by stage, `extensions` what was asked for beside the data. Equal `tag`s mean equal data.
    `charge` is what it cost the caller; where that asks for patience, nothing was executed.
    """

    data: dict[str, Any] | None
    errors: list[GraphQLError]
    is_request_error: bool
    body: bytes | None = None
    timings: Mapping[str, float] = MappingProxyType({})
    extensions: Mapping[str, Any] | None = None
    tag: str | None = None
    charge: Charge | None = None


class NotAllowed(Exception):
    """The operation is of a kind that may not be executed in this way."""


async def execute(schema: GraphQLSchema, chosen: Chosen, operation: Operation, call: Call) -> Outcome:
    """The outcome of an operation that was let in (schema/admission.py), by resolvers. It is not looked at again."""
    if not (chosen.is_query or chosen.is_mutation):
        return Outcome(None, [GraphQLError(NO_STREAM)], is_request_error=True)
    result = await run(schema, chosen.document, operation.variables or {}, call, operation.name)
    if is_too_large(result.data):
        return Outcome(None, [too_large()], is_request_error=False)
    return Outcome(result.data, list(result.errors or ()), _is_request_error(result))


async def run(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    call: Call,
    name: str | None = None,
    root: object = None,
) -> ExecutionResult:
    """What resolvers make of a valid document on behalf of the call."""
    result = execute_document(
        schema,
        document,
        root_value=root,
        context_value=call,
        variable_values=dict(variables),
        operation_name=name,
    )
    return result if isinstance(result, ExecutionResult) else await result


def too_large() -> GraphQLError:
    """Of a mutation, too: what it changed stays, and the caller must know that."""
    told = f"The answer is larger than {MAX_ANSWER_BYTES} bytes. What was to be changed is changed; ask for less."
    return GraphQLError(told, original_error=LimitExceeded(told))


def _is_request_error(result: ExecutionResult) -> bool:
    """Whether nothing was executed. An error of a field has the path to it; one of variables has none."""
    return result.data is None and not any(error.path for error in result.errors or ())
