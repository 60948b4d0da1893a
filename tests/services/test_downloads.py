"""Downloads: every one is counted, in batches, without waiting for anybody and without a change that readers notice."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from services import downloads as counting
from services.downloads import Downloads
from storage.database import Database
from storage.tables import IndexRevision, StoreApp, StoreRevision, Template, Version
from storage.writes.versions import lock_template
from tests.services.journey import S, bring
from tests.services.stage import Stage

pytestmark = pytest.mark.anyio


async def counted(stage: Stage, version: str) -> int:
    row = await stage.row(Version, UUID(version[4:]))
    return int(row.downloads)


async def counted_of_app(stage: Stage, template: str) -> int | None:
    async with stage.database.write() as tx:
        found = await tx.scalar(select(StoreApp).where(col(StoreApp.template_id) == UUID(template[4:])))
        return None if found is None else int(found.downloads)


async def test_what_is_counted_is_written_once(stage: Stage) -> None:
    template, first = await stage.template()
    second = await stage.version(template, "2.0.0")
    counts = Downloads()
    for version in (first, second, first):
        counts.count(UUID(version[4:]))

    await counts.flush(stage.database)
    await counts.flush(stage.database)

    assert (await counted(stage, first), await counted(stage, second)) == (2, 1)


async def test_an_app_has_the_downloads_of_all_its_versions_those_before_it_was_published_included(
    stage: Stage,
) -> None:
    template, first = await stage.template()
    second = await stage.version(template, "2.0.0")
    counts = Downloads()
    counts.count(UUID(first[4:]))
    await counts.flush(stage.database)
    assert await counted_of_app(stage, template) is None

    await bring(stage, first, S.ACTIVE)
    counts.count(UUID(second[4:]))
    await counts.flush(stage.database)
    await bring(stage, second, S.ACTIVE)

    assert await counted_of_app(stage, template) == 2


async def test_an_app_that_somebody_changes_is_passed_over_and_counted_the_next_time(stage: Stage) -> None:
    busy, free = await stage.template("busy"), await stage.template("free")
    counts = Downloads()
    for _, version in (busy, free):
        counts.count(UUID(version[4:]))

    async with stage.database.write() as tx, asyncio.timeout(5):
        await lock_template(tx, UUID(busy[0][4:]))
        await counts.flush(stage.database)
        assert (await counted(stage, busy[1]), await counted(stage, free[1])) == (0, 1)
    await counts.flush(stage.database)

    assert (await counted(stage, busy[1]), await counted(stage, free[1])) == (1, 1)


async def test_versions_that_are_no_more_are_forgotten(stage: Stage) -> None:
    counts = Downloads()
    counts.count(uuid4())

    await counts.flush(stage.database)

    assert not counts._counts


async def test_what_cannot_be_written_is_kept(stage: Stage) -> None:
    _, version = await stage.template()
    gone, counts = Database("postgresql://nobody@127.0.0.1:9/none"), Downloads()
    counts.count(UUID(version[4:]))

    with pytest.raises(Exception, match="does not answer"):
        await counts.flush(gone)
    counts.count(UUID(version[4:]))
    await counts.flush(stage.database)

    assert await counted(stage, version) == 2


async def test_many_are_written_some_at_a_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    template, first = await stage.template()
    made = [first, *[await stage.version(template, f"2.{n}.0") for n in range(4)]]
    counts = Downloads()
    for number, version in enumerate(made):
        for _ in range(number + 1):
            counts.count(UUID(version[4:]))

    await counts.flush(stage.database)

    assert [await counted(stage, version) for version in made] == [1, 2, 3, 4, 5]


async def test_downloads_change_nothing_that_is_kept_by_revision_and_no_edit_is_in_conflict_with_them(
    stage: Stage,
) -> None:
    _, version = await stage.template()
    await bring(stage, version, S.ACTIVE)
    before, row = await revisions(stage), await stage.row(Version, UUID(version[4:]))
    counts = Downloads()
    counts.count(row.id)

    await counts.flush(stage.database)

    after = await stage.row(Version, row.id)
    assert await revisions(stage) == before
    assert (after.revision, after.updated_at, after.downloads) == (row.revision, row.updated_at, 1)


async def revisions(stage: Stage) -> tuple[int, int]:
    async with stage.database.write() as tx:
        store = (await tx.execute(select(col(StoreRevision.revision)))).scalar_one()
        index = (await tx.execute(select(func.sum(col(IndexRevision.revision))))).scalar_one()
        return store, int(index)


async def test_counting_while_apps_are_changed_loses_nothing_and_deadlocks_nobody(stage: Stage) -> None:
    apps = [await stage.template(f"app-{n}") for n in range(4)]
    counts = Downloads()

    async def change(order: list[tuple[str, str]]) -> None:
        """As whoever changes versions does: the template first."""
        for _ in range(5):
            for template, version in order:
                async with stage.database.write() as tx:
                    await lock_template(tx, UUID(template[4:]))
                    changed = update(Version).where(col(Version.id) == UUID(version[4:]))
                    await tx.execute(changed.values(description=Version.description + "x"))  # type: ignore[operator]
                    touched = update(Template).where(col(Template.id) == UUID(template[4:]))
                    await tx.execute(touched.values(summary="x"))

    async def count() -> None:
        for _ in range(20):
            for _, version in apps:
                counts.count(UUID(version[4:]))
            await counts.flush(stage.database)

    async with asyncio.timeout(20):
        await asyncio.gather(change(apps), change(apps[::-1]), count(), count())
    await counts.flush(stage.database)

    assert [await counted(stage, version) for _, version in apps] == [40] * 4
