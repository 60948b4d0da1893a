"""Pull, and content discovery: manifests, blobs, tags and names, as the OCI distribution specification has them."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from domain.commands.templates import CreateTemplate
from domain.oci import CHART, CONFIG, MANIFEST, MAX_NAME_CHARS, MAX_TAG_CHARS, repository_name
from server.embedded import Backends
from services import templates, versions
from tests.personas import ADMIN
from tests.server.oci import World, a_chart, a_world, code_of
from tests.server.web import digest_of
from tests.services.stage import received
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
MORE: dict[str, Any] = {
    "description": "A broker",
    "home": "https://e.org",
    "sources": ["https://e.org/git"],
    "maintainers": [{"name": "Ada", "email": "ada@e.org"}],
    "dependencies": [],
    "annotations": {"a": "b"},
}


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with a_world(module_backends, tmp_path_factory.mktemp("data")) as world:
        yield world


async def upload(
    world: World, chart: str, version: str = "1.0.0", workspace: str = "acme", who: str = "dev", **more: Any
) -> bytes:
    """A package that came by GraphQL's use case."""
    package = make_chart(chart, version, **more)
    call = await world.cast.call(who)
    call.blobs = world.parts.blobs
    command = CreateTemplate(world.cast.workspace_gid(workspace))
    await templates.create_template(call, command, received(package), None)
    return package


async def test_end_1_asks_who_has_not_signed_in_to_do_so(world: World) -> None:
    anonymous = await world.as_(None).send("GET", "/v2/")
    wrong = await world.started.http.get("/v2/", auth=("dev", "chy_wrong"))
    anothers = await world.started.http.get("/v2/", auth=("vera", world.tokens["dev"]))

    for answer in (anonymous, wrong, anothers):
        assert code_of(answer) == (401, "UNAUTHORIZED")
        assert answer.headers["www-authenticate"] == 'Basic realm="chandlery"'
        assert answer.headers["docker-distribution-api-version"] == "registry/2.0"


async def test_end_1_is_good_with_a_token_by_basic_and_by_bearer(world: World) -> None:
    by_basic = await world.as_("dev").send("GET", "/v2/")
    by_bearer = await world.started.http.get("/v2/", headers={"Authorization": f"Bearer {world.tokens['dev']}"})

    assert (by_basic.status_code, by_bearer.status_code) == (200, 200)


async def test_end_3_gives_what_was_pushed_byte_for_byte(world: World) -> None:
    dev = world.as_("dev")
    pushed = a_chart("bytes", "1.0.0+build.5", manifest={"annotations": {"any": "thing"}})
    assert (
        await dev.push_chart("acme/bytes", "1.0.0+build.5", manifest={"annotations": {"any": "thing"}})
    ).status_code == 201

    for reference in ("1.0.0_build.5", pushed.digest):
        got = await dev.manifest("acme/bytes", reference)
        looked = await dev.send("HEAD", f"acme/bytes/manifests/{reference}")
        assert got.content == pushed.manifest
        for answer in (got, looked):
            assert answer.status_code == 200
            assert answer.headers["content-type"] == MANIFEST
            assert answer.headers["docker-content-digest"] == pushed.digest
            assert answer.headers["content-length"] == str(len(pushed.manifest))
            assert answer.headers["etag"] == f'"{pushed.digest}"'
        assert looked.content == b""
    assert await dev.fetch("acme/bytes", digest_of(pushed.config)) == pushed.config
    assert await dev.fetch("acme/bytes", digest_of(pushed.package)) == pushed.package


async def test_a_version_that_came_by_graphql_has_a_manifest_that_stays(world: World) -> None:
    package, dev = await upload(world, "written", **MORE), world.as_("dev")

    first, again = [await dev.manifest("acme/written", "1.0.0") for _ in range(2)]

    assert first.content == again.content
    document = first.json()
    assert document["mediaType"] == MANIFEST
    assert document["layers"] == [{"mediaType": CHART, "digest": digest_of(package), "size": len(package)}]
    said = {name.removeprefix("org.opencontainers.image."): text for name, text in document["annotations"].items()}
    assert said.pop("created").endswith("Z")
    assert said == {
        "title": "written",
        "version": "1.0.0",
        "description": "A broker",
        "url": "https://e.org",
        "source": "https://e.org/git",
    }
    config = await dev.fetch("acme/written", document["config"]["digest"])
    assert digest_of(config) == document["config"]["digest"]
    assert len(config) == document["config"]["size"]
    assert document["config"]["mediaType"] == CONFIG
    assert json.loads(config) == {
        "apiVersion": "v2",
        "name": "written",
        "version": "1.0.0",
        "type": "application",
        **{name: value for name, value in MORE.items() if value},
    }
    assert (await dev.manifest("acme/written", digest_of(first.content))).content == first.content


async def test_a_replaced_package_has_another_manifest_and_the_former_is_gone(world: World) -> None:
    package, dev = await upload(world, "replaced"), world.as_("dev")
    before = await dev.manifest("acme/replaced", "1.0.0")
    call = await world.cast.call("dev")
    call.blobs = world.parts.blobs
    other = make_chart("replaced", "1.0.0", description="Another one")

    await versions.replace_package(call, await world.gid("replaced", "1.0.0"), received(other), 1)

    after = await dev.manifest("acme/replaced", "1.0.0")
    assert after.json()["layers"][0]["digest"] == digest_of(other)
    assert code_of(await dev.manifest("acme/replaced", digest_of(before.content))) == (404, "MANIFEST_UNKNOWN")
    for gone in (digest_of(package), before.json()["config"]["digest"]):
        assert code_of(await dev.send("GET", f"acme/replaced/blobs/{gone}")) == (404, "BLOB_UNKNOWN")


async def test_end_2_redirects_to_the_bucket_with_the_digest_and_small_ones_come_directly(world: World) -> None:
    dev, pushed = world.as_("dev"), a_chart("blobs")
    await dev.push_chart("acme/blobs")
    digest, size = digest_of(pushed.package), len(pushed.package)

    got = await dev.send("GET", f"acme/blobs/blobs/{digest}")
    looked = await dev.send("HEAD", f"acme/blobs/blobs/{digest}")
    config = await dev.send("GET", f"acme/blobs/blobs/{digest_of(pushed.config)}")

    assert (got.status_code, got.headers["content-length"]) == (307, "0")
    assert (looked.status_code, looked.headers["content-length"]) == (200, str(size))
    assert (config.status_code, config.content) == (200, pushed.config)
    assert {answer.headers["docker-content-digest"] for answer in (got, looked)} == {digest}
    async with httpx.AsyncClient() as plain:
        fetched = await plain.get(got.headers["location"])
        assert (fetched.content, fetched.headers["content-length"]) == (pushed.package, str(size))
        part = await plain.get(got.headers["location"], headers={"Range": "bytes=1-3"})
        assert part.content == pushed.package[1:4]


async def test_a_client_that_would_send_its_token_along_gets_the_bytes_from_here(world: World) -> None:
    dev, pushed = world.as_("dev"), a_chart("along")
    await dev.push_chart("acme/along")

    answer = await dev.send("GET", f"acme/along/blobs/{digest_of(pushed.package)}", headers={"Host": "127.0.0.1:8000"})

    assert (answer.status_code, answer.content) == (200, pushed.package)
    assert answer.headers["docker-content-digest"] == digest_of(pushed.package)


async def test_only_a_fetched_package_counts_as_a_download(world: World) -> None:
    dev, pushed = world.as_("dev"), a_chart("counted")
    await dev.push_chart("acme/counted")
    await dev.manifest("acme/counted", "1.0.0")
    await dev.send("HEAD", f"acme/counted/blobs/{digest_of(pushed.package)}")
    await dev.fetch("acme/counted", digest_of(pushed.config))
    await world.parts.downloads.flush(world.cast.database)
    assert (await world.version("counted", "1.0.0")).downloads == 0

    await dev.fetch("acme/counted", digest_of(pushed.package))
    await world.parts.downloads.flush(world.cast.database)

    assert (await world.version("counted", "1.0.0")).downloads == 1


async def test_what_accept_leaves_out_is_not_sent_and_what_is_there_is_not_sent_again(world: World) -> None:
    dev, pushed = world.as_("dev"), a_chart("accept")
    await dev.push_chart("acme/accept")
    path = "acme/accept/manifests/1.0.0"

    statuses = {}
    for accept in (MANIFEST, f"text/html, {MANIFEST};q=0.5", "*/*", "application/*", "", "text/html"):
        statuses[accept] = (await dev.send("GET", path, headers={"Accept": accept})).status_code
    left_out = await dev.send("GET", path, headers={"Accept": f"{MANIFEST};q=0, */*"})
    known = await dev.send("GET", path, headers={"If-None-Match": f'"{pushed.digest}"'})

    assert list(statuses.values()) == [200, 200, 200, 200, 200, 406]
    assert code_of(left_out) == (406, "MANIFEST_UNKNOWN")
    assert (known.status_code, known.content) == (304, b"")


async def test_end_8_lists_tags_in_lexical_order_page_by_page(world: World) -> None:
    dev = world.as_("dev")
    for version in ("1.0.0", "v0.9.0", "1.0.0-RC", "1.0.0-alpha", "1.0.0+b.1", "10.0.0", "2.0.0"):
        assert (await dev.push_chart("acme/tags", version)).status_code == 201

    whole = await dev.tags("acme/tags")
    pages: list[list[str]] = []
    path = "/v2/acme/tags/tags/list?n=3"
    while path:
        answer = await dev.send("GET", path)
        pages.append(answer.json()["tags"])
        link = answer.headers.get("link", "")
        assert not link or link.endswith('>; rel="next"')
        path = link.partition(">")[0].removeprefix("<")

    assert whole == ["1.0.0", "1.0.0-alpha", "1.0.0-RC", "1.0.0_b.1", "10.0.0", "2.0.0", "v0.9.0"]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [tag for page in pages for tag in page] == whole
    assert await dev.tags("acme/tags", n=0) == []
    assert await dev.tags("acme/tags", n=2, last="1.0.0") == ["1.0.0-alpha", "1.0.0-RC"]
    assert await dev.tags("acme/tags", last="1.0.0_") == ["1.0.0_b.1", "10.0.0", "2.0.0", "v0.9.0"]
    for n in ("x", "-1", "1.5", ""):
        assert code_of(await dev.send("GET", "acme/tags/tags/list", params={"n": n})) == (400, "UNSUPPORTED")


async def test_the_catalog_has_the_callers_own_names(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/catalog-a")
    await dev.push_chart("acme/catalog-b", "1.0.0")
    await dev.push_chart("acme/catalog-b", "2.0.0")

    async def names(who: str | None, **query: Any) -> Any:
        return (await world.as_(who).send("GET", "_catalog", params=query)).json()["repositories"]

    ours = await names("dev")
    assert {"acme/catalog-a", "acme/catalog-b"} <= set(ours)
    assert ours == sorted(set(ours))
    assert await names("dev", n=1, last="acme/catalog-a") == ["acme/catalog-b"]
    assert not any(name.startswith("acme/catalog") for name in await names("mallory") + await names(None))


async def test_what_cannot_be_named_or_tagged_is_not_listed(world: World) -> None:
    """PostgreSQL keeps the rules of names and tags to the letter."""
    long, charts = "x" * (MAX_NAME_CHARS - len("acme/")), ["a.b", "a_b", "a__b", "a---b", "0", "long"]
    for chart in (*charts, "Upper", "a..b", "a___b", "a._b", "a-"):
        await upload(world, chart)
    await upload(world, "long", workspace="rival", who="mallory")
    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE template SET name = :name WHERE name = 'long'"), {"name": long})
    for chars in (MAX_TAG_CHARS, MAX_TAG_CHARS + 1):
        await upload(world, f"tag-{chars}", "1.0.0-".ljust(chars, "a"))

    ours = (await world.as_("dev").send("GET", "_catalog")).json()["repositories"]
    theirs = (await world.as_("mallory").send("GET", "_catalog")).json()["repositories"]

    assert {f"acme/{chart}" for chart in (*charts[:-1], long)} <= set(ours)
    assert all(repository_name(name) for name in ours)
    assert not any(name.startswith("rival/") for name in theirs)
    assert [len(tag) for tag in await world.as_("dev").tags(f"acme/tag-{MAX_TAG_CHARS}")] == [MAX_TAG_CHARS]
    assert await world.as_("dev").tags(f"acme/tag-{MAX_TAG_CHARS + 1}") == []


async def test_what_is_suspended_or_deleted_is_gone_at_once_by_digest_too(world: World) -> None:
    dev = world.as_("dev")
    for chart in ("taken", "deleted"):
        await dev.push_chart(f"acme/{chart}")
        await dev.push_chart(f"acme/{chart}", "2.0.0")
    await world.set_state("taken", "1.0.0", "ACTIVE")
    admin = await world.cast.call(ADMIN)

    await versions.suspend_version(admin, await world.gid("taken", "1.0.0"), "It leaks.")
    await versions.delete_version(admin, await world.gid("deleted", "1.0.0"))

    for chart in ("taken", "deleted"):
        pushed = a_chart(chart)
        assert await dev.tags(f"acme/{chart}") == ["2.0.0"]
        for reference in ("1.0.0", pushed.digest):
            assert code_of(await dev.manifest(f"acme/{chart}", reference)) == (404, "MANIFEST_UNKNOWN")
        for part in (pushed.package, pushed.config):
            answer = await dev.send("GET", f"acme/{chart}/blobs/{digest_of(part)}")
            assert code_of(answer) == (404, "BLOB_UNKNOWN")
    admin = await world.cast.call(ADMIN)
    await versions.restore_version(admin, await world.gid("taken", "1.0.0"))
    assert (await dev.manifest("acme/taken", "1.0.0")).content == a_chart("taken").manifest


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("acme/manifests/1.0.0", (404, "NAME_UNKNOWN")),
        ("acme/a/b/manifests/1.0.0", (404, "NAME_UNKNOWN")),
        ("Acme/chart/manifests/1.0.0", (400, "NAME_INVALID")),
        ("acme/-chart/tags/list", (400, "NAME_INVALID")),
        (f"acme/{'x' * 256}/tags/list", (400, "NAME_INVALID")),
        ("acme/chart", (404, "NAME_UNKNOWN")),
        ("acme/chart/blobs/md5:0", (400, "DIGEST_INVALID")),
        ("acme/chart/referrers/1.0.0", (400, "DIGEST_INVALID")),
        ("acme/chart/manifests/%00", (404, "NAME_UNKNOWN")),
    ],
)
async def test_names_and_digests_that_are_none_are_told(world: World, path: str, expected: tuple[int, str]) -> None:
    assert code_of(await world.as_("dev").send("GET", path)) == expected
