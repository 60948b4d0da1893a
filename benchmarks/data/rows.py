"""The rows that Python makes: people, tenants, shelves, packages; and notes that the statements draw from.

Ids are the md5 of a readable name, here and in the statements: random enough for an index, the same everywhere.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

from benchmarks.data.charts import Chart, packages_of
from benchmarks.data.names import CATEGORIES, company, person
from benchmarks.data.packages import Table, package_tables
from benchmarks.data.phrases import phrases
from benchmarks.data.scale import Scale
from domain.semver import sort_key
from services.bootstrap import builtin_role_id

START = datetime(2023, 1, 1, 8, tzinfo=UTC)
DEVELOPER, REVIEWER = "dev", "reviewer"
REVIEWERS = 10
"""The first users are reviewers, and members of no workspace: nobody reviews what is their own."""
DEVELOPER_IN_ONE_OF = 10
MEMBERS = ("workspace-admin", "workspace-developer", "workspace-developer", "workspace-developer", "workspace-viewer")


def row_id(name: str) -> UUID:
    """The id of what is called so."""
    return UUID(md5(name.encode(), usedforsecurity=False).hexdigest())


def tables(scale: Scale, charts: list[Chart], password_hash: str) -> Iterator[Table]:
    """Everything that is not made by a statement, in the order of references."""
    yield "app_user", _USER, list(_users(scale, password_hash))
    yield "workspace", _WORKSPACE, list(_workspaces(scale))
    yield "membership", _MEMBERSHIP, list(_memberships(scale))
    yield "category", _CATEGORY, [(row_id(f"category {row[0]}"), *row, START) for row in CATEGORIES]
    yield from package_tables(charts)
    yield (
        "chart",
        ("no", "name", "title", "summary", "category"),
        [(chart.number, chart.name, chart.title, chart.summary, chart.category) for chart in charts],
    )
    yield (
        "release",
        ("chart_no", "position", "version", "app_version", "sort_key", "package_digest"),
        [row for chart in charts for row in _releases(chart)],
    )
    yield "phrase", ("kind", "no", "text"), list(phrases())


_USER = ("id", "username", "display_name", "email", "password_hash", "platform_role_id", "disabled", "created_at")
_WORKSPACE = ("id", "name", "display_name", "description", "created_at", "updated_at", "revision")
_MEMBERSHIP = ("id", "workspace_id", "user_id", "role_id", "created_at")
_CATEGORY = ("id", "name", "display_name", "description", "icon", "created_at")


def _users(scale: Scale, password_hash: str) -> Iterator[tuple[Any, ...]]:
    """One less than the scale says, as the first admin is there already."""
    named = {0: REVIEWER, REVIEWERS: DEVELOPER}
    for number in range(scale.users - 1):
        username, display_name = person(number)
        role = builtin_role_id("app-reviewer" if number < REVIEWERS else "platform-regular")
        name = named.get(number, username)
        opened = password_hash if number in named else None
        created = START + timedelta(hours=number)
        yield row_id(f"user {number}"), name, display_name, f"{name}@example.com", opened, role, False, created


def _workspaces(scale: Scale) -> Iterator[tuple[Any, ...]]:
    for number in range(scale.workspaces):
        name, title = company(number)
        created = START + timedelta(hours=number)
        about = f"What {title} builds and runs."
        yield row_id(f"workspace {number}"), name, title, about, created, created, 1


def _memberships(scale: Scale) -> Iterator[tuple[Any, ...]]:
    for number in range(scale.workspaces):
        members = [(user, MEMBERS[place]) for place, user in enumerate(members_of(scale, number))]
        if number % DEVELOPER_IN_ONE_OF == 0:
            members.append((REVIEWERS, "workspace-developer"))
        for place, (user, role) in enumerate(members):
            created = START + timedelta(hours=number, minutes=place)
            ids = row_id(f"workspace {number}"), row_id(f"user {user}"), builtin_role_id(role)
            yield row_id(f"membership {number} {place}"), *ids, created


def members_of(scale: Scale, workspace: int) -> list[int]:
    """The numbers of the users in a workspace, in the order of MEMBERS; the one called dev comes on top."""
    rest = scale.users - 1 - REVIEWERS - 1
    return [REVIEWERS + 1 + (workspace * (len(MEMBERS) - 1) + place) % rest for place in range(len(MEMBERS))]


def _releases(chart: Chart) -> Iterator[tuple[Any, ...]]:
    for position, package in enumerate(packages_of(chart)):
        version, app_version = package.version, package.app_version
        yield chart.number, position, version, app_version, sort_key(version), package.digest
