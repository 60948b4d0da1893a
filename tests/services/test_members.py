"""Members: invited, moved and removed within what the caller holds there; the last workspace-admin stays."""

import asyncio

import pytest
from sqlalchemy import select

from domain.commands.people import AddMember, UpdateMember, UpdateUser
from domain.errors import FaultCode, Forbidden, NotFound, Rejected, Unauthenticated
from domain.ids import Kind, encode_id
from policies.vocabulary import PLATFORM_ADMIN, Permission
from services import users
from services.members import add_member, remove_member, update_member
from storage.tables import Membership
from tests.calls import faults_of, principal_by_id
from tests.personas import Cast

pytestmark = pytest.mark.anyio
P = Permission
ADMIN, DEVELOPER, VIEWER = "workspace-admin", "workspace-developer", "workspace-viewer"


@pytest.fixture
async def acme(cast: Cast) -> Cast:
    """A workspace whose admin is `isv`, who is nobody on the platform."""
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    async with cast.database.write() as tx:
        membership = (await tx.execute(select(Membership))).scalar_one()
    cast.members["acme", "isv"] = membership.id
    return cast


async def test_workspace_admin_invites_members(acme: Cast) -> None:
    await acme.user("dev")

    member_id = await add_member(await acme.call("isv"), AddMember(acme.workspace_gid("acme"), "dev", DEVELOPER))

    dev = await principal_by_id(acme.database, acme.users["dev"])
    assert dev.allows(P.VERSIONS_SUBMIT, acme.workspaces["acme"])
    event = (await acme.events("member.add"))[-1]
    assert (event.actor, event.subject, event.subject_name, event.message, event.workspace_id) == (
        "isv",
        encode_id(Kind.MEMBERSHIP, member_id),
        "dev in acme",
        DEVELOPER,
        acme.workspaces["acme"],
    )


async def test_unknown_user_and_unknown_role_are_told_together(acme: Cast) -> None:
    await acme.workspace("other")
    await acme.role("foreign", (), "other")
    isv = await acme.call("isv")

    for role in ("no-such-role", "foreign", "platform-admin"):
        faults = await faults_of(add_member(isv, AddMember(acme.workspace_gid("acme"), "nobody", role)))
        assert faults == [(FaultCode.INVALID, "role"), (FaultCode.INVALID, "username")]


async def test_member_is_added_once_also_when_two_add_at_once(acme: Cast) -> None:
    await acme.user("dev")
    calls = [await acme.call("isv"), await acme.call("admin")]
    command = AddMember(acme.workspace_gid("acme"), "dev", VIEWER)

    outcomes = await asyncio.gather(*(add_member(call, command) for call in calls), return_exceptions=True)

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert [(fault.code, fault.path) for fault in refused.faults] == [(FaultCode.ALREADY_EXISTS, ("username",))]
    async with acme.database.write() as tx:
        assert len((await tx.execute(select(Membership))).all()) == 2


async def test_nobody_grants_what_they_do_not_hold_there(acme: Cast) -> None:
    await acme.role("inviter", {P.WORKSPACES_READ, P.MEMBERS_READ, P.MEMBERS_MANAGE, P.TEMPLATES_READ}, "acme")
    await acme.role("reader", {P.WORKSPACES_READ, P.TEMPLATES_READ}, "acme")
    await acme.member("acme", "inviter", "inviter")
    await acme.member("acme", "mate", "reader")
    await acme.user("dev")
    inviter = await acme.call("inviter")
    workspace = acme.workspace_gid("acme")

    added = await faults_of(add_member(inviter, AddMember(workspace, "dev", DEVELOPER)))
    moved = await faults_of(update_member(inviter, UpdateMember(acme.member_gid("acme", "mate"), ADMIN)))
    self_moved = await faults_of(update_member(inviter, UpdateMember(acme.member_gid("acme", "inviter"), ADMIN)))
    demoted = await faults_of(update_member(inviter, UpdateMember(acme.member_gid("acme", "isv"), "reader")))
    removed = await faults_of(remove_member(inviter, acme.member_gid("acme", "isv")))

    assert added == moved == self_moved == [(FaultCode.ESCALATION, "role")]
    assert demoted == removed == [(FaultCode.ESCALATION, "id")]
    await add_member(inviter, AddMember(workspace, "dev", "reader"))


async def test_what_is_held_in_one_workspace_grants_nothing_in_another(acme: Cast) -> None:
    await acme.workspace("other")
    await acme.member("other", "isv", VIEWER)
    await acme.member("other", "dev", VIEWER)
    isv = await acme.call("isv")

    with pytest.raises(Forbidden):
        await add_member(isv, AddMember(acme.workspace_gid("other"), "admin", VIEWER))
    with pytest.raises(Forbidden):
        await update_member(isv, UpdateMember(acme.member_gid("other", "dev"), VIEWER))
    with pytest.raises(Forbidden):
        await remove_member(isv, acme.member_gid("other", "dev"))


async def test_unseen_workspace_and_membership_do_not_exist(acme: Cast) -> None:
    await acme.user("stranger")
    stranger = await acme.call("stranger")

    for workspace in (acme.workspace_gid("acme"), encode_id(Kind.WORKSPACE, acme.users["isv"]), "nonsense"):
        with pytest.raises(NotFound, match=r"^Workspace was not found\.$"):
            await add_member(stranger, AddMember(workspace, "stranger", ADMIN))
    for member in (acme.member_gid("acme", "isv"), encode_id(Kind.MEMBERSHIP, acme.users["isv"])):
        with pytest.raises(NotFound, match=r"^Membership was not found\.$"):
            await update_member(stranger, UpdateMember(member, VIEWER))
        with pytest.raises(NotFound, match=r"^Membership was not found\.$"):
            await remove_member(stranger, member)
    with pytest.raises(Unauthenticated):
        await remove_member(acme.anonymous(), acme.member_gid("acme", "isv"))


async def test_member_moves_to_another_role(acme: Cast) -> None:
    await acme.member("acme", "dev", VIEWER)

    await update_member(await acme.call("isv"), UpdateMember(acme.member_gid("acme", "dev"), DEVELOPER))

    assert (await acme.events("member.update"))[-1].message == f"{VIEWER} -> {DEVELOPER}"
    dev = await principal_by_id(acme.database, acme.users["dev"])
    assert dev.allows(P.TEMPLATES_CREATE, acme.workspaces["acme"])


@pytest.mark.parametrize("caller", ["isv", "admin"])
async def test_last_workspace_admin_is_neither_demoted_nor_removed(acme: Cast, caller: str) -> None:
    own = acme.member_gid("acme", "isv")

    for use_case in (
        update_member(await acme.call(caller), UpdateMember(own, DEVELOPER)),
        remove_member(await acme.call(caller), own),
    ):
        assert await faults_of(use_case) == [(FaultCode.INVALID_STATE, "id")]

    assert await acme.events("member.update") == await acme.events("member.remove") == []


async def test_disabled_admin_does_not_count_as_one(acme: Cast) -> None:
    await acme.member("acme", "other", ADMIN)
    await users.update_user(await acme.call("admin"), UpdateUser(acme.user_gid("other"), disabled=True))
    isv = await acme.call("isv")

    assert await faults_of(remove_member(isv, acme.member_gid("acme", "isv"))) == [(FaultCode.INVALID_STATE, "id")]
    await remove_member(isv, acme.member_gid("acme", "other"))


async def test_of_two_admins_who_demote_each_other_at_once_one_stays(acme: Cast) -> None:
    await acme.member("acme", "other", ADMIN)
    first, second = await acme.call("isv"), await acme.call("other")

    outcomes = await asyncio.gather(
        update_member(first, UpdateMember(acme.member_gid("acme", "other"), VIEWER)),
        update_member(second, UpdateMember(acme.member_gid("acme", "isv"), VIEWER)),
        return_exceptions=True,
    )

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert isinstance(refused, Forbidden)


async def test_of_two_last_admins_who_leave_at_once_one_stays(acme: Cast) -> None:
    await acme.member("acme", "other", ADMIN)
    calls = {name: await acme.call(name) for name in ("isv", "other")}

    outcomes = await asyncio.gather(
        *(remove_member(call, acme.member_gid("acme", name)) for name, call in calls.items()), return_exceptions=True
    )

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert isinstance(refused, Rejected)
    assert refused.faults[0].code is FaultCode.INVALID_STATE


async def test_members_may_leave_by_themselves_but_not_their_tokens(acme: Cast) -> None:
    await acme.member("acme", "dev", VIEWER)
    own = acme.member_gid("acme", "dev")
    token = await acme.token("dev")

    with pytest.raises(Forbidden):
        await remove_member(await acme.token_call(token.secret), own)
    assert await remove_member(await acme.call("dev"), own) == own

    assert dict((await principal_by_id(acme.database, acme.users["dev"])).workspaces) == {}
    event = (await acme.events("member.remove"))[-1]
    assert (event.actor, event.subject_name, event.message) == ("dev", "dev in acme", VIEWER)


async def test_who_manages_members_on_the_platform_grants_within_the_platform_role_only(acme: Cast) -> None:
    await acme.user("manager", "workspace-manager")
    await acme.user("dev")
    manager = await acme.call("manager")
    workspace = acme.workspace_gid("acme")

    faults = await faults_of(add_member(manager, AddMember(workspace, "dev", ADMIN)))

    assert faults == [(FaultCode.ESCALATION, "role")]


async def test_platform_admin_makes_anyone_anything_anywhere(acme: Cast) -> None:
    await acme.user("root", PLATFORM_ADMIN)
    await acme.user("dev")

    await add_member(await acme.call("root"), AddMember(acme.workspace_gid("acme"), "dev", ADMIN))

    assert (await principal_by_id(acme.database, acme.users["dev"])).allows(P.MEMBERS_MANAGE, acme.workspaces["acme"])


async def test_role_that_is_not_seen_and_made_up_one_get_one_answer(acme: Cast) -> None:
    await acme.role("secret", {P.TEMPLATES_READ}, "acme")
    await acme.role("inviter", {P.WORKSPACES_READ, P.MEMBERS_READ, P.MEMBERS_MANAGE}, "acme")
    await acme.role("reader", {P.WORKSPACES_READ}, "acme")
    await acme.member("acme", "inviter", "inviter")
    await acme.member("acme", "mate", "reader")
    await acme.user("dev")
    inviter = await acme.call("inviter")

    for name in ("secret", "made-up"):
        for use_case in (
            add_member(inviter, AddMember(acme.workspace_gid("acme"), "dev", name)),
            update_member(inviter, UpdateMember(acme.member_gid("acme", "mate"), name)),
        ):
            with pytest.raises(Rejected) as refused:
                await use_case
            assert [(fault.code, fault.path, fault.message) for fault in refused.value.faults] == [
                (FaultCode.INVALID, ("role",), f"There is no role {name} in this workspace.")
            ]


async def test_tokens_that_end_with_a_membership_are_told(acme: Cast) -> None:
    await acme.workspace("other")
    for workspace in ("acme", "other"):
        await acme.member(workspace, "dev", VIEWER)
    ended = await acme.token("dev", workspace="acme")
    kept = [await acme.token("dev", workspace="other"), await acme.token("dev")]

    await remove_member(await acme.call("isv"), acme.member_gid("acme", "dev"))

    (event,) = await acme.events("token.revoke")
    assert (event.actor, event.subject, event.workspace_id, event.message) == (
        "isv",
        encode_id(Kind.API_TOKEN, ended.id),
        acme.workspaces["acme"],
        "no longer a member: dev in acme",
    )
    for token in kept:
        await acme.token_call(token.secret)
