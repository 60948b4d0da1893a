"""Users: the accounts of the platform, kept by holders of USERS_MANAGE."""

import re
from uuid import UUID

from domain.commands.people import CreateUser, UpdateUser
from domain.errors import FaultCode
from domain.ids import Kind, encode_id
from policies.predicate import Thing
from policies.rights import MANAGE_USERS
from policies.vocabulary import PLATFORM_ADMIN, WORKSPACE_ADMIN, Permission, RoleScope
from services import passwords
from services.access import require, seen, signed_in
from services.call import Call
from services.consequences import record_revoked
from services.principals import lock_rights, permissions_of
from services.roles import cover
from services.texts import DISPLAY_NAME_LIMIT, USERNAME, USERNAME_RULE, Checks
from storage.tables import Role, User
from storage.transaction import Transaction
from storage.writes.audit import ANONYMOUS, SYSTEM, Event, record
from storage.writes.people import (
    another_holds,
    role_by_id,
    role_named,
    roles_held_in_workspaces,
    user_named,
    workspaces_resting_on,
)
from storage.writes.sign_in import end_sessions, end_tokens
from storage.writes.workspaces import names_seen

RESERVED = frozenset({SYSTEM, ANONYMOUS})
"""Names that nobody can have, for the audit log has them."""
EMAIL_LIMIT = 254
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


async def create_user(call: Call, command: CreateUser) -> UUID:
    """The id of a new user. INVALID, REQUIRED, TOO_LONG, ALREADY_EXISTS, ESCALATION by field."""
    require(call, MANAGE_USERS)
    checks = Checks()
    user = User(username=checks.name(command.username, USERNAME, USERNAME_RULE, "username"))
    if user.username in RESERVED:
        checks.fault(FaultCode.ALREADY_EXISTS, f"{user.username} is reserved.", "username")
    passwords.check_new(checks, command.password, user.username, "password")
    user.display_name = user.username
    _describe(checks, user, command.display_name or None, command.email)
    checks.done()
    user.password_hash = await passwords.hash_password(command.password)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        require(call, MANAGE_USERS)
        role = await _role(call, tx, checks, command.platform_role)
        if await user_named(tx, user.username) is not None:
            checks.fault(FaultCode.ALREADY_EXISTS, f"There is a user {user.username} already.", "username")
        checks.done()
        assert role is not None  # noqa: S101 - `done` has raised
        user.platform_role_id = role.id
        tx.add(user)
        _record(call, tx, "user.create", user, f"as {role.name}")
    return user.id


async def _role(call: Call, tx: Transaction, checks: Checks, name: str) -> Role | None:
    role = await role_named(tx, call.scope(Thing.ROLE), name, RoleScope.PLATFORM, None)
    if role is None:
        checks.fault(FaultCode.INVALID, f"There is no platform role {name}.", "platformRole")
    else:
        cover(call, checks, permissions_of(role), None, "platformRole")
    return role


def _describe(checks: Checks, user: User, display_name: str | None, email: str | None) -> None:
    if display_name is not None:
        user.display_name = checks.text(display_name, DISPLAY_NAME_LIMIT, "displayName", lines=False)
    if email is not None:
        user.email = checks.text(email.strip(), EMAIL_LIMIT, "email", required=True, lines=False)
        if user.email and not EMAIL.fullmatch(user.email):
            checks.fault(FaultCode.INVALID, "email must be an address such as name@example.com.", "email")


async def update_user(call: Call, command: UpdateUser) -> UUID:
    """The id of the changed user. Without USERS_MANAGE one changes one's own display name and email, no more.

    ESCALATION when the user holds, or would hold, more than the caller: on the platform, and for anything but the role
    in every workspace too. INVALID_STATE for the last platform-admin, and for the last workspace-admin of a workspace.
    A new password, or disabling, ends sessions and API tokens.
    """
    signed_in(call)
    password_hash = await _hashed(call, command)
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        user: User = await seen(call, tx, Kind.USER, command.id)
        _authorize(call, user, command)
        checks = Checks()
        present = await role_by_id(tx, user.platform_role_id)
        changes = _change_texts(checks, user, command)
        changes += await _change_disabled(call, tx, checks, user, present, command.disabled)
        changes += _change_password(call, checks, user, command.password, password_hash)
        is_about_the_person = bool(changes) and not _is_own(call, user)
        changes += await _change_role(call, tx, checks, user, present, command.platform_role)
        if is_about_the_person or command.platform_role is not None:
            await _cover_user(call, tx, checks, user, present, everywhere=is_about_the_person)
        checks.done()
        if changes:
            await tx.flush()
            await _conclude(call, tx, user, command, changes)
    return user.id


async def _hashed(call: Call, command: UpdateUser) -> str | None:
    # Outside of the transaction, which holds the policy; and for those only who may set a password at all.
    if command.password is None or not call.principal.allows(Permission.USERS_MANAGE):
        return None
    return await passwords.hash_password(command.password[: passwords.LONGEST])


def _authorize(call: Call, user: User, command: UpdateUser) -> None:
    if not _is_own(call, user) or (command.password, command.platform_role, command.disabled) != (None, None, None):
        require(call, MANAGE_USERS)


def _is_own(call: Call, user: User) -> bool:
    # An API token or an assumed role acts within its permissions, and may hold less than the person does.
    return user.id == call.principal.user_id and not call.principal.is_narrowed


async def _cover_user(
    call: Call, tx: Transaction, checks: Checks, user: User, present: Role, *, everywhere: bool
) -> None:
    # Whoever sets a password, or the address that messages go to, can become that user; whoever disables one, takes
    # all that they hold. What it is that the user holds elsewhere is not told.
    held = [(None, present), *(await roles_held_in_workspaces(tx, user.id) if everywhere else ())]
    if not all(call.principal.covers(permissions_of(role), place) for place, role in held):
        checks.fault(FaultCode.ESCALATION, f"{user.username} holds more than you do.", "id")


def _change_texts(checks: Checks, user: User, command: UpdateUser) -> list[str]:
    before = {"displayName": user.display_name, "email": user.email}
    _describe(checks, user, command.display_name, command.email)
    after = {"displayName": user.display_name, "email": user.email}
    return [f"changed {name}" for name, text in after.items() if text != before[name]]


async def _change_role(
    call: Call, tx: Transaction, checks: Checks, user: User, present: Role, name: str | None
) -> list[str]:
    if name is None:
        return []
    role = await _role(call, tx, checks, name)
    if role is None or role.id == present.id:
        return []
    await _keep_platform_admin(tx, checks, user, present)
    user.platform_role_id = role.id
    return [f"{present.name} -> {role.name}"]


async def _keep_platform_admin(tx: Transaction, checks: Checks, user: User, present: Role) -> None:
    is_admin = present.builtin and present.name == PLATFORM_ADMIN and not user.disabled
    if is_admin and not await another_holds(tx, present.id, user.id):
        message = f"{user.username} is the last {PLATFORM_ADMIN}; make another one first."
        checks.fault(FaultCode.INVALID_STATE, message, "id")


async def _change_disabled(
    call: Call, tx: Transaction, checks: Checks, user: User, present: Role, disabled: bool | None
) -> list[str]:
    if disabled is None or disabled == user.disabled:
        return []
    if disabled:
        await _keep_platform_admin(tx, checks, user, present)
        await _keep_workspace_admins(call, tx, checks, user)
    user.disabled = disabled
    return ["disabled" if disabled else "enabled"]


async def _keep_workspace_admins(call: Call, tx: Transaction, checks: Checks, user: User) -> None:
    resting = await workspaces_resting_on(tx, user.id)
    if resting:
        names = await names_seen(tx, call.scope(Thing.WORKSPACE), resting)
        message = f"{user.username} is the last {WORKSPACE_ADMIN} of {', '.join(names) or 'a workspace'}"
        checks.fault(FaultCode.INVALID_STATE, f"{message}; make another one first.", "disabled")


def _change_password(
    call: Call, checks: Checks, user: User, password: str | None, password_hash: str | None
) -> list[str]:
    if password is None or password_hash is None:
        return []
    if user.id == call.principal.user_id:
        checks.fault(FaultCode.INVALID, "changePassword changes one's own password.", "password")
    passwords.check_new(checks, password, user.username, "password")
    user.password_hash = password_hash
    return ["password set"]


async def _conclude(call: Call, tx: Transaction, user: User, command: UpdateUser, changes: list[str]) -> None:
    """Records the changes, with the sessions and API tokens that end by them."""
    if command.password is None and not command.disabled:
        _record(call, tx, "user.update", user, "; ".join(changes))
        return
    ended = await end_sessions(tx, user.id)
    _record(call, tx, "user.update", user, "; ".join([*changes, f"sessions ended: {ended}"]))
    why = f"{user.username}: {'disabled' if command.disabled else 'password set'}"
    record_revoked(call, tx, await end_tokens(tx, user.id), why)


def _record(call: Call, tx: Transaction, action: str, user: User, message: str) -> None:
    subject = encode_id(Kind.USER, user.id)
    record(tx, call.principal.username, Event(action, subject, user.username, message=message))
