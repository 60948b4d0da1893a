"""Charts imported from a third-party repository: an upload like any other, of the very package that was listed."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.errors import FaultCode, Forbidden, NotFound, Rejected
from domain.upstream import RepositoryCredentials
from policies.vocabulary import Permission as P
from services import packages, repositories, versions
from services.call import Rules
from services.imports import import_chart_version
from services.secrets import Secrets
from storage.tables import AuditEvent, Template, Version
from tests.calls import faults_of
from tests.fixtures.upstream import an_upstream
from tests.services.shop import Shop
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
MADE_UP = "rcv_00000000-0000-0000-0000-000000000001"


async def listed(shop: Shop, version: str = "1.0.0", **said: Any) -> str:
    """The global id of the version in a repository whose charts are here."""
    return await shop.chart_version(await shop.stocked(**said), version)


async def imported(shop: Shop, chart_version: str) -> Version:
    version: Version = await shop.stage.row(Version, await import_chart_version(shop.keeper, chart_version))
    return version


async def templates_of(shop: Shop) -> list[Template]:
    async with shop.stage.database.write() as tx:
        mine = col(Template.workspace_id) == shop.stage.workspace_id
        return list(await tx.scalars(select(Template).where(mine)))


async def test_an_imported_chart_is_a_draft_of_a_new_template(shop: Shop) -> None:
    version = await imported(shop, await listed(shop))

    (template,) = await templates_of(shop)
    assert (template.name, template.state, version.template_id) == ("emqx", "DRAFT", template.id)
    assert (version.version, version.state, version.app_version) == ("1.0.0", "DRAFT", "1.0.0")
    assert version.description == "Imported from the repository charts."
    assert version.created_by == shop.keeper.principal.user_id == version.uploaders[0]
    async with shop.stage.database.write() as tx:
        done = await tx.scalars(select(AuditEvent).where(col(AuditEvent.workspace_id) == shop.stage.workspace_id))
        actions = [event.action for event in done.all()]
    assert {"template.create", "version.create"} <= set(actions)


async def test_a_second_version_joins_the_template_of_that_name(shop: Shop) -> None:
    repository = await shop.stocked()
    first = await imported(shop, await shop.chart_version(repository, "1.0.0"))

    second = await imported(shop, await shop.chart_version(repository, "1.1.0"))

    assert (second.template_id, second.state) == (first.template_id, "DRAFT")
    assert len(await templates_of(shop)) == 1


async def test_it_joins_a_template_that_people_have_made(shop: Shop) -> None:
    template, _ = await shop.stage.template("emqx", "0.9.0")

    assert (await imported(shop, await listed(shop))).template_id == UUID(template[4:])


async def test_the_same_version_is_imported_and_fetched_once(shop: Shop) -> None:
    chart_version = await listed(shop)
    await imported(shop, chart_version)
    shop.upstream.files.clear()  # what would be fetched now is not there

    assert await faults_of(import_chart_version(shop.keeper, chart_version)) == [(FaultCode.ALREADY_EXISTS, "id")]


async def test_two_first_versions_at_once_make_one_template(shop: Shop) -> None:
    repository = await shop.stocked()
    both = [await shop.chart_version(repository, version) for version in ("1.0.0", "1.1.0")]

    first, second = await asyncio.gather(*(imported(shop, one) for one in both))

    assert first.template_id == second.template_id
    assert len(await templates_of(shop)) == 1


async def test_an_imported_package_is_read_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    read, count = packages.read_chart, 0

    def counted(*given: Any) -> Any:
        nonlocal count
        count += 1
        return read(*given)

    repository = await shop.stocked()
    monkeypatch.setattr(packages, "read_chart", counted)
    for version in ("1.0.0", "1.1.0"):
        await imported(shop, await shop.chart_version(repository, version))

    assert count == 2


async def test_a_package_that_is_not_there_is_unreachable_and_makes_nothing(shop: Shop) -> None:
    chart_version = await listed(shop)
    del shop.upstream.files["/emqx-1.0.0.tgz"]

    assert await faults_of(import_chart_version(shop.keeper, chart_version)) == [(FaultCode.UNREACHABLE, "id")]
    assert await templates_of(shop) == []


async def test_a_package_that_is_not_the_listed_one_is_refused(shop: Shop) -> None:
    chart_version = await listed(shop)
    shop.upstream.files["/emqx-1.0.0.tgz"] = make_chart("emqx", "1.0.0", description="Another one")

    with pytest.raises(Rejected, match="digest") as refused:
        await import_chart_version(shop.keeper, chart_version)

    assert [fault.code for fault in refused.value.faults] == [FaultCode.CHART_INVALID]
    assert await templates_of(shop) == []


@pytest.mark.parametrize(("name", "version", "line"), [("other", "1.0.0", 2), ("emqx", "6.6.6", 3)])
async def test_a_package_of_another_name_or_version_is_refused(shop: Shop, name: str, version: str, line: int) -> None:
    shop.upstream.enter("emqx", "1.0.0", digest=None)
    shop.upstream.files["/emqx-1.0.0.tgz"] = make_chart(name, version)

    with pytest.raises(Rejected, match=f"line {line}: this is {name} {version}; the repository lists it as emqx 1.0.0"):
        await import_chart_version(shop.keeper, await listed(shop))

    assert await templates_of(shop) == []


async def test_what_is_wrong_with_a_package_is_told_as_of_an_upload(shop: Shop) -> None:
    shop.upstream.enter("emqx", "1.0.0", digest=None)
    shop.upstream.files["/emqx-1.0.0.tgz"] = b"no package at all"

    (fault,) = await faults_of(import_chart_version(shop.keeper, await listed(shop)))

    assert fault[0] is FaultCode.CHART_INVALID


async def test_a_package_over_the_platforms_limit_is_too_large(shop: Shop) -> None:
    chart_version = await listed(shop)
    shop.keeper.rules = Rules(max_package_bytes=100)

    assert await faults_of(import_chart_version(shop.keeper, chart_version)) == [(FaultCode.TOO_LARGE, "id")]


async def test_credentials_go_along_to_their_host(shop: Shop) -> None:
    shop.upstream.user = ("reader", "open sesame")
    chart_version = await listed(shop, credentials=RepositoryCredentials(username="reader", password="open sesame"))

    assert (await imported(shop, chart_version)).version == "1.0.0"


async def test_credentials_do_not_go_to_another_host(shop: Shop) -> None:
    shop.upstream.user = ("reader", "open sesame")
    with an_upstream() as elsewhere:
        package = elsewhere.publish("emqx", "2.0.0")
        shop.upstream.enter("emqx", "2.0.0", urls=[f"{elsewhere.url}/emqx-2.0.0.tgz"], digest=None)
        given = RepositoryCredentials(username="reader", password="open sesame")

        assert (await imported(shop, await listed(shop, "2.0.0", credentials=given))).version == "2.0.0"
        assert [asked.headers.get("authorization") for asked in elsewhere.requests] == [None]
        assert package


async def test_a_package_on_an_address_that_is_not_allowed_is_not_fetched(shop: Shop) -> None:
    shop.upstream.enter("emqx", "1.0.0", urls=["http://169.254.169.254/latest/meta-data"])

    chart_version = await listed(shop)

    assert await faults_of(import_chart_version(shop.keeper, chart_version)) == [(FaultCode.UNREACHABLE, "id")]


async def test_credentials_that_do_not_open_are_told_as_such(shop: Shop) -> None:
    chart_version = await listed(shop, credentials=RepositoryCredentials(username="reader", password="open sesame"))
    shop.keeper.secrets = Secrets(["another key, and no other one"])

    assert await faults_of(import_chart_version(shop.keeper, chart_version)) == [(FaultCode.UNREACHABLE, "id")]


async def test_what_was_imported_outlives_its_repository(shop: Shop) -> None:
    repository = await shop.stocked()
    version = await imported(shop, await shop.chart_version(repository, "1.0.0"))

    await repositories.delete_repository(shop.keeper, repository)

    await versions.submit_version(shop.keeper, f"ver_{version.id}", None)
    assert len(await templates_of(shop)) == 1


async def test_who_sees_the_chart_and_may_not_upload_is_forbidden(shop: Shop) -> None:
    chart_version = await listed(shop)
    asked = len(shop.upstream.requests)

    for held in ((P.TEMPLATES_READ,), (P.TEMPLATES_CREATE,)):
        with pytest.raises(Forbidden):
            await import_chart_version(shop.only(P.WORKSPACES_READ, P.REPOSITORIES_READ, *held), chart_version)
    assert len(shop.upstream.requests) == asked


async def test_a_chart_that_one_does_not_see_is_as_one_that_is_not_there(shop: Shop) -> None:
    chart_version = await listed(shop)
    asked = len(shop.upstream.requests)

    for caller in (shop.stranger(), shop.only(P.WORKSPACES_READ, P.TEMPLATES_READ, P.TEMPLATES_CREATE)):
        refusals = []
        for one in (chart_version, MADE_UP, chart_version.replace("rcv_", "rch_")):
            with pytest.raises(NotFound) as refused:
                await import_chart_version(caller, one)
            refusals.append(str(refused.value))
        assert len(set(refusals)) == 1
    assert len(shop.upstream.requests) == asked
