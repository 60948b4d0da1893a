"""The shelves of the store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from storage.tables.columns import id_field, name_field, now_field, text_field

UNCATEGORIZED = "uncategorized"


class Category(SQLModel, table=True):
    """`uncategorized` always exists."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("name", name="category_name_key"),)

    id: UUID = id_field()
    name: str = name_field()
    display_name: str = text_field()
    description: str = text_field()
    icon: str = text_field()
    created_at: datetime = now_field()
