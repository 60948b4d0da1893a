"""One look at the revisions serves all who waited for it, never one that it began before, and fails for all alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import time

import asyncpg
import pytest

from domain.errors import Unavailable
from engine.revisions import Now, Revisions
from storage.connect import connect
from storage.statements import Statements

pytestmark = pytest.mark.anyio

WAITING = """FROM pg_stat_activity
 WHERE wait_event_type = 'Lock' AND datname = current_database() AND pid <> pg_backend_pid()"""
RAISE = "UPDATE store_revision SET revision = revision + 1 RETURNING revision"


@pytest.fixture
async def statements(database_url: str) -> AsyncIterator[Statements]:
    made = Statements(database_url, 2)
    yield made
    await made.close()


@pytest.fixture
async def beside(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect(database_url)
    yield connection
    await connection.close()


@asynccontextmanager
async def held(beside: asyncpg.Connection) -> AsyncIterator[None]:
    """Whoever looks at the store's revision waits until the end of this."""
    async with beside.transaction():
        await beside.execute("LOCK TABLE store_revision IN ACCESS EXCLUSIVE MODE")
        yield


async def asked(revisions: Revisions, beside: asyncpg.Connection) -> asyncio.Task[Now]:
    """A look that is under way in the database."""
    task = asyncio.create_task(revisions.now())
    async with asyncio.timeout(5):
        while not await beside.fetchval(f"SELECT count(*) {WAITING}"):
            await asyncio.sleep(0.01)
            await beside.execute("SELECT pg_stat_clear_snapshot()")
    return task


async def test_it_tells_the_revisions_and_the_databases_time(
    statements: Statements, beside: asyncpg.Connection
) -> None:
    expected = await beside.fetchval(RAISE)

    now = await Revisions(statements).now()

    assert now.store == expected
    assert now.policy == await beside.fetchval("SELECT revision FROM policy_revision")
    assert abs(now.time - time()) < 5


async def test_all_who_come_at_once_are_served_by_one_statement(statements: Statements) -> None:
    revisions = Revisions(statements)

    found = await asyncio.gather(*(revisions.now() for _ in range(500)))

    assert len(set(found)) == 1
    assert statements.count == 1


async def test_who_comes_while_a_look_is_under_way_waits_for_the_next_and_sees_what_was_committed(
    statements: Statements, beside: asyncpg.Connection
) -> None:
    revisions = Revisions(statements)
    async with held(beside):
        first = await asked(revisions, beside)
        late = [asyncio.create_task(revisions.now()) for _ in range(100)]
        raised = await beside.fetchval(RAISE)

    assert {now.store for now in await asyncio.gather(*late)} == {raised}
    await first
    assert statements.count == 2


async def test_nothing_that_was_committed_before_a_question_is_missing_from_its_answer(
    statements: Statements, beside: asyncpg.Connection
) -> None:
    revisions, committed, asked_often = Revisions(statements), 0, 0

    async def write() -> None:
        nonlocal committed
        for _ in range(200):
            committed = await beside.fetchval(RAISE)

    async def ask() -> None:
        nonlocal asked_often
        while not writing.done():
            known = committed
            assert (await revisions.now()).store >= known
            asked_often += 1

    writing = asyncio.create_task(write())
    await asyncio.gather(writing, *(ask() for _ in range(20)))

    assert asked_often > statements.count > 1


async def test_a_failed_look_is_unavailable_to_all_who_waited_for_it_and_the_next_is_well(
    statements: Statements, beside: asyncpg.Connection
) -> None:
    revisions = Revisions(statements)
    async with held(beside):
        first = [await asked(revisions, beside)]
        late = [asyncio.create_task(revisions.now()) for _ in range(20)]
        await asyncio.sleep(0)
        await beside.execute(f"SELECT pg_terminate_backend(pid) {WAITING}")
        failed = await asyncio.gather(*first, return_exceptions=True)

    assert [type(error) for error in failed] == [Unavailable]
    assert len({now.store for now in await asyncio.gather(*late)}) == 1
    assert (await revisions.now()).store > 0


async def test_many_who_wait_for_the_same_failing_look_are_all_told() -> None:
    nowhere = Statements("postgresql://nobody@127.0.0.1:9/none?connect_timeout=2")
    revisions = Revisions(nowhere)

    for _ in range(2):
        found = await asyncio.gather(*(revisions.now() for _ in range(20)), return_exceptions=True)
        assert {type(error) for error in found} == {Unavailable}


async def test_one_who_leaves_takes_the_answer_from_nobody(statements: Statements, beside: asyncpg.Connection) -> None:
    revisions = Revisions(statements)
    async with held(beside):
        first = await asked(revisions, beside)
        late = [asyncio.create_task(revisions.now()) for _ in range(10)]
        await asyncio.sleep(0)
        for leaving in (first, late[3]):
            leaving.cancel()

    found = await asyncio.gather(first, *late, return_exceptions=True)
    assert sum(isinstance(one, asyncio.CancelledError) for one in found) == 2
    assert sum(isinstance(one, Now) for one in found) == 9
