"""Custom roles: nobody makes or edits one that holds more than they do in that place; built-in ones stay."""

import asyncio

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.commands.people import CreateRole, UpdateRole, UpdateUser
from domain.errors import FaultCode, Forbidden, NotFound, Rejected, Unauthenticated
from domain.ids import Kind, encode_id
from policies.vocabulary import BUILTIN_BY_NAME, GROUPS, Permission, RoleScope
from services import users
from services.bootstrap import builtin_role_id
from services.roles import create_role, delete_role, update_role
from storage.tables import Role
from tests.calls import faults_of, principal_by_id
from tests.personas import Cast

pytestmark = pytest.mark.anyio
P = Permission


async def role_row(cast: Cast, name: str) -> Role:
    async with cast.database.write() as tx:
        return (await tx.execute(select(Role).where(col(Role.name) == name))).scalar_one()


async def test_the_tutorials_app_review_is_a_custom_role_of_the_group_app_template(cast: Cast) -> None:
    group = next(group for group in GROUPS[RoleScope.PLATFORM] if group.name == "app-template")

    await cast.role("app-review", group.permissions)
    await cast.user("reviewer", "app-review")

    assert (await principal_by_id(cast.database, cast.users["reviewer"])).platform == frozenset(group.permissions)
    (event,) = [event for event in await cast.events("role.create") if event.subject_name == "app-review"]
    assert (event.actor, event.subject) == ("admin", cast.role_gid("app-review"))
    assert event.message is not None and event.message.startswith("allows CATEGORIES_MANAGE, REVIEWS_DECIDE_BUSINESS")


@pytest.mark.parametrize(
    ("command", "faults"),
    [
        (CreateRole("", ()), [(FaultCode.REQUIRED, "name")]),
        (CreateRole("Not A Label", ()), [(FaultCode.INVALID, "name")]),
        (CreateRole("own", ("NO_SUCH",)), [(FaultCode.INVALID, "permissions")]),
        (CreateRole("own", ("STORE_READ",), workspace="acme"), [(FaultCode.INVALID, "permissions")]),
        (CreateRole("own", (), workspace="nothing"), [(FaultCode.INVALID, "workspace")]),
        (CreateRole("own", (), display_name="x" * 101), [(FaultCode.TOO_LONG, "displayName")]),
        *((CreateRole(name, ()), [(FaultCode.ALREADY_EXISTS, "name")]) for name in BUILTIN_BY_NAME),
        *((CreateRole(name, (), workspace="acme"), [(FaultCode.ALREADY_EXISTS, "name")]) for name in BUILTIN_BY_NAME),
    ],
)
async def test_bad_role_is_refused_by_field(cast: Cast, command: CreateRole, faults: list[object]) -> None:
    await cast.workspace("acme")

    assert await faults_of(create_role(await cast.call("admin"), command)) == faults


async def test_name_is_unique_in_its_place_only(cast: Cast) -> None:
    await cast.workspace("acme")
    await cast.workspace("other")
    for workspace in (None, "acme", "other"):
        await cast.role("tester", (), workspace)

    for workspace in (None, "acme"):
        faults = await faults_of(create_role(await cast.call("admin"), CreateRole("tester", (), workspace=workspace)))
        assert faults == [(FaultCode.ALREADY_EXISTS, "name")]


async def test_workspace_admin_makes_roles_there_within_what_they_hold(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    await cast.workspace("other")
    await cast.role("keeper", {P.ROLES_MANAGE, P.WORKSPACES_READ}, "other")
    await cast.member("other", "isv", "keeper")
    isv = await cast.call("isv")

    await create_role(isv, CreateRole("tester", ("TEMPLATES_READ", "ROLES_MANAGE"), workspace="acme"))
    beyond = await faults_of(create_role(isv, CreateRole("tester", ("TEMPLATES_READ",), workspace="other")))

    assert beyond == [(FaultCode.ESCALATION, "permissions")]
    assert (await role_row(cast, "tester")).permissions == ["ROLES_MANAGE", "TEMPLATES_READ"]
    with pytest.raises(Forbidden):
        await create_role(isv, CreateRole("tester", ()))


async def test_foreign_workspace_and_made_up_one_get_one_answer(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme")
    isv = await cast.call("isv")

    answers = [await faults_of(create_role(isv, CreateRole("x", (), workspace=name))) for name in ("acme", "nothing")]

    assert answers == [[(FaultCode.INVALID, "workspace")]] * 2


async def test_role_is_edited_within_what_the_editor_holds_before_and_after(cast: Cast) -> None:
    await cast.role("small", {P.STORE_READ})
    await cast.role("big", {P.STORE_READ, P.USERS_MANAGE})
    await cast.role("keeper", {P.ROLES_READ, P.ROLES_MANAGE, P.STORE_READ})
    await cast.user("keeper", "keeper")
    keeper = await cast.call("keeper")

    widened = await faults_of(update_role(keeper, UpdateRole(cast.role_gid("small"), permissions=("USERS_MANAGE",))))
    own = await faults_of(update_role(keeper, UpdateRole(cast.role_gid("keeper"), permissions=tuple(P))))
    shrunk = await faults_of(update_role(keeper, UpdateRole(cast.role_gid("big"), permissions=("STORE_READ",))))
    renamed = await faults_of(update_role(keeper, UpdateRole(cast.role_gid("big"), display_name="Viewer")))

    assert widened == own == [(FaultCode.ESCALATION, "permissions")]
    assert shrunk == renamed == [(FaultCode.ESCALATION, "id")]
    await update_role(keeper, UpdateRole(cast.role_gid("small"), permissions=("ROLES_READ",), description="Reads."))
    row = await role_row(cast, "small")
    assert (row.permissions, row.description) == (["ROLES_READ"], "Reads.")
    assert (await cast.events("role.update"))[-1].message == "+ROLES_READ -STORE_READ"


@pytest.mark.parametrize("name", sorted(BUILTIN_BY_NAME))
async def test_builtin_role_is_neither_changed_nor_deleted(cast: Cast, name: str) -> None:
    global_id = encode_id(Kind.ROLE, builtin_role_id(name))
    admin = await cast.call("admin")

    with pytest.raises(Forbidden):
        await update_role(admin, UpdateRole(global_id, display_name="Mine", permissions=()))
    with pytest.raises(Forbidden):
        await delete_role(admin, global_id)


async def test_held_role_is_in_use_on_the_platform_and_in_a_workspace(cast: Cast) -> None:
    await cast.workspace("acme")
    await cast.role("platform-own", {P.STORE_READ})
    await cast.role("acme-own", {P.TEMPLATES_READ}, "acme")
    await cast.user("isv", "platform-own")
    await cast.member("acme", "isv", "acme-own")
    admin = await cast.call("admin")

    for name in ("platform-own", "acme-own"):
        assert await faults_of(delete_role(admin, cast.role_gid(name))) == [(FaultCode.IN_USE, "id")]

    await users.update_user(admin, UpdateUser(cast.user_gid("isv"), platform_role="platform-regular"))
    assert await delete_role(admin, cast.role_gid("platform-own")) == cast.role_gid("platform-own")
    assert [event.subject_name for event in await cast.events("role.delete")] == ["platform-own"]


async def test_unseen_role_and_made_up_one_get_one_answer(cast: Cast) -> None:
    await cast.workspace("acme")
    await cast.role("secret", {P.TEMPLATES_READ}, "acme")
    await cast.user("isv")
    isv = await cast.call("isv")

    answers = set()
    for global_id in (cast.role_gid("secret"), encode_id(Kind.ROLE, cast.users["isv"]), "nonsense"):
        for use_case in (update_role(isv, UpdateRole(global_id)), delete_role(isv, global_id)):
            with pytest.raises(NotFound) as missing:
                await use_case
            answers.add(str(missing.value))

    assert answers == {"Role was not found."}


async def test_seen_role_is_not_changed_without_the_permission(cast: Cast) -> None:
    await cast.workspace("acme")
    await cast.role("tester", {P.WORKSPACES_READ, P.MEMBERS_READ}, "acme")
    await cast.member("acme", "isv", "tester")
    isv = await cast.call("isv")

    with pytest.raises(Forbidden):
        await update_role(isv, UpdateRole(cast.role_gid("tester"), permissions=tuple(P)))
    with pytest.raises(Forbidden):
        await delete_role(isv, cast.role_gid("tester"))
    with pytest.raises(Unauthenticated):
        await create_role(cast.anonymous(), CreateRole("x", ()))


async def test_role_given_while_it_is_deleted_is_one_or_the_other(cast: Cast) -> None:
    await cast.role("own", {P.STORE_READ})
    await cast.user("isv")
    first, second = await cast.call("admin"), await cast.call("admin")

    deleted, given = await asyncio.gather(
        delete_role(first, cast.role_gid("own")),
        users.update_user(second, UpdateUser(cast.user_gid("isv"), platform_role="own")),
        return_exceptions=True,
    )

    assert isinstance(deleted, Rejected) != isinstance(given, Rejected)
    lost = deleted if isinstance(deleted, Rejected) else given
    assert isinstance(lost, Rejected)
    assert lost.faults[0].code in (FaultCode.IN_USE, FaultCode.INVALID)


async def test_update_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    await cast.role("own", {P.STORE_READ, P.USERS_READ})
    revision = await cast.revision()
    same = UpdateRole(cast.role_gid("own"), display_name="own", permissions=("USERS_READ", "STORE_READ"))

    await update_role(await cast.call("admin"), same)

    assert await cast.events("role.update") == []
    assert await cast.revision() == revision
