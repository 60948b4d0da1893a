"""The corpus leaves nothing of the contract out."""

import pytest

from tests.conformance.asking import SCHEMA
from tests.conformance.cases import read_cases
from tests.conformance.coverage import Used, orders_in, reachable, used_by

GRAPHQL = SCHEMA._schema


@pytest.fixture(scope="module")
def used() -> Used:
    return used_by(GRAPHQL, [operation for case in read_cases() for operation in case.operations])


def test_the_corpus_uses_every_field_that_can_be_read(used: Used) -> None:
    types = reachable(GRAPHQL, [GRAPHQL.query_type])

    assert {f"{kind.name}.{name}" for kind in types.values() for name in kind.fields} - used.fields == set()


def test_the_corpus_asks_for_the_name_of_every_type(used: Used) -> None:
    types = reachable(GRAPHQL, [GRAPHQL.query_type])

    assert {f"{name}.__typename" for name in types} - used.fields == set()


def test_the_corpus_gives_every_argument(used: Used) -> None:
    types = reachable(GRAPHQL, [GRAPHQL.query_type])
    arguments = {
        f"{kind.name}.{name}({argument})"
        for kind in types.values()
        for name, field in kind.fields.items()
        for argument in field.args
    }

    assert arguments - used.arguments == set()


def test_the_corpus_asks_for_every_order_in_both_directions(used: Used) -> None:
    assert orders_in(GRAPHQL) - used.orders == set()
