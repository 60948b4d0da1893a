"""Stores at random, with a few of everything in every state; drawn by Hypothesis, so that failures shrink."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from domain.ids import Kind, encode_id
from policies.vocabulary import BUILTIN_ROLES
from tests.conformance.drawn.apps import add_template
from tests.conformance.drawn.repositories import add_repositories
from tests.conformance.drawn.signing import add_keys
from tests.conformance.drawn.store import Row, Store
from tests.conformance.drawn.values import CHARTS, NAMES, NUMBERS, SCHEMAS, START
from tests.conformance.world import HARD, digest


@st.composite
def stores(draw: st.DrawFn) -> Store:
    """A few of everything, in every state."""
    store = Store(draw)
    _add_packages(store)
    for number in store.times(1, 3):
        _add_workspace(store, number)
    _add_people(store)
    for number in store.times(1, 2):
        store.add(
            "category",
            id=store.new_id(),
            name=store.name(number),
            display_name=store.text(),
            description=store.text(),
            icon="",
        )
    for workspace in store.all("workspace"):
        add_keys(store, workspace)
        add_repositories(store, workspace)
    for workspace in store.all("workspace"):
        for number in store.times(1, 2):
            add_template(store, workspace, number)
    for _ in store.times(1, 3):
        _add_event(store)
    return store


def add_a_foreign_workspace(store: Store) -> None:
    """A tenant with people, roles and products of their own, of which nothing is published and nobody else knows."""
    known = {table: len(rows) for table, rows in store.rows.items()}
    workspace = _add_workspace(store, 9)
    workspace["deleted_at"] = None
    _add_role(store, "theirs", "WORKSPACE", workspace["id"])
    stranger = _add_user(store, 9)
    _add_member(store, workspace["id"], stranger["id"])
    add_keys(store, workspace)
    add_repositories(store, workspace)
    for number in store.times(1, 2):
        add_template(store, workspace, number)
    for version in store.all("version")[known.get("version", 0) :]:
        version["state"] = "DRAFT" if version["state"] == "ACTIVE" else version["state"]
    for app in store.all("store_app")[known.get("store_app", 0) :]:
        app["listed"] = False
    _add_event(store)["workspace_id"] = workspace["id"]


def _add_packages(store: Store) -> None:
    for number in range(1, 4):
        store.add("blob", digest=digest(number), size=store.one_of(NUMBERS[:3]))
        store.add("text_blob", digest=digest(number), text=store.text())
        picture = {"width": number, "height": 2 * number, "size": number}
        store.add("image", digest=digest(number), content_type="image/png", **picture)
    for number in (1, 2):
        store.add(
            "package",
            digest=digest(number),
            size=store.one_of(NUMBERS[:3]),
            chart_name=store.one_of(NAMES),
            chart_version="1.0.0",
            chart=store.one_of(CHARTS),
            readme_digest=store.maybe("text_blob", "digest"),
            values_digest=digest(number),
            values_schema=store.one_of(SCHEMAS),
        )
        for place in store.times(0, 2):
            store.add(
                "package_file",
                package_digest=digest(number),
                path=store.name(place),
                size=place,
                text_digest=store.maybe("text_blob", "digest"),
            )


def _add_workspace(store: Store, number: int) -> Row:
    return store.add(
        "workspace",
        id=store.new_id(),
        name=store.name(number),
        display_name=store.text(),
        description=store.text(),
        created_at=store.time(),
        updated_at=store.time(),
        revision=store.one_of(NUMBERS),
        deleted_at=store.rarely(),
    )


def _add_people(store: Store) -> None:
    for role in BUILTIN_ROLES:
        _add_role(store, role.name, role.scope.value, None, builtin=True)
    _add_role(store, "own", "WORKSPACE", store.some("workspace")["id"])
    _add_role(store, "own", "PLATFORM", None)
    for number in store.times(1, 3):
        _add_user(store, number)
    for workspace in store.all("workspace"):
        for user in store.all("app_user"):
            if store.flag():
                _add_member(store, workspace["id"], user["id"])


def _add_member(store: Store, workspace_id: UUID, user_id: UUID) -> None:
    store.add(
        "membership",
        id=store.new_id(),
        workspace_id=workspace_id,
        user_id=user_id,
        role_id=store.some("role")["id"],
        created_at=store.time(),
    )


def _add_role(store: Store, name: str, scope: str, workspace_id: UUID | None, builtin: bool = False) -> None:
    store.add(
        "role",
        id=store.new_id(),
        workspace_id=workspace_id,
        name=name,
        display_name=name if builtin else store.text(),
        description="",
        scope=scope,
        builtin=builtin,
        permissions=["STORE_READ", "of the past", "AUDIT_READ"],
    )


def _add_user(store: Store, number: int) -> Row:
    user = store.add(
        "app_user",
        id=store.new_id(),
        username=store.name(number),
        display_name=store.text(),
        email=store.one_of(("", "a@b.example", HARD)),
        platform_role_id=store.some("role")["id"],
        disabled=store.flag(),
        created_at=store.time(),
    )
    for _ in store.times(0, 1):
        store.add(
            "api_token",
            id=store.new_id(),
            user_id=user["id"],
            name=store.text(),
            prefix="chy_",
            secret_hash=user["id"].bytes,
            permissions=store.one_of((None, [], ["STORE_READ", "of the past"])),
            workspace_id=store.maybe("workspace"),
            created_at=store.time(),
            last_used_at=store.maybe_time(),
            expires_at=store.one_of((None, START, datetime.max.replace(tzinfo=UTC))),
        )
    return user


def _add_event(store: Store) -> Row:
    return store.add(
        "audit_event",
        id=store.new_id(),
        at=store.time(),
        actor=store.one_of(NAMES),
        action="version.submit",
        subject=store.one_of([*[encode_id(Kind.VERSION, row["id"]) for row in store.all("version")], HARD]),
        subject_name=store.text(),
        workspace_id=store.maybe("workspace"),
        from_state=None,
        to_state=store.text() if store.flag() else None,
        message=store.text() if store.flag() else None,
    )
