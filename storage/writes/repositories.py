"""Changes to third-party repositories, and the syncs that they ask for. Whoever changes one holds its row."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlmodel import col

from domain.upstream import SyncState
from storage.tables import Repository, RepositorySync
from storage.transaction import Transaction

_UNSYNCHRONIZED = {"synchronize_session": False}


async def is_repository_named(tx: Transaction, workspace_id: UUID, name: str) -> bool:
    """Whether the workspace has a repository of that name."""
    found = exists().where(col(Repository.workspace_id) == workspace_id, col(Repository.name) == name)
    return bool(await tx.scalar(select(found)))


async def count_repositories(tx: Transaction, workspace_id: UUID) -> int:
    """How many repositories the workspace has."""
    count = select(func.count()).select_from(Repository).where(col(Repository.workspace_id) == workspace_id)
    return (await tx.execute(count)).scalar_one()


async def hold_credentials(tx: Transaction) -> Sequence[tuple[UUID, bytes]]:
    """The sealed credentials of all repositories that have any, by id; they are held until the transaction ends."""
    columns = select(col(Repository.id), col(Repository.credentials)).where(col(Repository.credentials).is_not(None))
    found = await tx.execute(columns.order_by(col(Repository.id)).with_for_update())
    return [(repository_id, sealed) for repository_id, sealed in found if sealed is not None]


async def keep_credentials(tx: Transaction, repository_id: UUID, sealed: bytes) -> None:
    """The same credentials, sealed anew: no new revision."""
    await _set(tx, repository_id, credentials=sealed)


async def give_up_sync(tx: Transaction, repository_id: UUID, why: str) -> None:
    """Ends the repository's unfinished sync, whatever it was about to find."""
    unfinished = col(RepositorySync.repository_id) == repository_id, col(RepositorySync.finished_at).is_(None)
    ended = {"state": SyncState.FAILED.value, "message": why, "finished_at": func.clock_timestamp()}
    await tx.execute(update(RepositorySync).where(*unfinished).values(**ended))


async def revise_repository(tx: Transaction, repository_id: UUID, **values: object) -> None:
    """Changes columns of the repository: a new revision."""
    await _set(tx, repository_id, **values, revision=col(Repository.revision) + 1, updated_at=func.now())


async def _set(tx: Transaction, repository_id: UUID, **values: object) -> None:
    statement = update(Repository).where(col(Repository.id) == repository_id).values(**values)
    await tx.execute(statement, execution_options=_UNSYNCHRONIZED)


async def delete_repository_row(tx: Transaction, repository_id: UUID) -> None:
    """Removes the repository, whose turn is held, with its syncs, charts and their versions."""
    await tx.execute(delete(Repository).where(col(Repository.id) == repository_id))
