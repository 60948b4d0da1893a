"""Categories: the shelves of the store, kept by holders of CATEGORIES_MANAGE."""

from uuid import UUID

from domain.commands.categories import CreateCategory, UpdateCategory
from domain.errors import FaultCode, reject
from domain.ids import Kind, encode_id
from policies.rights import MANAGE_CATEGORIES
from services.access import require, seen
from services.call import Call
from services.texts import Checks
from storage.tables import UNCATEGORIZED, Category
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.categories import category_named, is_in_use, move_the_deleted

NAME_LIMIT = 20


async def create_category(call: Call, command: CreateCategory) -> UUID:
    """The id of a new category. REQUIRED, TOO_LONG, INVALID by field; ALREADY_EXISTS for a taken name."""
    require(call, MANAGE_CATEGORIES)
    checks = Checks()
    name = _name(checks, command.name)
    category = Category(name=name, display_name=command.display_name or name)
    _apply(checks, category, command.display_name, command.description, command.icon)
    checks.done()
    async with call.database.write() as tx:
        await _refuse_taken(tx, name, None)
        tx.add(category)
        _record(call, tx, "category.create", category)
    return category.id


async def update_category(call: Call, command: UpdateCategory) -> UUID:
    """The id of the changed category. `uncategorized` keeps its name; ALREADY_EXISTS for a taken one."""
    async with call.database.write() as tx:
        category: Category = await seen(call, tx, Kind.CATEGORY, command.id)
        require(call, MANAGE_CATEGORIES)
        checks = Checks()
        name = category.name if command.name is None else _name(checks, command.name)
        if name != category.name and category.name == UNCATEGORIZED:
            checks.fault(FaultCode.INVALID, f"{UNCATEGORIZED} keeps its name.", "name")
        before = _texts(category)
        _apply(checks, category, command.display_name, command.description, command.icon)
        checks.done()
        changes = [f"changed {field}" for field, text in _texts(category).items() if text != before[field]]
        if name != category.name:
            # Asked before it is set: a look-up writes what was set, and the database would refuse in its own words.
            await _refuse_taken(tx, name, category.id)
            changes.insert(0, f"{category.name} -> {name}")
            category.name = name
        if changes:
            _record(call, tx, "category.update", category, "; ".join(changes))
    return category.id


async def delete_category(call: Call, category_id: str) -> str:
    """The id of what was deleted. IN_USE while templates are in it, and always for `uncategorized`."""
    async with call.database.write() as tx:
        category = await seen(call, tx, Kind.CATEGORY, category_id)
        require(call, MANAGE_CATEGORIES)
        if category.name == UNCATEGORIZED:
            raise reject(FaultCode.IN_USE, f"{UNCATEGORIZED} always exists.", "id")
        if await is_in_use(tx, category.id):
            raise reject(FaultCode.IN_USE, f"Apps are in {category.name}; move them to another category first.", "id")
        await move_the_deleted(tx, category.id)
        await tx.delete(category)
        _record(call, tx, "category.delete", category)
    return category_id


def _name(checks: Checks, name: str) -> str:
    return checks.text(name.strip(), NAME_LIMIT, "name", required=True, lines=False)


def _apply(
    checks: Checks, category: Category, display_name: str | None, description: str | None, icon: str | None
) -> None:
    if display_name is not None:
        category.display_name = checks.text(display_name, 100, "displayName", lines=False)
    if description is not None:
        category.description = checks.text(description, 1000, "description")
    if icon is not None:
        category.icon = checks.text(icon, 200, "icon", lines=False)


def _texts(category: Category) -> dict[str, str]:
    return {"displayName": category.display_name, "description": category.description, "icon": category.icon}


async def _refuse_taken(tx: Transaction, name: str, own_id: UUID | None) -> None:
    taken = await category_named(tx, name)
    if taken is not None and taken.id != own_id:
        raise reject(FaultCode.ALREADY_EXISTS, f"There is a category {name} already.", "name")


def _record(call: Call, tx: Transaction, action: str, category: Category, message: str | None = None) -> None:
    event = Event(action, encode_id(Kind.CATEGORY, category.id), category.name, message=message)
    record(tx, call.principal.username, event)
