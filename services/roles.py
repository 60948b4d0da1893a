"""Roles: named sets of permissions. Nobody makes, edits or grants one that holds more than they do in that place."""

from collections.abc import Iterable
from uuid import UUID

from domain.commands.people import CreateRole, UpdateRole
from domain.errors import FaultCode, Forbidden, reject
from domain.ids import Kind, encode_id
from policies.rights import MANAGE_ROLES
from policies.vocabulary import BUILTIN_BY_NAME, Permission, RoleScope, permissions_of_scope
from services.access import require, seen, signed_in
from services.call import Call
from services.principals import known, lock_rights, permissions_of
from services.texts import DNS_LABEL, DNS_LABEL_RULE, Checks
from services.workspaces import place_named
from storage.tables import Role
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.people import role_is_held, role_is_taken


async def create_role(call: Call, command: CreateRole) -> UUID:
    """The id of a new custom role. INVALID, ALREADY_EXISTS, ESCALATION by field."""
    signed_in(call)
    checks = Checks()
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        workspace_id = await place_named(call, tx, checks, command.workspace)
        checks.done()
        require(call, MANAGE_ROLES, workspace_id)
        scope = RoleScope.PLATFORM if workspace_id is None else RoleScope.WORKSPACE
        role = Role(name=command.name, display_name=command.name, scope=scope.value, workspace_id=workspace_id)
        checks.name(command.name, DNS_LABEL, DNS_LABEL_RULE, "name")
        if command.name in BUILTIN_BY_NAME or await role_is_taken(tx, command.name, workspace_id):
            checks.fault(FaultCode.ALREADY_EXISTS, f"There is a role {command.name} already.", "name")
        checks.describe(role, command.display_name, command.description)
        _allow(call, checks, role, command.permissions)
        checks.done()
        tx.add(role)
        _record(call, tx, "role.create", role, f"allows {listed(role.permissions) or 'nothing'}")
    return role.id


async def update_role(call: Call, command: UpdateRole) -> UUID:
    """The id of the changed role. ESCALATION when it holds, or would hold, what the caller does not."""
    signed_in(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        role = await _custom(call, tx, command.id)
        checks = Checks()
        before = (role.display_name, role.description, tuple(role.permissions))
        cover(call, checks, permissions_of(role), role.workspace_id, "id")
        checks.describe(role, command.display_name, command.description)
        if command.permissions is not None:
            _allow(call, checks, role, command.permissions)
        checks.done()
        if before != (role.display_name, role.description, tuple(role.permissions)):
            _record(call, tx, "role.update", role, _difference(before[2], role.permissions))
    return role.id


async def delete_role(call: Call, role_id: str) -> str:
    """The id of what was deleted. IN_USE while anyone holds it."""
    signed_in(call)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        role = await _custom(call, tx, role_id)
        if await role_is_held(tx, role.id):
            raise reject(FaultCode.IN_USE, f"{role.name} is held by someone; give them another role first.", "id")
        await tx.delete(role)
        _record(call, tx, "role.delete", role, f"allowed {listed(role.permissions) or 'nothing'}")
    return role_id


async def _custom(call: Call, tx: Transaction, role_id: str) -> Role:
    role: Role = await seen(call, tx, Kind.ROLE, role_id)
    if role.builtin:
        raise Forbidden("Built-in roles cannot be changed.")
    require(call, MANAGE_ROLES, role.workspace_id)
    return role


def _allow(call: Call, checks: Checks, role: Role, names: Iterable[str]) -> None:
    permissions = read_permissions(checks, names)
    scope = RoleScope(role.scope)
    senseless = permissions - permissions_of_scope(scope)
    if senseless:
        message = f"{listed(senseless)} has no meaning in a {scope.lower()} role."
        checks.fault(FaultCode.INVALID, message, "permissions")
    cover(call, checks, permissions - senseless, role.workspace_id, "permissions")
    role.permissions = [permission.value for permission in Permission if permission in permissions]


def read_permissions(checks: Checks, names: Iterable[str]) -> frozenset[Permission]:
    """The permissions of these names; notes a name that is none."""
    asked = frozenset(names)
    found = known(asked)
    if len(found) < len(asked):
        checks.fault(FaultCode.INVALID, f"{listed(asked - found)} is no permission.", "permissions")
    return found


def cover(
    call: Call, checks: Checks, permissions: frozenset[Permission], workspace_id: UUID | None, *path: str
) -> None:
    """Notes ESCALATION unless the caller holds all of these in that place."""
    beyond = permissions - call.principal.holds_in(workspace_id)
    if beyond:
        where = "on the platform" if workspace_id is None else "in this workspace"
        message = f"This holds more than you do {where}: {listed(beyond)}."
        checks.fault(FaultCode.ESCALATION, message, *path)


def listed(permissions: Iterable[str]) -> str:
    """Permissions as a sentence shows them."""
    return ", ".join(sorted(str(permission) for permission in permissions))


def _difference(before: Iterable[str], after: Iterable[str]) -> str:
    old, new = set(before), set(after)
    changes = [*(f"+{name}" for name in sorted(new - old)), *(f"-{name}" for name in sorted(old - new))]
    return " ".join(changes) or "its texts"


def _record(call: Call, tx: Transaction, action: str, role: Role, message: str) -> None:
    subject = encode_id(Kind.ROLE, role.id)
    record(tx, call.principal.username, Event(action, subject, role.name, role.workspace_id, message=message))
