"""What lists hold: filters, orders, the newest of them, and what the store shows."""

from datetime import timedelta
from typing import Any

import pytest

from domain.ids import Kind
from storage.tables import TemplateScreenshot
from tests.resolvers.world import START, World, a_store_app, a_template, a_version, digest, run

pytestmark = pytest.mark.anyio


async def names(world: World, field: str, name: str = "name") -> list[str]:
    data = await run(world.admin(), f"{{ found: {field} {{ nodes {{ name: {name} }} }} }}")
    return [node["name"] for node in data["found"]["nodes"]]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("templates", ["emqx", "nginx", "redis"]),
        ("templates(orderBy: {field: NAME, direction: DESC})", ["redis", "nginx", "emqx"]),
        ("templates(orderBy: {field: CREATED_AT})", ["emqx", "redis", "nginx"]),
        ("templates(orderBy: {field: UPDATED_AT})", ["emqx", "redis", "nginx"]),
        ("templates(states: [ACTIVE])", ["emqx"]),
        ("templates(states: [ACTIVE, DRAFT])", ["emqx", "nginx", "redis"]),
        ("templates(states: [])", []),
        ('templates(workspace: "other")', ["nginx"]),
        ('templates(workspace: "nowhere")', []),
        ('templates(category: "messaging", search: "redis")', ["redis"]),
        ('templates(category: "uncategorized")', []),
        ("workspaces", ["acme", "other"]),
        ("workspaces(orderBy: {field: CREATED_AT, direction: DESC})", ["other", "acme"]),
        ("storeApps", ["emqx"]),
        ('storeApps(category: "messaging", publisher: "acme")', ["emqx"]),
        ('storeApps(category: "uncategorized")', []),
        ('storeApps(publisher: "other")', []),
        ("storeApps(orderBy: {field: NAME})", ["emqx"]),
        ("storeApps(orderBy: {field: UPDATED_AT})", ["emqx"]),
    ],
)
async def test_a_list_holds_what_its_filters_leave_in_its_order(shared: World, field: str, expected: list[str]) -> None:
    assert await names(shared, field) == expected


@pytest.mark.parametrize(
    ("field", "name", "expected"),
    [
        ("users", "username", ["admin", "dev", "reviewer"]),
        ("reviews", "versionName", ["4.0.0", "4.1.0-rc.1", "4.1.0-rc.1", "2.0.0"]),
        (
            "reviews(orderBy: {field: SUBMITTED_AT, direction: DESC})",
            "versionName",
            ["2.0.0"] + ["4.1.0-rc.1"] * 2 + ["4.0.0"],
        ),
        ("reviews(states: [REJECTED, PASSED])", "state", ["PASSED", "REJECTED"]),
        ('reviews(workspace: "other")', "versionName", ["2.0.0"]),
        ("auditEvents", "action", ["user.create", "version.submit"]),
        ('auditEvents(workspace: "acme")', "action", ["version.submit"]),
        ('auditEvents(workspace: "nowhere")', "action", []),
        ('auditEvents(actor: "admin")', "action", ["user.create"]),
        ('auditEvents(action: "version.submit", actor: "admin")', "action", []),
        ('auditEvents(since: "2026-01-01T12:00:00Z")', "action", ["user.create", "version.submit"]),
        ('auditEvents(since: "2026-01-01T13:00:00.000001+01:00")', "action", ["user.create"]),
        ('auditEvents(until: "2026-01-02T12:00:00Z")', "action", ["version.submit"]),
        ('auditEvents(until: "2026-01-01T12:00:00Z")', "action", []),
    ],
)
async def test_a_list_of_other_things_does_so_too(shared: World, field: str, name: str, expected: list[str]) -> None:
    assert await names(shared, field, name) == expected


async def test_events_are_found_by_what_they_are_about(shared: World) -> None:
    about = shared.gid(Kind.USER, "dev")
    foreign = shared.gid(Kind.TEMPLATE, "emqx")

    assert await names(shared, f'auditEvents(subject: "{about}")', "action") == ["user.create"]
    assert await names(shared, f'auditEvents(subject: "{foreign}")', "action") == []


async def test_the_newest_version_is_the_newest_of_these_states(shared: World) -> None:
    query = """query($id: ID!) { node(id: $id) { ... on AppTemplate {
      any: latestVersion { version } active: latestVersion(states: [ACTIVE]) { version }
      some: latestVersion(states: [ACTIVE, SUSPENDED]) { version } none: latestVersion(states: [PASSED]) { version }
      byTime: versions(orderBy: {field: CREATED_AT, direction: ASC}, first: 1) { nodes { version } }
      drafts: versions(states: [DRAFT]) { totalCount nodes { version } }
    } } }"""

    shown = (await run(shared.admin(), query, id=shared.gid(Kind.TEMPLATE, "emqx")))["node"]

    assert shown["any"] == {"version": "5.0.0"}
    assert shown["active"] == {"version": "4.0.0"}
    assert shown["some"] == {"version": "4.0.1"}
    assert shown["none"] is None
    assert shown["drafts"] == {"totalCount": 1, "nodes": [{"version": "5.0.0"}]}


async def test_the_store_shows_active_versions_only(world: World) -> None:
    await world.add(a_version(world, world.rows["emqx"], "v4.0.0+second", "ACTIVE", created_at=START))
    await world.add(a_version(world, world.rows["emqx"], "3.9.0", "ACTIVE"))
    query = """{ storeApp(publisher: "acme", name: "emqx") {
      latestVersion { version } versions { totalCount nodes { version state } } } }"""

    shown = (await run(world.anonymous(), query))["storeApp"]

    # Of equal precedence the one made last is the newer.
    assert [version["version"] for version in shown["versions"]["nodes"]] == ["4.0.0", "v4.0.0+second", "3.9.0"]
    assert shown["latestVersion"] == {"version": "4.0.0"}
    assert shown["versions"]["totalCount"] == 3


async def test_what_is_not_listed_is_not_in_the_store(world: World) -> None:
    world.rows["store app"].listed = False
    await world.add(world.rows["store app"])
    query = """{ storeApps { totalCount } storeApp(publisher: "acme", name: "emqx") { name }
      categories { storeAppCount }
      templates(search: "emqx") { nodes { storeApp { name } changedSincePublished } } }"""

    shown = await run(world.admin(), query)

    assert shown["storeApps"] == {"totalCount": 0}
    assert shown["storeApp"] is None
    assert [shelf["storeAppCount"] for shelf in shown["categories"]] == [0, 0]
    assert shown["templates"]["nodes"] == [{"storeApp": None, "changedSincePublished": False}]


async def test_a_shelf_counts_the_apps_that_the_store_shows_on_it(world: World) -> None:
    more = [a_template(world, f"more-{number}") for number in range(3)]
    await world.add(*more, *(a_store_app(template, listed=template is not more[0]) for template in more))

    shelves = (await run(world.anonymous(), "{ categories { name storeAppCount } }"))["categories"]
    closed = await run(world.anonymous(store_public=False), "{ categories { storeAppCount } }")

    assert shelves == [{"name": "messaging", "storeAppCount": 3}, {"name": "uncategorized", "storeAppCount": 0}]
    assert closed == {"categories": []}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("display_name", "EMQ"),
        ("summary", ""),
        ("description", "x"),
        ("home", ""),
        ("keywords", ["iot", "mqtt"]),
        ("sources", []),
        ("maintainers", []),
        ("icon_digest", None),
        ("category_id", "shelf uncategorized"),
    ],
)
async def test_a_working_copy_has_changed_when_publishing_would_change_the_store(
    world: World, column: str, value: Any
) -> None:
    before = await changed(world)
    template = world.rows["emqx"]
    setattr(template, column, world.id(value) if column == "category_id" else value)
    await world.add(template)

    assert (before, await changed(world)) == (False, True)


async def test_other_screenshots_are_a_change_too(world: World) -> None:
    await world.add(TemplateScreenshot(template_id=world.id("emqx"), position=2, image_digest=digest(2)))

    assert await changed(world)


async def test_what_was_never_published_has_not_changed(shared: World) -> None:
    assert not await changed(shared, "redis")


async def changed(world: World, name: str = "emqx") -> bool:
    query = "query($id: ID!) { node(id: $id) { ... on AppTemplate { changedSincePublished } } }"
    found: bool = (await run(world.admin(), query, id=world.gid(Kind.TEMPLATE, name)))["node"]["changedSincePublished"]
    return found


async def test_screenshots_and_files_are_in_their_order(shared: World) -> None:
    query = """{ storeApp(publisher: "acme", name: "emqx") {
      icon { digest } screenshots { digest width }
      latestVersion { files { path size text } file(path: "nothing") { path } package { fileName size digest } values }
    } }"""

    shown = (await run(shared.anonymous(), query))["storeApp"]

    assert [shot["width"] for shot in shown["screenshots"]] == [4, 3]
    assert shown["icon"] == {"digest": digest(2)}
    version = shown["latestVersion"]
    assert [(file["path"], file["text"]) for file in version["files"]] == [
        ("README.md", "# EMQ X"),
        ("logo.bin", None),
        ("values.yaml", "replicas: 1\n"),
    ]
    assert version["file"] is None
    assert version["values"] == "replicas: 1\n"
    assert version["package"] == {"fileName": "emqx-4.0.0.tgz", "size": 100, "digest": digest(1)}


async def test_orders_by_moment_follow_the_moments(world: World) -> None:
    world.rows["redis"].updated_at = START + timedelta(days=9000)
    await world.add(world.rows["redis"])

    last = await names(world, "templates(orderBy: {field: UPDATED_AT}, last: 1)")

    assert last == ["redis"]
