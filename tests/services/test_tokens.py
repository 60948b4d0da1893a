"""API tokens: shown once, hashed, narrowed, never more than their owner holds now."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text, update
from sqlmodel import col

from domain.commands.people import CreateApiToken, CreateRole, UpdateUser
from domain.errors import FaultCode, Forbidden, NotFound, Unauthenticated
from domain.ids import Kind, encode_id
from policies.vocabulary import PLATFORM_ADMIN, Permission
from services import members, roles, tokens, users, workspaces
from services.principals import hash_secret
from services.tokens import create_api_token, revoke_api_token
from storage.tables import ApiToken, Session
from tests.calls import faults_of, principal_of_token
from tests.personas import Cast

pytestmark = pytest.mark.anyio
P = Permission


def gid(token: tokens.CreatedToken) -> str:
    return encode_id(Kind.API_TOKEN, token.id)


async def test_secret_is_recognisable_shown_once_and_stored_as_a_hash_only(cast: Cast) -> None:
    token = await cast.token("admin")

    assert token.secret.startswith("chy_") and len(token.secret) >= 47
    async with cast.database.write() as tx:
        row = (await tx.execute(select(ApiToken))).scalar_one()
        everything = (await tx.execute(text("SELECT api_token::text FROM api_token"))).scalar_one()
        log = (await tx.execute(text("SELECT string_agg(audit_event::text, ' ') FROM audit_event"))).scalar_one()
    assert row.prefix == token.secret[:12]
    assert row.secret_hash == hash_secret(token.secret)
    assert token.secret[12:] not in everything + log + repr(token)


async def test_token_holds_what_its_owner_holds_now(cast: Cast) -> None:
    await cast.user("isv", PLATFORM_ADMIN)
    token = await cast.token("isv")
    before = await principal_of_token(cast.database, token.secret)

    await users.update_user(
        await cast.call("admin"), UpdateUser(cast.user_gid("isv"), platform_role="platform-regular")
    )
    after = await principal_of_token(cast.database, token.secret)

    assert before.platform == frozenset(P) and before.via_token and before.username == "isv"
    assert after.platform == {P.STORE_READ}


async def test_token_is_narrowed_to_permissions_and_workspace(cast: Cast) -> None:
    acme, _ = await cast.workspace("acme"), await cast.workspace("other")

    token = await cast.token("admin", {P.TEMPLATES_READ, P.MEMBERS_MANAGE}, "acme")

    principal = await principal_of_token(cast.database, token.secret)
    assert principal.platform == frozenset()
    assert dict(principal.workspaces) == {acme: {P.TEMPLATES_READ, P.MEMBERS_MANAGE}}
    (event,) = await cast.events("token.create")
    assert event.workspace_id == acme
    assert event.message == "MEMBERS_MANAGE, TEMPLATES_READ in acme"


async def test_token_without_a_workspace_acts_where_its_owner_may_and_nowhere_else(cast: Cast) -> None:
    await cast.user("isv")
    acme, other = await cast.workspace("acme", "isv"), await cast.workspace("other")
    await cast.member("other", "isv", "workspace-viewer")

    token = await cast.token("isv", {P.TEMPLATES_CREATE})

    principal = await principal_of_token(cast.database, token.secret)
    assert principal.allows(P.TEMPLATES_CREATE, acme)
    assert not principal.allows(P.TEMPLATES_CREATE, other)
    assert not principal.allows(P.TEMPLATES_CREATE)


@pytest.mark.parametrize(
    ("permission", "workspace"),
    [(P.USERS_MANAGE, None), (P.USERS_MANAGE, "acme"), (P.MEMBERS_MANAGE, "other"), (P.STORE_SUSPEND, "acme")],
)
async def test_permission_that_is_not_held_there_is_escalation(
    cast: Cast, permission: Permission, workspace: str | None
) -> None:
    await cast.user("isv")
    await cast.workspace("acme", "isv")
    await cast.workspace("other")
    await cast.member("other", "isv", "workspace-viewer")

    command = CreateApiToken("ci", (permission.value,), workspace)

    faults = await faults_of(create_api_token(await cast.call("isv"), command))
    assert faults == [(FaultCode.ESCALATION, "permissions")]


async def test_foreign_workspace_and_made_up_one_get_one_answer(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme")

    foreign = await faults_of(create_api_token(await cast.call("isv"), CreateApiToken("ci", None, "acme")))
    made_up = await faults_of(create_api_token(await cast.call("isv"), CreateApiToken("ci", None, "nothing")))

    assert foreign == made_up == [(FaultCode.INVALID, "workspace")]


async def test_all_faults_are_told_at_once(cast: Cast) -> None:
    command = CreateApiToken(" ", ("NO_SUCH",), "nothing", datetime(2020, 1, 1, tzinfo=UTC))

    faults = await faults_of(create_api_token(await cast.call("admin"), command))

    assert faults == [
        (FaultCode.REQUIRED, "name"),
        (FaultCode.INVALID, "workspace"),
        (FaultCode.INVALID, "permissions"),
        (FaultCode.INVALID, "expiresAt"),
    ]


async def test_expired_token_opens_nothing(cast: Cast) -> None:
    expires_at = datetime.now(UTC) + timedelta(days=1)
    token = await create_api_token(await cast.call("admin"), CreateApiToken("ci", expires_at=expires_at))
    await principal_of_token(cast.database, token.secret)

    async with cast.database.write() as tx:
        await tx.execute(update(ApiToken).values(expires_at=col(ApiToken.created_at)))

    with pytest.raises(Unauthenticated):
        await principal_of_token(cast.database, token.secret)


@pytest.mark.parametrize("change", ["", "x", "\ud800", "é"])
async def test_altered_secret_opens_nothing(cast: Cast, change: str) -> None:
    token = await cast.token("admin")
    altered = token.secret[:-1] if change == "" else token.secret + change

    with pytest.raises(Unauthenticated):
        await principal_of_token(cast.database, altered)


async def test_revoked_token_ends_and_is_audited(cast: Cast) -> None:
    token = await cast.token("admin")

    assert await revoke_api_token(await cast.call("admin"), gid(token)) == gid(token)

    with pytest.raises(Unauthenticated):
        await principal_of_token(cast.database, token.secret)
    (event,) = await cast.events("token.revoke")
    assert (event.actor, event.subject, event.subject_name) == ("admin", gid(token), "ci")


async def test_another_users_token_does_not_exist_even_for_an_admin(cast: Cast) -> None:
    await cast.user("isv")
    token = await cast.token("isv")

    with pytest.raises(NotFound) as foreign:
        await revoke_api_token(await cast.call("admin"), gid(token))
    with pytest.raises(NotFound) as made_up:
        await revoke_api_token(await cast.call("admin"), encode_id(Kind.API_TOKEN, cast.users["isv"]))

    assert str(foreign.value) == str(made_up.value)
    await principal_of_token(cast.database, token.secret)


async def test_api_token_neither_makes_nor_revokes_tokens(cast: Cast) -> None:
    token = await cast.token("admin")
    call = await cast.token_call(token.secret)

    with pytest.raises(Forbidden):
        await create_api_token(call, CreateApiToken("another"))
    with pytest.raises(Forbidden):
        await revoke_api_token(call, gid(token))
    with pytest.raises(Unauthenticated):
        await create_api_token(cast.anonymous(), CreateApiToken("another"))


async def test_hundredth_token_is_the_last_also_when_two_are_made_at_once(cast: Cast) -> None:
    async with cast.database.write() as tx:
        row = {"user_id": cast.users["admin"], "name": "ci", "prefix": "chy_"}
        many = [{**row, "id": hash_id(n), "secret_hash": hash_secret(str(n))} for n in range(99)]
        await tx.execute(insert(ApiToken), many)
    calls = [await cast.call("admin") for _ in range(2)]

    outcomes = await asyncio.gather(
        *(create_api_token(call, CreateApiToken("ci")) for call in calls), return_exceptions=True
    )

    assert sum(isinstance(outcome, tokens.CreatedToken) for outcome in outcomes) == 1
    faults = await faults_of(create_api_token(await cast.call("admin"), CreateApiToken("ci")))
    assert faults == [(FaultCode.LIMIT_EXCEEDED, None)]


def hash_id(number: int) -> UUID:
    return UUID(int=number + 1)


async def test_disabling_ends_sessions_and_tokens_for_good(cast: Cast) -> None:
    await cast.user("isv")
    token = await cast.token("isv")
    await cast.sign_in("isv")
    admin = await cast.call("admin")

    for disabled in (True, False):
        await users.update_user(admin, UpdateUser(cast.user_gid("isv"), disabled=disabled))

    with pytest.raises(Unauthenticated):
        await principal_of_token(cast.database, token.secret)
    async with cast.database.write() as tx:
        open_sessions = select(Session).where(col(Session.user_id) == cast.users["isv"])
        assert (await tx.execute(open_sessions)).all() == []


async def test_token_for_a_workspace_ends_with_membership_and_workspace(cast: Cast) -> None:
    await cast.user("isv")
    await cast.workspace("acme")
    await cast.workspace("other")
    for workspace in ("acme", "other"):
        await cast.member(workspace, "isv", "workspace-viewer")
    in_acme = await cast.token("isv", None, "acme")
    in_other = await cast.token("isv", None, "other")

    await members.remove_member(await cast.call("admin"), cast.member_gid("acme", "isv"))
    await workspaces.delete_workspace(await cast.call("admin"), cast.workspace_gid("other"))

    for token in (in_acme, in_other):
        with pytest.raises(Unauthenticated):
            await principal_of_token(cast.database, token.secret)


async def test_narrow_token_grants_no_more_than_it_holds(cast: Cast) -> None:
    await cast.user("isv")
    token = await cast.token("admin", {P.ROLES_MANAGE, P.STORE_READ})
    call = await cast.token_call(token.secret)

    refused = await faults_of(roles.create_role(call, CreateRole("wide", ("USERS_MANAGE",))))

    assert refused == [(FaultCode.ESCALATION, "permissions")]
    await roles.create_role(call, CreateRole("narrow", ("STORE_READ",)))
