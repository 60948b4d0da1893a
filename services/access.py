"""Decides between not signed in, not found and forbidden: the one place where a use case asks for a right."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.errors import Forbidden, NotFound, Unauthenticated
from domain.ids import Kind, decode_as
from policies.predicate import Thing
from policies.rights import Right
from services.call import Call
from storage.queries.base import find
from storage.transaction import Transaction

THINGS: Mapping[Kind, Thing] = {kind: Thing[kind.name] for kind in Kind}


def signed_in(call: Call) -> UUID:
    """The caller's user id. Unauthenticated without one."""
    if call.principal.user_id is None:
        raise Unauthenticated
    return call.principal.user_id


def own_account(call: Call) -> UUID:
    """The caller's user id, for what only the person does. Unauthenticated; Forbidden for an API token, and for a
    session that is narrowed to a role: neither may open what lasts longer or reaches further than itself."""
    user_id = signed_in(call)
    if call.principal.is_narrowed:
        raise Forbidden("This needs the session that you signed in with, not an API token or an assumed role.")
    return user_id


async def seen(call: Call, tx: Transaction, kind: Kind, global_id: str) -> Any:
    """The row that the id names, locked. NotFound when it is not there, of another kind, or not for this caller."""
    signed_in(call)
    row_id = decode_as(kind, global_id)
    row = None if row_id is None else await find(tx, call.scope(THINGS[kind]), row_id, lock=True)
    if row is None:
        raise NotFound(noun_of(kind))
    return row


def noun_of(kind: Kind) -> str:
    """What people are told that they have not found."""
    return "API token" if kind is Kind.API_TOKEN else kind.name.capitalize().replace("_", " ")


def require(call: Call, right: Right, workspace_id: UUID | None = None) -> None:
    """Passes when all that the right asks for is held on the platform or in the workspace. Unauthenticated; Forbidden.

    The very rights that the schema declares on its fields; here they are asked for of the thing at hand.
    """
    signed_in(call)
    place = None if right.on_platform else workspace_id
    for permission in right.permissions:
        if not call.principal.allows(permission, place):
            raise Forbidden(f"This needs the permission {permission.value} {_where(place)}.")


def _where(workspace_id: UUID | None) -> str:
    return "on the platform" if workspace_id is None else "in this workspace"


async def seen_with(call: Call, tx: Transaction, kind: Kind, global_id: str, right: Right) -> Any:
    """The row, locked, with the right held where it belongs: `seen`, then `require`."""
    row = await seen(call, tx, kind, global_id)
    require(call, right, row.id if kind is Kind.WORKSPACE else row.workspace_id)
    return row
