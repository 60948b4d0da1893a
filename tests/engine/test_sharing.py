"""What is kept for everybody is what the store shows everybody, and every table that it comes from is watched."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, OperationDefinitionNode, get_named_type, parse

from engine import sharing
from engine.document import Document
from engine.planner import plan_operation
from engine.statement import Statement, compile_plan
from policies.access import Access
from policies.principal import Principal, anonymous
from policies.vocabulary import Permission
from storage.connect import connect
from tests.conformance.asking import SCHEMA

GRAPHQL = SCHEMA._schema
QUERY = GRAPHQL.query_type
assert QUERY is not None
ANYBODY = anonymous(store_public=True)
ADMIN = Principal(None, "admin", frozenset(Permission), revision=1)
OWN = {"AppVersion." + name for name in ("template", "reviews", "review", "audit", "createdBy", "viewerActions")}
OWN |= {"AppVersion.downloads", "StoreApp.downloads"}  # counted without a revision
OWN |= {"Provenance.signedBy", "Provenance.fingerprint"}  # of keys, whose coming and going is not the store's
"""What a page of the store can lead to that is not the store's to show everybody."""


def below(kind: GraphQLObjectType, way: tuple[str, ...], known: set[str]) -> Iterator[tuple[str, str]]:
    """Each field that can be reached by what everybody sees, with a document that asks for it, each type once."""
    if kind.name in known:
        return
    known.add(kind.name)
    for name, field in kind.fields.items():
        full = f"{kind.name}.{name}"
        inner = get_named_type(field.type)
        step = name + arguments(field)
        yield full, document((*way, step), inner)
        if isinstance(inner, GraphQLObjectType) and full not in OWN:
            yield from below(inner, (*way, step), known)


def arguments(field: GraphQLField) -> str:
    needed = [f'{name}: "x"' for name, given in field.args.items() if str(given.type).endswith("!")]
    return f"({', '.join(needed)})" if needed else ""


def document(way: tuple[str, ...], inner: Any) -> str:
    text = " { __typename }" if hasattr(inner, "fields") else ""
    for step in reversed(way):
        text = f" {{ {step}{text} }}"
    return text.strip()


REACHED = dict(
    found
    for root in sorted(sharing.ROOTS)
    for field in [QUERY.fields[root.partition(".")[2]]]
    for found in below(get_named_type(field.type), (root.partition(".")[2] + arguments(field),), set())  # type: ignore[arg-type]  # roots are objects
)
OTHER_ROOTS = sorted({f"Query.{name}" for name in QUERY.fields} - sharing.ROOTS - {"Query.explainAccess"})


def compiled(text: str, who: Principal = ANYBODY) -> Statement:
    node = parse(text)
    operation = Document(GRAPHQL, node, len(text)).operation(None)
    assert operation is not None
    assert isinstance(operation.node, OperationDefinitionNode)
    plan = plan_operation(GRAPHQL, operation.node, operation.fragments, operation.variables({}))
    return compile_plan(plan, Access(who))


def test_what_can_be_reached_is_all_of_the_store() -> None:
    types = {name.partition(".")[0] for name in REACHED}

    assert types >= {*sharing.TYPES, "AppVersion", "StoreAppConnection", "AppVersionEdge", "PageInfo"}
    assert len(REACHED) > 90


@pytest.mark.parametrize("who", [ANYBODY, ADMIN], ids=["anybody", "admin"])
@pytest.mark.parametrize("name", REACHED)
def test_a_field_is_everybodys_or_its_plan_is_not_shared(name: str, who: Principal) -> None:
    assert compiled(REACHED[name], who).is_shared == (name not in OWN)


def test_the_lists_of_what_is_shared_name_nothing_that_is_not_there() -> None:
    assert {name.partition(".")[0] for name in REACHED if "Connection" not in name} >= sharing.TYPES
    assert {name for name in REACHED if name.startswith("AppVersion.")} - OWN == sharing.VERSION
    assert {name for name in REACHED if name.startswith("Provenance.")} - OWN == sharing.PROVENANCE


@pytest.mark.parametrize("name", OTHER_ROOTS)
def test_no_other_root_is_shared_and_none_beside_one_that_is(name: str) -> None:
    field = QUERY.fields[name.partition(".")[2]]
    given = {"node": '(id: "x")', "nodes": "(ids: [])", "permissionGroups": "(scope: PLATFORM)"}
    step = field_name(name) + given.get(field_name(name), arguments(field))

    assert not compiled(document((step,), get_named_type(field.type))).is_shared
    assert not compiled(f"{{ categories {{ name }} {step} {{ __typename }} }}").is_shared


def field_name(name: str) -> str:
    return name.partition(".")[2]


SHARED = {name: text for name, text in REACHED.items() if name not in OWN}
TABLE = re.compile(r"\b(?:FROM|JOIN) ([a-z_]+)\b")
REVISIONS = {"store_revision", "policy_revision"}
FUNCTIONS = {"jsonb_array_elements", "jsonb_each_text", "now", "unnest"}
WATCHED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%changes_store'"


@pytest.mark.anyio
async def test_every_table_that_a_shared_answer_comes_from_raises_the_stores_revision(database_url: str) -> None:
    connection = await connect(database_url)
    watched = {row[0] for row in await connection.fetch(WATCHED)}
    await connection.close()

    read = {table for text in SHARED.values() for table in TABLE.findall(compiled(text).query.text)}

    assert read - REVISIONS - FUNCTIONS <= watched
    assert {"store_app", "version", "category", "workspace", "package"} <= read


VERSIONS = re.compile(r"FROM version ([a-z0-9_]+) WHERE (.*)", re.DOTALL)


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_answer_looks_at_versions_only_where_they_are_active(name: str) -> None:
    text = compiled(SHARED[name]).query.text

    for alias, condition in VERSIONS.findall(text):
        assert f"{alias}.state = 'ACTIVE'" in condition


@pytest.mark.parametrize("name", SHARED)
def test_nothing_of_the_caller_is_bound_but_who_they_are(name: str) -> None:
    for who in (ANYBODY, ADMIN):
        statement = compiled(SHARED[name], who)
        kinds = [type(parameter) for parameter in statement.query.parameters]
        assert tuple(kinds[: statement.guards]) == (sharing.GUARDS if who.is_signed_in else ())
        assert set(kinds[statement.guards :]) <= set(sharing.EVERYBODYS)
