"""A tenant."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import id_field, name_field, now_field, text_field, time_field


class Workspace(SQLModel, table=True):
    """`name` is a DNS label and never changes; a deleted workspace frees it."""

    __tablename__ = "workspace"
    __table_args__ = (
        Index("workspace_name_key", "name", unique=True, postgresql_where=text("deleted_at IS NULL")),
        Index("workspace_created", "created_at", "id"),
    )

    id: UUID = id_field()
    name: str = name_field()
    display_name: str = text_field()
    description: str = text_field()
    created_at: datetime = now_field()
    updated_at: datetime = now_field()
    revision: int = Field(default=1)
    deleted_at: datetime | None = time_field()
