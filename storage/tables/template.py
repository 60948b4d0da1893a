"""A workspace's product: the working copy, its versions, and what the store shows of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Index, Text, TextClause, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from storage.tables.columns import (
    count_field,
    id_field,
    ids_field,
    json_field,
    name_field,
    now_field,
    reference,
    text_field,
    texts_field,
    time_field,
)
from storage.tables.package import digest_reference

_SEARCH = """setweight(to_tsvector('simple', name || ' ' || display_name), 'A')
 || setweight(to_tsvector('simple', joined(keywords) || ' ' || summary), 'B')
 || setweight(to_tsvector('simple', description), 'C')"""
LIVE = text("deleted_at IS NULL")
LISTED = text("listed")
ACTIVE = text("state = 'ACTIVE' AND deleted_at IS NULL")


def _ordered_within(table: str, owner: str, orders: tuple[str, ...], where: TextClause) -> Iterator[Index]:
    """An index for each order of what one workspace or category has: else a small one waits for a walk through all."""
    for order in orders:
        column = order if order in ("name", "downloads") else f"{order}_at"
        yield Index(f"{table}_{owner}_{order}", f"{owner}_id", column, "id", postgresql_where=where)


def _search_column() -> Column[Any]:
    # Appended to the table and not mapped: statements use it, rows never carry it.
    return Column("search", TSVECTOR, Computed(_SEARCH, persisted=True))


class Template(SQLModel, table=True):
    """The working copy. `state` follows from the versions; `suspended_at` is suspendTemplate's flag beside them."""

    __tablename__ = "template"
    __table_args__ = (
        Index("template_name_key", "workspace_id", "name", unique=True, postgresql_where=LIVE),
        Index("template_created", "created_at", "id", postgresql_where=LIVE),
        Index("template_updated", "updated_at", "id", postgresql_where=LIVE),
        Index("template_name", "name", "id", postgresql_where=LIVE),
        *_ordered_within("template", "workspace", ("created", "updated"), LIVE),
        *_ordered_within("template", "category", ("name", "created", "updated"), LIVE),
        CheckConstraint("state IN ('DRAFT', 'ACTIVE', 'SUSPENDED')", name="template_state"),
    )

    id: UUID = id_field()
    workspace_id: UUID = reference("workspace.id")
    name: str = name_field()
    display_name: str = text_field()
    summary: str = text_field()
    description: str = text_field()
    home: str = text_field()
    keywords: list[str] = texts_field()
    sources: list[str] = texts_field()
    maintainers: Any = json_field()
    icon_digest: str | None = digest_reference("image.digest", nullable=True)
    category_id: UUID = reference("category.id")
    state: str = text_field("DRAFT")
    suspended_at: datetime | None = time_field()
    first_submitted_at: datetime | None = time_field()
    created_by: UUID | None = reference("app_user.id", nullable=True, index=False)
    created_at: datetime = now_field()
    updated_at: datetime = now_field()
    revision: int = Field(default=1)
    deleted_at: datetime | None = time_field()


class TemplateScreenshot(SQLModel, table=True):
    """A screenshot of the working copy, by place."""

    __tablename__ = "template_screenshot"

    template_id: UUID = Field(primary_key=True, foreign_key="template.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    image_digest: str = digest_reference("image.digest")


class Version(SQLModel, table=True):
    """One package with its own lifecycle. `sort_key` orders bytewise as SemVer does."""

    __tablename__ = "version"
    __table_args__ = (
        Index("version_name_key", "template_id", "version", unique=True, postgresql_where=LIVE),
        Index("version_order", "template_id", "sort_key", "created_at", "id", postgresql_where=LIVE),
        Index("version_created", "template_id", "created_at", "id", postgresql_where=LIVE),
        # A review lives as long as its version: whole lists of reviews are counted by the few that are gone.
        Index("version_deleted", "id", postgresql_where=text("deleted_at IS NOT NULL")),
        Index("version_active", "workspace_id", "template_id", postgresql_where=ACTIVE),
        CheckConstraint(
            "state IN ('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'PASSED', 'REJECTED', 'ACTIVE', 'SUSPENDED')",
            name="version_state",
        ),
    )

    id: UUID = id_field()
    template_id: UUID = reference("template.id", index=False)
    workspace_id: UUID = reference("workspace.id")
    version: str = text_field()
    app_version: str | None = Field(default=None, sa_type=Text)
    sort_key: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    description: str = text_field()
    state: str = text_field("DRAFT")
    state_message: str | None = Field(default=None, sa_type=Text)
    state_changed_at: datetime = now_field()
    hidden_by_template: bool = Field(default=False)
    package_digest: str = digest_reference("package.digest")
    review_id: UUID | None = Field(default=None)
    first_submitted_at: datetime | None = time_field()
    created_by: UUID | None = reference("app_user.id", nullable=True, index=False)
    uploaders: list[UUID] = ids_field()
    created_at: datetime = now_field()
    updated_at: datetime = now_field()
    revision: int = Field(default=1)
    downloads: int = count_field()
    deleted_at: datetime | None = time_field()


class StoreApp(SQLModel, table=True):
    """The published snapshot of a template. `listed` while a version of it is ACTIVE."""

    __tablename__ = "store_app"
    __table_args__ = (
        Index("store_app_published", "published_at", "id", postgresql_where=LISTED),
        Index("store_app_updated", "updated_at", "id", postgresql_where=LISTED),
        Index("store_app_name", "name", "id", postgresql_where=LISTED),
        Index("store_app_downloads", "downloads", "id", postgresql_where=LISTED),
        *_ordered_within("store_app", "category", ("name", "published", "updated", "downloads"), LISTED),
    )

    id: UUID = id_field()
    template_id: UUID = Field(foreign_key="template.id", unique=True)
    workspace_id: UUID = reference("workspace.id")
    name: str = name_field()
    display_name: str = text_field()
    summary: str = text_field()
    description: str = text_field()
    home: str = text_field()
    keywords: list[str] = texts_field()
    sources: list[str] = texts_field()
    maintainers: Any = json_field()
    icon_digest: str | None = digest_reference("image.digest", nullable=True)
    category_id: UUID = reference("category.id")
    listed: bool = Field(default=True)
    downloads: int = count_field()
    """Of all its versions, those that are gone included."""
    published_at: datetime = now_field()
    updated_at: datetime = now_field()


class StoreScreenshot(SQLModel, table=True):
    """A screenshot of the published snapshot, by place."""

    __tablename__ = "store_screenshot"

    store_app_id: UUID = Field(primary_key=True, foreign_key="store_app.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    image_digest: str = digest_reference("image.digest")


class StoreRevision(SQLModel, table=True):
    """One row: the number of what the store shows, which every change of it raises as it commits (by trigger)."""

    __tablename__ = "store_revision"
    __table_args__ = (CheckConstraint("id = 1", name="store_revision_single"),)

    id: int = Field(default=1, primary_key=True)
    revision: int = Field(default=1, sa_type=BigInteger)


class IndexRevision(SQLModel, table=True):
    """The numbers of what Helm's index of a workspace lists, raised as `StoreRevision` is; none yet counts as 0."""

    __tablename__ = "index_revision"

    workspace_id: UUID = Field(primary_key=True)
    published: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    """Of its ACTIVE versions."""
    revision: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    """Of all its versions."""


for _model in (Template, StoreApp):
    _table = SQLModel.metadata.tables[str(_model.__tablename__)]
    _table.append_column(_search_column())
    Index(f"{_table.name}_search", _table.c.search, postgresql_using="gin")
