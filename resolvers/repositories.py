"""Third-party repositories: look-ups, the lists of what they have, and how their syncs went."""

from domain.page import page_request
from policies.predicate import Thing
from resolvers.arguments import words_of
from resolvers.loading import seen
from resolvers.pages import Connection, connect
from services.call import Call
from storage.queries.repositories import (
    Searched,
    latest_chart_versions,
    list_chart_versions,
    list_charts,
    list_repositories,
    list_syncs,
)
from storage.queries.rows import by_pair
from storage.tables import Repository, RepositoryChart, RepositoryChartVersion, Workspace


def of_workspace(
    call: Call,
    root: Workspace,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
) -> Connection:
    """Visible repositories of the workspace."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.REPOSITORY, list_repositories, Searched(words_of(search)), page, root.id)


async def by_name(call: Call, root: Workspace, name: str) -> Repository | None:
    """The visible repository of that name in the workspace."""
    found: Repository | None = await seen(call, Thing.REPOSITORY, by_pair, (root.id, name), "workspace_id", "name")
    return found


def has_credentials(_call: Call, root: Repository) -> bool:
    """Whether it is read with credentials, which nobody is shown."""
    return root.credentials is not None


def syncs(
    call: Call,
    root: Repository,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Connection:
    """Its syncs, newest first."""
    return connect(call, Thing.REPOSITORY_SYNC, list_syncs, None, page_request(first, after, last, before), root.id)


def charts(
    call: Call,
    root: Repository,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    search: str | None = None,
) -> Connection:
    """What its last good sync found."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.REPOSITORY_CHART, list_charts, Searched(words_of(search)), page, root.id)


async def chart(call: Call, root: Repository, name: str) -> RepositoryChart | None:
    """The chart of that name."""
    thing, columns = Thing.REPOSITORY_CHART, ("repository_id", "name")
    found: RepositoryChart | None = await seen(call, thing, by_pair, (root.id, name), *columns)
    return found


def versions(
    call: Call,
    root: RepositoryChart,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Connection:
    """The chart's versions, newest first."""
    page = page_request(first, after, last, before)
    return connect(call, Thing.REPOSITORY_CHART_VERSION, list_chart_versions, None, page, root.id)


async def latest_version(call: Call, root: RepositoryChart) -> RepositoryChartVersion | None:
    """The newest version."""
    thing = Thing.REPOSITORY_CHART_VERSION
    found: RepositoryChartVersion | None = await seen(call, thing, latest_chart_versions, root.id)
    return found
