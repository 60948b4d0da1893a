"""Signing keys: those of a workspace, and what is added and deleted."""

from typing import Any

from domain.commands.signing_keys import AddSigningKey
from domain.ids import Kind
from policies.predicate import Thing
from resolvers.budget import show
from resolvers.loading import seen
from resolvers.mutations import Shown, gone, payload, read_back
from services import signing_keys
from services.call import Call
from storage.queries.rows import many_by
from storage.tables import SigningKey, Workspace


async def of_workspace(call: Call, root: Workspace) -> list[SigningKey]:
    """The workspace's keys, oldest first; at most 50."""
    found: list[SigningKey] | None = await seen(
        call, Thing.SIGNING_KEY, many_by, root.id, "workspace_id", "created_at", "id"
    )
    return found or []


def public_key(call: Call, root: SigningKey) -> str:
    """The key as text, counted among the texts that are shown."""
    show(call, len(root.public_key))
    return root.public_key


@payload("signing_key")
async def add_signing_key(call: Call, root: None, input: AddSigningKey) -> Shown:  # noqa: A002 - the contract's name
    key_id = await signing_keys.add_signing_key(call, input)
    return await read_back(call, "signing_key", Kind.SIGNING_KEY, key_id)


@payload("deleted_id")
async def delete_signing_key(call: Call, root: Any, id: str) -> Shown:  # noqa: A002 - the contract's name
    return await gone(call, await signing_keys.delete_signing_key(call, id))
