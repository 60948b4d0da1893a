"""The DataLoaders of one request. Each batch is a statement in a session of its own, as loaders run side by side."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, true
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlmodel import col, select
from strawberry.dataloader import DataLoader

from storage.tables import Category, PackageFile, Review, ReviewPhase, Template, TextBlob, User, Version, Workspace
from storage.tables import Package as PackageRow


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the workspaces that they belong to, or a reviewer, who sees what was submitted anywhere."""

    workspaces: tuple[UUID, ...]
    is_reviewer: bool

    def sees_template(self) -> ColumnElement[bool]:
        """Templates of their workspaces, submitted ones for a reviewer."""
        submitted = col(Template.first_submitted_at).is_not(None)
        own = col(Template.workspace_id).in_(self.workspaces)
        return and_(col(Template.deleted_at).is_(None), submitted if self.is_reviewer else own)

    def sees_version(self) -> ColumnElement[bool]:
        """As templates; and what the store shows."""
        submitted = col(Version.first_submitted_at).is_not(None)
        own = col(Version.workspace_id).in_(self.workspaces)
        seen = or_(submitted if self.is_reviewer else own, col(Version.state) == "ACTIVE")
        return and_(col(Version.deleted_at).is_(None), seen)

    def sees_review(self) -> ColumnElement[bool]:
        """Those of their workspaces, all for a reviewer."""
        return true() if self.is_reviewer else col(Review.workspace_id).in_(self.workspaces)


NEWEST_VERSION = (col(Version.sort_key).desc(), col(Version.created_at).desc(), col(Version.id).desc())
NEWEST_REVIEW = (col(Review.submitted_at).desc(), col(Review.id).desc())


class Loaders:
    """One of each kind a request, made when first used."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], caller: Caller) -> None:
        self.sessions = sessions
        self.caller = caller
        self._paged: dict[tuple[str, int], DataLoader[UUID, list[Any]]] = {}

    async def rows(self, statement: Select[Any]) -> list[Any]:
        """What the statement finds."""
        async with self.sessions() as session:
            return list((await session.scalars(statement)).all())

    @cached_property
    def template(self) -> DataLoader[UUID, Template | None]:
        """By id."""
        return self._one(lambda keys: select(Template).where(col(Template.id).in_(keys), self.caller.sees_template()))

    @cached_property
    def version(self) -> DataLoader[UUID, Version | None]:
        """By id."""
        return self._one(lambda keys: select(Version).where(col(Version.id).in_(keys), self.caller.sees_version()))

    @cached_property
    def user(self) -> DataLoader[UUID, User | None]:
        """By id."""
        return self._one(lambda keys: select(User).where(col(User.id).in_(keys)))

    @cached_property
    def category(self) -> DataLoader[UUID, Category | None]:
        """By id."""
        return self._one(lambda keys: select(Category).where(col(Category.id).in_(keys)))

    @cached_property
    def workspace(self) -> DataLoader[UUID, Workspace | None]:
        """By id, for its public face."""
        return self._one(lambda keys: select(Workspace).where(col(Workspace.id).in_(keys)))

    @cached_property
    def package(self) -> DataLoader[str, PackageRow | None]:
        """By digest."""
        return self._one(lambda keys: select(PackageRow).where(col(PackageRow.digest).in_(keys)), "digest")

    @cached_property
    def text(self) -> DataLoader[str, TextBlob | None]:
        """By digest."""
        return self._one(lambda keys: select(TextBlob).where(col(TextBlob.digest).in_(keys)), "digest")

    @cached_property
    def files(self) -> DataLoader[str, list[PackageFile]]:
        """Of a package, by path."""
        return self._many(
            lambda keys: (
                select(PackageFile).where(col(PackageFile.package_digest).in_(keys)).order_by(col(PackageFile.path))
            ),
            "package_digest",
        )

    @cached_property
    def phases(self) -> DataLoader[UUID, list[ReviewPhase]]:
        """Of a review, in order."""
        return self._many(
            lambda keys: (
                select(ReviewPhase).where(col(ReviewPhase.review_id).in_(keys)).order_by(col(ReviewPhase.position))
            ),
            "review_id",
        )

    def versions_of_template(self, first: int) -> DataLoader[UUID, list[Version]]:
        """The newest ones."""
        return self._page("template", Version, "template_id", NEWEST_VERSION, self.caller.sees_version(), first)

    def versions_of_store_app(self, first: int) -> DataLoader[UUID, list[Version]]:
        """The newest ACTIVE ones, by the template's id."""
        shown = and_(col(Version.deleted_at).is_(None), col(Version.state) == "ACTIVE")
        return self._page("store", Version, "template_id", NEWEST_VERSION, shown, first)

    def reviews_of_version(self, first: int) -> DataLoader[UUID, list[Review]]:
        """The newest ones."""
        return self._page("reviews", Review, "version_id", NEWEST_REVIEW, self.caller.sees_review(), first)

    def _one(self, statement: Callable[[Sequence[Any]], Select[Any]], key: str = "id") -> DataLoader[Any, Any]:
        async def load(keys: list[Any]) -> list[Any]:
            found = {getattr(row, key): row for row in await self.rows(statement(keys))}
            return [found.get(each) for each in keys]

        return DataLoader(load_fn=load)

    def _many(self, statement: Callable[[Sequence[Any]], Select[Any]], parent: str) -> DataLoader[Any, list[Any]]:
        async def load(keys: list[Any]) -> list[list[Any]]:
            found: dict[Any, list[Any]] = defaultdict(list)
            for row in await self.rows(statement(keys)):
                found[getattr(row, parent)].append(row)
            return [found[each] for each in keys]

        return DataLoader(load_fn=load)

    def _page(
        self, name: str, model: Any, parent: str, order: tuple[Any, ...], where: ColumnElement[bool], first: int
    ) -> DataLoader[UUID, list[Any]]:
        key = name, first
        if key not in self._paged:
            statement = partial(_first_of_each, model, parent, order, where, first)
            self._paged[key] = self._many(statement, parent)
        return self._paged[key]


def _first_of_each(
    model: Any, parent: str, order: tuple[Any, ...], where: ColumnElement[bool], first: int, keys: Sequence[UUID]
) -> Select[Any]:
    """The first rows of each parent, by their number among its own."""
    column = getattr(model, parent)
    number = func.row_number().over(partition_by=column, order_by=order).label("number")
    numbered = select(model.id, number).where(col(column).in_(keys), where).subquery()
    statement: Select[Any] = select(model).join(numbered, numbered.c.id == model.id).where(numbered.c.number <= first)
    return statement.order_by(*order)
