"""How often packages are downloaded: counted in memory, and written in batches beside the requests.

Every time that a client is sent to the bytes counts, once a request: a client that fetches in ranges, or that gives up,
counts as often as it asks. A process that is killed takes what it has not written yet with it: what was counted since
the last batch, of which there is one every ten seconds, and one when the server stops.
"""

from collections import Counter
from uuid import UUID

from storage.database import Database
from storage.writes.downloads import add_downloads

AT_ONCE = 1_000
"""Versions in one transaction."""


class Downloads:
    """The counts of one process that are not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[UUID] = Counter()

    def count(self, version_id: UUID) -> None:
        """One more download of the version's package."""
        self._counts[version_id] += 1

    async def flush(self, database: Database) -> None:
        """Writes what was counted. What cannot be written now is kept for the next time."""
        counts, self._counts = self._counts, Counter()
        try:
            while counts:
                batch = dict(counts.most_common(AT_ONCE))
                async with database.write() as tx:
                    settled = await add_downloads(tx, batch)
                for version_id in batch:
                    count = counts.pop(version_id)
                    if version_id not in settled:
                        self._counts[version_id] += count
        finally:
            self._counts.update(counts)
