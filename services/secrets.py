"""Seals what opens other people's repositories, so that who reads the database alone learns nothing.

AES-256-GCM under keys that are derived from the operator's. The id of the row that a value belongs to is authenticated
with it: moved to another row it does not open. Each value names its key, so that keys can be changed: the first of the
keys seals, and all of them open.

    format (1 byte) | key id (4 bytes) | nonce (12 bytes) | ciphertext and tag
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.upstream import RepositoryCredentials, Unreachable

FORMAT = b"\x01"
ID_BYTES, NONCE_BYTES, TAG_BYTES = 4, 12, 16
HEAD_BYTES = len(FORMAT) + ID_BYTES + NONCE_BYTES


class Unopened(Unreachable):
    """Sealed credentials that do not open here: without them the repository is as good as unreachable."""


class Secrets:
    """Seals and opens credentials by the operator's keys: the first seals, all open."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key is needed to seal with")
        ciphers = [(_derived(key, b"id", ID_BYTES), AESGCM(_derived(key, b"key", 32))) for key in keys]
        self._first = ciphers[0]
        self._by_id = dict(reversed(ciphers))

    def seal(self, owner_id: UUID, credentials: RepositoryCredentials) -> bytes:
        """The credentials, for the row of that id only."""
        key_id, cipher = self._first
        nonce = os.urandom(NONCE_BYTES)
        said = {name: value for name, value in asdict(credentials).items() if value}
        head = FORMAT + key_id + nonce
        return head + cipher.encrypt(nonce, json.dumps(said).encode(), _bound_to(owner_id))

    def is_sealed_by_first(self, sealed: bytes) -> bool:
        """Whether it was sealed with the key that seals now."""
        return sealed[: 1 + ID_BYTES] == FORMAT + self._first[0]

    def open(self, owner_id: UUID, sealed: bytes) -> RepositoryCredentials:
        """The credentials. Unopened, in words for people, when no key of ours opens them for the row of that id."""
        head, key_id, nonce = sealed[:1], sealed[1 : 1 + ID_BYTES], sealed[1 + ID_BYTES : HEAD_BYTES]
        if head != FORMAT or len(sealed) < HEAD_BYTES + TAG_BYTES:
            raise Unopened("The stored credentials are not of a form that this server knows; send them again.")
        cipher = self._by_id.get(key_id)
        if cipher is None:
            raise Unopened(
                "The stored credentials were sealed with a key that this server does not have: "
                "send them again, or have the operator add the key to ENCRYPTION_KEYS."
            )
        try:
            said = cipher.decrypt(nonce, sealed[HEAD_BYTES:], _bound_to(owner_id))
        except InvalidTag:
            raise Unopened("The stored credentials are damaged, or not of this repository; send them again.") from None
        return RepositoryCredentials(**json.loads(said))


def _derived(key: str, purpose: bytes, length: int) -> bytes:
    """RFC 5869. The keys are long and random already: no salt is needed."""
    return HKDF(SHA256(), length, salt=None, info=b"chandlery credentials " + purpose).derive(key.encode())


def _bound_to(owner_id: UUID) -> bytes:
    return b"chandlery credentials of " + owner_id.bytes
