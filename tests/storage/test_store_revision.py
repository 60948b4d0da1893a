"""The store's revision: what raises it and what does not, once a transaction, seen with the change, no deadlocks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg
import pytest

from storage.connect import connect
from storage.migrate import migrate
from storage.tables import StoreRevision
from tests.storage.shown import CHANGES, SEED, SIGNED, UNSEEN

pytestmark = pytest.mark.anyio

REVISION = f"SELECT revision FROM {StoreRevision.__tablename__}"  # noqa: S608 - a constant
SOON_S = 10.0


@asynccontextmanager
async def connections(url: str, number: int) -> AsyncIterator[list[asyncpg.Connection]]:
    """So many connections of their own."""
    async with AsyncExitStack() as stack:
        opened = [await connect(url) for _ in range(number)]
        for connection in opened:
            stack.push_async_callback(connection.close)
        yield opened


@pytest.fixture
async def one(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a store with something in it, at revision 1."""
    async with connections(database_url, 1) as (connection,):
        await connection.execute(SEED + SIGNED)
        await connection.execute("UPDATE store_revision SET revision = 1")
        yield connection


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_of_what_the_store_shows_raises_the_revision(one: asyncpg.Connection, change: str) -> None:
    assert not (await one.execute(change)).endswith(" 0")
    assert await one.fetchval(REVISION) == 2


@pytest.mark.parametrize("change", UNSEEN)
async def test_what_nobody_sees_in_the_store_does_not(one: asyncpg.Connection, change: str) -> None:
    await one.execute(change)
    assert await one.fetchval(REVISION) == 1


async def test_many_changes_of_one_transaction_raise_it_once(one: asyncpg.Connection) -> None:
    async with one.transaction():
        await one.execute(
            "INSERT INTO category (id, name) SELECT id('c' || n), 'c' || n FROM generate_series(1, 500) n"
        )
        await one.execute("UPDATE version SET description = 'x'")
        await one.execute("UPDATE store_app SET summary = 'x'")
        await one.execute("DELETE FROM store_screenshot")
    assert await one.fetchval(REVISION) == 2


async def test_every_transaction_of_a_connection_raises_it(one: asyncpg.Connection) -> None:
    for _ in range(3):
        await one.execute("UPDATE store_app SET summary = 'x'")
    assert await one.fetchval(REVISION) == 4


async def test_what_is_rolled_back_raises_nothing(one: asyncpg.Connection) -> None:
    transaction = one.transaction()
    await transaction.start()
    await one.execute("UPDATE store_app SET summary = 'x'")
    await one.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert await one.fetchval(REVISION) == 2
    await transaction.rollback()
    assert await one.fetchval(REVISION) == 1


async def test_a_savepoint_takes_its_raise_with_it_and_the_rest_still_counts(one: asyncpg.Connection) -> None:
    async with one.transaction():
        await one.execute("SAVEPOINT s; UPDATE store_app SET summary = 'x'; SET CONSTRAINTS ALL IMMEDIATE")
        await one.execute("ROLLBACK TO s; SET CONSTRAINTS ALL DEFERRED; UPDATE category SET icon = 'x'")
    assert await one.fetchval(REVISION) == 2


async def test_a_sessions_own_setting_hides_no_change(one: asyncpg.Connection) -> None:
    await one.execute("SET chandlery.store_raised_by = '1'")
    await one.execute("UPDATE store_app SET summary = 'x'")
    assert await one.fetchval(REVISION) == 2


async def test_others_read_it_from_the_commits_answer_on(one: asyncpg.Connection, database_url: str) -> None:
    async with connections(database_url, 1) as (other,):
        for before in range(1, 101):
            async with one.transaction():
                await one.execute("UPDATE store_app SET summary = 'x' WHERE name = 'emqx'")
                assert await other.fetchval(REVISION) == before
            assert await other.fetchval(REVISION) == before + 1


async def test_every_snapshot_has_exactly_the_changes_up_to_its_number(
    one: asyncpg.Connection, database_url: str
) -> None:
    async def write(connection: asyncpg.Connection, prefix: str) -> None:
        for n in range(50):
            await connection.execute("INSERT INTO category (id, name) VALUES (gen_random_uuid(), $1)", f"{prefix}-{n}")

    async def read(connection: asyncpg.Connection) -> set[tuple[int, int]]:
        both = "SELECT (SELECT revision FROM store_revision), (SELECT count(*) FROM category WHERE name LIKE '%-%')"
        seen = set()
        while not writing.done():
            seen.add(tuple(await connection.fetchrow(both)))
        return seen

    async with connections(database_url, 6) as (a, b, c, d, *readers):
        writing = asyncio.gather(*(write(connection, f"w{n}") for n, connection in enumerate((a, b, c, d))))
        snapshots = set().union(*await asyncio.gather(*(read(connection) for connection in readers)))
        await writing
    assert len(snapshots) > 1
    assert {revision - count for revision, count in snapshots} == {1}
    assert await one.fetchval(REVISION) == 201


async def test_changes_of_two_apps_in_opposite_orders_do_not_deadlock(
    one: asyncpg.Connection, database_url: str
) -> None:
    publish = "UPDATE store_app SET summary = 'x' WHERE name = $1"
    hold = "UPDATE template SET summary = 'x' WHERE name = $1"
    async with connections(database_url, 2) as (first, second), asyncio.timeout(SOON_S):
        await first.execute("BEGIN")
        await second.execute("BEGIN")
        await first.execute(publish, "emqx")
        await second.execute(hold, "redis")
        waiting = asyncio.create_task(first.execute(hold, "redis"))
        await second.execute(publish, "redis")
        await second.execute("COMMIT")
        await waiting
        await first.execute("COMMIT")
    assert await one.fetchval(REVISION) == 3


async def test_a_change_that_is_not_committed_yet_makes_no_other_wait(
    one: asyncpg.Connection, database_url: str
) -> None:
    async with connections(database_url, 1) as (slow,), asyncio.timeout(SOON_S), slow.transaction():
        await slow.execute("UPDATE store_app SET summary = 'x' WHERE name = 'emqx'")
        await one.execute("UPDATE store_app SET summary = 'x' WHERE name = 'redis'")
        assert await one.fetchval(REVISION) == 2
    assert await one.fetchval(REVISION) == 3


async def test_a_raise_is_told_to_those_who_listen(one: asyncpg.Connection, database_url: str) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with connections(database_url, 1) as (listener,):
        await listener.add_listener("store_changed", lambda *told: heard.put_nowait(told[-1]))
        await one.execute("UPDATE version SET description = 'x' WHERE state = 'DRAFT'")
        await one.execute("UPDATE store_app SET summary = 'x'")
        assert await asyncio.wait_for(heard.get(), SOON_S) == ""
        await listener.execute("SELECT 1")
    assert heard.empty()


async def test_a_database_of_the_first_schema_keeps_its_rows_and_counts_from_then_on(empty_database_url: str) -> None:
    await asyncio.to_thread(migrate, empty_database_url, "0001")
    async with connections(empty_database_url, 1) as (connection,):
        await connection.execute(SEED)
        await asyncio.to_thread(migrate, empty_database_url)
        assert await connection.fetchval(REVISION) == 1
        assert await connection.fetchval("SELECT count(*) FROM version") == 4
        await connection.execute("UPDATE store_app SET summary = 'x'")
        assert await connection.fetchval(REVISION) == 2
