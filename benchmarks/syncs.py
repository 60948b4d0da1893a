"""What a sync costs against what is there, and against what has changed.

    python -m benchmarks.syncs [VERSIONS ...]

A database of our own, and an index that is made entry by entry as the sync takes them: no network and no YAML, which
cost the same however a sync works (benchmarks/indexes.py has those). Of each sync: the time in all, what the database
wrote to its log (WAL) and how many rows it changed, the longest time for which nothing else had a turn in the process,
and by how much the process grew. Beside it, the naive way: all of the repository's rows are removed and written anew.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from sqlalchemy import text

from domain.upstream import ChartEntry, RepositoryKind, Seen
from outbound.reading import Source
from server.embedded.postgres import open_postgres
from services.differences import Difference
from services.secrets import Secrets
from services.syncs import SyncParts, run_sync
from storage.database import Database
from storage.migrate import migrate
from storage.tables import Repository, Workspace
from storage.writes import syncs as writes

SIZES = (1_000, 10_000, 100_000)
CHANGES = (0, 10, 1_000)
VERSIONS_OF_EACH = 50
MADE_AT = datetime(2024, 1, 1, tzinfo=UTC)
ROWS = "SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables WHERE relname LIKE 'repository_chart%'"


@dataclass(frozen=True)
class Index(Source):
    """An index of so many versions, of which the first `changed` have a digest of this round."""

    versions: int
    changed: int = 0
    round: int = 0
    etag: str | None = None
    seen: Seen = Seen()  # noqa: RUF009 - it is frozen

    async def read(self, seen: Seen, known: Mapping[tuple[str, str], str | None]) -> Any:
        return None if self.etag is not None and seen.etag == self.etag else replace(self, seen=Seen(self.etag))

    async def fetch(self, *_: Any) -> Any:
        raise NotImplementedError

    def __aiter__(self) -> AsyncGenerator[ChartEntry, None]:
        return self._each()

    async def _each(self) -> AsyncGenerator[ChartEntry, None]:
        for entry in self.entries():
            yield entry

    def entries(self) -> Iterator[ChartEntry]:
        """What has changed is spread over the charts: their newest versions, as far as these go."""
        charts = self.versions // VERSIONS_OF_EACH
        for number in range(self.versions):
            name, version = f"chart-{number // VERSIONS_OF_EACH}", f"1.{VERSIONS_OF_EACH - number % VERSIONS_OF_EACH}.0"
            place = number % VERSIONS_OF_EACH * charts + number // VERSIONS_OF_EACH
            digest = f"sha256:{number:056x}{self.round if place < self.changed else 0:08x}"
            urls = (f"https://charts.example.org/{name}-{version}.tgz",)
            words = f"What {name} does, in a sentence or two, as charts have it in their index."
            yield ChartEntry(name, version, version, words, None, "", ("one", "two"), False, MADE_AT, digest, urls)


@dataclass(slots=True)
class Bench:
    """The database and the repository that is synced again and again."""

    database: Database
    repository_id: UUID
    workspace_id: UUID
    round: int = 0

    async def sync(self, index: Index) -> None:
        parts = SyncParts(self.database, Secrets(["a benchmark's key"]), lambda *_: index)
        async with self.database.write() as tx:
            sync_id = await writes.begin_sync(tx, self.repository_id, None)
            await tx.execute(text("DELETE FROM procrastinate_jobs"))
        if sync_id is None or await run_sync(parts, sync_id) not in ("successful", "unchanged"):
            raise RuntimeError("the sync has failed")

    async def rewrite(self, index: Index) -> None:
        """The naive way: everything goes, and everything comes; batches and statements are those of a sync."""
        target = writes.Target(
            self.repository_id, self.repository_id, self.workspace_id, RepositoryKind.HELM, "", None, Seen()
        )
        with Difference(self.repository_id, {}) as difference:
            async for entry in index:
                difference.take(entry)
            async with self.database.write() as tx:
                await tx.execute(text("DELETE FROM repository_chart WHERE repository_id = :id"), {"id": target.sync_id})
                for rows in difference.charts():
                    await writes.put_charts(tx, target, rows)
                for rows in difference.versions():
                    await writes.put_versions(tx, target, rows)

    async def changed_rows(self) -> int:
        async with self.database.write() as tx:
            await tx.execute(text("SELECT pg_stat_force_next_flush()"))
        async with self.database.write() as tx:
            return sum((await tx.execute(text(ROWS))).scalars())

    async def log_bytes(self) -> int:
        async with self.database.write() as tx:
            return int((await tx.execute(text("SELECT pg_current_wal_insert_lsn() - '0/0'"))).scalar_one())


async def measured(bench: Bench, what: str, versions: int, work: Callable[[], Awaitable[None]]) -> None:
    """Does the work once and prints what it took."""
    gc.collect()
    rows, log, memory = await bench.changed_rows(), await bench.log_bytes(), _Watch()
    watching = asyncio.create_task(memory.watch())
    began = time.perf_counter()
    await work()
    took = time.perf_counter() - began
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    log, rows = await bench.log_bytes() - log, await bench.changed_rows() - rows
    print(  # noqa: T201
        f"{versions:>8,} | {what:<22} | {took * 1000:>9,.0f} ms | {log / 1024:>9,.0f} kB | {rows:>8,} | "
        f"{memory.longest_s * 1000:>5.0f} ms | {memory.most_mb:>4.0f} MB"
    )


class _Watch:
    """How long nothing else had a turn, and how far the process grew."""

    def __init__(self) -> None:
        self.longest_s = self.most_mb = 0.0
        self._process = psutil.Process()
        self._before = self._process.memory_info().rss

    async def watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest_s = max(self.longest_s, time.perf_counter() - before)
            self.most_mb = max(self.most_mb, (self._process.memory_info().rss - self._before) / 1e6)


async def of_size(database: Database, versions: int) -> None:
    """All that is measured at this size."""
    workspace = Workspace(name=f"w{versions}", display_name="")
    repository = Repository(workspace_id=workspace.id, name="r", url="http://127.0.0.1:9")
    async with database.write() as tx:
        tx.add(workspace)
        await tx.flush()
        tx.add(repository)
    bench = Bench(database, repository.id, workspace.id)
    await measured(bench, "first sync", versions, lambda: bench.sync(Index(versions, etag="first")))
    async with database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))
    await measured(bench, "same ETag", versions, lambda: bench.sync(Index(versions, etag="first")))
    for number, changed in enumerate(CHANGES, 1):
        index = Index(versions, min(changed, versions), number)
        await measured(bench, f"{changed:,} changed", versions, partial(bench.sync, index))
    last = Index(versions, min(CHANGES[-1], versions), len(CHANGES) + 1)
    await measured(bench, "all rewritten (naive)", versions, lambda: bench.rewrite(last))


async def main(sizes: tuple[int, ...], url: str) -> None:
    """Measures and prints a table."""
    print("versions | what                   |         time |          log |     rows | blocked | grew by")  # noqa: T201
    database = Database(url, pool_size=3, statement_timeout_ms=120_000)
    await of_size(database, VERSIONS_OF_EACH)  # warms up
    for versions in sizes:
        await of_size(database, versions)
    await database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, open_postgres(Path(folder)) as postgres:
        migrate(postgres)
        asyncio.run(main(tuple(map(int, sys.argv[1:])) or SIZES, postgres))
