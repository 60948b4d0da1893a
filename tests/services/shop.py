"""A workspace that imports: people of every right about repositories, and a repository on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from domain.commands.repositories import AddRepository, CheckRepository, UpdateRepository
from domain.ids import Kind, encode_id
from outbound.sources import open_source
from policies.principal import Principal
from policies.vocabulary import Permission
from services import repositories
from services.call import Call
from services.syncs import SyncParts, run_sync
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import AuditEvent, Repository, RepositoryChart, RepositoryChartVersion, RepositorySync
from tests.fixtures.upstream import Upstream, way_out
from tests.services.stage import ALL, Stage, set_stage


@dataclass(slots=True)
class Shop:
    """`keeper` may do everything; see `only` for others."""

    stage: Stage
    upstream: Upstream

    @property
    def keeper(self) -> Call:
        """Somebody who may do everything."""
        return self.stage.isv

    @property
    def workspace(self) -> str:
        """The workspace's global id."""
        return encode_id(Kind.WORKSPACE, self.stage.workspace_id)

    def only(self, *permissions: Permission) -> Call:
        """Somebody who holds just these, in the workspace."""
        held = MappingProxyType({self.stage.workspace_id: frozenset(permissions)})
        return replace(self.keeper, principal=replace(self.keeper.principal, platform=frozenset(), workspaces=held))

    def stranger(self) -> Call:
        """Somebody who may do everything in a workspace of their own, and is unknown here."""
        elsewhere = MappingProxyType({UUID(int=7): ALL})
        principal = Principal(self.keeper.principal.user_id, "stranger", workspaces=elsewhere)
        return replace(self.keeper, principal=principal)

    async def add(self, name: str = "charts", **said: Any) -> str:
        """The global id of a new repository."""
        command = AddRepository(**{"workspace": self.workspace, "name": name, "url": self.upstream.url, **said})
        return encode_id(Kind.REPOSITORY, await repositories.add_repository(self.keeper, command))

    async def check(self, url: str, **said: Any) -> Any:
        """What a check of the address tells."""
        return await repositories.check_repository(self.keeper, CheckRepository(self.workspace, url, **said))

    async def update(self, repository_id: str, **said: Any) -> None:
        """Changes it, at whatever revision it is."""
        command = UpdateRepository(repository_id, (await self.row(repository_id)).revision, **said)
        await repositories.update_repository(self.keeper, command)

    async def row(self, repository_id: str) -> Repository:
        """The repository's row as it is now."""
        found: Repository = await self.stage.row(Repository, UUID(repository_id[4:]))
        return found

    async def syncs(self, repository_id: str) -> list[RepositorySync]:
        """The syncs, oldest first."""
        return await self._rows(RepositorySync, repository_id, col(RepositorySync.started_at))

    async def charts(self, repository_id: str) -> list[str]:
        """The names of the charts."""
        found = await self._rows(RepositoryChart, repository_id, col(RepositoryChart.name))
        return [chart.name for chart in found]

    async def chart_version(self, repository_id: str, version: str) -> str:
        """The global id of a chart's version, by the version."""
        versions = await self._rows(RepositoryChartVersion, repository_id, col(RepositoryChartVersion.id))
        return encode_id(
            Kind.REPOSITORY_CHART_VERSION, next(found.id for found in versions if found.version == version)
        )

    async def _rows(self, model: Any, repository_id: str, order: Any) -> list[Any]:
        async with self.stage.database.write() as tx:
            mine = select(model).where(model.repository_id == UUID(repository_id[4:]))
            return list(await tx.scalars(mine.order_by(order)))

    async def sync(self, repository_id: str) -> None:
        """Does what a worker does with the sync that waits."""
        waiting = next(sync for sync in await self.syncs(repository_id) if sync.finished_at is None)
        parts = SyncParts(self.stage.database, self.keeper.secrets, partial(open_source, self.keeper.outbound))
        await run_sync(parts, waiting.id)

    async def stocked(self, **said: Any) -> str:
        """The global id of a new repository whose charts are here."""
        repository_id = await self.add(**said)
        await self.sync(repository_id)
        return repository_id

    async def events(self) -> list[tuple[str, str, str | None]]:
        """Action, subject's name and message of what was done about repositories here, oldest first."""
        async with self.stage.database.write() as tx:
            mine = col(AuditEvent.workspace_id) == self.stage.workspace_id
            found = await tx.scalars(select(AuditEvent).where(mine).order_by(col(AuditEvent.at)))
            return [(e.action, e.subject_name, e.message) for e in found if e.action.startswith("repository.")]


@asynccontextmanager
async def a_shop(database_url: str, blobs: Blobs, name: str, upstream: Upstream) -> AsyncIterator[Shop]:
    """A workspace of that name, as long as it is used."""
    database = Database(database_url)
    stage = await set_stage(database, blobs, name)
    for call in stage.calls.values():
        call.outbound = way_out()
    yield Shop(stage, upstream)
    await database.close()


async def until_asked(upstream: Upstream, path: str, times: int = 1) -> None:
    """Waits until so many requests for the path have come."""
    async with asyncio.timeout(20):
        while upstream.asked(path) < times:  # noqa: ASYNC110 - the repository runs in threads
            await asyncio.sleep(0.01)
