"""API tokens: long-lived credentials that never hold more than their owner does now."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.commands.people import CreateApiToken
from domain.errors import FaultCode, reject
from domain.ids import Kind, encode_id
from policies.principal import Principal
from policies.vocabulary import Permission
from services.access import own_account, seen
from services.call import Call
from services.principals import SECRET_PREFIX, hash_secret, lock_rights
from services.roles import listed, read_permissions
from services.texts import Checks
from services.workspaces import place_named
from storage.tables import ApiToken
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.sign_in import count_tokens, now

NAME_LIMIT = 100
TOKENS_A_USER = 100
SHOWN = 12


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """A token with its secret, which is shown this once and stored nowhere."""

    secret: str = field(repr=False)
    id: UUID


async def create_api_token(call: Call, command: CreateApiToken) -> CreatedToken:
    """A new token. ESCALATION for a permission that the caller does not hold; INVALID for an unknown workspace or a
    time that has passed; LIMIT_EXCEEDED beyond 100 tokens. Forbidden unless `own_account`."""
    user_id = own_account(call)
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    checks = Checks()
    name = checks.text(command.name.strip(), NAME_LIMIT, "name", required=True, lines=False)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        workspace_id = await place_named(call, tx, checks, command.workspace)
        permissions = _permissions(call, checks, command.permissions, workspace_id)
        await _check_expiry(tx, checks, command.expires_at)
        checks.done()
        if await count_tokens(tx, user_id) >= TOKENS_A_USER:
            raise reject(FaultCode.LIMIT_EXCEEDED, f"There are {TOKENS_A_USER} API tokens; revoke one first.")
        token = ApiToken(
            user_id=user_id,
            name=name,
            prefix=secret[:SHOWN],
            secret_hash=hash_secret(secret),
            permissions=permissions,
            workspace_id=workspace_id,
            expires_at=command.expires_at,
        )
        tx.add(token)
        _record(call, tx, "token.create", token, _reach(command))
    return CreatedToken(secret, token.id)


def _permissions(
    call: Call, checks: Checks, names: tuple[str, ...] | None, workspace_id: UUID | None
) -> list[str] | None:
    if names is None:
        return None
    wanted = read_permissions(checks, names)
    beyond = wanted - reach(call.principal, workspace_id)
    if beyond:
        checks.fault(FaultCode.ESCALATION, f"You do not hold {listed(beyond)} there.", "permissions")
    return [permission.value for permission in Permission if permission in wanted]


def reach(principal: Principal, workspace_id: UUID | None) -> frozenset[Permission]:
    """What a token of this caller can be narrowed to: all that is held in the workspace, or anywhere.

    Without a workspace a token acts wherever its owner may, and in each place within what is held in that place: a
    permission that is held in one workspace opens nothing in another.
    """
    if workspace_id is not None:
        return principal.holds_in(workspace_id)
    return principal.platform.union(*principal.workspaces.values())


async def _check_expiry(tx: Transaction, checks: Checks, expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= await now(tx):
        checks.fault(FaultCode.INVALID, "expiresAt must be in the future.", "expiresAt")


def _reach(command: CreateApiToken) -> str:
    permissions = "all permissions" if command.permissions is None else listed(command.permissions) or "no permission"
    where = "everywhere" if command.workspace is None else f"in {command.workspace}"
    until = "" if command.expires_at is None else f", until {command.expires_at:%Y-%m-%dT%H:%M:%SZ}"
    return f"{permissions} {where}{until}"


async def revoke_api_token(call: Call, token_id: str) -> str:
    """The id of the token that was revoked. NotFound for another's; Forbidden unless `own_account`."""
    own_account(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        token = await seen(call, tx, Kind.API_TOKEN, token_id)
        await tx.delete(token)
        _record(call, tx, "token.revoke", token, None)
    return token_id


def _record(call: Call, tx: Transaction, action: str, token: ApiToken, message: str | None) -> None:
    subject = encode_id(Kind.API_TOKEN, token.id)
    record(tx, call.principal.username, Event(action, subject, token.name, token.workspace_id, message=message))
