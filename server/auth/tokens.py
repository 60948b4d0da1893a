"""Session tokens: JSON Web Tokens that name a session and its user, and nothing that they may do."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

ALGORITHM = "HS256"
ISSUER = "chandlery"
AUDIENCE = "chandlery-api"
MAX_CHARS = 1024
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class SessionClaim:
    """What a good token says. Whether the session still stands, its row tells."""

    session_id: UUID
    user_id: UUID


class SessionTokens:
    """Writes and reads the tokens of one key. `now` gives seconds since 1970."""

    def __init__(self, key: bytes, now: Callable[[], float]) -> None:
        self._key = OctKey.import_key(key)
        self._now = now
        self._read: OrderedDict[str, tuple[SessionClaim, int]] = OrderedDict()
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(now()),
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            sid={"essential": True},
            iat={"essential": True},
            exp={"essential": True},
        )

    def write(self, session_id: UUID, user_id: UUID, expires_at: datetime) -> str:
        """The token of a session, good until `expires_at`."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": int(self._now()),
            "exp": int(expires_at.timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])

    def read(self, text: str) -> SessionClaim | None:
        """What the token says, or None: not ours, for another purpose, expired, or of another algorithm.

        The algorithm is ours to choose and never the token's (RFC 8725 3.1).
        """
        if len(text) > MAX_CHARS:
            return None
        found = self._read.get(text)
        if found is not None and self._now() < found[1]:
            return found[0]
        return self._verified(text)

    def _verified(self, text: str) -> SessionClaim | None:
        """As `read`, and kept: what was once found good stays so until it expires, under the one key that we have."""
        try:
            token = jwt.decode(text, self._key, algorithms=[ALGORITHM])
            self._claims.validate(token.claims)
            claim = SessionClaim(UUID(str(token.claims["sid"])), UUID(token.claims["sub"]))
        except (JoseError, ValueError, TypeError, AttributeError):  # the last two of a header that is no object
            return None
        self._read[text] = claim, int(token.claims["exp"])
        if len(self._read) > KEPT:
            self._read.popitem(last=False)
        return claim
