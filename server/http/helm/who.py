"""Who a Helm client is. Basic with a username and, as the password, one of that user's tokens; or Bearer; or nobody.

Helm and its like send a name and a password and nothing else, so this is what a token is here. No cookie ever counts.
Who sends a credential is never silently taken for anonymous.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from starlette.types import Scope

from domain.errors import Unauthenticated
from policies.access import Access
from policies.principal import Principal
from schema.budgets import caller_of
from server.auth.credentials import MAX_CHARS, credential_in
from server.http.errors import HttpFault
from server.http.head import Head, address_of
from server.wiring import Parts, Sender
from services.call import Call

CHALLENGE = {"WWW-Authenticate": 'Basic realm="chandlery"'}
WRONG = "The username and the token do not belong together. The password is an API token or a session token."
SIGN_IN = "Sign in to see what is here: with your username, and an API token as the password."


@dataclass(frozen=True, slots=True)
class Client:
    """Whoever sent a request, by the credential in it; `username` is whom they say they are, None where they do not."""

    sender: Sender
    username: str | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody claims to be anyone."""
        return self.sender.credential is None

    def recall(self) -> Access | None:
        """The caller as last known, if at all; what relies on it verifies it."""
        access = self.sender.recall()
        return access if access is not None and self._is(access.principal) else None

    async def identify(self) -> Access:
        """The caller as of now. Unauthenticated when the credential does not stand, or is not theirs."""
        with _told_apart(self.username):
            access = await self.sender.identify()
            self._check(access.principal)
            return access

    @asynccontextmanager
    async def call(self) -> AsyncIterator[Call]:
        """A call on their behalf, identified in the snapshot that its reader reads. As `identify`."""
        with _told_apart(self.username):
            async with self.sender.call() as call:
                self._check(call.principal)
                yield call

    def charge(self, principal: Principal, cost: int) -> None:
        """Takes the cost from the caller's budget. HttpFault 429 where there is too little in it."""
        payer = caller_of(principal.user_id, self.sender.client_address)
        wait_s = self.sender.parts.budgets.charge(payer, cost, cost).retry_after_s
        if wait_s is not None:
            told = f"You have asked for much; ask again in {wait_s} seconds."
            raise HttpFault(429, told, {"Retry-After": str(wait_s)})

    def _is(self, principal: Principal) -> bool:
        return self.username is None or self.username == principal.username

    def _check(self, principal: Principal) -> None:
        if not self._is(principal):
            raise Unauthenticated(WRONG)


def client_of(scope: Scope, head: Head, parts: Parts) -> Client:
    """Whoever sent a request. Unauthenticated for a credential that cannot be good, more than one of them included."""
    username, given = _bearer(head.values(b"authorization"))
    with _told_apart(username):
        credential = credential_in(given, parts.signing, parts.sign_in)
    return Client(Sender(parts, credential, address_of(scope)), username)


@contextmanager
def _told_apart(username: str | None) -> Iterator[None]:
    """Who sent a name and a password is told of these: Helm knows of no header that it could send instead."""
    try:
        yield
    except Unauthenticated:
        if username is None:
            raise
        raise Unauthenticated(WRONG) from None


def _bearer(given: list[bytes]) -> tuple[str | None, list[bytes]]:
    """The name that is claimed, if any, and the headers with the password of Basic as a bearer's token (RFC 7617)."""
    if len(given) != 1 or given[0][:6].lower() != b"basic ":
        return None, given
    if len(given[0]) > 2 * MAX_CHARS:
        raise Unauthenticated(WRONG)
    try:
        username, colon, password = b64decode(given[0][6:].strip(), validate=True).decode().partition(":")
    except (NotBase64, ValueError):
        raise Unauthenticated("Basic takes the base64 of `username:token`, in UTF-8 (RFC 7617).") from None
    if not colon or not password:
        raise Unauthenticated(WRONG)
    return username, [b"Bearer " + password.encode()]


def unauthenticated(error: Unauthenticated) -> HttpFault:
    """How these routes ask for a credential: Helm sends one only by Basic."""
    return HttpFault(401, str(error), CHALLENGE)
