"""Puts rows into a database in the order in which they refer to each other, and takes all of them out again."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, text

from storage.database import Database
from storage.tables import METADATA

Rows = Mapping[str, Iterable[Mapping[str, Any]]]
TABLES = (
    "workspace",
    "role",
    "app_user",
    "membership",
    "session",
    "api_token",
    "signing_key",
    "category",
    "blob",
    "text_blob",
    "package",
    "package_file",
    "image",
    "template",
    "template_screenshot",
    "version",
    "provenance",
    "review",
    "review_phase",
    "store_app",
    "store_screenshot",
    "audit_event",
    "repository",
    "repository_sync",
    "repository_chart",
    "repository_chart_version",
)
"""Each table after those that it refers to."""


async def put(database: Database, rows: Rows) -> None:
    """Adds the rows, in one transaction."""
    async with database.write() as tx:
        for name in TABLES:
            for row in rows.get(name, ()):
                await tx.execute(insert(METADATA.tables[name]), row)


async def replace_all(database: Database, rows: Rows) -> int:
    """Adds the rows, of which those of a table have the same columns, in place of whatever was there.

    Gives the policy's revision. The triggers, which guard the append-only table too, are off: what they raise is raised
    here.
    """
    async with database.write() as tx:
        await tx.execute(text("SET LOCAL session_replication_role = replica"))
        for name in reversed(TABLES):
            await tx.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - a name from the list above
        for name in TABLES:
            together = list(rows.get(name, ()))
            if together:
                await tx.execute(insert(METADATA.tables[name]), together)
        await tx.execute(text("UPDATE store_revision SET revision = revision + 1"))
        revision = await tx.scalar(text("UPDATE policy_revision SET revision = revision + 1 RETURNING revision"))
    return int(revision)
