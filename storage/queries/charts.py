"""One chart version by its names, as Helm's clients ask for packages. SUSPENDED ones are not there for any of them."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import is_visible, table_of
from storage.tables import Package, Provenance, StoreApp, Template, TextBlob, Version, Workspace
from storage.transaction import Transaction


class FoundChart(NamedTuple):
    """A version that may be downloaded now, and its package."""

    version_id: UUID
    workspace_id: UUID
    digest: str
    size: int


async def chart_named(
    session: Transaction, scope: Scope, workspace: str, chart: str, version: str
) -> FoundChart | None:
    """The version of that name, of the chart of that name, in the live workspace of that name, under the scope."""
    named = _named(workspace, version).join(Template, col(Template.id) == col(Version.template_id))
    named = named.where(col(Template.name) == chart, col(Template.deleted_at).is_(None))
    return await _found(session, named.where(is_visible(scope, table_of(Version)), col(Version.state) != "SUSPENDED"))


async def published_chart_named(
    session: Transaction, scope: Scope, publisher: str, chart: str, version: str
) -> FoundChart | None:
    """The same of what the store shows, under a scope of store apps."""
    named = _named(publisher, version).join(StoreApp, col(StoreApp.template_id) == col(Version.template_id))
    named = named.where(col(StoreApp.name) == chart, col(Version.deleted_at).is_(None))
    return await _found(session, named.where(is_visible(scope, table_of(StoreApp)), col(Version.state) == "ACTIVE"))


def _named(workspace: str, version: str) -> Select[UUID, UUID, str, int]:
    columns = col(Version.id), col(Version.workspace_id), col(Package.digest), col(Package.size)
    return (
        select(*columns)
        .select_from(Version)
        .join(Workspace, col(Workspace.id) == col(Version.workspace_id))
        .join(Package, col(Package.digest) == col(Version.package_digest))
        .where(col(Workspace.name) == workspace, col(Workspace.deleted_at).is_(None), col(Version.version) == version)
    )


async def _found(session: Transaction, statement: Select[UUID, UUID, str, int]) -> FoundChart | None:
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else FoundChart._make(row)


async def provenance_of(session: Transaction, found: FoundChart) -> str | None:
    """The provenance file that came with the package that the version has now."""
    statement = (
        select(col(TextBlob.text))
        .join(Provenance, col(Provenance.text_digest) == col(TextBlob.digest))
        .where(col(Provenance.version_id) == found.version_id, col(Provenance.package_digest) == found.digest)
    )
    return (await session.execute(statement)).scalar_one_or_none()
