"""What a document may ask for: refusals come before anything is read, and say what to do."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLError, parse

from policies.access import Access
from policies.principal import Principal, anonymous
from policies.vocabulary import Permission
from schema.admission import Admission
from schema.answers import MAX_ANSWER_BYTES, is_too_large
from schema.documents import DocumentRefused
from schema.errors import format_errors
from schema.execution import Operation
from schema.executor import Executor
from schema.files import check_files
from schema.limits import Limits
from tests.conformance.asking import Sender
from tests.resolvers.world import SCHEMA, World
from uploads.received import ReceivedFile

pytestmark = pytest.mark.anyio

ADMISSION = Admission(SCHEMA._schema)
EXECUTOR = Executor(SCHEMA, admission=ADMISSION)
DEEP = "storeApp { versions(first: 100) { nodes { id } } }"
for _ in range(3):
    DEEP = "storeApp { versions(first: 100) { nodes { " + DEEP + " } } }"


async def refusal_of(world: World, query: str, **variables: Any) -> tuple[str, str]:
    """The code and message of a document that is refused before any statement, to one whose schema has everything."""
    sender = Sender(world.database, Access(Principal(uuid4(), "admin", frozenset(Permission))))
    outcome = await sender.ask(EXECUTOR, Operation(query, variables))
    (shown,) = format_errors(outcome.errors, "r1")
    assert outcome.is_request_error
    assert sender.calls == []
    return shown["extensions"]["code"], shown["message"]


def cost(query: str, variables: dict[str, Any] | None = None) -> int:
    return ADMISSION.admit(Operation(query, variables)).cost


def count_passes(query: str, variables: dict[str, Any] | None = None) -> bool:
    try:
        cost(query, variables)
    except DocumentRefused as refusal:
        assert "could cost" in str(refusal)
        return False
    return True


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("{ " + "workspaces { nodes { id name } } " * 260 + "}", "1000 fields"),
        (
            "{ " + "... { ...F } " * 101 + "} fragment F on Query { " + "__typename " * 10 + "}",
            "1000 fields",
        ),
        ("{ " + " ".join(f"a{n}: __typename" for n in range(201)) + "}", "200 aliases"),
        ("{ __typename" + " @skip(if: false)" * 51 + "}", "50 directives"),
        ("{ ...F } fragment F on Query { node(id: 1) " + "{ ... on Workspace { self " * 20 + "}" * 41, "20 fields"),
        ("{ __typename " + "# " * 30_000 + "}", "50000 characters"),
        ("{ " + "__typename(a: [1]) " * 700 + "}", "4000 words"),
    ],
    ids=["fields", "fields in fragments", "aliases", "directives", "depth", "length", "tokens"],
)
async def test_a_document_of_too_much_is_refused_before_it_is_parsed(shared: World, query: str, word: str) -> None:
    code, message = await refusal_of(shared, query)

    assert code == "GRAPHQL_VALIDATION_FAILED"
    assert word in message


async def test_what_validation_gives_up_on_is_told_why(shared: World) -> None:
    code, message = await refusal_of(shared, "{ " + ("workspaces { " + "totalCount " * 30 + "} ") * 30 + "}")

    assert code == "GRAPHQL_VALIDATION_FAILED"
    assert "ask for each field once" in message


def test_a_field_may_be_asked_for_some_times() -> None:
    assert cost("{ " + "__typename " * 100 + "}") == 1


async def test_lists_within_lists_are_refused_before_they_are_read(shared: World) -> None:
    query = f'{{ storeApp(publisher: "acme", name: "emqx") {{ versions(first: 100) {{ nodes {{ {DEEP} }} }} }} }}'

    code, message = await refusal_of(shared, query)

    assert code == "GRAPHQL_VALIDATION_FAILED"
    assert "at most 100000" in message
    assert "smaller pages" in message


@pytest.mark.parametrize(
    "query",
    [
        "{ templates { nodes { name category { name } versions(first: 10) { nodes { version package { size } "
        "reviews(first: 5) "
        "{ nodes { phases { name reviewer { username platformRole { name } } } } } } } } } }",
        "{ templates(first: 100) { totalCount nodes { name versions(first: 100) { nodes { id reviews(first: 5) "
        "{ nodes { id } } } } } } }",
        "{ storeApps(first: 100) { edges { cursor node { name publisher { name } latestVersion { version } } } } }",
    ],
    ids=["console", "largest pages", "store"],
)
def test_real_pages_pass(query: str) -> None:
    assert count_passes(query)


def test_sizes_are_counted_wherever_they_stand() -> None:
    inner = "nodes { versions(first: 100) { nodes { reviews(first: 20) { nodes { id } } } } }"
    assert not count_passes(f"{{ templates(first: 100) {{ {inner} }} }}")
    assert not count_passes(f"{{ templates(last: 100) {{ {inner} }} }}")
    assert not count_passes(f"query($n: Int = 100) {{ templates(first: $n) {{ {inner} }} }}")
    assert not count_passes(f"query($n: Int) {{ templates(first: $n) {{ {inner} }} }}", {"n": 100})
    assert not count_passes(f"query($n: Int) {{ templates(first: $n) {{ {inner} }} }}", {"n": 100.0})
    assert not count_passes(f"query($n: Int) {{ templates(first: $n) {{ {inner} }} }}", {"n": 2_000_000_000})
    assert count_passes(f"query($n: Int) {{ templates(first: $n) {{ {inner} }} }}", {"n": -1})
    assert count_passes(f"query($n: Int) {{ templates(first: $n) {{ {inner} }} }}", {"n": None})
    assert not count_passes(f"{{ templates(first: 100) {{ ...F }} }} fragment F on AppTemplateConnection {{ {inner} }}")
    assert count_passes(f"query($n: Int = 100) {{ templates(first: $n) {{ {inner} }} }}", {"n": 10})
    assert count_passes(f"{{ templates {{ {inner} }} }}")
    inner = "versions(first: 100) { nodes { files { path } } }"
    nodes = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on AppTemplate {{ {inner} }} }} }}"
    assert count_passes(nodes, {"ids": ["x"] * 50})
    assert not count_passes(nodes, {"ids": ["x"] * 100})


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (
            "mutation($p: Upload!) { a: inspectChart(package: $p) { size } b: inspectChart(package: $p) { size } }",
            "several",
        ),
        (
            "mutation($p: Upload!, $q: Upload!, $r: Upload!, $s: Upload!) { a: inspectChart(package: $p) { size } "
            "b: inspectChart(package: $q) { size } c: inspectChart(package: $r) { size } "
            "d: inspectChart(package: $s) { size } }",
            "at most 3",
        ),
    ],
)
async def test_files_are_read_only_so_often(shared: World, query: str, word: str) -> None:
    files = {name: a_file() for name in "pqrs" if f"${name}:" in query}

    code, message = await refusal_of(shared, query, **files)

    assert code == "GRAPHQL_VALIDATION_FAILED"
    assert word in message


def test_a_file_is_used_once_also_where_a_fragment_stands_before_the_operation() -> None:
    fragment = "fragment P on InspectChartPayload { size userErrors { code } }"
    operation = "mutation($p: Upload!) { inspectChart(package: $p) { ...P } }"

    check_files(parse(f"{fragment} {operation}"), {"p": a_file()})
    with pytest.raises(GraphQLError, match="several"):
        twice = operation.replace("{ ...P }", "{ ...P } again: inspectChart(package: $p) { ...P }")
        check_files(parse(f"{fragment} {twice}"), {"p": a_file()})


async def test_a_file_where_a_text_belongs_is_named_in_words(shared: World) -> None:
    code, message = await refusal_of(
        shared, "query($n: String!) { storeApp(publisher: $n, name: $n) { id } }", n=a_file()
    )

    assert code == "BAD_USER_INPUT"
    assert "a file, which only an Upload takes" in message
    assert "ReceivedFile" not in message


def a_file() -> ReceivedFile:
    return ReceivedFile(BytesIO(b"x"), 1, "sha256:x", "x.tgz")


def test_an_answer_is_measured_with_everything_that_it_repeats() -> None:
    text = "x" * (MAX_ANSWER_BYTES // 4)

    assert is_too_large({"a": [{"b": text}] * 4})
    assert is_too_large({"a": "\u20ac" * (MAX_ANSWER_BYTES // 4)})
    assert not is_too_large({"a": [{"b": text}] * 3})
    assert not is_too_large(None)


async def test_an_answer_that_repeats_a_text_without_end_is_refused(world: World) -> None:
    world.rows["store app"].description = "x" * 20_000
    await world.add(world.rows["store app"])
    fields = " ".join(f"a{n}: description" for n in range(1_600))
    rows = " ".join(f'b{n}: storeApp(publisher: "acme", name: "emqx") {{ ...F }}' for n in range(2))

    sender = Sender(world.database, Access(anonymous(store_public=True)))
    executor = Executor(SCHEMA, admission=Admission(SCHEMA._schema, Limits(100_000, 10_000, 20, 5_000, 5_000)))

    outcome = await sender.ask(executor, Operation(f"{{ {rows} }} fragment F on StoreApp {{ {fields} }}"))

    (shown,) = format_errors(outcome.errors, "r1")
    assert outcome.data is None
    assert shown["extensions"]["code"] == "LIMIT_EXCEEDED"
