"""OpenPGP: armour, packets, public keys, and whose signature a text has. The only place that knows pysequoia.

Owns what may stand in armour before a library sees it: the packets are walked here, so that none is a private key and
none inflates. The mathematics, and what is too weak by now, are the library's (Sequoia's standard policy: no signature
over SHA-1 or MD5, none from before or after its key's own time). Source: RFC 9580, and RFC 4880 for what is older.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1, sha256

from pysequoia import ArmorKind, Cert, Sig, armor, verify
from pysequoia.packet import HashAlgorithm, Packet, PacketPile, SignatureType, Tag

from uploads.fields import one_line

MAX_KEY_CHARACTERS = 64 * 1024
MAX_OWNERS = 20
MAX_OWNER_CHARACTERS = 200
MAX_PACKETS = 1000
MAX_SIGNATURES = 8

_SIGNATURE, _SECRET_KEY, _PUBLIC_KEY, _SECRET_SUBKEY, _PUBLIC_SUBKEY = 2, 5, 6, 7, 14
_OF_A_KEY = {_SIGNATURE, _PUBLIC_KEY, _PUBLIC_SUBKEY, 10, 12, 13, 17, 21}  # and marker, trust, user id, photo, padding
_OF_NUMBERS = {1, 3, 17, 19, 22}  # RSA, DSA, ECDSA and EdDSA, whose signatures are numbers and nothing else
_WEAK = ((HashAlgorithm.MD5, "MD5"), (HashAlgorithm.RipeMD, "RIPEMD-160"), (HashAlgorithm.SHA1, "SHA-1"))
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_CHECKSUM = re.compile(r"=[A-Za-z0-9+/]{4}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*: .*")


class PgpInvalid(Exception):
    """It is not what it should be; the text says what would be."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A certificate: a primary key with whatever hangs on it. `armoured` has public material only, and no comments."""

    fingerprint: str
    owners: tuple[str, ...]
    armoured: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose signature it is (the primary key's fingerprint), or why it is nobody's."""

    fingerprint: str | None
    fault: str | None = None


def read_public_key(text: str) -> PublicKey:
    """The one public key in the text. PgpInvalid for anything else, for what has a private part, and for a key that can
    vouch for nothing: one that is revoked, has expired, may not sign or is too weak."""
    if len(text) > MAX_KEY_CHARACTERS:
        raise PgpInvalid(f"it has {len(text)} characters; a key of at most {MAX_KEY_CHARACTERS} fits")
    if "PRIVATE KEY" in text:
        raise PgpInvalid("it holds a private key, which was not kept; send what `gpg --armor --export` gives")
    data = dearmoured(text.strip().replace("\r\n", "\n").split("\n"), "PUBLIC KEY BLOCK")
    _check_packets(list(_packets(data)))
    try:
        cert = Cert.from_bytes(data)
        key = PublicKey(cert.fingerprint, _owners(cert), _armoured(cert), cert.expiration)
        is_revoked, may_sign = cert.is_revoked, _may_sign(data)
    except RuntimeError as error:
        raise PgpInvalid("it is no OpenPGP key that can be used today; perhaps it is too old or damaged") from error
    if is_revoked:
        raise PgpInvalid("the key is revoked; send one that is in use")
    if has_ended(key.expires_at):
        raise PgpInvalid(f"the key expired at {key.expires_at:%Y-%m-%dT%H:%M:%SZ}; prolong it, or send another")
    if not may_sign:
        raise PgpInvalid("the key may not sign; send one whose usage includes signing")
    return key


def has_ended(expires_at: datetime | None) -> bool:
    """Whether the time has come."""
    return expires_at is not None and expires_at <= datetime.now(UTC)


def _check_packets(packets: Sequence[tuple[int, bytes]]) -> None:
    tags = [tag for tag, _ in packets]
    if _SECRET_KEY in tags or _SECRET_SUBKEY in tags:
        raise PgpInvalid("it holds a private key, which was not kept; send what `gpg --armor --export` gives")
    if not tags or tags[0] != _PUBLIC_KEY or not set(tags) <= _OF_A_KEY:
        raise PgpInvalid("it is no public key; send what `gpg --armor --export` gives")
    if tags.count(_PUBLIC_KEY) > 1:
        raise PgpInvalid(f"it holds {tags.count(_PUBLIC_KEY)} keys; send them one by one")


def _owners(cert: Cert) -> tuple[str, ...]:
    return tuple(one_line(str(user))[:MAX_OWNER_CHARACTERS] for user in cert.user_ids[:MAX_OWNERS])


def _armoured(cert: Cert) -> str:
    return armor(bytes(cert), ArmorKind.PublicKey)


def _may_sign(data: bytes) -> bool:
    """Whether some part says that it may, or none says anything, as old keys do."""
    flags = [packet.key_flags for packet in PacketPile.from_bytes(data)]
    said = [flag for flag in flags if flag is not None]
    return not said or any(flag.signing for flag in said)


def dearmoured(lines: Sequence[str], kind: str) -> bytes:
    """The bytes in armour of this kind, which begins with the first line and ends with the last.

    The checksum is not looked at: RFC 9580 6.1 forbids to reject by it, and a signature needs none.
    """
    lines = [line.rstrip(" \t\r") for line in lines]
    begin, end = f"-----BEGIN PGP {kind}-----", f"-----END PGP {kind}-----"
    if len(lines) < 3 or lines[0] != begin or lines[-1] != end:
        raise PgpInvalid(f"it must begin with the line {begin} and end with the line {end}")
    inside = lines[1:-1]
    if "" not in inside or not all(map(_HEADER.fullmatch, inside[: inside.index("")])):
        raise PgpInvalid(f"an empty line must come after {begin}")
    body = inside[inside.index("") + 1 :]
    if body and _CHECKSUM.fullmatch(body[-1]):
        body.pop()
    joined = "".join(body)
    try:
        if not joined or not all(body) or not _BASE64.fullmatch(joined):
            raise ValueError(kind)
        return base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PgpInvalid(f"what is between {begin} and its end is not base64") from error


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each packet's tag and body (RFC 9580 4.2). PgpInvalid for lengths that say nothing, or too much."""
    at, count = 0, 0
    while at < len(data):
        count += 1
        tag, start, length = _header(data, at)
        if count > MAX_PACKETS or length is None or start + length > len(data):
            raise PgpInvalid("its packets are damaged, or too many")
        yield tag, data[start : start + length]
        at = start + length


def _header(data: bytes, at: int) -> tuple[int, int, int | None]:
    """Tag, where the body starts, and how long it is; None for a length that is only known at the end, or not there."""
    first = data[at]
    if not first & 0x80:
        return 0, at, None
    if not first & 0x40:  # the older form
        size = {0: 1, 1: 2, 2: 4}.get(first & 3)
        return (first >> 2) & 15, at + 1 + (size or 0), None if size is None else _number(data, at + 1, size)
    tag, octet = first & 63, data[at + 1] if at + 1 < len(data) else 224
    if octet < 192:
        return tag, at + 2, octet
    if octet < 224:
        rest = _number(data, at + 2, 1)
        return tag, at + 3, None if rest is None else ((octet - 192) << 8) + rest + 192
    return tag, at + 6, _number(data, at + 2, 4) if octet == 255 else None


def _number(data: bytes, at: int, size: int) -> int | None:
    return int.from_bytes(data[at : at + size], "big") if at + size <= len(data) else None


def signatures_in(data: bytes) -> tuple[bytes, ...]:
    """The bodies of the signatures. PgpInvalid when there are none, more than 8, or anything else beside them."""
    found = list(_packets(data))
    if not found or any(tag != _SIGNATURE for tag, _ in found):
        raise PgpInvalid("its signature block must hold signatures, and nothing else")
    if len(found) > MAX_SIGNATURES:
        raise PgpInvalid(f"it has {len(found)} signatures; at most {MAX_SIGNATURES} are looked at")
    return tuple(_trimmed(body) for _, body in found)


def _trimmed(signature: bytes) -> bytes:
    """The signature with numbers that are as long as they say (RFC 9580 3.2).

    Helm 3 writes an RSA signature as long as the key, zeros at its head included, and every other one has some: GnuPG
    takes that, the library does not. What is signed does not have these lengths in it.
    """
    hashed = _number(signature, 4, 2)
    unhashed = None if hashed is None else _number(signature, 6 + hashed, 2)
    if hashed is None or unhashed is None or signature[0] != 4 or signature[2] not in _OF_NUMBERS:
        return signature
    at = start = 10 + hashed + unhashed
    numbers = []
    while at < len(signature):
        end = at + 2 + ((_number(signature, at, 2) or 0) + 7) // 8
        numbers.append(signature[at + 2 : end].lstrip(b"\0"))
        at = end
    return signature[:start] + b"".join(map(_counted, numbers)) if at == len(signature) else signature


def _counted(number: bytes) -> bytes:
    bits = int.from_bytes(number, "big").bit_length()
    return bits.to_bytes(2, "big") + number


class Keyring:
    """Public keys that were read before, each opened when a signature names it."""

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        """`keys` are fingerprints and armoured texts, as `PublicKey` has them. What is no key is passed over."""
        self._armoured = dict(keys)
        self._opened: dict[str, Cert] = {}
        self._named: dict[str, list[str]] = {}
        for fingerprint, text in self._armoured.items():
            for name in _names(text):
                self._named.setdefault(name, []).append(fingerprint)

    def judge(self, text: bytes, signatures: Sequence[bytes]) -> Verdict:
        """By whose key the text is signed; else why not, of the first signature that a key here is said to have made.

        The text has CRLF between its lines, and no white space before these: the bytes that are verified are these.
        """
        refused: list[tuple[bool, Verdict]] = []
        for signature in signatures:
            for is_ours, verdict in self._verdicts(text, signature):
                if verdict.fingerprint is not None:
                    return verdict
                refused.append((is_ours, verdict))
        ours = [verdict for is_ours, verdict in refused if is_ours]
        return (ours or [verdict for _, verdict in refused])[0]

    def _verdicts(self, text: bytes, body: bytes) -> Iterator[tuple[bool, Verdict]]:
        try:
            signature = Sig.from_bytes(_framed(body))
            issuer = signature.issuer_fingerprint or signature.issuer_key_id
        except RuntimeError:
            yield False, Verdict(None, "The signature is damaged, or of a kind that is not known here.")
            return
        named = self._named.get(issuer or "", ())
        if not named:
            told = "does not say whose it is" if issuer is None else f"is by {issuer}, which is no key of the workspace"
            yield False, Verdict(None, f"The signature {told}.")
        for fingerprint in named:
            yield True, self._verdict(text, signature, fingerprint)

    def _verdict(self, text: bytes, signature: Sig, fingerprint: str) -> Verdict:
        try:  # whatever the library is asked of what is damaged, or new to it, it may refuse to tell
            cert = self._open(fingerprint)
            fault = _fault_of(cert, signature) or _fault_of_maker(cert, _maker(text, signature, cert, fingerprint))
        except RuntimeError:
            fault = f"The key {fingerprint}, or the signature by it, is damaged or of a kind that is not known here."
        return Verdict(None, fault) if fault is not None else Verdict(fingerprint)

    def _open(self, fingerprint: str) -> Cert:
        if fingerprint not in self._opened:
            self._opened[fingerprint] = Cert.from_bytes(self._armoured[fingerprint].encode())
        return self._opened[fingerprint]


def _fault_of(cert: Cert, signature: Sig) -> str | None:
    """Why the key vouches for nothing (any more), or not by such a signature."""
    if cert.is_revoked:
        return f"The key {cert.fingerprint}, which signed it, is revoked."
    if has_ended(cert.expiration):
        return f"The key {cert.fingerprint}, which signed it, expired at {cert.expiration:%Y-%m-%dT%H:%M:%SZ}."
    weak = next((name for each, name in _WEAK if each == signature.hash_algorithm), None)
    if weak is not None:
        return f"The signature is over {weak}, which can be forged; sign again with SHA-256 or SHA-512."
    if signature.signature_type != SignatureType.Text:
        return "The signature is not one of a text; sign as `helm package --sign` does."
    return None


def _maker(text: bytes, signature: Sig, cert: Cert, fingerprint: str) -> str | None:
    """The fingerprint of the key or subkey of this certificate that has made the signature; None when none has.

    That is what verifies: whom a signature names as its maker, anybody could have written into it.
    """
    try:
        found = verify(bytes=text, store=lambda _: [cert], signature=signature)
    except RuntimeError:
        return None
    return next((one.signing_key for one in found.valid_sigs if one.certificate == fingerprint), None)


def _fault_of_maker(cert: Cert, maker: str | None) -> str | None:
    """Why the maker vouches for nothing (any more). The library holds a subkey to the time that the signature tells,
    which whoever has stolen an old one would choose; and of several bindings, which the library alone could verify, the
    one that ends first counts."""
    if maker is None:
        told = "the text was changed after it was signed, or the key did not stand when it was"
        return f"The signature does not hold by the key {cert.fingerprint}: {told}."
    found = _subkey(cert, maker)
    if any(one.signature_type == SignatureType.SubkeyRevocation for one in found):
        return f"A subkey of the key {cert.fingerprint}, which signed it, is revoked."
    bindings = [one for one in found if one.signature_type == SignatureType.SubkeyBinding]
    lasts = min((one.key_validity_period for one in bindings if one.key_validity_period), default=None)
    ends = found[0].key_created + lasts if lasts and found[0].key_created else None
    if has_ended(ends):
        return f"A subkey of the key {cert.fingerprint}, which signed it, expired at {ends:%Y-%m-%dT%H:%M:%SZ}."
    return None


def _subkey(cert: Cert, fingerprint: str) -> list[Packet]:
    """The subkey, and the signatures that hang on it; nothing for the primary key."""
    found: list[Packet] = []
    for packet in PacketPile.from_bytes(bytes(cert)):
        if packet.tag in (Tag.PublicKey, Tag.PublicSubkey):
            if found:
                break
            if packet.tag == Tag.PublicSubkey and packet.fingerprint == fingerprint:
                found.append(packet)
        elif found:
            found.append(packet)
    return found


def _names(armoured: str) -> Iterator[str]:
    """The fingerprints and key ids of a certificate's keys, as signatures name their makers (RFC 9580 5.5.4)."""
    try:
        packets = list(_packets(dearmoured(armoured.strip().split("\n"), "PUBLIC KEY BLOCK")))
    except PgpInvalid:
        return
    for tag, body in packets:
        if tag in (_PUBLIC_KEY, _PUBLIC_SUBKEY) and body:
            if body[0] == 4:
                made = sha1(b"\x99" + len(body).to_bytes(2, "big") + body, usedforsecurity=False).hexdigest()
                yield from (made, made[-16:])
            elif body[0] == 6:
                made = sha256(b"\x9b" + len(body).to_bytes(4, "big") + body).hexdigest()
                yield from (made, made[:16])


def _framed(body: bytes) -> bytes:
    return bytes([0xC0 | _SIGNATURE, 0xFF]) + len(body).to_bytes(4, "big") + body
