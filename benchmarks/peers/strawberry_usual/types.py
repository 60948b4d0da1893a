"""The part of the store's schema that the operations ask, as Strawberry types over rows."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from benchmarks.peers.strawberry_usual.loaders import Loaders
from domain.lifecycle import ReviewPhaseName, ReviewPhaseState, ReviewState, TemplateState, VersionState
from storage import tables

for _enum in (TemplateState, VersionState, ReviewState, ReviewPhaseName, ReviewPhaseState):
    strawberry.enum(_enum)


def loaders(info: Info[Any, Any]) -> Loaders:
    """Those of the request."""
    found: Loaders = info.context["loaders"]
    return found


@strawberry.interface
class Node:
    id: strawberry.ID


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Publisher:
    name: str
    display_name: str


@strawberry.type
class Category(Node):
    name: str
    display_name: str


@strawberry.type
class User(Node):
    username: str
    display_name: str


@strawberry.type
class ChartFile:
    row: strawberry.Private[tables.PackageFile]
    path: str
    size: int

    @strawberry.field
    async def text(self, info: Info[Any, Any]) -> str | None:
        digest = self.row.text_digest
        found = await loaders(info).text.load(digest) if digest else None
        return found.text if found else None


@strawberry.type
class ReviewPhase:
    name: ReviewPhaseName
    state: ReviewPhaseState
    started_at: datetime | None
    decided_at: datetime | None
    message: str | None


@strawberry.type
class Review(Node):
    row: strawberry.Private[tables.Review]
    template_name: str
    version_name: str
    publisher: Publisher
    state: ReviewState
    submitted_at: datetime
    decided_at: datetime | None

    @strawberry.field
    async def phases(self, info: Info[Any, Any]) -> list[ReviewPhase]:
        return [
            ReviewPhase(
                name=ReviewPhaseName(row.name),
                state=ReviewPhaseState(row.state),
                started_at=row.started_at,
                decided_at=row.decided_at,
                message=row.message,
            )
            for row in await loaders(info).phases.load(self.row.id)
        ]

    @strawberry.field
    async def version(self, info: Info[Any, Any]) -> Annotated["AppVersion", strawberry.lazy(__name__)] | None:
        row = await loaders(info).version.load(self.row.version_id)
        return version_of(row) if row else None

    @strawberry.field
    async def submitted_by(self, info: Info[Any, Any]) -> User | None:
        row = await loaders(info).user.load(self.row.submitted_by) if self.row.submitted_by else None
        return User(id=_id("usr", row), username=row.username, display_name=row.display_name) if row else None


@strawberry.type
class VersionReviews:
    nodes: list[Review]


@strawberry.type
class AppVersion(Node):
    row: strawberry.Private[tables.Version]
    version: str
    app_version: str | None
    description: str
    state: VersionState
    state_changed_at: datetime
    created_at: datetime
    revision: int

    @strawberry.field
    async def readme(self, info: Info[Any, Any]) -> str | None:
        package = await loaders(info).package.load(self.row.package_digest)
        digest = package.readme_digest if package else None
        text = await loaders(info).text.load(digest) if digest else None
        return text.text if text else None

    @strawberry.field
    async def values(self, info: Info[Any, Any]) -> str:
        package = await loaders(info).package.load(self.row.package_digest)
        text = await loaders(info).text.load(package.values_digest) if package else None
        return text.text if text else ""

    @strawberry.field
    async def files(self, info: Info[Any, Any]) -> list[ChartFile]:
        rows = await loaders(info).files.load(self.row.package_digest)
        return [ChartFile(row=row, path=row.path, size=row.size) for row in rows]

    @strawberry.field
    async def reviews(self, info: Info[Any, Any], first: int = 20) -> VersionReviews:
        rows = await loaders(info).reviews_of_version(first).load(self.row.id)
        return VersionReviews(nodes=[review_of(row) for row in rows])

    @strawberry.field
    async def template(self, info: Info[Any, Any]) -> Annotated["AppTemplate", strawberry.lazy(__name__)] | None:
        row = await loaders(info).template.load(self.row.template_id)
        return template_of(row) if row else None


@strawberry.type
class AppVersions:
    nodes: list[AppVersion]


@strawberry.type
class AppTemplate(Node):
    row: strawberry.Private[tables.Template]
    name: str
    display_name: str
    summary: str
    description: str
    state: TemplateState
    created_at: datetime
    updated_at: datetime
    revision: int

    @strawberry.field
    async def versions(self, info: Info[Any, Any], first: int = 20) -> AppVersions:
        rows = await loaders(info).versions_of_template(first).load(self.row.id)
        return AppVersions(nodes=[version_of(row) for row in rows])

    @strawberry.field
    async def latest_version(self, info: Info[Any, Any]) -> AppVersion | None:
        rows = await loaders(info).versions_of_template(1).load(self.row.id)
        return version_of(rows[0]) if rows else None


@strawberry.type
class StoreApp(Node):
    row: strawberry.Private[tables.StoreApp]
    name: str
    display_name: str
    summary: str
    description: str
    home: str
    published_at: datetime
    updated_at: datetime

    @strawberry.field
    async def category(self, info: Info[Any, Any]) -> Category | None:
        row = await loaders(info).category.load(self.row.category_id)
        return Category(id=_id("cat", row), name=row.name, display_name=row.display_name) if row else None

    @strawberry.field
    async def publisher(self, info: Info[Any, Any]) -> Publisher | None:
        row = await loaders(info).workspace.load(self.row.workspace_id)
        return Publisher(name=row.name, display_name=row.display_name) if row else None

    @strawberry.field
    async def versions(self, info: Info[Any, Any], first: int = 20) -> AppVersions:
        rows = await loaders(info).versions_of_store_app(first).load(self.row.template_id)
        return AppVersions(nodes=[version_of(row) for row in rows])


def template_of(row: tables.Template) -> AppTemplate:
    """The type of a row."""
    return AppTemplate(
        id=_id("tpl", row),
        row=row,
        name=row.name,
        display_name=row.display_name,
        summary=row.summary,
        description=row.description,
        state=TemplateState(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
        revision=row.revision,
    )


def version_of(row: tables.Version) -> AppVersion:
    """The type of a row."""
    return AppVersion(
        id=_id("ver", row),
        row=row,
        version=row.version,
        app_version=row.app_version,
        description=row.description,
        state=VersionState(row.state),
        state_changed_at=row.state_changed_at,
        created_at=row.created_at,
        revision=row.revision,
    )


def review_of(row: tables.Review) -> Review:
    """The type of a row."""
    return Review(
        id=_id("rev", row),
        row=row,
        template_name=row.template_name,
        version_name=row.version_name,
        publisher=Publisher(name=row.publisher_name, display_name=row.publisher_display_name),
        state=ReviewState(row.state),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
    )


def store_app_of(row: tables.StoreApp) -> StoreApp:
    """The type of a row."""
    return StoreApp(
        id=_id("sto", row),
        row=row,
        name=row.name,
        display_name=row.display_name,
        summary=row.summary,
        description=row.description,
        home=row.home,
        published_at=row.published_at,
        updated_at=row.updated_at,
    )


def _id(prefix: str, row: Any) -> strawberry.ID:
    return strawberry.ID(f"{prefix}_{row.id}")
