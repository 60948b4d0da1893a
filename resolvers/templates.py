"""Templates: look-ups, the lists, and how the working copy stands to the store."""

from typing import Any

from domain.lifecycle import TemplateAction, TemplateState, VersionState
from domain.page import page_request
from policies.predicate import Thing
from resolvers.arguments import values_of, words_of
from resolvers.loading import fact, row, seen
from resolvers.pages import Connection, connect
from services.actions import template_actions
from services.call import Call
from storage.queries.orders import Order
from storage.queries.rows import by_pair
from storage.queries.templates import (
    Standing,
    WantedTemplates,
    list_templates,
    list_templates_of_workspace,
    screenshots_of_store_apps,
    screenshots_of_templates,
    snapshots_of,
    standing_of,
)
from storage.tables import Category, StoreApp, Template, Version, Workspace
from storage.writes.templates import SNAPSHOT


def page(
    call: Call,
    _root: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
    states: list[TemplateState] | None = None,
    workspace: str | None = None,
    category: str | None = None,
    order_by: Order | None = None,
) -> Connection:
    """Visible templates of every workspace."""
    wanted = WantedTemplates(words_of(search), values_of(states), workspace, category, order_by)
    return connect(call, Thing.TEMPLATE, list_templates, wanted, page_request(first, after, last, before))


def of_workspace(
    call: Call,
    root: Workspace,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
    states: list[TemplateState] | None = None,
    category: str | None = None,
    order_by: Order | None = None,
) -> Connection:
    """Visible templates of the workspace."""
    wanted = WantedTemplates(words_of(search), values_of(states), None, category, order_by)
    page = page_request(first, after, last, before)
    return connect(call, Thing.TEMPLATE, list_templates_of_workspace, wanted, page, root.id)


async def by_name(call: Call, root: Workspace, name: str) -> Template | None:
    """The visible template of that name in the workspace."""
    found: Template | None = await seen(call, Thing.TEMPLATE, by_pair, (root.id, name), "workspace_id", "name")
    return found


async def of_version(call: Call, root: Version) -> Template | None:
    """The version's template; None for those who see the version in the store only."""
    found: Template | None = await row(call, Thing.TEMPLATE, root.template_id)
    return found


async def category(call: Call, root: Template | StoreApp) -> Category:
    """The shelf that it stands on."""
    found: Category = await row(call, Thing.CATEGORY, root.category_id)
    return found


async def changed_since_published(call: Call, root: Template) -> bool:
    """Whether publishing again would change what the store shows; False when it was never published."""
    snapshot: StoreApp | None = await fact(call, snapshots_of, root.id)
    if snapshot is None:
        return False
    if any(getattr(root, name) != getattr(snapshot, name) for name in SNAPSHOT):
        return True
    shown = await fact(call, screenshots_of_store_apps, snapshot.id)
    return (await fact(call, screenshots_of_templates, root.id) or []) != (shown or [])


async def viewer_actions(call: Call, root: Template) -> list[TemplateAction]:
    """What the viewer may do to it now."""
    standing: Standing = await fact(call, standing_of, root.id)
    states = frozenset(VersionState(state) for state in standing.states)
    return template_actions(call.principal, root, states, standing.is_listed)
