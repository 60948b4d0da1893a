"""What cannot be planned is found out once, and what is kept of it holds nothing of those who asked."""

from collections.abc import Callable
from datetime import UTC, datetime
from traceback import walk_tb
from uuid import UUID

import pytest
from graphql import FieldNode, parse

from engine.document import Document, Operation
from engine.execute import Engine
from engine.planner import Unplannable
from engine.statement import MAX_SELECTS
from policies.access import Access
from policies.principal import Principal
from schema.build import build_engine
from storage.statements import Statements
from tests.calls import SIGNING
from tests.conformance.asking import SCHEMA

SOMEBODY = Access(Principal(UUID(int=1), "dev", revision=1, expires_at=datetime(2100, 1, 1, tzinfo=UTC)))
TOO_MANY = " ".join(f"a{n}: user {{ id }}" for n in range(MAX_SELECTS))


@pytest.fixture
def engine() -> Engine:
    return build_engine(SCHEMA, Statements("postgresql://nowhere"), SIGNING)


def operation_of(text: str) -> Operation:
    operation = Document(SCHEMA._schema, parse(text), len(text)).operation(None)
    assert operation is not None
    return operation


def frames_of(ask: Callable[[], object]) -> int:
    """How many frames the refusal has come through."""
    with pytest.raises(Unplannable) as refused:
        ask()
    return len(list(walk_tb(refused.value.__traceback__)))


def test_a_query_that_cannot_be_planned_is_refused_alike_each_time(engine: Engine) -> None:
    operation = operation_of("{ __schema { queryType { name } } }")

    frames = [frames_of(lambda: engine.prepare("key", operation, {}, SOMEBODY)) for _ in range(4)]

    assert len(set(frames)) == len(engine._cache) == 1


def test_a_payload_that_cannot_be_planned_is_refused_alike_each_time(engine: Engine) -> None:
    operation = operation_of(f"{{ viewer {{ {TOO_MANY} }} }}")
    viewer = operation.node.selection_set.selections[0]
    assert isinstance(viewer, FieldNode)
    assert viewer.selection_set is not None
    selections = [viewer.selection_set]

    frames = [
        frames_of(lambda: engine.prepare_node("key", operation, selections, {}, SOMEBODY, None)) for _ in range(4)
    ]

    assert len(set(frames)) == len(engine._cache) == 1
