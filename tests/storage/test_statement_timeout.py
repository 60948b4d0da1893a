"""A statement that takes longer than the operator allows ends as an outage, on either way to the database."""

import pytest
from sqlalchemy import text

from domain.errors import Unavailable
from storage.database import Database
from storage.statements import Statements

pytestmark = pytest.mark.anyio
SLOW = "SELECT pg_sleep(10)"


async def test_a_compiled_statement_ends_in_time(module_database_url: str) -> None:
    statements = Statements(module_database_url, connections=1, statement_timeout_ms=50)
    try:
        with pytest.raises(Unavailable, match="took too long"):
            await statements.fetch_value(SLOW, [])
    finally:
        await statements.close()


async def test_every_other_statement_ends_in_time(module_database_url: str) -> None:
    database = Database(module_database_url, pool_size=1, statement_timeout_ms=50)
    try:
        with pytest.raises(Unavailable, match="took too long"):
            async with database.write() as tx:
                await tx.execute(text(SLOW))
    finally:
        await database.close()
