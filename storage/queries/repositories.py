"""Third-party repositories: the lists, and the newest version of each chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from policies.scope import Scope
from storage.queries.base import table_of, visible
from storage.queries.orders import Keys, Order, arrange, text_key, time_key
from storage.queries.pages import Listing
from storage.queries.rows import any_of
from storage.queries.search import search_in
from storage.tables import Repository, RepositoryChart, RepositoryChartVersion, RepositorySync
from storage.transaction import Transaction

_REPOSITORY = table_of(Repository)
_SYNC = table_of(RepositorySync)
_CHART = table_of(RepositoryChart)
_VERSION = table_of(RepositoryChartVersion)
_REPOSITORIES_BY: Keys = {"NAME": (text_key(_REPOSITORY, "name"),)}
_SYNCS_BY: Keys = {"STARTED_AT": (time_key(_SYNC, "started_at"),)}
_CHARTS_BY: Keys = {"NAME": (text_key(_CHART, "name"),)}
_VERSIONS_BY: Keys = {"VERSION": (text_key(_VERSION, "sort_key"),)}


@dataclass(frozen=True, slots=True)
class Searched:
    """What a list that can be searched is asked for."""

    words: str | None = None


def list_repositories(scope: Scope, wanted: Searched) -> Listing:
    """Repositories of each workspace, by name unless searched."""
    # A URL is one word to the database, and its host another: what is in it is looked for by itself too.
    words_of_url = func.translate(_REPOSITORY.c.url, "/.:-_?=&", " " * 8)
    columns = (_REPOSITORY.c.name, _REPOSITORY.c.description, _REPOSITORY.c.url, words_of_url)
    search = search_in(wanted.words, *columns)
    by_name = Order("NAME")
    return arrange(scope, "Workspace.repositories", _REPOSITORIES_BY, by_name, None, search, parent="workspace_id")


def list_syncs(scope: Scope, _wanted: None) -> Listing:
    """Syncs of each repository, newest first."""
    newest_first = Order("STARTED_AT", descending=True)
    return arrange(scope, "HelmRepository.syncs", _SYNCS_BY, newest_first, parent="repository_id")


def list_charts(scope: Scope, wanted: Searched) -> Listing:
    """Charts of each repository, by name unless searched."""
    keywords = func.array_to_string(_CHART.c.keywords, " ")
    search = search_in(wanted.words, _CHART.c.name, keywords, _CHART.c.description)
    by_name = Order("NAME")
    return arrange(scope, "HelmRepository.charts", _CHARTS_BY, by_name, None, search, parent="repository_id")


def list_chart_versions(scope: Scope, _wanted: None) -> Listing:
    """Versions of each chart, newest first by semantic version."""
    newest_first = Order("VERSION", descending=True)
    return arrange(scope, "RepositoryChart.versions", _VERSIONS_BY, newest_first, parent="chart_id")


async def latest_chart_versions(
    session: Transaction, chart_ids: Sequence[UUID], scope: Scope
) -> Mapping[UUID, RepositoryChartVersion]:
    """The newest visible version of each chart."""
    one_each = visible(scope).where(any_of(_VERSION.c.chart_id, chart_ids)).ext(distinct_on(_VERSION.c.chart_id))
    newest_first = (_VERSION.c.sort_key.desc(), _VERSION.c.id.desc())
    rows = await session.scalars(one_each.order_by(_VERSION.c.chart_id, *newest_first))
    return {row.chart_id: row for row in rows}


async def home_of_chart(session: Transaction, chart_id: UUID) -> tuple[Repository, RepositoryChart]:
    """The chart, which the caller sees, and its repository."""
    statement = (
        select(Repository, RepositoryChart)
        .join(RepositoryChart, col(RepositoryChart.repository_id) == col(Repository.id))
        .where(col(RepositoryChart.id) == chart_id)
    )
    repository, chart = (await session.execute(statement)).one()
    return repository, chart
