"""People whom a provider vouches for: one user each, never somebody else's, with no more than the operator named."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from domain.commands.identities import Identity
from domain.commands.people import UpdateUser
from domain.errors import Forbidden, Rejected, Unauthenticated, Unavailable
from policies.vocabulary import Permission
from services import users
from services.identities import Terms, admit, is_first_use, sign_in
from services.sessions import SignedIn
from services.sign_out import sign_out
from storage.tables import Identity as IdentityRow
from storage.tables import UsedSignIn, User
from tests.calls import call_as, principal_of_session
from tests.personas import PASSWORD, Cast

pytestmark = pytest.mark.anyio
TERMS = Terms("Harbour ID", "platform-regular", (("admins", "platform-admin"), ("reviewers", "app-reviewer")))


def person(subject: str = "1", **told: Any) -> Identity:
    return Identity("https://id.example.org", subject, **told)


def come_in(cast: Cast, who: Identity, terms: Terms = TERMS) -> Coroutine[Any, Any, SignedIn]:
    return sign_in(call_as(cast.database), who, terms)


async def user_of(cast: Cast, opened: SignedIn) -> User:
    async with cast.database.write() as tx:
        return await tx.get_one(User, opened.principal.user_id)


@pytest.mark.parametrize(
    ("told", "username"),
    [
        ("Ada", "ada"),
        ("ada.lovelace@example.org", "ada.lovelace"),
        ("Zoë Müller", "zoe-muller"),
        ("-.ada._", "ada"),
        ("админ", "user"),
        ("", "user"),
        ("a" * 200, "a" * 50),
        ("system", "system-2"),
        ("Anonymous", "anonymous-2"),
        ("ADMIN", "admin-2"),
    ],
)
async def test_a_username_is_what_the_stores_rule_leaves_of_the_providers(cast: Cast, told: str, username: str) -> None:
    opened = await come_in(cast, person(username=told))

    assert opened.principal.username == username


async def test_people_of_one_name_are_numbered(cast: Cast) -> None:
    await cast.user("ada-3")
    names = [(await come_in(cast, person(str(number), username="ada"))).principal.username for number in range(4)]

    assert names == ["ada", "ada-2", "ada-4", "ada-5"]


async def test_the_same_subject_of_another_issuer_is_somebody_else(cast: Cast) -> None:
    first = await come_in(cast, Identity("https://id.example.org", "1"))
    second = await come_in(cast, Identity("https://id.example.com", "1"))

    assert first.principal.user_id != second.principal.user_id


async def test_an_address_that_is_known_opens_no_account(cast: Cast) -> None:
    await cast.user("isv")

    opened = await come_in(cast, person(username="someone", email="isv@example.com"))

    assert opened.principal.user_id != cast.users["isv"]


async def test_what_cannot_be_shown_is_left_out_of_a_new_user(cast: Cast) -> None:
    opened = await come_in(cast, person(username="ada", display_name="\u202eadA", email="no address"))

    user = await user_of(cast, opened)
    assert (user.display_name, user.email, user.password_hash) == ("ada", "", None)


async def test_no_password_opens_a_user_whom_a_provider_vouches_for(cast: Cast) -> None:
    await come_in(cast, person(username="ada"))

    for password in ("", PASSWORD):
        with pytest.raises(Rejected):
            await cast.sign_in("ada", password)


async def test_a_session_and_its_beginning_are_told_in_the_audit_log(cast: Cast) -> None:
    opened = await come_in(cast, person(username="ada"))

    assert await principal_of_session(cast.database, opened.token) == opened.principal
    created = [(event.actor, event.subject_name, event.message) for event in await cast.events("user.create")]
    assert ("system", "ada", "as platform-regular, vouched for by Harbour ID") in created
    (*_, login) = await cast.events("session.login")
    assert (login.actor, login.message) == ("ada", "signed in by Harbour ID, from 192.0.2.1")


async def test_without_groups_a_role_is_the_stores_own_business(cast: Cast) -> None:
    opened = await come_in(cast, person(username="ada"))
    cast.users["ada"] = opened.principal.user_id
    command = UpdateUser(cast.user_gid("ada"), platform_role="app-reviewer")
    await users.update_user(await cast.call("admin"), command)

    again = await come_in(cast, person(username="ada"))

    assert Permission.REVIEWS_DECIDE_TECHNICAL in again.principal.platform


async def test_the_first_group_that_gives_a_role_counts_at_each_sign_in(cast: Cast) -> None:
    held = []
    for groups in (("x", "reviewers"), ("reviewers", "admins"), ("platform-admin",), ()):
        opened = await come_in(cast, person(groups=groups))
        held.append(Permission.USERS_MANAGE in opened.principal.platform)
        held.append(Permission.REVIEWS_DECIDE_TECHNICAL in opened.principal.platform)

    assert held == [False, True, True, True, False, False, False, False]
    changes = [event.message for event in await cast.events("user.update")]
    assert changes[0] == "app-reviewer -> platform-admin, by the groups that Harbour ID tells"
    assert len(changes) == 2


async def test_no_group_takes_the_last_admin_away(cast: Cast) -> None:
    opened = await come_in(cast, person(username="ada", groups=("admins",)))
    cast.users["ada"] = opened.principal.user_id
    await users.update_user(await cast.call("ada"), UpdateUser(cast.user_gid("admin"), disabled=True))

    again = await come_in(cast, person(username="ada", groups=()))

    assert Permission.USERS_MANAGE in again.principal.platform


async def test_a_role_that_is_lost_is_lost_to_open_sessions_too(cast: Cast) -> None:
    before = await come_in(cast, person(groups=("reviewers",)))

    await come_in(cast, person(groups=()))

    now = await principal_of_session(cast.database, before.token)
    assert Permission.REVIEWS_DECIDE_TECHNICAL not in now.platform


async def test_a_role_that_is_not_there_gives_the_default_one_and_no_default_nothing(cast: Cast) -> None:
    made_up = Terms("Harbour ID", "platform-regular", (("admins", "made-up"),))
    opened = await come_in(cast, person(groups=("admins",)), made_up)
    assert Permission.USERS_MANAGE not in opened.principal.platform

    with pytest.raises(Unavailable, match="no platform role made-up"):
        await come_in(cast, person("2"), Terms("Harbour ID", "made-up"))


async def test_a_role_of_a_workspace_is_none_of_the_platform(cast: Cast) -> None:
    with pytest.raises(Unavailable):
        await come_in(cast, person(), Terms("Harbour ID", "workspace-admin"))


async def test_who_is_disabled_stays_out_and_keeps_their_role(cast: Cast) -> None:
    opened = await come_in(cast, person(username="ada", groups=("reviewers",)))
    cast.users["ada"] = opened.principal.user_id
    await users.update_user(await cast.call("admin"), UpdateUser(cast.user_gid("ada"), disabled=True))

    with pytest.raises(Forbidden, match="disabled"):
        await come_in(cast, person(username="ada", groups=()))

    assert (await user_of(cast, opened)).platform_role_id is not None
    (failure,) = await cast.events("session.login_failed")
    assert (failure.actor, failure.subject_name) == ("anonymous", "ada")
    assert len(await cast.events("user.update")) == 1


async def test_who_comes_in_twice_at_once_is_made_once(cast: Cast) -> None:
    opened = await asyncio.gather(*(come_in(cast, person()) for _ in range(4)))
    made = await asyncio.gather(*(admit(cast.database, person("2"), TERMS) for _ in range(4)))

    assert (len({one.principal.user_id for one in opened}), len(set(made))) == (1, 1)
    async with cast.database.write() as tx:
        assert await tx.scalar(select(func.count()).select_from(IdentityRow)) == 2


async def test_a_sign_in_is_used_up_once_and_forgotten_when_it_is_too_old(cast: Cast) -> None:
    soon, past = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (10, -1))
    one, old = uuid4(), uuid4()

    answers = await asyncio.gather(*(is_first_use(cast.database, one, soon) for _ in range(4)))

    assert sorted(answers) == [False, False, False, True]
    assert await is_first_use(cast.database, old, past)
    assert await is_first_use(cast.database, uuid4(), soon)
    async with cast.database.write() as tx:
        assert await tx.get(UsedSignIn, old) is None


async def test_signing_out_ends_this_session_and_no_other(cast: Cast) -> None:
    here, there = [await cast.sign_in("admin") for _ in range(2)]

    await sign_out(call_as(cast.database, await principal_of_session(cast.database, here.token)))

    with pytest.raises(Unauthenticated):
        await principal_of_session(cast.database, here.token)
    assert (await principal_of_session(cast.database, there.token)).username == "admin"
    (event,) = await cast.events("session.logout")
    assert (event.actor, event.subject_name) == ("admin", "admin")


async def test_changing_who_is_who_changes_everybodys_rights(cast: Cast) -> None:
    await come_in(cast, person())
    before = await cast.revision()

    async with cast.database.write() as tx:
        row = (await tx.execute(select(IdentityRow).where(col(IdentityRow.subject) == "1"))).scalar_one()
        await tx.delete(row)

    assert await cast.revision() == before + 1
