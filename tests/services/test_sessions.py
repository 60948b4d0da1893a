"""Signing in and changing a password: one answer for every failure, counted, throttled, and never logged in clear."""

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlmodel import col

from domain.commands.people import ChangePassword, Login, UpdateUser
from domain.errors import FaultCode, Forbidden, Rejected, Unauthenticated
from services import passwords, sessions, throttle, users
from services.sessions import SignedIn
from services.throttle import Attempt
from storage.tables import AuditEvent, Session, SignInFailure, User
from tests.calls import SIGNING, call_as, faults_of, principal_of_session, principal_of_token
from tests.personas import PASSWORD, Cast

pytestmark = pytest.mark.anyio
WRONG: list[tuple[FaultCode, str | None]] = [(FaultCode.INVALID, None)]
WAIT: list[tuple[FaultCode, str | None]] = [(FaultCode.LIMIT_EXCEEDED, None)]


def login(cast: Cast, username: str, password: str, address: str = "192.0.2.1") -> Coroutine[Any, Any, SignedIn]:
    return sessions.login(call_as(cast.database, address=address), Login(username, password))


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that were verified."""
    seen: list[str] = []
    verify = passwords.verify

    def counting(stored: str, password: str) -> bool:
        seen.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "verify", counting)
    return seen


async def test_right_password_opens_a_session_of_twelve_hours(cast: Cast) -> None:
    await cast.user("isv")

    opened = await login(cast, "isv", PASSWORD)

    principal = await principal_of_session(cast.database, opened.token)
    assert principal == opened.principal
    assert (principal.username, principal.via_token) == ("isv", False)
    async with cast.database.write() as tx:
        row = (await tx.execute(select(Session).where(col(Session.id) == principal.session_id))).scalar_one()
    assert (row.expires_at - row.created_at).total_seconds() == 12 * 3600
    assert opened.expires_at == row.expires_at
    (event, *_) = await cast.events("session.login")
    assert (event.actor, event.message) == ("admin", "signed in, from 192.0.2.1")


async def test_username_may_be_typed_in_any_case(cast: Cast) -> None:
    opened = await login(cast, " Admin", PASSWORD)

    assert opened.principal.username == "admin"


async def test_every_failure_has_one_answer_and_verifies_one_hash(cast: Cast, verified: list[str]) -> None:
    await cast.user("isv")
    await cast.user("gone")
    await users.update_user(await cast.call("admin"), UpdateUser(cast.user_gid("gone"), disabled=True))
    async with cast.database.write() as tx:
        await tx.execute(update(User).where(col(User.username) == "isv").values(password_hash=None))
    answers = set()
    for username, password in [
        ("admin", "wrong password"),
        ("nobody", PASSWORD),
        ("gone", PASSWORD),
        ("isv", PASSWORD),
        ("isv", ""),
        ("no\x00name \ud800", "\ud800 half"),
        ("x" * 5000, "y" * 5000),
    ]:
        verified.clear()
        with pytest.raises(Rejected) as refused:
            await login(cast, username, password)
        answers.add(refused.value.faults)
        assert len(verified) == 1

    assert len(answers) == 1
    (fault,) = answers.pop()
    assert (fault.code, fault.message, fault.path) == (FaultCode.INVALID, "Username or password is wrong.", None)


async def test_hash_that_nobody_has_costs_what_a_real_one_costs(cast: Cast) -> None:
    def cost(stored: str) -> str:
        return stored.rsplit("$", 2)[0]

    async with cast.database.write() as tx:
        stored = (await tx.execute(select(col(User.password_hash)))).scalar_one() or ""

    assert cost(passwords.unmatchable()) == cost(stored) == "$argon2id$v=19$m=19456,t=2,p=1"
    assert len(passwords.unmatchable()) == len(stored)
    assert not passwords.is_outdated(passwords.unmatchable())


async def test_failures_are_audited_without_the_name_of_nobody(cast: Cast) -> None:
    await faults_of(login(cast, "admin", "wrong password"))
    await faults_of(login(cast, "my secret password", "oops"))

    events = await cast.events("session.login_failed")

    assert [(event.actor, event.subject_name) for event in events] == [("admin", "admin"), ("anonymous", "anonymous")]
    async with cast.database.write() as tx:
        log = [str(event.model_dump()) for event in (await tx.execute(select(AuditEvent))).scalars()]
        kept = [str(row.model_dump()) for row in (await tx.execute(select(SignInFailure))).scalars()]
    assert not any("secret" in text or "wrong password'" in text or "oops" in text for text in log + kept)


@pytest.mark.parametrize("username", ["admin", "nobody"])
async def test_eleventh_failure_of_an_account_waits_whoever_it_is(cast: Cast, username: str) -> None:
    for number in range(throttle.PER_ACCOUNT):
        assert await faults_of(login(cast, username, "wrong", f"192.0.2.{number}")) == WRONG

    with pytest.raises(Rejected) as refused:
        await login(cast, username, PASSWORD, "192.0.2.100")

    assert [fault.code for fault in refused.value.faults] == [FaultCode.LIMIT_EXCEEDED]
    (seconds,) = re.findall(r"in (\d+) seconds", str(refused.value))
    assert 890 <= int(seconds) <= 900


async def test_throttled_attempt_verifies_no_hash_and_writes_no_event(cast: Cast, verified: list[str]) -> None:
    for _ in range(throttle.PER_ACCOUNT):
        await faults_of(login(cast, "admin", "wrong"))
    verified.clear()
    before = len(await cast.events("session.login_failed"))

    assert await faults_of(login(cast, "admin", PASSWORD)) == WAIT

    assert verified == []
    assert len(await cast.events("session.login_failed")) == before


async def test_address_is_throttled_across_accounts_and_others_are_not(cast: Cast) -> None:
    for number in range(throttle.PER_ADDRESS):
        assert await faults_of(login(cast, f"guess-{number}", "wrong")) == WRONG

    assert await faults_of(login(cast, "admin", PASSWORD)) == WAIT
    await login(cast, "admin", PASSWORD, "192.0.2.2")


async def test_window_that_has_ended_begins_anew(cast: Cast) -> None:
    for _ in range(throttle.PER_ACCOUNT + 1):
        await faults_of(login(cast, "admin", "wrong"))
    async with cast.database.write() as tx:
        past = col(SignInFailure.window_ends_at) - throttle.WINDOW
        await tx.execute(update(SignInFailure).values(window_ends_at=past))

    await login(cast, "admin", PASSWORD)

    async with cast.database.write() as tx:
        assert (await tx.execute(select(SignInFailure).where(col(SignInFailure.failures) > 0))).all() == []


async def test_success_clears_the_account_and_takes_its_own_attempt_back(cast: Cast) -> None:
    for _ in range(throttle.PER_ACCOUNT - 1):
        await faults_of(login(cast, "admin", "wrong"))

    await login(cast, "admin", PASSWORD)

    attempt = Attempt("admin", "192.0.2.1")
    async with cast.database.write() as tx:
        left = {row.key: row.failures for row in (await tx.execute(select(SignInFailure))).scalars()}
    assert left == {attempt.address_key: throttle.PER_ACCOUNT - 1}


async def test_guesses_sent_together_do_not_slip_past_the_limit(cast: Cast) -> None:
    outcomes = await asyncio.gather(*(faults_of(login(cast, "admin", f"guess {n}")) for n in range(25)))

    assert outcomes.count(WRONG) == throttle.PER_ACCOUNT
    assert outcomes.count(WAIT) == 25 - throttle.PER_ACCOUNT


async def test_many_right_logins_at_once_all_succeed(cast: Cast) -> None:
    opened = await asyncio.gather(*(login(cast, "admin", PASSWORD) for _ in range(25)))

    assert len({one.principal.session_id for one in opened}) == 25


async def test_ipv6_network_counts_as_one_address() -> None:
    keys = {Attempt("x", f"2001:db8:1:2::{n}").address_key for n in range(5)}

    assert len(keys) == 1
    assert Attempt("x", "2001:db8:1:3::1").address_key not in keys
    assert Attempt("x", "").address_key is None


async def test_old_hash_is_renewed_at_login(cast: Cast) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    async with cast.database.write() as tx:
        await tx.execute(update(User).values(password_hash=weaker))

    opened = await login(cast, "admin", PASSWORD)

    async with cast.database.write() as tx:
        stored = (await tx.execute(select(col(User.password_hash)))).scalar_one() or ""
    assert not passwords.is_outdated(stored)
    await principal_of_session(cast.database, opened.token)
    await login(cast, "admin", PASSWORD)


async def test_login_purges_own_expired_sessions_and_raises_the_revision_only_then(cast: Cast) -> None:
    old = await cast.sign_in("admin")
    before = await cast.revision()
    await cast.sign_in("admin")
    assert await cast.revision() == before
    async with cast.database.write() as tx:
        await tx.execute(
            update(Session)
            .where(col(Session.id) == old.principal.session_id)
            .values(expires_at=col(Session.created_at))
        )
    with pytest.raises(Unauthenticated):
        await principal_of_session(cast.database, old.token)

    await cast.sign_in("admin")

    async with cast.database.write() as tx:
        kept = set((await tx.execute(select(col(Session.id)))).scalars())
    assert old.principal.session_id not in kept
    assert len(kept) == 3


async def test_changed_password_ends_other_sessions_and_all_tokens_and_keeps_its_own(cast: Cast) -> None:
    await cast.user("isv")
    other = await cast.sign_in("isv")
    token = await cast.token("isv")
    own = await cast.sign_in("isv")
    call = call_as(cast.database, own.principal)

    await sessions.change_password(call, ChangePassword(PASSWORD, "a new password"))

    await principal_of_session(cast.database, own.token)
    for ended in (principal_of_session(cast.database, other.token), principal_of_token(cast.database, token.secret)):
        with pytest.raises(Unauthenticated):
            await ended
    assert await faults_of(login(cast, "isv", PASSWORD)) == WRONG
    await login(cast, "isv", "a new password")
    (event,) = await cast.events("session.password_changed")
    assert (event.actor, event.subject_name) == ("isv", "isv")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", FaultCode.REQUIRED),
        ("1234567", FaultCode.INVALID),
        ("x" * 129, FaultCode.TOO_LONG),
        ("Long-Username", FaultCode.INVALID),
        ("half \ud800 pair", FaultCode.INVALID),
        ("with\x00nul byte", FaultCode.INVALID),
    ],
)
async def test_bad_new_password_is_refused_before_anything_is_counted(
    cast: Cast, password: str, code: FaultCode
) -> None:
    await cast.user("long-username")
    call = await cast.session_call("long-username")

    faults = await faults_of(sessions.change_password(call, ChangePassword(PASSWORD, password)))

    assert faults == [(code, "newPassword")]
    await cast.sign_in("long-username")


async def test_wrong_current_password_changes_nothing_and_is_throttled(cast: Cast) -> None:
    call = await cast.session_call("admin")
    change = ChangePassword("wrong password", "a new password")

    for _ in range(throttle.PER_ACCOUNT):
        assert await faults_of(sessions.change_password(call, change)) == [(FaultCode.INVALID, "currentPassword")]

    assert await faults_of(sessions.change_password(call, ChangePassword(PASSWORD, "a new password"))) == WAIT
    assert await cast.events("session.password_changed") == []
    assert len(await cast.events("session.login_failed")) == throttle.PER_ACCOUNT


async def test_api_token_and_anonymous_cannot_change_a_password(cast: Cast) -> None:
    token = await cast.token("admin")
    change = ChangePassword(PASSWORD, "a new password")

    with pytest.raises(Forbidden):
        await sessions.change_password(await cast.token_call(token.secret), change)
    with pytest.raises(Unauthenticated):
        await sessions.change_password(cast.anonymous(), change)


async def test_of_two_changes_at_once_one_wins(cast: Cast) -> None:
    calls = [await cast.session_call("admin") for _ in range(2)]

    outcomes = await asyncio.gather(
        *(
            sessions.change_password(call, ChangePassword(PASSWORD, f"new password {number}"))
            for number, call in enumerate(calls)
        ),
        return_exceptions=True,
    )

    lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(lost) == 1
    assert isinstance(lost[0], Unauthenticated | Rejected)


async def test_login_with_the_old_password_during_its_change_leaves_no_session(cast: Cast) -> None:
    call = await cast.session_call("admin")

    _, *logins = await asyncio.gather(
        sessions.change_password(call, ChangePassword(PASSWORD, "a new password")),
        *(login(cast, "admin", PASSWORD, f"192.0.2.{n}") for n in range(6)),
        return_exceptions=True,
    )

    async with cast.database.write() as tx:
        open_sessions = set((await tx.execute(select(col(Session.id)))).scalars())
    assert open_sessions == {call.principal.session_id}
    for opened in logins:
        if isinstance(opened, SignedIn):
            with pytest.raises(Unauthenticated):
                await principal_of_session(cast.database, opened.token)


async def test_token_of_a_session_is_bound_to_its_user(cast: Cast) -> None:
    opened = await cast.sign_in("admin")
    stranger = await cast.user("isv")
    assert opened.principal.session_id is not None

    forged = SIGNING.session_token(opened.principal.session_id, stranger, opened.expires_at)

    with pytest.raises(Unauthenticated):
        await principal_of_session(cast.database, forged)


async def test_secrets_stay_out_of_reprs(cast: Cast) -> None:
    opened = await cast.sign_in("admin")

    shown = repr(
        [Login("admin", PASSWORD), ChangePassword(PASSWORD, PASSWORD), UpdateUser("x", password=PASSWORD), opened]
    )

    assert PASSWORD not in shown
    assert opened.token not in shown
