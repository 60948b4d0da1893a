"""Puts the parts together: what one process has, and the Call that one request gets of it."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from domain.lifecycle import ReviewPhaseName
from outbound.client import Outbound
from outbound.sources import open_source
from policies.access import Access
from policies.principal import Principal
from schema.budgets import Budgets
from server.auth.credentials import Credential, authenticate, recall
from server.auth.sign_in import SignIn
from server.auth.signing import Signing
from server.settings import Settings
from services.call import Call, Rules
from services.downloads import Downloads
from services.principals import Principals
from services.secrets import Secrets
from services.syncs import SyncParts
from storage.blobs import Blobs
from storage.database import Database, Reader


@dataclass(frozen=True, slots=True)
class Parts:
    """What requests share. Made once a process; nothing here is of one caller."""

    database: Database
    blobs: Blobs
    signing: Signing
    principals: Principals
    secrets: Secrets
    rules: Rules
    sign_in: SignIn | None = None
    """Sign-in by a provider, where there is one: without it no cookie and no foreign token counts."""
    outbound: Outbound = field(default_factory=Outbound)
    """To public addresses alone unless told."""
    downloads: Downloads = field(default_factory=Downloads)
    budgets: Budgets = field(default_factory=lambda: Budgets(0, 1))
    """What callers may spend, on GraphQL and on Helm alike; nobody counts unless told."""


class Sender(NamedTuple):
    """Whoever sent a request, by the credential that came with it."""

    parts: Parts
    credential: Credential
    client_address: str

    def recall(self) -> Access | None:
        """The caller as last known, if at all; what relies on it verifies it."""
        return recall(self.parts.principals, self.credential)

    async def identify(self) -> Access:
        """The caller as of now. Unauthenticated when the credential does not stand."""
        async with self.parts.database.read() as reader:
            principal = await authenticate(self.parts.principals, reader, self.credential)
        return self.recall() or Access(principal)

    def call(self) -> AbstractAsyncContextManager[Call]:
        """A call on their behalf, identified. Unauthenticated."""
        return call_by(self.parts, self.credential, self.client_address)


def outbound_in(settings: Settings) -> Outbound:
    """The way to other people's hosts: to public addresses, and to those that the operator allows."""
    return Outbound(settings.allowed_outbound or (), proxy=settings.outbound_proxy)


def sync_parts(database: Database, secrets: Secrets, outbound: Outbound) -> SyncParts:
    """What a worker runs syncs with."""
    return SyncParts(database, secrets, partial(open_source, outbound))


def rules_in(settings: Settings) -> Rules:
    """What the operator's settings mean to the services."""
    return Rules(
        review_phases=tuple(ReviewPhaseName(name) for name in settings.review_phases),
        max_package_bytes=settings.max_package_bytes,
        session_hours=settings.session_hours,
        store_public=settings.is_store_public,
    )


@asynccontextmanager
async def call_by(parts: Parts, credential: Credential, client_address: str) -> AsyncIterator[Call]:
    """The call of whoever has the credential; its connection is given back at the end. Raises Unauthenticated."""
    async with parts.database.read() as reader:

        async def who() -> Principal:
            return await authenticate(parts.principals, reader, credential)

        call = call_of(parts, await who(), reader)
        call.client_address = client_address
        call.renew = who
        yield call


def call_of(parts: Parts, principal: Principal, reader: Reader) -> Call:
    """A call on behalf of a principal that is known already."""
    return Call(
        principal=principal,
        database=parts.database,
        reader=reader,
        blobs=parts.blobs,
        links=parts.signing,
        secrets=parts.secrets,
        outbound=parts.outbound,
        rules=parts.rules,
    )
