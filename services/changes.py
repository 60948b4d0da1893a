"""How long it is kept what those who follow versions live are told."""

from datetime import timedelta

from storage.database import Database
from storage.writes.changes import forget_changes

KEPT = timedelta(hours=24)
"""A server that was cut off from its database for longer than that does not tell of what it missed."""


async def forget_old(database: Database) -> None:
    """Removes what is older. Safe beside others that do the same."""
    async with database.write() as tx:
        await forget_changes(tx, KEPT)
