"""Workers as people run them: in the server, and as processes of their own that may be stopped or killed."""

import asyncio
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from domain.upstream import RepositoryCredentials
from server.commands import work
from server.embedded import Backends
from server.jobs.running import running
from server.jobs.syncs import worker
from server.settings import SettingsError
from services.syncs import LOST
from storage.database import newest_revision
from tests.fixtures.upstream import ALLOWED, INDEX, Upstream, an_upstream
from tests.server.compiled import process
from tests.server.fast_worker import FAST
from tests.server.test_serve import environment
from tests.services.syncing import KEY, Desk, a_desk

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30
USER = RepositoryCredentials("reader", "open sesame 1")


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(database_url) as desk:
        yield desk


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with an_upstream() as upstream:
        upstream.enter("emqx", "4.0.1")
        yield upstream


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await holds():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)


@asynccontextmanager
async def a_worker(database_url: str, data_dir: Path) -> AsyncIterator[subprocess.Popen[str]]:
    """A worker in a process of its own."""
    given = {"DATABASE_URL": database_url, "SECRET_KEY": KEY, "ALLOWED_OUTBOUND": ALLOWED}
    command = (sys.executable, "-m", "tests.server.fast_worker")
    with subprocess.Popen(  # noqa: ASYNC220
        command, cwd=ROOT, env=environment(data_dir, **given), stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            yield started
        finally:
            started.kill()


@pytest.mark.anyio
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_what_a_worker_had_that_was_killed_or_stopped_is_run_by_another(
    desk: Desk, upstream: Upstream, database_url: str, tmp_path: Path, number: signal.Signals
) -> None:
    upstream.gates[INDEX], upstream.user = Event(), (USER.username or "", USER.password or "")
    repository = await desk.repository(upstream.url, credentials=USER)
    sync_id = await desk.begin(repository)
    async with a_worker(database_url, tmp_path) as started:
        await until(lambda: _holds(upstream.asked(INDEX) == 1))

        started.send_signal(number)

        assert await asyncio.to_thread(started.wait, PATIENCE_S) == (0 if number is signal.SIGTERM else -number)
    assert [one.state for one in await desk.history(repository)] == ["SYNCING"]
    upstream.gates[INDEX].set()
    async with running([worker(desk.parts, database_url, 1, pace=FAST)]):
        await until(lambda: _is(desk, repository, "SUCCESSFUL"))
    told = [(one.id == sync_id, one.state, one.message) for one in await desk.history(repository)]
    if number is signal.SIGTERM:
        assert told == [(True, "SUCCESSFUL", None)]
    else:
        assert told == [(False, "SUCCESSFUL", None), (True, "FAILED", f"{LOST}; it was taken up again.")]
    assert set(await desk.versions(repository)) == {"emqx 4.0.1"}


async def _holds(value: bool) -> bool:
    return value


async def _is(desk: Desk, repository: object, state: str) -> bool:
    return bool((await desk.row(repository)).state == state)  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_slow_repositories_of_one_workspace_do_not_keep_others_waiting(
    desk: Desk, upstream: Upstream, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.syncs.LOOK_S", 0.05)
    slow = [f"/slow{number}" for number in range(3)]
    upstream.gates |= {f"{path}/index.yaml": Event() for path in slow[:2]}
    upstream.files["/slow2/index.yaml"] = upstream.files[INDEX]
    ours = [await desk.repository(upstream.url + path) for path in slow]
    async with a_desk(database_url, "rival") as rival, running([worker(desk.parts, database_url, 2, pace=FAST)]):
        for one in ours:
            await desk.begin(one)
        await until(lambda: _holds(upstream.asked("/slow0/index.yaml") == 1))
        theirs = await rival.repository(upstream.url)
        await rival.begin(theirs)
        await until(lambda: _is(rival, theirs, "SUCCESSFUL"))
        assert [(await desk.row(one)).state for one in ours] == ["SYNCING", "PENDING", "PENDING"]

        await desk.delete(ours[0])
        await until(lambda: _holds(upstream.asked("/slow1/index.yaml") == 1))
        await desk.delete(ours[1])
        await until(lambda: _is(desk, ours[2], "SUCCESSFUL"))  # and no host of the others has answered yet


@pytest.mark.anyio
async def test_what_is_due_is_synced_by_itself_once_by_however_many_workers(
    desk: Desk, upstream: Upstream, database_url: str
) -> None:
    repository = await desk.repository(upstream.url, period_s=180)
    await desk.set(repository, next_sync_at=datetime.now(UTC) - timedelta(seconds=1))

    async with running([worker(desk.parts, database_url, 1, pace=FAST) for _ in range(2)]):
        await until(lambda: _is(desk, repository, "SUCCESSFUL"))

    assert len(await desk.history(repository)) == upstream.asked(INDEX) == 1
    assert (await desk.row(repository)).next_sync_at > datetime.now(UTC) + timedelta(seconds=120)


@pytest.mark.anyio
async def test_the_server_runs_a_worker_inside_and_counts_what_it_did(
    backends: Backends, upstream: Upstream, tmp_path: Path
) -> None:
    async with a_desk(backends.database_url) as desk:
        repository = await desk.repository(upstream.url)
        given = {"WORKER_CONCURRENCY": "1", "ALLOWED_OUTBOUND": ALLOWED}
        async with process(backends, tmp_path, **given) as server:
            await desk.begin(repository)
            await until(lambda: _is(desk, repository, "SUCCESSFUL"))

            async def counted() -> bool:
                return (await server.counters()).get('chandlery_syncs_total{outcome="successful"}') == 1

            await until(counted)


@pytest.mark.anyio
async def test_a_server_without_a_worker_leaves_syncs_to_others(
    backends: Backends, upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.jobs.syncs.DEPTH_S", 0.05)
    async with a_desk(backends.database_url) as desk:
        repository = await desk.repository(upstream.url)
        await desk.begin(repository)
        async with process(backends, tmp_path, WORKER_CONCURRENCY="0") as server:

            async def told() -> bool:
                return (await server.counters()).get('chandlery_queue_jobs{state="waiting"}') == 1

            await until(told)
        assert (await desk.row(repository)).state == "PENDING"


def test_a_worker_says_all_that_it_misses(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        work.run({"DATA_DIR": str(tmp_path), "WORKER_CONCURRENCY": "0"}, Namespace())

    assert [line.split(" must ")[0] for line in str(refused.value).splitlines()] == [
        "DATABASE_URL",
        "SECRET_KEY or ENCRYPTION_KEYS",
        "WORKER_CONCURRENCY",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_worker_does_not_begin_on_a_database_that_is_not_the_servers(empty_database_url: str, tmp_path: Path) -> None:
    given = {"DATABASE_URL": empty_database_url, "SECRET_KEY": KEY}
    done = subprocess.run(
        (sys.executable, "-m", "server", "work"),
        cwd=ROOT,
        env=environment(tmp_path, **given),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"chandlery: DATABASE_URL: the database is at revision None, the program needs {newest_revision()}; "
        "start the server first, which migrates it"
    ]
