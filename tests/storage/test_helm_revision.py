"""The revisions of Helm's indexes: what raises which, what raises none, and that no order of changes deadlocks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from storage.connect import connect
from storage.tables import METADATA
from tests.storage.shown import SEED

pytestmark = pytest.mark.anyio

SOON_S = 10.0
NUMBERS = "SELECT published, revision FROM index_revision WHERE workspace_id = id('acme')"
NEW = """INSERT INTO version
 (id, template_id, workspace_id, version, sort_key, state, hidden_by_template, package_digest, revision)
 VALUES (id('new'), id('emqx'), id('acme'), 'new', '', '{state}', false, 'chart', 1)"""
PUBLISHED = [
    NEW.format(state="ACTIVE"),
    "UPDATE version SET state = 'ACTIVE' WHERE state = 'SUSPENDED'",
    "UPDATE version SET state = 'SUSPENDED' WHERE id = id('emqxACTIVE')",
    "UPDATE version SET package_digest = 'unused' WHERE id = id('emqxACTIVE')",
    "UPDATE version SET deleted_at = now() WHERE id = id('emqxACTIVE')",
    "DELETE FROM version WHERE id = id('emqxACTIVE')",
    "UPDATE version SET description = 'x'",
]
UNPUBLISHED = [
    NEW.format(state="DRAFT"),
    "UPDATE version SET state = 'SUBMITTED' WHERE state = 'DRAFT'",
    "UPDATE version SET description = 'x' WHERE state = 'DRAFT'",
    "UPDATE version SET deleted_at = now() WHERE state = 'SUSPENDED'",
    "DELETE FROM version WHERE state = 'DRAFT'",
]
NOTHING = [
    "UPDATE version SET downloads = downloads + 1",
    "UPDATE store_app SET downloads = downloads + 1",
    "UPDATE template SET summary = 'x'",
    "UPDATE store_app SET summary = 'x'",
    "UPDATE workspace SET display_name = 'x'",
]


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[tuple[asyncpg.Connection, asyncpg.Connection]]:
    """Connections to a store with something in it, at no revision."""
    async with AsyncExitStack() as stack:
        first, second = [await connect(database_url) for _ in range(2)]
        stack.push_async_callback(first.close)
        stack.push_async_callback(second.close)
        await first.execute(SEED)
        await first.execute("UPDATE index_revision SET published = 0, revision = 0")
        await first.execute("UPDATE store_revision SET revision = 1")
        yield first, second


@pytest.mark.parametrize("change", PUBLISHED)
async def test_a_change_of_what_is_published_raises_both_numbers_once(
    two: tuple[asyncpg.Connection, asyncpg.Connection], change: str
) -> None:
    assert not (await two[0].execute(change)).endswith(" 0")
    published, revision = await two[0].fetchrow(NUMBERS)
    assert published == 1
    assert revision in (1, 2)  # a draft may have been met before


@pytest.mark.parametrize("change", UNPUBLISHED)
async def test_a_change_of_another_version_raises_the_one_that_nobody_else_sees(
    two: tuple[asyncpg.Connection, asyncpg.Connection], change: str
) -> None:
    assert not (await two[0].execute(change)).endswith(" 0")
    assert tuple(await two[0].fetchrow(NUMBERS)) == (0, 1)


@pytest.mark.parametrize("change", NOTHING)
async def test_what_no_index_lists_raises_neither(
    two: tuple[asyncpg.Connection, asyncpg.Connection], change: str
) -> None:
    assert not (await two[0].execute(change)).endswith(" 0")
    assert tuple(await two[0].fetchrow(NUMBERS)) == (0, 0)


@pytest.mark.parametrize("table", ["version", "store_app"])
async def test_downloads_raise_no_revision_and_every_other_column_does(
    two: tuple[asyncpg.Connection, asyncpg.Connection], table: str
) -> None:
    await two[0].execute(f"UPDATE {table} SET downloads = 7")  # noqa: S608 - a name from the list above
    assert await two[0].fetchval("SELECT revision FROM store_revision") == 1
    watched = await two[0].fetch(
        """SELECT t.tgname, array_agg(a.attname::text) columns FROM pg_trigger t, unnest(t.tgattr) c
           JOIN pg_attribute a ON a.attnum = c WHERE t.tgrelid = $1::text::regclass AND a.attrelid = t.tgrelid
           GROUP BY 1""",
        table,
    )
    columns = METADATA.tables[table].columns
    every = {column.name for column in columns if column.computed is None} - {"downloads"}
    assert watched
    assert {trigger["tgname"]: every - set(trigger["columns"]) for trigger in watched} == {
        trigger["tgname"]: set() for trigger in watched
    }


async def test_each_workspace_has_numbers_of_its_own(two: tuple[asyncpg.Connection, asyncpg.Connection]) -> None:
    await two[0].execute(
        """INSERT INTO template (id, workspace_id, name, category_id, revision)
           VALUES (id('t'), id('empty'), 't', id('shelf'), 1)"""
    )
    await two[0].execute(NEW.format(state="ACTIVE").replace("id('emqx'), id('acme')", "id('t'), id('empty')"))
    assert tuple(await two[0].fetchrow(NUMBERS)) == (0, 0)
    assert tuple(await two[0].fetchrow(NUMBERS.replace("acme", "empty"))) == (1, 1)


async def test_many_versions_of_one_transaction_raise_a_number_once(
    two: tuple[asyncpg.Connection, asyncpg.Connection],
) -> None:
    many = """SELECT id('v' || n), id('emqx'), id('acme'), n::text, '', 'DRAFT', false, 'chart', 1
 FROM generate_series(1, 1000) n"""
    await two[0].execute(NEW.partition("VALUES")[0] + many)
    assert tuple(await two[0].fetchrow(NUMBERS)) == (0, 1)


async def test_a_savepoint_takes_its_raise_with_it_and_the_rest_still_counts(
    two: tuple[asyncpg.Connection, asyncpg.Connection],
) -> None:
    edit = "UPDATE version SET description = '{}' WHERE state = 'DRAFT'"
    async with two[0].transaction():
        await two[0].execute(f"SAVEPOINT s; {edit.format(1)}; SET CONSTRAINTS ALL IMMEDIATE")
        await two[0].execute(f"ROLLBACK TO s; SET CONSTRAINTS ALL DEFERRED; {edit.format(2)}")
    assert tuple(await two[0].fetchrow(NUMBERS)) == (0, 1)


DRAFT = "UPDATE version SET description = 'x' WHERE state = 'DRAFT'"
SHELVED = "UPDATE store_app SET summary = 'x' WHERE name = '{}'"
TOLD = """INSERT INTO version_change (id, version_id, template_id, workspace_id)
 VALUES (gen_random_uuid(), id('emqxDRAFT'), id('emqx'), id('acme'))"""
NOW = "SET CONSTRAINTS {} IMMEDIATE"


@pytest.mark.parametrize(
    ("first", "trigger"), [(DRAFT, "version_raises_index"), (TOLD, "version_change_is_placed")], ids=["draft", "told"]
)
async def test_transactions_that_raise_things_in_opposite_orders_do_not_deadlock(
    two: tuple[asyncpg.Connection, asyncpg.Connection], first: str, trigger: str
) -> None:
    one, other = two
    async with asyncio.timeout(SOON_S):
        await one.execute("BEGIN")
        await other.execute("BEGIN")
        await one.execute(first)
        await one.execute(NOW.format(trigger))  # as at its commit, in the order in which it has changed things
        await other.execute(SHELVED.format("redis"))
        raised = asyncio.create_task(other.execute(NOW.format("store_app_changes_store")))
        await asyncio.wait([raised], timeout=0.1)
        await one.execute(SHELVED.format("emqx"))
        committed = asyncio.create_task(one.execute("COMMIT"))
        await raised
        await other.execute(TOLD if first == TOLD else NEW.format(state="DRAFT"))
        await other.execute("COMMIT")
        await committed
    assert await one.fetchval("SELECT revision FROM store_revision") == 3
