"""What is asked of an OpenID provider: keys that rotate, and providers that are down or tell nonsense."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from domain.errors import Unauthenticated, Unavailable
from server.auth.oidc import kept, outbound
from server.auth.oidc.outbound import Web
from server.auth.oidc.provider import Provider
from server.auth.oidc.tokens import RECHECK_S, Bearers
from tests.fixtures.openid import CLIENT_ID, OpenIdProvider, an_openid_provider

pytestmark = pytest.mark.anyio
NOBODY = "http://127.0.0.1:9/.well-known/openid-configuration"


class Clock:
    """Time that one moves by hand, from now on."""

    def __init__(self, start: float = 0) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def openid() -> Iterator[OpenIdProvider]:
    with an_openid_provider() as started:
        yield started


@pytest.fixture(scope="module")
def web() -> Web:
    return Web()


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Host:
    """A web server that answers as one says, by path, and counts how often it is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.answers[self.path](self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.discovery_url = f"{self.url}/.well-known/openid-configuration"
        self.document: dict[str, Any] = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
        }
        self.answers["/.well-known/openid-configuration"] = lambda to: send(to, json.dumps(self.document).encode())


def send(to: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    to.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        to.send_header(name.replace("_", "-"), value)
    to.end_headers()
    to.wfile.write(body)


@contextmanager
def hosted() -> Iterator[Host]:
    host = Host()
    thread = threading.Thread(target=lambda: host.server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture
def host() -> Iterator[Host]:
    with hosted() as started:
        yield started


async def test_a_new_key_counts_when_it_is_met_and_the_one_before_no_more(openid: OpenIdProvider, web: Web) -> None:
    clock = Clock()
    bearers = Bearers(Provider(web, openid.discovery_url, clock), CLIENT_ID)
    await bearers.read(openid.token())

    clock.now += kept.REASON_S
    before = openid.rotate()

    assert (await bearers.read(openid.token())).claims["sub"] == "ada"
    with pytest.raises(Unauthenticated):
        await bearers.read(openid.token(before, sub="bob"))


async def test_unknown_keys_have_the_provider_asked_now_and_then_only(host: Host, web: Web, clock: Clock) -> None:
    host.answers["/jwks"] = lambda to: send(to, b'{"keys": []}')
    provider = Provider(web, host.discovery_url, clock)

    for moment in (0.0, 1.0, kept.REASON_S - 1, kept.REASON_S, kept.REASON_S + 1):
        clock.now = moment
        assert await provider.key("RS256", f"made up {moment}") is None

    assert host.asked.count("/jwks") == 2


async def test_a_withdrawn_key_counts_no_longer_than_a_token_is_believed(openid: OpenIdProvider, web: Web) -> None:
    ours, wall = Clock(), Clock(1_800_000_000)
    bearers = Bearers(Provider(web, openid.discovery_url, ours), CLIENT_ID, wall)
    token = openid.token(iat=int(wall.now), exp=int(wall.now) + 7200)
    await bearers.read(token)
    openid.rotate()

    wall.now += RECHECK_S - 1
    await bearers.read(token)
    ours.now, wall.now = kept.KEEP_S, wall.now + 1

    with pytest.raises(Unauthenticated):
        await bearers.read(token)


async def test_a_token_is_good_until_it_ends(openid: OpenIdProvider, web: Web) -> None:
    wall = Clock(1_800_000_000)
    bearers = Bearers(Provider(web, openid.discovery_url), CLIENT_ID, wall)
    token = openid.token(iat=int(wall.now), exp=int(wall.now) + 60)
    await bearers.read(token)

    wall.now += 60 + 30  # and what clocks may differ by

    with pytest.raises(Unauthenticated):
        await bearers.read(token)


async def test_a_provider_that_is_down_is_an_outage(web: Web) -> None:
    provider = Provider(web, NOBODY)

    with pytest.raises(Unavailable, match="does not answer"):
        await provider.metadata()


async def test_what_is_known_of_a_provider_outlasts_its_outages_for_a_day(host: Host, web: Web, clock: Clock) -> None:
    provider = Provider(web, host.discovery_url, clock)
    known = await provider.metadata()
    host.answers["/.well-known/openid-configuration"] = lambda to: send(to, b"busy", 503)

    clock.now = kept.KEEP_S
    assert await provider.metadata() == known
    clock.now = kept.STALE_S
    with pytest.raises(Unavailable):
        await provider.metadata()
    host.answers["/.well-known/openid-configuration"] = lambda to: send(to, json.dumps(host.document).encode())
    with pytest.raises(Unavailable):
        await provider.metadata()
    clock.now += kept.FAILED_S
    assert await provider.metadata() == known


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"issuer": "https://id.example.org"}, id="another issuer"),
        pytest.param({"issuer": None}, id="no issuer"),
        pytest.param({"token_endpoint": "file:///etc/passwd"}, id="a file for an endpoint"),
        pytest.param({"jwks_uri": 5}, id="a number for an address"),
        pytest.param({"authorization_endpoint": "javascript:alert(1)"}, id="a script for an address"),
    ],
)
async def test_a_document_that_is_not_the_providers_is_not_gone_by(
    host: Host, web: Web, change: dict[str, Any]
) -> None:
    host.document |= change

    with pytest.raises(Unavailable):
        await Provider(web, host.discovery_url).metadata()


def too_large(to: BaseHTTPRequestHandler) -> None:
    send(to, b'{"issuer": "' + b"x" * outbound.MAX_BYTES + b'"}')


def packed(to: BaseHTTPRequestHandler) -> None:
    send(to, gzip.compress(b"{}"), Content_Encoding="gzip")


@pytest.mark.parametrize(
    "answer",
    [
        too_large,
        packed,
        pytest.param(lambda to: send(to, b"", 302, Location="/elsewhere"), id="a redirect"),
        pytest.param(lambda to: send(to, b"[]"), id="a list"),
        pytest.param(lambda to: send(to, b"[" * 100_000), id="deep nesting"),
        pytest.param(lambda to: send(to, b"<html>"), id="a page"),
        pytest.param(lambda to: send(to, b"{}", 500), id="a failure"),
    ],
)
async def test_an_answer_of_another_kind_is_an_outage_and_followed_nowhere(
    host: Host, web: Web, answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    host.answers["/.well-known/openid-configuration"] = answer

    with pytest.raises(Unavailable):
        await Provider(web, host.discovery_url).metadata()

    assert host.asked == ["/.well-known/openid-configuration"]


async def test_keys_that_are_for_something_else_or_unreadable_sign_nothing(
    host: Host, web: Web, openid: OpenIdProvider
) -> None:
    good = openid.key.as_dict(private=False)
    keys = [
        {**good, "use": "enc", "kid": "a"},
        {**good, "alg": "RS512", "kid": "b"},
        {"kty": "oct", "k": "AA", "kid": "c"},
    ]
    keys += [{"kty": "RSA", "n": "!", "e": "AQAB", "kid": "d"}, {**good, "kid": "e"}, 5]
    host.answers["/jwks"] = lambda to: send(to, json.dumps({"keys": keys}).encode())
    provider = Provider(web, host.discovery_url)

    found = {name for name in "abcde" if await provider.key("RS256", name) is not None}

    assert found == {"e"}
    assert await provider.key("ES256", "e") is None
    assert await provider.key("RS512", "b") is not None
    assert await provider.key("RS256", None) is not None
