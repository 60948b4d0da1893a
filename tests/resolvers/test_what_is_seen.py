"""What each caller is shown: every edge goes through the scope of what it leads to."""

from typing import Any

import pytest

from domain.ids import Kind, encode_id
from policies.vocabulary import Permission
from tests.resolvers.world import START, World, a_template, a_version, run

pytestmark = pytest.mark.anyio
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
TEMPLATE = """query($id: ID!) { node(id: $id) { ... on AppTemplate {
  name workspace { name } publisher { name displayName } createdBy { username } latestVersion { version }
  versions { totalCount nodes { version } } version(version: "5.0.0") { version } storeApp { name } viewerActions
} } }"""
VERSION = """query($id: ID!) { node(id: $id) { ... on AppVersion {
  version state template { name } storeApp { name } review { state } reviews { totalCount } audit { totalCount }
  createdBy { username } viewerActions package { downloadUrl }
} } }"""


async def test_a_developer_sees_every_version_newest_first(shared: World) -> None:
    shown = (await run(shared.developer(), TEMPLATE, id=shared.gid(Kind.TEMPLATE, "emqx")))["node"]

    assert shown["workspace"] == {"name": "acme"}
    assert [version["version"] for version in shown["versions"]["nodes"]] == ["5.0.0", "4.1.0-rc.1", "4.0.1", "4.0.0"]
    assert shown["latestVersion"] == shown["version"] == {"version": "5.0.0"}
    assert shown["viewerActions"] == ["UPDATE", "CREATE_VERSION", "REPUBLISH"]


async def test_a_reviewer_sees_what_was_submitted_and_not_the_workspace(shared: World) -> None:
    shown = (await run(shared.reviewer(), TEMPLATE, id=shared.gid(Kind.TEMPLATE, "emqx")))["node"]

    assert shown["workspace"] is None
    assert shown["publisher"] == {"name": "acme", "displayName": "Acme Inc."}
    assert shown["createdBy"] == {"username": "dev"}, "a party to the reviews that they may see"
    assert [version["version"] for version in shown["versions"]["nodes"]] == ["4.1.0-rc.1", "4.0.1", "4.0.0"]
    assert shown["versions"]["totalCount"] == 3
    assert shown["latestVersion"] == {"version": "4.1.0-rc.1"}
    assert shown["version"] is None
    assert shown["viewerActions"] == ["SUSPEND"]


async def test_the_public_sees_an_active_version_and_nothing_behind_it(shared: World) -> None:
    shown = (await run(shared.anonymous(), VERSION, id=shared.gid(Kind.VERSION, "emqx 4.0.0")))["node"]

    assert shown["template"] is None
    assert shown["storeApp"] == {"name": "emqx"}
    assert shown["review"] is shown["createdBy"] is None
    assert shown["reviews"]["totalCount"] == shown["audit"]["totalCount"] == 0
    assert shown["viewerActions"] == []
    assert shown["package"]["downloadUrl"].startswith("http")


@pytest.mark.parametrize("version", ["emqx 4.0.1", "emqx 4.1.0-rc.1", "emqx 5.0.0", "redis 1.0.0", "nginx 2.0.0"])
async def test_the_public_sees_no_other_version(shared: World, version: str) -> None:
    assert await run(shared.anonymous(), NODE, id=shared.gid(Kind.VERSION, version)) == {"node": None}


async def test_a_closed_store_shows_the_public_nothing(shared: World) -> None:
    query = """{ storeApps { totalCount nodes { name } } categories { name } templates { totalCount }
      storeApp(publisher: "acme", name: "emqx") { name } permissionGroups(scope: PLATFORM) { name }
      platformRoles { name } users { totalCount } viewer { user { username } } auditEvents { totalCount } }"""

    shown = await run(shared.anonymous(store_public=False), query)

    assert shown == {
        "storeApps": {"totalCount": 0, "nodes": []},
        "categories": [],
        "templates": {"totalCount": 0},
        "storeApp": None,
        "permissionGroups": [],
        "platformRoles": [],
        "users": {"totalCount": 0},
        "viewer": None,
        "auditEvents": {"totalCount": 0},
    }


async def test_foreign_deleted_made_up_and_misspelt_ids_give_the_same_answer(world: World) -> None:
    gone = a_template(world, "gone", deleted_at=START)
    hidden = a_version(world, world.rows["redis"], "9.0.0", deleted_at=START)
    await world.add(gone, hidden)
    known = world.gid(Kind.TEMPLATE, "redis")
    ids = [
        world.gid(Kind.TEMPLATE, "nginx"),
        world.gid(Kind.WORKSPACE, "other"),
        world.gid(Kind.API_TOKEN, "token"),
        world.gid(Kind.AUDIT_EVENT, "event elsewhere"),
        encode_id(Kind.TEMPLATE, gone.id),
        encode_id(Kind.VERSION, hidden.id),
        known.replace("tpl_", "ver_"),
        known.upper(),
        known[:-1] + ("0" if known[-1] != "0" else "1"),
        known + " ",
        "",
        "tpl_",
        "1",
        "x" * 5000,
        known,
    ]

    shown = (await run(world.developer(), "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids))["nodes"]

    assert shown == [None] * (len(ids) - 1) + [{"id": known}]


async def test_names_of_what_is_not_visible_are_not_found(shared: World) -> None:
    query = """{ workspace(name: "other") { name } user(username: "nobody") { username }
      templates(workspace: "other") { totalCount } auditEvents(workspace: "other") { totalCount } }"""

    shown = await run(shared.developer(), query)

    assert shown == {
        "workspace": None,
        "user": None,
        "templates": {"totalCount": 0},
        "auditEvents": {"totalCount": 0},
    }


async def test_an_email_is_for_its_owner_and_holders_of_users_read(shared: World) -> None:
    query = '{ user(username: "dev") { username email } }'

    shown = [(await run(call, query))["user"] for call in (shared.developer(), shared.admin(), shared.reviewer())]

    assert [user["email"] for user in shown] == ["dev@example.com", "dev@example.com", None]


async def test_usage_counts_what_is_live_once_and_only_for_those_who_see_it(world: World) -> None:
    await world.add(a_template(world, "gone", deleted_at=START, icon_digest="sha256:" + f"{2:064x}"))
    query = '{ workspace(name: "acme") { usage { templates versions storedBytes storedBytesLimit } } }'
    # The package of 100 bytes in all five versions; images of 200, 300 and 400 bytes, in the store too.
    full = {"templates": 2, "versions": 5, "storedBytes": 1000.0, "storedBytesLimit": None}

    developer = await run(world.developer(), query)
    manager = world.as_member("dev", "acme", "workspace-developer")
    held = dict(manager.principal.workspaces)
    held[world.id("acme")] = frozenset({Permission.WORKSPACES_READ})
    manager.principal = type(manager.principal)(world.id("dev"), "dev", workspaces=held)

    assert developer["workspace"]["usage"] == full
    assert (await run(manager, query))["workspace"]["usage"] == full | {"templates": 0, "versions": 0, "storedBytes": 0}


async def test_roles_of_a_workspace_are_its_own_and_the_built_in_ones(shared: World) -> None:
    query = '{ workspace(name: "acme") { roles { name builtin } viewerPermissions } platformRoles { name } }'

    shown = await run(shared.as_member("dev", "acme", "workspace-admin"), query)

    names = [role["name"] for role in shown["workspace"]["roles"]]
    assert names == ["workspace-admin", "workspace-developer", "workspace-viewer", "tester"]
    platform = {"app-reviewer", "platform-admin", "platform-regular", "workspace-manager"}
    assert {role["name"] for role in shown["platformRoles"]} == platform
    assert "TEMPLATES_READ" in shown["workspace"]["viewerPermissions"]
    assert "USERS_READ" not in shown["workspace"]["viewerPermissions"]


async def test_the_viewer_is_who_asks(shared: World) -> None:
    query = """{ viewer { user { username email } platformPermissions memberships { workspace { name } role { name } }
      apiTokens { name permissions workspace { name } } } }"""

    admin, developer = await run(shared.admin(), query), await run(shared.developer(), query)

    assert admin["viewer"]["user"]["username"] == "admin"
    assert admin["viewer"]["platformPermissions"] == list(Permission)
    assert admin["viewer"]["memberships"] == [{"workspace": {"name": "acme"}, "role": {"name": "workspace-admin"}}]
    assert admin["viewer"]["apiTokens"] == [
        {"name": "ci", "permissions": ["TEMPLATES_READ"], "workspace": {"name": "acme"}}
    ]
    assert developer["viewer"]["platformPermissions"] == ["STORE_READ"]
    assert developer["viewer"]["apiTokens"] == []


async def test_a_user_without_a_right_to_members_sees_their_own_membership_only(shared: World) -> None:
    call = shared.developer()
    held = {shared.id("acme"): frozenset({Permission.WORKSPACES_READ})}
    call.principal = type(call.principal)(shared.id("dev"), "dev", workspaces=held)

    members = await run(call, '{ workspace(name: "acme") { members { totalCount nodes { user { username } } } } }')

    assert members["workspace"]["members"] == {"totalCount": 1, "nodes": [{"user": {"username": "dev"}}]}


async def test_the_review_shows_the_names_of_its_submission(shared: World) -> None:
    query = """query($id: ID!) { node(id: $id) { ... on Review {
      templateName versionName publisher { name displayName } version { version } submittedBy { username }
      phases { name state reviewer { username } } } } }"""

    shown: dict[str, Any] = (await run(shared.reviewer(), query, id=shared.gid(Kind.REVIEW, "review")))["node"]

    assert shown["publisher"] == {"name": "acme", "displayName": "Acme as it was"}
    assert [phase["name"] for phase in shown["phases"]] == ["BUSINESS", "TECHNICAL"]
    assert shown["submittedBy"] == {"username": "dev"}
    assert shown["version"] == {"version": "4.1.0-rc.1"}
