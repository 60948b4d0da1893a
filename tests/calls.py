"""Makes a Call for a principal on a test database; what a use case on people does not need is kept cheap."""

from collections.abc import Awaitable
from functools import lru_cache
from uuid import UUID

import pytest

from domain.errors import FaultCode, Rejected
from policies.principal import Principal, anonymous
from server.auth.signing import Signing
from services.call import Call, Rules
from services.principals import Principals
from services.secrets import Secrets
from storage.blobs import Blobs, S3Settings
from storage.database import Database

ADDRESS = "192.0.2.1"
SIGNING = Signing("a secret that only tests have", "http://store.example")
SECRETS = Secrets(["a key that only tests have"])


def call_as(
    database: Database,
    principal: Principal | None = None,
    *,
    rules: Rules | None = None,
    address: str = ADDRESS,
    blobs: Blobs | None = None,
) -> Call:
    """A call by the principal, anonymous when None. It reads lazily: close `call.reader` when it has read."""
    rules = rules or Rules()
    return Call(
        principal=principal or anonymous(rules.store_public),
        database=database,
        reader=database.reader(),
        blobs=blobs or unreachable_blobs(),
        links=SIGNING,
        secrets=SECRETS,
        rules=rules,
        client_address=address,
    )


@lru_cache(maxsize=1)
def unreachable_blobs() -> Blobs:
    """A bucket that nobody serves: a use case that touches it fails."""
    return Blobs(S3Settings("http://127.0.0.1:9", "none", "none", "none"))


def principals_of(database: Database, rules: Rules | None = None) -> Principals:
    """What knows who a credential is, with nothing kept yet."""
    return Principals(rules or Rules())


async def principal_by_id(database: Database, user_id: UUID, rules: Rules | None = None) -> Principal:
    """The user with everything that they hold now, in no session."""
    reader = database.reader()
    try:
        return await principals_of(database, rules).of_user(reader, user_id)
    finally:
        await reader.close()


async def principal_of_session(database: Database, token: str) -> Principal:
    """The caller of a session token, as the server would find it. Unauthenticated when the session has ended."""
    claim = SIGNING.open_session_token(token)
    assert claim is not None, "not a session token of the tests' server"
    reader = database.reader()
    try:
        return await principals_of(database).of_session(reader, claim.session_id, claim.user_id)
    finally:
        await reader.close()


async def principal_of_token(database: Database, secret: str) -> Principal:
    """The caller with an API token, as the server would find it. Unauthenticated when it was revoked."""
    reader = database.reader()
    try:
        return await principals_of(database).of_token(reader, secret)
    finally:
        await reader.close()


async def faults_of(use_case: Awaitable[object]) -> list[tuple[FaultCode, str | None]]:
    """The codes and fields with which the use case was rejected; fails when it was not."""
    with pytest.raises(Rejected) as refused:
        await use_case
    return [(fault.code, ".".join(fault.path) if fault.path else None) for fault in refused.value.faults]
