"""Workspaces: the tenants. One begins with an admin of its own and ends with all that it has."""

from uuid import UUID

from domain.commands.people import CreateWorkspace, UpdateWorkspace
from domain.errors import FaultCode, reject
from domain.ids import Kind, encode_id
from policies.predicate import Thing
from policies.rights import CREATE_WORKSPACE, DELETE_WORKSPACE, UPDATE_WORKSPACE
from policies.vocabulary import WORKSPACE_ADMIN, RoleScope
from services.access import require, seen_with, signed_in
from services.call import Call
from services.consequences import record_removed
from services.principals import lock_rights
from services.texts import DNS_LABEL, DNS_LABEL_RULE, Checks
from storage.queries.workspaces import workspace_seen
from storage.tables import Membership, User, Workspace
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.people import role_named, user_by_id, user_named
from storage.writes.workspaces import (
    has_active_versions,
    hold_templates,
    remove_contents,
    remove_rights,
    touch,
    workspace_named,
)

# Publishers whose names would read as parts of the product.
RESERVED = frozenset({"api", "platform", "store", "system", "uncategorized"})


async def place_named(call: Call, tx: Transaction, checks: Checks, name: str | None) -> UUID | None:
    """The id of the workspace of that name, if one is given; notes INVALID when the caller may see none."""
    workspace = None if name is None else await workspace_seen(tx, call.scope(Thing.WORKSPACE), name)
    if workspace is None and name is not None:
        checks.fault(FaultCode.INVALID, f"There is no workspace {name}.", "workspace")
    return None if workspace is None else workspace.id


async def create_workspace(call: Call, command: CreateWorkspace) -> UUID:
    """The id of a new workspace with its first workspace-admin. INVALID, ALREADY_EXISTS by field."""
    require(call, CREATE_WORKSPACE)
    checks = Checks()
    name = checks.name(command.name, DNS_LABEL, DNS_LABEL_RULE, "name")
    if name in RESERVED:
        checks.fault(FaultCode.INVALID, f"{name} is reserved; take another name.", "name")
    workspace = Workspace(name=name, display_name=name)
    checks.describe(workspace, command.display_name, command.description)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        require(call, CREATE_WORKSPACE)
        admin = await _first_admin(call, tx, checks, command.admin)
        if await workspace_named(tx, name) is not None:
            checks.fault(FaultCode.ALREADY_EXISTS, f"There is a workspace {name} already.", "name")
        checks.done()
        tx.add(workspace)
        await tx.flush()
        await _appoint(call, tx, workspace, admin)
    return workspace.id


async def _first_admin(call: Call, tx: Transaction, checks: Checks, username: str | None) -> User:
    if username is None:
        return await user_by_id(tx, signed_in(call))
    user = await user_named(tx, username)
    if user is None or user.disabled:
        checks.fault(FaultCode.INVALID, f"There is no user {username} who can sign in.", "admin")
        checks.done()
    assert user is not None  # noqa: S101 - `done` has raised
    return user


async def _appoint(call: Call, tx: Transaction, workspace: Workspace, admin: User) -> None:
    # The one grant that its giver need not hold: a workspace without an admin could never get one, nothing is in it
    # yet that the grant would open, and whoever may create workspaces is trusted to say whose they are.
    role = await role_named(tx, call.scope(Thing.ROLE), WORKSPACE_ADMIN, RoleScope.WORKSPACE, None)
    assert role is not None  # noqa: S101 - every start makes the built-in roles
    membership = Membership(workspace_id=workspace.id, user_id=admin.id, role_id=role.id)
    tx.add(membership)
    _record(call, tx, "workspace.create", workspace, f"first {WORKSPACE_ADMIN}: {admin.username}")
    name = f"{admin.username} in {workspace.name}"
    event = Event("member.add", encode_id(Kind.MEMBERSHIP, membership.id), name, workspace.id, message=WORKSPACE_ADMIN)
    record(tx, call.principal.username, event)


async def update_workspace(call: Call, command: UpdateWorkspace) -> UUID:
    """The id of the changed workspace. CONFLICT when it is no longer at the revision that the caller knows."""
    async with call.database.write() as tx:
        workspace: Workspace = await seen_with(call, tx, Kind.WORKSPACE, command.id, UPDATE_WORKSPACE)
        if workspace.revision != command.revision:
            message = f"{workspace.name} is at revision {workspace.revision}, not {command.revision}: read it again."
            raise reject(FaultCode.CONFLICT, message, "revision")
        checks = Checks()
        before = _texts(workspace)
        checks.describe(workspace, command.display_name, command.description)
        checks.done()
        changed = [name for name, text in _texts(workspace).items() if text != before[name]]
        if changed:
            _record(call, tx, "workspace.update", workspace, f"changed {', '.join(changed)}")
            touch(workspace)
    return workspace.id


def _texts(workspace: Workspace) -> dict[str, str]:
    return {"displayName": workspace.display_name, "description": workspace.description}


async def delete_workspace(call: Call, workspace_id: str) -> str:
    """The id of what was deleted, with its templates, versions, members and custom roles. IN_USE while it has ACTIVE
    versions: the store does not lose apps by accident; suspend them first. All that ends has its audit event."""
    signed_in(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        workspace = await seen_with(call, tx, Kind.WORKSPACE, workspace_id, DELETE_WORKSPACE)
        await hold_templates(tx, workspace.id)
        if await has_active_versions(tx, workspace.id):
            message = f"The store shows apps of {workspace.name}; suspend them first."
            raise reject(FaultCode.IN_USE, message, "id")
        contents, rights = await remove_contents(tx, workspace), await remove_rights(tx, workspace.id)
        record_removed(call, tx, workspace, contents, rights)
        names = ", ".join(template.name for template in contents.templates)
        message = f"with its templates {names}" if names else "without templates"
        _record(call, tx, "workspace.delete", workspace, message)
    return workspace_id


def _record(call: Call, tx: Transaction, action: str, workspace: Workspace, message: str) -> None:
    subject = encode_id(Kind.WORKSPACE, workspace.id)
    record(tx, call.principal.username, Event(action, subject, workspace.name, workspace.id, message=message))
