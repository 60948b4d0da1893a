"""The changes of versions' states after a position, with what those who are told must be held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, exists, func, select
from sqlmodel import col

from storage.tables import PolicyRevision, Version, VersionChange, VersionChangeHead
from storage.transaction import Transaction

MOST = 500
NEWEST = 2**62
"""A position that nothing comes after."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One change. `row` has the columns of the version, as they were then, that the policy goes by."""

    position: int
    version_id: UUID
    template_id: UUID
    workspace_id: UUID
    from_state: str | None
    to_state: str
    action: str | None
    actor: str
    at: datetime
    message: str | None
    row: Mapping[str, object] = field(repr=False)


class News(NamedTuple):
    """The next changes, at most `MOST`, the policy's revision, and the database's time, all of one snapshot."""

    policy: int
    at: datetime
    changes: list[Change]


async def newest_position(session: Transaction) -> int:
    """The position of the last change that was committed."""
    return (await session.execute(select(col(VersionChangeHead.position)))).scalar_one()


async def news_after(session: Transaction, position: int) -> News:
    """What was committed after the position, in order. Of versions that are gone by now there is nothing to tell."""
    change = VersionChange
    is_there = exists().where(col(Version.id) == col(change.version_id), col(Version.deleted_at).is_(None))
    statement = (
        select(col(PolicyRevision.revision), func.now().label("now"), change)
        .select_from(PolicyRevision)
        .outerjoin(change, and_(col(change.position) > position, is_there))
        .order_by(col(change.position))
        .limit(MOST)
    )
    rows = (await session.execute(statement)).all()
    found = [row.VersionChange for row in rows if row.VersionChange is not None]
    return News(rows[0].revision, rows[0].now, list(map(_change, found)))


def _change(found: VersionChange) -> Change:
    return Change(
        position=found.position or 0,
        version_id=found.version_id,
        template_id=found.template_id,
        workspace_id=found.workspace_id,
        from_state=found.from_state,
        to_state=found.to_state,
        action=found.action,
        actor=found.actor,
        at=found.at,
        message=found.message,
        row={"workspace_id": found.workspace_id, "first_submitted_at": found.first_submitted_at},
    )
