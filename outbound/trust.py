"""Whom a repository's connections trust, and what they show of themselves: TLS contexts made of PEM texts.

No text stays in a file: OpenSSL reads a client's key only from one, which exists for just that moment.

A handshake is worked out on the event loop, so neither side may make it a long one: no groups of a host's own making
(DHE), whose numbers may be of 10,000 bits, and no client key that takes longer than RSA's of 4096 bits.
"""

import ssl
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

import httpx2
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPrivateNumbers
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

from domain.upstream import RepositoryCredentials, Unreachable

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2; those of 1.3 are its own
MAX_RSA_BITS = 4096
_QUICK = (EllipticCurvePrivateKey, Ed25519PrivateKey, Ed448PrivateKey)


@dataclass(frozen=True, slots=True)
class Trust:
    """Contexts for the repository's own origin, and for all others that it leads to."""

    home: ssl.SSLContext
    elsewhere: ssl.SSLContext


def usual_context() -> ssl.SSLContext:
    """Trusts what this machine trusts. Reading that takes some 30 ms: make it once."""
    context = httpx2.create_ssl_context()
    context.set_ciphers(CIPHERS)
    return context


def trust_of(credentials: RepositoryCredentials, usual: ssl.SSLContext) -> Trust:
    """The contexts that credentials mean. Unreachable, in words, when they cannot be used.

    A CA certificate counts wherever the repository leads: trust gives nothing away. The client's certificate is shown
    to the repository's own origin only, and only there goes a certificate unverified.
    """
    if not _is_special(credentials):
        return Trust(usual, usual)
    elsewhere = _context(credentials) if credentials.ca_certificate else usual
    home = _context(credentials)
    if credentials.client_certificate or credentials.client_key:
        _show(home, credentials.client_certificate or "", credentials.client_key or "")
    if credentials.insecure_skip_tls_verify:
        home.check_hostname = False
        home.verify_mode = ssl.CERT_NONE
    return Trust(home, elsewhere)


def _is_special(credentials: RepositoryCredentials) -> bool:
    texts = (credentials.ca_certificate, credentials.client_certificate, credentials.client_key)
    return any(texts) or credentials.insecure_skip_tls_verify


def _context(credentials: RepositoryCredentials) -> ssl.SSLContext:
    context = usual_context()
    if credentials.ca_certificate:
        try:
            # Only what is between its lines counts, which is ASCII; what people note beside them need not be.
            context.load_verify_locations(cadata=credentials.ca_certificate.encode("ascii", "replace").decode())
        except (ssl.SSLError, ValueError):
            raise Unreachable("The CA certificate cannot be used: it must be a certificate in PEM form.") from None
    return context


def _show(context: ssl.SSLContext, certificate: str, key: str) -> None:
    pem = _looked_at(f"{certificate}\n{key}\n".encode())
    with NamedTemporaryFile("wb", suffix=".pem") as file:  # readable by us alone
        file.write(pem)
        file.flush()
        try:
            context.load_cert_chain(file.name)
        except (ssl.SSLError, OSError):
            raise _unusable() from None


def _looked_at(pem: bytes) -> bytes:
    """The certificates and the key that a text has, and nothing else that OpenSSL could take for a key."""
    try:
        certificates = load_pem_x509_certificates(pem)
        # What is skipped takes long for a long key. A key that does not fit together is refused by whom it is shown to.
        key = load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
        is_quick = _is_quick(key)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: it has a password
        raise _unusable() from None
    if not is_quick:
        raise Unreachable(
            f"The client key cannot be used: it must be one of RSA with at most {MAX_RSA_BITS} bits, of an elliptic "
            "curve, or of Ed25519."
        )
    return b"".join([*(one.public_bytes(Encoding.PEM) for one in certificates), secret])


def _is_quick(key: PrivateKeyTypes) -> bool:
    """Whether signing by it takes some milliseconds at most."""
    if isinstance(key, RSAPrivateKey):
        return key.key_size <= MAX_RSA_BITS and _fits(key.private_numbers())
    return isinstance(key, _QUICK)


def _fits(key: RSAPrivateNumbers) -> bool:
    """Whether no part of it is longer than it should be: a short modulus may come with an exponent of any length."""
    return key.p * key.q == key.public_numbers.n > key.d and key.dmp1 < key.p and key.dmq1 < key.q


def _unusable() -> Unreachable:
    return Unreachable(
        "The client certificate cannot be used: certificate and key must be in PEM form, belong together, and the key "
        "must have no password."
    )
