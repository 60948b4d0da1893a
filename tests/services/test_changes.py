"""What is noted for those who follow versions live: with the change or not at all, and in the order of the commits."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from domain.ids import decode_id
from domain.lifecycle import ReviewPhaseName, VersionState
from server.embedded import Backends
from services import changes, reviews, templates, versions
from storage.blobs import Blobs
from storage.database import Database
from storage.queries.changes import NEWEST, newest_position, news_after
from storage.writes.changes import forget_changes, note_change
from tests.services.journey import bring
from tests.services.stage import Stage, set_stage

pytestmark = pytest.mark.anyio
TECHNICAL = ReviewPhaseName.TECHNICAL


@pytest.fixture
async def stage(backends: Backends) -> AsyncIterator[Stage]:
    database = Database(backends.database_url)
    yield await set_stage(database, Blobs(backends.s3))
    await database.close()


async def read(database: Database, query: Any) -> Any:
    reader = database.reader()
    try:
        return await reader.run(query)
    finally:
        await reader.close()


async def noted(stage: Stage, after: int = 0) -> list[tuple[Any, ...]]:
    """What is noted: state before and after, action, actor, message."""
    news = await read(stage.database, lambda session: news_after(session, after))
    return [(one.from_state, one.to_state, one.action, one.actor, one.message) for one in news.changes]


def value(global_id: str) -> UUID:
    found = decode_id(global_id)
    assert found is not None
    return found.value


async def test_each_change_of_state_is_noted_with_who_did_what(stage: Stage) -> None:
    _, version = await stage.template()

    await bring(stage, version, VersionState.SUSPENDED)

    isv, reviewer = "isv-demo", "reviewer-demo"
    assert await noted(stage) == [
        (None, "DRAFT", None, isv, None),
        ("DRAFT", "SUBMITTED", "SUBMIT", isv, None),
        ("SUBMITTED", "IN_REVIEW", "START_REVIEW", reviewer, "TECHNICAL"),
        ("IN_REVIEW", "PASSED", "PASS", reviewer, "TECHNICAL"),
        ("PASSED", "ACTIVE", "PUBLISH", isv, None),
        ("ACTIVE", "SUSPENDED", "SUSPEND", reviewer, "It leaks."),
    ]


async def test_a_template_that_is_suspended_and_restored_takes_its_versions_with_it(stage: Stage) -> None:
    template, first = await stage.template()
    second = await stage.version(template, "v2.0.0")
    for version in (first, second):
        await bring(stage, version, VersionState.ACTIVE)
    before = await read(stage.database, newest_position)

    await templates.suspend_template(stage.reviewer, template, "why")
    await templates.restore_template(stage.reviewer, template)

    told = [(one[0], one[1]) for one in await noted(stage, before)]
    assert told == [("ACTIVE", "SUSPENDED")] * 2 + [("SUSPENDED", "ACTIVE")] * 2


async def test_what_leaves_the_state_as_it_is_is_not_noted(stage: Stage) -> None:
    _, version = await stage.template()
    before = await read(stage.database, newest_position)

    await versions.update_version(stage.isv, versions.UpdateVersion(version, 1, "A word."))

    assert await noted(stage, before) == []


async def test_of_a_version_that_is_gone_there_is_nothing_to_tell(stage: Stage) -> None:
    _, version = await stage.template()
    await bring(stage, version, VersionState.REJECTED)

    await versions.delete_version(stage.isv, version)

    assert await noted(stage) == []


async def test_what_is_rolled_back_was_never_noted(stage: Stage) -> None:
    _, version = await stage.template()
    before = await read(stage.database, newest_position)

    with pytest.raises(ZeroDivisionError):
        async with stage.database.write() as tx:
            await note_change(tx, value(version), actor="nobody", from_state="DRAFT", action="SUBMIT")
            raise ZeroDivisionError

    assert await noted(stage, before) == []
    assert await read(stage.database, newest_position) == before


async def test_positions_are_given_in_the_order_of_commits_and_not_of_inserts(stage: Stage) -> None:
    _, version = await stage.template()
    before = await read(stage.database, newest_position)

    async with stage.database.write() as slow:
        await note_change(slow, value(version), actor="slow")
        async with stage.database.write() as fast:
            await note_change(fast, value(version), actor="fast")
        seen_early = await noted(stage, before)

    assert [one[3] for one in seen_early] == ["fast"]
    assert [one[3] for one in await noted(stage, before)] == ["fast", "slow"]


async def test_whoever_reads_a_position_has_read_every_one_before_it(stage: Stage) -> None:
    """Readers that only ever ask for what comes after the last they saw miss nothing, however writers race."""
    _, version = await stage.template()
    start = await read(stage.database, newest_position)

    async def write(number: int) -> None:
        async with stage.database.write() as tx:
            await note_change(tx, value(version), actor=str(number))
            await tx.execute(text("SELECT pg_sleep(random() / 200)"))

    writing = asyncio.gather(*(write(number) for number in range(60)))
    seen, after = [], start
    while len(seen) < 60:
        news = await read(stage.database, lambda session, after=after: news_after(session, after))
        seen += [one.position for one in news.changes]
        after = seen[-1] if seen else after
        if writing.done() and not news.changes:
            break
    await writing

    assert seen == list(range(start + 1, start + 61))


async def test_racing_use_cases_are_noted_once_each_in_one_order(stage: Stage) -> None:
    template, first = await stage.template()
    others = [await stage.version(template, f"v2.0.{n}") for n in range(3)]
    before = await read(stage.database, newest_position)

    async def there_and_back(version: str) -> None:
        for _ in range(3):
            await versions.submit_version(stage.isv, version, None)
            await reviews.start_review(stage.reviewer, version, TECHNICAL)
            await versions.withdraw_version(stage.isv, version)

    await asyncio.gather(*map(there_and_back, (first, *others)))

    news = await read(stage.database, lambda session: news_after(session, before))
    assert [one.position for one in news.changes] == list(range(before + 1, before + 37))
    for version in (first, *others):
        steps = [one for one in news.changes if one.version_id == value(version)]
        assert [one.to_state for one in steps] == ["SUBMITTED", "IN_REVIEW", "DRAFT"] * 3
        assert [one.from_state for one in steps[1:]] == [one.to_state for one in steps[:-1]]


async def test_what_is_old_is_forgotten_and_no_position_is_given_twice(stage: Stage) -> None:
    _, version = await stage.template()
    position = await read(stage.database, newest_position)

    await changes.forget_old(stage.database)
    kept = await noted(stage)
    async with stage.database.write() as tx:
        await forget_changes(tx, timedelta(0))
    await versions.submit_version(stage.isv, version, None)

    assert len(kept) == 1
    assert [one[1] for one in await noted(stage)] == ["SUBMITTED"]
    assert await read(stage.database, newest_position) == position + 1
    assert await noted(stage, NEWEST) == []
