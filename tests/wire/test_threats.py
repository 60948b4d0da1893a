"""Attacks by the shape of a request, each refused for less than 5 ms of processor time and 10 MB, or harmless.

The numbers are those of the list of threats (query-shape and CPU attacks, 1 to 21).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from graphql import GraphQLEnumType, GraphQLError

from schema.errors import MAX_ERRORS, format_errors
from schema.execution import Operation
from schema.executor import Executor
from schema.persisted import Persisted
from tests.wire.measure import measured
from tests.wire.wires import AJ, SCHEMA, client, code_in, executor_by, post

pytestmark = pytest.mark.anyio
CPU_MS = 5.0
PEAK_BYTES = 10 * 1024 * 1024
MIB = 1024 * 1024
PAGE = "storeApps(first: 100) { nodes { versions(first: 100) { nodes { id } } } }"
INVALID = "GRAPHQL_VALIDATION_FAILED"


@pytest.fixture(scope="module")
def executor() -> Executor:
    return executor_by(COST_BUDGET="0")


@pytest.fixture
async def http(executor: Executor) -> AsyncIterator[httpx.AsyncClient]:
    async with client(executor=executor, COST_BUDGET="0") as opened:
        yield opened


async def refused(ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """The answer, which must be a refusal within the bounds."""
    told = await measured(ask)
    assert told.cpu_ms < CPU_MS
    assert told.peak_bytes < PEAK_BYTES
    assert told.result.status_code < 500
    assert "data" not in told.result.json()
    return told.result


async def refusal(http: httpx.AsyncClient, query: str, **variables: Any) -> str:
    """The message of a document's refusal, by its validation and within the bounds."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer = await refused(lambda: post(http, body))
    assert code_in(answer) == INVALID
    return str(answer.json()["errors"][0]["message"])


def nested(levels: int) -> str:
    """Apps and their versions in each other, so many fields deep."""
    inner = (["latestVersion", "storeApp"] * levels)[: levels - 2]
    return '{ storeApp(publisher: "a", name: "b") { ' + " { ".join([*inner, "id"]) + " }" * levels


async def test_1_a_cycle_is_followed_to_the_limit_and_no_further(http: httpx.AsyncClient, executor: Executor) -> None:
    assert executor.look_at(Operation(nested(20))).refusal is None
    assert "deeper than 20 fields" in await refusal(http, nested(21))
    assert "deeper than 20 fields" in await refusal(http, nested(900))


async def test_2_many_aliases_of_an_expensive_field_are_counted_and_costed(http: httpx.AsyncClient) -> None:
    many = " ".join(f"a{n}: categories {{ id }}" for n in range(500))
    costly = " ".join(f"a{n}: {PAGE}" for n in range(20))

    assert "200 aliases" in await refusal(http, f"{{ {many} }}")
    assert "could cost 204020" in await refusal(http, f"{{ {costly} }}")


@pytest.mark.parametrize("query", ["categories { id } " * 1_500, "__typename " * 1_500, "__typename " * 4_500])
async def test_3_a_field_over_and_over_is_refused_before_validation(http: httpx.AsyncClient, query: str) -> None:
    assert "has more than" in await refusal(http, f"{{ {query} }}")


@pytest.mark.parametrize(("outer", "inner"), [(40, 40), (60, 50)])
async def test_4_overlapping_fragments_are_refused_before_validation(
    http: httpx.AsyncClient, outer: int, inner: int
) -> None:
    inline = ("... on Query { " + "__typename " * inner + "} ") * outer
    spread = " ".join(f"...F{n}" for n in range(outer))
    fragments = " ".join(f"fragment F{n} on Query {{ {'__typename ' * inner} }}" for n in range(outer))

    assert "1000 fields" in await refusal(http, f"{{ {inline} }}")
    assert "1000 fields" in await refusal(http, f"{{ {spread} }} {fragments}")


async def test_5_a_flood_of_directives_is_refused(http: httpx.AsyncClient) -> None:
    assert "has more than" in await refusal(http, "{ __typename" + " @include(if: true)" * 2_000 + " }")
    assert "50 directives" in await refusal(http, "{ __typename" + " @include(if: true)" * 51 + " }")


async def test_6_fragments_that_unfold_without_end_are_measured_once_each(http: httpx.AsyncClient) -> None:
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(200))
    cycle = " ".join(f"fragment F{n} on Query {{ ...F{(n + 1) % 50} }}" for n in range(50))

    assert "1000 fields" in await refusal(http, f"{{ ...F0 }} {chain} fragment F200 on Query {{ __typename }}")
    answer = await post(http, {"query": f"{{ ...F0 }} {cycle}"})
    assert "Cannot spread fragment" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("size", [10**9, -1])
async def test_7_a_size_in_a_variable_is_costed_as_the_most_and_refused_unread(
    http: httpx.AsyncClient, size: int
) -> None:
    body = {"query": "query ($n: Int) { storeApps(first: $n) { nodes { id } } }", "variables": {"n": size}}

    answer = await post(http, body)

    assert code_in(answer) == "BAD_USER_INPUT"
    assert answer.json()["extensions"]["cost"]["requested"] == 1 + (100 if size > 0 else 0)


@pytest.mark.parametrize("variables", [{}, {"n": None}])
async def test_7_without_a_size_a_page_is_a_page(http: httpx.AsyncClient, variables: dict[str, Any]) -> None:
    body = {"query": "query ($n: Int) { storeApps(first: $n) { nodes { id } } }", "variables": variables}

    answer = await post(http, body)

    assert answer.json()["extensions"]["cost"]["requested"] == 21


async def test_7_a_default_counts_like_a_value(http: httpx.AsyncClient) -> None:
    inner = "versions(first: $n) { nodes { storeApp { versions(first: $n) { nodes { id } } } } }"

    told = await refusal(http, f"query ($n: Int = 100) {{ storeApps(first: $n) {{ nodes {{ {inner} }} }} }}")

    assert "could cost" in told


async def test_8_fragments_hide_no_cost(http: httpx.AsyncClient) -> None:
    costly = " ".join(f"a{n}: {PAGE}" for n in range(10))
    forms = [
        f"{{ {costly} }}",
        f"{{ ... on Query {{ ... {{ {costly} }} }} }}",
        f"{{ ...A }} fragment A on Query {{ ...B }} fragment B on Query {{ {costly} }}",
    ]

    assert len({await refusal(http, form) for form in forms}) == 1


@pytest.mark.parametrize(("directive", "value"), [("skip", True), ("include", False)])
async def test_9_a_variable_leaves_nothing_out_of_the_cost(
    http: httpx.AsyncClient, directive: str, value: bool
) -> None:
    costly = " ".join(f"a{n}: {PAGE}" for n in range(10))
    query = f"query ($v: Boolean!) {{ __typename ... @{directive}(if: $v) {{ {costly} }} }}"

    assert "could cost" in await refusal(http, query, v=value)


async def test_10_introspection_is_costed_and_as_deep_as_anything(http: httpx.AsyncClient) -> None:
    wide = "__schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } }"
    deep = "type { " * 18 + "name" + " }" * 18

    costly = " ".join(f"a{n}: __schema {{ types {{ fields {{ args {{ name }} }} }} }}" for n in range(100))

    assert "introspection depth" in await refusal(http, f"{{ {wide} }}")
    assert "could cost" in await refusal(http, f"{{ {costly} }}")
    assert "20 fields" in await refusal(http, f'{{ __type(name: "Query") {{ fields {{ {deep} }} }} }}')


@pytest.mark.parametrize("count", [201, 3_000, 10_000])
async def test_11_aliases_of_typename_are_counted(http: httpx.AsyncClient, count: int) -> None:
    query = "{" + " ".join(f"a{n}:__typename" for n in range(count)) + "}"

    body = json.dumps({"query": query}).encode()

    assert code_in(await refused(lambda: post(http, body))) == INVALID


@pytest.mark.parametrize(
    "text",
    [
        f'{{ __type(name: "{"x" * MIB}") {{ name }} }}',
        "{ __typename } #" + "x" * MIB,
        '{ __type(name: """' + "x" * MIB,
    ],
    ids=["string", "comment", "open block"],
)
async def test_12_a_huge_literal_is_not_even_read(http: httpx.AsyncClient, executor: Executor, text: str) -> None:
    body = json.dumps({"query": text}).encode()

    answer = await refused(lambda: post(http, body))

    assert answer.status_code == 413
    async with client(executor=executor, MAX_BODY_BYTES=str(2 * MIB)) as roomy:
        assert "50000 characters" in await refusal(roomy, text)


@pytest.mark.parametrize(
    "value",
    [
        "[" * 3_000 + "]" * 3_000,
        "[" * 1_000 + "]" * 1_000,
        "{a:" * 1_000 + "1" + "}" * 1_000,
        "9" * 40_000,
        "1e999999",
        "-0",
        '"\\ud800"',
        '"\\u0000"',
        '"\ud800"',
        '"' + '\\"' * 20_000,
        '"""' + '\\"""' * 10_000,
    ],
    ids=[
        "lists",
        "shorter lists",
        "objects",
        "giant",
        "float",
        "zero",
        "surrogate",
        "NUL",
        "half",
        "escapes",
        "blocks",
    ],
)
@pytest.mark.parametrize("argument", ["first", "search"])
async def test_12_odd_literals_are_refused_cleanly(http: httpx.AsyncClient, value: str, argument: str) -> None:
    body = json.dumps({"query": f"{{ storeApps({argument}: {value}) {{ nodes {{ id }} }} }}"}).encode()

    told = await measured(lambda: post(http, body), runs=1)

    assert told.result.status_code in {200, 400} or code_in(told.result) == "UNAVAILABLE"
    assert told.peak_bytes < PEAK_BYTES
    assert "INTERNAL" not in told.result.text


DEEP = b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}"
WIDE = b'{"query": "{ __typename }", "variables": {' + b",".join(b'"%d":0' % n for n in range(100_000)) + b"}}"
TWICE = b'{"query": "{ __typename }", "variables": {' + b",".join([b'"a":0'] * 20_000) + b"}}"


async def test_13_json_bombs_end_at_their_first_bytes(http: httpx.AsyncClient) -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(800):
            read.append(1)
            yield b" " * 65_536

    async def fifty_mebibytes() -> httpx.Response:
        return await http.post("/graphql", content=endless(), headers={"content-type": AJ})

    assert (await refused(fifty_mebibytes)).status_code == 413
    assert (await refused(lambda: post(http, DEEP))).status_code == 400
    assert (await refused(lambda: post(http, WIDE))).status_code == 413
    assert (await post(http, TWICE)).json()["data"] == {"__typename": "Query"}


async def test_14_a_batch_is_refused_before_any_of_it_is_looked_at(http: httpx.AsyncClient) -> None:
    small = json.dumps([{"query": "{ __typename }"}] * 1_000).encode()
    large = json.dumps([{"query": f"{{ {PAGE} }}"}]).encode()

    for body in (small, large):
        answer = await refused(lambda body=body: post(http, body))  # type: ignore[misc]
        assert (answer.status_code, code_in(answer)) == (400, "BAD_REQUEST")


async def test_16_errors_are_told_up_to_a_hundred(http: httpx.AsyncClient) -> None:
    unknown = {"query": "{ " + " ".join(f"{'x' * 30}{n}" for n in range(900)) + " }"}
    many = [GraphQLError("x" * 1_000, path=[n], extensions={"code": "ANY"}) for n in range(10_000)]

    answer = await post(http, unknown)
    shown = format_errors(many, "r1")

    assert len(answer.json()["errors"]) <= MAX_ERRORS + 1
    assert len(answer.content) < 64 * 1024
    assert len(shown) == MAX_ERRORS + 1
    assert shown[-1]["message"] == "9900 more errors are left out."


async def test_17_packed_and_slow_bodies_are_not_waited_for(http: httpx.AsyncClient) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b'{"query"'
        await asyncio.sleep(30)

    packed = await refused(lambda: post(http, b"\x1f\x8b" * 1_000, **{"content-encoding": "gzip"}))
    waited = await http.post("/graphql", content=slow(), headers={"content-type": AJ})

    assert (packed.status_code, waited.status_code) == (415, 408)


async def test_18_a_flood_of_documents_takes_no_more_than_its_share() -> None:
    kept = Persisted(1_000)

    async def flood() -> None:
        for number in range(2_000):
            kept.admit(f"{number}", "{ __typename }" + " " * (number % 50), "192.0.2.1")

    told = await measured(flood)

    assert told.peak_bytes < PEAK_BYTES
    assert len(kept._texts) <= 250, "what nobody has named yet has a quarter of the room"


async def test_21_lists_are_ordered_only_by_what_everybody_sees() -> None:
    fields = {
        name: set(one.values)
        for name, one in SCHEMA._schema.type_map.items()
        if isinstance(one, GraphQLEnumType) and name.endswith("OrderField")
    }
    arguments = {name for one in SCHEMA._schema.query_type.fields.values() for name in one.args}  # type: ignore[union-attr]

    shown = {"NAME", "CREATED_AT", "UPDATED_AT", "PUBLISHED_AT", "SUBMITTED_AT", "VERSION", "DOWNLOADS"}
    assert set().union(*fields.values()) <= shown
    assert not arguments & {"where", "filter", "sort"}
