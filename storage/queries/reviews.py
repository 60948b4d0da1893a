"""Reviews: the queue, the submissions of a version, and what decides on what can be done to them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import table_of
from storage.queries.orders import Keys, Order, arrange, time_key
from storage.queries.pages import Listing
from storage.queries.rows import any_of
from storage.queries.search import search_in
from storage.queries.workspaces import named
from storage.tables import Review, ReviewPhase
from storage.transaction import Transaction

_TABLE = table_of(Review)
_BY: Keys = {"SUBMITTED_AT": (time_key(_TABLE, "submitted_at"),)}


@dataclass(frozen=True, slots=True)
class WantedReviews:
    """What a list of reviews is asked for."""

    words: str | None = None
    states: tuple[str, ...] | None = None
    workspace: str | None = None
    order: Order | None = None


def list_reviews(scope: Scope, wanted: WantedReviews) -> Listing:
    """The queue: oldest submission first unless ordered or searched."""
    texts = (_TABLE.c.template_name, _TABLE.c.version_name, _TABLE.c.publisher_name, _TABLE.c.publisher_display_name)
    search = search_in(wanted.words, *texts)
    filters: list[ColumnElement[bool]] = []
    if wanted.states is not None:
        filters.append(any_of(_TABLE.c.state, wanted.states))
    if wanted.workspace is not None:
        filters.append(_TABLE.c.workspace_id.in_(named(wanted.workspace)))
    return arrange(scope, "reviews", _BY, Order("SUBMITTED_AT"), wanted.order, search, tuple(filters))


def list_reviews_of_version(scope: Scope, wanted: WantedReviews) -> Listing:
    """The submissions of each version, newest first."""
    newest_first = Order("SUBMITTED_AT", descending=True)
    return arrange(scope, "AppVersion.reviews", _BY, newest_first, wanted.order, parent="version_id")


async def reviews_by_id(session: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, Review]:
    """The reviews, whoever asks: the rules of actions look at them."""
    return {row.id: row for row in await session.scalars(select(Review).where(any_of(col(Review.id), ids)))}


async def phases_of(session: Transaction, review_ids: Sequence[UUID]) -> Mapping[UUID, list[ReviewPhase]]:
    """The phases of each review, in the order in which they must pass. All of them belong to what a review shows."""
    statement = select(ReviewPhase).where(any_of(col(ReviewPhase.review_id), review_ids))
    found = defaultdict(list)
    for row in await session.scalars(statement.order_by(col(ReviewPhase.review_id), col(ReviewPhase.position))):
        found[row.review_id].append(row)
    return found
