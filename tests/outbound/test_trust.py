"""TLS: whom a repository's connections believe, and to whom they show a certificate."""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import gettempdir

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.upstream import RepositoryCredentials, Unreachable
from outbound.client import Outbound
from outbound.trust import trust_of, usual_context
from tests.outbound.certificates import Certified, authority, server_context
from tests.outbound.hosts import LOOPBACK, SOON, Host, a_host, names, redirect, said
from uploads.spool import Spool

pytestmark = pytest.mark.anyio

OUTBOUND = Outbound(
    [LOOPBACK],
    patience=SOON,
    resolve=names(charts_example="127.0.0.1", other_example="127.0.0.1", third_example="127.0.0.2"),
)


@asynccontextmanager
async def a_tls_host(
    name: str = "charts.example", *, asks_clients: bool = False, location: str = ""
) -> AsyncIterator[Host]:
    context = server_context(authority().vouch(name), asks_clients=asks_clients)
    async with a_host(lambda _: redirect(location) if location else said(b"over TLS"), tls=context) as host:
        yield host


async def get(url: str, credentials: RepositoryCredentials | None, home: str | None = None) -> bytes:
    spool = Spool("answer", 1000)
    async with OUTBOUND.session(home or url, credentials) as session:
        await session.get(url, spool)
    return (await spool.received()).body.read()


async def test_a_certificate_that_nobody_trusted_vouches_for_is_refused() -> None:
    async with a_tls_host() as host:
        with pytest.raises(Unreachable, match="certificate that is not trusted"):
            await get(host.at("charts.example", "https"), None)

        assert host.requests == []


async def test_a_certificate_of_the_given_authority_is_trusted_for_its_name_only() -> None:
    credentials = RepositoryCredentials(ca_certificate=authority().pem)
    async with a_tls_host() as host:
        assert await get(host.at("charts.example", "https"), credentials) == b"over TLS"
        with pytest.raises(Unreachable, match="not trusted"):
            await get(host.at("other.example", "https"), credentials)


async def test_notes_beside_a_certificate_may_be_in_any_script() -> None:
    credentials = RepositoryCredentials(ca_certificate=f"# Autorité de l'équipe ☃\n{authority().pem}")
    async with a_tls_host() as host:
        assert await get(host.at("charts.example", "https"), credentials) == b"over TLS"


async def test_an_unverified_certificate_is_taken_of_the_repository_itself_and_of_nobody_else() -> None:
    credentials = RepositoryCredentials(insecure_skip_tls_verify=True)
    async with a_tls_host() as elsewhere, a_tls_host(location=elsewhere.at("other.example", "https")) as home:
        assert await get(elsewhere.at("other.example", "https"), credentials) == b"over TLS"
        with pytest.raises(Unreachable, match=r"other\.example has a certificate that is not trusted"):
            await get(home.at("charts.example", "https"), credentials)


async def test_a_client_certificate_is_shown_to_the_repository_and_not_where_it_redirects_to() -> None:
    mine = authority().vouch("a client")
    credentials = RepositoryCredentials(
        ca_certificate=authority().pem, client_certificate=mine.certificate, client_key=mine.key
    )
    async with a_tls_host("other.example", asks_clients=True) as other:
        away = other.at("other.example", "https")
        async with a_tls_host(asks_clients=True, location=away) as home:
            assert await get(away, credentials) == b"over TLS"
            with pytest.raises(Unreachable, match=r"other\.example"):
                await get(home.at("charts.example", "https"), credentials)
            assert len(home.requests) == 1
        assert len(other.requests) == 1


async def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    async with a_host(lambda _: said(b"in the clear")) as plain, a_tls_host(location=plain.url) as home:
        with pytest.raises(Unreachable, match="from https to http"):
            await get(home.at("charts.example", "https"), RepositoryCredentials(ca_certificate=authority().pem))

        assert plain.requests == []


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        (RepositoryCredentials(ca_certificate="no PEM"), "The CA certificate cannot be used"),
        (
            RepositoryCredentials(client_certificate="no PEM", client_key="none"),
            "The client certificate cannot be used",
        ),
        (RepositoryCredentials(client_key="only a key"), "The client certificate cannot be used"),
    ],
)
async def test_certificates_that_cannot_be_used_are_named(credentials: RepositoryCredentials, words: str) -> None:
    with pytest.raises(Unreachable, match=words):
        await get("https://charts.example/", credentials)


async def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it() -> None:
    plain = authority().vouch("a client")
    key = form.load_pem_private_key(plain.key.encode(), None)
    locked = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.BestAvailableEncryption(b"locked"))
    credentials = RepositoryCredentials(client_certificate=plain.certificate, client_key=locked.decode())

    async with asyncio.timeout(5):
        with pytest.raises(Unreachable, match="no password"):
            await get("https://charts.example/", credentials)


def an_rsa_key(p: int, q: int, d: int) -> str:
    """A key of those numbers (RFC 8017 A.1.2), which need not be primes: nobody looks until it signs."""
    numbers = b"".join(map(der_of, (0, p * q, 65537, d, p, q, d % p, d % q, 3)))
    text = b64encode(b"\x30" + length_of(numbers) + numbers).decode()
    return f"-----BEGIN RSA PRIVATE KEY-----\n{text}\n-----END RSA PRIVATE KEY-----\n"


def der_of(number: int) -> bytes:
    body = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return b"\x02" + length_of(body) + body


def length_of(body: bytes) -> bytes:
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return size if len(body) < 128 else bytes([0x80 + len(size)]) + size


def key_for_exchanges() -> str:
    key = X25519PrivateKey.generate()
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()).decode()


@pytest.mark.parametrize(
    "key",
    [
        an_rsa_key(2**2047 + 1, 2**2050 + 1, 5),
        an_rsa_key(2**8191 + 1, 2**8191 + 3, 5),
        an_rsa_key(2**1023 + 1, 2**1023 + 3, 2**65536 + 1),
        key_for_exchanges(),
    ],
    ids=["4098 bits", "16384 bits", "a long exponent", "none that signs"],
)
async def test_63_a_client_key_that_takes_long_is_refused(key: str) -> None:
    mine = authority().vouch("a client")
    credentials = RepositoryCredentials(client_certificate=mine.certificate, client_key=key)
    with pytest.raises(Unreachable, match="client key cannot be used: it must be one of RSA with at most 4096 bits"):
        await get("https://charts.example/", credentials)


def test_63_of_two_client_keys_the_one_that_was_looked_at_is_used() -> None:
    mine, slow = authority().vouch("a client"), an_rsa_key(2**2047 + 1, 2**2050 + 1, 5)

    quick_first = RepositoryCredentials(client_certificate=mine.certificate + mine.key, client_key=slow)
    assert trust_of(quick_first, usual_context()).home.verify_mode is ssl.CERT_REQUIRED
    slow_first = RepositoryCredentials(client_certificate=mine.certificate + slow, client_key=mine.key)
    with pytest.raises(Unreachable, match="client key cannot be used"):
        trust_of(slow_first, usual_context())


def test_63_a_host_cannot_have_keys_exchanged_in_groups_of_its_own_making() -> None:
    mine = authority().vouch("a client")
    everything = RepositoryCredentials(
        ca_certificate=authority().pem,
        client_certificate=mine.certificate,
        client_key=mine.key,
        insecure_skip_tls_verify=True,
    )
    usual = usual_context()
    trust = trust_of(everything, usual)

    for context in (usual, trust.home, trust.elsewhere):
        assert {cipher["kea"] for cipher in context.get_ciphers()} == {"kx-any", "kx-ecdhe"}  # type: ignore[typeddict-item]  # typeshed has not all


def test_no_key_stays_in_a_file() -> None:
    mine: Certified = authority().vouch("a client")
    credentials = RepositoryCredentials(client_certificate=mine.certificate, client_key=mine.key)
    before = set(Path(gettempdir()).iterdir())

    assert trust_of(credentials, usual_context()).home.verify_mode is ssl.CERT_REQUIRED

    new = set(Path(gettempdir()).iterdir()) - before
    assert [path for path in new if path.suffix == ".pem" and path.is_file() and mine.key in path.read_text()] == []
