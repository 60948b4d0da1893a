"""Accounts: who may make and change them, how far, and which cannot go."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.commands.people import CreateUser, UpdateUser
from domain.errors import FaultCode, Forbidden, NotFound, Rejected, Unauthenticated
from domain.ids import Kind, encode_id
from policies.vocabulary import PLATFORM_ADMIN, Permission
from services.users import create_user, update_user
from storage.tables import AuditEvent, User
from tests.calls import faults_of, principal_by_id, principal_of_session, principal_of_token
from tests.personas import PASSWORD, REGULAR, Cast

pytestmark = pytest.mark.anyio
P = Permission
ESCALATION_ID = [(FaultCode.ESCALATION, "id")]


async def user_row(cast: Cast, username: str) -> User:
    async with cast.database.write() as tx:
        return (await tx.execute(select(User).where(col(User.username) == username))).scalar_one()


def new(
    username: str = "isv", password: str = PASSWORD, email: str = "isv@example.com", role: str = REGULAR
) -> CreateUser:
    return CreateUser(username, password, email, role)


async def test_admin_makes_a_user_who_can_sign_in(cast: Cast) -> None:
    user_id = await create_user(await cast.call("admin"), new())

    row = await user_row(cast, "isv")
    assert (row.id, row.display_name, row.email, row.disabled) == (user_id, "isv", "isv@example.com", False)
    assert row.password_hash is not None and row.password_hash.startswith("$argon2id$")
    await cast.sign_in("isv")
    event = (await cast.events("user.create"))[-1]
    assert (event.actor, event.subject, event.message) == ("admin", encode_id(Kind.USER, user_id), f"as {REGULAR}")


@pytest.mark.parametrize(
    ("command", "faults"),
    [
        (new(username=""), [(FaultCode.REQUIRED, "username")]),
        (new(username="Isv"), [(FaultCode.INVALID, "username")]),
        (new(username="isv\n"), [(FaultCode.INVALID, "username")]),
        (new(username="u:isv"), [(FaultCode.INVALID, "username")]),
        (new(username="system"), [(FaultCode.ALREADY_EXISTS, "username")]),
        (new(username="anonymous"), [(FaultCode.ALREADY_EXISTS, "username")]),
        (new(username="admin"), [(FaultCode.ALREADY_EXISTS, "username")]),
        (new(password="short"), [(FaultCode.INVALID, "password")]),
        (new(username="longname", password="longname"), [(FaultCode.INVALID, "password")]),
        (new(email=""), [(FaultCode.REQUIRED, "email")]),
        (new(email="nobody"), [(FaultCode.INVALID, "email")]),
        (new(email="a@" + "b" * 300), [(FaultCode.TOO_LONG, "email")]),
        (new(role="no-such-role"), [(FaultCode.INVALID, "platformRole")]),
        (new(role="workspace-admin"), [(FaultCode.INVALID, "platformRole")]),
    ],
)
async def test_bad_account_is_refused_by_field(cast: Cast, command: CreateUser, faults: list[object]) -> None:
    assert await faults_of(create_user(await cast.call("admin"), command)) == faults


async def test_users_are_made_with_the_permission_only(cast: Cast) -> None:
    await cast.user("isv")

    with pytest.raises(Forbidden):
        await create_user(await cast.call("isv"), new("other"))
    with pytest.raises(Unauthenticated):
        await create_user(cast.anonymous(), new("other"))


async def test_nobody_gives_a_platform_role_beyond_their_own(cast: Cast) -> None:
    await cast.role("accounts", {P.USERS_READ, P.USERS_MANAGE, P.STORE_READ})
    await cast.user("clerk", "accounts")
    await cast.user("isv")
    clerk = await cast.call("clerk")

    made = await faults_of(create_user(clerk, new("evil", role=PLATFORM_ADMIN)))
    promoted = await faults_of(update_user(clerk, UpdateUser(cast.user_gid("isv"), platform_role="app-reviewer")))
    self_promoted = await faults_of(
        update_user(clerk, UpdateUser(cast.user_gid("clerk"), platform_role=PLATFORM_ADMIN))
    )

    assert made == promoted == self_promoted == [(FaultCode.ESCALATION, "platformRole")]
    await create_user(clerk, new("fine"))
    await update_user(clerk, UpdateUser(cast.user_gid("isv"), platform_role="accounts"))


@pytest.mark.parametrize("change", [{"password": "another password"}, {"platform_role": REGULAR}, {"disabled": True}])
async def test_users_who_hold_more_are_out_of_reach(cast: Cast, change: dict[str, object]) -> None:
    await cast.role("accounts", {P.USERS_READ, P.USERS_MANAGE, P.STORE_READ})
    await cast.user("clerk", "accounts")

    faults = await faults_of(update_user(await cast.call("clerk"), UpdateUser(cast.user_gid("admin"), **change)))  # type: ignore[arg-type]

    assert ESCALATION_ID[0] in faults
    assert {code for code, _ in faults} <= {FaultCode.ESCALATION, FaultCode.INVALID_STATE}
    await cast.sign_in("admin")


async def test_password_of_a_workspace_admin_is_set_by_those_only_who_hold_as_much_there(cast: Cast) -> None:
    await cast.role("accounts", {P.USERS_READ, P.USERS_MANAGE, P.STORE_READ})
    await cast.user("clerk", "accounts")
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    change = UpdateUser(cast.user_gid("isv"), password="another password")

    assert await faults_of(update_user(await cast.call("clerk"), change)) == ESCALATION_ID
    await cast.member("acme", "clerk", "workspace-admin")
    await update_user(await cast.call("clerk"), change)

    await cast.sign_in("isv", "another password")


async def test_set_password_ends_the_users_sessions_and_tokens(cast: Cast) -> None:
    await cast.user("isv")
    opened, token = await cast.sign_in("isv"), await cast.token("isv")

    await update_user(await cast.call("admin"), UpdateUser(cast.user_gid("isv"), password="another password"))

    for ended in (principal_of_session(cast.database, opened.token), principal_of_token(cast.database, token.secret)):
        with pytest.raises(Unauthenticated):
            await ended
    await cast.sign_in("isv", "another password")
    event = (await cast.events("user.update"))[-1]
    assert event.message == "password set; sessions ended: 1"
    (revoked,) = await cast.events("token.revoke")
    assert (revoked.actor, revoked.subject, revoked.message) == (
        "admin",
        encode_id(Kind.API_TOKEN, token.id),
        "isv: password set",
    )


async def test_disabling_tells_what_it_ends(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    await cast.member("acme", "mate", "workspace-admin")
    await cast.sign_in("isv")
    await cast.sign_in("isv")
    await cast.token("isv")
    await cast.token("isv", workspace="acme")

    await update_user(await cast.call("admin"), UpdateUser(cast.user_gid("isv"), disabled=True))

    assert (await cast.events("user.update"))[-1].message == "disabled; sessions ended: 2"
    revoked = await cast.events("token.revoke")
    assert {event.workspace_id for event in revoked} == {None, cast.workspaces["acme"]}
    assert {(event.actor, event.message) for event in revoked} == {("admin", "isv: disabled")}


async def clerk_in_reach_of(cast: Cast, *workspaces: str) -> None:
    """A `clerk` with USERS_MANAGE, and an `isv` who holds nothing more on the platform and leads these workspaces."""
    await cast.role("accounts", {P.USERS_READ, P.USERS_MANAGE, P.STORE_READ})
    await cast.user("clerk", "accounts")
    await cast.user("isv")
    for name in workspaces:
        await cast.workspace(name, "isv")


@pytest.mark.parametrize(
    "change", [{"password": "another password"}, {"email": "evil@example.com"}, {"display_name": "x"}]
)
async def test_user_who_holds_more_in_workspaces_is_out_of_reach_and_what_they_hold_is_not_told(
    cast: Cast, change: dict[str, str]
) -> None:
    await clerk_in_reach_of(cast, "acme", "beta")

    with pytest.raises(Rejected) as refused:
        await update_user(await cast.call("clerk"), UpdateUser(cast.user_gid("isv"), **change))  # type: ignore[arg-type]

    (fault,) = refused.value.faults
    assert (fault.code, fault.path, fault.message) == (FaultCode.ESCALATION, ("id",), "isv holds more than you do.")
    for name in ("acme", "beta"):
        await cast.member(name, "clerk", "workspace-admin")
    await update_user(await cast.call("clerk"), UpdateUser(cast.user_gid("isv"), **change))  # type: ignore[arg-type]


async def test_disabling_is_refused_without_naming_workspaces_that_are_not_seen(cast: Cast) -> None:
    await clerk_in_reach_of(cast, "acme", "beta")
    change = UpdateUser(cast.user_gid("isv"), disabled=True)

    messages = {}
    for seen in ("nothing", "beta"):
        if seen != "nothing":
            await cast.member(seen, "clerk", "workspace-viewer")
        with pytest.raises(Rejected) as refused:
            await update_user(await cast.call("clerk"), change)
        messages[seen] = {fault.code: fault.message for fault in refused.value.faults}

    lead = "isv is the last workspace-admin of"
    assert messages == {
        seen: {
            FaultCode.INVALID_STATE: f"{lead} {named}; make another one first.",
            FaultCode.ESCALATION: "isv holds more than you do.",
        }
        for seen, named in (("nothing", "a workspace"), ("beta", "beta"))
    }


async def test_role_that_is_not_seen_and_made_up_one_get_one_answer(cast: Cast) -> None:
    await cast.role("accounts", {P.USERS_MANAGE, P.STORE_READ})
    await cast.role("secret", {P.STORE_SUSPEND})
    await cast.user("clerk", "accounts")
    await cast.workspace("acme")
    await cast.member("acme", "clerk", "workspace-viewer")
    await cast.member("acme", "mate", "workspace-viewer")
    clerk = await cast.call("clerk")

    for name in ("secret", "made-up"):
        for use_case in (
            create_user(clerk, new("evil", role=name)),
            update_user(clerk, UpdateUser(cast.user_gid("mate"), platform_role=name)),
        ):
            with pytest.raises(Rejected) as refused:
                await use_case
            assert [(fault.code, fault.path, fault.message) for fault in refused.value.faults] == [
                (FaultCode.INVALID, ("platformRole",), f"There is no platform role {name}.")
            ]


async def test_own_password_is_not_set_without_the_current_one(cast: Cast) -> None:
    change = UpdateUser(cast.user_gid("admin"), password="another password")

    assert await faults_of(update_user(await cast.call("admin"), change)) == [(FaultCode.INVALID, "password")]

    await cast.sign_in("admin")


async def test_own_profile_is_ones_own(cast: Cast) -> None:
    await cast.user("isv")
    own = cast.user_gid("isv")

    await update_user(await cast.call("isv"), UpdateUser(own, display_name="The ISV", email="new@example.com"))

    row = await user_row(cast, "isv")
    assert (row.display_name, row.email) == ("The ISV", "new@example.com")
    assert (await cast.events("user.update"))[-1].message == "changed displayName; changed email"
    for change in ({"disabled": False}, {"platform_role": REGULAR}, {"password": "another password"}):
        with pytest.raises(Forbidden):
            await update_user(await cast.call("isv"), UpdateUser(own, **change))


async def test_api_token_changes_no_profile_without_the_permission(cast: Cast) -> None:
    await cast.user("isv")
    token = await cast.token("isv")

    with pytest.raises(Forbidden):
        await update_user(await cast.token_call(token.secret), UpdateUser(cast.user_gid("isv"), display_name="x"))


async def test_unseen_user_and_made_up_one_get_one_answer(cast: Cast) -> None:
    await cast.user("isv")
    await cast.user("stranger")
    call = await cast.call("isv")
    ids = [
        cast.user_gid("stranger"),
        encode_id(Kind.USER, uuid4()),
        "nonsense",
        cast.user_gid("isv") + " ",
    ]

    answers = set()
    for global_id in ids:
        with pytest.raises(NotFound) as missing:
            await update_user(call, UpdateUser(global_id, disabled=True))
        answers.add(str(missing.value))

    assert len(answers) == 1


async def test_seen_user_is_not_changed_without_the_permission(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    await cast.member("acme", "mate", "workspace-viewer")

    with pytest.raises(Forbidden):
        await update_user(await cast.call("isv"), UpdateUser(cast.user_gid("mate"), display_name="x"))


@pytest.mark.parametrize("change", [{"platform_role": REGULAR}, {"disabled": True}])
async def test_last_platform_admin_stays(cast: Cast, change: dict[str, object]) -> None:
    await cast.user("other", PLATFORM_ADMIN)
    admin = await cast.call("admin")
    await update_user(admin, UpdateUser(cast.user_gid("other"), disabled=True))

    faults = await faults_of(update_user(admin, UpdateUser(cast.user_gid("admin"), **change)))  # type: ignore[arg-type]

    assert faults == [(FaultCode.INVALID_STATE, "id")]
    await update_user(admin, UpdateUser(cast.user_gid("other"), disabled=False))
    await update_user(await cast.call("admin"), UpdateUser(cast.user_gid("admin"), **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"platform_role": REGULAR}, {"disabled": True}])
async def test_of_two_admins_who_remove_each_other_at_once_one_stays(cast: Cast, change: dict[str, object]) -> None:
    await cast.user("other", PLATFORM_ADMIN)
    first, second = await cast.call("admin"), await cast.call("other")

    outcomes = await asyncio.gather(
        update_user(first, UpdateUser(cast.user_gid("other"), **change)),  # type: ignore[arg-type]
        update_user(second, UpdateUser(cast.user_gid("admin"), **change)),  # type: ignore[arg-type]
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(refused) == 1
    assert isinstance(refused[0], Forbidden | NotFound | Unauthenticated | Rejected)


async def test_last_workspace_admin_is_not_disabled_and_the_workspaces_are_named(cast: Cast) -> None:
    await cast.user("isv")
    for name in ("beta", "acme", "shared"):
        await cast.workspace(name, "isv")
    await cast.member("shared", "mate", "workspace-admin")
    admin = await cast.call("admin")

    with pytest.raises(Rejected) as refused:
        await update_user(admin, UpdateUser(cast.user_gid("isv"), disabled=True))

    (fault,) = refused.value.faults
    assert (fault.code, fault.path) == (FaultCode.INVALID_STATE, ("disabled",))
    assert "acme, beta;" in fault.message
    assert not (await user_row(cast, "isv")).disabled


async def test_refused_update_changes_nothing_at_all(cast: Cast) -> None:
    await cast.user("isv")
    before, revision = await user_row(cast, "isv"), await cast.revision()
    command = UpdateUser(
        cast.user_gid("isv"), display_name="New", email="nobody", platform_role="app-reviewer", password="short"
    )

    faults = await faults_of(update_user(await cast.call("admin"), command))

    assert faults == [(FaultCode.INVALID, "email"), (FaultCode.INVALID, "password")]
    assert (await user_row(cast, "isv")).model_dump() == before.model_dump()
    assert await cast.revision() == revision
    assert await cast.events("user.update") == []


async def test_two_users_of_one_name_made_at_once_are_one(cast: Cast) -> None:
    calls = [await cast.call("admin") for _ in range(2)]

    outcomes = await asyncio.gather(*(create_user(call, new()) for call in calls), return_exceptions=True)

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert [(fault.code, fault.path) for fault in refused.faults] == [(FaultCode.ALREADY_EXISTS, ("username",))]


async def test_update_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    await cast.user("isv")

    await update_user(
        await cast.call("admin"),
        UpdateUser(cast.user_gid("isv"), display_name="isv", platform_role=REGULAR, disabled=False),
    )

    assert await cast.events("user.update") == []


async def test_no_secret_is_in_the_audit_log(cast: Cast) -> None:
    await cast.user("isv")
    await update_user(await cast.call("admin"), UpdateUser(cast.user_gid("isv"), password="another password"))

    async with cast.database.write() as tx:
        log = " ".join(str(event.model_dump()) for event in (await tx.execute(select(AuditEvent))).scalars())

    assert PASSWORD not in log and "another password" not in log and "argon2" not in log


async def test_demoted_user_holds_less_at_once(cast: Cast) -> None:
    await cast.user("other", PLATFORM_ADMIN)

    await update_user(await cast.call("admin"), UpdateUser(cast.user_gid("other"), platform_role="app-reviewer"))

    assert P.USERS_MANAGE not in (await principal_by_id(cast.database, cast.users["other"])).platform
    assert (await cast.events("user.update"))[-1].message == "platform-admin -> app-reviewer"
