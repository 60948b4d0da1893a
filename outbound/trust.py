"""Whom a repository's connections trust, and what they show of themselves: TLS contexts made of PEM texts.

No text stays in a file: OpenSSL reads a client's key only from one, which exists for just that moment.
"""

import ssl
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

import httpx2

from domain.upstream import RepositoryCredentials, Unreachable


@dataclass(frozen=True, slots=True)
class Trust:
    """Contexts for the repository's own origin, and for all others that it leads to."""

    home: ssl.SSLContext
    elsewhere: ssl.SSLContext


def usual_context() -> ssl.SSLContext:
    """Trusts what this machine trusts. Reading that takes some 30 ms: make it once."""
    return httpx2.create_ssl_context()


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
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".pem") as file:  # readable by us alone
        file.write(f"{certificate}\n{key}\n")
        file.flush()
        try:
            context.load_cert_chain(file.name, password=lambda: b"")  # else OpenSSL asks at the terminal
        except (ssl.SSLError, ValueError, OSError):
            raise Unreachable(
                "The client certificate cannot be used: certificate and key must be in PEM form, belong together, and "
                "the key must have no password."
            ) from None
