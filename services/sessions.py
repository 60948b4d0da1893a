"""Signing in with a password, and changing it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domain.commands.people import AssumeRole, ChangePassword, Login
from domain.errors import FaultCode, Rejected, Unauthenticated, reject
from domain.ids import Kind, encode_id
from policies.principal import Principal
from services import passwords, throttle
from services.access import own_account, signed_in
from services.call import Call
from services.consequences import record_revoked
from services.principals import lock_rights, principal_of_session
from services.texts import USERNAME, Checks
from services.throttle import Attempt
from storage.queries.people import held_role
from storage.tables import User
from storage.transaction import Transaction
from storage.writes.audit import ANONYMOUS, Event, record
from storage.writes.people import lock_policy, user_by_id, user_named
from storage.writes.sign_in import (
    end_sessions,
    end_tokens,
    expired_sessions,
    hold_account,
    narrow_session,
    open_session,
    remove_sessions,
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that was opened: its signed token, when it ends, and who its caller is."""

    token: str = field(repr=False)
    expires_at: datetime
    principal: Principal


async def login(call: Call, command: Login) -> SignedIn:
    """A new session. INVALID, in the same words and time, for a wrong name and a wrong password; LIMIT_EXCEEDED.

    Who tries is nobody yet: failures have the actor `anonymous`, whichever account they were about.
    """
    attempt = Attempt(command.username.strip().lower(), call.client_address)
    async with passwords.turn():
        account = await _begin(call, attempt)
        stored = None if account is None or account.disabled else account.password_hash
        if not await passwords.matches(stored, command.password) or account is None or stored is None:
            await _note_failure(call, ANONYMOUS, account, "wrong username or password")
            raise _wrong()
        renewed = await passwords.hash_password(command.password) if passwords.is_outdated(stored) else None
        return await _open(call, attempt, account, stored, renewed)


def _wrong() -> Rejected:
    return reject(FaultCode.INVALID, "Username or password is wrong.")


async def _begin(call: Call, attempt: Attempt) -> User | None:
    async with call.database.write() as tx:
        refusal = await throttle.count(tx, attempt)
        # One look-up whatever was typed; a text that no username can be finds nobody.
        account = await user_named(tx, attempt.username if USERNAME.fullmatch(attempt.username) else "")
        # Once for each limit and window: who goes on does not fill the log.
        if refusal is not None and refusal.is_first:
            message = f"too many failures {refusal.place}; refused for {refusal.seconds} seconds{origin_of(call)}"
            _record_attempt(tx, ANONYMOUS, account, "session.throttled", message)
    throttle.refuse(refusal)
    return account


async def _note_failure(call: Call, actor: str, account: User | None, reason: str) -> None:
    async with call.database.write() as tx:
        _record_attempt(tx, actor, account, "session.login_failed", reason + origin_of(call))


def _record_attempt(tx: Transaction, actor: str, account: User | None, action: str, message: str) -> None:
    # The name of nobody is not written: people type passwords into the wrong field.
    subject = "" if account is None else encode_id(Kind.USER, account.id)
    name = ANONYMOUS if account is None else account.username
    record(tx, actor, Event(action, subject, name, message=message))


def origin_of(call: Call) -> str:
    """Where the caller asks from, as a message of the audit log ends."""
    return f", from {call.client_address}" if call.client_address else ""


async def _open(call: Call, attempt: Attempt, account: User, stored: str, renewed: str | None) -> SignedIn:
    async with call.database.write() as tx:
        expired = await expired_sessions(tx, account.id)
        if expired or renewed is not None:
            await lock_policy(tx)
        user = await hold_account(tx, account.id, stored)
        if user is None:
            raise _wrong()
        if renewed is not None:
            user.password_hash = renewed
        if expired:
            await remove_sessions(tx, expired)
        opened = await begin_session(call, tx, user, "signed in")
        await throttle.take_back(tx, attempt)
    return opened


async def begin_session(call: Call, tx: Transaction, user: User, how: str) -> SignedIn:
    """A new session of the user, told to the audit log with how they signed in."""
    session_id, expires_at = await open_session(tx, user.id, timedelta(hours=call.rules.session_hours))
    _record(tx, user, "session.login", how + origin_of(call))
    return await _signed_in(call, tx, session_id, user.id, expires_at)


async def _signed_in(call: Call, tx: Transaction, session_id: UUID, user_id: UUID, expires_at: datetime) -> SignedIn:
    principal = await principal_of_session(tx, session_id, user_id, call.rules)
    return SignedIn(call.links.session_token(session_id, user_id, expires_at), expires_at, principal)


async def of_session(call: Call, session: Transaction, principal: Principal) -> Principal:
    """Who a session opened before is now. Unauthenticated when it does not stand any more."""
    if principal.session_id is None or principal.user_id is None:
        raise Unauthenticated
    return await principal_of_session(session, principal.session_id, principal.user_id, call.rules)


def _record(tx: Transaction, user: User, action: str, message: str) -> None:
    record(tx, user.username, Event(action, encode_id(Kind.USER, user.id), user.username, message=message))


async def change_password(call: Call, command: ChangePassword) -> UUID:
    """The caller's id. Ends every other session and every API token of theirs. Forbidden unless `own_account`.

    REQUIRED, INVALID, TOO_LONG for what is wrong with the new password; INVALID for a wrong current one, which is
    counted as a failed sign-in; LIMIT_EXCEEDED.
    """
    user_id = own_account(call)
    checks = Checks()
    passwords.check_new(checks, command.new_password, call.principal.username, "newPassword")
    checks.done()
    attempt = Attempt(call.principal.username, call.client_address)
    async with passwords.turn():
        account = await _begin(call, attempt)
        stored = None if account is None else account.password_hash
        if not await passwords.matches(stored, command.current_password) or stored is None:
            await _note_failure(call, call.principal.username, account, "wrong current password, to change it")
            raise reject(FaultCode.INVALID, "The current password is wrong.", "currentPassword")
        await _replace(call, attempt, stored, await passwords.hash_password(command.new_password))
    return user_id


async def _replace(call: Call, attempt: Attempt, stored: str, renewed: str) -> None:
    async with call.database.write() as tx:
        await lock_rights(call, tx)
        user = await user_by_id(tx, signed_in(call), lock=True)
        if user.password_hash != stored:
            raise reject(FaultCode.CONFLICT, "The password was changed at the same moment; sign in again.")
        user.password_hash = renewed
        await tx.flush()
        ended = await end_sessions(tx, user.id, but=call.principal.session_id)
        tokens = await end_tokens(tx, user.id)
        await throttle.take_back(tx, attempt)
        _record(tx, user, "session.password_changed", f"other sessions ended: {ended}; API tokens: {len(tokens)}")
        record_revoked(call, tx, tokens, "password changed")


async def assume_role(call: Call, command: AssumeRole) -> SignedIn:
    """A session narrowed to one role that the caller holds, on the platform or in one workspace; it ends with theirs.

    INVALID for a role that they do not hold there, whether or not there is such a role or workspace. The same role
    once more is the same session. Forbidden unless `own_account`.
    """
    user_id = own_account(call)
    async with call.database.write() as tx:
        place = "on the platform" if command.workspace is None else f"in the workspace {command.workspace}"
        # A role that is being taken at this moment would be assumed after its sessions have been ended.
        await lock_rights(call, tx)
        role = await held_role(tx, user_id, command.role, command.workspace)
        if role is None:
            raise reject(FaultCode.INVALID, f"You hold no role {command.role} {place}.", "role")
        opened = await narrow_session(tx, call.principal.session_id, role)
        if opened is None:
            raise Unauthenticated
        session_id, expires_at = opened
        user = await user_by_id(tx, user_id)
        _record(tx, user, "session.assume_role", f"{command.role} {place}")
        return await _signed_in(call, tx, session_id, user_id, expires_at)
