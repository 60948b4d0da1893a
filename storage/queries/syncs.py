"""What syncs look up: what is stored of an index, and which syncs nobody runs. No caller, so no scope: this is ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from uuid import UUID

from sqlalchemy import func, select, text
from sqlmodel import col

from domain.upstream import SyncState
from storage.queue import SYNCS
from storage.tables import Repository, RepositoryChart, RepositoryChartVersion, RepositorySync
from storage.transaction import Transaction

AT_ONCE = 5_000
_FINGERPRINT = Struct(">16sq")
_FINGERPRINTS = text(
    "SELECT string_agg(uuid_send(id) || int8send(fingerprint), '') FROM repository_chart_version "
    "WHERE repository_id = :repository_id"
)
_ORPHANS = text(
    "SELECT sync.id, sync.repository_id, sync.state, sync.requested_by FROM repository_sync sync "
    "JOIN repository ON repository.id = sync.repository_id WHERE sync.finished_at IS NULL AND NOT EXISTS ("
    "SELECT 1 FROM procrastinate_jobs job WHERE job.queue_name = :queue AND job.status IN ('todo', 'doing') "
    "AND job.args ->> 'sync_id' = sync.id::text) FOR NO KEY UPDATE OF repository SKIP LOCKED"
)


_IS_WANTED = text(
    "SELECT 1 FROM repository_sync sync JOIN repository ON repository.id = sync.repository_id WHERE sync.id = :sync_id "
    "AND sync.finished_at IS NULL AND repository.url = :url AND repository.credentials IS NOT DISTINCT FROM "
    "CAST(:sealed AS bytea)"
)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A sync that is not finished, and of which there is no job any more."""

    sync_id: UUID
    repository_id: UUID
    state: str
    requested_by: str | None


async def fingerprints(tx: Transaction, repository_id: UUID) -> dict[bytes, int | None]:
    """The fingerprint of each stored version by the bytes of its id, in one statement: 24 bytes a version."""
    packed = await tx.scalar(_FINGERPRINTS, {"repository_id": repository_id})
    return dict(_FINGERPRINT.iter_unpack(packed or b""))


async def digests(tx: Transaction, repository_id: UUID) -> dict[tuple[str, str], str | None]:
    """The digest of each stored version, by the names of chart and version."""
    wanted = (col(RepositoryChart.name), col(RepositoryChartVersion.version), col(RepositoryChartVersion.digest))
    versions = select(*wanted).join(RepositoryChart, col(RepositoryChart.id) == col(RepositoryChartVersion.chart_id))
    mine = versions.where(col(RepositoryChartVersion.repository_id) == repository_id)
    rows = await tx.stream(mine.execution_options(yield_per=AT_ONCE))
    return {(row[0], row[1]): row[2] async for row in rows}


async def due(tx: Transaction, most: int) -> Sequence[UUID]:
    """Repositories whose time has come, the longest overdue first; held, and passed over by others who look too."""
    unfinished = select(1).where(
        col(RepositorySync.repository_id) == col(Repository.id), col(RepositorySync.finished_at).is_(None)
    )
    overdue = select(col(Repository.id)).where(col(Repository.next_sync_at) <= func.now(), ~unfinished.exists())
    first = overdue.order_by(col(Repository.next_sync_at)).limit(most)
    return (await tx.scalars(first.with_for_update(skip_locked=True, key_share=True))).all()


async def orphans(tx: Transaction) -> Sequence[Orphan]:
    """Syncs that no worker runs or will run; their repositories are held, and passed over by others who look too."""
    return [Orphan(*row) for row in await tx.execute(_ORPHANS, {"queue": SYNCS})]


async def is_wanted(tx: Transaction, sync_id: UUID, url: str, sealed: bytes | None) -> bool:
    """Whether the sync is not over, and its repository is there and reached as it was. Nothing is held."""
    return await tx.scalar(_IS_WANTED, {"sync_id": sync_id, "url": url, "sealed": sealed}) is not None


async def last_success(tx: Transaction, repository_id: UUID) -> tuple[int, str | None] | None:
    """How many entries the last successful sync skipped, and what it said; None when history has none."""
    wanted = select(col(RepositorySync.entries_skipped), col(RepositorySync.message))
    mine = (col(RepositorySync.repository_id) == repository_id, col(RepositorySync.state) == SyncState.SUCCESSFUL)
    newest_first = (col(RepositorySync.started_at).desc(), col(RepositorySync.id).desc())
    row = (await tx.execute(wanted.where(*mine).order_by(*newest_first).limit(1))).one_or_none()
    return None if row is None else (row[0], row[1])


async def newest_messages(tx: Transaction, repository_id: UUID, count: int) -> Sequence[str | None]:
    """What the last syncs that have ended said, newest first."""
    mine = (col(RepositorySync.repository_id) == repository_id, col(RepositorySync.finished_at).is_not(None))
    newest_first = (col(RepositorySync.started_at).desc(), col(RepositorySync.id).desc())
    said = select(col(RepositorySync.message)).where(*mine).order_by(*newest_first).limit(count)
    return (await tx.scalars(said)).all()
