"""What a database needs before it serves: the built-in roles, the shelf that always exists, and a first admin."""

import logging
import secrets
from collections.abc import Callable
from uuid import UUID, uuid5

from domain.ids import Kind, encode_id
from policies.vocabulary import BUILTIN_ROLES, PLATFORM_ADMIN, BuiltinRole, Permission
from services import passwords
from services.principals import builtin_permissions
from storage.database import Database
from storage.tables import UNCATEGORIZED, Category, Role, User
from storage.transaction import Transaction
from storage.writes.audit import SYSTEM, Event, record
from storage.writes.categories import category_named
from storage.writes.people import any_user, builtin_roles, take_turn

FIRST_ADMIN = "admin"
_TURN = 0x626F6F74  # "boot": the advisory lock under which replicas that start together take turns
_ROLE_IDS = UUID("5a1c8f0e-6f1f-4a57-9d0b-2f6f0a3c9e11")
_LOG = logging.getLogger(__name__)


def _nobody(_: str) -> None:
    """Hears nothing."""


async def prepare(database: Database, admin_password: str | None, tell: Callable[[str], None] = _nobody) -> str | None:
    """The password that was generated for the first admin, to be shown once; None when there was no need.

    `tell` hears it before it counts: were the process killed in between, the next start would make another.
    Writes what is missing or differs from the program, and nothing else. `admin_password` counts when there is no user
    yet; the operator's word is taken as it is, with a warning where it is shorter than what people may choose.
    """
    async with database.write() as tx:
        await take_turn(tx, _TURN)
        await _mirror_roles(tx)
        if await category_named(tx, UNCATEGORIZED) is None:
            tx.add(Category(name=UNCATEGORIZED, display_name="Uncategorized"))
        if await any_user(tx):
            return None
        password = admin_password or secrets.token_urlsafe(15)
        await _add_admin(tx, password)
        if not admin_password:
            tell(password)
    return None if admin_password else password


def builtin_role_id(name: str) -> UUID:
    """The id of a built-in role's row, the same in every database."""
    return uuid5(_ROLE_IDS, name)


async def _mirror_roles(tx: Transaction) -> None:
    present = {role.id: role for role in await builtin_roles(tx)}
    for builtin in BUILTIN_ROLES:
        role = present.get(builtin_role_id(builtin.name))
        action = "role.update" if role else "role.create"
        if role is None:
            role = Role(id=builtin_role_id(builtin.name), name=builtin.name, scope=builtin.scope.value, builtin=True)
            tx.add(role)
        if _mirror(role, builtin):
            _record(tx, action, Kind.ROLE, role.id, role.name, f"built in; allows {', '.join(role.permissions)}")
    await tx.flush()


def _mirror(role: Role, builtin: BuiltinRole) -> bool:
    # Only what differs is set, and so written: each write to roles raises the policy's revision.
    held = builtin_permissions()[builtin.name]
    wanted = {
        "scope": builtin.scope.value,
        "display_name": builtin.display_name,
        "description": builtin.description,
        "permissions": [permission.value for permission in Permission if permission in held],
    }
    different = {name: value for name, value in wanted.items() if getattr(role, name) != value}
    for name, value in different.items():
        setattr(role, name, value)
    return bool(different)


async def _add_admin(tx: Transaction, password: str) -> None:
    if len(password) < passwords.SHORTEST:
        _LOG.warning("the first admin's password has fewer than %d characters; change it", passwords.SHORTEST)
    admin = User(
        username=FIRST_ADMIN,
        display_name="Administrator",
        password_hash=await passwords.hash_password(password),
        platform_role_id=builtin_role_id(PLATFORM_ADMIN),
    )
    tx.add(admin)
    _record(tx, "user.create", Kind.USER, admin.id, admin.username, f"as {PLATFORM_ADMIN}")


def _record(tx: Transaction, action: str, kind: Kind, row_id: UUID, name: str, message: str) -> None:
    record(tx, SYSTEM, Event(action, encode_id(kind, row_id), name, message=message))
