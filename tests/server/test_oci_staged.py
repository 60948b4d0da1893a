"""What waits for its manifest ends with the right to push, with what it was mounted from, and after an hour."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from server.embedded import Backends
from services import members, versions
from tests.personas import ADMIN
from tests.server.helm import basic
from tests.server.oci import Client, World, a_chart, a_world, code_of
from tests.server.web import digest_of

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with a_world(module_backends, tmp_path_factory.mktemp("data")) as world:
        yield world


async def mount(client: Client, name: str, digest: str, source: str) -> int:
    answer = await client.send("POST", f"{name}/blobs/uploads/", params={"mount": digest, "from": source})
    return answer.status_code


async def a_draft(world: World, chart: str) -> str:
    """The digest of a draft's package in acme."""
    assert (await world.as_("dev").push_chart(f"acme/{chart}")).status_code == 201
    return digest_of(a_chart(chart).package)


async def a_member(world: World, who: str) -> Client:
    """A developer of acme, who can be removed."""
    await world.cast.member("acme", who, "workspace-developer")
    return Client(world.started.http, basic(who, (await world.cast.token(who)).secret))


async def leave(world: World, who: str) -> None:
    await members.remove_member(await world.cast.call(ADMIN), world.cast.member_gid("acme", who))


async def test_what_is_taken_down_is_gone_from_where_it_was_mounted_too(world: World) -> None:
    mallory, digest = world.as_("mallory"), await a_draft(world, "leaky")
    await world.set_state("leaky", "1.0.0", "ACTIVE")
    assert await mount(mallory, "rival/leaky", digest, "acme/leaky") == 201
    assert (await mallory.send("HEAD", f"rival/leaky/blobs/{digest}")).status_code == 200
    gid = await world.gid("leaky", "1.0.0")

    await versions.suspend_version(await world.cast.call(ADMIN), gid, "It leaks.")

    for method in ("GET", "HEAD"):
        assert (await mallory.send(method, f"rival/leaky/blobs/{digest}")).status_code == 404
    chart = a_chart("leaky")
    await mallory.push_blob("rival/leaky", chart.config)
    assert code_of(await mallory.put_manifest("rival/leaky", "1.0.0", chart.manifest)) == (400, "MANIFEST_BLOB_UNKNOWN")
    await versions.restore_version(await world.cast.call(ADMIN), gid)
    assert (await mallory.put_manifest("rival/leaky", "1.0.0", chart.manifest)).status_code == 201


async def delete_version(world: World, chart: str) -> None:
    await versions.delete_version(await world.cast.call(ADMIN), await world.gid(chart, "1.0.0"))


async def test_what_was_sent_stays_the_senders_when_it_is_mounted_too(world: World) -> None:
    dev, digest = world.as_("dev"), await a_draft(world, "source")
    await dev.push_blob("acme/target", a_chart("source").package)
    assert await mount(dev, "acme/target", digest, "acme/source") == 201

    await delete_version(world, "source")

    assert await dev.fetch("acme/target", digest) == a_chart("source").package


async def test_what_was_sent_more_than_an_hour_ago_is_only_mounted(world: World) -> None:
    dev, digest = world.as_("dev"), await a_draft(world, "older")
    await dev.push_blob("acme/hour", a_chart("older").package)
    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE oci_staged SET created_at = now() - interval '61 minutes' WHERE name = 'hour'"))
    assert await mount(dev, "acme/hour", digest, "acme/older") == 201
    assert (await dev.send("HEAD", f"acme/hour/blobs/{digest}")).status_code == 200

    await delete_version(world, "older")

    assert (await dev.send("HEAD", f"acme/hour/blobs/{digest}")).status_code == 404


async def test_a_mounted_blob_is_not_mounted_on_from_there(world: World) -> None:
    """Else each mount would begin another hour."""
    dev, digest = world.as_("dev"), await a_draft(world, "chained")
    assert await mount(dev, "acme/chained-x", digest, "acme/chained") == 201
    sent = await dev.push_blob("acme/chained-x", b"sent")

    for waiting in (digest, sent):
        assert await mount(dev, "acme/chained-z", waiting, "acme/chained-x") == 202


async def test_what_was_mounted_or_sent_ends_with_the_membership(world: World) -> None:
    temp, digest = await a_member(world, "temp"), await a_draft(world, "private")
    sent = await temp.push_blob("acme/hold", b"of temp")
    assert await mount(temp, "acme/hold", digest, "acme/private") == 201
    assert await temp.fetch("acme/hold", digest) == a_chart("private").package

    await leave(world, "temp")

    for waiting in (digest, sent):
        assert code_of(await temp.send("GET", f"acme/hold/blobs/{waiting}")) == (404, "NAME_UNKNOWN")


async def test_a_draft_mounted_into_another_workspace_ends_with_the_membership(world: World) -> None:
    moving, digest = await a_member(world, "moving"), await a_draft(world, "carried")
    await world.cast.member("rival", "moving", "workspace-developer")
    assert await mount(moving, "rival/carried", digest, "acme/carried") == 201

    await leave(world, "moving")

    assert code_of(await moving.send("GET", f"rival/carried/blobs/{digest}")) == (404, "NAME_UNKNOWN")


async def test_a_token_without_the_right_to_push_has_nothing_that_waits(world: World) -> None:
    sent = await world.as_("dev").push_blob("acme/narrow", b"of dev")
    narrowed = Client(world.started.http, basic("dev", (await world.cast.token("dev", [])).secret))

    assert (await world.as_("dev").send("HEAD", f"acme/narrow/blobs/{sent}")).status_code == 200
    assert code_of(await narrowed.send("GET", f"acme/narrow/blobs/{sent}")) == (404, "NAME_UNKNOWN")


async def test_a_blob_waits_for_an_hour_whether_it_was_swept_or_not(world: World) -> None:
    dev, chart = world.as_("dev"), a_chart("late")
    for part in chart.parts:
        await dev.push_blob("acme/late", part)
    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE oci_staged SET created_at = now() - interval '61 minutes'"))

    assert code_of(await dev.send("GET", f"acme/late/blobs/{digest_of(chart.package)}")) == (404, "NAME_UNKNOWN")
    assert code_of(await dev.put_manifest("acme/late", "1.0.0", chart.manifest)) == (400, "MANIFEST_BLOB_UNKNOWN")


async def test_what_was_mounted_and_then_sent_is_the_senders_own(world: World) -> None:
    temp, digest = await a_member(world, "sender"), await a_draft(world, "both")
    await world.cast.member("rival", "sender", "workspace-developer")
    assert await mount(temp, "rival/both", digest, "acme/both") == 201
    await temp.push_blob("rival/both", a_chart("both").package)

    await leave(world, "sender")

    assert (await temp.send("HEAD", f"rival/both/blobs/{digest}")).status_code == 200
