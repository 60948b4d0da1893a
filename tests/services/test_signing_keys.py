"""Signing keys: who may add and delete them, which are taken, and what that does to versions at once."""

import secrets
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.commands.signing_keys import AddSigningKey
from domain.errors import FaultCode, Forbidden, NotFound, Unauthenticated
from domain.ids import Kind, encode_id
from policies.principal import anonymous
from policies.vocabulary import Permission as P
from services import signing_keys
from services.call import Call
from services.signing_keys import KEYS_A_WORKSPACE
from storage.tables import AuditEvent, SigningKey
from tests.calls import faults_of
from tests.openpgp import Key, canonical, framed, said_of
from tests.services.proving import ADA, EVE, fault_of, is_signed, package_of, signed, trust, upload
from tests.services.stage import Stage, received, set_stage

pytestmark = pytest.mark.anyio


def add(stage: Stage, text: str) -> AddSigningKey:
    return AddSigningKey(encode_id(Kind.WORKSPACE, stage.workspace_id), text)


async def keys_of(stage: Stage) -> list[SigningKey]:
    async with stage.database.write() as tx:
        mine = select(SigningKey).where(col(SigningKey.workspace_id) == stage.workspace_id)
        return list(await tx.scalars(mine))


async def events_of(stage: Stage, key: str) -> list[tuple[str, str, str | None]]:
    async with stage.database.write() as tx:
        of_key = select(AuditEvent).where(col(AuditEvent.subject) == key).order_by(col(AuditEvent.at))
        return [(row.action, row.subject_name, row.message) for row in await tx.scalars(of_key)]


def holding(call: Call, workspace_id: UUID, *permissions: P) -> Call:
    """The caller with only these, and only in the workspace."""
    held = MappingProxyType({workspace_id: frozenset(permissions)})
    return replace(call, principal=replace(call.principal, platform=frozenset(), workspaces=held))


async def test_a_key_is_kept_as_public_material_with_its_owner(stage: Stage) -> None:
    await trust(stage, ADA)
    (key,) = await keys_of(stage)
    assert (key.fingerprint, key.owners, key.expires_at) == (ADA.fingerprint, [ADA.owner], None)
    assert key.public_key.startswith("-----BEGIN PGP PUBLIC KEY BLOCK-----")
    assert key.created_by == stage.isv.principal.user_id


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", FaultCode.REQUIRED),
        (" \n", FaultCode.REQUIRED),
        ("x" * 65_537, FaultCode.TOO_LONG),
        ("ssh-ed25519 AAAA", FaultCode.INVALID),
        (ADA.secret, FaultCode.INVALID),
        (Key(is_revoked=True).public, FaultCode.INVALID),
    ],
)
async def test_what_is_no_public_key_of_use_is_refused_and_nothing_is_kept(
    stage: Stage, text: str, code: FaultCode
) -> None:
    assert await faults_of(signing_keys.add_signing_key(stage.isv, add(stage, text))) == [(code, "publicKey")]
    assert await keys_of(stage) == []


async def test_a_key_is_there_once_in_a_workspace_and_may_be_in_another(stage: Stage) -> None:
    other = await set_stage(stage.database, stage.blobs, f"w-{secrets.token_hex(4)}")
    await trust(stage, ADA)
    again = Key(more_owners=("Countess",))
    assert again.fingerprint == ADA.fingerprint
    taken = signing_keys.add_signing_key(stage.isv, add(stage, again.public))
    assert await faults_of(taken) == [(FaultCode.ALREADY_EXISTS, "publicKey")]
    await trust(other, ADA)


async def test_a_workspace_has_fifty_keys_at_most(stage: Stage) -> None:
    async with stage.database.write() as tx:
        tx.add_all(
            SigningKey(workspace_id=stage.workspace_id, fingerprint=f"{n:040x}", public_key=ADA.public)
            for n in range(KEYS_A_WORKSPACE)
        )
    more = signing_keys.add_signing_key(stage.isv, add(stage, EVE.public))
    assert await faults_of(more) == [(FaultCode.LIMIT_EXCEEDED, "publicKey")]


async def test_versions_that_the_new_key_signed_are_signed_from_then_on(stage: Stage) -> None:
    names = [f"app-{n}" for n in range(20)]
    mine = [await upload(stage, signed(ADA, package_of(name), name), name) for name in names]
    others = await upload(stage, signed(EVE, package_of()))

    key = await trust(stage, ADA)

    assert all([await is_signed(stage, version) for version in mine])
    assert not await is_signed(stage, others)
    assert await events_of(stage, key) == [("signing_key.create", ADA.fingerprint, "20 versions signed")]


async def test_deleting_a_key_takes_its_signatures_away_at_once(stage: Stage) -> None:
    key = await trust(stage, ADA)
    version = await upload(stage, signed(ADA, package_of()))

    assert await signing_keys.delete_signing_key(stage.isv, key) == key

    assert not await is_signed(stage, version)
    assert await fault_of(stage, version) == (
        f"The key {ADA.fingerprint}, which signed it, is no longer among the workspace's keys."
    )
    assert await keys_of(stage) == []
    assert (await events_of(stage, key))[-1] == ("signing_key.delete", ADA.fingerprint, "1 versions were signed by it")
    await trust(stage, ADA)
    assert await is_signed(stage, version)


async def test_what_another_key_signed_too_stays_signed_when_one_goes(stage: Stage) -> None:
    text = said_of(package_of())
    both = framed(text, ADA.signature(canonical(text)) + EVE.signature(canonical(text)))
    ada, eve = await trust(stage, ADA), await trust(stage, EVE)
    version = await upload(stage, received(both.encode()))

    await signing_keys.delete_signing_key(stage.isv, ada)
    assert await is_signed(stage, version)
    await signing_keys.delete_signing_key(stage.isv, eve)
    assert not await is_signed(stage, version)


@pytest.mark.parametrize(
    ("permissions", "refusal"),
    [
        ((), NotFound),
        ((P.WORKSPACES_UPDATE,), NotFound),
        ((P.WORKSPACES_READ,), Forbidden),
        (tuple(set(P) - {P.WORKSPACES_UPDATE}), Forbidden),
        ((P.WORKSPACES_READ, P.WORKSPACES_UPDATE), None),
    ],
)
async def test_keys_are_changed_by_who_may_change_the_workspace_and_sees_it(
    stage: Stage, permissions: tuple[P, ...], refusal: type[Exception] | None
) -> None:
    key = await trust(stage, ADA)
    caller = holding(stage.isv, stage.workspace_id, *permissions)
    if refusal is None:
        await signing_keys.delete_signing_key(caller, key)
        await trust(stage, EVE, caller)
        return
    with pytest.raises(refusal):
        await trust(stage, EVE, caller)
    with pytest.raises(refusal):
        await signing_keys.delete_signing_key(caller, key)
    assert len(await keys_of(stage)) == 1


async def test_what_is_anothers_and_what_is_made_up_are_not_found_alike(stage: Stage) -> None:
    other = await set_stage(stage.database, stage.blobs, f"w-{secrets.token_hex(4)}")
    theirs = await trust(other, ADA)
    mine = holding(stage.isv, stage.workspace_id, *P)
    told = set()
    for key in (theirs, encode_id(Kind.SIGNING_KEY, UUID(int=7)), encode_id(Kind.WORKSPACE, other.workspace_id), "x"):
        with pytest.raises(NotFound) as refused:
            await signing_keys.delete_signing_key(mine, key)
        told.add(str(refused.value))
    with pytest.raises(NotFound):
        await trust(other, EVE, mine)
    assert len(told) == 1
    assert len(await keys_of(other)) == 1


async def test_nobody_who_is_not_signed_in_changes_keys(stage: Stage) -> None:
    key = await trust(stage, ADA)
    nobody = replace(stage.isv, principal=anonymous(True))
    with pytest.raises(Unauthenticated):
        await trust(stage, EVE, nobody)
    with pytest.raises(Unauthenticated):
        await signing_keys.delete_signing_key(nobody, key)
