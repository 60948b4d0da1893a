"""Clears away uploads that never came to be: objects and rows that nothing refers to."""

import logging
from datetime import UTC, datetime, timedelta

from domain.errors import StoreError
from storage.blobs import Blobs
from storage.database import Database
from storage.writes.registry import forget_uploads
from storage.writes.sweep import adopt_stray, forget_blob, known_among, remove_rows, unused_blobs

GRACE = timedelta(hours=1)
"""Longer than any upload takes from its first row to its last (an upload's body is cut off after two minutes)."""
log = logging.getLogger(__name__)


async def sweep(database: Database, blobs: Blobs, grace: timedelta = GRACE) -> int:
    """How many objects were removed. Safe beside uploads and other sweeps; never removes what is referred to."""
    await _adopt_strays(database, blobs, grace)
    async with database.write() as tx:
        await forget_uploads(tx, grace)
    async with database.write() as tx:
        await remove_rows(tx, grace)
        unused = await unused_blobs(tx, grace)
    removed = [digest for digest in unused if await _remove(database, blobs, digest, grace)]
    if removed:
        log.info("sweep removed %d objects", len(removed))
    return len(removed)


async def _adopt_strays(database: Database, blobs: Blobs, grace: timedelta) -> None:
    oldest = datetime.now(UTC) - grace
    old = [found for found in await blobs.list() if found.modified_at < oldest]
    async with database.write() as tx:
        known = await known_among(tx, [found.digest for found in old])
        for found in old:
            if found.digest not in known:
                await adopt_stray(tx, found.digest, found.size)


async def _remove(database: Database, blobs: Blobs, digest: str, grace: timedelta) -> bool:
    try:
        async with database.write() as tx:
            if not await forget_blob(tx, digest, grace):
                return False
            await blobs.remove(digest)
    except StoreError as error:  # the next sweep tries this one again
        log.warning("sweep could not remove %s: %s", digest, error)
        return False
    return True
