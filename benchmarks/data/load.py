"""Fills an empty, migrated database with the benchmark's rows, and leaves it vacuumed and analysed."""

import json
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.data.charts import charts
from benchmarks.data.rows import tables
from benchmarks.data.scale import Scale
from services.bootstrap import prepare
from services.passwords import hash_password
from storage.connect import connect
from storage.database import Database

HERE = Path(__file__).parent
PASSWORD = "benchmark data only"  # noqa: S105 - opens nothing but what this program fills and serves on 127.0.0.1
STATEMENTS = ("templates.sql", "versions.sql", "store.sql")


async def load(database_url: str, scale: Scale) -> None:
    """All rows in one transaction: what is interrupted leaves an empty database."""
    await _prepare(database_url)
    connection = await connect(database_url, {"synchronous_commit": "off", "work_mem": "256MB", "jit": "off"}, None)
    try:
        await connection.set_type_codec(
            "jsonb", encoder=_write_jsonb, decoder=_read_jsonb, schema="pg_catalog", format="binary"
        )
        async with connection.transaction():
            await _fill(connection, scale)
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def _prepare(database_url: str) -> None:
    """As the server does at its start: built-in roles, the first shelf, the first admin."""
    database = Database(database_url, pool_size=1)
    try:
        await prepare(database, PASSWORD)
    finally:
        await database.close()


async def _fill(connection: Any, scale: Scale) -> None:
    await connection.execute((HERE / "notes.sql").read_text())
    sizes = scale.workspaces, scale.templates_each, scale.versions_each, scale.users
    await connection.execute("INSERT INTO scale VALUES ($1, $2, $3, $4)", *sizes)
    made = charts(scale.charts, scale.versions_each)
    for name, columns, rows in tables(scale, made, await hash_password(PASSWORD)):
        await _copy(connection, name, columns, rows)
    for name in STATEMENTS:
        await connection.execute((HERE / name).read_text())


async def _copy(
    connection: asyncpg.Connection, name: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    await connection.copy_records_to_table(name, columns=columns, records=rows)


def _write_jsonb(value: Any) -> bytes:
    """The form of COPY: a version number, then the text."""
    return b"\x01" + json.dumps(value).encode()


def _read_jsonb(data: bytes) -> Any:
    return json.loads(data[1:])
