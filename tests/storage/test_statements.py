"""The free list of connections for reads: how many, what they may do, and that each is good again after any end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from domain.errors import Unavailable
from storage import statements as module
from storage.connect import connect
from storage.statements import LONGEST_PREPARED, PREPARED, PREPARED_CHARS, Statements

pytestmark = pytest.mark.anyio

SOON_S = 5.0
PID = "SELECT pg_backend_pid()"
SLEEP = "SELECT pg_sleep(60)::text"
MARK = "a statement of ours"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
OURS = f"FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%/* {MARK}%' AND pid <> pg_backend_pid()"
ACTIVE = f"SELECT count(*) {OURS}"
NAMED = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'read%'"


@asynccontextmanager
async def opened(url: str, connections: int = 1) -> AsyncIterator[Statements]:
    """A free list of so many connections; closed afterwards, when the driver's last cancellation has been sent too."""
    statements = Statements(url, connections)
    try:
        yield statements
    finally:
        await statements.close()
        async with asyncio.timeout(SOON_S):
            await asyncio.gather(*(task for task in asyncio.all_tasks() if "Connection._cancel" in repr(task)))


@pytest.fixture
async def one(database_url: str) -> AsyncIterator[Statements]:
    """A free list of one connection, so that whatever comes next comes to the same."""
    async with opened(database_url) as statements:
        yield statements


@pytest.fixture
async def beside(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that looks on."""
    connection = await connect(database_url)
    yield connection
    await connection.close()


async def run(statements: Statements, text: str, *values: Any, keep: bool = True) -> Any:
    return await statements.fetch_value(text, values, keep=keep)


async def eventually(beside: asyncpg.Connection, query: str, wanted: object, within_s: float = SOON_S) -> None:
    async with asyncio.timeout(within_s):
        while await beside.fetchval(query) != wanted:  # noqa: ASYNC110 - the event is in the database
            await asyncio.sleep(0.01)


async def begun(beside: asyncpg.Connection, statements: Statements) -> asyncio.Task[Any]:
    """A statement that the database has begun with, and that takes a minute."""
    task = asyncio.create_task(run(statements, f"{SLEEP} /* {MARK} */"))
    await eventually(beside, ACTIVE, 1)
    return task


# -- how many


async def test_many_statements_at_once_open_no_more_connections_than_there_may_be(
    database_url: str, beside: asyncpg.Connection
) -> None:
    async with opened(database_url, 3) as statements:
        pids = await asyncio.gather(*(run(statements, PID + ", pg_sleep(0.01)") for _ in range(30)))

        assert len(set(pids)) == 3
        assert await beside.fetchval(OPEN) == 3
        assert statements.count == 30


async def test_one_at_a_time_they_use_one_connection(database_url: str) -> None:
    async with opened(database_url, 3) as statements:
        assert len({await run(statements, PID) for _ in range(10)}) == 1


async def test_whoever_waits_too_long_for_a_connection_is_told_so_and_the_next_is_served(
    one: Statements, beside: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.1)
    slow = await begun(beside, one)

    with pytest.raises(Unavailable, match="too busy"):
        await run(one, "SELECT 1")
    slow.cancel()
    with suppress(asyncio.CancelledError):
        await slow

    assert await run(one, "SELECT 1") == 1


# -- what they may do


async def test_they_cannot_write(one: Statements, beside: asyncpg.Connection) -> None:
    with pytest.raises(Unavailable):
        await run(one, "INSERT INTO category (id, name) VALUES (gen_random_uuid(), 'x') RETURNING 1")
    assert await beside.fetchval("SELECT count(*) FROM category") == 0


async def test_they_speak_utc_and_plan_once_for_all_values(one: Statements, beside: asyncpg.Connection) -> None:
    settings = [
        await run(one, "SELECT current_setting($1)", name)
        for name in ("TimeZone", "plan_cache_mode", "statement_timeout", "default_transaction_read_only")
    ]

    assert settings == ["UTC", "force_generic_plan", "15s", "on"]
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert await run(one, "SELECT to_json($1::timestamptz)::text", noon) == '"2026-07-01T12:00:00+00:00"'


async def test_each_statement_sees_what_was_committed_before_it(one: Statements, beside: asyncpg.Connection) -> None:
    assert await run(one, "SELECT count(*) FROM category") == 0
    await beside.execute("INSERT INTO category (id, name) VALUES (gen_random_uuid(), 'x')")
    assert await run(one, "SELECT count(*) FROM category") == 1


# -- names


async def test_a_statement_that_is_asked_for_again_is_prepared_once(one: Statements) -> None:
    for number in range(20):
        assert await run(one, "SELECT $1::int + 1", number) == number + 1

    assert await run(one, NAMED, keep=False) == 1


async def test_what_is_asked_for_once_is_not_prepared(one: Statements) -> None:
    for number in range(20):
        assert await run(one, f"SELECT {number}", keep=False) == number

    assert await run(one, "SELECT count(*) FROM pg_prepared_statements WHERE name <> ''", keep=False) == 0


async def test_a_flood_of_statements_leaves_no_more_than_so_many_prepared_and_those_in_use_stay(
    one: Statements,
) -> None:
    for number in range(PREPARED * 2):
        assert await run(one, f"SELECT {number}") == number
        assert await run(one, "SELECT 'in use'") == "in use"

    names = "SELECT array_agg(name) FROM pg_prepared_statements WHERE statement = $1"
    assert await run(one, NAMED, keep=False) <= PREPARED + 1
    assert await run(one, names, "SELECT 'in use'", keep=False) == ["read_2"]


async def test_long_texts_are_kept_prepared_within_a_bound_of_all_and_very_long_ones_not_at_all(
    one: Statements,
) -> None:
    total = "SELECT coalesce(sum(length(statement)), 0)::int FROM pg_prepared_statements WHERE name <> ''"
    for number in range(40):
        assert await run(one, f"SELECT {number} /* {'x' * 20_000} */") == number
        assert await run(one, total, keep=False) <= PREPARED_CHARS + 20_100
    before = await run(one, total, keep=False)

    assert await run(one, f"SELECT 7 /* {'x' * LONGEST_PREPARED} */") == 7

    assert PREPARED_CHARS / 2 < await run(one, total, keep=False) == before


# -- after a failure


@pytest.mark.parametrize("keep", [True, False])
async def test_a_statement_that_fails_leaves_its_connection_as_it_was(one: Statements, keep: bool) -> None:
    before = await run(one, PID)

    for wrong in ("SELECT 1 / (SELECT 0)", "SELECT no_such_column", "no SQL at all"):
        with pytest.raises(asyncpg.PostgresError):
            await run(one, wrong, keep=keep)

    assert await run(one, PID) == before
    assert await run(one, "SELECT 1 / $1::int", 1) == 1


async def test_a_value_that_cannot_be_bound_takes_no_turn_away(one: Statements) -> None:
    for _ in range(3):
        with pytest.raises((asyncpg.DataError, Unavailable)):
            await run(one, "SELECT $1::int", "no number")
    assert await run(one, "SELECT $1::int", 1) == 1


async def test_a_statement_that_the_database_cuts_off_as_too_long_is_unavailable(
    one: Statements, beside: asyncpg.Connection
) -> None:
    slow = await begun(beside, one)

    await beside.execute(f"SELECT pg_cancel_backend(pid) {OURS}")

    with pytest.raises(Unavailable, match="too long"):
        await slow
    assert await run(one, "SELECT 1") == 1


# -- after a cancellation


async def test_a_cancelled_statement_ends_in_the_database_and_its_connection_serves_the_next(
    one: Statements, beside: asyncpg.Connection
) -> None:
    before = await run(one, PID)
    slow = await begun(beside, one)

    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow

    await eventually(beside, ACTIVE, 0, within_s=1)
    assert await run(one, PID) == before


async def test_many_cancelled_at_any_moment_cost_no_turn(database_url: str, beside: asyncpg.Connection) -> None:
    async with opened(database_url, 2) as statements:
        for number in range(60):
            task = asyncio.create_task(run(statements, f"SELECT {number}, pg_sleep(0.005)"))
            await asyncio.sleep(number / 5_000)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        async with asyncio.timeout(SOON_S):
            assert await asyncio.gather(*(run(statements, "SELECT 1, pg_sleep(0.01)") for _ in range(4))) == [1] * 4
        assert await beside.fetchval(OPEN) <= 2


async def test_whoever_is_cancelled_while_they_wait_takes_no_turn(one: Statements, beside: asyncpg.Connection) -> None:
    slow = await begun(beside, one)
    waiting = asyncio.create_task(run(one, "SELECT 1"))
    await asyncio.sleep(0.05)

    for task in (waiting, slow):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert await run(one, "SELECT 1") == 1


# -- after the database has ended a connection


END_ALL = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()"""


async def test_a_connection_that_is_ended_under_a_statement_is_unavailable_and_then_replaced(
    one: Statements, beside: asyncpg.Connection
) -> None:
    slow = await begun(beside, one)

    await beside.execute(END_ALL)

    with pytest.raises(Unavailable):
        await slow
    assert await run(one, "SELECT 1") == 1


async def test_connections_that_are_ended_while_they_are_free_are_replaced_unnoticed(
    database_url: str, beside: asyncpg.Connection
) -> None:
    async with opened(database_url, 4) as statements:
        await asyncio.gather(*(run(statements, "SELECT pg_sleep(0.05)::text") for _ in range(4)))
        assert await beside.fetchval(END_ALL) == 4
        await eventually(beside, OPEN, 0)
        await asyncio.sleep(0.05)

        assert [await run(statements, "SELECT 1") for _ in range(8)] == [1] * 8


async def test_a_database_that_is_not_there_is_unavailable_each_time() -> None:
    async with opened("postgresql://nobody@127.0.0.1:9/none?connect_timeout=2") as statements:
        for _ in range(3):
            with pytest.raises(Unavailable):
                await run(statements, "SELECT 1")


# -- the end


async def test_closing_ends_free_connections_at_once_and_those_in_use_with_their_statement(
    database_url: str, beside: asyncpg.Connection
) -> None:
    statements = Statements(database_url, 2)
    slow = asyncio.create_task(run(statements, f"SELECT 7, pg_sleep(1) /* {MARK} */"))
    await run(statements, "SELECT 1")
    await eventually(beside, ACTIVE, 1)
    assert await beside.fetchval(OPEN) == 2

    await statements.close()

    await eventually(beside, OPEN, 1)
    assert await slow == 7
    await eventually(beside, OPEN, 0)


# -- EXPLAIN


async def test_explain_runs_the_statement_and_shows_nothing_that_is_bound(one: Statements) -> None:
    secret = "it's a \\ secret"
    query = """SELECT name FROM category
 WHERE name = $1::text OR name = ANY ($2::text[]) OR to_timestamp($4::float8) < $3::timestamptz"""

    told = await one.explain(query, [secret, [secret, None], datetime(2345, 6, 7, tzinfo=UTC), float("inf")])

    assert "actual time" in told
    assert "secret" not in told
    assert "2345" not in told
    assert "actual time" in await one.explain("SELECT 1", [])


async def test_an_explanation_that_fails_leaves_its_connection_as_it_was(one: Statements) -> None:
    before = await run(one, PID)
    with pytest.raises(asyncpg.PostgresError):
        await one.explain("SELECT 1 / $1::int", [0])
    assert await run(one, PID) == before
