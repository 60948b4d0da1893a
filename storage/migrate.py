"""Brings a database to the newest revision. Run as a program by those who only sometimes need it:

    DATABASE_URL=… python -m storage.migrate

so that a process that serves for months does not hold Alembic, which it needs for a second.
"""

import asyncio
import os
from collections.abc import Callable
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.database import MIGRATIONS, new_engine

T = TypeVar("T")
MIGRATION_LOCK = 0x6368616E  # "chan"


def migrate(database_url: str, revision: str = "head") -> None:
    """Brings the database to the revision. Runs under an advisory lock: replicas that start together take turns."""
    asyncio.run(_with_connection(database_url, lambda connection: _upgrade(connection, revision)))


async def _with_connection(database_url: str, work: Callable[[Connection], T]) -> T:
    engine = new_engine(database_url, pool_size=1, command_s=None)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    connection.execute(text("SET statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    try:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()


if __name__ == "__main__":
    migrate(os.environ["DATABASE_URL"])
