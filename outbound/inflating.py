"""Undoes the packing of an answer piece by piece, so that what comes out can be counted before there is much of it."""

import zlib
from collections.abc import Iterator

PIECE_BYTES = 64 * 1024
SPARE_BYTES = 64 * 1024
"""So much more may come in than twice what comes out: a stream can go on for ever and hold nothing."""
_GZIP = 16 + zlib.MAX_WBITS


class Broken(ValueError):
    """It is not packed as it says."""


class Padded(Broken):
    """It is packed into far more than it is."""


class Inflating:
    """Unpacks gzip. A bomb unpacks in pieces: whoever takes them stops when there are too many."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(_GZIP)
        self._in = self._out = 0

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the next bytes hold. Broken, Padded."""
        if self._in > SPARE_BYTES + 2 * self._out:
            raise Padded
        self._in += len(data)
        while data and not self._unpacker.eof:
            try:
                piece = self._unpacker.decompress(data, PIECE_BYTES)
            except zlib.error:
                raise Broken from None
            self._out += len(piece)
            if piece:
                yield piece
            data = self._unpacker.unconsumed_tail
        if data or self._unpacker.unused_data:
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
