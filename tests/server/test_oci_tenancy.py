"""Who sees what in the registry: as much as by GraphQL, and nobody is told that there is what they do not see."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from domain.ids import Kind, encode_id
from policies.vocabulary import Permission
from server.embedded import Backends
from services import members, templates, versions
from tests.personas import ADMIN, PASSWORD
from tests.server.compiled import bearer, process
from tests.server.helm import basic
from tests.server.oci import Client, World, a_chart, a_world, an_artifact, code_of
from tests.server.web import digest_of

pytestmark = pytest.mark.anyio
SEEN = (
    "{ templates(first: 100) { nodes { name publisher { name } versions(first: 100) { nodes { version state } } } } }"
)
IN_STORE = (
    """{ storeApps(first: 100) { nodes { name publisher { name } versions(first: 100) { nodes { version } } } } }"""
)
LOGIN = f'mutation {{ login(input: {{ username: "vera", password: "{PASSWORD}" }}) {{ token }} }}'
ASSUME = """mutation { assumeRole(input: { role: "workspace-viewer", workspace: "acme" }) {
  token userErrors { message } } }"""
CALLERS = ("nobody", "dev", "vera", "mallory", "stan", "rita", "admin", "a store token", "rival's token", "a role")


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with a_world(module_backends, tmp_path_factory.mktemp("data")) as world:
        await fill(world)
        yield world


async def fill(world: World) -> None:
    """acme/emqx 1.0.0 ACTIVE with a bill, 1.1.0 SUBMITTED, 2.0.0 DRAFT; acme/dark 1.0.0 DRAFT; rival/emqx 3.0.0 DRAFT,
    1.0.0 SUSPENDED."""
    dev, mallory, cast = world.as_("dev"), world.as_("mallory"), world.cast
    for version in ("1.0.0", "1.1.0", "2.0.0"):
        await dev.push_chart("acme/emqx", version)
    await dev.push_artifact("acme/emqx", a_chart("emqx").digest)
    await dev.push_chart("acme/dark")
    await mallory.push_chart("rival/emqx", "3.0.0")
    await mallory.push_chart("rival/emqx", "1.0.0", description="Rival's")
    await world.set_state("emqx", "1.0.0", "ACTIVE")
    await versions.submit_version(await cast.call(ADMIN), await world.gid("emqx", "1.1.0"), None)
    await suspend_rivals(world)
    await cast.user("rita", "app-reviewer")
    tokens = world.tokens
    tokens["rita"] = (await cast.token("rita")).secret
    tokens["a store token"] = (await cast.token("dev", [Permission.STORE_READ])).secret
    tokens["rival's token"] = (await cast.token(ADMIN, None, "rival")).secret
    signed_in = await world.started.data(LOGIN)
    assumed = await world.started.do(ASSUME, signed_in["login"]["token"])
    tokens["a role"] = assumed["token"]


async def suspend_rivals(world: World) -> None:
    row = await world.version("emqx", "1.0.0", "rival")
    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE version SET state = 'SUSPENDED' WHERE id = :id"), {"id": row.id})


def client_of(world: World, who: str) -> Client:
    return Client(world.started.http, bearer(None if who == "nobody" else world.tokens[who]))


async def pulled(client: Client) -> set[tuple[str, str]]:
    """All that the caller finds, by name and tag."""
    answer = await client.send("GET", "_catalog")
    assert answer.status_code == 200
    return {(name, tag) for name in answer.json()["repositories"] for tag in await client.tags(name)}


@pytest.mark.parametrize("who", CALLERS)
async def test_what_can_be_found_and_pulled_is_what_graphql_shows(world: World, who: str) -> None:
    token, client = None if who == "nobody" else world.tokens[who], client_of(world, who)
    seen = set()
    for node in (await world.started.data(IN_STORE, token))["storeApps"]["nodes"]:
        seen |= {(f"{node['publisher']['name']}/{node['name']}", one["version"]) for one in node["versions"]["nodes"]}
    answer = (await world.started.post(SEEN, token)).json()
    for node in answer["data"]["templates"]["nodes"] if "data" in answer else []:
        kept = [one for one in node["versions"]["nodes"] if one["state"] != "SUSPENDED"]
        seen |= {(f"{node['publisher']['name']}/{node['name']}", one["version"]) for one in kept}

    assert await pulled(client) == seen
    for name, version in ALL:
        statuses = {(await client.manifest(name, version)).status_code}
        for digest in await digests_of(world, name, version):
            statuses.add((await client.send("HEAD", f"{name}/manifests/{digest[0]}")).status_code)
            statuses |= {(await client.send("HEAD", f"{name}/blobs/{one}")).status_code for one in digest[1:]}
        hidden = 401 if who == "nobody" else 404
        assert statuses == ({200} if (name, version) in seen else {hidden})


ALL = [
    *(("acme/emqx", version) for version in ("1.0.0", "1.1.0", "2.0.0")),
    *(("acme/dark", "1.0.0"), ("rival/emqx", "3.0.0"), ("rival/emqx", "1.0.0")),
]


async def digests_of(world: World, name: str, version: str) -> list[list[str]]:
    """Of a chart's manifest and parts, by what was pushed."""
    more = {"description": "Rival's"} if (name, version) == ("rival/emqx", "1.0.0") else {}
    chart = a_chart(name.partition("/")[2], version, **more)
    return [[chart.digest, digest_of(chart.package), digest_of(chart.config)]]


@pytest.mark.parametrize("who", ["nobody", "mallory", "stan"])
async def test_the_foreign_and_the_made_up_are_answered_alike_to_the_letter(world: World, who: str) -> None:
    client, chart = client_of(world, who), a_chart("dark")
    artifact = digest_of(an_artifact(chart.digest))
    paths = [
        *("tags/list", "manifests/1.0.0", f"manifests/{chart.digest}", f"blobs/{digest_of(chart.package)}"),
        *(f"blobs/{digest_of(chart.config)}", f"referrers/{chart.digest}", f"manifests/{artifact}"),
    ]
    for path in paths:
        told = set()
        for name in ("acme/dark", "acme/made-up", "made-up/dark"):
            answer = await client.send("GET", f"{name}/{path}")
            headers = {key: value for key, value in answer.headers.items() if key != "x-request-id"}
            told.add((answer.status_code, answer.content, tuple(headers.items())))
        assert len(told) == 1
        assert told.pop()[0] == (401 if who == "nobody" else 404)


async def test_a_digest_that_one_has_from_elsewhere_is_no_key(world: World) -> None:
    """The same bytes in one's own repository open nothing in another's, and nothing of another's in one's own."""
    mallory, dark = world.as_("mallory"), a_chart("dark")
    await mallory.push_chart("rival/dark")

    own = await mallory.send("HEAD", f"rival/dark/blobs/{digest_of(dark.package)}")
    theirs = await mallory.send("GET", f"acme/dark/blobs/{digest_of(dark.package)}")
    other = a_chart("emqx", "2.0.0")
    draft = await mallory.send("GET", f"acme/emqx/blobs/{digest_of(other.package)}")
    in_own = await mallory.send("GET", f"rival/dark/blobs/{digest_of(other.package)}")

    assert own.status_code == 200
    assert code_of(theirs) == (404, "NAME_UNKNOWN")
    assert code_of(draft) == code_of(in_own) == (404, "BLOB_UNKNOWN")


async def test_a_manifest_cannot_take_another_tenants_blobs_along(world: World) -> None:
    """Who knows the digests of a foreign draft does not get it by naming them in a manifest of their own."""
    mallory, chart = world.as_("mallory"), a_chart("emqx", "2.0.0")

    answer = await mallory.put_manifest("rival/emqx", "2.0.0", chart.manifest)

    assert code_of(answer) == (400, "MANIFEST_BLOB_UNKNOWN")


async def test_a_store_that_is_not_public_shows_nothing_to_those_who_have_not_signed_in(
    world: World, module_backends: Backends, tmp_path: Path
) -> None:
    async with process(module_backends, tmp_path, STORE_PUBLIC="false", COST_BUDGET="0") as closed:
        nobody, stan = Client(closed.http, {}), Client(closed.http, basic("stan", world.tokens["stan"]))
        for path in ("acme/emqx/tags/list", "acme/emqx/manifests/1.0.0"):
            assert code_of(await nobody.send("GET", path)) == (401, "UNAUTHORIZED")
            assert (await stan.send("GET", path)).status_code == 200
        assert (await nobody.send("GET", "_catalog")).json() == {"repositories": []}


async def test_who_is_no_member_any_more_has_nothing_from_the_next_request_on(world: World) -> None:
    await world.cast.member("acme", "temp", "workspace-developer")
    temp = Client(world.started.http, basic("temp", (await world.cast.token("temp")).secret))
    location = await temp.begin("acme/dark")
    assert (await temp.manifest("acme/dark", "1.0.0")).status_code == 200

    await members.remove_member(await world.cast.call(ADMIN), world.cast.member_gid("acme", "temp"))

    assert code_of(await temp.manifest("acme/dark", "1.0.0")) == (404, "NAME_UNKNOWN")
    for method in ("GET", "PATCH", "DELETE"):
        assert code_of(await temp.send(method, location)) == (404, "NAME_UNKNOWN")


async def test_who_loses_the_right_while_bytes_come_has_pushed_nothing(world: World) -> None:
    await world.cast.member("acme", "late", "workspace-developer")
    late = Client(world.started.http, basic("late", (await world.cast.token("late")).secret))
    location = await late.begin("acme/late")

    async def slowly() -> AsyncIterator[bytes]:
        yield b"half of "
        await members.remove_member(await world.cast.call(ADMIN), world.cast.member_gid("acme", "late"))
        yield b"it"

    answer = await late.send("PUT", location, params={"digest": digest_of(b"half of it")}, content=slowly())

    assert code_of(answer) == (404, "NAME_UNKNOWN")


async def test_who_loses_the_right_while_the_bucket_is_written_has_pushed_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.cast.member("acme", "slow", "workspace-developer")
    slow = Client(world.started.http, basic("slow", (await world.cast.token("slow")).secret))
    location, put = await slow.begin("acme/slow"), world.parts.blobs.put

    async def slowly(*given: Any) -> None:
        await members.remove_member(await world.cast.call(ADMIN), world.cast.member_gid("acme", "slow"))
        await put(*given)

    monkeypatch.setattr(world.parts.blobs, "put", slowly)
    content = b"x" * 300_000
    answer = await slow.send("PUT", location, params={"digest": digest_of(content)}, content=content)

    assert code_of(answer) == (404, "NAME_UNKNOWN")


async def test_a_suspended_template_has_nothing_to_pull_of_what_was_published(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/whole")
    await world.set_state("whole", "1.0.0", "ACTIVE")
    row = await world.version("whole", "1.0.0")
    async with world.cast.database.write() as tx:
        await tx.execute(text("UPDATE template SET state = 'ACTIVE' WHERE id = :id"), {"id": row.template_id})

    gid = encode_id(Kind.TEMPLATE, row.template_id)
    await templates.suspend_template(await world.cast.call(ADMIN), gid, "It leaks.")

    for who in ("dev", "admin", "stan"):
        assert code_of(await world.as_(who).manifest("acme/whole", "1.0.0")) == (404, "NAME_UNKNOWN")
    await templates.restore_template(await world.cast.call(ADMIN), gid)
    assert (await world.as_("stan").manifest("acme/whole", "1.0.0")).status_code == 200
