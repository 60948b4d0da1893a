"""From a credential to a principal: of an Authorization header, or a cookie that server/http/credential.py lets count.

Query strings and other headers are not looked at: what a browser or a proxy adds by itself never signs anyone in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.errors import Unauthenticated
from policies.access import Access
from policies.principal import Principal
from server.auth.oidc.tokens import digest_of
from server.auth.sign_in import SignIn
from server.auth.signing import Signing
from server.auth.tokens import SessionClaim
from services.principals import SECRET_PREFIX, Principals
from storage.database import Reader

MAX_CHARS = 8192
"""Tokens of some providers name every role of their user."""


@dataclass(frozen=True, slots=True)
class ApiTokenSecret:
    """The secret of an API token, not yet looked up."""

    secret: str

    def __repr__(self) -> str:
        return "ApiTokenSecret(…)"


@dataclass(frozen=True, slots=True)
class ProviderToken:
    """What may be a bearer token of the provider, not yet looked at."""

    text: str = field(repr=False)
    sign_in: SignIn = field(repr=False)


Credential = SessionClaim | ApiTokenSecret | ProviderToken | None
"""None: nobody claims to be anyone."""


def credential_in(given: Sequence[bytes], signing: Signing, sign_in: SignIn | None = None) -> Credential:
    """What a request's Authorization headers hold. Unauthenticated for anything but one good-looking Bearer token: who
    sends a credential is never silently taken for anonymous (RFC 6750 3.1).
    """
    if not given:
        return None
    scheme, _, token = given[0].decode("latin-1").strip().partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or len(given[0]) > MAX_CHARS:
        raise Unauthenticated("Send one `Authorization: Bearer …` header with a session or API token.")
    return _credential(token.strip(), signing, sign_in)


def _credential(token: str, signing: Signing, sign_in: SignIn | None) -> Credential:
    if token.startswith(SECRET_PREFIX):
        return ApiTokenSecret(token)
    claim = signing.open_session_token(token)
    if claim is None and sign_in is not None:
        return ProviderToken(token, sign_in)
    if claim is None:
        raise Unauthenticated("The session token is not valid or has expired; sign in again.")
    return claim


def recall(principals: Principals, credential: Credential) -> Access | None:
    """The caller as last known, without a look at the database; whoever relies on it verifies it."""
    match credential:
        case None:
            return principals.recall_anonymous()
        case SessionClaim():
            return principals.recall_session(credential.session_id, credential.user_id)
        case ApiTokenSecret():
            return principals.recall_token(credential.secret)
        case ProviderToken():
            digest = digest_of(credential.text)
            return principals.recall_bearer(digest) if credential.sign_in.bearers.is_fresh(digest) else None


async def authenticate(principals: Principals, reader: Reader, credential: Credential) -> Principal:
    """The principal as of now. Unauthenticated when the credential is revoked, expired or unknown."""
    match credential:
        case None:
            return principals.anonymous()
        case SessionClaim():
            return await principals.of_session(reader, credential.session_id, credential.user_id)
        case ApiTokenSecret():
            return await principals.of_token(reader, credential.secret)
        case ProviderToken():
            user_id, expires_at = await credential.sign_in.user_of(reader, credential.text)
            return await principals.of_bearer(reader, digest_of(credential.text), user_id, expires_at)
