"""Versions: the lists, the newest, and what the viewer may do to one."""

from domain.lifecycle import VersionAction, VersionState
from domain.limits import MAX_INT
from domain.page import page_request
from policies.predicate import Thing
from resolvers.arguments import values_of
from resolvers.loading import fact, row, seen
from resolvers.pages import Connection, connect
from services.actions import version_actions
from services.call import Call
from storage.queries.orders import Order
from storage.queries.reviews import phases_of, reviews_by_id
from storage.queries.rows import by_pair
from storage.queries.templates import Standing, standing_of
from storage.queries.versions import (
    ACTIVE,
    WantedVersions,
    latest_of,
    list_versions_of_store_app,
    list_versions_of_template,
)
from storage.tables import Review, StoreApp, Template, Version


def of_template(
    call: Call,
    root: Template,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    states: list[VersionState] | None = None,
    order_by: Order | None = None,
) -> Connection:
    """Visible versions, newest first unless ordered."""
    wanted = WantedVersions(values_of(states), order_by)
    page = page_request(first, after, last, before)
    return connect(call, Thing.VERSION, list_versions_of_template, wanted, page, root.id)


def of_store_app(
    call: Call,
    root: StoreApp,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Connection:
    """ACTIVE versions, newest first."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.VERSION, list_versions_of_store_app, WantedVersions(), page, root.template_id)


async def by_name(call: Call, root: Template, version: str) -> Version | None:
    """The visible version of that name."""
    found: Version | None = await seen(call, Thing.VERSION, by_pair, (root.id, version), "template_id", "version")
    return found


async def latest_of_template(call: Call, root: Template, states: list[VersionState] | None = None) -> Version | None:
    """The newest visible version, among those in these states."""
    found: Version | None = await seen(call, Thing.VERSION, latest_of, root.id, values_of(states))
    return found


async def latest_of_store_app(call: Call, root: StoreApp) -> Version:
    """The newest ACTIVE version; what is listed has one."""
    found: Version = await seen(call, Thing.VERSION, latest_of, root.template_id, ACTIVE)
    return found


async def of_review(call: Call, root: Review) -> Version:
    """What was submitted; visible with the review."""
    found: Version = await row(call, Thing.VERSION, root.version_id)
    return found


def downloads(_call: Call, root: Version) -> int:
    """How often its package was downloaded; no more than can be said."""
    return min(root.downloads, MAX_INT)


async def viewer_actions(call: Call, root: Version) -> list[VersionAction]:
    """What the viewer may do to it now."""
    standing: Standing = await fact(call, standing_of, root.template_id)
    review: Review | None = await fact(call, reviews_by_id, root.review_id)
    phases = await fact(call, phases_of, root.review_id) or []
    return version_actions(call.principal, root, standing.is_suspended, review, phases)
