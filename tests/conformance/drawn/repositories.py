"""Third-party repositories at random, with syncs, charts and their versions."""

from domain.semver import sort_key
from domain.upstream import RepositoryKind, SyncState
from tests.conformance.drawn.store import Row, Store
from tests.conformance.drawn.values import KEYWORDS, NUMBERS

STATES = [state.value for state in SyncState]


def add_repositories(store: Store, workspace: Row) -> None:
    """A few repositories of the workspace with all that belongs to them."""
    for number in store.times(0, 2):
        _add_repository(store, workspace, number)


def _add_repository(store: Store, workspace: Row, number: int) -> None:
    repository = store.add(
        "repository",
        id=store.new_id(),
        workspace_id=workspace["id"],
        name=store.name(number),
        description=store.text(),
        url=store.text(),
        kind=store.one_of([kind.value for kind in RepositoryKind]),
        credentials=store.one_of((None, b"sealed")),
        sync_period=store.one_of(NUMBERS[:3]),
        state=store.one_of(STATES),
        state_message=store.text() if store.flag() else None,
        last_synced_at=store.maybe_time(),
        created_at=store.time(),
        updated_at=store.time(),
        revision=store.one_of(NUMBERS),
    )
    for place in store.times(0, 3):
        _add_sync(store, repository, is_unfinished=place == 2)
    for place in store.times(0, 3):
        _add_chart(store, repository, place)


def _add_sync(store: Store, repository: Row, *, is_unfinished: bool) -> None:
    columns = ("charts_added", "charts_removed", "versions_added", "versions_changed", "versions_removed")
    store.add(
        "repository_sync",
        id=store.new_id(),
        **_of(repository),
        state=store.one_of(STATES),
        started_at=store.time(),
        finished_at=None if is_unfinished else store.time(),
        message=store.text() if store.flag() else None,
        entries_skipped=store.one_of(NUMBERS),
        **{column: store.one_of(NUMBERS) for column in columns},
    )


def _add_chart(store: Store, repository: Row, number: int) -> None:
    chart = store.add(
        "repository_chart",
        id=store.new_id(),
        **_of(repository),
        name=store.name(number),
        description=store.text(),
        icon=store.text() if store.flag() else None,
        home=store.text(),
        keywords=store.one_of(KEYWORDS),
        deprecated=store.flag(),
    )
    for place in store.times(0, 3):
        version = f"{store.one_of(('1.0.0', '1.0.0-rc.1', 'v2.0.0'))}+{place}"
        store.add(
            "repository_chart_version",
            id=store.new_id(),
            chart_id=chart["id"],
            **_of(repository),
            version=version,
            app_version=store.text() if store.flag() else None,
            sort_key=sort_key(version),
            created_at=store.maybe_time(),
            digest=store.text() if store.flag() else None,
            urls=store.one_of(KEYWORDS),
        )


def _of(repository: Row) -> Row:
    return {"repository_id": repository["id"], "workspace_id": repository["workspace_id"]}
