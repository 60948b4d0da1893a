"""Derives independent keys from the server's one secret. Knows nothing of what they are for but a label."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32


def derived_key(secret: str, label: str) -> bytes:
    """A 256-bit key for one purpose. Keys of different labels tell nothing of each other or of the secret.

    The expansion step of HKDF with HMAC-SHA256 (RFC 5869 2.3): the secret is a strong key already, so there is nothing
    to extract.
    """
    return HKDFExpand(SHA256(), KEY_BYTES, f"chandlery {label}".encode()).derive(secret.encode())
