"""From received bytes to kept packages and images: read with suspicion, then stored, then referred to.

The order keeps the bucket and the database in step: nothing is written before it is known good; the object is written
before any row refers to it; a crash in between leaves an object that nothing refers to, which the sweep removes. No
database connection is held while bytes are read or the object store is waited for.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO, NamedTuple

import anyio.to_thread
from anyio import CapacityLimiter

from domain.chart import Chart, ChartMetadata
from domain.digests import digest_of
from domain.errors import FaultCode, Rejected, UserFault, reject
from services.call import Call
from storage.writes.packages import ImageRow, touch_blob
from uploads.chart import read_chart
from uploads.faults import ChartInvalid, ImageInvalid
from uploads.image import read_image
from uploads.received import ReceivedFile

PACKAGE_TYPE = "application/gzip"
ICON_BYTES = 1024 * 1024
SCREENSHOT_BYTES = 2 * 1024 * 1024


class Stored(NamedTuple):
    """Bytes as the bucket takes them."""

    digest: str
    body: BinaryIO
    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A package that was read and found good."""

    digest: str
    size: int
    chart: Chart
    received: ReceivedFile

    @property
    def stored(self) -> Stored:
        """What goes into the bucket."""
        return Stored(self.digest, self.received.body, self.size, PACKAGE_TYPE)


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """An image that was read, found good and encoded anew."""

    row: ImageRow
    content: bytes

    @property
    def stored(self) -> Stored:
        """What goes into the bucket."""
        return Stored(self.row.digest, BytesIO(self.content), self.row.size, self.row.content_type)


Package = ReceivedFile | ReadPackage
"""A package for a use case, which reads it unless that was done."""

Misfits = Callable[[ChartMetadata], Awaitable[Iterable[UserFault]]]
"""Why a chart does not fit where it is to go."""

# Reading unpacks up to 100 MiB and decodes up to 16 megapixels: one at a time bounds the memory of the process.
_READING = CapacityLimiter(1)


async def read_package(call: Call, received: Package, *path: str, misfits: Misfits | None = None) -> ReadPackage:
    """The package as read. TOO_LARGE over the platform's limit; CHART_INVALID with every fault, by file.

    `misfits` is asked only for a package that cannot be taken, so that its faults are told all at once.
    """
    if isinstance(received, ReadPackage):
        return received
    limit = call.rules.max_package_bytes
    if received.is_oversized or received.size > limit:
        raise reject(FaultCode.TOO_LARGE, f"The package is larger than {limit} bytes.", *path)
    try:
        chart = await anyio.to_thread.run_sync(_read_chart, received, limiter=_READING)
    except ChartInvalid as error:
        faults = [chart_fault(fault.file, fault.line, fault.message) for fault in error.faults]
        if misfits is not None and error.metadata is not None:
            faults += await misfits(error.metadata)
        raise Rejected(faults) from error
    return ReadPackage(received.digest, received.size, chart, received)


def _read_chart(received: ReceivedFile) -> Chart:
    received.body.seek(0)
    return read_chart(received.body)


def chart_fault(file: str | None, line: int | None, message: str) -> UserFault:
    """CHART_INVALID, with the file and the line before the message where there are such."""
    if file is None:
        return UserFault(FaultCode.CHART_INVALID, message)
    place = file if line is None else f"{file}, line {line}"
    return UserFault(FaultCode.CHART_INVALID, f"{place}: {message}", (file,))


async def read_picture(received: ReceivedFile, limit: int, *path: str) -> ReadPicture:
    """The image, encoded anew. TOO_LARGE over the limit in bytes, as sent or as kept; IMAGE_INVALID with the reason."""
    if received.is_oversized or received.size > limit:
        raise reject(FaultCode.TOO_LARGE, f"The image is larger than {limit} bytes.", *path)
    received.body.seek(0)
    data = received.body.read(limit + 1)
    try:
        image = await anyio.to_thread.run_sync(partial(read_image, data, max_bytes=limit), limiter=_READING)
    except ImageInvalid as error:
        raise reject(FaultCode.IMAGE_INVALID, str(error), *path) from error
    if len(image.content) > limit:
        message = f"The image takes {len(image.content)} bytes as it would be kept, more than {limit}; scale it down."
        raise reject(FaultCode.TOO_LARGE, message, *path)
    digest = digest_of(image.content)
    row = ImageRow(digest, image.content_type, len(image.content), image.width, image.height)
    return ReadPicture(row, image.content)


async def store(call: Call, *every: Stored) -> None:
    """Puts bytes into the bucket; from now on, for an hour, a row may refer to them.

    Reading and storing them took time: looks up again.
    """
    for stored in every:
        async with call.database.write() as tx:
            await touch_blob(tx, stored.digest, stored.size, stored.content_type)
        await call.blobs.put(*stored)
    await call.look_up_again()
