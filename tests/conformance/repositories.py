"""The world's third-party repositories.

acme     bitnami   everything has something: syncs of every state, charts with and without versions
         plain     nothing has anything that need not
other    bitnami   an equal name in another workspace, with a chart
dark     hidden    in a workspace that few know
"""

from typing import Any

from domain.semver import sort_key
from tests.conformance.naming import HARD, at, digest, row_id

Rows = dict[str, list[dict[str, Any]]]


def repositories() -> Rows:
    """Their rows, by table."""
    return {
        "repository": [
            _repository(
                "acme/bitnami",
                description=f"Charts of many. {HARD}",
                url="https://charts.example/stable?channel=a%20b",
                credentials=b"sealed",
                sync_period=3600,
                state="SYNCING",
                state_message=HARD,
                last_synced_at=at(3),
                revision=2**31 - 1,
            ),
            _repository("acme/plain", url="oci://registry.example/charts", kind="OCI"),
            _repository("other/bitnami", url="s3://s3.example/bucket/charts", kind="S3", state="SUCCESSFUL"),
            _repository("dark/hidden", state="FAILED", state_message="charts.example does not answer in time."),
        ],
        "repository_sync": [
            _sync("acme/bitnami", 1, "SUCCESSFUL", charts_added=3, versions_added=2**31 - 1),
            _sync("acme/bitnami", 2, "FAILED", message=HARD, entries_skipped=7),
            _sync("acme/bitnami", 3, "SUCCESSFUL", charts_removed=1, versions_changed=2, versions_removed=4),
            _sync("acme/bitnami", 4, "SYNCING", finished_at=None),
            _sync("other/bitnami", 4, "PENDING", finished_at=None),
            _sync("dark/hidden", 4, "FAILED"),
        ],
        "repository_chart": [
            _chart("acme/bitnami", "emqx", description=HARD, icon="https://x.example/i.png", home="https://x.example")
            | {"keywords": ["mqtt", "", "NULL", 'a,"b"', "{c}", HARD], "deprecated": True},
            _chart("acme/bitnami", "nginx", description="A web server", keywords=["http", "proxy"]),
            _chart("acme/bitnami", "redis"),
            _chart("other/bitnami", "emqx", description="Another broker"),
            _chart("dark/hidden", "secret"),
        ],
        "repository_chart_version": [
            _version("acme/bitnami/emqx", "1.0.0", app_version=HARD, created_at=at(-1000), digest=digest(7))
            | {"urls": ["emqx-1.0.0.tgz", f"https://x.example/{HARD}"]},
            _version("acme/bitnami/emqx", "1.0.0+b1"),
            _version("acme/bitnami/emqx", "v1.10.0", created_at=at(-2000)),
            _version("acme/bitnami/emqx", "1.9.0"),
            _version("acme/bitnami/emqx", "2.0.0-rc.1"),
            _version("acme/bitnami/nginx", "0.1.0"),
            _version("other/bitnami/emqx", "3.0.0"),
            _version("dark/hidden/secret", "0.0.1"),
        ],
    }


def _repository(name: str, **columns: Any) -> dict[str, Any]:
    workspace, _, own = name.partition("/")
    made = {"id": row_id(f"repository {name}"), "workspace_id": row_id(workspace), "name": own}
    times = {"created_at": at(1), "updated_at": at(1)}
    return {**made, **times, "url": "https://charts.example", "created_by": row_id("dev"), **columns}


def _of(repository: str) -> dict[str, Any]:
    workspace = repository.partition("/")[0]
    return {"repository_id": row_id(f"repository {repository}"), "workspace_id": row_id(workspace)}


def _sync(repository: str, hours: float, state: str, **columns: Any) -> dict[str, Any]:
    made = {"id": row_id(f"sync {repository} {hours}"), "state": state, "started_at": at(hours)}
    return {**made, **_of(repository), "finished_at": at(hours + 0.5), **columns}


def _chart(repository: str, name: str, **columns: Any) -> dict[str, Any]:
    return {"id": row_id(f"chart {repository}/{name}"), "name": name, **_of(repository), **columns}


def _version(chart: str, version: str, **columns: Any) -> dict[str, Any]:
    repository = chart.rpartition("/")[0]
    made = {"id": row_id(f"{chart} {version}"), "chart_id": row_id(f"chart {chart}"), "version": version}
    return {**made, **_of(repository), "sort_key": sort_key(version), **columns}
