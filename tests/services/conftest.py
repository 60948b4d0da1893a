"""A database, and a cast on it, for the use cases on people."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.personas import Cast


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The pool of one test's database."""
    pool = Database(database_url)
    yield pool
    await pool.close()


@pytest.fixture
async def cast(prepared_database_url: str) -> AsyncIterator[Cast]:
    """The built-in roles and the first admin, in a database of their own."""
    pool = Database(prepared_database_url)
    yield await Cast.of(pool)
    await pool.close()
