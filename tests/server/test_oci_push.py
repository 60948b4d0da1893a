"""Push: charts become drafts by the use cases of GraphQL's uploads, and what is published cannot be pushed again."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlmodel import col

from domain.oci import CHART, CONFIG, INDEX, MANIFEST, PROVENANCE
from policies.vocabulary import Permission
from server.embedded import Backends
from services.sweep import sweep
from storage.tables import OciManifest, OciStaged, Version
from tests.openpgp import Key, said_of
from tests.personas import ADMIN
from tests.server.helm import basic
from tests.server.oci import EMPTY, Client, World, a_chart, a_world, code_of, descriptor
from tests.server.web import digest_of
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
KEY = Key()


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with a_world(module_backends, tmp_path_factory.mktemp("data")) as world:
        yield world


async def put(client: Client, name: str, tag: str, document: dict[str, Any] | bytes, kind: str = MANIFEST) -> Any:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return await client.put_manifest(name, tag, content, kind)


# -- what a push makes


async def test_end_7_makes_a_template_with_a_draft_and_then_further_drafts(world: World) -> None:
    dev = world.as_("dev")

    first = await dev.push_chart("acme/made", "1.0.0", description="A broker")
    second = await dev.push_chart("acme/made", "1.1.0+b.2")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.headers["location"] == "/v2/acme/made/manifests/1.0.0"
    assert first.headers["docker-content-digest"] == a_chart("made", description="A broker").digest
    rows = [await world.version("made", version) for version in ("1.0.0", "1.1.0+b.2")]
    assert [row.state for row in rows] == ["DRAFT", "DRAFT"]
    assert {row.created_by for row in rows} == {world.cast.users["dev"]}
    created = {(event.subject_name, event.actor) for event in await world.cast.events("version.create")}
    assert {("made 1.0.0", "dev"), ("made 1.1.0+b.2", "dev")} <= created
    assert await dev.tags("acme/made") == ["1.0.0", "1.1.0_b.2"]


async def test_the_same_push_again_changes_nothing(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/again")
    before = await world.version("again", "1.0.0")

    again = await dev.push_chart("acme/again")
    by_digest = await dev.put_manifest("acme/again", a_chart("again").digest, a_chart("again").manifest)

    assert (again.status_code, by_digest.status_code) == (201, 201)
    assert (await world.version("again", "1.0.0")).revision == before.revision


async def test_a_manifest_that_comes_by_its_digest_is_tagged_by_its_version(world: World) -> None:
    """As Helm does it, which sends the tag afterwards."""
    dev, pushed = world.as_("dev"), a_chart("by-digest", "1.0.0+b")
    for part in pushed.parts:
        await dev.push_blob("acme/by-digest", part)

    answer = await dev.put_manifest("acme/by-digest", pushed.digest, pushed.manifest)

    assert answer.status_code == 201
    assert await dev.tags("acme/by-digest") == ["1.0.0_b"]
    assert (await dev.put_manifest("acme/by-digest", "1.0.0_b", pushed.manifest)).status_code == 201


async def test_a_draft_that_is_pushed_again_has_the_new_package(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/draft")
    before = await world.version("draft", "1.0.0")

    again = await dev.push_chart("acme/draft", description="Better")

    after, better = await world.version("draft", "1.0.0"), a_chart("draft", description="Better")
    assert again.status_code == 201
    assert (after.id, after.state, after.package_digest) == (before.id, "DRAFT", digest_of(better.package))
    assert (await dev.manifest("acme/draft", "1.0.0")).content == better.manifest
    assert code_of(await dev.manifest("acme/draft", a_chart("draft").digest)) == (404, "MANIFEST_UNKNOWN")
    (event,) = [one for one in await world.cast.events("version.replace_package") if one.subject_name == "draft 1.0.0"]
    assert event.actor == "dev"


async def test_another_manifest_of_the_same_package_is_that_of_a_draft_from_then_on(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/noted")
    before = await world.version("noted", "1.0.0")

    noted = {"annotations": {"note": "the same chart"}}
    assert (await dev.push_chart("acme/noted", manifest=noted)).status_code == 201

    assert (await dev.manifest("acme/noted", "1.0.0")).content == a_chart("noted", manifest=noted).manifest
    assert (await world.version("noted", "1.0.0")).revision == before.revision


@pytest.mark.parametrize("state", ["ACTIVE", "SUBMITTED", "IN_REVIEW", "PASSED", "SUSPENDED"])
async def test_a_published_or_frozen_tag_cannot_be_pushed_again(world: World, state: str) -> None:
    dev, chart = world.as_("dev"), f"frozen-{state.lower().replace('_', '-')}"
    await dev.push_chart(f"acme/{chart}")
    await world.set_state(chart, "1.0.0", state)

    other = await dev.push_chart(f"acme/{chart}", description="Other bytes")
    noted = await dev.push_chart(f"acme/{chart}", manifest={"annotations": {"note": "the same package"}})

    for answer in (other, noted):
        assert code_of(answer) == (409, "DENIED")
        assert f"1.0.0 is {state} and cannot be pushed again" in answer.text
    if state != "SUSPENDED":
        assert (await dev.push_chart(f"acme/{chart}")).status_code == 201
        assert (await dev.manifest(f"acme/{chart}", "1.0.0")).content == a_chart(chart).manifest


async def test_a_rejected_version_can_be_pushed_again_and_is_a_draft_then(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/rejected")
    await world.set_state("rejected", "1.0.0", "REJECTED")

    assert (await dev.push_chart("acme/rejected", description="Mended")).status_code == 201

    assert (await world.version("rejected", "1.0.0")).state == "DRAFT"


async def test_two_who_push_one_tag_at_once_make_one_version(world: World) -> None:
    dev, admin = world.as_("dev"), world.as_("admin")
    charts = [a_chart("raced", description=text) for text in ("mine", "yours")]
    for client, chart in zip((dev, admin), charts, strict=True):
        for part in chart.parts:
            await client.push_blob("acme/raced", part)

    answers = await asyncio.gather(
        *(
            client.put_manifest("acme/raced", "1.0.0", chart.manifest)
            for client, chart in zip((dev, admin), charts, strict=True)
        )
    )

    kept = (await dev.manifest("acme/raced", "1.0.0")).content
    accepted = [chart for chart, answer in zip(charts, answers, strict=True) if answer.status_code == 201]
    assert kept in [chart.manifest for chart in accepted]
    assert all(code_of(answer) == (409, "DENIED") for answer in answers if answer.status_code != 201)
    async with world.cast.database.write() as tx:
        row = await world.version("raced", "1.0.0")
        count = select(func.count()).where(col(Version.template_id) == row.template_id)
        assert await tx.scalar(count) == 1
    assert row.package_digest in [digest_of(chart.package) for chart in accepted if chart.manifest == kept]


async def test_two_who_push_the_same_at_once_are_both_told_that_it_is_there(world: World) -> None:
    dev, admin, chart = world.as_("dev"), world.as_("admin"), a_chart("agreed")
    for client in (dev, admin):
        for part in chart.parts:
            await client.push_blob("acme/agreed", part)

    answers = await asyncio.gather(
        *(client.put_manifest("acme/agreed", "1.0.0", chart.manifest) for client in (dev, admin))
    )

    assert [answer.status_code for answer in answers] == [201, 201]
    assert (await dev.manifest("acme/agreed", "1.0.0")).content == chart.manifest


async def test_a_push_that_ended_between_version_and_manifest_is_mended_by_the_next_one(world: World) -> None:
    """The version is there; its manifest is written by us until it is pushed."""
    dev, chart = world.as_("dev"), a_chart("half")
    await dev.push_chart("acme/half")
    row = await world.version("half", "1.0.0")
    async with world.cast.database.write() as tx:
        await tx.execute(delete(OciManifest).where(col(OciManifest.version_id) == row.id))

    between = await dev.manifest("acme/half", "1.0.0")
    assert (await dev.push_chart("acme/half")).status_code == 201

    assert between.status_code == 200
    assert between.json()["layers"][0]["digest"] == digest_of(chart.package)
    assert (await dev.manifest("acme/half", "1.0.0")).content == chart.manifest


async def test_what_was_pushed_is_all_that_stays(world: World) -> None:
    dev = world.as_("dev")
    await dev.push_chart("acme/stays")

    async with world.cast.database.write() as tx:
        assert await tx.scalar(select(func.count()).select_from(OciStaged).where(col(OciStaged.name) == "stays")) == 0


# -- provenance


async def test_a_provenance_layer_is_kept_and_given_back_and_judged_by_the_workspaces_keys(world: World) -> None:
    dev, package = world.as_("dev"), make_chart("signed", "1.0.0")
    prov = KEY.clear_sign(said_of(package, "signed", "1.0.0")).encode()

    answer = await dev.push_chart("acme/signed", prov=prov)

    assert answer.status_code == 201, answer.text
    layers = {
        layer["mediaType"]: layer["digest"] for layer in (await dev.manifest("acme/signed", "1.0.0")).json()["layers"]
    }
    assert await dev.fetch("acme/signed", layers[PROVENANCE]) == prov
    await add_key(world)
    told = await world.started.data(
        "query ($id: ID!) { node(id: $id) { ... on AppVersion { signed provenance { text } } } }",
        world.tokens["dev"],
        id=await world.gid("signed", "1.0.0"),
    )
    assert told["node"] == {"signed": True, "provenance": {"text": prov.decode()}}
    assert (await dev.push_chart("acme/signed", prov=prov)).status_code == 201
    assert (await dev.push_chart("acme/signed")).status_code == 201
    assert PROVENANCE not in (await dev.manifest("acme/signed", "1.0.0")).text


async def add_key(world: World) -> None:
    add = "mutation ($input: AddSigningKeyInput!) { addSigningKey(input: $input) { userErrors { message } } }"
    given = {"workspace": world.cast.workspace_gid("acme"), "publicKey": KEY.public}
    await world.started.do(add, world.tokens["admin"], input=given)


async def test_the_provenance_of_another_package_is_refused(world: World) -> None:
    prov = KEY.clear_sign(said_of(b"another package", "forged", "1.0.0")).encode()

    answer = await world.as_("dev").push_chart("acme/forged", prov=prov)

    assert code_of(answer) == (400, "MANIFEST_INVALID")
    assert answer.json()["errors"][0]["detail"][0]["code"] == "PROVENANCE_INVALID"
    assert code_of(await world.as_("dev").manifest("acme/forged", "1.0.0")) == (404, "NAME_UNKNOWN")


# -- who may


async def test_who_may_not_create_templates_is_denied_and_who_sees_nothing_is_told_nothing(world: World) -> None:
    await world.as_("dev").push_chart("acme/mine")
    read_only = (await world.cast.token("dev", [Permission.WORKSPACES_READ, Permission.TEMPLATES_READ])).secret
    narrowed = Client(world.started.http, basic("dev", read_only))

    for client in (world.as_("vera"), narrowed):
        for path in ("acme/mine/blobs/uploads/", "acme/new/blobs/uploads/"):
            assert code_of(await client.send("POST", path)) == (403, "DENIED")
        answer = await client.put_manifest("acme/mine", "1.0.0", a_chart("mine", description="x").manifest)
        assert code_of(answer) == (403, "DENIED")
    told = set()
    for name in ("acme/mine", "acme/made-up", "made-up/mine"):
        for who in ("mallory", "stan"):
            client = world.as_(who)
            begun = await client.send("POST", f"{name}/blobs/uploads/")
            put_it = await client.put_manifest(name, "1.0.0", a_chart("mine").manifest)
            told |= {(answer.text, *code_of(answer)) for answer in (begun, put_it)}
    assert len(told) == 1
    assert told.pop()[1:] == (404, "NAME_UNKNOWN")
    for path in ("acme/mine/blobs/uploads/", "made-up/mine/blobs/uploads/"):
        assert code_of(await world.as_(None).send("POST", path)) == (401, "UNAUTHORIZED")


async def test_who_sees_a_repository_by_the_store_alone_is_denied(world: World) -> None:
    await world.as_("dev").push_chart("acme/public")
    await world.set_state("public", "1.0.0", "ACTIVE")

    assert code_of(await world.as_("mallory").send("POST", "acme/public/blobs/uploads/")) == (403, "DENIED")


async def test_a_cookie_does_not_push(world: World) -> None:
    session = (await world.cast.sign_in(ADMIN)).token
    cookie = {"Cookie": f"chandlery_session={session}; __Host-chandlery_session={session}"}

    answer = await world.as_(None).send("POST", "acme/cookie/blobs/uploads/", headers=cookie)

    assert code_of(answer) == (401, "UNAUTHORIZED")


# -- what is refused


async def test_what_is_wrong_with_a_chart_is_told_fault_by_fault(world: World) -> None:
    files = {"values.yaml": b"a: [", "Chart.yaml": b"apiVersion: v2\nname: bad\nversion: 1.0.0\nhome: 'javascript:x'\n"}

    answer = await world.as_("dev").push_chart("acme/bad", files=files)

    assert code_of(answer) == (400, "MANIFEST_INVALID")
    (error,) = answer.json()["errors"]
    assert {fault["code"] for fault in error["detail"]} == {"CHART_INVALID"}
    assert all(fault["message"] in error["message"] for fault in error["detail"])
    assert "values.yaml" in error["message"]
    assert code_of(await world.as_("dev").manifest("acme/bad", "1.0.0")) == (404, "NAME_UNKNOWN")


@pytest.mark.parametrize(
    ("name", "tag", "chart"),
    [
        ("acme/strict", "1.0.1", a_chart("strict", "1.0.0")),
        ("acme/strict", "latest", a_chart("strict", "1.0.0")),
        ("acme/strict", "1.0.0_b", a_chart("strict", "1.0.0")),
        ("acme/strict", "1.0.0", a_chart("another", "1.0.0")),
        ("acme/strict", "1.0.0", a_chart("strict", "2.0.0", config={"version": "1.0.0"})),
        ("acme/strict", "1.0.0", a_chart("another", "1.0.0", config={"name": "strict"})),
        ("acme/strict", "1.0.0", a_chart("strict", "1.0.0", config={"version": ["1.0.0"]})),
        ("acme/strict", "sha256-" + "0" * 64, a_chart("strict", "1.0.0")),
    ],
)
async def test_the_repository_the_tag_the_config_and_the_package_must_say_the_same(
    world: World, name: str, tag: str, chart: Any
) -> None:
    dev = world.as_("dev")
    for part in chart.parts:
        await dev.push_blob(name, part)

    assert code_of(await dev.put_manifest(name, tag, chart.manifest)) == (400, "MANIFEST_INVALID")
    assert code_of(await dev.send("GET", f"{name}/tags/list")) == (404, "NAME_UNKNOWN")


CONFIGURED = {"schemaVersion": 2, "config": descriptor(CONFIG, EMPTY)}


@pytest.mark.parametrize(
    ("document", "kind", "expected"),
    [
        (b"not json", MANIFEST, (400, "MANIFEST_INVALID")),
        (b"[" * 100_000, MANIFEST, (400, "MANIFEST_INVALID")),
        (b"[]", MANIFEST, (400, "MANIFEST_INVALID")),
        ({"schemaVersion": 1}, MANIFEST, (400, "MANIFEST_INVALID")),
        ({"schemaVersion": 2, "manifests": [], "mediaType": INDEX}, INDEX, (400, "UNSUPPORTED")),
        ({**CONFIGURED, "layers": []}, "application/vnd.docker.distribution.manifest.v2+json", (400, "UNSUPPORTED")),
        ({**CONFIGURED, "layers": [], "mediaType": INDEX}, MANIFEST, (400, "UNSUPPORTED")),
        ({**CONFIGURED, "layers": []}, MANIFEST, (400, "MANIFEST_INVALID")),
        ({**CONFIGURED, "layers": [descriptor(CHART, b"x")] * 2}, MANIFEST, (400, "MANIFEST_INVALID")),
        (
            {**CONFIGURED, "layers": [descriptor(CHART, b"x"), descriptor("a/b", b"")]},
            MANIFEST,
            (400, "MANIFEST_INVALID"),
        ),
        (
            {**CONFIGURED, "layers": [{"mediaType": CHART, "digest": "sha256:0", "size": 1}]},
            MANIFEST,
            (400, "DIGEST_INVALID"),
        ),
        (
            {**CONFIGURED, "layers": [{**descriptor(CHART, b"x"), "size": -1}]},
            MANIFEST,
            (400, "MANIFEST_INVALID"),
        ),
        ({"schemaVersion": 2, "config": descriptor("image/x", EMPTY), "layers": []}, MANIFEST, (400, "UNSUPPORTED")),
        ({**CONFIGURED, "layers": [descriptor(CHART, b"x")]}, MANIFEST, (400, "MANIFEST_BLOB_UNKNOWN")),
        (b" " * (1024 * 1024 + 1), MANIFEST, (413, "SIZE_INVALID")),
    ],
)
async def test_manifests_that_are_none_of_ours_are_refused(
    world: World, document: Any, kind: str, expected: tuple[int, str]
) -> None:
    assert code_of(await put(world.as_("dev"), "acme/refused", "1.0.0", document, kind)) == expected


async def test_a_descriptor_that_lies_about_a_size_is_refused(world: World) -> None:
    dev, chart = world.as_("dev"), a_chart("lies")
    for part in chart.parts:
        await dev.push_blob("acme/lies", part)
    document = json.loads(chart.manifest)
    document["layers"][0]["size"] += 1

    assert code_of(await put(dev, "acme/lies", "1.0.0", document)) == (400, "SIZE_INVALID")


async def test_a_manifest_under_another_digest_is_refused(world: World) -> None:
    answer = await world.as_("dev").put_manifest("acme/x", digest_of(b"another"), a_chart("x").manifest)
    assert code_of(answer) == (400, "DIGEST_INVALID")


async def test_end_9_and_end_10_leave_deletion_to_graphql(world: World) -> None:
    dev, chart = world.as_("dev"), a_chart("kept")
    await dev.push_chart("acme/kept")

    for path in ("manifests/1.0.0", f"manifests/{chart.digest}", f"blobs/{digest_of(chart.package)}"):
        assert code_of(await dev.send("DELETE", f"acme/kept/{path}")) == (405, "UNSUPPORTED")
    assert (await dev.manifest("acme/kept", "1.0.0")).status_code == 200
    assert code_of(await dev.send("POST", "acme/kept/tags/list")) == (405, "UNSUPPORTED")


async def test_the_sweep_leaves_what_was_pushed(world: World) -> None:
    dev, chart = world.as_("dev"), a_chart("swept")
    await dev.push_chart("acme/swept")

    await sweep(world.cast.database, world.parts.blobs)

    assert await dev.fetch("acme/swept", digest_of(chart.package)) == chart.package
