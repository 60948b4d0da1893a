"""Automatic persisted queries: sent once with a hash, then named by it."""

import json
from typing import Any

import httpx
import pytest

from schema.persisted import AT_ONCE, LONGEST_CHARS, Persisted
from tests.server.web import told
from tests.wire.wires import GR, TYPENAME, client, code_in, executor_by, persisted, post, sha256

pytestmark = pytest.mark.anyio
SHOWN = {"data": {"__typename": "Query"}}


async def get(http: httpx.AsyncClient, **params: Any) -> httpx.Response:
    written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    return await http.get("/graphql", params=written)


async def test_a_document_is_sent_once_and_then_named_by_post_and_by_get() -> None:
    async with client() as http:
        unknown = await post(http, persisted(TYPENAME, sent=False))
        sent = await post(http, persisted(TYPENAME))
        by_post = await post(http, persisted(TYPENAME, sent=False))
        by_get = await get(http, **persisted(TYPENAME, sent=False))
        by_id = await get(http, documentId=f"sha256:{sha256(TYPENAME)}")

    assert (unknown.status_code, code_in(unknown)) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert [told(answer) for answer in (sent, by_post, by_get, by_id)] == [SHOWN] * 4


async def test_a_hash_of_another_text_is_refused_and_kept_under_neither() -> None:
    wrong = {**persisted("{ other: __typename }"), "query": TYPENAME}

    async with client() as http:
        refused = await post(http, wrong, accept=GR)
        after = [await post(http, persisted(text, sent=False)) for text in (TYPENAME, "{ other: __typename }")]

    assert (refused.status_code, code_in(refused)) == (400, "PERSISTED_QUERY_HASH_MISMATCH")
    assert {code_in(answer) for answer in after} == {"PERSISTED_QUERY_NOT_FOUND"}


async def test_what_is_not_valid_is_never_kept() -> None:
    async with client() as http:
        await post(http, persisted("{ nothing }"))
        after = await post(http, persisted("{ nothing }", sent=False))

    assert code_in(after) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "given", [{"version": 2, "sha256Hash": "a" * 64}, {"version": 1}, {"version": 1, "sha256Hash": "x"}, 5, []]
)
async def test_another_kind_of_hash_is_a_malformed_request(given: Any) -> None:
    async with client() as http:
        answer = await post(http, {"query": TYPENAME, "extensions": {"persistedQuery": given}})

    assert (answer.status_code, code_in(answer)) == (400, "BAD_REQUEST")


async def test_a_server_that_keeps_none_says_so() -> None:
    async with client(PERSISTED_QUERIES="0") as http:
        sent = await post(http, persisted(TYPENAME))
        after = await post(http, persisted(TYPENAME, sent=False))

    assert told(sent) == SHOWN
    assert code_in(after) == "PERSISTED_QUERY_NOT_SUPPORTED"


async def test_the_same_bytes_are_kept_again_after_they_were_forgotten() -> None:
    executor = executor_by(PERSISTED_QUERIES="8")
    async with client(executor=executor) as http:
        for _ in range(2):
            await post(http, persisted(TYPENAME))
            for number in range(3):
                await post(http, persisted(f"{{ a{number}: __typename }}"))
        await post(http, persisted(TYPENAME))
        after = await post(http, persisted(TYPENAME, sent=False))

    assert told(after) == SHOWN


async def test_nobody_pushes_out_what_others_use() -> None:
    executor = executor_by(PERSISTED_QUERIES="40")
    async with client("192.0.2.1", executor) as one, client("192.0.2.2", executor) as other:
        for sent in (True, False):
            await post(one, persisted(TYPENAME, sent=sent))
        for number in range(AT_ONCE + 20):
            await post(other, persisted(f"{{ a{number}: __typename }}"))
        flooded = [await post(other, persisted(f"{{ a{n}: __typename }}", sent=False)) for n in range(AT_ONCE + 20)]
        after = await post(one, persisted(TYPENAME, sent=False))

    assert told(after) == SHOWN
    assert sum("errors" not in answer.json() for answer in flooded) <= 10


def test_memory_is_bounded_by_count_by_bytes_and_by_caller() -> None:
    kept = Persisted(1_000)
    for caller in range(50):
        for number in range(200):
            kept.admit(f"{caller}.{number}", "x" * LONGEST_CHARS, f"192.0.2.{caller}")
    kept.admit("longer", "x" * (LONGEST_CHARS + 1), "198.51.100.1")

    assert kept._texts.bytes <= 4 * 1024 * 1024
    assert len(kept._texts) <= 1_000
    assert kept.get("longer") is None


async def test_what_a_caller_may_ask_is_not_kept_with_the_document() -> None:
    query = "{ users { totalCount } }"
    executor = executor_by()
    executor._admission._documents.admit(sha256(query), query, "192.0.2.9")

    async with client(executor=executor) as http:
        by_name, by_text = await post(http, persisted(query, sent=False)), await post(http, persisted(query))

    # Nor is it told that somebody has sent it.
    assert code_in(by_name) == "PERSISTED_QUERY_NOT_FOUND"
    assert code_in(by_text) == "GRAPHQL_VALIDATION_FAILED"
