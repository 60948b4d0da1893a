"""What every read shares: live rows of a table under a scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from policies.predicate import Thing
from policies.scope import Scope
from storage.predicates import render
from storage.tables import (
    ApiToken,
    AuditEvent,
    Category,
    Membership,
    Repository,
    RepositoryChart,
    RepositoryChartVersion,
    RepositorySync,
    Review,
    ReviewPhase,
    Role,
    SigningKey,
    StoreApp,
    Template,
    User,
    Version,
    Workspace,
)

MODELS: dict[Thing, type[SQLModel]] = {
    Thing.WORKSPACE: Workspace,
    Thing.MEMBERSHIP: Membership,
    Thing.USER: User,
    Thing.ROLE: Role,
    Thing.API_TOKEN: ApiToken,
    Thing.TEMPLATE: Template,
    Thing.VERSION: Version,
    Thing.REVIEW: Review,
    Thing.REVIEW_PHASE: ReviewPhase,
    Thing.STORE_APP: StoreApp,
    Thing.CATEGORY: Category,
    Thing.AUDIT_EVENT: AuditEvent,
    Thing.SIGNING_KEY: SigningKey,
    Thing.REPOSITORY: Repository,
    Thing.REPOSITORY_SYNC: RepositorySync,
    Thing.REPOSITORY_CHART: RepositoryChart,
    Thing.REPOSITORY_CHART_VERSION: RepositoryChartVersion,
}


def table_of(model: type[SQLModel]) -> FromClause:
    """The table behind a model, with the columns that are not mapped."""
    table: FromClause = model.__table__  # type: ignore[attr-defined]  # SQLModel's metaclass sets it
    return table


def is_visible(scope: Scope, source: FromClause) -> ColumnElement[bool]:
    """Live and under the scope. A review lives as long as its version."""
    clauses = [render(scope.predicate, source)]
    if "deleted_at" in source.c:
        clauses.append(source.c.deleted_at.is_(None))
    if scope.thing is Thing.REVIEW:
        version = table_of(Version).alias()
        alive = select(1).where(version.c.id == source.c.version_id, version.c.deleted_at.is_(None))
        clauses.append(alive.correlate(source).exists())
    return and_(*clauses)


def visible(scope: Scope) -> Select[Any]:
    """The rows of the scope's thing that the caller may see, as models."""
    model = MODELS[scope.thing]
    return select(model).where(is_visible(scope, table_of(model)))


async def find(session: AsyncSession, scope: Scope, row_id: UUID, *, lock: bool = False) -> Any:
    """The row by id, or None when it is not there or not for this caller; `lock` holds it to the transaction's end.

    Held so that others may still refer to it (FOR NO KEY UPDATE): an audit event of a workspace's template does not
    wait for whoever holds the workspace, and so cannot deadlock with them.
    """
    statement = visible(scope).where(table_of(MODELS[scope.thing]).c.id == row_id)
    if lock:
        statement = statement.with_for_update(of=MODELS[scope.thing], key_share=True).execution_options(
            populate_existing=True
        )
    return (await session.execute(statement)).scalar_one_or_none()
