"""A Helm client's requests, and a store with more in it than `compiled.Store` has: names, states and people.

acme     emqx      as in compiled.py, and v0.9.0+build.7 ACTIVE, 1.0.0-rc.1 ACTIVE, 0.1.0 SUSPENDED
other    emqx      3.0.0 ACTIVE, so that two publishers have an emqx
         nginx     1.0.0 DRAFT, 1.1.0 SUBMITTED
dark     secret    1.0.0 DRAFT; nobody but rita is a member
empty              has nothing
gone     old       deleted, with an app that was ACTIVE

dev is a developer of acme, vera a viewer of other, rita the reviewer of the platform, stan nobody in particular.
"""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from domain.lifecycle import VersionState
from tests.resolvers.world import START, a_store_app, a_template, a_version
from tests.server.compiled import Process, Store

GONE = datetime(2026, 2, 1, tzinfo=UTC)
ACTIVE, SUSPENDED = VersionState.ACTIVE.value, VersionState.SUSPENDED.value
SUBMITTED = VersionState.SUBMITTED.value
STORE = "/helm/store"


def workspace(name: str) -> str:
    """The path of a workspace's repository."""
    return f"/helm/workspaces/{name}"


def basic(username: str, token: str) -> dict[str, str]:
    """The header that `--username` and `--password` become."""
    return {"Authorization": "Basic " + b64encode(f"{username}:{token}".encode()).decode()}


async def fill(store: Store) -> None:
    """Adds what this module's docstring has."""
    cast, world = store.cast, store.world
    for name in ("dark", "empty", "gone"):
        await cast.workspace(name)
        world.rows[name] = type(world.rows["acme"])(id=cast.workspaces[name], name=name)
    await cast.user("rita", "app-reviewer")
    await cast.user("stan")
    await cast.member("other", "vera", "workspace-viewer")
    await cast.member("dark", "rita", "workspace-viewer")
    emqx = world.rows["emqx"]
    also, nginx = a_template(world, "emqx", "other", state=ACTIVE), world.rows["nginx"]
    secret, old = a_template(world, "secret", "dark"), a_template(world, "old", "gone", deleted_at=GONE)
    world.rows |= {"also": also, "secret": secret}
    await world.add(
        a_version(world, emqx, "v0.9.0+build.7", ACTIVE),
        a_version(world, emqx, "1.0.0-rc.1", ACTIVE),
        a_version(world, emqx, "0.1.0", SUSPENDED),
        *(also, a_version(world, also, "3.0.0", ACTIVE), a_store_app(also)),
        a_version(world, nginx, "1.1.0", SUBMITTED),
        *(secret, a_version(world, secret, "1.0.0")),
        *(old, a_version(world, old, "1.0.0", ACTIVE, deleted_at=GONE), a_store_app(old, listed=False)),
    )
    await store.execute("UPDATE workspace SET deleted_at = now() WHERE name = 'gone'")
    submitted = "UPDATE template SET first_submitted_at = :at WHERE id = ANY (:ids)"
    await store.execute(submitted, at=START, ids=[nginx.id, emqx.id, also.id])


async def index_of(started: Process, path: str, headers: dict[str, str] | None = None) -> Any:
    """The index of a repository that the caller sees."""
    answer = await started.http.get(f"{path}/index.yaml" if "index.yaml" not in path else path, headers=headers or {})
    assert answer.status_code == 200, answer.text
    return answer.json()


def versions_in(index: Any) -> dict[str, list[str]]:
    """The versions of each entry, in order."""
    return {name: [one["version"] for one in entries] for name, entries in index["entries"].items()}
