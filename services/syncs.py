"""Syncs: what a repository's index lists is read, and what differs is written; who is due, and what a lost worker had.

    begin (a row and a job, in the caller's transaction) -> run_sync, by a worker:
        start | read, without a connection | compare | one transaction that shows it all at once | end

What changed is written and nothing else: the database's work grows with that, and not with what is there. While it
reads, a sync looks whether it is still wanted, and ends at once when it is not.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from domain.errors import StoreError, Unavailable
from domain.upstream import RepositoryCredentials, RepositoryKind, Seen, SyncState, Unreachable, UpstreamError
from outbound.reading import Reading, Source
from services.differences import Difference
from services.secrets import Secrets
from storage.database import Database
from storage.queries import syncs as stored
from storage.queue import end_stalled
from storage.transaction import Transaction
from storage.writes import syncs as writes
from storage.writes.syncs import Counts, Ending, Target

T = TypeVar("T")
log = logging.getLogger(__name__)
LONGEST_S = 600.0
"""A sync that takes longer has failed; each request that it makes has a limit of its own besides."""
LOOK_S = 3.0
"""So often a sync that reads looks whether it is still wanted."""
BEFORE_OTHERS = 50
"""After so many entries, whoever else works in this process has a turn."""
DUE_AT_ONCE = 200
REMOVED_AT_ONCE = 5_000
TAKEN_UP = 3
"""How often in a row; a sync that takes every worker along is then left alone until its next time."""
MESSAGE_CHARS = 1_000

UNCHANGED = "The index has not changed."
CHANGED_MEANWHILE = "The repository's URL or credentials were changed meanwhile; it is read anew."
OUR_FAULT = "Something went wrong on our side; the log says what."
TOO_LONG = "It took longer than ten minutes."
LOST = "The worker of this sync was lost"


class Outcome(StrEnum):
    """What became of a sync that a worker took."""

    SUCCESSFUL = "successful"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    DROPPED = "dropped"
    """It was over already, its repository is gone, or what it read is not what is wanted any more."""


@dataclass(frozen=True, slots=True)
class SyncParts:
    """What syncs use. `open` gives the source of a repository."""

    database: Database
    secrets: Secrets
    open: Callable[[RepositoryKind, str, RepositoryCredentials | None], Source]


class _Superseded(Exception):
    """What is or was read is not wanted any more; a transaction that writes it is undone."""


async def run_sync(parts: SyncParts, sync_id: UUID, *, is_last: bool = True) -> Outcome:
    """Reads the repository and stores what differs. What is wrong with the repository is told in its history.

    Any other fault is raised, for another attempt, unless this is the last one.
    """
    async with parts.database.write() as tx:
        target = await writes.start_sync(tx, sync_id)
    if target is None:
        return Outcome.DROPPED
    try:
        outcome = await _in_time(parts, target)
    except _Superseded:
        outcome = await _drop(parts, target)
    except UpstreamError as error:
        outcome = await _fail(parts, target, str(error))
    except Exception as error:
        if not is_last:
            raise
        log.exception("sync %s of repository %s failed", sync_id, target.repository_id)
        is_ours = not isinstance(error, StoreError) or isinstance(error, Unavailable)
        outcome = await _fail(parts, target, OUR_FAULT if is_ours else str(error))
    log.info("sync %s of repository %s: %s", sync_id, target.repository_id, outcome)
    return outcome


async def _in_time(parts: SyncParts, target: Target) -> Outcome:
    try:
        async with asyncio.timeout(LONGEST_S):
            return await _read_and_store(parts, target)
    except TimeoutError:
        raise Unreachable(TOO_LONG) from None


async def _read_and_store(parts: SyncParts, target: Target) -> Outcome:
    with ExitStack() as kept:
        async with _while_wanted(parts, target):
            reading = await _read(parts, target)
            if reading is not None:
                fingerprints = await _look_up(parts, lambda tx: stored.fingerprints(tx, target.repository_id))
                difference = kept.enter_context(Difference(target.repository_id, fingerprints))
                await _take_all(difference, reading)
        if reading is None:
            return await _end(parts, target, _as_before(target), Outcome.UNCHANGED)
        if difference.skipped and not difference.listed:
            return await _fail(parts, target, _none_usable(difference))
        return await _store(parts, target, difference, reading.seen)


@asynccontextmanager
async def _while_wanted(parts: SyncParts, target: Target) -> AsyncIterator[None]:
    """Interrupts what is done inside, and raises _Superseded, once nobody wants it any more."""
    try:
        async with asyncio.timeout(None) as patience:
            looking = asyncio.create_task(_lose_patience(parts, target, patience))
            try:
                yield
            finally:
                looking.cancel()
                await asyncio.wait([looking])
    except TimeoutError:
        if patience.expired():
            raise _Superseded from None
        raise


async def _lose_patience(parts: SyncParts, target: Target, patience: asyncio.Timeout) -> None:
    """Looks again and again; when the sync is over, or its repository is gone or another, the patience ends."""
    is_wanted = True
    while is_wanted:
        await asyncio.sleep(LOOK_S)
        with suppress(Unavailable):  # a database that is away says nothing of it
            is_wanted = await _look_up(
                parts, lambda tx: stored.is_wanted(tx, target.sync_id, target.url, target.sealed)
            )
    patience.reschedule(asyncio.get_running_loop().time())


async def _read(parts: SyncParts, target: Target) -> Reading | None:
    """What the repository lists; None when that is what it was."""
    credentials = None if target.sealed is None else parts.secrets.open(target.repository_id, target.sealed)
    source = parts.open(target.kind, target.url, credentials)
    known: dict[tuple[str, str], str | None] = {}
    if target.kind is RepositoryKind.OCI:  # only a registry is asked for each version by itself
        known = await _look_up(parts, lambda tx: stored.digests(tx, target.repository_id))
    return await source.read(target.seen, known)


async def _look_up(parts: SyncParts, query: Callable[[Transaction], Awaitable[T]]) -> T:
    async with parts.database.read() as reader:
        return await reader.run(query)


async def _take_all(difference: Difference, reading: Reading) -> None:
    taken = 0
    async with aclosing(aiter(reading)) as entries:
        async for entry in entries:
            difference.take(entry)
            taken += 1
            if taken % BEFORE_OTHERS == 0:
                await asyncio.sleep(0)


async def _store(parts: SyncParts, target: Target, difference: Difference, seen: Seen) -> Outcome:
    """Writes the differences and ends the sync, all at once for whoever reads."""
    async with parts.database.write() as tx:
        if not await writes.hold(tx, target.repository_id):
            raise _Superseded
        counts = await _write(tx, target, difference)
        if not await writes.is_target(tx, target):
            raise _Superseded
        ending = Ending(SyncState.SUCCESSFUL, _skipped(difference), counts, seen)
        if not await writes.end_sync(tx, target.sync_id, target.repository_id, ending):
            raise _Superseded
    return Outcome.SUCCESSFUL


async def _write(tx: Transaction, target: Target, difference: Difference) -> Counts:
    removed = difference.removed
    losers: set[UUID] = set()
    for start in range(0, len(removed), REMOVED_AT_ONCE):
        losers |= await writes.remove_versions(tx, removed[start : start + REMOVED_AT_ONCE])
    gone = difference.lose(losers)
    if gone:
        await writes.remove_charts(tx, gone)
    charts_added = sum([await writes.put_charts(tx, target, rows) for rows in difference.charts()])
    for rows in difference.versions():
        await writes.put_versions(tx, target, rows)
    changes = (difference.added, difference.changed, len(removed), difference.skipped)
    return Counts(charts_added, len(gone), *changes)


async def _end(parts: SyncParts, target: Target, ending: Ending, outcome: Outcome) -> Outcome:
    """Ends a sync that has changed nothing."""
    async with parts.database.write() as tx:
        is_wanted = await writes.is_target(tx, target)
        if is_wanted and await writes.end_sync(tx, target.sync_id, target.repository_id, ending):
            return outcome
    return await _drop(parts, target)


async def _fail(parts: SyncParts, target: Target, message: str) -> Outcome:
    log.warning("repository %s was not read: %s", target.repository_id, message)
    return await _end(parts, target, Ending(SyncState.FAILED, message[:MESSAGE_CHARS]), Outcome.FAILED)


async def _drop(parts: SyncParts, target: Target) -> Outcome:
    """Forgets what was read. Where another address is to be read now, a sync of that follows."""
    async with parts.database.write() as tx:
        ending = Ending(SyncState.FAILED, CHANGED_MEANWHILE, is_own_failure=False)
        if await writes.end_sync(tx, target.sync_id, target.repository_id, ending):
            await writes.begin_sync(tx, target.repository_id, None)
    return Outcome.DROPPED


def _as_before(target: Target) -> Ending:
    """The end of a sync that found what the last one found: what that one skipped is skipped still."""
    said = (target.said or "").removeprefix(UNCHANGED).lstrip() if target.skipped else ""
    counts = Counts(entries_skipped=target.skipped)
    return Ending(SyncState.SUCCESSFUL, f"{UNCHANGED} {said}".rstrip()[:MESSAGE_CHARS], counts)


def _skipped(difference: Difference) -> str | None:
    """The first of the entries that were skipped, in words."""
    if not difference.skipped:
        return None
    entries = difference.listed + difference.skipped
    return f"{difference.skipped} of {entries} entries were skipped: {_faults(difference)}"[:MESSAGE_CHARS]


def _none_usable(difference: Difference) -> str:
    return f"None of the index's {difference.skipped} entries can be used: {_faults(difference)}"


def _faults(difference: Difference) -> str:
    told = [f"{fault.chart} {fault.version or ''}".strip()[:80] + f": {fault.message}" for fault in difference.faults]
    return "; ".join([*told, "…"] if difference.skipped > len(told) else told)


async def begin_due(database: Database) -> int:
    """Puts the syncs into the queue whose time has come; how many. Safe beside others that do the same."""
    async with database.write() as tx:
        begun = [await writes.begin_sync(tx, one, None) for one in await stored.due(tx, DUE_AT_ONCE)]
    return sum(sync_id is not None for sync_id in begun)


async def take_up_lost(database: Database, silent_s: float) -> int:
    """Ends the syncs that nobody runs any more, and begins them anew; how many there were. Safe beside others.

    `silent_s`: a worker that was not heard of for so long is lost.
    """
    async with database.write() as tx:
        await end_stalled(tx, silent_s)
        return sum([await _take_up(tx, orphan) for orphan in await stored.orphans(tx)])


async def _take_up(tx: Transaction, orphan: stored.Orphan) -> bool:
    said = await stored.newest_messages(tx, orphan.repository_id, TAKEN_UP)
    again = sum((message or "").startswith(LOST) for message in said) < TAKEN_UP
    message = f"{LOST}; it was taken up again." if again else f"{LOST}, as the ones before it."
    if not await writes.end_sync(tx, orphan.sync_id, orphan.repository_id, Ending(SyncState.FAILED, message)):
        return False
    log.warning("sync %s of repository %s: %s", orphan.sync_id, orphan.repository_id, message)
    if again:
        await writes.begin_sync(tx, orphan.repository_id, orphan.requested_by)
    return True
