"""What those who follow versions live are told of each change."""

from domain.errors import NotFound
from policies.predicate import Thing
from resolvers.loading import row
from services.call import Call
from storage.queries.changes import Change
from storage.tables import Version


def of_version_state(_call: Call, root: Change, workspace: str | None = None, template: str | None = None) -> Change:
    """The change that is told of. Which of them there are for whom was decided before (services.feeds)."""
    return root


async def version(call: Call, root: Change) -> Version:
    """The version as the caller sees it now. NotFound when it is gone."""
    found: Version | None = await row(call, Thing.VERSION, root.version_id)
    if found is None:
        raise NotFound("Version")
    return found
