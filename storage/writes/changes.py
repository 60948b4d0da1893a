"""Notes what those who follow versions live are told, in the transaction of the change, and forgets it again."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import Text, Uuid, cast, delete, func, insert, literal, select
from sqlmodel import col

from storage.tables import Version, VersionChange
from storage.transaction import Transaction

_TAKEN = ("id", "version_id", "template_id", "workspace_id", "first_submitted_at", "to_state")
_TOLD = ("from_state", "action", "actor", "message")


async def note_change(
    tx: Transaction,
    version_id: UUID,
    *,
    actor: str,
    from_state: str | None = None,
    action: str | None = None,
    message: str | None = None,
) -> None:
    """Notes that the version came to the state in which the transaction now has it. Call it once its row is changed."""
    told = (cast(literal(value), Text) for value in (from_state, action, actor, message))
    version = (Version.id, Version.template_id, Version.workspace_id, Version.first_submitted_at, Version.state)
    row = select(literal(uuid4(), Uuid), *map(col, version), *told).where(col(Version.id) == version_id)
    await tx.execute(insert(VersionChange).from_select([*_TAKEN, *_TOLD], row))


async def forget_changes(tx: Transaction, age: timedelta) -> None:
    """Removes what was noted longer ago than that: whoever still follows has been told."""
    await tx.execute(delete(VersionChange).where(col(VersionChange.at) < func.now() - age))
