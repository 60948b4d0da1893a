"""The way to the database: URLs as libpq has them, and outages in the caller's terms."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from domain.errors import BadRequest, Rejected, Unavailable
from storage.connect import connect, read_url
from storage.database import Database, new_engine

pytestmark = pytest.mark.anyio


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


def test_other_databases_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="postgresql"):
        new_engine("mysql://localhost/x")


def test_what_asyncpg_does_not_know_is_taken_out_of_the_url() -> None:
    url = "postgres://u:p@db.example.org/x?sslmode=require&connect_timeout=3&application_name=mine&options=-c%20a%3Db"
    dsn, connect_s, asked = read_url(url)
    assert dsn == "postgres://u:p@db.example.org/x?sslmode=require"
    assert (connect_s, asked) == (3.0, {"application_name": "mine", "options": "-c a=b"})


async def test_parameters_of_the_url_hold(database_url: str) -> None:
    sign = "&" if "?" in database_url else "?"
    connection = await connect(
        f"{database_url}{sign}connect_timeout=5&application_name=mine&options=-c%20work_mem%3D9MB"
    )
    shown = [await connection.fetchval("SELECT current_setting($1)", name) for name in ("application_name", "work_mem")]
    await connection.close()
    assert shown == ["mine", "9MB"]


@pytest.mark.parametrize("state", ["53300", "57P03", "25006", "53100", "08006", "28000"])
async def test_an_outage_is_unavailable(database: Database, state: str) -> None:
    with pytest.raises(Unavailable):
        async with database.write() as tx:
            await tx.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"))


async def test_what_is_bound_is_in_no_error(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table") as failed:
        async with database.write() as tx:
            await tx.execute(text("SELECT :secret FROM no_such_table"), {"secret": "$argon2id$very-secret"})
    assert "very-secret" not in str(failed.value)


async def test_a_reader_goes_on_after_a_failed_statement(database: Database) -> None:
    reader = database.reader()
    with pytest.raises(BadRequest):
        await reader.run(lambda session: session.execute(text("SELECT :t"), {"t": "a\x00b"}))
    assert (await reader.run(lambda session: session.execute(text("SELECT 1")))).scalar_one() == 1
    await reader.close()


async def test_a_race_for_a_unique_name_is_told_as_one(database: Database) -> None:
    insert = text("INSERT INTO workspace (id, name, revision) VALUES (gen_random_uuid(), 'same', 1)")
    with pytest.raises(Rejected, match="same moment"):
        async with database.write() as tx:
            await tx.execute(insert)
            await tx.execute(insert)


async def test_a_database_that_is_not_there_is_unavailable() -> None:
    database = Database("postgresql://nobody@127.0.0.1:9/none?connect_timeout=2")
    with pytest.raises(Unavailable):
        async with database.write() as tx:
            await tx.execute(text("SELECT 1"))
    await database.close()
