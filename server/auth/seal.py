"""Seals bytes into URL-safe text that only this server could have written. Hides nothing: the payload is readable."""

import base64
import binascii
import hashlib
import hmac
import re

MAC_BYTES = 16  # RFC 2104 5: not less than half of the hash
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


class Seal:
    """One key's way to sign and open. `max_chars` bounds the work that a stranger's text can cause."""

    def __init__(self, key: bytes, max_chars: int) -> None:
        self._key = key
        self._max_chars = max_chars

    def sign(self, payload: bytes) -> str:
        """The payload with its MAC, base64url without padding. ValueError for one that would be too long to open."""
        text = _encode(payload + self._mac(payload))
        if len(text) > self._max_chars:
            raise ValueError(f"the payload of {len(payload)} bytes does not fit in {self._max_chars} characters")
        return text

    def open(self, text: str) -> bytes | None:
        """The payload, or None unless `text` is, to the letter, what `sign` gives for it."""
        sealed = _decode(text) if len(text) <= self._max_chars else None
        if sealed is None or len(sealed) < MAC_BYTES:
            return None
        payload, mac = sealed[:-MAC_BYTES], sealed[-MAC_BYTES:]
        return payload if hmac.compare_digest(mac, self._mac(payload)) else None

    def _mac(self, payload: bytes) -> bytes:
        return hmac.new(self._key, payload, hashlib.sha256).digest()[:MAC_BYTES]


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes | None:
    """The bytes of the one spelling that `_encode` has for them."""
    if not _ALPHABET.fullmatch(text):
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return data if _encode(data) == text else None
