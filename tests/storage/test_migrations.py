"""Migrations: from nothing, twice, by two at once, and in step with the tables."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from domain.errors import Unavailable
from storage.database import Database, check_migrated, new_engine, newest_revision
from storage.migrate import alembic_config, migrate
from storage.tables import METADATA


def differences(database_url: str) -> list[object]:
    async def compare() -> list[object]:
        engine = new_engine(database_url)
        async with engine.connect() as connection:
            found = await connection.run_sync(_compare)
        await engine.dispose()
        return found

    return asyncio.run(compare())


def _compare(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA))


def test_migrations_from_nothing_make_exactly_the_tables(empty_database_url: str) -> None:
    migrate(empty_database_url)
    assert differences(empty_database_url) == []


def test_the_newest_revision_is_alembics_head() -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    migrate(empty_database_url)
    migrate(empty_database_url)
    assert differences(empty_database_url) == []


def test_two_replicas_may_migrate_at_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(3) as replicas:
        list(replicas.map(migrate, [empty_database_url] * 3))
    assert differences(empty_database_url) == []


@pytest.mark.anyio
async def test_an_unmigrated_database_is_told(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with pytest.raises(Unavailable, match="revision None"):
        await check_migrated(database)
    await database.close()


@pytest.mark.anyio
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
async def test_the_database_refuses_to_change_the_audit_log(database_url: str, statement: str) -> None:
    database = Database(database_url)
    async with database.write() as tx:
        await tx.execute(text("INSERT INTO audit_event (id, action) VALUES (gen_random_uuid(), 'test.event')"))
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as tx:
            await tx.execute(text(statement))
    await database.close()
