"""Reviews: the queue, the submissions of a version, and their phases."""

from typing import Any

from domain.lifecycle import ReviewState
from domain.page import page_request
from policies.predicate import Thing
from resolvers.arguments import values_of, words_of
from resolvers.loading import fact, row
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.orders import Order
from storage.queries.reviews import WantedReviews, list_reviews, list_reviews_of_version, phases_of
from storage.tables import Review, ReviewPhase, Version


def page(
    call: Call,
    _root: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    states: list[ReviewState] | None = None,
    workspace: str | None = None,
    search: str | None = None,
    order_by: Order | None = None,
) -> Connection:
    """Visible reviews, oldest submission first unless ordered or searched."""
    wanted = WantedReviews(words_of(search), values_of(states), workspace, order_by)
    return connect(call, Thing.REVIEW, list_reviews, wanted, page_request(first, after, last, before))


def of_version(
    call: Call,
    root: Version,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Connection:
    """Visible submissions of the version, newest first."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.REVIEW, list_reviews_of_version, WantedReviews(), page, root.id)


async def latest_of_version(call: Call, root: Version) -> Review | None:
    """The last submission, when the viewer may see it."""
    found: Review | None = await row(call, Thing.REVIEW, root.review_id)
    return found


async def phases(call: Call, root: Review) -> list[ReviewPhase]:
    """In the order in which they must pass."""
    return await fact(call, phases_of, root.id) or []
