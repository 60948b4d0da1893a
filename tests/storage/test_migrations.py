"""Migrations: from nothing, twice, by two at once, and in step with the tables."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, text
from sqlalchemy.exc import DBAPIError

from domain.errors import Unavailable
from domain.lifecycle import ReviewPhaseName, ReviewPhaseState, ReviewState, TemplateState, VersionState
from domain.upstream import RepositoryKind, SyncState
from policies.vocabulary import RoleScope
from storage.database import Database, check_migrated, new_engine, newest_revision
from storage.migrate import alembic_config, migrate
from storage.tables import METADATA
from tests.fixtures.services import run_sql

# What a column may hold, by the name of the check that says so.
CLOSED_SETS = {
    "role_scope": RoleScope,
    "repository_kind": RepositoryKind,
    "repository_state": SyncState,
    "repository_sync_state": SyncState,
    "template_state": TemplateState,
    "version_state": VersionState,
    "review_state": ReviewState,
    "review_phase_name": ReviewPhaseName,
    "review_phase_state": ReviewPhaseState,
}
CHECKS = """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'c' AND conrelid <> 0 AND conrelid::regclass::text NOT LIKE 'procrastinate_%'"""


def differences(database_url: str) -> list[object]:
    async def compare() -> list[object]:
        engine = new_engine(database_url)
        async with engine.connect() as connection:
            found = await connection.run_sync(_compare)
        await engine.dispose()
        return found

    return asyncio.run(compare())


def _compare(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": _is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA))


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Whether the table is ours: the queue's are procrastinate's own."""
    return not (kind == "table" and str(name).startswith("procrastinate_"))


def test_migrations_from_nothing_make_exactly_the_tables(empty_database_url: str) -> None:
    migrate(empty_database_url)
    assert differences(empty_database_url) == []


def test_migrations_make_the_checks_of_the_tables(database_url: str) -> None:
    declared = {
        check.name: _words(str(check.sqltext))
        for table in METADATA.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert {name: _words(written) for name, written in run_sql(database_url, CHECKS)} == declared


@pytest.mark.parametrize(("check", "words"), CLOSED_SETS.items())
def test_a_closed_set_is_the_programs_own(database_url: str, check: str, words: type[StrEnum]) -> None:
    assert _words(dict(run_sql(database_url, CHECKS))[check]) == set(words)


def _words(condition: str) -> set[str]:
    """What is quoted in the condition: PostgreSQL writes the rest of it in its own way."""
    return set(re.findall(r"'(\w+)'", condition))


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
