"""Signed links: they open what they were made for, to whom they were made for, while that may still be had."""

import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import delete, select, update
from sqlmodel import col

from domain.ids import Kind, encode_id
from server.auth.signing import LINK_SECONDS
from server.http.links import package_file_name
from server.wiring import Parts
from services.call import Rules
from storage.blobs import S3Settings, key_of
from storage.queries.links import LinkedPackage
from storage.tables import (
    UNCATEGORIZED,
    Blob,
    Category,
    Image,
    Membership,
    Package,
    Role,
    StoreApp,
    StoreScreenshot,
    Template,
    TemplateScreenshot,
    TextBlob,
    User,
    Version,
    Workspace,
)
from tests.server.web import Person, client_of, make_parts, make_person

pytestmark = pytest.mark.anyio


class Clock:
    """A clock that one sets."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class World:
    """An app of a workspace with a member, its package and images; everything is still private."""

    parts: Parts
    http: httpx.AsyncClient
    clock: Clock
    member: Person
    stranger: Person
    template_id: UUID
    version_id: UUID
    store_app_id: UUID
    package: str
    icon: str
    screenshot: str

    async def change(self, model: Any, row_id: UUID, **values: Any) -> None:
        async with self.parts.database.write() as tx:
            await tx.execute(update(model).where(col(model.id) == row_id).values(**values))

    async def publish(self) -> None:
        await self.change(Version, self.version_id, state="ACTIVE")
        await self.change(StoreApp, self.store_app_id, listed=True)

    def package_path(self, viewer: Person | None, *, suspended: bool = False, digest: str = "") -> str:
        viewer_id = None if viewer is None else viewer.user_id
        return path_of(self.parts.signing.package_url(self.version_id, digest or self.package, suspended, viewer_id))

    def image_path(self, kind: Kind, viewer: Person | None, digest: str = "") -> str:
        owner = encode_id(kind, self.template_id if kind is Kind.TEMPLATE else self.store_app_id)
        return path_of(
            self.parts.signing.image_url(owner, digest or self.icon, None if viewer is None else viewer.user_id)
        )

    async def status(self, path: str) -> int:
        return (await self.http.get(path)).status_code


def path_of(url: str) -> str:
    assert url.startswith("http://store/files/")
    return url.removeprefix("http://store")


def a_digest() -> str:
    return f"sha256:{hashlib.sha256(uuid4().bytes).hexdigest()}"


@pytest.fixture
async def world(module_database_url: str) -> AsyncIterator[World]:
    clock = Clock()
    parts = make_parts(module_database_url, now=clock)
    async with client_of(parts) as http:
        yield await make_world(parts, http, clock)
    await parts.database.close()


async def make_world(parts: Parts, http: httpx.AsyncClient, clock: Clock) -> World:
    member, stranger = await make_person(parts), await make_person(parts)
    package, values, icon, screenshot = (a_digest() for _ in range(4))
    async with parts.database.write() as tx:
        category = await tx.scalar(select(Category).where(col(Category.name) == UNCATEGORIZED))
        category = category or Category(name=UNCATEGORIZED)
        role = await tx.scalar(select(Role).where(col(Role.name) == "workspace-viewer"))
        role = role or Role(name="workspace-viewer", scope="WORKSPACE", builtin=True)
        workspace = Workspace(name=f"ws-{uuid4().hex[:8]}")
        blobs = [Blob(digest=digest, size=1) for digest in (package, icon, screenshot)]
        tx.add_all([category, role, workspace, TextBlob(digest=values), *blobs])
        await tx.flush()
        chart = {"chart_name": "emqx", "chart_version": "v4.0.2"}
        images = [Image(digest=d, content_type="image/png", size=1, width=1, height=1) for d in (icon, screenshot)]
        tx.add_all([Package(digest=package, size=1, values_digest=values, **chart), *images])
        tx.add(Membership(workspace_id=workspace.id, user_id=member.user_id, role_id=role.id))
        await tx.flush()
        common = {"workspace_id": workspace.id, "name": "emqx", "icon_digest": icon, "category_id": category.id}
        template = Template(**common)
        tx.add(template)
        await tx.flush()
        app = StoreApp(template_id=template.id, listed=False, **common)
        version = Version(
            template_id=template.id,
            workspace_id=workspace.id,
            version="v4.0.2",
            sort_key="4",
            package_digest=package,
        )
        tx.add_all([app, version])
        await tx.flush()
        tx.add(TemplateScreenshot(template_id=template.id, position=0, image_digest=screenshot))
        tx.add(StoreScreenshot(store_app_id=app.id, position=0, image_digest=screenshot))
    return World(parts, http, clock, member, stranger, template.id, version.id, app.id, package, icon, screenshot)


async def test_a_package_link_redirects_to_one_object_under_a_name_of_ours(world: World) -> None:
    answer = await world.http.get(world.package_path(world.member))

    location = urlsplit(answer.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(location.query).items()}
    assert answer.status_code == 302
    assert location.path == f"/nowhere/{key_of(world.package)}"
    assert asked["response-content-disposition"] == 'attachment; filename="emqx-v4.0.2.tgz"'
    assert asked["response-content-type"] == "application/gzip"
    assert int(asked["X-Amz-Expires"]) <= 300
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == b""


async def test_head_is_answered_as_get_is(world: World) -> None:
    answer = await world.http.head(world.package_path(world.member))

    assert answer.status_code == 302


async def test_a_link_of_a_published_package_opens_for_anyone(world: World) -> None:
    before = await world.status(world.package_path(None))

    await world.publish()

    assert (before, await world.status(world.package_path(None))) == (404, 302)


@pytest.mark.parametrize(
    ("model", "row", "values"),
    [
        pytest.param(Version, "version_id", {"deleted_at": datetime.now(UTC)}, id="the version is deleted"),
        pytest.param(Version, "version_id", {"state": "SUSPENDED"}, id="the version is suspended"),
        pytest.param(User, "member", {"disabled": True}, id="the viewer is disabled"),
    ],
)
async def test_a_package_link_stops_when(world: World, model: Any, row: str, values: dict[str, Any]) -> None:
    path = world.package_path(world.member)
    before = await world.status(path)
    target = getattr(world, row)

    await world.change(model, target.user_id if isinstance(target, Person) else target, **values)

    assert (before, await world.status(path)) == (302, 404)


async def test_a_package_link_stops_when_the_package_is_replaced(world: World) -> None:
    path = world.package_path(world.member)
    other = a_digest()
    async with world.parts.database.write() as tx:
        old = await tx.get_one(Package, world.package)
        tx.add(Blob(digest=other, size=1))
        await tx.flush()
        tx.add(
            Package(digest=other, size=1, chart_name="emqx", chart_version="v4.0.2", values_digest=old.values_digest)
        )
    before = await world.status(path)

    await world.change(Version, world.version_id, package_digest=other)

    assert (before, await world.status(path)) == (302, 404)
    assert await world.status(world.package_path(world.member, digest=other)) == 302


async def test_a_package_link_stops_when_its_viewer_leaves_the_workspace(world: World) -> None:
    path = world.package_path(world.member)
    before = await world.status(path)

    async with world.parts.database.write() as tx:
        await tx.execute(delete(Membership).where(col(Membership.user_id) == world.member.user_id))

    assert (before, await world.status(path)) == (302, 404)


async def test_who_sees_a_suspended_version_gets_a_link_that_works(world: World) -> None:
    await world.change(Version, world.version_id, state="SUSPENDED")

    assert await world.status(world.package_path(world.member, suspended=True)) == 302
    assert await world.status(world.package_path(world.stranger, suspended=True)) == 404


async def test_a_link_gives_its_viewer_no_more_than_they_see(world: World) -> None:
    assert await world.status(world.package_path(world.stranger)) == 404
    assert await world.status(world.image_path(Kind.TEMPLATE, world.stranger)) == 404
    assert await world.status(world.image_path(Kind.TEMPLATE, None)) == 404
    assert await world.status(world.image_path(Kind.TEMPLATE, world.member)) == 302


async def test_a_credential_sent_along_changes_nothing(world: World) -> None:
    answer = await world.http.get(world.package_path(world.stranger), headers=world.member.by_session)

    assert answer.status_code == 404


@pytest.mark.parametrize("which", ["icon", "screenshot"])
async def test_an_image_link_opens_icons_and_screenshots_inline(world: World, which: str) -> None:
    await world.publish()
    digest = getattr(world, which)

    answers = [
        await world.http.get(world.image_path(Kind.STORE_APP, None, digest)),
        await world.http.get(world.image_path(Kind.TEMPLATE, world.member, digest)),
    ]

    for answer in answers:
        location = urlsplit(answer.headers["location"])
        asked = parse_qs(location.query)
        assert location.path.endswith(key_of(digest))
        assert asked["response-content-disposition"] == ["inline"]
        assert asked["response-content-type"] == ["image/png"]


async def test_an_image_link_stops_when_the_image_is_replaced(world: World) -> None:
    await world.publish()
    of_store, of_template = world.image_path(Kind.STORE_APP, None), world.image_path(Kind.TEMPLATE, world.member)

    await world.change(Template, world.template_id, icon_digest=None)

    assert (await world.status(of_store), await world.status(of_template)) == (302, 404)


async def test_an_image_link_stops_when_the_app_leaves_the_store(world: World) -> None:
    await world.publish()
    path = world.image_path(Kind.STORE_APP, None)
    before = await world.status(path)

    await world.change(StoreApp, world.store_app_id, listed=False)

    assert (before, await world.status(path)) == (302, 404)


async def test_an_image_link_of_another_owner_or_for_another_image_opens_nothing(world: World) -> None:
    await world.publish()

    assert await world.status(world.image_path(Kind.STORE_APP, None, world.package)) == 404
    assert await world.status(world.image_path(Kind.STORE_APP, None, a_digest())) == 404
    assert await world.status(world.package_path(None, digest=world.icon)) == 404


async def test_a_closed_store_shows_nothing_to_anonymous_viewers(world: World, module_database_url: str) -> None:
    await world.publish()
    closed = make_parts(module_database_url, rules=Rules(store_public=False), now=world.clock)

    async with client_of(closed) as http:
        statuses = [
            (await http.get(world.package_path(None))).status_code,
            (await http.get(world.image_path(Kind.STORE_APP, None))).status_code,
            (await http.get(world.image_path(Kind.STORE_APP, world.stranger))).status_code,
        ]
    await closed.database.close()

    assert statuses == [404, 404, 302]


async def test_an_expired_link_is_410_and_a_forged_one_404(world: World) -> None:
    path = world.package_path(world.member)

    world.clock.now += LINK_SECONDS

    assert await world.status(path) == 410
    assert await world.status(path[:-1] + ("A" if path[-1] != "A" else "B")) == 404


async def test_every_link_that_opens_nothing_is_answered_alike(world: World) -> None:
    made_up = path_of(world.parts.signing.package_url(uuid4(), a_digest(), False, None))
    paths = [
        world.package_path(None),
        world.package_path(world.stranger),
        world.image_path(Kind.TEMPLATE, None),
        made_up,
        "/files/x",
        "/files/" + "A" * 5000,
        "/files/%F0%9F%A6%84",
        "/files/..%2f..%2fetc",
        f"/files/{world.parts.signing.sign_cursor(b'x' * 77)}",
    ]

    answers = [await world.http.get(path) for path in paths]

    assert {answer.status_code for answer in answers} <= {404}
    bodies = {answer.content for path, answer in zip(paths, answers, strict=True) if "%2f" not in path}
    assert len(bodies) == 1


async def test_no_connection_is_kept_after_a_link(world: World) -> None:
    await world.status(world.package_path(world.member))
    await world.status(world.package_path(world.stranger))

    assert world.parts.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # a pool that counts


@pytest.mark.parametrize(
    ("name", "version", "shown"),
    [
        ("emqx", "4.0.2", "emqx-4.0.2.tgz"),
        ("emqx", "4.0.2+build.5", "emqx-4.0.2+build.5.tgz"),
        ('a"; filename="evil.exe', "1\r\nX: y", "a___filename__evil.exe-1__X__y.tgz"),
        ("../../etc", "é", ".._.._etc-_.tgz"),
        ("x" * 300, "1", "x" * 200 + ".tgz"),
    ],
)
def test_a_file_name_holds_nothing_that_means_something_in_a_header(name: str, version: str, shown: str) -> None:
    assert package_file_name(LinkedPackage(name, version)) == shown


async def test_the_redirect_ends_at_the_bytes(module_database_url: str, s3: S3Settings) -> None:
    content = b"the bytes of a chart"
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    clock = Clock()
    parts = make_parts(module_database_url, s3, now=clock)
    await parts.blobs.put(digest, io.BytesIO(content), len(content), "application/gzip")
    async with client_of(parts) as http:
        world = await make_world(parts, http, clock)
        async with parts.database.write() as tx:
            old = await tx.get_one(Package, world.package)
            tx.add(Blob(digest=digest, size=len(content)))
            await tx.flush()
            tx.add(
                Package(digest=digest, size=1, chart_name="emqx", chart_version="1", values_digest=old.values_digest)
            )
        await world.change(Version, world.version_id, package_digest=digest)
        answer = await http.get(world.package_path(world.member, digest=digest))
        looked_at = await http.head(world.package_path(world.member, digest=digest))
    await parts.database.close()

    async with httpx.AsyncClient() as plain:
        fetched = await plain.get(answer.headers["location"])
        looked = await plain.head(looked_at.headers["location"])

    assert (looked.status_code, looked.headers["content-length"]) == (200, str(len(content)))
    assert fetched.content == content
    assert fetched.headers["content-disposition"] == 'attachment; filename="emqx-1.tgz"'
    assert fetched.headers["content-type"] == "application/gzip"
