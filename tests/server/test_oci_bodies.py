"""Bodies on their way into the registry: asked about before they come, bounded while they come, taken whole or not."""

import asyncio
import gc
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.routing import Route
from starlette.types import Message

from server.embedded import Backends
from server.http.helm import oci
from server.http.helm.oci_exchange import Endpoint
from server.http.helm.oci_pushes import MOST_AT_ONCE
from server.http.seats import Full, Turns
from services import registry_uploads
from tests.server.oci import Client, World, a_chart, a_world, code_of
from tests.server.web import digest_of

pytestmark = pytest.mark.anyio
WAITING = 20
"""So many bodies of a user wait in this world, for the tests to be cheap."""


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oci, "MOST_WAITING", WAITING)
        async with a_world(module_backends, folder, MAX_PACKAGE_BYTES=str(1024 * 1024)) as world:
            yield world


Sent = asyncio.Task[httpx.Response]


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


async def full(world: World, group: asyncio.TaskGroup, client: Client, name: str) -> tuple[list[Body], list[Sent]]:
    """As many bodies as a user may send: the first of them come, and the others wait, in this order."""
    bodies = [Body(f"{name} {number}".encode()) for number in range(MOST_AT_ONCE + WAITING)]
    sent = []
    for number, body in enumerate(bodies):
        sent.append(group.create_task(post(client, name, body, body.content)))
        await (body.begun.wait() if number < MOST_AT_ONCE else until(world, number - MOST_AT_ONCE + 1))
    return bodies, sent


async def gone(world: World, client: Client, name: str) -> None:
    """Asks to send a body, as a server passes that on, and is gone when the body is read."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/v2/{name}/blobs/uploads/",
        "query_string": f"digest={digest_of(b'gone')}".encode(),
        "headers": [(b"authorization", client.headers["Authorization"].encode()), (b"content-length", b"4")],
    }

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    await world.started.app(scope, receive, send)


async def until(world: World, waiting: int) -> None:
    """Returns when so many bodies wait, of all users."""
    routes = [route.endpoint for route in world.started.app.routes if isinstance(route, Route)]
    lines = next(endpoint.turns._lines for endpoint in routes if isinstance(endpoint, Endpoint))
    while sum(line.statistics().tasks_waiting for line in lines.values()) != waiting:  # noqa: ASYNC110 - a line tells nobody
        await asyncio.sleep(0.01)


async def test_bodies_of_one_user_wait_for_each_other_unread_and_all_come(world: World) -> None:
    dev = world.as_("dev")
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        bodies, sent = await full(world, group, dev, "acme/many")
        begun = [body.begun.is_set() for body in bodies]

        bodies[0].goes_on.set()
        await bodies[MOST_AT_ONCE].begun.wait()
        then = [body.begun.is_set() for body in bodies]
        for body in bodies:
            body.goes_on.set()

    assert begun == [True] * MOST_AT_ONCE + [False] * WAITING
    assert then == [True] * (MOST_AT_ONCE + 1) + [False] * (WAITING - 1)
    assert [task.result().status_code for task in sent] == [201] * len(bodies)


async def test_one_body_too_many_is_to_come_later_and_its_upload_is_over(world: World) -> None:
    dev, over = world.as_("dev"), [Body(), Body(), Body()]
    empty, begun, location = [await dev.begin("acme/over") for _ in range(3)]
    assert (await dev.send("PATCH", begun, content=b"first")).status_code == 202
    digest = {"digest": digest_of(b"bytes")}
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        bodies, _ = await full(world, group, dev, "acme/over")

        refused = [
            await dev.send("PUT", empty, params=digest, content=over[0]),
            await dev.send("PATCH", begun, content=over[1]),
            await dev.send("PATCH", location, content=over[2]),
        ]
        for body in bodies:
            body.goes_on.set()

    assert {code_of(answer) for answer in refused} == {(429, "TOOMANYREQUESTS")}
    assert {answer.headers["retry-after"] for answer in refused} == {"10"}
    assert not any(body.begun.is_set() for body in over)
    for ended in (empty, location):
        assert code_of(await dev.send("GET", ended)) == (404, "BLOB_UPLOAD_UNKNOWN")
    assert (await dev.send("GET", begun)).headers["range"] == "0-4"


async def test_neither_manifests_nor_other_users_wait_behind_the_bodies_of_one(world: World) -> None:
    dev, chart = world.as_("dev"), a_chart("small")
    for part in chart.parts:
        await dev.push_blob("acme/small", part)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        bodies, _ = await full(world, group, dev, "acme/large")

        manifest = await dev.put_manifest("acme/small", "1.0.0", chart.manifest)
        of_another = await world.as_("admin").push_blob("acme/large", b"of another")
        for body in bodies:
            body.goes_on.set()

    assert manifest.status_code == 201
    assert of_another == digest_of(b"of another")


async def test_bodies_whose_connection_breaks_make_room_for_those_that_wait(world: World) -> None:
    dev = world.as_("dev")
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        bodies, sent = await full(world, group, dev, "acme/gone")

        for task in sent[: MOST_AT_ONCE + 5]:
            task.cancel()
        left = bodies[MOST_AT_ONCE + 5 :]
        for body in left[:MOST_AT_ONCE]:
            await body.begun.wait()
        for body in left:
            body.goes_on.set()

    assert not any(body.begun.is_set() for body in bodies[MOST_AT_ONCE : MOST_AT_ONCE + 5])
    assert [task.result().status_code for task in sent[MOST_AT_ONCE + 5 :]] == [201] * len(left)


async def test_a_sender_who_has_gone_while_waiting_gives_the_turn_back(world: World) -> None:
    dev = world.as_("dev")
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        bodies, sent = await full(world, group, dev, "acme/left")
        sent[-1].cancel()
        await until(world, WAITING - 1)
        left = group.create_task(gone(world, dev, "acme/left"))
        await until(world, WAITING)
        for body in bodies:
            body.goes_on.set()
        await left

    assert [task.result().status_code for task in sent[:-1]] == [201] * (len(bodies) - 1)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        again, _ = await full(world, group, dev, "acme/again")
        for body in again:
            body.goes_on.set()


async def test_a_turn_that_does_not_come_is_given_up_and_takes_no_place() -> None:
    turns, was_here = Turns(1, 1, 0.02), []
    async with turns.taken("dev"):
        with pytest.raises(Full, match=r"within 0\.02 seconds"):
            async with turns.taken("dev"):
                was_here.append("before its turn")
        async with turns.taken("admin"):
            was_here.append("another")

    async with turns.taken("dev"):
        was_here.append("after it")

    assert was_here == ["another", "after it"]
    gc.collect()  # which of some Pythons still have a frame
    assert not turns._lines


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
