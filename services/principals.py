"""From a credential to a Principal: who stands behind it now, and what the policy says that they hold.

What a user holds is kept per revision of the policy, which each request reads with its first statement. All that ends
or changes a credential's rights raises the revision in its own transaction, so equality is all that needs to be asked.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from domain.errors import Unauthenticated
from policies.access import Access
from policies.enforcer import ask_casbin, load_builtin_permissions, rules_of
from policies.principal import Assumed, Principal, narrowed
from policies.principal import anonymous as without_credential
from policies.vocabulary import Permission, RoleScope, permissions_of_scope
from services.call import Call, Rules
from storage.database import Database, Reader
from storage.queries.people import (
    Grant,
    Standing,
    grants_of,
    standing_of_session,
    standing_of_token,
    standing_of_user,
)
from storage.tables import Role
from storage.transaction import Transaction
from storage.writes.people import lock_policy
from storage.writes.sign_in import note_token_uses

SECRET_PREFIX = "chy_"  # noqa: S105 - what every secret begins with, so that scanners know one
CACHED_USERS = 10_000
_BEARER = "bearer"
NOTE_USES_EVERY = timedelta(minutes=1)
_PERMISSIONS = {permission.value: permission for permission in Permission}


class _Recalled(NamedTuple):
    access: Access
    token_id: UUID | None


def _is_newer(principal: Principal, other: Principal) -> bool:
    return (principal.revision, principal.expires_at) != (other.revision, other.expires_at)


class Principals:
    """Answers who a credential is. Unauthenticated on one that is unknown, expired, revoked, or of a disabled user."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._held: OrderedDict[tuple[UUID, Assumed | None], tuple[int, Principal]] = OrderedDict()
        self._credentials: OrderedDict[Hashable, _Recalled] = OrderedDict()
        self._anonymous = Access(self.anonymous())
        self._uses: dict[UUID, datetime] = {}

    def anonymous(self) -> Principal:
        """The caller without a credential."""
        return without_credential(self._rules.store_public)

    def recall_anonymous(self) -> Access:
        """What the caller without a credential may do: nothing of it ever changes."""
        return self._anonymous

    def recall_session(self, session_id: UUID, user_id: UUID) -> Access | None:
        """The caller of a session as last known. Whoever relies on it verifies its revision and end where they read."""
        found = self._found(session_id)
        return found.access if found is not None and found.access.principal.user_id == user_id else None

    def recall_token(self, secret: str) -> Access | None:
        """The caller with an API token as last known; as `recall_session`. The use is noted."""
        found = self._found(hash_secret(secret))
        if found is None or found.token_id is None:
            return None
        self._uses[found.token_id] = datetime.now(UTC)
        return found.access

    def recall_bearer(self, digest: bytes) -> Access | None:
        """The caller with a provider's token as last known; as `recall_session`."""
        found = self._found((_BEARER, digest))
        return None if found is None else found.access

    def _found(self, credential: Hashable) -> "_Recalled | None":
        found = self._credentials.get(credential)
        if found is not None:
            self._credentials.move_to_end(credential)
        return found

    async def of_session(self, reader: Reader, session_id: UUID, user_id: UUID) -> Principal:
        """The caller of a session."""
        standing = await reader.run(lambda session: standing_of_session(session, session_id, user_id))
        principal = replace(await self._of(reader, standing), session_id=session_id)
        return self._recallable(session_id, principal, None)

    async def of_token(self, reader: Reader, secret: str) -> Principal:
        """The caller with an API token: its owner as of now, narrowed. The use is noted, to be written later."""
        secret_hash = hash_secret(secret)
        token = await reader.run(lambda session: standing_of_token(session, secret_hash))
        if token is None or not hmac.compare_digest(token.secret_hash, secret_hash):
            raise Unauthenticated
        owner = await self._of(reader, token.owner)
        self._uses[token.token_id] = token.owner.at
        permissions = None if token.permissions is None else known(token.permissions)
        principal = replace(narrowed(owner, permissions, token.workspace_id), via_token=True)
        return self._recallable(secret_hash, principal, token.token_id)

    async def of_bearer(self, reader: Reader, digest: bytes, user_id: UUID, expires_at: datetime) -> Principal:
        """The user whom a provider's token names, until it expires. As with an API token, they manage no account.

        `digest` stands for the token, which is not kept.
        """
        principal = replace(await self.of_user(reader, user_id), via_token=True, expires_at=expires_at)
        return self._recallable((_BEARER, digest), principal, None)

    def _recallable(self, credential: Hashable, principal: Principal, token_id: UUID | None) -> Principal:
        """The principal, and what was made of it before where nothing has changed since."""
        found = self._credentials.get(credential)
        if found is None or found.access.principal != principal or _is_newer(principal, found.access.principal):
            found = self._credentials[credential] = _Recalled(Access(principal), token_id)
        self._credentials.move_to_end(credential)
        if len(self._credentials) > CACHED_USERS:
            self._credentials.popitem(last=False)
        return found.access.principal

    async def of_user(self, reader: Reader, user_id: UUID) -> Principal:
        """The user behind a link that this server has signed."""
        return await self._of(reader, await reader.run(lambda session: standing_of_user(session, user_id)))

    async def _of(self, reader: Reader, standing: Standing | None) -> Principal:
        if standing is None:
            raise Unauthenticated
        revision, principal = self._held.get((standing.user_id, standing.assumed), (None, None))
        if principal is None or revision != standing.revision:
            grants = await reader.run(lambda session: grants_of(session, standing.user_id))
            principal = principal_of(standing, grants, self._rules)
        self._keep(standing, principal)
        same = principal.expires_at == standing.expires_at
        return principal if same else replace(principal, expires_at=standing.expires_at)

    def _keep(self, standing: Standing, principal: Principal) -> None:
        key = standing.user_id, standing.assumed
        self._held[key] = (standing.revision, principal)
        self._held.move_to_end(key)
        if len(self._held) > CACHED_USERS:
            self._held.popitem(last=False)

    def forget(self) -> None:
        """Drops what is kept. Not needed for rights to be right, but it frees what a change has made worthless."""
        self._held.clear()
        self._credentials.clear()

    async def flush_token_uses(self, database: Database) -> None:
        """Writes when tokens were last used, at most once a minute for each; kept for the next time when it fails."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            async with database.write() as tx:
                await note_token_uses(tx, uses, NOTE_USES_EVERY)
        except Exception:
            self._uses = {**uses, **self._uses}
            raise


def hash_secret(secret: str) -> bytes:
    """What is stored of an API token's secret: SHA-256 is enough for 256 random bits, which nobody can guess."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@lru_cache(maxsize=1)
def builtin_permissions() -> Mapping[str, frozenset[Permission]]:
    """What the built-in roles allow, read once: they are part of the program."""
    return load_builtin_permissions()


def principal_of(standing: Standing, grants: Iterable[Grant], rules: Rules) -> Principal:
    """The user with everything that their grants allow, or, in a session that is narrowed, by the one role alone.

    A grant in a place where its role has no meaning is nothing. Unauthenticated when the one role is no longer held.
    """
    platform: frozenset[Permission] = frozenset()
    workspaces: dict[UUID, frozenset[Permission]] = {}
    counting = that_count(standing.assumed, grants)
    if standing.assumed is not None and not counting:
        raise Unauthenticated("The role of this session is no longer held; go on with the session that it came from.")
    for grant in counting:
        if grant.workspace_id is None:
            platform |= _held_by(grant, RoleScope.PLATFORM)
        else:
            workspaces[grant.workspace_id] = _held_by(grant, RoleScope.WORKSPACE)
    return Principal(
        standing.user_id,
        standing.username,
        platform,
        MappingProxyType(workspaces),
        store_public=rules.store_public,
        revision=standing.revision,
        expires_at=standing.expires_at,
        assumed=standing.assumed,
    )


def that_count(assumed: Assumed | None, grants: Iterable[Grant]) -> list[Grant]:
    """The grants that a session goes by: all of them, or that of the one role."""
    if assumed is None:
        return list(grants)
    return [grant for grant in grants if (grant.role_id, grant.workspace_id) == (assumed.role_id, assumed.workspace_id)]


def _held_by(grant: Grant, scope: RoleScope) -> frozenset[Permission]:
    if grant.role_scope != scope.value or grant.role_workspace_id not in (None, grant.workspace_id):
        return frozenset()
    return _allowed(grant.role_name, grant.builtin, grant.permissions) & permissions_of_scope(scope)


def permissions_of(role: Role) -> frozenset[Permission]:
    """What the role allows where it is held, as Casbin answers."""
    return _allowed(role.name, role.builtin, role.permissions)


def _allowed(name: str, is_builtin: bool, permissions: Iterable[str]) -> frozenset[Permission]:
    return builtin_permissions().get(name, frozenset()) if is_builtin else ask_casbin(rules_of(known(permissions)))


def known(permissions: Iterable[str]) -> frozenset[Permission]:
    """The permissions among these words; nothing is granted for another."""
    return frozenset(_PERMISSIONS[name] for name in permissions if name in _PERMISSIONS)


async def principal_of_session(tx: Transaction, session_id: UUID, user_id: UUID, rules: Rules) -> Principal:
    """The caller of a session that was opened in this transaction. Unauthenticated when it does not stand."""
    standing = await standing_of_session(tx, session_id, user_id)
    if standing is None:
        raise Unauthenticated
    grants = await grants_of(tx, user_id)
    return replace(principal_of(standing, grants, rules), session_id=session_id)


async def lock_rights(call: Call, tx: Transaction) -> None:
    """Holds the policy and cuts the caller down to what they still hold: the beginning of every change of rights.

    Whoever was demoted while their request was under way can grant no more, and two last admins cannot demote each
    other. What was gained meanwhile waits for the next request. Unauthenticated when the credential has ended.
    """
    await lock_policy(tx)
    caller = call.principal
    standing = None if caller.user_id is None else await _standing(tx, caller.user_id, caller.session_id)
    if standing is None:
        raise Unauthenticated
    held_now = principal_of(standing, await grants_of(tx, standing.user_id), call.rules)
    call.principal = common(caller, held_now)


async def _standing(tx: Transaction, user_id: UUID, session_id: UUID | None) -> Standing | None:
    if session_id is None:
        return await standing_of_user(tx, user_id)
    return await standing_of_session(tx, session_id, user_id)


def common(caller: Principal, other: Principal) -> Principal:
    """The caller with what both hold, place by place."""
    places = {*caller.workspaces, *other.workspaces}
    held = {place: caller.holds_in(place) & other.holds_in(place) for place in places}
    return replace(caller, platform=caller.platform & other.platform, workspaces=MappingProxyType(held))
