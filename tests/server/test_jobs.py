"""Jobs: they hear of changes, do their work in time, survive failures, and end with the server."""

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlalchemy import select, text, update
from sqlmodel import col

from policies.principal import Principal
from server.jobs.running import Job, running
from server.jobs.work import POLICY_CHANNEL, jobs_of, token_uses
from services.hub import Hub
from storage.listen import listen
from storage.tables import ApiToken, User
from tests.server.web import make_parts, make_person

pytestmark = pytest.mark.anyio


async def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.01)


class Count:
    """Work that counts, and fails the first times."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1
        if self.times <= self.failures:
            raise RuntimeError("not yet")


async def test_a_job_is_done_again_and_again_until_the_server_ends() -> None:
    work = Count()
    async with running([Job("count", work, 0.01, 0.01)]):
        await wait_until(lambda: work.times >= 3)

    done = work.times
    await asyncio.sleep(0.05)
    assert work.times == done


async def test_a_job_that_fails_is_logged_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    work = Count(failures=2)
    with caplog.at_level(logging.WARNING):
        async with running([Job("count", work, 0.01, 0.02, is_first_at_once=True)]):
            await wait_until(lambda: work.times >= 4)

    assert caplog.text.count("job count failed and goes on: RuntimeError: not yet") == 2


async def test_a_job_that_hangs_does_not_keep_the_server_from_ending() -> None:
    async def hang() -> None:
        await asyncio.sleep(3600)

    began = time.monotonic()
    async with running([Job("hang", hang, 0, 0, is_first_at_once=True)]):
        await asyncio.sleep(0.01)

    assert time.monotonic() - began < 5


async def test_listening_hears_that_it_listens_and_each_change_of_rights(module_database_url: str) -> None:
    parts = make_parts(module_database_url)
    heard: list[float] = []
    listening = asyncio.create_task(listen(module_database_url, POLICY_CHANNEL, lambda: heard.append(time.monotonic())))
    await wait_until(lambda: len(heard) == 1)

    person = await make_person(parts)
    await wait_until(lambda: len(heard) >= 2)
    before = len(heard)
    async with parts.database.write() as tx:
        await tx.execute(update(User).where(col(User.id) == person.user_id).values(disabled=True))
    await wait_until(lambda: len(heard) > before)

    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await parts.database.close()


async def test_a_listener_that_lost_its_connection_says_so_at_once(module_database_url: str) -> None:
    parts = make_parts(module_database_url)
    heard: list[int] = []
    listening = asyncio.create_task(listen(module_database_url, POLICY_CHANNEL, lambda: heard.append(1)))
    await wait_until(lambda: heard != [])

    async with parts.database.write() as tx:
        await tx.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"
            )
        )
    with pytest.raises(OSError, match="closed"):
        await asyncio.wait_for(listening, 10)
    await parts.database.close()


async def test_a_listener_without_a_database_fails_and_does_not_hang() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

    with pytest.raises(OSError):
        await asyncio.wait_for(listen(f"postgresql://nobody@127.0.0.1:{port}/none", "x", lambda: None), 10)


async def test_the_policy_job_forgets_what_is_kept_at_each_notification(module_database_url: str) -> None:
    parts = make_parts(module_database_url)
    person = await make_person(parts)
    (policy,) = (job for job in jobs_of(parts, module_database_url, Hub(parts.database)) if job.name == "policy")

    async def principal() -> Principal:
        reader = parts.database.reader()
        try:
            return await parts.principals.of_user(reader, person.user_id)
        finally:
            await reader.close()

    kept = await principal()
    is_kept = await principal() is kept
    async with running([policy]):
        await wait_until_not(principal, kept)  # forgotten when it began to listen
        kept = await principal()
        async with parts.database.write() as tx:
            await tx.execute(text("SELECT pg_notify('policy_changed', '')"))
        await wait_until_not(principal, kept)
    await parts.database.close()

    assert is_kept


async def wait_until_not(asked: Callable[[], Awaitable[object]], known: object) -> None:
    async with asyncio.timeout(10):
        while await asked() is known:  # noqa: ASYNC110 - what is waited for is in another process's hands
            await asyncio.sleep(0.01)


async def test_the_use_of_a_token_is_written_by_its_job(module_database_url: str) -> None:
    parts = make_parts(module_database_url)
    person = await make_person(parts)
    reader = parts.database.reader()
    await parts.principals.of_token(reader, person.token)
    await reader.close()

    async def last_used() -> object:
        async with parts.database.write() as tx:
            return await tx.scalar(select(col(ApiToken.last_used_at)).where(col(ApiToken.user_id) == person.user_id))

    before = await last_used()
    await token_uses(parts).work()
    after = await last_used()
    await parts.database.close()

    assert before is None
    assert after is not None


async def test_the_server_has_the_jobs_that_it_needs(module_database_url: str) -> None:
    parts = make_parts(module_database_url)

    assert [(job.name, job.pause_s) for job in jobs_of(parts, module_database_url, Hub(parts.database))] == [
        ("policy", 1.0),
        ("changes", 1.0),
        ("live", 1.0),
        ("token-uses", 30.0),
        ("downloads", 10.0),
        ("log", 0.5),
        ("sweep", 3600.0),
        ("old changes", 3600.0),
        ("sign-in failures", 3600.0),
    ]
