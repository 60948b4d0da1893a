"""Memberships: of a workspace, and what each joins."""

from domain.page import page_request
from policies.predicate import Thing
from resolvers.loading import row
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.members import list_members_of_workspace
from storage.tables import Membership, Role, User, Workspace


def of_workspace(
    call: Call,
    root: Workspace,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Connection:
    """Its members that the viewer may see, oldest first."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.MEMBERSHIP, list_members_of_workspace, None, page, root.id)


async def user(call: Call, root: Membership) -> User:
    """Who; visible with the membership."""
    found: User = await row(call, Thing.USER, root.user_id)
    return found


async def role(call: Call, root: Membership) -> Role:
    """As what; visible with the membership."""
    found: Role = await row(call, Thing.ROLE, root.role_id)
    return found
