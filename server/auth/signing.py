"""Everything that the server signs, from one secret: session tokens, cursors, and links to packages and images.

Implements services.call.Links. Knows no rows: whether a link's target is still to be had is asked at its use.
"""

import math
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from domain.ids import Kind, decode_id
from server.auth.keys import derived_key
from server.auth.seal import Seal
from server.auth.tokens import SessionClaim, SessionTokens

CURSOR_CHARS = 1024
LINK_CHARS = 256
LINK_SECONDS = 15 * 60
# kind, owner, digest, suspended, signed in, viewer, expiry
_LINK = struct.Struct(">3s16s32s??16sQ")
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class LinkClaim:
    """What a link was made for. `owner_kind` is VERSION for a package, TEMPLATE or STORE_APP for an image."""

    owner_kind: Kind
    owner_id: UUID
    digest: str
    suspended: bool
    viewer_id: UUID | None
    expires_at: int


class Signing:
    """Signs for one server, or for all replicas that share the secret."""

    def __init__(self, secret: str, public_url: str, now: Callable[[], float] = time.time) -> None:
        self._sessions = SessionTokens(derived_key(secret, "sessions"), now)
        self._cursors = Seal(derived_key(secret, "cursors"), CURSOR_CHARS)
        self._links = Seal(derived_key(secret, "links"), LINK_CHARS)
        self._public_url = public_url
        self.public_host = urlsplit(public_url).hostname or ""
        self._now = now

    def session_token(self, session_id: UUID, user_id: UUID, expires_at: datetime) -> str:
        """The signed token of a session."""
        return self._sessions.write(session_id, user_id, expires_at)

    def open_session_token(self, text: str) -> SessionClaim | None:
        """The session and user of a token that is ours and not expired."""
        return self._sessions.read(text)

    def sign_cursor(self, payload: bytes) -> str:
        """The opaque cursor of a payload of at most 752 bytes."""
        return self._cursors.sign(payload)

    def open_cursor(self, cursor: str) -> bytes | None:
        """The payload of a cursor that this server signed, else None."""
        return self._cursors.open(cursor)

    def package_url(self, version_id: UUID, digest: str, suspended: bool, viewer_id: UUID | None) -> str:
        """A link to a version's package, good for 15 minutes."""
        expires_at = math.ceil(self._now()) + LINK_SECONDS
        return self._url(LinkClaim(Kind.VERSION, version_id, digest, suspended, viewer_id, expires_at))

    def image_url(self, owner: str, digest: str, viewer_id: UUID | None) -> str:
        """A link to an image, good for 15 to 30 minutes: the same text for a quarter of an hour, so that caches work.

        ValueError unless `owner` is the global id of a template or store app.
        """
        found = decode_id(owner)
        if found is None or found.kind not in (Kind.TEMPLATE, Kind.STORE_APP):
            raise ValueError("an image belongs to a template or a store app")
        expires_at = (math.ceil(self._now() / LINK_SECONDS) + 1) * LINK_SECONDS
        return self._url(LinkClaim(found.kind, found.value, digest, False, viewer_id, expires_at))

    def open_link(self, token: str) -> LinkClaim | None:
        """What the token of a link says, expired or not; None when it is not ours."""
        payload = self._links.open(token)
        return None if payload is None else _unpacked(payload)

    def is_expired(self, claim: LinkClaim) -> bool:
        """Whether the link's time is over."""
        return self._now() >= claim.expires_at

    def _url(self, claim: LinkClaim) -> str:
        return f"{self._public_url}/files/{self._links.sign(_packed(claim))}"


def _packed(claim: LinkClaim) -> bytes:
    return _LINK.pack(
        claim.owner_kind.value.encode(),
        claim.owner_id.bytes,
        bytes.fromhex(claim.digest.removeprefix("sha256:")),
        claim.suspended,
        claim.viewer_id is not None,
        (claim.viewer_id or _NOBODY).bytes,
        claim.expires_at,
    )


def _unpacked(payload: bytes) -> LinkClaim:
    kind, owner, digest, suspended, is_signed_in, viewer, expires_at = _LINK.unpack(payload)
    return LinkClaim(
        owner_kind=Kind(kind.decode()),
        owner_id=UUID(bytes=owner),
        digest=f"sha256:{digest.hex()}",
        suspended=suspended,
        viewer_id=UUID(bytes=viewer) if is_signed_in else None,
        expires_at=expires_at,
    )
