"""What speaks of a chart: signatures and bills of materials, kept with it, listed for it, and gone with it."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from domain.oci import INDEX, MANIFEST
from policies.vocabulary import Permission
from server.embedded import Backends
from services import registry_artifacts, versions
from services.sweep import sweep
from storage.tables import Blob
from tests.personas import ADMIN
from tests.server.helm import basic
from tests.server.oci import EMPTY, SBOM, Client, World, a_chart, a_world, an_artifact, code_of
from tests.server.web import digest_of

pytestmark = pytest.mark.anyio
SIGNATURE = "application/vnd.example.signature.v1"


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with a_world(module_backends, tmp_path_factory.mktemp("data")) as world:
        yield world


async def a_subject(world: World, chart: str) -> str:
    """The digest of a chart's manifest."""
    assert (await world.as_("dev").push_chart(f"acme/{chart}")).status_code == 201
    return a_chart(chart).digest


async def listed(client: Client, name: str, digest: str, **query: str) -> list[str]:
    answer = await client.send("GET", f"{name}/referrers/{digest}", params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (200, INDEX)
    assert answer.headers.get("oci-filters-applied") == ("artifactType" if query else None)
    assert (answer.json()["schemaVersion"], answer.json()["mediaType"]) == (2, INDEX)
    return [one["digest"] for one in answer.json()["manifests"]]


async def test_end_7_with_a_subject_keeps_it_and_end_12_lists_it(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "spoken-of")

    bill = await dev.push_artifact("acme/spoken-of", subject, b"a bill", annotations={"by": "dev"})
    signature = await dev.push_artifact("acme/spoken-of", subject, b"a name", SIGNATURE)

    digests = [
        digest_of(an_artifact(subject, b"a bill", annotations={"by": "dev"})),
        digest_of(an_artifact(subject, b"a name", SIGNATURE)),
    ]
    for answer, digest in zip((bill, signature), digests, strict=True):
        assert (answer.status_code, answer.headers["oci-subject"]) == (201, subject)
        assert answer.headers["docker-content-digest"] == digest
    assert await listed(dev, "acme/spoken-of", subject) == digests
    assert await listed(dev, "acme/spoken-of", subject, artifactType=SIGNATURE) == digests[1:]
    assert await listed(dev, "acme/spoken-of", subject, artifactType="a/b") == []
    assert await listed(dev, "acme/spoken-of", digest_of(b"nothing")) == []
    index = await dev.send("GET", f"acme/spoken-of/referrers/{subject}")
    assert index.json()["manifests"][0] == {
        "mediaType": MANIFEST,
        "digest": digests[0],
        "size": len(an_artifact(subject, b"a bill", annotations={"by": "dev"})),
        "artifactType": SBOM,
        "annotations": {"by": "dev"},
    }
    assert (await dev.manifest("acme/spoken-of", digests[1])).content == an_artifact(subject, b"a name", SIGNATURE)
    assert await dev.fetch("acme/spoken-of", digest_of(b"a bill")) == b"a bill"
    assert await dev.fetch("acme/spoken-of", digest_of(EMPTY)) == EMPTY
    assert await dev.tags("acme/spoken-of") == ["1.0.0"]


async def test_the_type_of_an_artifact_that_names_none_is_that_of_its_config(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "untyped")
    content = json.loads(an_artifact(subject))
    del content["artifactType"]
    await dev.push_blob("acme/untyped", EMPTY)
    await dev.push_blob("acme/untyped", b"a bill")
    written = json.dumps(content).encode()

    assert (await dev.put_manifest("acme/untyped", digest_of(written), written)).status_code == 201

    assert await listed(dev, "acme/untyped", subject, artifactType=content["config"]["mediaType"]) == [
        digest_of(written)
    ]


async def test_the_same_artifact_again_is_one(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "once")

    answers = [await dev.push_artifact("acme/once", subject) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(await listed(dev, "acme/once", subject)) == 1
    assert [one.message for one in await world.cast.events("version.attach") if one.subject_name == "once 1.0.0"] == [
        digest_of(an_artifact(subject))
    ]


async def test_a_published_chart_can_be_signed_and_everybody_sees_it(world: World) -> None:
    subject = await a_subject(world, "published")
    await world.set_state("published", "1.0.0", "ACTIVE")

    answer = await world.as_("dev").push_artifact("acme/published", subject, b"a name", SIGNATURE)

    assert answer.status_code == 201
    for who in (None, "stan", "mallory"):
        assert len(await listed(world.as_(who), "acme/published", subject)) == 1
        assert await world.as_(who).fetch("acme/published", digest_of(b"a name")) == b"a name"


async def test_an_artifact_goes_with_its_subject(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "short-lived")
    await dev.push_artifact("acme/short-lived", subject, b"soon gone")
    artifact = digest_of(an_artifact(subject, b"soon gone"))

    await dev.push_chart("acme/short-lived", description="Another package")

    assert await listed(dev, "acme/short-lived", subject) == []
    assert code_of(await dev.manifest("acme/short-lived", artifact)) == (404, "MANIFEST_UNKNOWN")
    answer = await dev.send("GET", f"acme/short-lived/blobs/{digest_of(b'soon gone')}")
    assert code_of(answer) == (404, "BLOB_UNKNOWN")
    await sweep(world.cast.database, world.parts.blobs, timedelta(0))
    async with world.cast.database.write() as tx:
        left = select(func.count()).select_from(Blob).where(col(Blob.digest) == digest_of(b"soon gone"))
        assert await tx.scalar(left) == 0


async def test_a_suspended_charts_artifacts_are_gone_and_come_back_with_it(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "suspended")
    await dev.push_artifact("acme/suspended", subject)
    await dev.push_chart("acme/suspended", "2.0.0")
    await world.set_state("suspended", "1.0.0", "ACTIVE")
    gid = await world.gid("suspended", "1.0.0")

    await versions.suspend_version(await world.cast.call(ADMIN), gid, "It leaks.")
    gone = await listed(dev, "acme/suspended", subject)
    blob = await dev.send("GET", f"acme/suspended/blobs/{digest_of(b'a bill')}")
    again = await dev.push_artifact("acme/suspended", subject, b"another")
    await sweep(world.cast.database, world.parts.blobs)
    await versions.restore_version(await world.cast.call(ADMIN), gid)

    assert gone == []
    assert code_of(blob) == (404, "BLOB_UNKNOWN")
    assert code_of(again) == (400, "MANIFEST_BLOB_UNKNOWN")
    assert len(await listed(dev, "acme/suspended", subject)) == 1
    assert await dev.fetch("acme/suspended", digest_of(b"a bill")) == b"a bill"


async def test_end_9_deletes_an_artifact_and_leaves_its_subject(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "unsigned")
    await dev.push_artifact("acme/unsigned", subject)
    artifact = digest_of(an_artifact(subject))
    path = f"acme/unsigned/manifests/{artifact}"

    assert code_of(await world.as_("vera").send("DELETE", path)) == (403, "DENIED")
    assert code_of(await world.as_("mallory").send("DELETE", path)) == (404, "NAME_UNKNOWN")
    assert code_of(await world.as_(None).send("DELETE", path)) == (401, "UNAUTHORIZED")
    assert (await dev.send("DELETE", path)).status_code == 202

    assert await listed(dev, "acme/unsigned", subject) == []
    assert code_of(await dev.send("DELETE", path)) == (404, "MANIFEST_UNKNOWN")
    assert (await dev.manifest("acme/unsigned", subject)).status_code == 200
    assert [one.message for one in await world.cast.events("version.detach")] == [artifact]


async def test_an_artifact_needs_a_subject_that_is_there_and_has_no_tag(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "needed")
    artifact = digest_of(an_artifact(subject))
    await dev.push_artifact("acme/needed", subject)

    of_nothing = await dev.push_artifact("acme/needed", digest_of(b"nothing"))
    of_artifact = await dev.push_artifact("acme/needed", artifact)
    elsewhere = await dev.push_artifact("acme/elsewhere", subject)
    tagged = await dev.put_manifest("acme/needed", "1.0.0.sig", an_artifact(subject))

    for answer in (of_nothing, of_artifact):
        assert code_of(answer) == (400, "MANIFEST_BLOB_UNKNOWN")
    assert code_of(elsewhere) == (404, "NAME_UNKNOWN")
    assert code_of(tagged) == (400, "UNSUPPORTED")


async def test_who_may_not_change_a_template_does_not_speak_of_it_either(world: World) -> None:
    subject = await a_subject(world, "theirs")
    await world.set_state("theirs", "1.0.0", "ACTIVE")
    no_update = (Permission.WORKSPACES_READ, Permission.TEMPLATES_READ, Permission.TEMPLATES_CREATE)
    narrowed = Client(world.started.http, basic("dev", (await world.cast.token("dev", no_update)).secret))
    await narrowed.push_blob("acme/theirs", b"a bill")
    content = an_artifact(subject)

    for client in (narrowed, world.as_("vera"), world.as_("mallory")):
        answer = await client.put_manifest("acme/theirs", digest_of(content), content)
        assert code_of(answer) == (403, "DENIED")
    anonymous = await world.as_(None).put_manifest("acme/theirs", digest_of(content), content)
    assert code_of(anonymous) == (401, "UNAUTHORIZED")
    assert await listed(world.as_("dev"), "acme/theirs", subject) == []


async def test_a_subject_has_so_many_artifacts_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_artifacts, "MOST_ARTIFACTS", 2)
    dev, subject = world.as_("dev"), await a_subject(world, "crowded")
    contents = [f"bill {n}".encode() for n in range(4)]
    for content in (EMPTY, *contents):
        await dev.push_blob("acme/crowded", content)
    written = [an_artifact(subject, content) for content in contents]

    answers = await asyncio.gather(*(dev.put_manifest("acme/crowded", digest_of(one), one) for one in written))

    assert sorted(answer.status_code for answer in answers)[:2] == [201, 201]
    assert {code_of(answer) for answer in answers if answer.status_code != 201} <= {
        (429, "TOOMANYREQUESTS"),
        (400, "MANIFEST_BLOB_UNKNOWN"),
    }
    assert len(await listed(dev, "acme/crowded", subject)) == 2


async def test_artifacts_of_a_subject_have_so_many_bytes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_artifacts, "MOST_BYTES", 2_000)
    dev, subject = world.as_("dev"), await a_subject(world, "heavy")

    assert (await dev.push_artifact("acme/heavy", subject, b"1" * 500)).status_code == 201
    assert code_of(await dev.push_artifact("acme/heavy", subject, b"2" * 1_000)) == (429, "TOOMANYREQUESTS")


async def test_annotations_that_would_fill_every_list_are_refused(world: World) -> None:
    dev, subject = world.as_("dev"), await a_subject(world, "wordy")
    for annotations in ({"a": "b" * 20_000}, {"a": 1}, ["a"]):
        answer = await dev.push_artifact("acme/wordy", subject, annotations=annotations)
        assert code_of(answer) == (400, "MANIFEST_INVALID")
