"""Reads an index that was fetched, in a process of its own that bounds its time and memory (uploads/index.py).

That process gets the file and nothing else: no environment, hence no secret, and no connection.
"""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from domain.upstream import ChartEntry, EntryFault, IndexInvalid
from uploads import index
from uploads.index import found_in

ROOT = Path(index.__file__).resolve().parents[1]
LINE_BYTES = 512 * 1024
PIECE_BYTES = 64 * 1024
PAUSE_S = 90.0
"""Between two lines; the process itself may use some CPU_S seconds of a processor."""
log = logging.getLogger(__name__)


async def entries_in(body: BinaryIO) -> AsyncGenerator[ChartEntry | EntryFault, None]:
    """The entries and faults of an index, as they are read. IndexInvalid; what came before is void then."""
    async with _reader(body) as process:
        rest = b""
        while True:
            *lines, rest = (rest + await _more(process)).split(b"\n")
            if len(rest) > LINE_BYTES:
                raise IndexInvalid("The index cannot be read.")
            for line in lines:
                found = found_in(line)
                if found is None:
                    return
                yield found


@asynccontextmanager
async def _reader(body: BinaryIO) -> AsyncIterator[Process]:
    """The process, which is gone when the context ends."""
    body.flush()
    file = body.fileno()
    os.lseek(file, 0, os.SEEK_SET)
    command = (sys.executable, "-E", "-s", "-m", index.__name__)
    process = await asyncio.create_subprocess_exec(*command, stdin=file, stdout=PIPE, stderr=DEVNULL, env={}, cwd=ROOT)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _more(process: Process) -> bytes:
    """What it writes next. IndexInvalid when it stops without having said that it ends."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        async with asyncio.timeout(PAUSE_S):
            data = await process.stdout.read(PIECE_BYTES)
    except TimeoutError:
        raise IndexInvalid("The index takes too long to read.") from None
    if data:
        return data
    status = await process.wait()
    log.warning("the reader of an index ended with status %s", status)
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise IndexInvalid("The index takes too long or too much memory to read.")
    raise IndexInvalid("The index cannot be read.")
