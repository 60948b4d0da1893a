"""Sessions, API tokens and the counts of failed sign-ins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    ColumnElement,
    Uuid,
    bindparam,
    case,
    column,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from policies.principal import Assumed
from storage.tables import ApiToken, Session, SignInFailure, User
from storage.tables.people import NARROWED
from storage.transaction import Transaction

PURGE_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """Failed sign-ins under a key in its present window, this one included."""

    failures: int
    seconds_left: float


@dataclass(frozen=True, slots=True)
class EndedToken:
    """An API token that was revoked, as the audit log tells of it."""

    id: UUID
    name: str
    workspace_id: UUID | None


async def count_failure(tx: Transaction, key: str, window: timedelta) -> Count:
    """Counts one more under the key, atomically; a window that has ended begins anew. The key is locked."""
    ended = col(SignInFailure.window_ends_at) <= func.now()
    fresh = func.now() + window
    new = upsert(SignInFailure).values(key=key, failures=1, window_ends_at=fresh)
    statement = new.on_conflict_do_update(
        index_elements=[col(SignInFailure.key)],
        set_={
            "failures": case((ended, 1), else_=col(SignInFailure.failures) + 1),
            "window_ends_at": case((ended, fresh), else_=col(SignInFailure.window_ends_at)),
        },
    ).returning(
        col(SignInFailure.failures),
        func.extract("epoch", col(SignInFailure.window_ends_at) - func.now()).label("seconds_left"),
    )
    row = (await tx.execute(statement)).one()
    return Count(row.failures, float(row.seconds_left))


async def clear_failures(tx: Transaction, key: str) -> None:
    """Forgets what was counted under the key."""
    await tx.execute(delete(SignInFailure).where(col(SignInFailure.key) == key))


async def take_back_failure(tx: Transaction, key: str, limit: int) -> None:
    """Counts one less under the key: the attempt was none. A count beyond the limit stays until its window ends."""
    here = (col(SignInFailure.key) == key, col(SignInFailure.failures).between(1, limit))
    await tx.execute(update(SignInFailure).where(*here).values(failures=col(SignInFailure.failures) - 1))


async def purge_failures(tx: Transaction) -> bool:
    """Removes counts whose window has ended, but those that someone counts under now. Whether there may be more."""
    ended = (
        select(col(SignInFailure.key))
        .where(col(SignInFailure.window_ends_at) <= func.now())
        .limit(PURGE_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    purged = await tx.execute(delete(SignInFailure).where(col(SignInFailure.key).in_(ended)).returning(literal(1)))
    return len(purged.all()) == PURGE_AT_ONCE


async def hold_account(tx: Transaction, user_id: UUID, password_hash: str) -> User | None:
    """The user, held until the transaction ends; None when the password was changed or the user disabled meanwhile."""
    statement = (
        select(User)
        .where(col(User.id) == user_id, col(User.password_hash) == password_hash, col(User.disabled).is_(False))
        .with_for_update(key_share=True)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def open_session(tx: Transaction, user_id: UUID, duration: timedelta) -> tuple[UUID, datetime]:
    """The id of a new session and when it ends."""
    row = {"id": uuid4(), "user_id": user_id, "expires_at": func.now() + duration}
    opened = await tx.execute(insert(Session).values(row).returning(col(Session.id), col(Session.expires_at)))
    session_id, expires_at = opened.one()
    return session_id, expires_at


async def narrow_session(tx: Transaction, parent_id: UUID | None, role: Assumed) -> tuple[UUID, datetime] | None:
    """The id of the session's narrowed one for the role, and when both end; None when the session has ended.

    Made once for each role: whoever asks again gets the same.
    """
    parent = select(
        sql_cast(uuid4(), Uuid),
        col(Session.user_id),
        col(Session.id),
        sql_cast(role.role_id, Uuid),
        sql_cast(role.workspace_id, Uuid),
        col(Session.expires_at),
    ).where(col(Session.id) == parent_id, col(Session.expires_at) > func.now())
    columns = ("id", "user_id", "parent_id", "role_id", "workspace_id", "expires_at")
    new = upsert(Session).from_select(columns, parent)
    statement = new.on_conflict_do_update(
        index_elements=["parent_id", "role_id", "workspace_id"],
        index_where=NARROWED,
        set_={"expires_at": new.excluded.expires_at},
    ).returning(col(Session.id), col(Session.expires_at))
    opened = (await tx.execute(statement)).one_or_none()
    return None if opened is None else (opened.id, opened.expires_at)


async def expired_sessions(tx: Transaction, user_id: UUID) -> list[UUID]:
    """The user's sessions that have expired."""
    statement = select(col(Session.id)).where(col(Session.user_id) == user_id, col(Session.expires_at) <= func.now())
    return list((await tx.execute(statement)).scalars())


async def remove_sessions(tx: Transaction, session_ids: Sequence[UUID]) -> None:
    """Ends these sessions. Raises the policy's revision even for none: call it for some."""
    await tx.execute(delete(Session).where(col(Session.id).in_(session_ids)))


async def end_sessions(tx: Transaction, user_id: UUID, *, but: UUID | None = None) -> int:
    """Ends every session of the user, but one. How many had not expired."""
    statement = delete(Session).where(col(Session.user_id) == user_id)
    if but is not None:
        statement = statement.where(col(Session.id) != but)
    ended = await tx.execute(statement.returning((col(Session.expires_at) > func.now()).label("was_open")))
    return sum(ended.scalars())


async def end_tokens(tx: Transaction, user_id: UUID, *, workspace_id: UUID | None = None) -> list[EndedToken]:
    """Revokes every API token of the user, or those narrowed to one workspace; these are given."""
    here = [] if workspace_id is None else [col(ApiToken.workspace_id) == workspace_id]
    return await _end_tokens(tx, col(ApiToken.user_id) == user_id, *here)


async def end_tokens_of_workspace(tx: Transaction, workspace_id: UUID) -> list[EndedToken]:
    """Revokes every API token that is narrowed to the workspace; these are given."""
    return await _end_tokens(tx, col(ApiToken.workspace_id) == workspace_id)


async def _end_tokens(tx: Transaction, *which: ColumnElement[bool]) -> list[EndedToken]:
    statement = delete(ApiToken).where(*which)
    told = statement.returning(col(ApiToken.id), col(ApiToken.name), col(ApiToken.workspace_id))
    return sorted((EndedToken(*row) for row in await tx.execute(told)), key=lambda ended: (ended.name, ended.id))


async def count_tokens(tx: Transaction, user_id: UUID) -> int:
    """How many API tokens the user has. Holds the user, so that two creations cannot count at once."""
    await tx.execute(select(col(User.id)).where(col(User.id) == user_id).with_for_update(key_share=True))
    statement = select(func.count()).select_from(ApiToken).where(col(ApiToken.user_id) == user_id)
    return (await tx.execute(statement)).scalar_one()


async def now(tx: Transaction) -> datetime:
    """The database's clock."""
    return (await tx.execute(select(func.now()))).scalar_one()


async def note_token_uses(tx: Transaction, uses: Mapping[UUID, datetime], at_most_every: timedelta) -> None:
    """Writes when tokens were last used, where what is written is older than `at_most_every`.

    A token that another server notes at this moment is passed over: its use is being written already.
    """
    given = func.unnest(
        bindparam("token_ids", list(uses), type_=ARRAY(Uuid)),
        bindparam("times", list(uses.values()), type_=ARRAY(TIMESTAMP(timezone=True))),
    ).table_valued(column("id", Uuid), column("at", TIMESTAMP(timezone=True)), name="given")
    used = given.render_derived()
    last_used_at = col(ApiToken.last_used_at)
    stale = (
        select(col(ApiToken.id), used.c.at)
        .join(used, used.c.id == col(ApiToken.id))
        .where(or_(last_used_at.is_(None), last_used_at <= used.c.at - at_most_every))
        .with_for_update(of=ApiToken, skip_locked=True)
        .subquery()
    )
    statement = update(ApiToken).where(col(ApiToken.id) == stale.c.id).values(last_used_at=stale.c.at)
    await tx.execute(statement, execution_options={"synchronize_session": False})
