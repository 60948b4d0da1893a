"""A field that fails takes down what the specification says, and nothing else: no neighbours, no connections."""

import asyncio
import gc

import pytest

from storage.tables import StoreScreenshot
from tests.resolvers.world import SCHEMA, START, World, a_store_app, a_template

pytestmark = pytest.mark.anyio


async def test_what_still_reads_for_a_request_that_is_over_holds_no_connection(world: World) -> None:
    call = world.admin()
    result = await SCHEMA.execute(
        '{ categories { name } workspace(name: "acme") { name } templates(after: "rubbish") { totalCount } }',
        context_value=call,
    )
    assert result.errors

    await call.reader.end()
    await asyncio.sleep(0.2)

    assert world.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # a queue's pool counts


async def test_a_field_that_is_cancelled_takes_nothing_from_others_that_wait_for_the_same(world: World) -> None:
    icon = world.rows["emqx"].icon_digest
    broken = a_template(world, "broken", first_submitted_at=START, icon_digest=icon)
    listed = a_store_app(broken, icon_digest=icon)
    shown = (world.id("store app"), listed.id)
    shots = (StoreScreenshot(store_app_id=app_id, position=2, image_digest=icon) for app_id in shown)
    await world.add(broken, listed, *shots)
    call = world.admin()

    result = await SCHEMA.execute(
        """{ storeApps {
          a: nodes { screenshots { digest } latestVersion { files { path } } }
          b: nodes { one: icon { digest } other: icon { size } }
        } }""",
        context_value=call,
    )
    await call.reader.end()

    assert [error.path for error in result.errors or []] == [["storeApps", "a", 0, "latestVersion"]]


async def test_what_nobody_waits_for_any_more_fails_in_silence(world: World) -> None:
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["message"]))
    document = """{ storeApps {
      edges { node { category { storeAppCount } versions(first: 2) { totalCount } latestVersion { version } } }
      nodes { versions(after: "bad", first: 1) { totalCount } latestVersion { version } }
    } }"""

    for _ in range(5):
        call = world.anonymous()
        result = await SCHEMA.execute(document, context_value=call)
        await call.reader.end()
        assert "cursor" in str(result.errors)
        await asyncio.sleep(0.05)
    gc.collect()
    await asyncio.sleep(0)

    assert told == []
