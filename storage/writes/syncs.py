"""How a sync begins, what it changes of a repository's charts, and how it ends.

Order of locks: the repository's turn (`hold`), charts and versions, the repository's row, its sync's row. Whoever
begins or ends a sync holds the repository's row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from domain.upstream import RepositoryKind, Seen, SyncState, next_pause_s
from storage.queries.rows import any_of
from storage.queries.syncs import last_success
from storage.queue import defer_sync
from storage.tables import Repository, RepositoryChart, RepositoryChartVersion, RepositorySync
from storage.transaction import Transaction

KEPT_SYNCS = 50
_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:repository_id AS text), 0))")
_PUT_CHARTS = text(
    "INSERT INTO repository_chart AS kept "
    "(id, repository_id, workspace_id, name, description, icon, home, keywords, deprecated) "
    "SELECT id, :repository_id, :workspace_id, name, description, icon, home, keywords, deprecated "
    "FROM json_to_recordset(CAST(CAST(:rows AS text) AS json)) AS found "
    "(id uuid, name text, description text, icon text, home text, keywords text[], deprecated boolean) "
    "ON CONFLICT (id) DO UPDATE SET description = excluded.description, icon = excluded.icon, home = excluded.home, "
    "keywords = excluded.keywords, deprecated = excluded.deprecated "
    "WHERE (kept.description, kept.icon, kept.home, kept.keywords, kept.deprecated) IS DISTINCT FROM "
    "(excluded.description, excluded.icon, excluded.home, excluded.keywords, excluded.deprecated) "
    "RETURNING kept.xmax = 0"  # true of a row that is new
)
_PUT_VERSIONS = text(
    "INSERT INTO repository_chart_version (id, chart_id, repository_id, workspace_id, version, app_version, sort_key, "
    "created_at, digest, urls, fingerprint) "
    "SELECT id, chart_id, :repository_id, :workspace_id, version, app_version, sort_key, created_at, digest, urls, "
    "fingerprint FROM json_to_recordset(CAST(CAST(:rows AS text) AS json)) AS found "
    "(id uuid, chart_id uuid, version text, app_version text, sort_key text, created_at timestamptz, digest text, "
    "urls text[], fingerprint bigint) "
    "ON CONFLICT (id) DO UPDATE SET app_version = excluded.app_version, created_at = excluded.created_at, "
    "digest = excluded.digest, urls = excluded.urls, fingerprint = excluded.fingerprint"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a sync reads, as it was when it began."""

    sync_id: UUID
    repository_id: UUID
    workspace_id: UUID
    kind: RepositoryKind
    url: str
    sealed: bytes | None = field(repr=False)
    seen: Seen
    skipped: int = 0
    """Entries, when it was last read, as far as `seen` tells of it; in words: `said`."""
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a sync changed."""

    charts_added: int = 0
    charts_removed: int = 0
    versions_added: int = 0
    versions_changed: int = 0
    versions_removed: int = 0
    entries_skipped: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a sync ended. `seen`: what it saw of the index, when that is new.

    What is not the repository's own failure is told in the history alone.
    """

    state: SyncState
    message: str | None = None
    counts: Counts = Counts()
    seen: Seen | None = None
    is_own_failure: bool = True


async def begin_sync(tx: Transaction, repository_id: UUID, requested_by: str | None) -> UUID | None:
    """Puts a sync into the queue. None when the repository is gone or has one that is not finished."""
    repository = await _held(tx, repository_id)
    if repository is None:
        return None
    row = insert(RepositorySync).values(
        id=uuid4(),
        repository_id=repository_id,
        workspace_id=repository.workspace_id,
        state=SyncState.PENDING,
        requested_by=requested_by,
    )
    sync_id: UUID | None = await tx.scalar(row.on_conflict_do_nothing().returning(col(RepositorySync.id)))
    if sync_id is None:
        return None
    repository.state = SyncState.PENDING
    _plan_next(repository)
    await tx.flush()
    await defer_sync(tx, repository.workspace_id, sync_id)
    return sync_id


async def start_sync(tx: Transaction, sync_id: UUID) -> Target | None:
    """What is to be read, now that a worker has begun. None when the sync is finished or gone with its repository."""
    owner = await tx.scalar(select(col(RepositorySync.repository_id)).where(col(RepositorySync.id) == sync_id))
    repository = None if owner is None else await _held(tx, owner)
    started = update(RepositorySync).where(col(RepositorySync.id) == sync_id, col(RepositorySync.finished_at).is_(None))
    changed = started.values(state=SyncState.SYNCING, started_at=func.clock_timestamp())
    if repository is None or await tx.scalar(changed.returning(col(RepositorySync.id))) is None:
        return None
    repository.state = SyncState.SYNCING
    last = await last_success(tx, repository.id)
    seen = Seen(repository.seen_etag, repository.seen_last_modified, repository.seen_digest)
    return Target(
        sync_id,
        repository.id,
        repository.workspace_id,
        RepositoryKind(repository.kind),
        repository.url,
        repository.credentials,
        # What was skipped is forgotten with the history; the index is then read as if for the first time.
        Seen() if last is None else seen,
        *(last or ()),
    )


async def is_target(tx: Transaction, target: Target) -> bool:
    """Whether the repository is there and still what the sync began to read. It is held from now on."""
    repository = await _held(tx, target.repository_id)
    return repository is not None and (repository.url, repository.credentials) == (target.url, target.sealed)


async def end_sync(tx: Transaction, sync_id: UUID, repository_id: UUID, ending: Ending) -> bool:
    """Ends the sync, and gives the repository its state and the time of its next one. False when it has ended already.

    Of the history the newest 50 are kept.
    """
    repository = await _held(tx, repository_id)
    running = update(RepositorySync).where(col(RepositorySync.id) == sync_id, col(RepositorySync.finished_at).is_(None))
    counts = {name: getattr(ending.counts, name) for name in Counts.__slots__}
    changed = running.values(state=ending.state, message=ending.message, finished_at=func.clock_timestamp(), **counts)
    if repository is None or await tx.scalar(changed.returning(col(RepositorySync.id))) is None:
        return False
    repository.state = ending.state
    if ending.state is SyncState.SUCCESSFUL:
        repository.state_message, repository.failures = None, 0
        repository.last_synced_at = _now()
        _remember(repository, ending.seen)
    elif ending.is_own_failure:
        repository.state_message, repository.failures = ending.message, repository.failures + 1
    _plan_next(repository)
    await tx.flush()
    await _forget_old(tx, repository_id)
    return True


async def _held(tx: Transaction, repository_id: UUID) -> Repository | None:
    """The repository, held until the transaction ends; None when it is gone."""
    mine = select(Repository).where(col(Repository.id) == repository_id).with_for_update(key_share=True)
    found: Repository | None = await tx.scalar(mine.execution_options(populate_existing=True))
    return found


def _remember(repository: Repository, seen: Seen | None) -> None:
    if seen is not None:
        repository.seen_etag = seen.etag
        repository.seen_last_modified = seen.last_modified
        repository.seen_digest = seen.digest


async def plan_next(tx: Transaction, repository_id: UUID) -> None:
    """Sets when the next sync is due, by the repository's period and how its syncs went."""
    repository = await _held(tx, repository_id)
    if repository is not None:
        _plan_next(repository)


def _plan_next(repository: Repository) -> None:
    pause_s = next_pause_s(repository.sync_period, repository.failures)
    repository.next_sync_at = None if pause_s is None else _now() + timedelta(seconds=pause_s)


def _now() -> Any:
    """The database's clock: one for all workers."""
    return func.clock_timestamp()


async def _forget_old(tx: Transaction, repository_id: UUID) -> None:
    mine = select(col(RepositorySync.id)).where(col(RepositorySync.repository_id) == repository_id)
    newest_first = mine.order_by(col(RepositorySync.started_at).desc(), col(RepositorySync.id).desc())
    await tx.execute(delete(RepositorySync).where(col(RepositorySync.id).in_(newest_first.offset(KEPT_SYNCS))))


async def hold(tx: Transaction, repository_id: UUID) -> bool:
    """Waits for the turn to change the repository's charts: nobody else does, and nobody deletes it, until the end.

    False when it is gone.
    """
    await tx.execute(_TURN, {"repository_id": str(repository_id)})
    mine = select(col(Repository.id)).where(col(Repository.id) == repository_id)
    return await tx.scalar(mine.with_for_update(read=True, key_share=True)) is not None


async def remove_versions(tx: Transaction, version_ids: Sequence[UUID]) -> set[UUID]:
    """Removes versions; the ids of the charts that had them."""
    mine = any_of(col(RepositoryChartVersion.id), version_ids)
    removed = delete(RepositoryChartVersion).where(mine).returning(col(RepositoryChartVersion.chart_id))
    return set((await tx.scalars(removed)).all())


async def remove_charts(tx: Transaction, chart_ids: Sequence[UUID]) -> None:
    """Removes charts that have no version any more."""
    await tx.execute(delete(RepositoryChart).where(any_of(col(RepositoryChart.id), chart_ids)))


async def put_charts(tx: Transaction, target: Target, rows: str) -> int:
    """Makes or changes charts, given as one JSON list; how many of them are new."""
    owner = {"repository_id": target.repository_id, "workspace_id": target.workspace_id}
    return sum((await tx.scalars(_PUT_CHARTS, {**owner, "rows": rows})).all())


async def put_versions(tx: Transaction, target: Target, rows: str) -> None:
    """Makes or changes versions, given as one JSON list."""
    owner = {"repository_id": target.repository_id, "workspace_id": target.workspace_id}
    await tx.execute(_PUT_VERSIONS, {**owner, "rows": rows})
