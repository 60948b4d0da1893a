"""Asks other people's repositories on a caller's behalf: how many at once, for how long, and what is told of failures.

No database connection is held meanwhile. What a sync finds is for services.syncs.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar

from domain.errors import FaultCode, reject
from domain.upstream import (
    ChartEntry,
    EntryFault,
    IndexInvalid,
    PackageInvalid,
    RepositoryCredentials,
    RepositoryKind,
    Seen,
    Unreachable,
    UpstreamError,
)
from outbound.reading import Reading
from outbound.sources import open_source
from services.access import signed_in
from services.call import Call
from services.loops import of_this_loop
from uploads.received import ReceivedFile

AT_ONCE, EACH = 8, 2
FOR_FIRST = AT_ONCE // 2
"""So many turns are for those who have none: a second one is given while more are free."""
PATIENCE_S = 120
TURN_S = 10.0
TOO_MANY = "Many repositories are being checked; try again in a minute."
_TURNS: RunVar[CapacityLimiter] = RunVar("upstream_turns")
_ASKING: RunVar[Counter[UUID]] = RunVar("upstream_asking")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a sync would find."""

    chart_count: int
    version_count: int


@dataclass(frozen=True, slots=True)
class Address:
    """A repository as it is reached."""

    kind: RepositoryKind
    url: str
    credentials: RepositoryCredentials | None
    are_stored: bool = False
    """Whether the credentials are those that are kept for it already."""


async def survey(call: Call, address: Address, *path: str) -> Survey:
    """What the repository's index has, read to its end. UNREACHABLE, INDEX_INVALID, LIMIT_EXCEEDED at the path."""
    charts: set[str] = set()
    versions = 0
    async with _reaching(call, *path), _entries(call, address) as entries:
        async for name in entries:
            charts.add(name)
            versions += 1
    return Survey(len(charts), versions)


async def try_out(call: Call, address: Address, *path: str) -> None:
    """Passes when the repository can be synced. UNREACHABLE, INDEX_INVALID, LIMIT_EXCEEDED at the path.

    An index is read to its end; of a registry, which is asked chart by chart, one that answers is enough. That took
    the host's time: looks up again.
    """
    async with _reaching(call, *path), _entries(call, address) as entries:
        async for _ in entries:
            if address.kind is RepositoryKind.OCI:
                break
    await call.look_up_again()


@asynccontextmanager
async def _entries(call: Call, address: Address) -> AsyncIterator[AsyncIterator[str]]:
    """The names of the charts, once for each version; what reads them ends with the context."""
    source = open_source(call.outbound, address.kind, address.url, address.credentials)
    reading = await source.read(Seen(), {})
    if reading is None:
        raise Unreachable("The repository says that nothing has changed, and was not asked for changes.")
    async with aclosing(_usable(reading)) as entries:
        yield entries


async def _usable(reading: Reading) -> AsyncGenerator[str, None]:
    """IndexInvalid when there are entries, and none of them can be used."""
    fault: EntryFault | None = None
    found = 0
    async with aclosing(aiter(reading)) as entries:
        async for entry in entries:
            if isinstance(entry, ChartEntry):
                found += 1
                yield entry.name
            elif isinstance(entry, EntryFault):
                fault = fault or entry
    if fault is not None and not found:
        raise IndexInvalid(f"None of the entries can be used; the first, {fault.chart}: {fault.message}")


async def download(call: Call, address: Address, urls: tuple[str, ...], digest: str | None) -> ReceivedFile:
    """A chart's package, held to its digest. UNREACHABLE, CHART_INVALID, LIMIT_EXCEEDED; the caller closes its body."""
    async with _reaching(call, "id"):
        source = open_source(call.outbound, address.kind, address.url, address.credentials)
        return await source.fetch(urls, digest, call.rules.max_package_bytes)


@asynccontextmanager
async def _reaching(call: Call, *path: str) -> AsyncIterator[None]:
    """A turn to ask a repository, with its failures told as the caller's faults."""
    try:
        async with _turn(signed_in(call), *path):
            async with asyncio.timeout(PATIENCE_S):
                yield
    except TimeoutError:
        message = f"The repository did not give all of it within {PATIENCE_S} seconds."
        raise reject(FaultCode.UNREACHABLE, message, *path) from None
    except UpstreamError as error:
        raise reject(_code_of(error), str(error), *path) from error


def _code_of(error: UpstreamError) -> FaultCode:
    match error:
        case IndexInvalid():
            return FaultCode.INDEX_INVALID
        case PackageInvalid():
            return FaultCode.CHART_INVALID
        case _:
            return FaultCode.UNREACHABLE


@asynccontextmanager
async def _turn(user_id: UUID, *path: str) -> AsyncIterator[None]:
    """Holds one of the turns. LIMIT_EXCEEDED at the path when there is none for this user."""
    asking = of_this_loop(_ASKING, Counter)
    turns = of_this_loop(_TURNS, lambda: CapacityLimiter(AT_ONCE))
    if asking[user_id] >= EACH:
        message = f"{EACH} of your requests are asking repositories already; try again when one has ended."
        raise reject(FaultCode.LIMIT_EXCEEDED, message, *path)
    if asking[user_id] and turns.available_tokens <= FOR_FIRST:
        raise reject(FaultCode.LIMIT_EXCEEDED, TOO_MANY, *path)
    asking[user_id] += 1
    try:
        await _wait_for(turns, *path)
        try:
            yield
        finally:
            turns.release()
    finally:
        asking[user_id] -= 1
        if not asking[user_id]:
            del asking[user_id]


async def _wait_for(turns: CapacityLimiter, *path: str) -> None:
    try:
        async with asyncio.timeout(TURN_S):
            await turns.acquire()
    except TimeoutError:
        raise reject(FaultCode.LIMIT_EXCEEDED, TOO_MANY, *path) from None
