"""Tokens of the provider: whether one is its own, for us, and good now.

RFC 7519, RFC 8725; OpenID Connect Core 1.0, 3.1.3.7.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from domain.errors import Unauthenticated
from domain.texts import is_storable
from server.auth.oidc.provider import ALGORITHMS, Provider

LEEWAY_S = 30
"""By so much the provider's clock may differ from ours."""
RECHECK_S = 300.0
"""So long a token that was found good is not looked at again: so long a key that was withdrawn may still count."""
KEPT = 10_000
MAX_SUBJECT = 255
"""OpenID Connect Core 1.0, 2: no more than 255 ASCII characters."""
# Of what else a provider signs, such as a notice of logout, the type says what it is (RFC 8725 3.11).
TYPES = (None, "JWT", "jwt", "at+jwt", "application/at+jwt")


class BadToken(Exception):
    """The token is not the provider's, not for us, or not good now; the message says which, and nothing of it."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """A good token: what it says, and until when it counts."""

    claims: dict[str, Any]
    header: dict[str, Any]
    expires_at: datetime


async def verified(provider: Provider, text: str, audience: str, now: Callable[[], float] = time.time) -> Vouched:
    """The token's claims. BadToken; Unavailable when the provider's keys cannot be had.

    What tells that it cannot be good is looked at before the provider is asked for anything. The algorithm and the key
    are ours to choose among the provider's, and never the token's (RFC 8725 3.1).
    """
    algorithm, key_id = _claimed_key(text)
    issuer = (await provider.metadata()).issuer
    key = await provider.key(algorithm, key_id)
    if key is None:
        raise BadToken("it is signed with no key of the provider")
    rules = jwt.JWTClaimsRegistry(
        now=lambda: int(now()),
        leeway=LEEWAY_S,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
    )
    try:
        token = jwt.decode(text, key, registry=jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False))
        rules.validate(token.claims)
        _check_is_of_a_person(token.claims)
        return Vouched(token.claims, token.header, datetime.fromtimestamp(token.claims["exp"] + LEEWAY_S, UTC))
    except (JoseError, ValueError, TypeError, OverflowError, OSError, RecursionError) as error:
        raise BadToken(f"{type(error).__name__}: {error}") from error


def _check_is_of_a_person(claims: Mapping[str, Any]) -> None:
    """ValueError for a notice about somebody (a logout token, OpenID Connect Back-Channel Logout 1.0, 2.4), and for a
    subject that cannot be kept."""
    subject = claims["sub"]
    if "events" in claims or not isinstance(subject, str) or not is_storable(subject) or len(subject) > MAX_SUBJECT:
        raise ValueError("it names nobody")


def _claimed_key(text: str) -> tuple[str, str | None]:
    try:
        header = jws.extract_compact(text.encode()).headers()
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadToken("it is no signed token") from error
    if not isinstance(header, dict):
        raise BadToken("it has no header")
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS or header.get("typ") not in TYPES:
        raise BadToken("it is not of a kind that is taken")
    return algorithm, key_id if isinstance(key_id, str) else None


async def verified_id_token(
    provider: Provider, text: str, client_id: str, nonce: str, access_token: str | None
) -> Vouched:
    """As `verified`, of a token that answers our own request: with its nonce, for us, beside that access token."""
    vouched = await verified(provider, text, client_id)
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    try:
        CodeIDToken(vouched.claims, vouched.header, params=params).validate(leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError) as error:
        raise BadToken(f"{type(error).__name__}: {error}") from error
    return vouched


class Bearers:
    """Bearer tokens of the provider for one audience. `now` gives seconds since 1970."""

    def __init__(self, provider: Provider, audience: str, now: Callable[[], float] = time.time) -> None:
        self._provider = provider
        self._audience = audience
        self._now = now
        self._good: OrderedDict[bytes, tuple[Vouched, float]] = OrderedDict()

    def is_fresh(self, digest: bytes) -> bool:
        """Whether the token of that digest was found good not long ago."""
        return self._found(digest) is not None

    async def read(self, text: str) -> Vouched:
        """What the token says. Unauthenticated unless it is good; Unavailable."""
        digest = digest_of(text)
        found = self._found(digest)
        if found is not None:
            return found
        try:
            vouched = await verified(self._provider, text, self._audience, self._now)
        except BadToken:
            raise Unauthenticated("The bearer token is not valid here or has expired; sign in again.") from None
        self._good[digest] = vouched, self._now()
        if len(self._good) > KEPT:
            self._good.popitem(last=False)
        return vouched

    def _found(self, digest: bytes) -> Vouched | None:
        vouched, checked_at = self._good.get(digest, (None, 0.0))
        if vouched is None or self._now() >= min(checked_at + RECHECK_S, vouched.expires_at.timestamp()):
            self._good.pop(digest, None)
            return None
        return vouched


def digest_of(text: str) -> bytes:
    """What stands for a token where it is not to be kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
