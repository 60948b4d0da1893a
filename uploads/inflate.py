"""A gzip stream, read forward in bounded steps.

Owns what is refused about gzip: anything but one whole member (RFC 1952) from the first byte to the last, since readers
differ on what follows. Must not know tar.
"""

import zlib
from typing import BinaryIO

from uploads.limits import Meter

CHUNK = 64 * 1024
MAX_HEADER_BYTES = 2048  # what a packer may write before the data: a file name, a comment, an extra field
MAX_HEADER_TEXT = 511  # Go's reader, which Helm uses, takes no longer name or comment

FLAG_EXTRA, FLAG_NAME, FLAG_COMMENT = 4, 8, 16


class Damaged(Exception):
    """The archive is not what its format says, or two readers could take it for different things."""


class Inflated:
    """The inflated bytes of `file`; nothing is kept but the step at hand. Raises Damaged and the Meter's OverLimit."""

    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        self._file = file
        self._meter = meter
        head = file.read(MAX_HEADER_BYTES)
        _check_header(head)
        self._gzip = zlib.decompressobj(wbits=31)
        self._pending = head
        self._ready = b""
        self._at = 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, fewer only at the end."""
        parts = []
        wanted = size
        while wanted and self._fill():
            parts.append(self._ready[self._at : self._at + wanted])
            self._at += len(parts[-1])
            wanted -= len(parts[-1])
        return b"".join(parts)

    def finish(self) -> None:
        """Checks that the stream ends here, whole, and that nothing comes after it."""
        while self._fill():
            if self._ready[self._at :].strip(b"\0"):
                raise Damaged("there is data after the end of the tar archive; make the package with `helm package`")
            self._at = len(self._ready)
        if not self._gzip.eof:
            raise Damaged("the package is cut off; upload it whole")
        if self._gzip.unused_data or self._file.read(1):
            raise Damaged("there is data after the end of the gzip stream; a package is one gzip stream and no more")

    def _fill(self) -> bool:
        """Makes some bytes ready; False at the end of the stream."""
        while self._at == len(self._ready) and not self._gzip.eof:
            if not self._pending:
                self._pending = self._file.read(CHUNK)
                if not self._pending:
                    return False
            self._ready, self._at = self._step(), 0
            self._meter.inflated(len(self._ready))
        return self._at < len(self._ready)

    def _step(self) -> bytes:
        try:
            data = self._gzip.decompress(self._pending, CHUNK)
        except zlib.error as error:
            raise Damaged("the gzip stream is damaged; upload the package again, or make it anew") from error
        self._pending = self._gzip.unconsumed_tail
        return data


def _check_header(head: bytes) -> None:
    if not head.startswith(b"\x1f\x8b\x08"):
        raise Damaged("this is not a gzip file; a chart package is a .tgz as `helm package` makes it")
    flags = head[3] if len(head) > 3 else 0
    at = 10
    if flags & FLAG_EXTRA:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    for flag in (FLAG_NAME, FLAG_COMMENT):
        if flags & flag:
            end = head.find(b"\0", at, at + MAX_HEADER_TEXT + 1)
            if end < 0:
                raise Damaged("the gzip header holds a name or comment that is too long")
            at = end + 1
