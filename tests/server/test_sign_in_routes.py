"""Which credential counts, and what sign-in does without a provider, or with one that is down. Needs no database."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response

from domain.errors import Unauthenticated
from server.auth.cookies import Cookies
from server.auth.credentials import ApiTokenSecret, ProviderToken
from server.auth.keys import derived_key
from server.auth.oidc.pending import PENDING_S, PendingSignIns
from server.auth.sign_in import sign_in_by
from server.auth.tokens import SessionClaim
from server.http.credential import credential_of
from server.http.errors import HttpFault
from server.http.head import Head, read_head
from server.http.sign_in import SignInRoutes
from server.settings import Settings
from server.wiring import Parts
from tests.server.web import SECRET, make_app, make_parts

NOBODY = {
    "OIDC_DISCOVERY_URL": "http://127.0.0.1:9/.well-known/openid-configuration",
    "OIDC_CLIENT_ID": "store",
    "OIDC_NAME": "Harbour ID",
}
KEY = derived_key(SECRET, "sign-ins")
OURS = "https://store.example.org"
ASKED = {"graphql_require_preflight": "1"}


@pytest.fixture(scope="module")
def without() -> Parts:
    """A server that knows no provider."""
    return make_parts("postgresql://nobody@127.0.0.1:9/nothing")


@pytest.fixture(scope="module")
def parts(without: Parts) -> Parts:
    """A server on https that knows a provider that is down."""
    settings = Settings.from_environment({**NOBODY, "PUBLIC_URL": f"{OURS}/"})
    return replace(without, sign_in=sign_in_by(settings, SECRET, without.database))


@pytest.fixture
def session(parts: Parts) -> str:
    return parts.signing.session_token(uuid4(), uuid4(), datetime.now(UTC) + timedelta(hours=1))


def client_of(parts: Parts) -> httpx.AsyncClient:
    app = Starlette(routes=SignInRoutes(parts).routes())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=OURS)


def head(**headers: str) -> Head:
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return read_head({"headers": lines})


def cookie(session: str) -> str:
    return f"other=1; __Host-chandlery={session}"


@pytest.mark.anyio
async def test_a_server_without_a_provider_signs_in_by_none(without: Parts) -> None:
    async with client_of(without) as client:
        assert (await client.get("/auth/providers")).json() == []
        assert (await client.get("/auth/oidc/login")).status_code == 404
        assert (await client.get("/auth/oidc/callback")).status_code == 404
        header = {"GraphQL-Require-Preflight": "1"}
        assert (await client.post("/auth/logout", headers=header)).status_code == 204
        # A page of another site can send a form here; it signs nobody out.
        forged = await client.post("/auth/logout", headers={"Origin": "https://evil.example"})
        assert (forged.status_code, "set-cookie" in forged.headers) == (403, False)


@pytest.mark.anyio
async def test_a_provider_that_is_down_is_shown_and_answered_for(parts: Parts) -> None:
    async with client_of(parts) as client:
        assert (await client.get("/auth/providers")).json() == [
            {"name": "Harbour ID", "url": f"{OURS}/auth/oidc/login"}
        ]
        for accept, kind in (("*/*", "application/json"), ("text/html", "text/html")):
            answer = await client.get("/auth/oidc/login", headers={"Accept": accept})
            assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (503, kind)
            assert "The sign-in provider does not answer" in answer.text


@pytest.mark.anyio
async def test_a_browser_that_comes_back_while_the_provider_is_down_is_told(parts: Parts) -> None:
    pending, sealed = PendingSignIns(KEY).begin("/")
    headers = {"Cookie": f"__Host-chandlery-sign-in={sealed}"}
    async with client_of(parts) as client:
        answer = await client.get(f"/auth/oidc/callback?state={pending.state}&code=x", headers=headers)

    assert answer.status_code == 503
    assert '__Host-chandlery-sign-in=""' in answer.headers["set-cookie"]


@pytest.mark.anyio
@pytest.mark.parametrize(("algorithm", "status"), [("RS256", 503), ("none", 401), ("HS256", 401)])
async def test_a_foreign_token_is_answered_for_while_the_provider_is_down(
    parts: Parts, algorithm: str, status: int
) -> None:
    header = base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "kid": "x"}).encode()).decode().rstrip("=")
    transport = httpx.ASGITransport(make_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url=OURS) as client:
        token = {"Authorization": f"Bearer {header}.e30.AAAA"}
        answer = await client.post("/graphql", json={"query": "{ whoami }"}, headers=token)

    assert answer.status_code == status


@pytest.mark.anyio
async def test_an_answer_of_the_provider_has_a_size(parts: Parts) -> None:
    async with client_of(parts) as client:
        answer = await client.get(f"/auth/oidc/callback?code={'x' * 10_000}")

    assert (answer.status_code, "too long" in answer.text) == (400, True)


@pytest.mark.anyio
async def test_only_a_form_signs_out(parts: Parts) -> None:
    async with client_of(parts) as client:
        assert (await client.get("/auth/logout")).status_code == 405


def test_a_header_is_the_credential_whatever_the_cookie_says(parts: Parts, session: str) -> None:
    given = head(authorization="Bearer chy_secret", cookie=cookie(session), **ASKED)

    assert credential_of(given, parts) == ApiTokenSecret("chy_secret")


@pytest.mark.parametrize("origin", [None, OURS])
def test_a_cookie_counts_with_a_header_that_browsers_ask_for_first(
    parts: Parts, session: str, origin: str | None
) -> None:
    given = head(cookie=cookie(session), **ASKED, **({} if origin is None else {"origin": origin}))

    assert isinstance(credential_of(given, parts), SessionClaim)


def test_a_cookie_without_that_header_is_as_none(parts: Parts, session: str) -> None:
    assert credential_of(head(cookie=cookie(session)), parts) is None
    assert credential_of(head(cookie=cookie(session), origin=OURS), parts) is None


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", f"{OURS}:8443", OURS.replace("https", "http")])
@pytest.mark.parametrize("is_upgrade", [True, False])
def test_a_cookie_that_a_foreign_page_wants_to_count_is_refused(
    parts: Parts, session: str, origin: str, is_upgrade: bool
) -> None:
    with pytest.raises(HttpFault) as refusal:
        credential_of(head(cookie=cookie(session), origin=origin, **ASKED), parts, is_upgrade=is_upgrade)

    assert refusal.value.status == 403


def test_a_socket_opens_by_cookie_for_our_own_pages_alone(parts: Parts, session: str) -> None:
    ours = head(cookie=cookie(session), origin=OURS)

    assert isinstance(credential_of(ours, parts, is_upgrade=True), SessionClaim)
    with pytest.raises(HttpFault):
        credential_of(head(cookie=cookie(session)), parts, is_upgrade=True)
    assert credential_of(head(origin="https://evil.example"), parts, is_upgrade=True) is None


def test_no_cookie_counts_without_a_provider_and_none_of_another_name(
    without: Parts, parts: Parts, session: str
) -> None:
    assert credential_of(head(cookie=cookie(session), **ASKED), without) is None
    assert credential_of(head(cookie=f"chandlery={session}", **ASKED), parts) is None


def test_a_cookie_holds_a_session_and_nothing_else(parts: Parts) -> None:
    with pytest.raises(Unauthenticated):
        credential_of(head(cookie=cookie("nonsense"), **ASKED), parts)


def test_a_foreign_token_is_the_providers_where_there_is_one(without: Parts, parts: Parts) -> None:
    given = head(authorization="Bearer a.b.c")

    assert isinstance(credential_of(given, parts), ProviderToken)
    with pytest.raises(Unauthenticated):
        credential_of(given, without)


@pytest.mark.parametrize(
    ("public_url", "origin"),
    [
        ("https://Store.Example.org/shop", "https://store.example.org"),
        ("https://store.example.org:443", "https://store.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(public_url: str, origin: str) -> None:
    assert Cookies(public_url).origin == origin


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("public_url", "is_secure"), [(OURS, True), ("HTTPS://x", True), ("http://x", False)])
def test_on_https_cookies_are_for_it_and_for_this_host_alone(public_url: str, is_secure: bool) -> None:
    response = Response()

    Cookies(public_url).keep_session(response, "token", datetime.now(UTC) + timedelta(hours=1))

    cookie = response.headers["set-cookie"]
    assert (cookie.startswith("__Host-chandlery=token;"), "; Secure" in cookie) == (is_secure, is_secure)


def test_a_sign_in_under_way_is_known_again_for_ten_minutes_and_tells_nothing() -> None:
    clock = Clock()
    sign_ins = PendingSignIns(KEY, clock)
    pending, sealed = sign_ins.begin("/store")

    assert sign_ins.open(sealed) == pending
    assert len({pending.state, pending.nonce, pending.verifier}) == 3
    assert not [secret for secret in (pending.state, pending.nonce, pending.verifier) if secret in sealed]
    assert PendingSignIns(b"another key", clock).open(sealed) is None
    clock.now += PENDING_S
    assert sign_ins.open(sealed) is None


@pytest.mark.parametrize("sealed", ["", "x", "A" * 3000, "…"])
def test_what_was_not_sealed_here_is_no_sign_in(sealed: str) -> None:
    assert PendingSignIns(KEY).open(sealed) is None
