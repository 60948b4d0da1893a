"""Bodies on their way into the registry: asked about before they come, bounded while they come, taken whole or not."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from server.embedded import Backends
from server.http.helm.oci_pushes import MOST_BODIES
from services import registry_uploads
from tests.server.oci import Client, World, a_chart, a_world, code_of
from tests.server.web import digest_of

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder = tmp_path_factory.mktemp("data")
    async with a_world(module_backends, folder, MAX_PACKAGE_BYTES=str(1024 * 1024)) as world:
        yield world


class Body:
    """A body that says whether anybody has asked for it, and comes to its end when it is let."""

    def __init__(self, content: bytes = b"bytes") -> None:
        self.content = content
        self.begun = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.begun.set()
        yield self.content[:1]
        await self.goes_on.wait()
        yield self.content[1:]


async def post(client: Client, name: str, body: Any, content: bytes = b"bytes", **headers: str) -> httpx.Response:
    query = {"digest": digest_of(content)}
    return await client.send("POST", f"{name}/blobs/uploads/", params=query, content=body, headers=headers)


# -- before they come


@pytest.mark.parametrize(
    ("who", "name", "expected"),
    [
        ("stan", "acme/no", (404, "NAME_UNKNOWN")),
        ("mallory", "acme/no", (404, "NAME_UNKNOWN")),
        ("vera", "acme/no", (403, "DENIED")),
        (None, "acme/no", (401, "UNAUTHORIZED")),
    ],
)
async def test_who_may_not_push_is_told_so_before_anything_is_taken(
    world: World, who: str | None, name: str, expected: tuple[int, str]
) -> None:
    client, bodies = world.as_(who), [Body(), Body()]

    blob = await post(client, name, bodies[0])
    manifest = await client.send("PUT", f"{name}/manifests/1.0.0", content=bodies[1])

    assert code_of(blob) == code_of(manifest) == expected
    assert not any(body.begun.is_set() for body in bodies)


async def test_who_has_too_much_on_its_way_in_is_told_so_before_more_is_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev = world.as_("dev")
    location, length = await dev.begin("acme/full"), {"Content-Length": "5"}
    monkeypatch.setattr(registry_uploads, "MOST_PACKAGES", 1)
    waiting = b"1" * (1024 * 1024 - 4)
    await dev.push_blob("acme/full", waiting)
    bodies, digest = [Body(), Body(), Body()], {"digest": digest_of(b"bytes")}

    answers = [
        await post(dev, "acme/full", bodies[0], **length),
        await dev.send("PATCH", location, content=bodies[1], headers=length),
        await dev.send("PUT", location, params=digest, content=bodies[2], headers=length),
    ]

    assert {code_of(answer) for answer in answers} == {(429, "TOOMANYREQUESTS")}
    assert not any(body.begun.is_set() for body in bodies)
    assert (await post(dev, "acme/full", b"four", b"four")).status_code == 201


# -- while they come


async def test_a_user_sends_so_many_bodies_at_once_and_holds_nobody_else_up(world: World) -> None:
    dev, bodies = world.as_("dev"), [Body(f"body {n}".encode()) for n in range(MOST_BODIES)]
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        sent = [group.create_task(post(dev, "acme/many", body, body.content)) for body in bodies]
        for body in bodies:
            await body.begun.wait()
        over = Body()

        refused = await post(dev, "acme/many", over)
        manifest = await dev.put_manifest("acme/many", "1.0.0", a_chart("many").manifest)
        of_another = await world.as_("admin").push_blob("acme/many", b"of another")
        for body in bodies:
            body.goes_on.set()

    assert code_of(refused) == code_of(manifest) == (429, "TOOMANYREQUESTS")
    assert not over.begun.is_set()
    assert of_another == digest_of(b"of another")
    assert {task.result().status_code for task in sent} == {201}
    assert (await post(dev, "acme/many", b"one more", b"one more")).status_code == 201


# -- at their end


@pytest.mark.parametrize("pieces", [[b"first "], [b"first ", b"second "]])
async def test_a_last_piece_under_a_wrong_digest_leaves_the_upload_where_it_was(
    world: World, pieces: list[bytes]
) -> None:
    dev, whole = world.as_("dev"), b"".join([*pieces, b"last"])
    location, size = await dev.begin("acme/ended"), len(whole) - 4
    for piece in pieces:
        assert (await dev.send("PATCH", location, content=piece)).status_code == 202
    last: dict[str, Any] = {"content": b"last", "headers": {"Content-Range": f"{size}-{size + 3}"}}

    wrong = await dev.send("PUT", location, params={"digest": digest_of(b"other")}, **last)
    told = await dev.send("GET", location)
    right = await dev.send("PUT", location, params={"digest": digest_of(whole)}, **last)

    assert code_of(wrong) == (400, "DIGEST_INVALID")
    assert told.headers["range"] == f"0-{size - 1}"
    assert right.status_code == 201
    assert await dev.fetch("acme/ended", digest_of(whole)) == whole


async def test_an_upload_of_as_many_pieces_as_it_may_have_can_be_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry_uploads, "MOST_PARTS", 2)
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/pieces")
    for piece in (b"a", b"b"):
        assert (await dev.send("PATCH", location, content=piece)).status_code == 202

    assert (await dev.send("PUT", location, params={"digest": digest_of(b"ab")})).status_code == 201
