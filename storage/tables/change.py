"""What was done to versions, as those who follow it live are told. A log of some hours; the audit log is for good."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, Uuid
from sqlmodel import Field, SQLModel

from storage.tables.columns import clock_field, id_field, text_field, time_field


class VersionChange(SQLModel, table=True):
    """One change of a version's state, in snapshots. `position` is given as it is committed, in the order of commits.

    Nothing refers to it and it refers to nothing by a constraint: it may outlive what it tells of.
    """

    __tablename__ = "version_change"
    __table_args__ = (Index("version_change_at", "at"),)

    id: UUID = id_field()
    position: int | None = Field(default=None, unique=True, sa_type=BigInteger)
    at: datetime = clock_field()
    version_id: UUID = Field(sa_type=Uuid)
    template_id: UUID = Field(sa_type=Uuid)
    workspace_id: UUID = Field(sa_type=Uuid)
    first_submitted_at: datetime | None = time_field()
    from_state: str | None = Field(default=None, sa_type=Text)
    to_state: str = text_field()
    action: str | None = Field(default=None, sa_type=Text)
    actor: str = text_field()
    message: str | None = Field(default=None, sa_type=Text)


class VersionChangeHead(SQLModel, table=True):
    """One row: the newest position. Whoever takes the next one holds it until they have committed (by trigger)."""

    __tablename__ = "version_change_head"
    __table_args__ = (CheckConstraint("id = 1", name="version_change_head_single"),)

    id: int = Field(default=1, primary_key=True)
    position: int = Field(default=0, sa_type=BigInteger)
