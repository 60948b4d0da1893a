"""Third-party repositories of a workspace: where they are, how their syncs went, and the charts that they list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import (
    clock_field,
    id_field,
    name_field,
    now_field,
    reference,
    text_field,
    texts_field,
    time_field,
)

_STATES = "state IN ('PENDING', 'SYNCING', 'SUCCESSFUL', 'FAILED')"


def _owner(target: str) -> Any:
    """A reference that goes with what it refers to; the table's own indexes begin with it."""
    return Field(sa_column=Column(ForeignKey(target, ondelete="CASCADE"), nullable=False))


class Repository(SQLModel, table=True):
    """A repository of a workspace. `state` and what follows it are those of its newest sync.

    `credentials` are sealed (services.secrets). `seen_*` is what the last successful sync saw of the index.
    """

    __tablename__ = "repository"
    __table_args__ = (
        Index("repository_name_key", "workspace_id", "name", unique=True),
        Index("repository_due", "next_sync_at", postgresql_where=text("next_sync_at IS NOT NULL")),
        CheckConstraint("kind IN ('HELM', 'S3', 'OCI')", name="repository_kind"),
        CheckConstraint(_STATES, name="repository_state"),
    )

    id: UUID = id_field()
    workspace_id: UUID = reference("workspace.id", index=False)
    name: str = name_field()
    description: str = text_field()
    url: str = text_field()
    kind: str = text_field("HELM")
    credentials: bytes | None = Field(default=None, sa_type=LargeBinary)
    sync_period: int = Field(default=0)
    state: str = text_field("PENDING")
    state_message: str | None = Field(default=None, sa_type=Text)
    last_synced_at: datetime | None = time_field()
    next_sync_at: datetime | None = time_field()
    failures: int = Field(default=0)
    seen_etag: str | None = Field(default=None, sa_type=Text)
    seen_last_modified: str | None = Field(default=None, sa_type=Text)
    seen_digest: str | None = Field(default=None, sa_type=Text)
    created_by: UUID | None = reference("app_user.id", nullable=True, index=False)
    created_at: datetime = now_field()
    updated_at: datetime = now_field()
    revision: int = Field(default=1)


class RepositorySync(SQLModel, table=True):
    """One run of a sync. At most one of a repository is not finished; the database says so."""

    __tablename__ = "repository_sync"
    __table_args__ = (
        Index("repository_sync_order", "repository_id", "started_at", "id"),
        Index("repository_sync_unfinished", "repository_id", unique=True, postgresql_where=text("finished_at IS NULL")),
        CheckConstraint(_STATES, name="repository_sync_state"),
    )

    id: UUID = id_field()
    repository_id: UUID = _owner("repository.id")
    workspace_id: UUID = reference("workspace.id")
    state: str = text_field("PENDING")
    started_at: datetime = clock_field()
    finished_at: datetime | None = time_field()
    message: str | None = Field(default=None, sa_type=Text)
    charts_added: int = Field(default=0)
    charts_removed: int = Field(default=0)
    versions_added: int = Field(default=0)
    versions_changed: int = Field(default=0)
    versions_removed: int = Field(default=0)
    entries_skipped: int = Field(default=0)
    requested_by: str | None = Field(default=None, sa_type=Text)


class RepositoryChart(SQLModel, table=True):
    """A chart as the index lists it, with the words of its newest version. Its id follows from repository and name."""

    __tablename__ = "repository_chart"
    __table_args__ = (Index("repository_chart_name_key", "repository_id", "name", unique=True),)

    id: UUID = Field(primary_key=True)
    repository_id: UUID = _owner("repository.id")
    workspace_id: UUID = reference("workspace.id")
    name: str = name_field()
    description: str = text_field()
    icon: str | None = Field(default=None, sa_type=Text)
    home: str = text_field()
    keywords: list[str] = texts_field()
    deprecated: bool = Field(default=False)


class RepositoryChartVersion(SQLModel, table=True):
    """A version as the index lists it. Its id follows from chart and version; `fingerprint` is of the whole entry."""

    __tablename__ = "repository_chart_version"
    __table_args__ = (
        Index("repository_chart_version_key", "chart_id", "version", unique=True),
        Index("repository_chart_version_order", "chart_id", "sort_key", "id"),
        Index("repository_chart_version_repository", "repository_id"),
    )

    id: UUID = Field(primary_key=True)
    chart_id: UUID = _owner("repository_chart.id")
    repository_id: UUID = _owner("repository.id")
    workspace_id: UUID = reference("workspace.id")
    version: str = text_field()
    app_version: str | None = Field(default=None, sa_type=Text)
    sort_key: str = Field(sa_column=Column(Text(collation="C"), nullable=False))
    created_at: datetime | None = time_field()
    digest: str | None = Field(default=None, sa_type=Text)
    urls: list[str] = texts_field()
    fingerprint: int = Field(default=0, sa_type=BigInteger)
