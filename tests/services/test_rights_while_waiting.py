"""Whoever loses their rights while a use case waits, for bytes or for another host, has changed nothing by it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from threading import Event
from typing import Any, BinaryIO

import pytest
from sqlalchemy import func, select

from domain.commands.repositories import AddRepository, UpdateRepository
from domain.commands.templates import CreateTemplate, CreateVersion
from domain.errors import NotFound
from policies.principal import Principal
from services import imports, pictures, repositories, templates, versions
from services.call import Call
from storage.blobs import Blobs
from storage.tables import AuditEvent
from tests.fixtures.upstream import INDEX
from tests.services.journey import png
from tests.services.shop import Shop, until_asked
from tests.services.stage import received
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio


class Leaver:
    """Somebody who may do everything until they are removed, which their next look-up tells."""

    def __init__(self, shop: Shop, blobs: Blobs | None = None) -> None:
        self.is_removed = False
        self._here, self._removed = shop.keeper.principal, shop.stranger().principal
        self.call: Call = replace(shop.keeper, blobs=blobs or shop.keeper.blobs, renew=self.renew)

    async def renew(self) -> Principal:
        return self._removed if self.is_removed else self._here


class SlowBlobs:
    """A bucket that takes its time: meanwhile something happens."""

    def __init__(self, blobs: Blobs, meanwhile: Callable[[], None]) -> None:
        self._blobs, self._meanwhile = blobs, meanwhile

    async def put(self, digest: str, body: BinaryIO, size: int, content_type: str) -> None:
        self._meanwhile()
        await self._blobs.put(digest, body, size, content_type)


Upload = Callable[[Call, Shop, str, str], Awaitable[Any]]
CHART = make_chart("emqx", "9.9.9")
UPLOADS: dict[str, Upload] = {
    "createTemplate": lambda call, shop, _template, _version: templates.create_template(
        call, CreateTemplate(shop.workspace), received(make_chart("other", "1.0.0")), None
    ),
    "createVersion": lambda call, _shop, template, _version: versions.create_version(
        call, CreateVersion(template), received(CHART)
    ),
    "replacePackage": lambda call, _shop, _template, version: versions.replace_package(
        call, version, received(CHART), 1
    ),
    "setTemplateIcon": lambda call, _shop, template, _version: pictures.set_icon(call, template, received(png(9))),
    "setTemplateScreenshots": lambda call, _shop, template, _version: pictures.set_screenshots(
        call, template, [], [received(png(9))]
    ),
}


async def told(shop: Shop) -> int:
    """How much the audit log has."""
    async with shop.stage.database.write() as tx:
        return int(await tx.scalar(select(func.count()).select_from(AuditEvent)) or 0)


@pytest.mark.parametrize("name", UPLOADS)
async def test_an_upload_goes_by_the_rights_at_its_end(shop: Shop, name: str) -> None:
    template, version = await shop.stage.template()
    leaver, before = Leaver(shop), await told(shop)
    slow: Any = SlowBlobs(shop.keeper.blobs, lambda: setattr(leaver, "is_removed", True))
    leaver.call.blobs = slow

    with pytest.raises(NotFound):
        await UPLOADS[name](leaver.call, shop, template, version)

    assert leaver.is_removed
    assert await told(shop) == before


@pytest.mark.parametrize("name", UPLOADS)
async def test_an_upload_of_somebody_who_stays_is_taken(shop: Shop, name: str) -> None:
    template, version = await shop.stage.template()
    before = await told(shop)

    await UPLOADS[name](Leaver(shop).call, shop, template, version)

    assert await told(shop) > before


async def refused_after_removal(shop: Shop, path: str, use_case: Callable[[Call], Awaitable[Any]]) -> None:
    """Removes who asks while the host is silent."""
    leaver, before = Leaver(shop), await told(shop)
    shop.upstream.gates[path], asked = Event(), shop.upstream.asked(path)
    waiting = asyncio.ensure_future(use_case(leaver.call))
    await until_asked(shop.upstream, path, asked + 1)

    leaver.is_removed = True
    shop.upstream.gates[path].set()

    with pytest.raises(NotFound):
        await waiting
    assert await told(shop) == before


async def test_a_repository_is_added_by_the_rights_after_its_host_has_answered(shop: Shop) -> None:
    command = AddRepository(shop.workspace, "evil", shop.upstream.url)

    await refused_after_removal(shop, INDEX, lambda call: repositories.add_repository(call, command))


async def test_a_repository_is_changed_by_the_rights_after_its_host_has_answered(shop: Shop) -> None:
    repository = await shop.add()
    url = (await shop.row(repository)).url
    command = UpdateRepository(repository, 1, url=shop.upstream.url + "/evil/")
    shop.upstream.write_index(path="/evil/index.yaml")

    await refused_after_removal(shop, "/evil/index.yaml", lambda call: repositories.update_repository(call, command))

    assert (await shop.row(repository)).url == url


async def test_a_chart_is_imported_by_the_rights_after_its_host_has_answered(shop: Shop) -> None:
    chart_version = await shop.chart_version(await shop.stocked(), "1.0.0")

    await refused_after_removal(shop, "/emqx-1.0.0.tgz", lambda call: imports.import_chart_version(call, chart_version))
