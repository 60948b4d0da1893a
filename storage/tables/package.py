"""What is kept of uploaded bytes: blobs in the bucket, packages as read, their texts, and images.

All are keyed by the sha256 of the bytes (`sha256:<hex>`), so equal bytes are kept once, whoever sent them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.tables.columns import json_field, now_field, text_field


def digest_key() -> str:
    """A primary key that is a digest."""
    field: str = Field(primary_key=True, sa_type=Text)
    return field


def digest_reference(target: str, *, nullable: bool = False) -> Any:
    """A foreign key to a digest."""
    return Field(default=None, sa_column=Column(Text, ForeignKey(target), nullable=nullable, index=True))


class Blob(SQLModel, table=True):
    """An object in the bucket. The row is written before the object and removed with it (see storage.writes.sweep)."""

    __tablename__ = "blob"

    digest: str = digest_key()
    size: int = Field(sa_type=BigInteger)
    content_type: str = text_field()
    touched_at: datetime = now_field()


class TextBlob(SQLModel, table=True):
    """A text of a package, once however many packages have it."""

    __tablename__ = "text_blob"

    digest: str = digest_key()
    text: str = text_field()


class Package(SQLModel, table=True):
    """A chart package as read: metadata in the contract's words, and the texts that reads need."""

    __tablename__ = "package"

    digest: str = Field(sa_column=Column(Text, ForeignKey("blob.digest"), primary_key=True))
    size: int = Field(sa_type=BigInteger)
    chart_name: str = text_field()
    chart_version: str = text_field()
    chart: Any = json_field("{}")
    readme_digest: str | None = digest_reference("text_blob.digest", nullable=True)
    values_digest: str = digest_reference("text_blob.digest")
    values_schema: Any = Field(default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True))
    created_at: datetime = now_field()


class PackageFile(SQLModel, table=True):
    """A file of a package; without a text when it is binary or large."""

    __tablename__ = "package_file"

    package_digest: str = Field(
        sa_column=Column(Text, ForeignKey("package.digest", ondelete="CASCADE"), primary_key=True)
    )
    path: str = Field(sa_column=Column(Text(collation="C"), primary_key=True))
    size: int = Field(sa_type=BigInteger)
    text_digest: str | None = digest_reference("text_blob.digest", nullable=True)


class Image(SQLModel, table=True):
    """A re-encoded icon or screenshot."""

    __tablename__ = "image"

    digest: str = Field(sa_column=Column(Text, ForeignKey("blob.digest"), primary_key=True))
    content_type: str = text_field()
    size: int = Field()
    width: int = Field()
    height: int = Field()
