"""What Helm's indexes list, written by the database as JSON, and the revisions that tell whether it still is so.

A text of an app is the entries of its versions with commas between, newest first. Everything in them is of the version
and its package: who sees the same versions is given the same bytes.
"""

import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import is_visible, table_of
from storage.statements import Statements
from storage.tables import IndexRevision, Package, StoreApp, StoreRevision, Template, Version, Workspace
from storage.transaction import Transaction

NOBODY = UUID(int=0)
"""Stands for the workspace that is not there."""
# Of no workspace, the store's alone counts.
_NOW: LiteralString = """SELECT uuid_send(coalesce(w.id, '00000000-0000-0000-0000-000000000000'))
 || int8send(coalesce(i.published, 0)) || int8send(coalesce(i.revision, 0))
 || int8send(s.revision) || int8send(p.revision) || float8send(extract(epoch FROM now())::float8)
 FROM store_revision s CROSS JOIN policy_revision p
 LEFT JOIN workspace w ON w.name = $1::text AND w.deleted_at IS NULL
 LEFT JOIN index_revision i ON i.workspace_id = w.id"""
_FORM = struct.Struct(">16sqqqqd")
_TIME = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
_VERSION = table_of(Version)
_PACKAGE = table_of(Package)


class Now(NamedTuple):
    """The workspace of a name and the revisions, as one statement found them, and the time in seconds since 1970."""

    workspace_id: UUID
    published: int
    revision: int
    store: int
    policy: int
    time: float


class Listed(NamedTuple):
    """An app in an index: whose it is, its chart's name, its versions' entries, how many, and their last change."""

    publisher: str
    chart: str
    entries: bytes
    versions: int
    changed_at: datetime


async def now_of(statements: Statements, workspace: str = "") -> Now:
    """The revisions as of now. Unavailable."""
    workspace_id, *rest = _FORM.unpack(await statements.fetch_value(_NOW, (workspace,)))
    return Now(UUID(bytes=workspace_id), *rest)


async def store_revision(session: Transaction) -> int:
    """The number of what the store shows in this snapshot."""
    return (await session.execute(select(col(StoreRevision.revision)))).scalar_one()


async def index_revision(session: Transaction, workspace_id: UUID, *, published: bool) -> int:
    """The number of what the workspace has in this snapshot, or of what it has published."""
    number = col(IndexRevision.published) if published else col(IndexRevision.revision)
    return await session.scalar(select(number).where(col(IndexRevision.workspace_id) == workspace_id)) or 0


async def listed_in_store(session: Transaction, scope: Scope, most: int) -> Sequence[Listed]:
    """The store's apps under a scope of store apps; of no more than so many versions."""
    app, workspace = table_of(StoreApp), table_of(Workspace)
    path = literal("charts/") + workspace.c.name + "/" + app.c.name
    versions = (
        _versions(workspace.c.name, app.c.name, path)
        .join(app, app.c.template_id == _VERSION.c.template_id)
        .join(workspace, workspace.c.id == app.c.workspace_id)
        .where(workspace.c.deleted_at.is_(None), is_visible(scope, app))
        .where(_VERSION.c.state == literal_column("'ACTIVE'"), _VERSION.c.deleted_at.is_(None))
    )
    return await _listed(session, versions, most)


async def listed_in_workspace(
    session: Transaction, scope: Scope, workspace_id: UUID, most: int, *, published: bool
) -> Sequence[Listed]:
    """The workspace's charts under a scope of versions, those that are published or all that are not SUSPENDED."""
    template = table_of(Template)
    state = _VERSION.c.state
    wanted = state == literal_column("'ACTIVE'") if published else state != literal_column("'SUSPENDED'")
    versions = (
        _versions(literal_column("''"), template.c.name, literal("charts/") + template.c.name)
        .join(template, template.c.id == _VERSION.c.template_id)
        .where(_VERSION.c.workspace_id == workspace_id, wanted, is_visible(scope, _VERSION))
    )
    return await _listed(session, versions, most)


async def sees_any(session: Transaction, scope: Scope, workspace_id: UUID) -> bool:
    """Whether there is anything in the workspace under a scope of versions."""
    found = select(1).where(_VERSION.c.workspace_id == workspace_id, is_visible(scope, _VERSION)).exists()
    return bool(await session.scalar(select(found)))


def _versions(publisher: ColumnElement[str], chart: ColumnElement[str], path: ColumnElement[str]) -> Select[Any]:
    """A row a version: its app, what it is ordered by, and its entry. `path` is that of the app, relative."""
    return (
        select(
            publisher.label("publisher"),
            chart.label("chart"),
            _VERSION.c.sort_key,
            _VERSION.c.created_at,
            _VERSION.c.id,
            _VERSION.c.updated_at,
            _entry(chart, path).label("entry"),
        )
        .select_from(_VERSION)
        .join(_PACKAGE, _PACKAGE.c.digest == _VERSION.c.package_digest)
    )


def _entry(chart: ColumnElement[str], path: ColumnElement[str]) -> ColumnElement[str]:
    """Chart.yaml's content, which is kept under Helm's names, with what an index says beside it (Helm's ChartVersion).

    No key of it is ours: Helm refuses a whole index in YAML for a key that it does not know.
    """
    url = path + "/" + chart + "-" + _VERSION.c.version + ".tgz"
    beside = func.jsonb_build_object(
        *("name", chart, "version", _VERSION.c.version, "urls", func.jsonb_build_array(url)),
        *("created", func.to_char(_VERSION.c.created_at, _TIME), "digest", func.substr(_PACKAGE.c.digest, 8)),
    )
    text: ColumnElement[str] = (
        func.jsonb_strip_nulls(_PACKAGE.c.chart).op("||")(beside).op("::")(literal_column("text"))
    )
    return text


async def _listed(session: Transaction, versions: Select[Any], most: int) -> Sequence[Listed]:
    row = versions.limit(most).subquery("row")
    newest_first = (row.c.sort_key.desc(), row.c.created_at.desc(), row.c.id.desc())
    entries = func.string_agg(row.c.entry, aggregate_order_by(literal_column("','"), *newest_first))
    found = await session.execute(
        select(
            row.c.publisher,
            row.c.chart,
            func.convert_to(entries, literal_column("'UTF8'")),
            func.count(),
            func.max(row.c.updated_at),
        )
        .group_by(row.c.publisher, row.c.chart)
        .order_by(row.c.publisher, row.c.chart)
    )
    return [Listed(*one) for one in found]
