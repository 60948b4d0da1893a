"""The catalog declares all of the contract, and nothing that is not there: neither fields, nor tables, nor columns."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from graphql import GraphQLObjectType
from sqlalchemy import CheckConstraint, Column

from domain.ids import Kind
from engine.catalog import BY_KIND, TYPES
from engine.catalog.declare import ByGlobalId, Inline, Items, Many, One, Page, Static, TheViewer, Type, Value
from engine.catalog.leaves import text
from engine.parameters import Variable
from engine.plan import Field, Part, Plan, Slice
from engine.planner import CONNECTION, EDGE, PAGE_INFO
from engine.render import Undeclared
from engine.sql import TRUE
from engine.statement import compile_plan
from policies.access import Access
from policies.principal import Principal
from policies.vocabulary import Permission
from schema.types.node import KINDS, ROWS
from storage.tables import METADATA
from tests.conformance.asking import SCHEMA
from tests.conformance.coverage import reachable
from tests.policies.golden import ROOT

GRAPHQL = SCHEMA._schema
MUTATION = GRAPHQL.mutation_type
assert MUTATION is not None
PAYLOADS = {field.type.of_type.name for field in MUTATION.fields.values()} | {"Mutation", "UserError"}
TYPES_READ = {
    name: kind
    for name, kind in reachable(GRAPHQL, [GRAPHQL.query_type, MUTATION]).items()
    if name not in PAYLOADS and name != "AccessExplanation"
}
FACTS = {"AssumedRole", "ChartFile", "ChartMetadata", "ChartPackage", "Image", "Provenance", "Publisher", "ReviewPhase"}


def unplanned() -> set[str]:
    return set((ROOT / "engine" / "unplanned.txt").read_text().split())


def parts_of(name: str) -> dict[str, Part]:
    endings = {"Connection": CONNECTION, "Edge": EDGE, "PageInfo": PAGE_INFO}
    return next(parts for ending, parts in endings.items() if name.endswith(ending))


def declared() -> set[str]:
    """Every field that the catalog has a way to come by."""
    found = {f"{name}.{field}" for name, kind in TYPES.items() for field in kind.fields}
    held = {name: parts_of(name) for name in TYPES_READ if name not in TYPES}
    return found | {f"{name}.{field}" for name, parts in held.items() for field in parts}


def test_what_is_not_planned_is_listed_and_the_list_is_as_short_as_can_be() -> None:
    assert unplanned() == {"Query.explainAccess", "Query.__schema", "Query.__type"}


def test_every_other_field_of_the_contract_is_declared_and_no_field_that_is_not_in_it() -> None:
    contract = {f"{name}.{field}" for name, kind in TYPES_READ.items() for field in kind.fields}

    assert declared() == contract - unplanned()


def test_what_a_field_is_declared_to_give_is_what_the_contract_says_that_it_gives() -> None:
    wrong = [
        f"{name}.{field}"
        for name, kind in TYPES.items()
        for field, how in kind.fields.items()
        if (inner := inner_type(how)) is not None and inner != _given(TYPES_READ[name], field)
    ]

    assert wrong == []


def inner_type(how: object) -> str | None:
    match how:
        case Page(type=name):
            return f"{name}Connection"
        case Inline(type=name) | One(type=name) | Many(type=name) | Items(type=name) | Static(type=name):
            return name
        case TheViewer(type=name):
            return name
        case _:
            return None


def _given(kind: GraphQLObjectType, field: str) -> str:
    given = kind.fields[field].type
    while hasattr(given, "of_type"):
        given = given.of_type
    return str(given.name)


def test_a_field_may_be_null_in_the_catalog_exactly_where_the_contract_says_so() -> None:
    wrong = [
        f"{name}.{field}"
        for name, kind in TYPES.items()
        for field, how in kind.fields.items()
        if isinstance(how, One) and how.is_nullable == hasattr(TYPES_READ[name].fields[field].type, "of_type")
    ]

    assert wrong == []


def test_every_kind_of_id_has_its_type_and_table() -> None:
    rows = {KINDS[row]: (name, row.__tablename__) for name, row in ROWS.items()}

    assert {kind: (name, TYPES[name].table) for kind, name in BY_KIND.items()} == rows
    assert set(BY_KIND) == set(Kind)


def test_every_table_is_seen_under_a_condition_or_is_a_fact_of_what_shows_it() -> None:
    with_table = {name: kind for name, kind in TYPES.items() if kind.table}

    assert {name for name, kind in with_table.items() if kind.is_fact} == FACTS
    assert {name for name, kind in with_table.items() if kind.thing is None} == FACTS
    assert all(kind.thing is None or kind.thing.value == kind.table for kind in with_table.values())
    assert {kind.table for kind in with_table.values()} <= set(METADATA.tables)


LEAF = text("id")
EVERYTHING: dict[str, Any] = {
    "one": One("Secret", lambda *_: TRUE),
    "many": Many("Secret", lambda *_: TRUE, ("id",)),
    "many beside others": Many("Secret", lambda *_: TRUE, ("id",), beside=("version", "id", "id")),
    "page": Page("secrets", "Secret", {"ID": ()}, ("ID", False)),
}


@pytest.mark.parametrize("how", EVERYTHING)
def test_rows_of_a_table_that_is_neither_cannot_be_written(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setitem(TYPES, "Secret", Type({"id": LEAF}, "session"))  # type: ignore[arg-type]
    leaf = Field("id", "Secret.id", LEAF)
    inside = Field("nodes", "SecretConnection.nodes", Part.NODES, fields=(leaf,)) if how == "page" else leaf
    page = Slice(1, None, None, None) if how == "page" else None
    plan = Plan((Field("secrets", "Query.secrets", EVERYTHING[how], slice=page, fields=(inside,)),))

    with pytest.raises(Undeclared, match="session"):
        compile_plan(plan, Access(Principal(None, "admin", frozenset(Permission))))


def test_a_node_of_a_table_that_is_neither_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TYPES, "AppTemplate", replace(TYPES["AppTemplate"], thing=None))  # type: ignore[arg-type]
    leaf = Field("id", "AppTemplate.id", LEAF)
    node = Field("node", "Query.node", ByGlobalId(False), {"id": Variable("id")}, branches=((Kind.TEMPLATE, (leaf,)),))

    with pytest.raises(Undeclared, match="template"):
        compile_plan(Plan((node,)), Access(Principal(None, "admin", frozenset(Permission))))


def leaves() -> Iterator[tuple[str, str, Column[Any] | None]]:
    """Of each leaf that is one column: its name, how it is written, and the column, if there is one."""
    for name, kind in TYPES.items():
        for field, how in kind.fields.items():
            column = inspect.getclosurevars(how.write).nonlocals.get("column") if isinstance(how, Value) else None
            if kind.table and isinstance(how, Value) and isinstance(column, str):
                written = how.write.__qualname__.partition(".")[0]
                yield f"{name}.{field}", written, METADATA.tables[kind.table].columns.get(column)


NEVER_NULL = {"text", "word", "number", "count", "flag", "moment", "texts"}
MAYBE_NULL = {"text_or_null", "moment_or_null", "end_or_null"}


def test_every_leaf_names_a_column_of_its_table() -> None:
    assert {written for _, written, _ in leaves()} == NEVER_NULL | MAYBE_NULL | {"item"}
    assert [name for name, _, column in leaves() if column is None] == []


def test_what_is_written_as_never_null_cannot_be_null_and_what_may_be_null_can() -> None:
    wrong = [
        name
        for name, written, column in leaves()
        if column is not None and written != "item" and column.nullable != (written in MAYBE_NULL)
    ]

    assert wrong == []


def test_what_is_written_without_escapes_is_a_word_that_a_constraint_keeps() -> None:
    words = {name: column for name, written, column in leaves() if written == "word" and column is not None}

    assert words.keys() == {
        "AppTemplate.state",
        "AppVersion.state",
        "HelmRepository.kind",
        "HelmRepository.state",
        "RepositorySync.state",
        "Review.state",
        "ReviewPhase.name",
        "ReviewPhase.state",
        "Role.scope",
    }
    assert [name for name, column in words.items() if not _is_closed_set(column)] == []


def _is_closed_set(column: Column[Any]) -> bool:
    allowed = re.compile(rf"{column.name} IN \('[A-Z0-9_]+'(, '[A-Z0-9_]+')*\)")
    checks = (one for one in column.table.constraints if isinstance(one, CheckConstraint))
    return any(allowed.fullmatch(str(one.sqltext)) for one in checks) and not column.nullable
