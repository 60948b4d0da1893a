"""Certificates that a test makes for itself: an authority, and who it vouches for."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certified:
    """A certificate and its key, as PEM texts."""

    certificate: str
    key: str


@dataclass(frozen=True)
class Authority:
    """Vouches for others."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def vouch(self, name: str) -> Certified:
        """For a name, or an address."""
        key = ec.generate_private_key(ec.SECP256R1())
        of_ours = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = _builder(name, self.certificate.subject, key).add_extension(of_ours, False)
        made = builder.sign(self.key, hashes.SHA256())
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        secret = key.private_bytes(pem, pkcs8, serialization.NoEncryption()).decode()
        return Certified(made.public_bytes(pem).decode(), secret)


@lru_cache(maxsize=1)
def authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("An authority of tests")
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    builder = _builder("An authority of tests", subject, key).add_extension(x509.BasicConstraints(True, None), True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    return Authority(key, builder.add_extension(usage, True).sign(key, hashes.SHA256()))


def server_context(certified: Certified, *, asks_clients: bool = False) -> ssl.SSLContext:
    """What a server with that certificate needs; it may want one of its clients, of the same authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        path = Path(folder, "both.pem")
        path.write_text(certified.certificate + certified.key)
        context.load_cert_chain(path)
    if asks_clients:
        context.load_verify_locations(cadata=authority().pem)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _builder(name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    alternative: x509.GeneralName = x509.DNSName(name)
    if name.replace(".", "").isdigit():
        alternative = x509.IPAddress(ip_address(name))
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
