"""An OpenPGP implementation of our own, small enough to be wrong on purpose: keys that expired, hashes that are weak.

RFC 9580 (and 4880 before it): version 4 keys and signatures by Ed25519, in the form that GnuPG and Helm 4 know (EdDSA),
and by RSA, which is what Helm 3 knows.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

RSA, EDDSA = 1, 22
CURVE = bytes.fromhex("092b06010401da470f01")
HASHES = {"SHA1": (2, hashlib.sha1), "SHA256": (8, hashlib.sha256), "SHA512": (10, hashlib.sha512)}
PUBLIC_KEY, PUBLIC_SUBKEY, SECRET_KEY, USER_ID, SIGNATURE = 6, 14, 5, 13, 2
OVER_BINARY, OVER_TEXT, OVER_KEY, OVER_USER_ID, REVOKED = 0x00, 0x01, 0x1F, 0x13, 0x20
BOUND, BOUND_BACK, SUBKEY_REVOKED = 0x18, 0x19, 0x28
MAY_CERTIFY, MAY_SIGN = 0x01, 0x02
START = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Key:
    """A key for tests, whose primary key signs as Helm's do. `lifetime` counts from `created`."""

    owner: str = "Ada Lovelace <ada@example.com>"
    seed: bytes = b"\1" * 32
    created: datetime = START
    lifetime: timedelta | None = None
    flags: int = MAY_CERTIFY | MAY_SIGN
    is_revoked: bool = False
    more_owners: tuple[str, ...] = field(default=())

    @property
    def algorithm(self) -> int:
        return EDDSA

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public_material(self) -> bytes:
        return CURVE + number(b"\x40" + self.private.public_key().public_bytes_raw())

    @property
    def secret_material(self) -> bytes:
        return number(self.seed)

    def over(self, digest: bytes, hash_name: str) -> bytes:
        """What a signature is of a digest."""
        signed = self.private.sign(digest)
        return number(signed[:32]) + number(signed[32:])

    @property
    def body(self) -> bytes:
        return b"\4" + _four(self.created) + bytes([self.algorithm]) + self.public_material

    @property
    def fingerprint(self) -> str:
        return hashlib.sha1(_framed(self.body), usedforsecurity=False).hexdigest()

    @property
    def packets(self) -> bytes:
        return packet(PUBLIC_KEY, self.body) + self.tail

    @property
    def secret_packets(self) -> bytes:
        check = (sum(self.secret_material) & 0xFFFF).to_bytes(2, "big")
        return packet(SECRET_KEY, self.body + b"\0" + self.secret_material + check) + self.tail

    @property
    def tail(self) -> bytes:
        owners = (packet(USER_ID, name.encode()) + self._bound(name) for name in (self.owner, *self.more_owners))
        return (self._revocation() if self.is_revoked else b"") + b"".join(owners)

    @property
    def public(self) -> str:
        return armoured("PUBLIC KEY BLOCK", self.packets)

    @property
    def secret(self) -> str:
        return armoured("PRIVATE KEY BLOCK", self.secret_packets)

    def _bound(self, owner: str) -> bytes:
        name = owner.encode()
        what = _framed(self.body) + b"\xb4" + len(name).to_bytes(4, "big") + name
        more = [subpacket(27, bytes([self.flags]))]
        if self.lifetime is not None:
            more.append(subpacket(9, int(self.lifetime.total_seconds()).to_bytes(4, "big")))
        return self.signature(what, OVER_USER_ID, at=self.created, more=more)

    def with_subkey(self, subkey: "Key", *, is_revoked: bool = False) -> str:
        """The key with another one that signs for it, as long as that lives."""
        both = _framed(self.body) + _framed(subkey.body)
        agreed = subkey.signature(both, BOUND_BACK, at=subkey.created)[6:]
        more = [subpacket(27, bytes([MAY_SIGN])), subpacket(32, agreed)]
        if subkey.lifetime is not None:
            more.append(subpacket(9, int(subkey.lifetime.total_seconds()).to_bytes(4, "big")))
        bound = self.signature(both, BOUND, at=subkey.created, more=more)
        if is_revoked:
            superseded = subpacket(29, b"\1superseded")
            bound += self.signature(both, SUBKEY_REVOKED, at=subkey.created + timedelta(days=9), more=[superseded])
        return armoured("PUBLIC KEY BLOCK", self.packets + packet(PUBLIC_SUBKEY, subkey.body) + bound)

    def _revocation(self) -> bytes:
        reason = subpacket(29, b"\2stolen")
        return self.signature(_framed(self.body), REVOKED, at=self.created + timedelta(days=1), more=[reason])

    def signature(
        self,
        data: bytes,
        kind: int = OVER_TEXT,
        *,
        hash_name: str = "SHA512",
        at: datetime | None = None,
        more: Iterable[bytes] = (),
        named: "Key | None" = None,
    ) -> bytes:
        """A signature packet over the data. `named` is whom it names first as its maker, when that is another key."""
        number_of_hash, hashed = HASHES[hash_name]
        issuer = subpacket(33, b"\4" + bytes.fromhex((named or self).fingerprint))
        area = subpacket(2, _four(at or datetime.now(UTC) - timedelta(minutes=1))) + issuer + b"".join(more)
        head = bytes([4, kind, self.algorithm, number_of_hash]) + len(area).to_bytes(2, "big") + area
        digest = hashed(data + head + b"\4\xff" + len(head).to_bytes(4, "big")).digest()
        key_id = subpacket(16, bytes.fromhex(self.fingerprint)[-8:])
        unhashed = len(key_id).to_bytes(2, "big") + key_id
        return packet(SIGNATURE, head + unhashed + digest[:2] + self.over(digest, hash_name))

    def clear_sign(self, text: str, **how: object) -> str:
        """The text, clear-signed."""
        return framed(text, self.signature(canonical(text), **how))  # type: ignore[arg-type]


@cache
def _rsa(owner: str) -> rsa.RSAPrivateKey:
    """The owner's; another in each run."""
    return rsa.generate_private_key(65537, 2048)


class RsaKey(Key):
    """A key as most people have."""

    @property
    def algorithm(self) -> int:
        return RSA

    @property
    def public_material(self) -> bytes:
        public = _rsa(self.owner).public_key().public_numbers()
        return whole(public.n) + whole(public.e)

    @property
    def secret_material(self) -> bytes:
        secret = _rsa(self.owner).private_numbers()
        p, q = sorted((secret.p, secret.q))
        return b"".join(map(whole, (secret.d, p, q, pow(p, -1, q))))

    def over(self, digest: bytes, hash_name: str) -> bytes:
        how = Prehashed(getattr(hashes, hash_name)())
        return number(_rsa(self.owner).sign(digest, padding.PKCS1v15(), how))


def said_of(package: bytes, name: str = "emqx", version: str = "v1.0.0") -> str:
    """The text that Helm signs for a package."""
    digest = hashlib.sha256(package).hexdigest()
    return f"apiVersion: v2\nname: {name}\nversion: {version}\n\n...\nfiles:\n  {name}-{version}.tgz: sha256:{digest}\n"


def canonical(text: str) -> bytes:
    """What a signature of a text is over: no white space at the ends of lines, which CRLF separates."""
    return "\r\n".join(line.rstrip(" \t\r") for line in text.split("\n")).encode()


def framed(text: str, signatures: bytes, hash_name: str = "SHA512") -> str:
    """A clear-signed message of these signature packets, whatever they are over."""
    escaped = "\n".join(f"- {line}" if line.startswith("-") else line for line in text.split("\n"))
    head = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: {hash_name}\n\n"
    return f"{head}{escaped}\n{armoured('SIGNATURE', signatures)}"


def armoured(kind: str, data: bytes) -> str:
    """ASCII armour, without the checksum that nobody needs any more."""
    text = base64.b64encode(data).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN PGP {kind}-----\n\n{lines}\n-----END PGP {kind}-----\n"


def packet(tag: int, body: bytes) -> bytes:
    """A packet in the newer form, with a length of five bytes."""
    return bytes([0xC0 | tag, 0xFF]) + len(body).to_bytes(4, "big") + body


def subpacket(kind: int, body: bytes) -> bytes:
    """A subpacket of a signature; ours are short."""
    return bytes([len(body) + 1, kind]) + body


def number(data: bytes) -> bytes:
    """A whole number of any length: its bits are counted before it."""
    stripped = data.lstrip(b"\0")
    bits = len(stripped) * 8 - (8 - stripped[0].bit_length()) if stripped else 0
    return bits.to_bytes(2, "big") + stripped


def whole(value: int) -> bytes:
    """A whole number."""
    return number(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _four(moment: datetime) -> bytes:
    return int(moment.timestamp()).to_bytes(4, "big")


def _framed(body: bytes) -> bytes:
    return b"\x99" + len(body).to_bytes(2, "big") + body
