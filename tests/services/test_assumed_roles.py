"""Sessions narrowed to one role: never wider than it, and over with it."""

from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from domain.commands.people import (
    AssumeRole,
    ChangePassword,
    CreateApiToken,
    UpdateMember,
    UpdateRole,
    UpdateUser,
)
from domain.errors import FaultCode, Forbidden, Unauthenticated
from policies.principal import Principal
from policies.vocabulary import Permission as P
from services import members, roles, sessions, tokens, users, workspaces
from services.call import Call
from services.sessions import SignedIn
from storage.tables import Session
from tests.calls import call_as, faults_of, principal_of_session
from tests.personas import PASSWORD, Cast

pytestmark = pytest.mark.anyio


@pytest.fixture
async def stage(cast: Cast) -> Cast:
    """dev: a reviewer on the platform, a developer in acme, an admin in other."""
    await cast.role("reviewing", [P.TEMPLATES_READ, P.REVIEWS_READ])
    await cast.user("dev", "reviewing")
    await cast.workspace("acme")
    await cast.workspace("other")
    await cast.member("acme", "dev", "workspace-developer")
    await cast.member("other", "dev", "workspace-admin")
    return cast


async def assume(call: Call, role: str, workspace: str | None = None) -> SignedIn:
    return await sessions.assume_role(call, AssumeRole(role, workspace))


async def now(cast: Cast, opened: SignedIn) -> Principal:
    return await principal_of_session(cast.database, opened.token)


async def test_session_of_a_workspace_role_holds_that_role_and_nothing_else(stage: Cast) -> None:
    narrowed = await assume(await stage.session_call("dev"), "workspace-developer", "acme")

    principal = await now(stage, narrowed)
    assert principal.platform == frozenset()
    assert set(principal.workspaces) == {stage.workspaces["acme"]}
    assert P.VERSIONS_SUBMIT in principal.workspaces[stage.workspaces["acme"]]
    assert P.MEMBERS_MANAGE not in principal.workspaces[stage.workspaces["acme"]]
    assert principal == narrowed.principal


async def test_session_of_the_platform_role_has_no_workspace_of_its_own(stage: Cast) -> None:
    principal = await now(stage, await assume(await stage.session_call("dev"), "reviewing"))

    assert principal.platform == {P.TEMPLATES_READ, P.REVIEWS_READ}
    assert dict(principal.workspaces) == {}


@pytest.mark.parametrize(
    ("role", "workspace"),
    [
        ("workspace-admin", "acme"),
        ("workspace-developer", "other"),
        ("workspace-developer", None),
        ("workspace-developer", "nowhere"),
        ("reviewing", "acme"),
        ("platform-admin", None),
        ("", None),
    ],
)
async def test_role_that_is_not_held_there_is_refused_alike(stage: Cast, role: str, workspace: str | None) -> None:
    call = await stage.session_call("dev")

    assert await faults_of(assume(call, role, workspace)) == [(FaultCode.INVALID, "role")]


async def test_the_same_role_once_more_is_the_same_session(stage: Cast) -> None:
    call = await stage.session_call("dev")

    first = await assume(call, "reviewing")
    again = await assume(call, "reviewing")

    assert again.principal.session_id == first.principal.session_id
    assert again.expires_at == first.expires_at


async def test_it_ends_no_later_than_the_session_that_it_comes_from(stage: Cast) -> None:
    opened = await stage.sign_in("dev")
    call = call_as(stage.database, await principal_of_session(stage.database, opened.token))

    assert (await assume(call, "reviewing")).expires_at == opened.expires_at


async def test_it_ends_with_the_session_that_it_comes_from(stage: Cast) -> None:
    first, second = await stage.session_call("dev"), await stage.session_call("dev")
    narrowed = await assume(first, "reviewing")

    await sessions.change_password(second, ChangePassword(PASSWORD, "another good password"))

    with pytest.raises(Unauthenticated):
        await now(stage, narrowed)


async def test_changed_role_changes_the_session_at_once(stage: Cast) -> None:
    narrowed = await assume(await stage.session_call("dev"), "reviewing")

    await roles.update_role(
        await stage.call("admin"), UpdateRole(stage.role_gid("reviewing"), permissions=(P.STORE_READ,))
    )

    assert (await now(stage, narrowed)).platform == {P.STORE_READ}


async def taken_in_workspace(cast: Cast) -> Any:
    member = cast.member_gid("acme", "dev")
    await members.update_member(await cast.call("admin"), UpdateMember(member, "workspace-viewer"))
    return members.update_member(await cast.call("admin"), UpdateMember(member, "workspace-developer"))


async def removed_from_workspace(cast: Cast) -> Any:
    await members.remove_member(await cast.call("admin"), cast.member_gid("acme", "dev"))
    return cast.member("acme", "dev", "workspace-developer")


async def disabled(cast: Cast) -> Any:
    admin, user = await cast.call("admin"), cast.user_gid("dev")
    await users.update_user(admin, UpdateUser(user, disabled=True))
    return users.update_user(admin, UpdateUser(user, disabled=False))


@pytest.mark.parametrize("take", [taken_in_workspace, removed_from_workspace, disabled])
async def test_session_is_over_with_the_role_and_stays_so_when_it_is_given_back(stage: Cast, take: Any) -> None:
    narrowed = await assume(await stage.session_call("dev"), "workspace-developer", "acme")

    give_back = await take(stage)

    with pytest.raises(Unauthenticated):
        await now(stage, narrowed)
    await give_back
    with pytest.raises(Unauthenticated):
        await now(stage, narrowed)


async def test_session_of_the_platform_role_is_over_when_another_is_given(stage: Cast) -> None:
    narrowed = await assume(await stage.session_call("dev"), "reviewing")
    other = await assume(await stage.session_call("dev"), "workspace-admin", "other")

    await users.update_user(
        await stage.call("admin"), UpdateUser(stage.user_gid("dev"), platform_role="platform-regular")
    )

    with pytest.raises(Unauthenticated):
        await now(stage, narrowed)
    assert (await now(stage, other)).workspaces


async def test_it_is_over_with_the_workspace(stage: Cast) -> None:
    narrowed = await assume(await stage.session_call("dev"), "workspace-developer", "acme")

    await workspaces.delete_workspace(await stage.call("admin"), stage.workspace_gid("acme"))

    with pytest.raises(Unauthenticated):
        await now(stage, narrowed)


async def test_grant_that_its_trigger_has_missed_still_opens_nothing(stage: Cast) -> None:
    narrowed = await assume(await stage.session_call("dev"), "workspace-developer", "acme")

    async with stage.database.write() as tx:
        await tx.execute(
            update(Session)
            .where(col(Session.id) == narrowed.principal.session_id)
            .values(workspace_id=stage.workspaces["other"])
        )

    with pytest.raises(Unauthenticated):
        await now(stage, narrowed)


async def narrowed_call(cast: Cast) -> Call:
    return call_as(cast.database, await now(cast, await assume(await cast.session_call("dev"), "reviewing")))


async def test_narrowed_session_opens_nothing_wider_or_longer(stage: Cast) -> None:
    call = await narrowed_call(stage)

    for attempt in (
        assume(call, "reviewing"),
        assume(call, "workspace-admin", "other"),
        tokens.create_api_token(call, CreateApiToken("wide")),
        tokens.revoke_api_token(call, "tok_00000000-0000-0000-0000-000000000000"),
        sessions.change_password(call, ChangePassword(PASSWORD, "another good password")),
        users.update_user(call, UpdateUser(stage.user_gid("dev"), email="new@example.com")),
    ):
        with pytest.raises(Forbidden):
            await attempt


async def test_api_token_assumes_no_role(stage: Cast) -> None:
    secret = (await stage.token("dev")).secret

    with pytest.raises(Forbidden):
        await assume(await stage.token_call(secret), "reviewing")


async def test_member_in_a_narrowed_session_does_not_leave_a_workspace(stage: Cast) -> None:
    opened = await assume(await stage.session_call("dev"), "workspace-developer", "acme")
    call = call_as(stage.database, await now(stage, opened))

    with pytest.raises(Forbidden):
        await members.remove_member(call, stage.member_gid("acme", "dev"))


async def test_it_is_told_to_the_audit_log(stage: Cast) -> None:
    await assume(await stage.session_call("dev"), "workspace-developer", "acme")

    (event,) = await stage.events("session.assume_role")
    assert (event.actor, event.message) == ("dev", "workspace-developer in the workspace acme")


async def test_signing_in_clears_narrowed_sessions_that_have_expired(stage: Cast) -> None:
    await assume(await stage.session_call("dev"), "reviewing")
    async with stage.database.write() as tx:
        await tx.execute(update(Session).values(expires_at=func.now()))

    await stage.sign_in("dev")

    async with stage.database.write() as tx:
        of_dev = select(func.count()).select_from(Session).where(col(Session.user_id) == stage.users["dev"])
        assert (await tx.execute(of_dev)).scalar_one() == 1
