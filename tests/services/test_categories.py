"""Categories: taken names are refused in words, and the log tells what changed and nothing else."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.commands.categories import CreateCategory, UpdateCategory
from domain.errors import FaultCode, Forbidden, Rejected
from domain.ids import Kind, decode_as, encode_id
from services.categories import create_category, delete_category, update_category
from storage.tables import UNCATEGORIZED, Category, StoreApp, Template
from tests.calls import faults_of
from tests.personas import Cast

pytestmark = pytest.mark.anyio


async def category(cast: Cast, name: str) -> str:
    """The global id of a new category."""
    return encode_id(Kind.CATEGORY, await create_category(await cast.call("admin"), CreateCategory(name)))


async def names(cast: Cast) -> set[str]:
    async with cast.database.write() as tx:
        return set((await tx.execute(select(col(Category.name)))).scalars())


async def test_taken_name_is_refused_in_words_and_by_field(cast: Cast) -> None:
    await category(cast, "Database")
    queue = await category(cast, "Queue")

    with pytest.raises(Rejected) as refused:
        await update_category(
            await cast.call("admin"), UpdateCategory(queue, name="Database", display_name="Databases")
        )

    (fault,) = refused.value.faults
    assert (fault.code, fault.path) == (FaultCode.ALREADY_EXISTS, ("name",))
    assert fault.message == "There is a category Database already."
    assert await names(cast) == {UNCATEGORIZED, "Database", "Queue"}


async def test_update_tells_the_old_name_and_the_new_one_and_what_else_changed(cast: Cast) -> None:
    queue = await category(cast, "Queue")
    command = UpdateCategory(queue, name="Messaging", display_name="Queue", description="Brokers.")

    await update_category(await cast.call("admin"), command)

    (event,) = await cast.events("category.update")
    assert (event.actor, event.subject, event.subject_name) == ("admin", queue, "Messaging")
    assert event.message == "Queue -> Messaging; changed description"


async def test_update_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    queue = await category(cast, "Queue")

    await update_category(
        await cast.call("admin"), UpdateCategory(queue, name=" Queue ", display_name="Queue", icon="")
    )

    assert await cast.events("category.update") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("", FaultCode.REQUIRED), ("x" * 21, FaultCode.TOO_LONG), ("nul\x00", FaultCode.INVALID)],
)
async def test_bad_name_is_refused_by_field(cast: Cast, name: str, code: FaultCode) -> None:
    queue = await category(cast, "Queue")

    assert await faults_of(update_category(await cast.call("admin"), UpdateCategory(queue, name=name))) == [
        (code, "name")
    ]


async def test_of_two_that_take_one_name_at_once_one_wins(cast: Cast) -> None:
    ids = [await category(cast, name) for name in ("Queue", "Broker")]
    calls = [await cast.call("admin") for _ in ids]

    outcomes = await asyncio.gather(
        *(update_category(call, UpdateCategory(one, name="Messaging")) for call, one in zip(calls, ids, strict=True)),
        return_exceptions=True,
    )

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert refused.faults[0].code is FaultCode.ALREADY_EXISTS


async def shelved(cast: Cast, category: str, *, deleted: bool = False, listed: bool | None = None) -> UUID:
    """The id of a template in the category; with a snapshot, listed or not, the snapshot is there instead."""
    workspace_id, shelf = await cast.workspace("acme"), decode_as(Kind.CATEGORY, category)
    other = await uncategorized(cast)
    deleted_at = datetime.now(UTC) if deleted else None
    async with cast.database.write() as tx:
        own = shelf if listed is None else other
        template = Template(workspace_id=workspace_id, name="emqx", category_id=own, deleted_at=deleted_at)
        tx.add(template)
        await tx.flush()
        if listed is not None:
            ids = {"template_id": template.id, "workspace_id": workspace_id, "category_id": shelf}
            tx.add(StoreApp(name="emqx", listed=listed, **ids))
    return template.id


async def uncategorized(cast: Cast) -> UUID:
    async with cast.database.write() as tx:
        return (await tx.execute(select(col(Category.id)).where(col(Category.name) == UNCATEGORIZED))).scalar_one()


@pytest.mark.parametrize("listed", [None, True], ids=["template", "listed store app"])
async def test_category_with_apps_in_it_is_not_deleted(cast: Cast, listed: bool | None) -> None:
    queue = await category(cast, "Queue")
    await shelved(cast, queue, listed=listed)

    assert await faults_of(delete_category(await cast.call("admin"), queue)) == [(FaultCode.IN_USE, "id")]
    assert await names(cast) == {UNCATEGORIZED, "Queue"}
    assert await cast.events("category.delete") == []


@pytest.mark.parametrize(
    ("deleted", "listed"), [(True, None), (False, False)], ids=["deleted template", "unlisted store app"]
)
async def test_category_goes_when_only_what_nobody_sees_is_in_it(
    cast: Cast, deleted: bool, listed: bool | None
) -> None:
    queue = await category(cast, "Queue")
    template_id = await shelved(cast, queue, deleted=deleted, listed=listed)

    assert await delete_category(await cast.call("admin"), queue) == queue

    assert await names(cast) == {UNCATEGORIZED}
    async with cast.database.write() as tx:
        template = await tx.get_one(Template, template_id)
        app = (await tx.scalars(select(StoreApp))).one_or_none()
    assert {row.category_id for row in (template, app) if row is not None} == {await uncategorized(cast)}
    (event,) = await cast.events("category.delete")
    assert (event.actor, event.subject, event.subject_name) == ("admin", queue, "Queue")


async def test_the_shelf_of_what_has_none_is_never_deleted_nor_renamed(cast: Cast) -> None:
    shelf = encode_id(Kind.CATEGORY, await uncategorized(cast))

    deleted = await faults_of(delete_category(await cast.call("admin"), shelf))
    renamed = await faults_of(update_category(await cast.call("admin"), UpdateCategory(shelf, name="Misc")))

    assert (deleted, renamed) == ([(FaultCode.IN_USE, "id")], [(FaultCode.INVALID, "name")])
    assert await names(cast) == {UNCATEGORIZED}


async def test_only_whoever_manages_categories_changes_them(cast: Cast) -> None:
    queue = await category(cast, "Queue")
    await cast.user("regular")
    call = await cast.call("regular")

    for refused in (
        create_category(call, CreateCategory("Mine")),
        update_category(call, UpdateCategory(queue, name="Mine")),
        delete_category(call, queue),
    ):
        with pytest.raises(Forbidden, match="CATEGORIES_MANAGE"):
            await refused

    assert await names(cast) == {UNCATEGORIZED, "Queue"}
