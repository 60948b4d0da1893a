"""A sign-in that is under way at the provider, as the browser that began it keeps it in a cookie.

The cookie is sealed and holds a random id, a time and a path. What must stay secret or must not be guessed is made of
the id with a key of ours, each time anew: who reads the cookie learns no verifier, who sees a state makes no cookie.
"""

import base64
import hashlib
import hmac
import math
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from server.auth.seal import Seal

PENDING_S = 600
RETURN_TO_CHARS = 512
MAX_CHARS = 1024
_HEAD = struct.Struct(">16sQ")


@dataclass(frozen=True, slots=True)
class Pending:
    """One sign-in: what was sent with it, and where its browser goes in the end."""

    id: UUID
    expires_at: datetime
    return_to: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


class PendingSignIns:
    """Begins sign-ins and knows them again, under one key. `now` gives seconds since 1970."""

    def __init__(self, key: bytes, now: Callable[[], float] = time.time) -> None:
        self._key = key
        self._seal = Seal(key, MAX_CHARS)
        self._now = now

    def begin(self, return_to: str) -> tuple[Pending, str]:
        """A new sign-in, good for ten minutes, and its sealed form. ValueError for a path that is too long."""
        if len(return_to) > RETURN_TO_CHARS:
            raise ValueError("the path is too long")
        sign_in_id, expires_at = uuid4(), math.ceil(self._now()) + PENDING_S
        sealed = self._seal.sign(_HEAD.pack(sign_in_id.bytes, expires_at) + return_to.encode())
        return self._pending(sign_in_id, expires_at, return_to), sealed

    def open(self, sealed: str) -> Pending | None:
        """The sign-in, or None when it is not ours or too old."""
        payload = self._seal.open(sealed)
        if payload is None or len(payload) < _HEAD.size:
            return None
        sign_in_id, expires_at = _HEAD.unpack_from(payload)
        if self._now() >= expires_at:
            return None
        return self._pending(UUID(bytes=sign_in_id), expires_at, payload[_HEAD.size :].decode())

    def _pending(self, sign_in_id: UUID, expires_at: int, return_to: str) -> Pending:
        state, nonce, verifier = (self._made(label, sign_in_id) for label in ("state", "nonce", "verifier"))
        return Pending(sign_in_id, datetime.fromtimestamp(expires_at, UTC), return_to, state, nonce, verifier)

    def _made(self, label: str, sign_in_id: UUID) -> str:
        """256 bits in 43 characters: what RFC 7636 4.1 asks of a verifier."""
        made = hmac.new(self._key, f"{label}\n{sign_in_id}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def is_path_here(text: str) -> bool:
    """Whether it is a path of this site and cannot be read as an address of another one."""
    is_plain = text.isascii() and text.isprintable() and not set(text) & {"\\", " "}
    return is_plain and text.startswith("/") and not text.startswith("//") and len(text) <= RETURN_TO_CHARS
