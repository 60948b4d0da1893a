"""Derives independent keys from the server's one secret. Knows nothing of what they are for but a label."""

import hashlib
import hmac


def derived_key(secret: str, label: str) -> bytes:
    """A 256-bit key for one purpose. Keys of different labels tell nothing of each other or of the secret.

    The expansion step of HKDF with HMAC-SHA256 (RFC 5869 2.3), for an output of one block: the secret is already a
    strong key, so there is nothing to extract.
    """
    return hmac.new(secret.encode(), f"chandlery {label}\x01".encode(), hashlib.sha256).digest()
