"""Signing keys at random, and provenance that one of them vouches for, or none."""

from tests.conformance.drawn.store import Row, Store
from tests.conformance.drawn.values import START


def add_keys(store: Store, workspace: Row) -> None:
    """A few keys of the workspace."""
    for number in store.times(0, 2):
        store.add(
            "signing_key",
            id=store.new_id(),
            workspace_id=workspace["id"],
            fingerprint=f"{number:040x}",
            owners=[store.text() for _ in store.times(0, 2)],
            public_key=store.text(),
            expires_at=store.one_of((None, START)),
            created_by=store.maybe("app_user"),
            created_at=store.time(),
        )


def add_provenance(store: Store, version: Row) -> None:
    """What came with the version's package, or with one that it has no more; by any workspace's key, for once."""
    if not store.flag():
        return
    text = store.some("text_blob")
    store.add(
        "provenance",
        version_id=version["id"],
        workspace_id=version["workspace_id"],
        package_digest=version["package_digest"] if store.flag() else store.some("package")["digest"],
        text_digest=text["digest"],
        size=len(text["text"].encode()),
        signing_key_id=store.maybe("signing_key"),
        fault=store.text() if store.flag() else None,
        created_at=store.time(),
    )
