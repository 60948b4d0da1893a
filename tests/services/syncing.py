"""A workspace with third-party repositories, and syncs of them as a worker would run them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text, update
from sqlmodel import col

from domain.upstream import RepositoryCredentials, RepositoryKind
from outbound.client import Outbound
from outbound.sources import open_source
from services.secrets import Secrets
from services.syncs import Outcome, SyncParts, run_sync
from storage.database import Database
from storage.tables import Repository, RepositoryChart, RepositoryChartVersion, RepositorySync, Workspace
from storage.writes.syncs import begin_sync
from tests.fixtures.upstream import ALLOWED, INDEX, Upstream

KEY = "a key of the tests that is long enough to seal"
PATIENCE_S = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """What a worker has, and short names for what tests do and look at."""

    database: Database
    parts: SyncParts
    workspace_id: UUID

    async def repository(self, url: str, period_s: int = 0, credentials: RepositoryCredentials | None = None) -> UUID:
        """A new repository, without any sync."""
        row = Repository(
            workspace_id=self.workspace_id,
            name=f"r{uuid4().hex[:8]}",
            url=url,
            kind=RepositoryKind.HELM,
            sync_period=period_s,
        )
        row.credentials = None if credentials is None else self.parts.secrets.seal(row.id, credentials)
        async with self.database.write() as tx:
            tx.add(row)
        return row.id

    async def begin(self, repository_id: UUID) -> UUID | None:
        """A sync that waits."""
        async with self.database.write() as tx:
            return await begin_sync(tx, repository_id, "somebody")

    async def sync(self, repository_id: UUID) -> Outcome:
        """A sync from its beginning to its end."""
        sync_id = await self.begin(repository_id)
        assert sync_id is not None
        return await run_sync(self.parts, sync_id)

    async def row(self, repository_id: UUID) -> Any:
        async with self.database.write() as tx:
            return await tx.get(Repository, repository_id)

    async def set(self, repository_id: UUID, **values: Any) -> None:
        async with self.database.write() as tx:
            await tx.execute(update(Repository).where(col(Repository.id) == repository_id).values(**values))

    async def history(self, repository_id: UUID) -> list[RepositorySync]:
        """Newest first."""
        mine = select(RepositorySync).where(col(RepositorySync.repository_id) == repository_id)
        async with self.database.write() as tx:
            return list(await tx.scalars(mine.order_by(col(RepositorySync.started_at).desc())))

    async def counts(self, repository_id: UUID) -> tuple[int, ...]:
        """Of the newest sync: charts added and removed; versions added, changed, removed; entries skipped."""
        last = (await self.history(repository_id))[0]
        versions = (last.versions_added, last.versions_changed, last.versions_removed)
        return (last.charts_added, last.charts_removed, *versions, last.entries_skipped)

    async def charts(self, repository_id: UUID) -> dict[str, RepositoryChart]:
        mine = select(RepositoryChart).where(col(RepositoryChart.repository_id) == repository_id)
        async with self.database.write() as tx:
            return {chart.name: chart for chart in await tx.scalars(mine)}

    async def versions(self, repository_id: UUID) -> dict[str, RepositoryChartVersion]:
        """By `chart version`."""
        both = select(RepositoryChart.name, RepositoryChartVersion).join(  # type: ignore[call-overload]
            RepositoryChart, col(RepositoryChart.id) == col(RepositoryChartVersion.chart_id)
        )
        mine = both.where(col(RepositoryChartVersion.repository_id) == repository_id)
        async with self.database.write() as tx:
            return {f"{name} {version.version}": version for name, version in await tx.execute(mine)}

    async def delete(self, repository_id: UUID) -> None:
        async with self.database.write() as tx:
            await tx.execute(delete(Repository).where(col(Repository.id) == repository_id))

    async def lose(self, repository_id: UUID) -> None:
        """Takes the repository's jobs out of the queue."""
        theirs = (
            "DELETE FROM procrastinate_jobs USING repository_sync sync "
            "WHERE sync.repository_id = :id AND args ->> 'sync_id' = CAST(sync.id AS text)"
        )
        async with self.database.write() as tx:
            await tx.execute(text(theirs), {"id": repository_id})

    async def jobs(self) -> list[str]:
        """Of the syncs that wait in the queue, their ids."""
        waiting = "SELECT args ->> 'sync_id' FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        async with self.database.write() as tx:
            return list(await tx.scalars(text(waiting)))


@asynccontextmanager
async def a_desk(database_url: str, name: str = "demo") -> AsyncIterator[Desk]:
    """A desk in a workspace of its own."""
    database = Database(database_url, pool_size=4)
    workspace = Workspace(name=name, display_name=name)
    async with database.write() as tx:
        tx.add(workspace)
    parts = SyncParts(database, Secrets([KEY]), partial(open_source, Outbound([ALLOWED])))
    yield Desk(database, parts, workspace.id)
    await database.close()


async def until(holds: Callable[[], Awaitable[bool] | bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = holds()
            if await found if isinstance(found, Awaitable) else found:
                return
            await asyncio.sleep(0.01)


async def under_way(
    desk: Desk, upstream: Upstream, credentials: RepositoryCredentials | None = None
) -> tuple[UUID, "asyncio.Task[Outcome]"]:
    """A repository whose sync waits for the index until the gate is opened."""
    upstream.gates[INDEX] = Event()
    repository = await desk.repository(upstream.url, credentials=credentials)
    running = asyncio.create_task(desk.sync(repository))
    await until(lambda: upstream.asked(INDEX) == 1)
    return repository, running
