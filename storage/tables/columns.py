"""Column makers that the tables share."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, TIMESTAMP, BigInteger, Column, ForeignKey, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


def id_field() -> UUID:
    """A random primary key."""
    field: UUID = Field(default_factory=uuid4, primary_key=True)
    return field


def now_field(index: bool = False) -> datetime:
    """A UTC time that the database sets on insert: one clock for all replicas."""
    field: datetime = Field(
        default=None,
        index=index,
        sa_type=TIMESTAMP(timezone=True),
        sa_column_kwargs={"server_default": func.now(), "nullable": False},
    )
    return field


def clock_field() -> datetime:
    """As `now_field`, but of the statement and not of the transaction: rows of one transaction keep their order."""
    field: datetime = Field(
        default=None,
        sa_type=TIMESTAMP(timezone=True),
        sa_column_kwargs={"server_default": func.clock_timestamp(), "nullable": False},
    )
    return field


def time_field() -> datetime | None:
    """A UTC time or NULL."""
    field: datetime | None = Field(
        default=None,
        sa_type=TIMESTAMP(timezone=True),
    )
    return field


def text_field(default: str = "") -> str:
    """Free text, never NULL."""
    field: str = Field(default=default, sa_type=Text, sa_column_kwargs={"server_default": text(f"'{default}'")})
    return field


def name_field() -> str:
    """A name, never NULL, ordered by its bytes: no upgrade of the system's locale changes an order or an index."""
    field: str = Field(default="", sa_type=Text(collation="C"), sa_column_kwargs={"server_default": text("''")})
    return field


def texts_field() -> list[str]:
    """A list of texts, never NULL."""
    field: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    return field


def ids_field() -> list[UUID]:
    """A list of ids, never NULL."""
    field: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False, server_default=text("'{}'"))
    )
    return field


def json_field(default: str = "[]") -> Any:
    """A JSON document, never NULL."""
    return Field(default=None, sa_column=Column(JSONB, nullable=False, server_default=text(f"'{default}'")))


def count_field() -> int:
    """A number of things that happened, from 0."""
    field: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    return field


def reference(target: str, *, nullable: bool = False, index: bool = True, ondelete: str | None = None) -> Any:
    """A foreign key to `table.column`."""
    return Field(default=None, sa_column=Column(ForeignKey(target, ondelete=ondelete), nullable=nullable, index=index))
