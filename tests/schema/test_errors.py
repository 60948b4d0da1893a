"""Errors on the wire: every error of the store has its code, GraphQL's keep theirs, and nothing else tells anything."""

import logging
from typing import Any

import pytest
from graphql import GraphQLError

from domain import errors as store_errors
from domain.errors import (
    BadRequest,
    FaultCode,
    Forbidden,
    LimitExceeded,
    NotFound,
    Refused,
    Rejected,
    StoreError,
    Unauthenticated,
    Unavailable,
    reject,
)
from schema.errors import code_of, format_errors
from tests.resolvers.world import SCHEMA, World, errors_of

MASKED = "Internal error; the log has it under this request id."
MAPPED: list[tuple[StoreError, str]] = [
    (Unauthenticated(), "UNAUTHENTICATED"),
    (Forbidden("No."), "FORBIDDEN"),
    (NotFound("Workspace"), "NOT_FOUND"),
    (Refused("No."), "FORBIDDEN"),
    (BadRequest("What?"), "BAD_USER_INPUT"),
    (LimitExceeded("Less."), "LIMIT_EXCEEDED"),
    (Unavailable("Later."), "UNAVAILABLE"),
    (reject(FaultCode.CONFLICT, "Again."), "CONFLICT"),
]


def formatted(error: GraphQLError) -> Any:
    (shown,) = format_errors([error], "r1")
    return shown


@pytest.mark.parametrize(("error", "code"), MAPPED, ids=lambda value: type(value).__name__)
def test_every_error_of_the_store_is_told_with_its_code(error: StoreError, code: str) -> None:
    shown = formatted(GraphQLError(str(error), path=["a", 0], original_error=error))

    assert shown == {"message": str(error), "path": ["a", 0], "extensions": {"code": code}}


def test_no_error_of_the_store_is_forgotten() -> None:
    there = {kind for kind in vars(store_errors).values() if isinstance(kind, type) and issubclass(kind, StoreError)}

    assert there - {StoreError} == {type(error) for error, _ in MAPPED}


def test_an_error_within_an_error_is_found() -> None:
    inner = GraphQLError("inner", original_error=Forbidden("No."))

    assert formatted(GraphQLError("outer", path=["a"], original_error=inner))["extensions"] == {"code": "FORBIDDEN"}


@pytest.mark.parametrize("error", [KeyError("a secret"), StoreError("a secret"), Rejected([])])
def test_anything_else_is_masked_and_logged(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        shown = formatted(GraphQLError(str(error), path=["a"], original_error=error))

    assert shown == {"message": MASKED, "path": ["a"], "extensions": {"code": "INTERNAL", "requestId": "r1"}}
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[1] is error
    assert "r1" in record.getMessage()


def test_what_has_no_code_is_none_of_the_tree() -> None:
    assert code_of(StoreError("x")) is None


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("{ workspace { name } }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("{ templates(states: [NO]) { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ('{ auditEvents(since: "2026-01-01") { totalCount } }', {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int) { users(first: $n) { totalCount } }", {"n": "x"}, "BAD_USER_INPUT"),
        ("query($n: Int!) { users(first: $n) { totalCount } }", {}, "BAD_USER_INPUT"),
        ("query($s: [TemplateState!]) { templates(states: $s) { totalCount } }", {"s": ["NO"]}, "BAD_USER_INPUT"),
        ("query($t: DateTime) { auditEvents(since: $t) { totalCount } }", {"t": "2026-01-01"}, "BAD_USER_INPUT"),
        ('query($n: String = "x") { workspace(name: $n) { name } }', {"n": None}, "BAD_USER_INPUT"),
        ("{ users(first: 101) { totalCount } }", {}, "BAD_USER_INPUT"),
        ('{ explainAccess(username: "dev", permission: USERS_READ) { allowed } }', {}, "UNAUTHENTICATED"),
    ],
)
async def test_graphql_errors_tell_their_stage(shared: World, query: str, variables: Any, code: str) -> None:
    (error,) = await errors_of(shared.anonymous(), query, **variables)

    shown = formatted(error)

    assert shown["extensions"] == {"code": code}
    assert shown["message"] == error.message


@pytest.mark.anyio
async def test_a_value_that_the_schema_cannot_show_is_our_fault(world: World) -> None:
    world.rows["dev"].created_at = None
    call = world.admin()
    call.reader.run = _broken  # type: ignore[method-assign]  # a database that gives nonsense

    result = await SCHEMA.execute('{ user(username: "dev") { createdAt } }', context_value=call)

    (error,) = result.errors or ()
    assert formatted(error)["extensions"] == {"code": "INTERNAL", "requestId": "r1"}


async def _broken(_query: Any) -> dict[str, Any]:
    return {"dev": object()}
