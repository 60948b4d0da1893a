"""Categories: taken names are refused in words, and the log tells what changed and nothing else."""

import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.commands.categories import CreateCategory, UpdateCategory
from domain.errors import FaultCode, Rejected
from domain.ids import Kind, encode_id
from services.categories import create_category, update_category
from storage.tables import UNCATEGORIZED, Category
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
