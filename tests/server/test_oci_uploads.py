"""Blobs on their way in: whole, in pieces, mounted; who has them, and what becomes of those that nobody finishes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlmodel import col

from server.app import build_app
from server.embedded import Backends
from server.settings import Settings
from services import registry_uploads
from services.sweep import sweep
from storage.tables import Blob, OciStaged, OciUpload
from tests.server.compiled import SECRET_KEY, process
from tests.server.oci import Client, World, a_chart, a_world, code_of
from tests.server.web import digest_of, served

pytestmark = pytest.mark.anyio
AT_ONCE = timedelta(0)
LIMIT = 2 * 1024 * 1024


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder = tmp_path_factory.mktemp("data")
    async with a_world(module_backends, folder, MAX_PACKAGE_BYTES=str(LIMIT)) as world:
        yield world


@pytest.fixture(autouse=True)
async def _empty(world: World) -> None:
    """Each test begins with nothing on its way in."""
    async with world.cast.database.write() as tx:
        await tx.execute(text("TRUNCATE oci_upload, oci_upload_part, oci_staged"))


async def patch(client: Client, location: str, content: bytes, start: int | None = None) -> tuple[int, str]:
    headers = {} if start is None else {"Content-Range": f"{start}-{start + len(content) - 1}"}
    answer = await client.send("PATCH", location, content=content, headers=headers)
    return answer.status_code, answer.headers.get("range", "")


# -- monolithic


async def test_end_4a_and_end_6_make_a_blob_that_its_uploader_sees(world: World) -> None:
    dev, content = world.as_("dev"), b"some bytes"
    begun = await dev.send("POST", "acme/up/blobs/uploads/")
    location = begun.headers["location"]

    ended = await dev.send("PUT", location, params={"digest": digest_of(content)}, content=content)
    looked = await dev.send("HEAD", f"acme/up/blobs/{digest_of(content)}")

    assert (begun.status_code, begun.headers["content-length"]) == (202, "0")
    assert begun.headers["oci-chunk-min-length"] == "2098"
    assert location.startswith("/v2/acme/up/blobs/uploads/")
    assert ended.status_code == 201
    assert ended.headers["location"] == f"/v2/acme/up/blobs/{digest_of(content)}"
    assert ended.headers["docker-content-digest"] == digest_of(content)
    assert (looked.status_code, looked.headers["content-length"]) == (200, str(len(content)))
    assert await dev.fetch("acme/up", digest_of(content)) == content
    assert code_of(await dev.send("GET", location)) == (404, "BLOB_UPLOAD_UNKNOWN")


async def test_end_4b_makes_a_blob_at_once(world: World) -> None:
    dev = world.as_("dev")

    for content in (b"at once", b""):
        answer = await dev.send(
            "POST", "acme/up/blobs/uploads/", params={"digest": digest_of(content)}, content=content
        )
        assert answer.status_code == 201
        assert await dev.fetch("acme/up", digest_of(content)) == content


async def test_bytes_with_another_digest_are_not_kept(world: World) -> None:
    dev, wrong = world.as_("dev"), digest_of(b"other bytes")
    location = await dev.begin("acme/up")

    whole = await dev.send("POST", "acme/up/blobs/uploads/", params={"digest": wrong}, content=b"bytes")
    ended = await dev.send("PUT", location, params={"digest": wrong}, content=b"bytes")

    for answer in (whole, ended):
        assert code_of(answer) == (400, "DIGEST_INVALID")
    assert code_of(await dev.send("GET", f"acme/up/blobs/{wrong}")) == (404, "NAME_UNKNOWN")
    again = await dev.send("PUT", location, params={"digest": digest_of(b"bytes")}, content=b"bytes")
    assert again.status_code == 201


@pytest.mark.parametrize("digest", ["", "sha256:0", "sha512:" + "0" * 128, "SHA256:" + "0" * 64, "../../etc"])
async def test_what_is_no_digest_is_refused(world: World, digest: str) -> None:
    dev = world.as_("dev")
    location = await dev.begin("acme/up")
    for method, path in (("PUT", location), ("POST", "acme/up/blobs/uploads/")):
        answer = await dev.send(method, path, params={"digest": digest}, content=b"bytes")
        assert code_of(answer) == (400, "DIGEST_INVALID")


# -- in pieces


async def test_end_5_takes_pieces_in_order_into_any_process(
    world: World, module_backends: Backends, tmp_path: Path
) -> None:
    dev, content = world.as_("dev"), bytes(range(256)) * 20
    location = await dev.begin("acme/up")
    given = {"COST_BUDGET": "0", "MAX_PACKAGE_BYTES": str(LIMIT)}
    async with process(module_backends, tmp_path, **given) as there:
        other = Client(there.http, dev.headers)

        assert await patch(dev, location, content[:1000], 0) == (202, "0-999")
        assert await patch(other, location, content[1000:3000], 1000) == (202, "0-2999")
        told = await dev.send("GET", location)
        assert await patch(dev, location, content[3000:4000]) == (202, "0-3999")
        ended = await other.send("PUT", location, params={"digest": digest_of(content)}, content=content[4000:])

    assert (told.status_code, told.headers["range"], told.headers["location"]) == (204, "0-2999", location)
    assert ended.status_code == 201
    assert await dev.fetch("acme/up", digest_of(content)) == content


async def test_one_piece_and_a_closing_without_a_body_make_a_blob(world: World) -> None:
    """As Docker's clients do it."""
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")
    assert await patch(dev, location, b"all of it") == (202, "0-8")

    ended = await dev.send("PUT", location, params={"digest": digest_of(b"all of it")})

    assert ended.status_code == 201
    assert await dev.fetch("acme/up", digest_of(b"all of it")) == b"all of it"


async def test_pieces_out_of_order_are_refused_and_the_upload_goes_on(world: World) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")

    assert (await patch(dev, location, b"later", 5))[0] == 416
    assert await patch(dev, location, b"first", 0) == (202, "0-4")
    repeated = await dev.send("PATCH", location, content=b"first", headers={"Content-Range": "0-4"})
    assert code_of(repeated) == (416, "BLOB_UPLOAD_INVALID")
    late = {"params": {"digest": digest_of(b"firstlater")}, "content": b"later", "headers": {"Content-Range": "6-10"}}
    assert code_of(await dev.send("PUT", location, **late)) == (416, "BLOB_UPLOAD_INVALID")
    assert await patch(dev, location, b"later", 5) == (202, "0-9")
    assert (await dev.send("PUT", location, params={"digest": digest_of(b"firstlater")})).status_code == 201


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0-9", (400, "SIZE_INVALID")),
        ("0-3", (400, "SIZE_INVALID")),
        ("4-0", (400, "BLOB_UPLOAD_INVALID")),
        ("bytes 0-4/5", (400, "BLOB_UPLOAD_INVALID")),
        ("-1-4", (400, "BLOB_UPLOAD_INVALID")),
        ("0-" + "9" * 40, (400, "BLOB_UPLOAD_INVALID")),
    ],
)
async def test_a_range_that_lies_or_is_none_is_refused(world: World, given: str, expected: tuple[int, str]) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")
    answer = await dev.send("PATCH", location, content=b"bytes", headers={"Content-Range": given})
    assert code_of(answer) == expected
    assert (await dev.send("GET", location)).headers["range"] == "0-0"


async def test_of_two_that_send_the_next_piece_at_once_one_is_out_of_order(world: World) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")

    answers = await asyncio.gather(patch(dev, location, b"aaaa", 0), patch(dev, location, b"bbbb", 0))

    assert sorted(status for status, _ in answers) == [202, 416]
    assert (await dev.send("GET", location)).headers["range"] == "0-3"


async def test_an_upload_that_is_cancelled_is_gone(world: World) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")
    await patch(dev, location, b"bytes")

    assert (await dev.send("DELETE", location)).status_code == 204

    for method in ("GET", "DELETE", "PATCH"):
        assert code_of(await dev.send(method, location)) == (404, "BLOB_UPLOAD_UNKNOWN")


# -- limits


async def test_more_than_a_package_may_have_is_refused_whole_and_in_pieces(world: World) -> None:
    dev, half = world.as_("dev"), bytes(LIMIT // 2)
    location, too_much = await dev.begin("acme/up"), bytes(LIMIT + 1)

    for method, path in (("POST", "acme/up/blobs/uploads/"), ("PUT", location)):
        answer = await dev.send(method, path, params={"digest": digest_of(too_much)}, content=too_much)
        assert code_of(answer) == (413, "SIZE_INVALID")
    assert (await patch(dev, location, half))[0] == 202
    answer = await dev.send("PATCH", location, content=half + b"1")
    assert code_of(answer) == (413, "SIZE_INVALID")
    assert (await patch(dev, location, half))[0] == 202


async def test_a_body_without_a_length_is_cut_off_at_the_limit(world: World) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * LIMIT:
            sent += 64 * 1024
            yield bytes(64 * 1024)

    answer = await dev.send("PATCH", location, content=endless())

    assert code_of(answer) == (413, "SIZE_INVALID")


async def test_a_user_has_so_many_uploads_and_so_many_bytes_on_their_way_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev, admin = world.as_("dev"), world.as_("admin")
    begun = await asyncio.gather(*(dev.send("POST", "acme/up/blobs/uploads/") for _ in range(105)))
    assert [answer.status_code for answer in begun].count(202) == registry_uploads.MOST_UPLOADS == 100
    assert {code_of(answer) for answer in begun if answer.status_code != 202} == {(429, "TOOMANYREQUESTS")}
    assert {answer.headers.get("retry-after") for answer in begun if answer.status_code != 202} == {"10"}
    location = await admin.begin("acme/up")

    monkeypatch.setattr(registry_uploads, "MOST_PACKAGES", 1)
    await admin.push_blob("acme/up", b"1" * (LIMIT - 10))
    over = await admin.send("PATCH", location, content=b"2" * 11)
    whole = await admin.send(
        "POST", "acme/up/blobs/uploads/", params={"digest": digest_of(b"2" * 11)}, content=b"2" * 11
    )

    assert code_of(over) == code_of(whole) == (429, "TOOMANYREQUESTS")
    assert (await patch(admin, location, b"2" * 10))[0] == 202


async def test_an_upload_has_so_many_pieces(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_uploads, "MOST_PARTS", 2)
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")

    assert [(await patch(dev, location, b"x"))[0] for _ in range(3)] == [202, 202, 400]


async def test_a_client_that_stops_in_the_middle_leaves_the_upload_where_it_was(
    world: World, module_backends: Backends
) -> None:
    """Over a socket: less than was announced, and then nothing more."""
    given = {"SECRET_KEY": SECRET_KEY, "WORKER_CONCURRENCY": "0", "COST_BUDGET": "0"}
    with served(build_app(Settings.from_environment(given), module_backends)) as port:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            dev = Client(http, world.as_("dev").headers)
            location = await dev.begin("acme/up")
            head = f"PATCH {location} HTTP/1.1\r\nHost: store\r\nContent-Length: 1000\r\n"
            credential = f"Authorization: {dev.headers['Authorization']}\r\n\r\n"
            await send_and_leave(port, (head + credential).encode() + b"x" * 500)

            assert (await dev.send("GET", location)).headers["range"] == "0-0"
            assert await patch(dev, location, b"x" * 1000, 0) == (202, "0-999")


async def send_and_leave(port: int, data: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    await writer.drain()
    writer.write_eof()
    await asyncio.wait_for(reader.read(), 30)
    writer.close()


# -- whose they are


async def test_an_upload_is_its_users_own(world: World) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")
    admin, mallory = world.as_("admin"), world.as_("mallory")
    foreign = location.replace("/acme/up/", "/rival/up/")

    for client, path, expected in (
        (admin, location, (404, "BLOB_UPLOAD_UNKNOWN")),
        (mallory, foreign, (404, "BLOB_UPLOAD_UNKNOWN")),
        (mallory, location, (404, "NAME_UNKNOWN")),
        (world.as_(None), location, (401, "UNAUTHORIZED")),
        (dev, location.replace("/up/", "/other/"), (404, "BLOB_UPLOAD_UNKNOWN")),
        (dev, f"acme/up/blobs/uploads/{uuid4()}", (404, "BLOB_UPLOAD_UNKNOWN")),
        (dev, "acme/up/blobs/uploads/no-uuid", (404, "BLOB_UPLOAD_UNKNOWN")),
    ):
        for method in ("GET", "PATCH", "PUT", "DELETE"):
            params = {"digest": digest_of(b"")} if method == "PUT" else {}
            assert code_of(await client.send(method, path, params=params)) == expected
    assert (await dev.send("GET", location)).status_code == 204


async def test_a_staged_blob_is_its_uploaders_alone_and_in_that_repository_alone(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/there")
    digest = await dev.push_blob("acme/there", b"nobody else's")

    assert (await dev.send("HEAD", f"acme/there/blobs/{digest}")).status_code == 200
    for who, name in (("admin", "acme/there"), ("vera", "acme/there")):
        assert code_of(await world.as_(who).send("GET", f"{name}/blobs/{digest}")) == (404, "BLOB_UNKNOWN")
    for who, name in (("dev", "acme/elsewhere"), ("mallory", "acme/there")):
        assert code_of(await world.as_(who).send("GET", f"{name}/blobs/{digest}")) == (404, "NAME_UNKNOWN")


async def test_a_manifest_takes_no_blob_that_another_user_has_staged(world: World) -> None:
    admin, dev, chart = world.as_("admin"), world.as_("dev"), a_chart("theirs")
    for part in chart.parts:
        await admin.push_blob("acme/theirs", part)

    answer = await dev.put_manifest("acme/theirs", "1.0.0", chart.manifest)

    assert code_of(answer) == (400, "MANIFEST_BLOB_UNKNOWN")
    assert answer.json()["errors"][0]["detail"] == [{"digest": digest_of(chart.config)}]


# -- mounting


async def test_end_11_mounts_what_the_caller_sees_elsewhere_and_else_begins_an_upload(world: World) -> None:
    dev, mallory, chart = world.as_("dev"), world.as_("mallory"), a_chart("source")
    await dev.push_chart("acme/source")
    digest = digest_of(chart.package)

    async def mount(client: Client, name: str, **query: str) -> int:
        answer = await client.send("POST", f"{name}/blobs/uploads/", params=query)
        return answer.status_code

    assert await mount(dev, "acme/target", mount=digest, **{"from": "acme/source"}) == 201
    assert await dev.fetch("acme/target", digest) == chart.package
    for name in ("acme/source", "acme/made-up", "rival/source"):
        assert await mount(mallory, "rival/target", mount=digest, **{"from": name}) == 202
    assert code_of(await mallory.send("GET", f"rival/target/blobs/{digest}")) == (404, "NAME_UNKNOWN")
    assert await mount(dev, "acme/target", mount=digest) == 202
    assert await mount(dev, "acme/target", mount=digest_of(chart.config), **{"from": "acme/source"}) == 202
    assert await mount(dev, "acme/target", mount="sha256:0", **{"from": "acme/source"}) == 400
    assert await mount(dev, "rival/target", mount=digest, **{"from": "acme/source"}) == 404


# -- what nobody finishes


async def test_the_sweep_removes_what_was_never_finished_once_it_is_old(world: World) -> None:
    dev = world.as_("dev")
    location = await dev.begin("acme/up")
    await patch(dev, location, b"a piece that waits")
    staged = await dev.push_blob("acme/up", b"a blob that waits")

    await sweep(world.cast.database, world.parts.blobs)
    assert await dev.fetch("acme/up", staged) == b"a blob that waits"
    assert await patch(dev, location, b"!") == (202, "0-18")

    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE blob SET touched_at = now() - interval '2 hours'"))
    await sweep(world.cast.database, world.parts.blobs)
    assert await dev.fetch("acme/up", staged) == b"a blob that waits"

    await sweep(world.cast.database, world.parts.blobs, AT_ONCE)
    assert code_of(await dev.send("GET", location)) == (404, "BLOB_UPLOAD_UNKNOWN")
    assert code_of(await dev.send("GET", f"acme/up/blobs/{staged}")) == (404, "NAME_UNKNOWN")
    async with world.cast.database.write() as tx:
        left = select(func.count()).select_from(Blob)
        assert await tx.scalar(left.where(col(Blob.digest).in_([staged, digest_of(b"a piece that waits")]))) == 0
        assert await tx.scalar(select(func.count()).select_from(OciUpload)) == 0
        assert await tx.scalar(select(func.count()).select_from(OciStaged)) == 0


async def test_an_upload_ends_after_an_hour_whether_it_was_swept_or_not(world: World) -> None:
    dev, location = world.as_("dev"), await world.as_("dev").begin("acme/up")
    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE oci_upload SET created_at = now() - interval '61 minutes'"))

    assert code_of(await dev.send("PATCH", location, content=b"late")) == (404, "BLOB_UPLOAD_UNKNOWN")
