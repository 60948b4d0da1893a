"""Each change once, in order, at every replica; whatever happens to connections, and however slow a reader is."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from schema.normal import normal
from server.embedded import Backends
from services import feeds as feeding
from services import hub as hubs
from tests.fixtures.services import _run_sql
from tests.personas import ADMIN
from tests.server.compiled import Process, Replicas, Store, bearer
from tests.server.live import SUBMIT, WITHDRAW, Socket, a_draft, feeds, following, serving, socket, until

pytestmark = pytest.mark.anyio
STEPS = "subscription { versionStateChanged { version { id } fromState toState } }"
EVERYTHING = """subscription ($deep: Boolean!, $text: String!) { told: versionStateChanged { __typename ...Words
  version { id version state stateMessage stateChangedAt revision updatedAt viewerActions readme values
    template { id name state latest: latestVersion { version } } storeApp { name }
    review @include(if: $deep) { state submittedBy { username } phases { name state reviewer { username } } } }
  again: version { template @skip(if: $deep) { id } named: template { version(version: $text) { id } } }
} }
fragment Words on VersionStateChange { fromState toState at action who: actor message }"""
KILL = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture(scope="module")
async def run(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replicas]:
    """Two replicas, of which one only has the reference."""
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with (
        serving(module_backends, data_dir, LIVE_BACKLOG="20") as here,
        serving(module_backends, data_dir, COMPILED="false") as there,
    ):
        yield Replicas(await Store.of(here), here, there)


@pytest.fixture(scope="module")
async def admin(run: Replicas) -> str:
    return await run.store.session(ADMIN)


async def there_and_back(process: Process, token: str, version: str, times: int = 1) -> None:
    for _ in range(times):
        for step in (SUBMIT, WITHDRAW):
            await process.do(step, token, id=version)


async def steps(opened: Socket, count: int) -> list[tuple[str, str, str]]:
    told = [await opened.change() for _ in range(count)]
    return [(one["version"]["id"], one["fromState"], one["toState"]) for one in told]


async def test_of_racing_changes_every_replica_tells_each_once_in_one_order(run: Replicas, admin: str) -> None:
    drafts = [await a_draft(run.store) for _ in range(4)]
    async with following(run.here, admin, STEPS) as here, following(run.there, admin, STEPS) as there:
        await asyncio.gather(*(there_and_back(run.both[n % 2], admin, draft, 2) for n, draft in enumerate(drafts)))

        told = await steps(here, 16)
        assert await steps(there, 16) == told
        await here.ping()
        await there.ping()
    for draft in drafts:
        own = [(before, after) for version, before, after in told if version == draft]
        assert own == [("DRAFT", "SUBMITTED"), ("SUBMITTED", "DRAFT")] * 2


async def test_both_executors_tell_the_same_in_the_same_form(run: Replicas, admin: str) -> None:
    variables: dict[str, Any] = {"deep": True, "text": "1.0.0"}
    draft = await a_draft(run.store)
    async with (
        following(run.here, admin, EVERYTHING, **variables) as here,
        following(run.there, admin, EVERYTHING, **variables) as there,
        following(run.here, admin, EVERYTHING, **{**variables, "deep": False}) as here_too,
        following(run.there, admin, EVERYTHING, **{**variables, "deep": False}) as there_too,
    ):
        for step in (SUBMIT, WITHDRAW):
            await run.here.do(step, admin, id=draft)
            told = [await one.receive() for one in (here, there, here_too, there_too)]
            deep, deep_reference, flat, flat_reference = [normal(one["payload"]) for one in told]

            assert b'"errors"' not in deep + flat
            assert (deep, flat) == (deep_reference, flat_reference)
            assert deep != flat


async def test_what_reads_alike_for_many_is_read_once(run: Replicas, admin: str) -> None:
    await run.store.cast.user("reviewer", "app-reviewer")
    people = ["dev", "dev", "dev", "reviewer", "reviewer"]
    draft = await a_draft(run.store)
    async with _all_following(run, people) as opened:
        await there_and_back(run.here, admin, draft)
        [await steps(one, 2) for one in opened]
        before = run.here.compiled.count

        await run.here.do(SUBMIT, admin, id=draft)
        told = [await steps(one, 1) for one in opened]

        mutation = 1
        assert run.here.compiled.count - before - mutation <= 2
        assert told == [[(draft, "DRAFT", "SUBMITTED")]] * 5


class _all_following:  # noqa: N801 - reads as a function
    def __init__(self, run: Replicas, people: list[str]) -> None:
        self._run, self._people, self._open = run, people, []

    async def __aenter__(self) -> list[Socket]:
        for name in self._people:
            self._open.append(following(self._run.here, await self._run.store.session(name), STEPS))
        return [await one.__aenter__() for one in self._open]

    async def __aexit__(self, *_: object) -> None:
        for one in self._open:
            await one.__aexit__(None, None, None)


async def test_a_lost_connection_to_the_database_loses_nothing_and_doubles_nothing(
    run: Replicas, module_backends: Backends, admin: str
) -> None:
    draft = await a_draft(run.store)
    async with following(run.here, admin, STEPS) as opened:
        await there_and_back(run.here, admin, draft)
        for _ in range(2):
            await _run_sql(module_backends.database_url, KILL)
            await _eventually(run, admin, SUBMIT, draft)
            await _eventually(run, admin, WITHDRAW, draft)

        assert await steps(opened, 6) == [(draft, "DRAFT", "SUBMITTED"), (draft, "SUBMITTED", "DRAFT")] * 3
        await opened.ping()


async def _eventually(run: Replicas, token: str, mutation: str, version: str) -> None:
    """The mutation, again when its own connection was the one that was lost."""
    async with asyncio.timeout(20):
        while (answer := await run.there.post(mutation, token, id=version)).json().get("errors"):
            assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            await asyncio.sleep(0.05)


async def test_a_reader_that_is_too_slow_is_told_so_and_holds_nothing_meanwhile(
    run: Replicas, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "STALL_S", 0.2)
    monkeypatch.setattr(hubs, "POLL_S", 0.1)
    draft = await a_draft(run.store)
    long = "UPDATE version SET description = repeat('x', 2000000) WHERE id = :id"
    await run.store.execute(long, id=draft.partition("_")[2])
    query = "subscription { versionStateChanged { version { description } } }"
    async with socket(run.here, max_queue=1, max_size=None, ping_interval=None) as opened:
        await opened.begin(admin)
        hub: Any = run.here.endpoint.events
        await opened.send(id="1", type="subscribe", payload={"query": query})
        await until(lambda: feeds(run.here) == 1)
        await there_and_back(run.there, admin, draft, 20)
        await until(lambda: hub.live.hub.guests == 0)

        code, reason = await opened.closed()

    assert (code, reason) == (1013, "Too slow: more than 20 changes wait to be taken")


async def test_when_the_server_stops_sockets_and_streams_end_at_once(
    module_backends: Backends, tmp_path: Path, admin: str
) -> None:
    headers = {"Accept": "text/event-stream", **bearer(admin)}
    async with AsyncExitStack() as clients:
        async with serving(module_backends, tmp_path) as process:
            http = await clients.enter_async_context(httpx.AsyncClient(base_url=process.http.base_url))
            ask = http.stream("POST", "/graphql", json={"query": STEPS}, headers=headers)
            silent = await clients.enter_async_context(socket(process))
            idle = await clients.enter_async_context(socket(process))
            busy = await clients.enter_async_context(following(process, admin))
            stream = await clients.enter_async_context(ask)
            await idle.begin(admin)
            await until(lambda: feeds(process) == 2)
            leaves_at = time.monotonic()
        took_s = time.monotonic() - leaves_at

        assert [await one.closed() for one in (silent, idle, busy)] == [(1001, "Going away")] * 3
        assert "event: complete" not in [line async for line in stream.aiter_lines()]
    assert took_s < 3
