"""Members: who belongs to a workspace, each in one role."""

from uuid import UUID

from domain.commands.people import AddMember, UpdateMember
from domain.errors import FaultCode, reject
from domain.ids import Kind, encode_id
from policies.predicate import Thing
from policies.rights import ADD_MEMBER, MANAGE_MEMBER
from policies.vocabulary import WORKSPACE_ADMIN, RoleScope
from services.access import require, seen, seen_with, signed_in
from services.call import Call
from services.consequences import record_revoked
from services.principals import lock_rights, permissions_of
from services.roles import cover
from services.texts import Checks
from storage.tables import Membership, Role
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.people import membership_in, role_by_id, role_named, user_by_id, user_named, workspaces_resting_on
from storage.writes.sign_in import end_tokens
from storage.writes.workspaces import workspace_name


async def add_member(call: Call, command: AddMember) -> UUID:
    """The id of a new membership. INVALID for an unknown user or role; ALREADY_EXISTS; ESCALATION."""
    signed_in(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        workspace = await seen_with(call, tx, Kind.WORKSPACE, command.workspace, ADD_MEMBER)
        checks = Checks()
        role = await _role(call, tx, checks, command.role, workspace.id)
        user = await user_named(tx, command.username)
        if user is None:
            checks.fault(FaultCode.INVALID, f"There is no user {command.username}.", "username")
        elif await membership_in(tx, workspace.id, user.id) is not None:
            message = f"{user.username} is a member of {workspace.name} already."
            checks.fault(FaultCode.ALREADY_EXISTS, message, "username")
        checks.done()
        assert user is not None and role is not None  # noqa: S101 - `done` has raised
        membership = Membership(workspace_id=workspace.id, user_id=user.id, role_id=role.id)
        tx.add(membership)
        _record(call, tx, "member.add", membership, f"{user.username} in {workspace.name}", role.name)
    return membership.id


async def _role(call: Call, tx: Transaction, checks: Checks, name: str, workspace_id: UUID) -> Role | None:
    role = await role_named(tx, call.scope(Thing.ROLE), name, RoleScope.WORKSPACE, workspace_id)
    if role is None:
        checks.fault(FaultCode.INVALID, f"There is no role {name} in this workspace.", "role")
    else:
        cover(call, checks, permissions_of(role), workspace_id, "role")
    return role


async def update_member(call: Call, command: UpdateMember) -> UUID:
    """The id of the changed membership. ESCALATION unless the caller holds the present and the new role's rights;
    INVALID_STATE for the last workspace-admin."""
    signed_in(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        membership: Membership = await seen_with(call, tx, Kind.MEMBERSHIP, command.id, MANAGE_MEMBER)
        checks = Checks()
        present = await role_by_id(tx, membership.role_id)
        role = await _role(call, tx, checks, command.role, membership.workspace_id)
        cover(call, checks, permissions_of(present), membership.workspace_id, "id")
        checks.done()
        assert role is not None  # noqa: S101 - `done` has raised
        if role.id != present.id:
            await _keep_an_admin(tx, membership)
            membership.role_id = role.id
            name = await _name(tx, membership)
            _record(call, tx, "member.update", membership, name, f"{present.name} -> {role.name}")
    return membership.id


async def remove_member(call: Call, membership_id: str) -> str:
    """The id of the membership that ended, with the user's API tokens for the workspace. Members may leave.

    ESCALATION when the member holds more than the caller; INVALID_STATE for the last workspace-admin.
    """
    signed_in(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        membership: Membership = await seen(call, tx, Kind.MEMBERSHIP, membership_id)
        present = await role_by_id(tx, membership.role_id)
        if not _leaves(call, membership):
            require(call, MANAGE_MEMBER, membership.workspace_id)
            checks = Checks()
            cover(call, checks, permissions_of(present), membership.workspace_id, "id")
            checks.done()
        await _keep_an_admin(tx, membership)
        name = await _name(tx, membership)
        tokens = await end_tokens(tx, membership.user_id, workspace_id=membership.workspace_id)
        await tx.delete(membership)
        _record(call, tx, "member.remove", membership, name, present.name)
        record_revoked(call, tx, tokens, f"no longer a member: {name}")
    return membership_id


def _leaves(call: Call, membership: Membership) -> bool:
    # An API token or an assumed role acts within its permissions; to leave is a decision of the person.
    return membership.user_id == call.principal.user_id and not call.principal.is_narrowed


async def _keep_an_admin(tx: Transaction, membership: Membership) -> None:
    if await workspaces_resting_on(tx, membership.user_id, membership.workspace_id):
        name = await workspace_name(tx, membership.workspace_id)
        message = f"{name} would have no {WORKSPACE_ADMIN}; make another one first."
        raise reject(FaultCode.INVALID_STATE, message, "id")


async def _name(tx: Transaction, membership: Membership) -> str:
    user = await user_by_id(tx, membership.user_id)
    return f"{user.username} in {await workspace_name(tx, membership.workspace_id)}"


def _record(call: Call, tx: Transaction, action: str, membership: Membership, name: str, message: str) -> None:
    subject = encode_id(Kind.MEMBERSHIP, membership.id)
    record(tx, call.principal.username, Event(action, subject, name, membership.workspace_id, message=message))
