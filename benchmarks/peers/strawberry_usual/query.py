"""The root fields and their connections."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ColumnElement, Select, func
from sqlmodel import col, select
from strawberry.types import Info

from benchmarks.peers.strawberry_usual.loaders import Loaders
from benchmarks.peers.strawberry_usual.types import (
    AppTemplate,
    Node,
    PageInfo,
    Review,
    StoreApp,
    loaders,
    review_of,
    store_app_of,
    template_of,
)
from domain.lifecycle import ReviewState
from storage import tables


@strawberry.type
class AppTemplates:
    nodes: list[AppTemplate]
    page_info: PageInfo


@strawberry.type
class StoreApps:
    nodes: list[StoreApp]
    page_info: PageInfo

    @strawberry.field
    async def total_count(self, info: Info[Any, Any]) -> int:
        return await _count(loaders(info), tables.StoreApp, col(tables.StoreApp.listed).is_(True))


@strawberry.type
class Reviews:
    nodes: list[Review]
    page_info: PageInfo
    states: strawberry.Private[list[ReviewState]]

    @strawberry.field
    async def total_count(self, info: Info[Any, Any]) -> int:
        return await _count(loaders(info), tables.Review, *_in_queue(loaders(info), self.states))


@strawberry.type
class Query:
    @strawberry.field
    async def node(self, info: Info[Any, Any], id: strawberry.ID) -> Node | None:  # noqa: A002 - the schema's name
        prefix, _, key = id.partition("_")
        row = await loaders(info).template.load(UUID(key)) if prefix == "tpl" else None
        return template_of(row) if row else None

    @strawberry.field
    async def templates(self, info: Info[Any, Any], first: int = 20) -> AppTemplates:
        seen = select(tables.Template).where(loaders(info).caller.sees_template())
        ordered = seen.order_by(col(tables.Template.name), col(tables.Template.id))
        rows, page_info = await _page(loaders(info), ordered, first)
        return AppTemplates(nodes=[template_of(row) for row in rows], page_info=page_info)

    @strawberry.field
    async def store_apps(self, info: Info[Any, Any], first: int = 20) -> StoreApps:
        listed = select(tables.StoreApp).where(col(tables.StoreApp.listed))
        ordered = listed.order_by(col(tables.StoreApp.published_at).desc(), col(tables.StoreApp.id).desc())
        rows, page_info = await _page(loaders(info), ordered, first)
        return StoreApps(nodes=[store_app_of(row) for row in rows], page_info=page_info)

    @strawberry.field
    async def reviews(self, info: Info[Any, Any], states: list[ReviewState], first: int = 20) -> Reviews:
        queue = select(tables.Review).where(*_in_queue(loaders(info), states))
        ordered = queue.order_by(col(tables.Review.submitted_at), col(tables.Review.id))
        rows, page_info = await _page(loaders(info), ordered, first)
        return Reviews(nodes=[review_of(row) for row in rows], page_info=page_info, states=states)


def _in_queue(loaders: Loaders, states: list[ReviewState]) -> tuple[ColumnElement[bool], ...]:
    wanted = col(tables.Review.state).in_([state.value for state in states])
    alive = select(tables.Version.id).where(
        col(tables.Version.id) == col(tables.Review.version_id), col(tables.Version.deleted_at).is_(None)
    )
    return loaders.caller.sees_review(), wanted, alive.exists()


async def _page(loaders: Loaders, statement: Select[Any], first: int) -> tuple[Sequence[Any], PageInfo]:
    rows = await loaders.rows(statement.limit(first + 1))
    shown = rows[:first]
    cursor = base64.b64encode(str(shown[-1].id).encode()).decode() if shown else None
    return shown, PageInfo(has_next_page=len(rows) > first, end_cursor=cursor)


async def _count(loaders: Loaders, model: Any, *where: ColumnElement[bool]) -> int:
    return int((await loaders.rows(select(func.count()).select_from(model).where(*where)))[0])
