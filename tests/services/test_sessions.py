"""Signing in and changing a password: one answer for every failure, counted, throttled, and never logged in clear."""

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text, update
from sqlmodel import col

from domain.commands.people import ChangePassword, Login, UpdateUser
from domain.errors import FaultCode, Forbidden, Rejected, Unauthenticated
from domain.ids import Kind, encode_id
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
    assert (event.actor, event.message) == ("isv", "signed in, from 192.0.2.1")


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


async def test_hash_that_nobody_has_costs_what_a_real_one_costs(cast: Cast, full_cost: None) -> None:
    def cost(stored: str) -> str:
        return stored.rsplit("$", 2)[0]

    isv = await cast.user("isv")
    async with cast.database.write() as tx:
        stored = (await tx.get_one(User, isv)).password_hash or ""

    assert cost(passwords.unmatchable()) == cost(stored) == "$argon2id$v=19$m=19456,t=2,p=1"
    assert len(passwords.unmatchable()) == len(stored)
    assert not passwords.is_outdated(passwords.unmatchable())


async def test_failures_are_audited_without_the_name_of_nobody(cast: Cast) -> None:
    await faults_of(login(cast, "admin", "wrong password"))
    await faults_of(login(cast, "my secret password", "oops"))

    events = await cast.events("session.login_failed")

    assert [(event.actor, event.subject, event.subject_name) for event in events] == [
        ("anonymous", cast.user_gid("admin"), "admin"),
        ("anonymous", "", "anonymous"),
    ]
    async with cast.database.write() as tx:
        log = [str(event.model_dump()) for event in (await tx.execute(select(AuditEvent))).scalars()]
        kept = [str(row.model_dump()) for row in (await tx.execute(select(SignInFailure))).scalars()]
    assert not any("secret" in text or "wrong password'" in text or "oops" in text for text in log + kept)


@pytest.fixture
def unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    """No password is right, which costs nothing to find."""
    monkeypatch.setattr(passwords, "verify", lambda _stored, _password: False)


@pytest.mark.parametrize("username", ["admin", "nobody"])
@pytest.mark.parametrize("address", ["192.0.2.1", "127.0.0.1", ""])
async def test_eleventh_failure_of_an_account_from_an_address_waits_whoever_it_is(
    cast: Cast, username: str, address: str
) -> None:
    for _ in range(throttle.PER_ACCOUNT_AND_ADDRESS):
        assert await faults_of(login(cast, username, "wrong", address)) == WRONG

    with pytest.raises(Rejected) as refused:
        await login(cast, username, PASSWORD, address)

    assert [fault.code for fault in refused.value.faults] == [FaultCode.LIMIT_EXCEEDED]
    (seconds,) = re.findall(r"in (\d+) seconds", str(refused.value))
    assert 890 <= int(seconds) <= 900


async def test_stranger_locks_nobody_out_but_themselves(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, unverified: None
) -> None:
    for _ in range(throttle.PER_ACCOUNT + 1):
        await faults_of(login(cast, "admin", "wrong", "192.0.2.66"))
    monkeypatch.undo()

    await login(cast, "admin", PASSWORD, "192.0.2.1")

    assert await faults_of(login(cast, "admin", PASSWORD, "192.0.2.66")) == WAIT


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", "testclient"])
async def test_address_that_tells_nothing_about_who_asks_is_not_counted(
    cast: Cast, address: str, monkeypatch: pytest.MonkeyPatch, unverified: None
) -> None:
    for number in range(throttle.PER_ADDRESS + 2):
        assert await faults_of(login(cast, f"guess-{number}", "wrong", address)) == WRONG
    monkeypatch.undo()

    await login(cast, "admin", PASSWORD, address)


async def test_guesses_from_many_addresses_close_the_account_everywhere(cast: Cast, unverified: None) -> None:
    for number in range(throttle.PER_ACCOUNT):
        address = f"192.0.2.{number // throttle.PER_ACCOUNT_AND_ADDRESS}"
        assert await faults_of(login(cast, "admin", "wrong", address)) == WRONG

    assert await faults_of(login(cast, "admin", PASSWORD, "192.0.2.200")) == WAIT


async def test_limit_that_is_reached_is_told_once_to_the_audit_log(cast: Cast, unverified: None) -> None:
    for _ in range(throttle.PER_ACCOUNT_AND_ADDRESS + 5):
        await faults_of(login(cast, "admin", "wrong"))
    for number in range(throttle.PER_ADDRESS + 5):
        await faults_of(login(cast, f"guess-{number}", "wrong", "192.0.2.9"))

    account, address = await cast.events("session.throttled")

    assert (account.actor, account.subject, account.subject_name) == ("anonymous", cast.user_gid("admin"), "admin")
    message = r"too many failures for the account from the address; refused for \d+ seconds, from 192\.0\.2\.1"
    assert re.fullmatch(message, account.message or "")
    assert (address.actor, address.subject, address.subject_name) == ("anonymous", "", "anonymous")
    assert re.fullmatch(r"too many failures from the address; .*, from 192\.0\.2\.9", address.message or "")


async def test_limit_that_was_reached_is_not_undone_by_another_sign_in(cast: Cast) -> None:
    for number in range(throttle.PER_ADDRESS - 1):
        async with cast.database.write() as tx:
            await throttle.count(tx, Attempt(f"guess-{number}", "192.0.2.1"))
    under_way = [Attempt("admin", "192.0.2.1"), Attempt("late", "192.0.2.1")]
    async with cast.database.write() as tx:
        assert [(await throttle.count(tx, one)) is None for one in under_way] == [True, False]
        await throttle.take_back(tx, under_way[0])

    async with cast.database.write() as tx:
        again = await throttle.count(tx, Attempt("later", "192.0.2.1"))

    assert again is not None and not again.is_first


def test_no_two_accounts_and_addresses_share_a_count_and_no_name_is_readable() -> None:
    attempts = [Attempt(name, address) for name in ("a", "b", "a\n", "\na") for address in ("", "192.0.2.1", "::1")]

    keys = [key for one in attempts for key in {one.account_key, one.pair_key}]

    assert len(set(keys)) == 4 + 12
    assert all(re.fullmatch(r"(account|pair):[0-9a-f]{32}", key) for key in keys)


async def test_throttled_attempt_verifies_no_hash_and_writes_no_event(cast: Cast, verified: list[str]) -> None:
    for _ in range(throttle.PER_ACCOUNT_AND_ADDRESS):
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
    for _ in range(throttle.PER_ACCOUNT_AND_ADDRESS + 1):
        await faults_of(login(cast, "admin", "wrong"))
    async with cast.database.write() as tx:
        past = col(SignInFailure.window_ends_at) - throttle.WINDOW
        await tx.execute(update(SignInFailure).values(window_ends_at=past))

    await login(cast, "admin", PASSWORD)

    async with cast.database.write() as tx:
        assert (await tx.execute(select(SignInFailure).where(col(SignInFailure.failures) > 0))).all() == []


async def test_success_clears_the_account_here_and_takes_its_own_attempt_back_elsewhere(cast: Cast) -> None:
    failed = throttle.PER_ACCOUNT_AND_ADDRESS - 1
    for _ in range(failed):
        await faults_of(login(cast, "admin", "wrong"))

    await login(cast, "admin", PASSWORD)

    attempt = Attempt("admin", "192.0.2.1")
    async with cast.database.write() as tx:
        left = {row.key: row.failures for row in (await tx.execute(select(SignInFailure))).scalars()}
    assert left == {attempt.address_key: failed, attempt.account_key: failed}


async def test_guesses_sent_together_do_not_slip_past_the_limit(cast: Cast) -> None:
    outcomes = await asyncio.gather(*(faults_of(login(cast, "admin", f"guess {n}")) for n in range(25)))

    assert outcomes.count(WRONG) == throttle.PER_ACCOUNT_AND_ADDRESS
    assert outcomes.count(WAIT) == 25 - throttle.PER_ACCOUNT_AND_ADDRESS
    assert len(await cast.events("session.throttled")) == 1


async def test_many_right_logins_at_once_all_succeed(cast: Cast) -> None:
    opened = await asyncio.gather(*(login(cast, "admin", PASSWORD) for _ in range(25)))

    assert len({one.principal.session_id for one in opened}) == 25


async def test_ipv6_network_counts_as_one_address() -> None:
    keys = {Attempt("x", f"2001:db8:1:2::{n}").address_key for n in range(5)}

    assert len(keys) == 1
    assert Attempt("x", "2001:db8:1:3::1").address_key not in keys
    assert Attempt("x", "").address_key is None
    assert Attempt("x", "::ffff:192.0.2.1").address_key == Attempt("x", "192.0.2.1").address_key


async def test_old_hash_is_renewed_at_login(cast: Cast, full_cost: None) -> None:
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
    assert len(kept) == 2


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
    assert event.message == "other sessions ended: 1; API tokens: 1"
    (revoked,) = await cast.events("token.revoke")
    assert (revoked.actor, revoked.subject, revoked.subject_name, revoked.message) == (
        "isv",
        encode_id(Kind.API_TOKEN, token.id),
        "ci",
        "password changed",
    )


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

    for _ in range(throttle.PER_ACCOUNT_AND_ADDRESS):
        assert await faults_of(sessions.change_password(call, change)) == [(FaultCode.INVALID, "currentPassword")]

    assert await faults_of(sessions.change_password(call, ChangePassword(PASSWORD, "a new password"))) == WAIT
    assert await cast.events("session.password_changed") == []
    failed = await cast.events("session.login_failed")
    assert [event.actor for event in failed] == ["admin"] * throttle.PER_ACCOUNT_AND_ADDRESS


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


async def test_counts_of_ended_windows_are_forgotten_by_the_job(cast: Cast) -> None:
    async with cast.database.write() as tx:
        await tx.execute(
            text("""INSERT INTO sign_in_failure (key, failures, window_ends_at)
            SELECT 'k' || n, 1, now() - interval '1 minute' FROM generate_series(1, 2500) n
            UNION ALL SELECT 'young', 1, now() + interval '1 minute'""")
        )
    await throttle.forget_failures(cast.database)
    async with cast.database.write() as tx:
        left = await tx.scalars(text("SELECT key FROM sign_in_failure WHERE key NOT LIKE '%:%'"))
    assert list(left) == ["young"]
