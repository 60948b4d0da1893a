"""Third-party repositories of the small store, in which every field has something to show.

acme     charts    bitnami's, so to say: two syncs, charts emqx (1.0.0, 2.0.0) and redis
other    elsewhere
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.semver import sort_key
from storage.tables import Repository, RepositoryChart, RepositoryChartVersion, RepositorySync
from tests.resolvers.naming import START, digest


def a_repository(workspace_id: UUID, name: str = "charts", **columns: Any) -> Repository:
    """A new repository's row."""
    return Repository(workspace_id=workspace_id, name=name, url="https://charts.example/stable", **columns)


def a_sync(repository: Repository, hours: int, state: str = "SUCCESSFUL", **columns: Any) -> RepositorySync:
    """A row of a sync that began so long after the start, and is done."""
    began = START + timedelta(hours=hours)
    times = {"started_at": began, "finished_at": began + timedelta(minutes=1)}
    own = {"repository_id": repository.id, "workspace_id": repository.workspace_id}
    return RepositorySync(**own, **{"state": state, **times, **columns})


def a_chart(repository: Repository, name: str, **columns: Any) -> RepositoryChart:
    """A new chart's row."""
    own = {"repository_id": repository.id, "workspace_id": repository.workspace_id}
    return RepositoryChart(id=uuid4(), name=name, **own, **columns)


def a_chart_version(chart: RepositoryChart, version: str, **columns: Any) -> RepositoryChartVersion:
    """A new row of a chart's version."""
    own = {"chart_id": chart.id, "repository_id": chart.repository_id, "workspace_id": chart.workspace_id}
    return RepositoryChartVersion(id=uuid4(), version=version, sort_key=sort_key(version), **own, **columns)


def repositories_of(acme_id: UUID, other_id: UUID) -> dict[str, Any]:
    """The rows of this module's docstring, by readable names."""
    told: dict[str, Any] = {"state": "FAILED", "state_message": "It does not answer.", "last_synced_at": START}
    charts = a_repository(acme_id, description="What others make", credentials=b"sealed", sync_period=3600, **told)
    elsewhere = a_repository(other_id, "elsewhere")
    shown = {"description": "A broker", "icon": "https://x.example/i.png", "home": "https://x.example"}
    emqx = a_chart(charts, "emqx", keywords=["mqtt"], deprecated=True, **shown)
    said = {"app_version": "2.0.0", "created_at": START, "digest": digest(1), "urls": ["emqx-2.0.0.tgz"]}
    counts = {"charts_added": 2, "charts_removed": 1, "versions_added": 3, "versions_changed": 1}
    return {
        "repository": charts,
        "repository elsewhere": elsewhere,
        "sync": a_sync(charts, 1, versions_removed=1, entries_skipped=1, **counts),
        "sync failed": a_sync(charts, 2, "FAILED", message="It does not answer."),
        "sync elsewhere": a_sync(elsewhere, 2),
        "chart": emqx,
        "chart redis": a_chart(charts, "redis"),
        "chart elsewhere": a_chart(elsewhere, "nginx"),
        "chart version": a_chart_version(emqx, "2.0.0", **said),
        "chart version old": a_chart_version(emqx, "1.0.0"),
    }
