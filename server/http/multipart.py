"""Receives a GraphQL multipart request: operations, then map, then the files, each at most once and in this order.

https://github.com/jaydenseric/graphql-multipart-request-spec. Memory is constant whatever the size. A file over the
limit ends the reading there: the operation is executed with what is known, so that its caller is told in its own terms.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.types import Receive

from schema.execution import Operation
from server.http.body import BodyLimits, chunks
from server.http.errors import HttpFault, malformed
from server.http.operation import operation_from_json, parse_json
from server.http.parts import Event, PartEnd, Parts, PartStart
from server.http.placement import MAX_FILES, Place, places
from uploads.spool import Spool

OPERATIONS_BYTES = 1024 * 1024
MAP_BYTES = 64 * 1024
TEXTS = ("operations", "map")


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large the body and each of its files may be."""

    body: BodyLimits
    file_bytes: int
    operations_bytes: int = OPERATIONS_BYTES


@asynccontextmanager
async def received(receive: Receive, content_type: str, limits: UploadLimits) -> AsyncIterator[Operation]:
    """The operation with its files in place; the files are gone when the context ends, however it ends.

    HttpFault 400, 408 or 413 for a request that cannot be taken; ClientDisconnect.
    """
    intake = _Intake(limits)
    try:
        yield await _read(receive, Parts(content_type, MAX_FILES + len(TEXTS)), intake, limits.body)
    finally:
        intake.close()


async def _read(receive: Receive, parts: Parts, intake: "_Intake", limits: BodyLimits) -> Operation:
    async for chunk in chunks(receive, limits):
        for event in parts.feed(chunk):
            await intake.take(event)
            if intake.is_oversized:
                return await intake.operation_so_far()
    parts.close()
    return await intake.operation()


class _Intake:
    """What has arrived so far, and what may come next."""

    def __init__(self, limits: UploadLimits) -> None:
        self._file_bytes = limits.file_bytes
        self._most = {"operations": limits.operations_bytes, "map": MAP_BYTES}
        self._texts: dict[str, bytearray] = {}
        self._operation: Operation | None = None
        self._places: Mapping[str, Place] = {}
        self._files: dict[str, Spool] = {}
        self._current = ""

    @property
    def is_oversized(self) -> bool:
        """Whether the file at hand is larger than is taken."""
        return self._current in self._files and self._files[self._current].is_oversized

    async def take(self, event: Event) -> None:
        """Goes on with the next event of the body."""
        match event:
            case PartStart():
                self._begin(event)
            case PartEnd():
                self._end()
            case bytes() if self._current in self._files:
                await self._files[self._current].write(event)
            case bytes():
                self._add_text(event)

    def _begin(self, part: PartStart) -> None:
        expected = next((name for name in TEXTS if name not in self._texts), None)
        if expected is not None and part.name != expected:
            raise malformed(f"The parts must be operations, map, then the files; here {expected} must come.")
        if expected is None and part.name not in self._places:
            raise malformed(f"The part {part.name[:80]!r} is not in map.")
        if part.name in self._files:
            raise malformed(f"The part {part.name[:80]!r} came twice.")
        self._current = part.name
        if expected is None:
            self._files[part.name] = Spool(part.file_name, self._file_bytes)
        else:
            self._texts[expected] = bytearray()

    def _add_text(self, data: bytes) -> None:
        text, limit = self._texts[self._current], self._most[self._current]
        text += data
        if len(text) > limit:
            raise HttpFault(413, f"The part {self._current} is too large; at most {limit} bytes are taken.")

    def _end(self) -> None:
        if self._current == "operations":
            self._operation = operation_from_json(bytes(self._texts["operations"]), "The part operations")
        elif self._current == "map" and self._operation is not None:
            self._places = places(self._operation, parse_json(bytes(self._texts["map"]), "The part map"))

    async def operation(self) -> Operation:
        """The operation with every file of the map in its place."""
        if self._operation is None or "map" not in self._texts:
            raise malformed("A multipart request needs the parts operations and map.")
        missing = [name for name in self._places if name not in self._files]
        if missing:
            raise malformed(f"The part {missing[0][:80]!r} is in map and did not come.")
        for name, spool in self._files.items():
            self._places[name].put(await spool.received())
        return self._operation

    async def operation_so_far(self) -> Operation:
        """The operation after a file that is too large; those that did not come were not read either."""
        for name in self._places:
            if name not in self._files:
                self._files[name] = Spool("", -1)
        return await self.operation()

    def close(self) -> None:
        """Removes every file."""
        for spool in self._files.values():
            spool.close()
