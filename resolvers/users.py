"""Users: look-ups, the list, and what others may know of one."""

from typing import Any

from domain.page import page_request
from policies.predicate import Thing
from policies.vocabulary import Permission
from resolvers.arguments import words_of
from resolvers.loading import row, seen
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.rows import one_by
from storage.queries.users import WantedUsers, list_users
from storage.tables import Review, ReviewPhase, Role, User


async def by_name(call: Call, _root: Any, username: str) -> User | None:
    """The visible user of that name."""
    found: User | None = await seen(call, Thing.USER, one_by, username, "username")
    return found


def page(
    call: Call,
    _root: Any,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
) -> Connection:
    """Visible users."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.USER, list_users, WantedUsers(words_of(search)), page)


def email(call: Call, root: User) -> str | None:
    """For the user, and for holders of USERS_READ on the platform; None for others and when there is none."""
    may_know = root.id == call.principal.user_id or call.principal.allows(Permission.USERS_READ)
    return (root.email or None) if may_know else None


async def platform_role(call: Call, root: User) -> Role:
    """The role held on the platform; visible with the user."""
    found: Role = await row(call, Thing.ROLE, root.platform_role_id)
    return found


async def creator(call: Call, root: Any) -> User | None:
    """Who made it, when the viewer may see them."""
    found: User | None = await row(call, Thing.USER, root.created_by)
    return found


async def submitter(call: Call, root: Review) -> User | None:
    """Who submitted it, when the viewer may see them."""
    found: User | None = await row(call, Thing.USER, root.submitted_by)
    return found


async def reviewer(call: Call, root: ReviewPhase) -> User | None:
    """Who took the phase, when the viewer may see them."""
    found: User | None = await row(call, Thing.USER, root.reviewer_id)
    return found
