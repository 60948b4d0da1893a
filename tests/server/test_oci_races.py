"""Pushes that meet each other: only of one tag's different packages is one refused; and each is read once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.commands.templates import UpdateVersion
from server.embedded import Backends
from services import packages, versions
from tests.server.oci import World, a_chart, a_world

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with a_world(module_backends, tmp_path_factory.mktemp("data")) as world:
        yield world


async def test_several_versions_of_a_new_chart_can_be_pushed_at_once(world: World) -> None:
    dev, numbers = world.as_("dev"), ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]
    charts = {number: a_chart("fresh", number) for number in numbers}
    for chart in charts.values():
        for part in chart.parts:
            await dev.push_blob("acme/fresh", part)

    answers = await asyncio.gather(
        *(dev.put_manifest("acme/fresh", number, chart.manifest) for number, chart in charts.items())
    )

    assert [answer.status_code for answer in answers] == [201] * len(numbers), [answer.text for answer in answers]
    assert await dev.tags("acme/fresh") == numbers
    for number, chart in charts.items():
        assert (await dev.manifest("acme/fresh", number)).content == chart.manifest


async def test_a_draft_whose_description_changes_meanwhile_takes_the_new_package(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/noted")
    gid, read = await world.gid("noted", "1.0.0"), packages.read_chart

    def note(*given: Any) -> Any:
        """Reads the package; and somebody changes the version before it is replaced."""
        asyncio.run_coroutine_threadsafe(_describe(world, gid), loop).result(10)
        return read(*given)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(packages, "read_chart", note)
    answer = await dev.push_chart("acme/noted", description="Another package")

    assert answer.status_code == 201, answer.text
    chart = a_chart("noted", description="Another package")
    assert (await dev.manifest("acme/noted", "1.0.0")).content == chart.manifest
    assert (await world.version("noted", "1.0.0")).description == "Noted."


async def _describe(world: World, gid: str) -> None:
    revision = (await world.version("noted", "1.0.0")).revision
    await versions.update_version(await world.cast.call("dev"), UpdateVersion(gid, revision, "Noted."))


async def test_a_pushed_package_is_read_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read, count = packages.read_chart, 0

    def counted(*given: Any) -> Any:
        nonlocal count
        count += 1
        return read(*given)

    monkeypatch.setattr(packages, "read_chart", counted)
    for more in ({}, {"description": "Replaced"}):
        assert (await world.as_("dev").push_chart("acme/read", **more)).status_code == 201
    assert (await world.as_("dev").push_chart("acme/read", "2.0.0")).status_code == 201

    assert count == 3
