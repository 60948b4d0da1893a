"""What is kept of operations asked again: bounded by what it really takes, and never in the way of an answer."""

import gc
import json
from weakref import WeakSet

import pytest

from engine.document import Operation
from schema.documents import DOCUMENT_BYTES, NODE_BYTES
from schema.executor import LONGEST_ASKED
from server.http.operation import operation_from_json
from tests.server.web import told
from tests.wire.wires import TYPENAME, client, executor_by, post

pytestmark = pytest.mark.anyio


def body(number: int, size: int = LONGEST_ASKED) -> bytes:
    """A request that is as long as can be and kept."""
    short = json.dumps({"query": f"{{ a{number}: __typename }} #"})
    return json.dumps({"query": f"{{ a{number}: __typename }} #" + "x" * (size - len(short))}).encode()


def test_documents_are_held_by_the_cache_that_counts_them_alone() -> None:
    executor = executor_by()
    operations: WeakSet[Operation] = WeakSet()

    for number in range(40):
        found = executor.read(body(number), operation_from_json).found
        assert found is not None
        operations.add(found.chosen)
    del found
    gc.collect()

    assert len(executor._asked) > 10
    assert 1 < len(operations) <= DOCUMENT_BYTES / (LONGEST_ASKED * NODE_BYTES)


async def test_an_operation_whose_document_was_forgotten_is_read_again() -> None:
    executor = executor_by(COST_BUDGET="0")
    query = {"query": TYPENAME}

    async with client(executor=executor) as http:
        before = [told(await post(http, query)) for _ in range(2)]
        executor._admission._documents._cache.clear()
        gc.collect()
        after = [told(await post(http, query)) for _ in range(2)]

    assert before == after == [{"data": {"__typename": "Query"}}] * 2


async def test_one_whose_document_is_forgotten_under_way_is_answered_all_the_same() -> None:
    executor = executor_by(COST_BUDGET="0")
    written = json.dumps({"query": TYPENAME}).encode()
    for _ in range(2):
        executor.read(written, operation_from_json)
    known = executor.read(written, operation_from_json)
    executor._admission._documents._cache.clear()
    gc.collect()

    assert known.found is None
    async with client(executor=executor) as http:
        assert told(await post(http, written)) == {"data": {"__typename": "Query"}}
