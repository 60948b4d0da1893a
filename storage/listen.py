"""Hears what other processes tell through the database (PostgreSQL LISTEN), on a connection of its own.

A pooled connection would not do: it is given back, and forgets what it listens to.
"""

import asyncio
from collections.abc import Callable

from storage.connect import connect

ALIVE_S = 30.0
TIMEOUT_S = 10.0


async def listen(database_url: str, channel: str, heard: Callable[[], None]) -> None:
    """Calls `heard` once it listens, and then at each notification, until it is cancelled.

    Raises OSError, TimeoutError or an asyncpg error when the connection cannot be made or is lost; a connection that
    died without a word is found out within 40 s. What was told in between is lost: the caller listens again.
    """
    connection = await connect(database_url)
    lost = asyncio.Event()
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(channel, lambda *_: heard())
        heard()
        while not await _happens(lost):
            await connection.execute("SELECT 1", timeout=TIMEOUT_S)
        raise ConnectionResetError("the database has closed the connection")
    finally:
        connection.terminate()


async def _happens(event: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(event.wait(), ALIVE_S)
    except TimeoutError:
        return False
    return True
