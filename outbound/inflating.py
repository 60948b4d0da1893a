"""Undoes the packing of an answer piece by piece, so that what comes out can be counted before there is much of it."""

import zlib
from collections.abc import Iterator

PIECE_BYTES = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class Broken(ValueError):
    """It is not packed as it says."""


class Inflating:
    """Unpacks gzip. A bomb unpacks in pieces: whoever takes them stops when there are too many."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(_GZIP)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the next bytes hold. Broken."""
        while data and not self._unpacker.eof:
            try:
                piece = self._unpacker.decompress(data, PIECE_BYTES)
            except zlib.error:
                raise Broken from None
            if piece:
                yield piece
            data = self._unpacker.unconsumed_tail
        if self._unpacker.unused_data:
            raise Broken  # a second member or rubbish: no server sends it

    def finish(self) -> None:
        """Broken when the end is missing."""
        if not self._unpacker.eof:
            raise Broken


class Plain:
    """Takes what comes as it is."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The bytes."""
        yield data

    def finish(self) -> None:
        """Nothing can be missing."""
