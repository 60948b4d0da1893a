"""More of the day in the store: third-party repositories. `<upstream>` is one on this machine; see steps.py."""

from typing import Any

from domain.semver import sort_key
from tests.conformance.naming import at, row_id
from tests.conformance.steps import FAULTS, ON_VERSION, SOFT, VERSION, Step

REPOSITORY = """fragment R on HelmRepository { __typename id name description url kind hasCredentials syncPeriod state
  stateMessage lastSyncedAt createdAt revision syncs(first: 5) { totalCount nodes { state startedAt finishedAt } }
  charts(first: 3) { totalCount nodes { name latestVersion { version } } } chart(name: "imported") { id } }"""
ON_REPOSITORY = f"repository {{ ...R }} {FAULTS}"
IMPORTING = [
    Step(
        "checkRepository",
        "admin",
        f"""mutation ($input: CheckRepositoryInput!) {{
          checkRepository(input: $input) {{ __typename kind chartCount versionCount {FAULTS} }} }}""",
        {"input": {"workspace": "<wsp acme>", "url": "<upstream>"}},
    ),
    Step(
        "addRepository",
        "admin",
        f"mutation ($input: AddRepositoryInput!) {{ addRepository(input: $input) {{ {ON_REPOSITORY} }} }} {REPOSITORY}",
        {
            "input": {"workspace": "<wsp acme>", "name": "fresh", "url": "<upstream>", "description": SOFT}
            | {"credentials": {"username": "reader", "password": SOFT}, "syncPeriod": 600}
        },
        {"fresh-repository": "addRepository.repository.id"},
    ),
    Step(
        "updateRepository",
        "admin",
        f"""mutation ($input: UpdateRepositoryInput!) {{
          updateRepository(input: $input) {{ {ON_REPOSITORY} again: repository {{ revision }} }} }} {REPOSITORY}""",
        {"input": {"id": "<fresh-repository>", "revision": 1, "removeCredentials": True, "syncPeriod": 0}},
    ),
    Step(
        "syncRepository",
        "admin",
        f"mutation ($id: ID!) {{ syncRepository(id: $id) {{ {ON_REPOSITORY} }} }} {REPOSITORY}",
        {"id": "<rep repository acme/upstream>"},
    ),
    Step(
        "importChartVersion",
        "dev",
        f"mutation ($id: ID!) {{ importChartVersion(id: $id) {{ {ON_VERSION} }} }} {VERSION}",
        {"id": "<rcv acme/upstream/imported 1.0.0>"},
    ),
    Step(
        "deleteRepository",
        "admin",
        f"mutation ($id: ID!) {{ deleteRepository(id: $id) {{ deletedId {FAULTS} }} }}",
        {"id": "<fresh-repository>"},
    ),
]
REFUSED = [
    Step(
        "a repository that is away",
        "admin",
        f"mutation ($input: AddRepositoryInput!) {{ addRepository(input: $input) {{ {ON_REPOSITORY} }} }} {REPOSITORY}",
        {"input": {"workspace": "<wsp acme>", "name": "away", "url": "http://10.0.0.1/charts"}},
    ),
    Step(
        "a repository that one may not sync",
        "vera",
        f"mutation ($id: ID!) {{ syncRepository(id: $id) {{ {ON_REPOSITORY} }} }} {REPOSITORY}",
        {"id": "<rep repository acme/bitnami>"},
    ),
    Step(
        "a chart that one does not see",
        "dev",
        f"mutation ($id: ID!) {{ importChartVersion(id: $id) {{ {ON_VERSION} }} }} {VERSION}",
        {"id": "<rcv dark/hidden/secret 0.0.1>"},
    ),
]


def upstream_rows(url: str) -> dict[str, list[dict[str, Any]]]:
    """A repository of acme at the URL, that lists imported 1.0.0."""
    place = {"workspace_id": row_id("acme")}
    of = {**place, "repository_id": row_id("repository acme/upstream")}
    chart = row_id("chart acme/upstream/imported")
    return {
        "repository": [
            {**place, "id": of["repository_id"], "name": "upstream", "url": url, "state": "FAILED", "created_at": at(1)}
        ],
        "repository_chart": [{**of, "id": chart, "name": "imported"}],
        "repository_chart_version": [
            {
                **of,
                "id": row_id("acme/upstream/imported 1.0.0"),
                "chart_id": chart,
                "version": "1.0.0",
                "sort_key": sort_key("1.0.0"),
                "urls": ["imported-1.0.0.tgz"],
            }
        ],
    }
