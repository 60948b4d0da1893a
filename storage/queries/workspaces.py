"""Workspaces: the list, their public face, and what they use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import table_of, visible
from storage.queries.orders import Keys, Order, arrange, text_key, time_key
from storage.queries.pages import Listing
from storage.queries.rows import any_of
from storage.queries.search import search_in
from storage.tables import Blob, StoreApp, StoreScreenshot, Template, TemplateScreenshot, Version, Workspace
from storage.transaction import Transaction

_TABLE = table_of(Workspace)
_BY: Keys = {"NAME": (text_key(_TABLE, "name"),), "CREATED_AT": (time_key(_TABLE, "created_at"),)}


@dataclass(frozen=True, slots=True)
class WantedWorkspaces:
    """What a list of workspaces is asked for."""

    words: str | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a workspace's live things add up to."""

    templates: int = 0
    versions: int = 0
    stored_bytes: int = 0


def list_workspaces(scope: Scope, wanted: WantedWorkspaces) -> Listing:
    """Workspaces by name unless ordered or searched."""
    search = search_in(wanted.words, _TABLE.c.name, _TABLE.c.display_name, _TABLE.c.description)
    return arrange(scope, "workspaces", _BY, Order("NAME"), wanted.order, search)


def named(name: str) -> Select[Any]:
    """The id of the live workspace of that name, whoever asks: for filters on things that show the name anyway."""
    return select(col(Workspace.id)).where(col(Workspace.name) == name, col(Workspace.deleted_at).is_(None))


async def workspace_seen(session: Transaction, scope: Scope, name: str) -> Workspace | None:
    """The live workspace of that name, or None when there is none under the scope."""
    workspace: Workspace | None = await session.scalar(visible(scope).where(col(Workspace.name) == name))
    return workspace


async def public_faces(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Name and display name, which everything that a workspace publishes shows."""
    columns = (col(Workspace.id), col(Workspace.name), col(Workspace.display_name))
    rows = await session.execute(select(*columns).where(any_of(col(Workspace.id), ids)))
    return {workspace_id: (name, display_name) for workspace_id, name, display_name in rows}


async def usage_of(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, Usage]:
    """What each workspace's live things add up to, for callers who may see all of them. Equal bytes count once."""
    workspace_id = col(Workspace.id)
    rows = await session.execute(
        select(workspace_id, _count(Template), _count(Version), _stored_bytes()).where(any_of(workspace_id, ids))
    )
    return {workspace: Usage(templates, versions, int(stored)) for workspace, templates, versions, stored in rows}


def _count(model: type[Template] | type[Version]) -> ColumnElement[int]:
    live = col(model.workspace_id) == col(Workspace.id), col(model.deleted_at).is_(None)
    return select(func.count()).select_from(model).where(*live).scalar_subquery()


def _stored_bytes() -> ColumnElement[int]:
    digests = union(*(digest.correlate(Workspace) for digest in _digests()))
    return select(func.coalesce(func.sum(col(Blob.size)), 0)).where(col(Blob.digest).in_(digests)).scalar_subquery()


def _digests() -> tuple[Select[Any], ...]:
    """The blobs that live rows of the workspace refer to: packages, and images of working copies and of the store."""
    own_template = col(Template.workspace_id) == col(Workspace.id), col(Template.deleted_at).is_(None)
    snapshot = col(StoreApp.template_id) == col(Template.id)
    of_template = col(TemplateScreenshot.template_id) == col(Template.id)
    of_snapshot = col(StoreScreenshot.store_app_id) == col(StoreApp.id)
    return (
        select(col(Version.package_digest)).where(
            col(Version.workspace_id) == col(Workspace.id), col(Version.deleted_at).is_(None)
        ),
        select(col(Template.icon_digest)).where(*own_template),
        select(col(TemplateScreenshot.image_digest)).where(of_template, *own_template),
        select(col(StoreApp.icon_digest)).where(snapshot, *own_template),
        select(col(StoreScreenshot.image_digest)).where(of_snapshot, snapshot, *own_template),
    )
