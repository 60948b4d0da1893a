"""Workspaces: each begins with an admin, keeps its name, and goes with all that it has."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text, update
from sqlmodel import SQLModel, col

from domain.commands.people import AddMember, CreateWorkspace, UpdateUser, UpdateWorkspace
from domain.errors import FaultCode, Forbidden, NotFound, Rejected, Unauthenticated
from domain.ids import Kind, encode_id
from policies.vocabulary import Permission
from services import members, users
from services.principals import builtin_permissions
from services.workspaces import RESERVED, create_workspace, delete_workspace, update_workspace
from storage.tables import (
    Blob,
    Category,
    Membership,
    Package,
    Review,
    Role,
    StoreApp,
    Template,
    TextBlob,
    Version,
    Workspace,
)
from storage.writes.audit import Event, record
from storage.writes.versions import lock_review, lock_template
from tests.calls import faults_of, principal_by_id
from tests.personas import Cast

pytestmark = pytest.mark.anyio
P = Permission


async def rows(cast: Cast, model: type[SQLModel]) -> list[Any]:
    async with cast.database.write() as tx:
        return list((await tx.execute(select(model))).scalars())


async def publish(cast: Cast, workspace: str, *states: str) -> UUID:
    """A template with a version and a review in each of these states, and its place in the store."""
    place: dict[str, Any] = {"workspace_id": cast.workspaces[workspace]}
    digest = f"sha256:{place['workspace_id'].hex * 2}"
    async with cast.database.write() as tx:
        category = (await tx.execute(select(col(Category.id)))).scalar_one()
        tx.add_all((Blob(digest=digest, size=1), TextBlob(digest=digest)))
        await tx.flush()
        tx.add(Package(digest=digest, size=1, chart={}, values_digest=digest))
        template = Template(**place, name="emqx", category_id=category, maintainers=[])
        tx.add(template)
        await tx.flush()
        tx.add(StoreApp(**place, template_id=template.id, name="emqx", category_id=category, maintainers=[]))
        for number, state in enumerate(states):
            name = f"1.0.{number}"
            version = Version(
                **place, template_id=template.id, version=name, sort_key=name, state=state, package_digest=digest
            )
            tx.add(version)
            await tx.flush()
            if state in ("SUBMITTED", "IN_REVIEW"):
                tx.add(Review(**place, template_id=template.id, version_id=version.id, state=state))
    return template.id


async def test_named_user_becomes_the_first_admin_without_the_creator_holding_as_much(cast: Cast) -> None:
    await cast.user("manager", "workspace-manager")
    await cast.user("isv")

    workspace_id = await create_workspace(
        await cast.call("manager"), CreateWorkspace("acme", "ACME", "A tenant.", "isv")
    )

    isv = await principal_by_id(cast.database, cast.users["isv"])
    assert dict(isv.workspaces) == {workspace_id: builtin_permissions()["workspace-admin"]}
    assert dict((await principal_by_id(cast.database, cast.users["manager"])).workspaces) == {}
    (row,) = await rows(cast, Workspace)
    assert (row.name, row.display_name, row.description, row.revision) == ("acme", "ACME", "A tenant.", 1)
    (created,) = await cast.events("workspace.create")
    assert (created.actor, created.subject, created.workspace_id) == (
        "manager",
        encode_id(Kind.WORKSPACE, workspace_id),
        workspace_id,
    )
    (joined,) = await cast.events("member.add")
    assert (joined.subject_name, joined.message) == ("isv in acme", "workspace-admin")


async def test_creator_is_the_first_admin_when_nobody_is_named(cast: Cast) -> None:
    await cast.user("manager", "workspace-manager")

    workspace_id = await create_workspace(await cast.call("manager"), CreateWorkspace("acme"))

    assert (await principal_by_id(cast.database, cast.users["manager"])).allows(P.TEMPLATES_CREATE, workspace_id)


@pytest.mark.parametrize(
    ("command", "faults"),
    [
        (CreateWorkspace(""), [(FaultCode.REQUIRED, "name")]),
        (CreateWorkspace("A.C.M.E"), [(FaultCode.INVALID, "name")]),
        (CreateWorkspace("-acme"), [(FaultCode.INVALID, "name")]),
        (CreateWorkspace("a" * 64), [(FaultCode.INVALID, "name")]),
        (CreateWorkspace("acme\n"), [(FaultCode.INVALID, "name")]),
        (CreateWorkspace("taken"), [(FaultCode.ALREADY_EXISTS, "name")]),
        (CreateWorkspace("acme", "x" * 101), [(FaultCode.TOO_LONG, "displayName")]),
        (CreateWorkspace("acme", admin="nobody"), [(FaultCode.INVALID, "admin")]),
        (CreateWorkspace("acme", admin="gone"), [(FaultCode.INVALID, "admin")]),
        *((CreateWorkspace(name), [(FaultCode.INVALID, "name")]) for name in sorted(RESERVED)),
    ],
)
async def test_bad_workspace_is_refused_by_field(cast: Cast, command: CreateWorkspace, faults: list[object]) -> None:
    await cast.workspace("taken")
    await cast.user("gone")
    await users.update_user(await cast.call("admin"), UpdateUser(cast.user_gid("gone"), disabled=True))

    assert await faults_of(create_workspace(await cast.call("admin"), command)) == faults


async def test_workspaces_are_created_with_the_permission_only(cast: Cast) -> None:
    await cast.user("isv")

    with pytest.raises(Forbidden):
        await create_workspace(await cast.call("isv"), CreateWorkspace("acme"))
    with pytest.raises(Unauthenticated):
        await create_workspace(cast.anonymous(), CreateWorkspace("acme"))


async def test_two_workspaces_of_one_name_made_at_once_are_one(cast: Cast) -> None:
    calls = [await cast.call("admin") for _ in range(3)]

    outcomes = await asyncio.gather(
        *(create_workspace(call, CreateWorkspace("acme")) for call in calls), return_exceptions=True
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert [(one.faults[0].code, one.faults[0].path) for one in refused] == [(FaultCode.ALREADY_EXISTS, ("name",))] * 2
    assert len(await rows(cast, Workspace)) == 1


async def test_update_raises_the_revision_and_says_what_changed(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    command = UpdateWorkspace(cast.workspace_gid("acme"), 1, display_name="ACME")

    await update_workspace(await cast.call("isv"), command)

    (row,) = await rows(cast, Workspace)
    assert (row.display_name, row.revision) == ("ACME", 2)
    assert row.updated_at > row.created_at
    (event,) = await cast.events("workspace.update")
    assert (event.actor, event.message) == ("isv", "changed displayName")
    assert await faults_of(update_workspace(await cast.call("isv"), command)) == [(FaultCode.CONFLICT, "revision")]


async def test_of_two_updates_at_once_one_wins(cast: Cast) -> None:
    await cast.workspace("acme")
    calls = [await cast.call("admin") for _ in range(2)]

    outcomes = await asyncio.gather(
        *(
            update_workspace(call, UpdateWorkspace(cast.workspace_gid("acme"), 1, display_name=f"name {number}"))
            for number, call in enumerate(calls)
        ),
        return_exceptions=True,
    )

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert refused.faults[0].code is FaultCode.CONFLICT


async def test_bad_text_changes_nothing(cast: Cast) -> None:
    await cast.workspace("acme")
    command = UpdateWorkspace(cast.workspace_gid("acme"), 1, display_name="x" * 101, description="evil \u202e text")

    faults = await faults_of(update_workspace(await cast.call("admin"), command))

    assert faults == [(FaultCode.TOO_LONG, "displayName"), (FaultCode.INVALID, "description")]
    (row,) = await rows(cast, Workspace)
    assert (row.display_name, row.description, row.revision) == ("acme", "", 1)


async def test_unseen_workspace_and_made_up_one_get_one_answer(cast: Cast) -> None:
    await cast.workspace("acme")
    stranger = await cast.user("stranger")
    call = await cast.call("stranger")

    for global_id in (cast.workspace_gid("acme"), encode_id(Kind.WORKSPACE, stranger), cast.user_gid("stranger")):
        with pytest.raises(NotFound, match=r"^Workspace was not found\.$"):
            await update_workspace(call, UpdateWorkspace(global_id, 1))
        with pytest.raises(NotFound, match=r"^Workspace was not found\.$"):
            await delete_workspace(call, global_id)


async def test_seen_workspace_is_neither_changed_nor_deleted_without_the_permission(cast: Cast) -> None:
    await cast.workspace("acme")
    await cast.member("acme", "dev", "workspace-developer")
    call = await cast.call("dev")

    with pytest.raises(Forbidden):
        await update_workspace(call, UpdateWorkspace(cast.workspace_gid("acme"), 1, display_name="Mine"))
    with pytest.raises(Forbidden):
        await delete_workspace(call, cast.workspace_gid("acme"))


async def test_workspace_whose_apps_the_store_shows_is_in_use(cast: Cast) -> None:
    await cast.workspace("acme")
    await publish(cast, "acme", "DRAFT", "ACTIVE")
    admin = await cast.call("admin")

    assert await faults_of(delete_workspace(admin, cast.workspace_gid("acme"))) == [(FaultCode.IN_USE, "id")]
    async with cast.database.write() as tx:
        await tx.execute(update(Version).where(col(Version.state) == "ACTIVE").values(state="SUSPENDED"))
    await delete_workspace(admin, cast.workspace_gid("acme"))


async def test_deleted_workspace_takes_all_it_has_along_and_leaves_others_alone(cast: Cast) -> None:
    await cast.user("isv")
    for name in ("acme", "other"):
        await cast.workspace(name, "isv")
        await cast.role("tester", {P.TEMPLATES_READ}, name)
        await cast.member(name, f"{name}-tester", "tester")
        await publish(cast, name, "DRAFT", "SUBMITTED", "IN_REVIEW", "PASSED", "REJECTED", "SUSPENDED")
    gone = cast.workspaces["acme"]

    assert await delete_workspace(await cast.call("isv"), cast.workspace_gid("acme")) == cast.workspace_gid("acme")

    for content in (Template, Version):
        assert {row.workspace_id for row in await rows(cast, content) if row.deleted_at is not None} == {gone}
        assert all(row.deleted_at is not None for row in await rows(cast, content) if row.workspace_id == gone)
    for model in (Membership, Role):
        assert gone not in {row.workspace_id for row in await rows(cast, model)}
    assert {(row.workspace_id == gone, row.listed) for row in await rows(cast, StoreApp)} == {
        (True, False),
        (False, True),
    }
    reviews = await rows(cast, Review)
    assert {row.state for row in reviews if row.workspace_id == gone} == {"WITHDRAWN"}
    assert all(row.decided_at is not None for row in reviews if row.workspace_id == gone)
    assert {row.state for row in reviews if row.workspace_id != gone} == {"SUBMITTED", "IN_REVIEW"}
    assert set((await principal_by_id(cast.database, cast.users["isv"])).workspaces) == {cast.workspaces["other"]}
    (event,) = await cast.events("workspace.delete")
    assert (event.actor, event.subject_name, event.message) == ("isv", "acme", "with its templates emqx")


async def told(cast: Cast, action: str) -> list[tuple[str, str | None]]:
    """What the log says was done to things of acme: their names, and the states that they were in."""
    events = [event for event in await cast.events(action) if event.workspace_id == cast.workspaces["acme"]]
    assert {event.actor for event in events} <= {"isv"}
    assert all("with the workspace acme" in (event.message or "") for event in events)
    return [(event.subject_name, event.from_state) for event in events]


async def test_all_that_ends_with_a_workspace_has_its_event(cast: Cast) -> None:
    await cast.user("isv")
    for name in ("acme", "other"):
        await cast.workspace(name, "isv")
        await cast.role(f"{name}-role", {P.TEMPLATES_READ, P.WORKSPACES_READ}, name)
        await cast.member(name, "tester", f"{name}-role")
        await publish(cast, name, "DRAFT", "SUBMITTED", "IN_REVIEW", "SUSPENDED")
        await cast.token("tester", workspace=name)

    await delete_workspace(await cast.call("isv"), cast.workspace_gid("acme"))

    assert await told(cast, "template.delete") == [("emqx", "DRAFT")]
    states = ["DRAFT", "SUBMITTED", "IN_REVIEW", "SUSPENDED"]
    assert await told(cast, "version.delete") == [(f"emqx 1.0.{n}", state) for n, state in enumerate(states)]
    assert await told(cast, "version.withdraw") == [("emqx 1.0.1", "SUBMITTED"), ("emqx 1.0.2", "IN_REVIEW")]
    assert await told(cast, "member.remove") == [("isv in acme", None), ("tester in acme", None)]
    assert await told(cast, "role.delete") == [("acme-role", None)]
    assert await told(cast, "token.revoke") == [("ci", None)]
    for action in ("template.delete", "version.delete", "version.withdraw", "role.delete", "token.revoke"):
        assert cast.workspaces["other"] not in {event.workspace_id for event in await cast.events(action)}


async def test_version_that_is_published_during_the_deletion_keeps_its_workspace_or_goes_with_it(cast: Cast) -> None:
    await cast.workspace("acme")
    template_id = await publish(cast, "acme", "PASSED")
    admin = await cast.call("admin")

    async with cast.database.write() as tx:
        # As a publication does: it holds the template, then moves the version, then writes to the log.
        assert await lock_template(tx, template_id) is not None
        deletion = asyncio.create_task(delete_workspace(admin, cast.workspace_gid("acme")))
        await someone_waits(cast)
        await tx.execute(update(Version).values(state="ACTIVE"))
        record(tx, "admin", Event("version.publish", "", "emqx", cast.workspaces["acme"]))
        await tx.flush()

    assert await faults_of(deletion) == [(FaultCode.IN_USE, "id")]


async def someone_waits(cast: Cast) -> None:
    """Returns when a transaction waits for another's lock."""
    async with cast.database.engine.connect() as connection:
        for _ in range(500):
            if (await connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one():
                return
            await asyncio.sleep(0.02)
    pytest.fail("nobody waits")


async def test_review_that_is_decided_during_the_deletion_is_no_deadlock(cast: Cast) -> None:
    await cast.workspace("acme")
    template_id = await publish(cast, "acme", "SUBMITTED")
    (review,) = await rows(cast, Review)
    admin = await cast.call("admin")

    async with cast.database.write() as tx:
        assert await lock_template(tx, template_id) is not None
        deletion = asyncio.create_task(delete_workspace(admin, cast.workspace_gid("acme")))
        await someone_waits(cast)
        assert await lock_review(tx, review.id) is not None

    assert await deletion == cast.workspace_gid("acme")


async def test_update_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    await cast.workspace("acme")

    await update_workspace(
        await cast.call("admin"), UpdateWorkspace(cast.workspace_gid("acme"), 1, display_name="acme", description="")
    )

    assert await cast.events("workspace.update") == []
    (row,) = await rows(cast, Workspace)
    assert row.revision == 1


async def test_new_workspace_of_a_freed_name_inherits_nothing(cast: Cast) -> None:
    await cast.user("isv")
    old = await cast.workspace("acme", "isv")
    await publish(cast, "acme", "DRAFT")
    await delete_workspace(await cast.call("isv"), cast.workspace_gid("acme"))

    new = await cast.workspace("acme")

    assert new != old
    assert dict((await principal_by_id(cast.database, cast.users["isv"])).workspaces) == {}
    assert new not in {row.workspace_id for row in await rows(cast, Template)}
    with pytest.raises(NotFound):
        await delete_workspace(await cast.call("admin"), encode_id(Kind.WORKSPACE, old))


async def test_member_added_while_the_workspace_is_deleted_is_not_left_behind(cast: Cast) -> None:
    await cast.workspace("acme")
    await cast.user("dev")
    first, second = await cast.call("admin"), await cast.call("admin")

    deleted, added = await asyncio.gather(
        delete_workspace(first, cast.workspace_gid("acme")),
        members.add_member(second, AddMember(cast.workspace_gid("acme"), "dev", "workspace-viewer")),
        return_exceptions=True,
    )

    assert deleted == cast.workspace_gid("acme")
    assert isinstance(added, NotFound | UUID)
    assert await rows(cast, Membership) == []


async def test_made_up_id_of_the_right_form_is_not_found_for_an_admin_too(cast: Cast) -> None:
    with pytest.raises(NotFound):
        await delete_workspace(await cast.call("admin"), encode_id(Kind.WORKSPACE, uuid4()))
