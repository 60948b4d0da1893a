"""The three readers of the algebra agree, NULLs included: `holds` in Python, the SQL of storage, that of the engine."""

import asyncio
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Integer, Text, Uuid, column, insert, select, table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from engine.catalog.declare import Row as EngineRow
from engine.predicates import write_predicate
from engine.sql import name, numbered, sql
from policies.access import SignedIn, values_of
from policies.predicate import (
    EVERYTHING,
    NOTHING,
    AllOf,
    AnyOf,
    Constant,
    In,
    Is,
    IsSet,
    Linked,
    Predicate,
    Row,
    Thing,
    all_of,
    any_of,
    holds,
    one_of,
)
from policies.principal import Principal
from policies.scope import scope_of
from policies.vocabulary import Permission
from storage.database import new_engine
from storage.predicates import render
from storage.queries.base import visible
from storage.tables import METADATA

IDS = tuple(UUID(int=n) for n in range(1, 5))
# Columns by table and type. The tables are stood in for by temporary ones of the same name that take NULL everywhere.
COLUMNS: Mapping[Thing, Mapping[str, str]] = {
    Thing.REVIEW: {"id": "uuid", "workspace_id": "uuid", "submitted_by": "uuid", "state": "text"},
    Thing.REVIEW_PHASE: {"review_id": "uuid", "reviewer_id": "uuid", "state": "text"},
    Thing.MEMBERSHIP: {"id": "uuid", "workspace_id": "uuid", "user_id": "uuid", "role_id": "uuid"},
    Thing.USER: {"id": "uuid", "platform_role_id": "uuid", "username": "text", "disabled": "boolean"},
}
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "uuid": st.sampled_from(IDS),
    "text": st.sampled_from(["DRAFT", "ACTIVE", "", "%'\"; --"]),
    "boolean": st.booleans(),
}
TYPES: Mapping[str, Any] = {"uuid": Uuid(), "text": Text(), "boolean": Boolean()}
things = st.sampled_from(list(COLUMNS))


def columns_of(thing: Thing, kind: str | None = None) -> list[str]:
    return [name for name, of in COLUMNS[thing].items() if kind in (None, of)]


@st.composite
def predicates(draw: st.DrawFn, thing: Thing, depth: int = 3) -> Predicate:
    """Any tree over the thing's columns, not only those that scopes are made of."""
    form = draw(st.sampled_from(["constant", "is", "in", "set", "linked", "all", "any"][: 7 if depth else 4]))
    match form:
        case "constant":
            return Constant(draw(st.booleans()))
        case "is":
            name = draw(st.sampled_from(columns_of(thing)))
            return Is(name, draw(VALUES[COLUMNS[thing][name]]))
        case "in":
            name = draw(st.sampled_from(columns_of(thing, "uuid")))
            return In(name, draw(st.frozensets(st.sampled_from(IDS))))
        case "set":
            return IsSet(draw(st.sampled_from(columns_of(thing))))
        case "linked":
            other = draw(things)
            name, via = (draw(st.sampled_from(columns_of(at, "uuid"))) for at in (thing, other))
            return Linked(name, other, via, draw(predicates(other, depth - 1)))
        case _:
            parts = tuple(draw(st.lists(predicates(thing, depth - 1), min_size=1, max_size=3)))
            return AllOf(parts) if form == "all" else AnyOf(parts)


@st.composite
def tables(draw: st.DrawFn) -> dict[Thing, list[Row]]:
    """A few rows of everything; about one value in four is NULL."""
    found: dict[Thing, list[Row]] = {}
    for thing, columns in COLUMNS.items():
        row = st.fixed_dictionaries({name: st.none() | VALUES[kind] | VALUES[kind] for name, kind in columns.items()})
        found[thing] = draw(st.lists(row, max_size=5))
    return found


class Trial:
    """A connection on which the tables are stood in for, and which keeps nothing."""

    def __init__(self, runner: asyncio.Runner, engine: AsyncEngine) -> None:
        self._runner = runner
        self._engine = engine

    def kept_by_sql(self, thing: Thing, predicate: Predicate, rows: Mapping[Thing, list[Row]]) -> list[set[int]]:
        """The numbers of the thing's rows that PostgreSQL keeps by each of the two conditions."""
        return self._runner.run(self._kept(thing, predicate, rows))

    async def _kept(self, thing: Thing, predicate: Predicate, rows: Mapping[Thing, list[Row]]) -> list[set[int]]:
        source = METADATA.tables[thing.value]
        async with self._engine.connect() as connection:
            await self._stand_in(connection, rows)
            statement = select(text("number")).select_from(source).where(render(predicate, source))
            by_storage = set((await connection.execute(statement)).scalars())
            by_engine = await self._kept_by_engine(connection, thing, predicate)
            await connection.rollback()
        return [by_storage, by_engine]

    async def _kept_by_engine(self, connection: AsyncConnection, thing: Thing, predicate: Predicate) -> set[int]:
        number, question = count(), SignedIn()
        condition = write_predicate(
            predicate, question, EngineRow("t", thing.value), {}, lambda table: f"{table[:3]}_{next(number)}"
        )
        query = numbered(sql("SELECT t.number FROM {table} t WHERE {where}", table=name(thing.value), where=condition))
        values = list(values_of(predicate))
        bound = [values[parameter.place] for parameter in query.parameters]  # type: ignore[attr-defined]
        driver: Any = (await connection.get_raw_connection()).driver_connection
        return {row["number"] for row in await driver.fetch(query.text, *bound)}

    async def _stand_in(self, connection: AsyncConnection, rows: Mapping[Thing, list[Row]]) -> None:
        for thing, columns in COLUMNS.items():
            described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            await connection.execute(text(f"CREATE TEMP TABLE {thing.value} (number int, {described}) ON COMMIT DROP"))
            if rows[thing]:
                into = table(thing.value, column("number", Integer), *(column(n, TYPES[k]) for n, k in columns.items()))
                numbered = [{**row, "number": number} for number, row in enumerate(rows[thing])]
                await connection.execute(insert(into), numbered)


@pytest.fixture(scope="module")
def trial(module_database_url: str) -> Iterator[Trial]:
    with asyncio.Runner() as runner:
        engine = new_engine(module_database_url, pool_size=1)
        yield Trial(runner, engine)
        runner.run(engine.dispose())


@given(data=st.data(), rows=tables(), thing=things)
@settings(max_examples=160, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_python_storage_and_engine_keep_the_same_rows(
    trial: Trial, data: st.DataObject, rows: dict[Thing, list[Row]], thing: Thing
) -> None:
    predicate = data.draw(predicates(thing))

    in_python = {number for number, row in enumerate(rows[thing]) if holds(predicate, row, rows.__getitem__)}

    assert trial.kept_by_sql(thing, predicate, rows) == [in_python, in_python]


@given(data=st.data(), rows=tables(), thing=things)
def test_the_folding_makers_mean_what_the_plain_trees_mean(
    data: st.DataObject, rows: dict[Thing, list[Row]], thing: Thing
) -> None:
    parts = tuple(data.draw(st.lists(predicates(thing, 1), max_size=3)))

    for row in rows[thing]:
        assert holds(all_of(*parts), row, rows.__getitem__) == all(holds(p, row, rows.__getitem__) for p in parts)
        assert holds(any_of(*parts), row, rows.__getitem__) == any(holds(p, row, rows.__getitem__) for p in parts)


def test_constants_are_folded_away() -> None:
    part = IsSet("id")

    assert all_of() == EVERYTHING == all_of(EVERYTHING) == any_of(part, EVERYTHING)
    assert any_of() == NOTHING == any_of(NOTHING) == all_of(part, NOTHING)
    assert all_of(EVERYTHING, part) == part == any_of(NOTHING, part)
    assert one_of("id", frozenset()) == NOTHING


def compiled(statement: Any) -> tuple[str, dict[str, Any]]:
    """The statement's text for PostgreSQL, and its binds."""
    done = statement.compile(dialect=postgresql.asyncpg.dialect())
    return str(done), dict(done.params)


@pytest.mark.parametrize("thing", Thing)
def test_equal_shapes_have_equal_text_and_values_travel_in_binds(thing: Thing) -> None:
    held = frozenset(Permission)
    few = Principal(UUID(int=7), "few", workspaces={UUID(int=1001): held}, store_public=False)
    many = Principal(UUID(int=8), "many", workspaces={UUID(int=n): held for n in range(2000, 2300)}, store_public=False)

    (text_of_few, binds), (text_of_many, more_binds) = (compiled(visible(scope_of(p, thing))) for p in (few, many))

    assert text_of_few == text_of_many
    assert len(binds) == len(more_binds)
    assert not any(str(UUID(int=n)) in text_of_few for n in (7, 1001))


def test_a_set_is_one_array_in_a_fixed_order() -> None:
    source = METADATA.tables["template"]
    ids = [UUID(int=n) for n in (3, 1, 2)]

    sql, binds = compiled(select(source.c.id).where(render(In("workspace_id", frozenset(ids)), source)))

    assert "= any($1::UUID[])" in sql
    assert list(binds.values()) == [sorted(ids)]


def test_a_text_never_becomes_sql() -> None:
    source = METADATA.tables["version"]
    text_value = "x' OR 'a'='a"

    sql, binds = compiled(select(source.c.id).where(render(Is("state", text_value), source)))

    assert text_value not in sql
    assert text_value in binds.values()
