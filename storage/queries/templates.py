"""Templates: the lists, their screenshots, and what decides on what can be done to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import table_of
from storage.queries.categories import category_named
from storage.queries.orders import Keys, Order, arrange, text_key, time_key
from storage.queries.pages import Listing
from storage.queries.rows import any_of
from storage.queries.search import search_by
from storage.queries.workspaces import named
from storage.tables import StoreApp, StoreScreenshot, Template, TemplateScreenshot, Version
from storage.transaction import Transaction

_TABLE = table_of(Template)
_BY: Keys = {
    "NAME": (text_key(_TABLE, "name"),),
    "CREATED_AT": (time_key(_TABLE, "created_at"),),
    "UPDATED_AT": (time_key(_TABLE, "updated_at"),),
}


@dataclass(frozen=True, slots=True)
class WantedTemplates:
    """What a list of templates is asked for."""

    words: str | None = None
    states: tuple[str, ...] | None = None
    workspace: str | None = None
    category: str | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules of actions ask of a template: its flag, its versions' states, its place in the store."""

    is_suspended: bool
    is_listed: bool
    states: frozenset[str]


def list_templates(scope: Scope, wanted: WantedTemplates) -> Listing:
    """Templates of every workspace, by name unless ordered or searched."""
    return _listing(scope, wanted, "templates", None)


def list_templates_of_workspace(scope: Scope, wanted: WantedTemplates) -> Listing:
    """Templates of each workspace, by name unless ordered or searched."""
    return _listing(scope, wanted, "Workspace.templates", "workspace_id")


def _listing(scope: Scope, wanted: WantedTemplates, name: str, parent: str | None) -> Listing:
    search = search_by(wanted.words, _TABLE.c.search)
    return arrange(scope, name, _BY, Order("NAME"), wanted.order, search, tuple(_filters(wanted)), parent)


def _filters(wanted: WantedTemplates) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if wanted.states is not None:
        filters.append(any_of(_TABLE.c.state, wanted.states))
    if wanted.workspace is not None:
        filters.append(_TABLE.c.workspace_id.in_(named(wanted.workspace)))
    if wanted.category is not None:
        filters.append(_TABLE.c.category_id.in_(category_named(wanted.category)))
    return filters


async def screenshots_of_templates(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """The digests of each working copy's screenshots, in order."""
    return await _in_order(session, col(TemplateScreenshot.template_id), col(TemplateScreenshot.image_digest), ids)


async def screenshots_of_store_apps(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    """The digests of each published snapshot's screenshots, in order."""
    return await _in_order(session, col(StoreScreenshot.store_app_id), col(StoreScreenshot.image_digest), ids)


async def _in_order(session: Transaction, owner: Any, digest: Any, ids: Sequence[UUID]) -> Mapping[UUID, list[str]]:
    position = owner.table.c.position
    found = defaultdict(list)
    for owner_id, image in await session.execute(
        select(owner, digest).where(any_of(owner, ids)).order_by(owner, position)
    ):
        found[owner_id].append(image)
    return found


async def snapshots_of(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, StoreApp]:
    """What each template was last published as, listed or not."""
    rows = await session.scalars(select(StoreApp).where(any_of(col(StoreApp.template_id), ids)))
    return {row.template_id: row for row in rows}


async def standing_of(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
    """What the rules of actions ask of each template."""
    versions = select(func.array_agg(col(Version.state).distinct())).where(
        col(Version.template_id) == col(Template.id), col(Version.deleted_at).is_(None)
    )
    listed = select(1).where(col(StoreApp.template_id) == col(Template.id), col(StoreApp.listed)).exists()
    columns = col(Template.id), col(Template.suspended_at).is_not(None), listed, versions.scalar_subquery()
    rows = await session.execute(select(*columns).where(any_of(col(Template.id), ids)))
    return {key: Standing(suspended, is_listed, frozenset(states or ())) for key, suspended, is_listed, states in rows}
