"""Keeps one file while it arrives, from a client or from another server; measured and hashed on the way.

In memory up to 1 MiB, then on disk.
"""

import hashlib
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import anyio.to_thread

from uploads.received import ReceivedFile

IN_MEMORY_BYTES = 1024 * 1024
BATCH_BYTES = 256 * 1024  # a hop to a thread costs some 0.1 ms: one for a batch, not one for a chunk


class Spool:
    """A file on its way in. Hashing and writing happen in a thread: a slow disk stops no other request."""

    def __init__(self, file_name: str, max_bytes: int) -> None:
        self._file_name = file_name
        self._max_bytes = max_bytes
        self._body = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY_BYTES))  # noqa: SIM115 - closed by `close`
        self._hash = hashlib.sha256()
        self._pending = bytearray()
        self._size = 0

    @property
    def is_oversized(self) -> bool:
        """Whether more came than is taken. What comes then is not kept."""
        return self._size > self._max_bytes

    async def write(self, data: bytes) -> None:
        """Takes the next bytes."""
        self._size += len(data)
        if self.is_oversized:
            return
        self._pending += data
        if len(self._pending) >= BATCH_BYTES:
            await self._flush()

    async def received(self) -> ReceivedFile:
        """The file as it arrived, to be read from its start."""
        if self.is_oversized:
            return ReceivedFile(self._body, 0, "", self._file_name, is_oversized=True)
        await self._flush()
        self._body.seek(0)
        return ReceivedFile(self._body, self._size, f"sha256:{self._hash.hexdigest()}", self._file_name)

    def close(self) -> None:
        """Removes the file."""
        self._body.close()

    async def _flush(self) -> None:
        batch, self._pending = self._pending, bytearray()
        await anyio.to_thread.run_sync(self._store, batch)

    def _store(self, batch: bytearray) -> None:
        self._hash.update(batch)
        self._body.write(batch)
