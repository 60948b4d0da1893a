"""People whom an OpenID provider vouches for: their users, made when they first come in, and their sessions.

A person is known by issuer and subject and by nothing else: a name or an address that a provider tells never opens an
account that is here already. What a provider says of groups gives the roles that the operator has named, and no other.
"""

import logging
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from uuid import UUID

from domain.commands.identities import Identity
from domain.errors import Forbidden, Unavailable
from domain.ids import Kind, encode_id
from policies.vocabulary import PLATFORM_ADMIN
from services.call import Call
from services.sessions import SignedIn, begin_session, origin_of
from services.texts import DISPLAY_NAME_LIMIT, Checks
from services.users import EMAIL, EMAIL_LIMIT, RESERVED
from storage.database import Database
from storage.tables import Identity as IdentityRow
from storage.tables import Role, User
from storage.transaction import Transaction
from storage.writes.audit import ANONYMOUS, SYSTEM, Event, record
from storage.writes.identities import names_like, platform_role, use_up, user_of_identity
from storage.writes.people import another_holds, lock_policy, role_by_id
from storage.writes.sign_in import expired_sessions, remove_sessions

NAMELESS = "user"
STEM_CHARS = 50  # leaves room for what makes a username unique
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator lets people of the provider be: `default_role`, or of `group_roles` the first that fits."""

    provider: str
    default_role: str
    group_roles: tuple[tuple[str, str], ...] = ()


async def sign_in(call: Call, identity: Identity, terms: Terms) -> SignedIn:
    """A new session of the person's user, who is made if need be and gets the role that their groups give now.

    Forbidden for a user who is disabled; Unavailable when a role of the settings is not there.
    """
    async with call.database.write() as tx:
        await lock_policy(tx)
        user = await _user(tx, identity, terms)
        signed_in = None if user.disabled else await _open(call, tx, user, terms)
        if signed_in is None:
            message = f"disabled; vouched for by {terms.provider}{origin_of(call)}"
            _record(tx, ANONYMOUS, "session.login_failed", user, message)
    if signed_in is None:
        raise Forbidden("Your account in this store is disabled.")
    return signed_in


async def admit(database: Database, identity: Identity, terms: Terms) -> UUID:
    """The id of the person's user, made unless there is one; nothing of one that is there is changed. Unavailable."""
    async with database.write() as tx:
        await lock_policy(tx)
        user = await user_of_identity(tx, identity.issuer, identity.subject)
        return (user or await _make(tx, identity, terms)).id


async def is_first_use(database: Database, sign_in_id: UUID, expires_at: datetime) -> bool:
    """Whether the sign-in comes back for the first time; it is used up by asking."""
    async with database.write() as tx:
        return await use_up(tx, sign_in_id, expires_at)


async def _user(tx: Transaction, identity: Identity, terms: Terms) -> User:
    user = await user_of_identity(tx, identity.issuer, identity.subject)
    if user is None:
        return await _make(tx, identity, terms)
    if identity.groups is not None and not user.disabled:
        await _give_role(tx, user, await _role(tx, identity, terms), terms)
    return user


async def _make(tx: Transaction, identity: Identity, terms: Terms) -> User:
    role = await _role(tx, identity, terms)
    username = await _free_username(tx, identity.username)
    email = _clean(identity.email.strip(), EMAIL_LIMIT)
    user = User(
        username=username,
        display_name=_clean(identity.display_name, DISPLAY_NAME_LIMIT) or username,
        email=email if EMAIL.fullmatch(email) else "",
        platform_role_id=role.id,
    )
    tx.add(user)
    await tx.flush()
    tx.add(IdentityRow(issuer=identity.issuer, subject=identity.subject, user_id=user.id))
    _record(tx, SYSTEM, "user.create", user, f"as {role.name}, vouched for by {terms.provider}")
    return user


async def _role(tx: Transaction, identity: Identity, terms: Terms) -> Role:
    """The first role that one of the groups gives and that is there, else the default one."""
    for group, name in terms.group_roles:
        if group in (identity.groups or ()):
            role = await platform_role(tx, name)
            if role is not None:
                return role
            _LOG.warning("OIDC_GROUP_ROLES names the role %r, which is not there", name)
    role = await platform_role(tx, terms.default_role)
    if role is None:
        raise Unavailable(f"New users cannot be made: there is no platform role {terms.default_role}.")
    return role


async def _give_role(tx: Transaction, user: User, role: Role, terms: Terms) -> None:
    present = await role_by_id(tx, user.platform_role_id)
    if role.id == present.id:
        return
    is_admin = present.builtin and present.name == PLATFORM_ADMIN
    if is_admin and not await another_holds(tx, present.id, user.id):
        _LOG.warning("%s stays %s, whatever the groups say: there is no other", user.username, PLATFORM_ADMIN)
        return
    user.platform_role_id = role.id
    await tx.flush()
    message = f"{present.name} -> {role.name}, by the groups that {terms.provider} tells"
    _record(tx, SYSTEM, "user.update", user, message)


async def _free_username(tx: Transaction, wanted: str) -> str:
    stem = _stem(wanted)
    taken = RESERVED | await names_like(tx, stem)
    return next(name for name in chain([stem], (f"{stem}-{number}" for number in count(2))) if name not in taken)


def _stem(wanted: str) -> str:
    """What is left of a name by the store's rule for usernames (services/texts.py); of an address, what is before @."""
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower().partition("@")[0]
    return re.sub(r"[^a-z0-9_.]+", "-", plain).strip("-_.")[:STEM_CHARS].rstrip("-_.") or NAMELESS


def _clean(text: str, limit: int) -> str:
    """The text cut to its limit; nothing where it holds what cannot be shown."""
    checks = Checks()
    clean = checks.text(text[:limit], limit, "text", lines=False)
    return "" if checks.faults else clean


async def _open(call: Call, tx: Transaction, user: User, terms: Terms) -> SignedIn:
    expired = await expired_sessions(tx, user.id)
    if expired:
        await remove_sessions(tx, expired)
    return await begin_session(call, tx, user, f"signed in by {terms.provider}")


def _record(tx: Transaction, actor: str, action: str, user: User, message: str) -> None:
    record(tx, actor, Event(action, encode_id(Kind.USER, user.id), user.username, message=message))
