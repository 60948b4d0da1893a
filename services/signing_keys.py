"""Signing keys: the public keys that a workspace trusts for its packages. Another workspace's never count."""

from functools import partial
from uuid import UUID

import anyio.to_thread

from domain.commands.signing_keys import AddSigningKey
from domain.errors import FaultCode, NotFound, reject
from domain.ids import Kind, decode_as, encode_id
from policies.predicate import Thing
from policies.rights import DELETE_SIGNING_KEY, MANAGE_SIGNING_KEYS
from services.access import noun_of, seen_with, signed_in
from services.call import Call
from services.provenance import MOST_JUDGED, judge_again
from storage.queries.base import find
from storage.tables import SigningKey, Workspace
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.provenance import hold_workspace, keys_of, take_signatures, unsigned_in
from uploads.openpgp import MAX_KEY_CHARACTERS, PgpInvalid, PublicKey, read_public_key

KEYS_A_WORKSPACE = 50


async def add_signing_key(call: Call, command: AddSigningKey) -> UUID:
    """The id of the key, by which the workspace's provenances that none vouched for are judged at once.

    REQUIRED, TOO_LONG, INVALID for what is no public key of use; ALREADY_EXISTS; LIMIT_EXCEEDED beyond 50 keys.
    """
    async with call.database.write() as tx:
        await _workspace_for(call, tx, command)
    read = await _read(command.public_key)
    async with call.database.write() as tx:
        workspace = await _workspace_for(call, tx, command)
        present = await keys_of(tx, workspace.id)
        if any(key.fingerprint == read.fingerprint for key in present):
            message = f"{workspace.name} has the key {read.fingerprint} already; to change it, delete it first."
            raise reject(FaultCode.ALREADY_EXISTS, message, "publicKey")
        if len(present) >= KEYS_A_WORKSPACE:
            message = f"{workspace.name} has {KEYS_A_WORKSPACE} signing keys; delete one first."
            raise reject(FaultCode.LIMIT_EXCEEDED, message, "publicKey")
        key = SigningKey(
            workspace_id=workspace.id,
            fingerprint=read.fingerprint,
            owners=list(read.owners),
            public_key=read.armoured,
            expires_at=read.expires_at,
            created_by=signed_in(call),
        )
        tx.add(key)
        await tx.flush()
        signed = await judge_again(tx, await unsigned_in(tx, workspace.id, MOST_JUDGED), [*present, key])
        _record(call, tx, "signing_key.create", key, f"{signed} versions signed" if signed else None)
    return key.id


async def _workspace_for(call: Call, tx: Transaction, command: AddSigningKey) -> Workspace:
    workspace: Workspace = await seen_with(call, tx, Kind.WORKSPACE, command.workspace, MANAGE_SIGNING_KEYS)
    return workspace


async def _read(text: str) -> PublicKey:
    if not text.strip():
        raise reject(FaultCode.REQUIRED, "publicKey must not be empty.", "publicKey")
    if len(text) > MAX_KEY_CHARACTERS:
        message = f"publicKey has {len(text)} characters; at most {MAX_KEY_CHARACTERS} fit."
        raise reject(FaultCode.TOO_LONG, message, "publicKey")
    try:
        return await anyio.to_thread.run_sync(partial(read_public_key, text))
    except PgpInvalid as error:
        raise reject(FaultCode.INVALID, f"publicKey: {error}.", "publicKey") from error


async def delete_signing_key(call: Call, key_id: str) -> str:
    """The id of what was deleted. What it vouched for is unsigned at once, but where another key vouches too."""
    async with call.database.write() as tx:
        await _hold_workspace_of(call, tx, key_id)
        key = await seen_with(call, tx, Kind.SIGNING_KEY, key_id, DELETE_SIGNING_KEY)
        fault = f"The key {key.fingerprint}, which signed it, is no longer among the workspace's keys."
        taken = await take_signatures(tx, key.id, fault)
        remaining = [other for other in await keys_of(tx, key.workspace_id) if other.id != key.id]
        if remaining:
            await judge_again(tx, taken, remaining)
        await tx.delete(key)
        _record(call, tx, "signing_key.delete", key, f"{len(taken)} versions were signed by it" if taken else None)
    return key_id


async def _hold_workspace_of(call: Call, tx: Transaction, key_id: str) -> None:
    """Workspaces are held before what is in them."""
    signed_in(call)
    row_id = decode_as(Kind.SIGNING_KEY, key_id)
    key = None if row_id is None else await find(tx, call.scope(Thing.SIGNING_KEY), row_id)
    if key is None:
        raise NotFound(noun_of(Kind.SIGNING_KEY))
    await hold_workspace(tx, key.workspace_id)


def _record(call: Call, tx: Transaction, action: str, key: SigningKey, message: str | None) -> None:
    subject = encode_id(Kind.SIGNING_KEY, key.id)
    record(tx, call.principal.username, Event(action, subject, key.fingerprint, key.workspace_id, message=message))
