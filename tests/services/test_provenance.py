"""Provenance with uploads: kept when it is of the package, believed when a key of this very workspace signed it."""

import asyncio
import secrets
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from domain.commands.templates import CreateTemplate, CreateVersion
from domain.errors import FaultCode
from domain.ids import Kind, encode_id
from server.embedded import Backends
from services import signing_keys, templates, versions
from services.sweep import sweep
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import Provenance, Template, TextBlob
from tests.calls import faults_of
from tests.openpgp import Key, said_of
from tests.services.proving import (
    ADA,
    EVE,
    fault_of,
    is_signed,
    package_of,
    provenance_of,
    signed,
    trust,
    upload,
)
from tests.services.stage import Stage, received, set_stage
from uploads.provenance import MAX_PROVENANCE_BYTES
from uploads.received import ReceivedFile

pytestmark = pytest.mark.anyio
PACKAGE = package_of()


async def test_a_version_with_a_provenance_by_a_trusted_key_is_signed(stage: Stage) -> None:
    key = await trust(stage, ADA)
    sent = signed(ADA, PACKAGE)
    version = await upload(stage, sent)

    found = await provenance_of(stage, version)

    assert found is not None
    assert (encode_id(Kind.SIGNING_KEY, found.signing_key_id or UUID(int=0)), found.fault) == (key, None)
    text = (await stage.row(TextBlob, found.text_digest)).text
    assert (text.encode(), found.size) == (sent.body.getvalue(), sent.size)  # type: ignore[attr-defined]  # BytesIO


async def test_a_further_version_is_signed_likewise(stage: Stage) -> None:
    await trust(stage, ADA)
    template, _ = await stage.template()
    package = package_of(version="v1.1.0")

    made = await versions.create_version(
        stage.isv, CreateVersion(template), received(package), signed(ADA, package, version="v1.1.0")
    )

    assert await is_signed(stage, made)


async def test_what_no_key_vouches_for_is_kept_with_the_reason(stage: Stage) -> None:
    await trust(stage, ADA)
    version = await upload(stage, signed(EVE, PACKAGE))
    assert not await is_signed(stage, version)
    assert await fault_of(stage, version) == f"The signature is by {EVE.fingerprint}, which is no key of the workspace."


async def test_without_a_provenance_nothing_is_signed(stage: Stage) -> None:
    await trust(stage, ADA)
    assert await provenance_of(stage, await upload(stage, None)) is None


async def test_the_key_of_another_workspace_never_vouches(stage: Stage) -> None:
    other = await set_stage(stage.database, stage.blobs, f"w-{secrets.token_hex(4)}")
    await trust(other, ADA)
    version = await upload(stage, signed(ADA, PACKAGE))
    await trust(other, EVE)

    assert not await is_signed(stage, version)


@pytest.mark.parametrize(
    "provenance",
    [
        received(b"PGP SIGNATURE"),
        received(said_of(PACKAGE).encode()),
        signed(ADA, package_of(version="v2.0.0"), version="v2.0.0"),
        signed(ADA, package_of("redis"), "redis"),
        signed(ADA, b"another package"),
    ],
    ids=["no provenance", "not signed", "another version", "another chart", "another digest"],
)
async def test_a_provenance_of_something_else_is_refused_and_nothing_is_stored(
    stage: Stage, provenance: ReceivedFile
) -> None:
    await trust(stage, ADA)
    command = CreateTemplate(encode_id(Kind.WORKSPACE, stage.workspace_id))
    made = templates.create_template(stage.isv, command, received(PACKAGE), None, provenance)

    assert await faults_of(made) == [(FaultCode.PROVENANCE_INVALID, "provenance")]

    async with stage.database.write() as tx:
        own = select(func.count()).select_from(Template).where(col(Template.workspace_id) == stage.workspace_id)
        assert await tx.scalar(own) == 0


@pytest.mark.parametrize("size", [MAX_PROVENANCE_BYTES + 1, 10])
async def test_a_provenance_that_is_too_large_is_refused(stage: Stage, size: int) -> None:
    sent = received(b"x" * size)
    sent = ReceivedFile(sent.body, sent.size, sent.digest, sent.file_name, is_oversized=size == 10)
    command = CreateTemplate(encode_id(Kind.WORKSPACE, stage.workspace_id))
    made = templates.create_template(stage.isv, command, received(PACKAGE), None, sent)
    assert await faults_of(made) == [(FaultCode.TOO_LARGE, "provenance")]


async def test_a_package_that_replaces_another_has_its_own_provenance_or_none(stage: Stage) -> None:
    await trust(stage, ADA)
    version = await upload(stage, signed(ADA, PACKAGE))
    name = encode_id(Kind.VERSION, version)
    second = package_of(version="v1.0.1")

    stale = versions.replace_package(stage.isv, name, received(second), 1, signed(ADA, PACKAGE))
    assert await faults_of(stale) == [(FaultCode.PROVENANCE_INVALID, "provenance")]
    assert await is_signed(stage, version)
    await versions.replace_package(stage.isv, name, received(second), 1, signed(ADA, second, version="v1.0.1"))
    assert await is_signed(stage, version)
    await versions.replace_package(stage.isv, name, received(PACKAGE), 2)
    assert await provenance_of(stage, version) is None


async def test_the_sweep_keeps_the_text_while_a_version_has_it(backends: Backends) -> None:
    database = Database(backends.database_url)
    stage = await set_stage(database, Blobs(backends.s3))
    version = await upload(stage, signed(ADA, PACKAGE))
    found = await provenance_of(stage, version)
    assert found is not None

    await sweep(database, stage.blobs, timedelta(0))
    kept = (await stage.row(TextBlob, found.text_digest)).text
    await versions.replace_package(stage.isv, encode_id(Kind.VERSION, version), received(package_of()), 1)
    await sweep(database, stage.blobs, timedelta(0))

    assert kept.startswith("-----BEGIN PGP SIGNED MESSAGE-----")
    async with database.write() as tx:
        assert await tx.get(TextBlob, found.text_digest) is None
    await database.close()


KEYS = {
    "ada": ADA,
    "eve": EVE,
    "ended": Key(seed=b"\3" * 32, lifetime=timedelta(days=3)),
}


@given(
    trusted=st.sets(st.sampled_from(["ada", "eve"])),
    signer=st.sampled_from(sorted(KEYS)),
    weak=st.booleans(),
    order=st.permutations(["upload", "trust", "distrust"]),
    taken=st.sets(st.sampled_from(["ada", "eve"])),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
async def test_a_version_is_signed_exactly_when_a_key_trusted_now_signed_it(
    stage: Stage, trusted: set[str], signer: str, weak: bool, order: list[str], taken: set[str]
) -> None:
    """In whatever order keys come, keys go and packages are uploaded."""
    here = await set_stage(stage.database, stage.blobs, f"w-{secrets.token_hex(4)}")
    ids: dict[str, str] = {}
    version: UUID | None = None
    for step in order:
        if step == "upload":
            text = KEYS[signer].clear_sign(said_of(PACKAGE), hash_name="SHA1" if weak else "SHA512")
            version = await upload(here, received(text.encode()))
        elif step == "trust":
            for name in sorted(trusted):
                ids[name] = await trust(here, KEYS[name])
        else:
            for name in sorted(taken & ids.keys()):
                await signing_keys.delete_signing_key(here.isv, ids.pop(name))

    assert version is not None
    assert await is_signed(here, version) is (signer in ids and not weak)
    assert bool(await fault_of(here, version)) is not (signer in ids and not weak)


async def test_uploads_while_keys_come_and_go_end_up_judged_by_the_keys_that_stay(stage: Stage) -> None:
    """Neither a key that is just going nor one that is just coming is missed."""
    going = await trust(stage, EVE)
    names = [f"app-{n}" for n in range(8)]
    made = [upload(stage, signed(ADA if n % 2 else EVE, package_of(name), name), name) for n, name in enumerate(names)]

    *ids, _, _ = await asyncio.gather(*made, trust(stage, ADA), signing_keys.delete_signing_key(stage.isv, going))

    assert [await is_signed(stage, version) for version in ids] == [n % 2 == 1 for n in range(8)]


async def test_the_provenance_of_a_deleted_version_is_judged_no_more(stage: Stage) -> None:
    version = await upload(stage, signed(ADA, PACKAGE))
    await versions.delete_version(stage.isv, encode_id(Kind.VERSION, version))
    await trust(stage, ADA)
    assert not await is_signed(stage, version)


async def test_a_row_that_is_of_another_package_is_not_made_signed(stage: Stage) -> None:
    version = await upload(stage, signed(ADA, PACKAGE))
    async with stage.database.write() as tx:
        row = await tx.get_one(Provenance, version)
        row.package_digest = "sha256:" + "0" * 64
    await trust(stage, ADA)
    assert not await is_signed(stage, version)
