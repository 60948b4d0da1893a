"""Signing in by a real OpenID provider, as a portal has its people do it, and what is refused on the way."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from server.embedded import Backends
from tests.e2e.client import Client
from tests.e2e.conftest import ADMIN_PASSWORD, serving
from tests.fixtures.openid import Browser, OpenIdProvider, an_openid_provider, new_key

GROUPS = {
    "OIDC_SCOPES": "openid profile email groups",
    "OIDC_GROUPS_CLAIM": "groups",
    "OIDC_GROUP_ROLES": "keepers=workspace-manager,reviewers=app-reviewer",
}
ME = "{ viewer { user { id username displayName email platformRole { name } } } }"
ASKED = {"GraphQL-Require-Preflight": "1"}


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    with an_openid_provider() as started:
        yield started


@pytest.fixture(scope="module")
def base_url(
    provider: OpenIdProvider, module_backends: Backends, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A store that knows the provider; of one name with the fixture whose place it takes, so that clients find it."""
    with serving(module_backends, tmp_path_factory.mktemp("data"), **provider.settings, **GROUPS) as url:
        provider.send_back_to(url)
        yield url


@pytest.fixture
def browser(base_url: str) -> Browser:
    return Browser(base_url)


def asked(http: httpx.Client, document: str = ME, **headers: str) -> httpx.Response:
    return http.post("/graphql", json={"query": document}, headers=headers)


def me(http: httpx.Client) -> Any:
    """The user whom a page of the store's own origin acts for."""
    return asked(http, **ASKED).json()["data"]["viewer"]["user"]


def changed(url: str, **parameters: str | None) -> str:
    """The URL with other parameters; one that is None is left out."""
    given = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    kept = {name: value for name, value in {**given, **parameters}.items() if value is not None}
    return f"{url.partition('?')[0]}?{urlencode(kept)}"


def refused(answer: httpx.Response, status: int, words: str) -> None:
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
    assert "chandlery=" not in answer.headers.get("set-cookie", "")


def set_disabled(admin: Client, user_id: str, disabled: bool) -> None:
    document = "mutation ($i: UpdateUserInput!) { updateUser(input: $i) { userErrors { message } } }"
    changed_user = admin.run(document, i={"id": user_id, "disabled": disabled})["updateUser"]
    assert changed_user["userErrors"] == []


def test_whom_one_can_sign_in_by_is_told(base_url: str) -> None:
    known = httpx.get(f"{base_url}/auth/providers").json()

    assert known == [{"name": "Harbour ID", "url": f"{base_url}/auth/oidc/login"}]


def test_a_person_comes_in_by_the_provider_and_is_made_a_user(browser: Browser, base_url: str) -> None:
    answer = browser.sign_in("/store?page=2")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{base_url}/store?page=2")
    cookies = answer.headers.get_list("set-cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("chandlery="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(session.split("; "))
    assert any(cookie.startswith('chandlery-sign-in="";') and "Max-Age=0" in cookie for cookie in cookies)
    user = me(browser.http)
    assert (user["username"], user["displayName"], user["email"]) == ("ada", "Ada", "ada@example.org")
    assert user["platformRole"]["name"] == "platform-regular"


def test_who_comes_again_is_the_same_user(base_url: str) -> None:
    first, second = Browser(base_url), Browser(base_url)
    first.sign_in()
    second.sign_in()

    assert me(first.http) == me(second.http)


def test_a_name_that_is_taken_opens_no_account(base_url: str) -> None:
    stranger = Browser(base_url, "admin")

    stranger.sign_in()

    user = me(stranger.http)
    assert (user["username"], user["platformRole"]["name"]) == ("admin-2", "platform-regular")


def test_an_address_for_a_name_is_cut_to_what_a_username_may_be(base_url: str) -> None:
    bob = Browser(base_url, "bob")

    bob.sign_in()

    assert me(bob.http)["username"] == "bob.builder"


def test_groups_give_and_take_the_roles_that_are_named_and_no_others(
    browser: Browser, provider: OpenIdProvider
) -> None:
    held = []
    for groups in (["reviewers"], ["strangers", "reviewers", "keepers"], ["platform-admin", "admins"], []):
        provider.put_in_groups("ada", *groups)
        browser.sign_in()
        held.append(me(browser.http)["platformRole"]["name"])

    assert held == ["app-reviewer", "workspace-manager", "platform-regular", "platform-regular"]


def test_the_verifier_is_the_one_that_was_promised(browser: Browser) -> None:
    way_out = browser.way_out()
    assert parse_qs(urlsplit(way_out).query)["code_challenge_method"] == ["S256"]
    foreign = encoded(hashlib.sha256(b"v" * 43).digest())

    answer = browser.http.get(browser.way_back(changed(way_out, code_challenge=foreign)))

    refused(answer, 400, "does not take its code back")


def test_a_token_for_another_sign_in_is_refused_by_its_nonce(browser: Browser) -> None:
    answer = browser.http.get(browser.way_back(changed(browser.way_out(), nonce="another")))

    refused(answer, 400, "could not be verified")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"state": "another"}, "another sign-in", id="another state"),
        pytest.param({"state": None}, "another sign-in", id="no state"),
        pytest.param({"iss": "https://id.example.org"}, "another provider", id="another issuer"),
        pytest.param({"iss": None}, "another provider", id="no issuer, of a provider that says that it names itself"),
        pytest.param({"code": "another"}, "does not take its code back", id="another code"),
        pytest.param({"code": None, "error": "access_denied"}, "did not sign you in", id="the person said no"),
    ],
)
def test_an_answer_that_is_not_the_providers_to_this_sign_in_is_refused(
    browser: Browser, change: dict[str, str | None], words: str
) -> None:
    way_back = browser.way_back(browser.way_out())

    refused(browser.http.get(changed(way_back, **change)), 400, words)


def test_another_browser_cannot_end_a_sign_in(browser: Browser, base_url: str) -> None:
    way_back = browser.way_back(browser.way_out())

    refused(httpx.get(way_back), 400, "not begun in this browser")


def test_a_sign_in_ends_once_whatever_the_browser_keeps(browser: Browser) -> None:
    way_back = browser.way_back(browser.way_out())
    kept = dict(browser.http.cookies)
    assert browser.http.get(way_back).status_code == 303

    refused(httpx.get(way_back, cookies=kept), 400, "came back from the provider before")


def test_a_code_is_good_once(browser: Browser) -> None:
    way_back = browser.way_back(browser.way_out())
    first = browser.http.get(way_back)
    assert first.status_code == 303, first.text
    again = parse_qs(urlsplit(browser.way_out()).query)["state"][0]

    refused(browser.http.get(changed(way_back, state=again)), 400, "does not take its code back")


@pytest.mark.parametrize(
    "there",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "store", "/\nb", "/" + "a" * 600],
)
def test_a_sign_in_leads_to_a_path_of_this_site_only(browser: Browser, there: str) -> None:
    refused(browser.http.get("/auth/oidc/login", params={"return_to": there}), 400, "return_to must be a path")


def test_a_browser_is_refused_with_a_page(base_url: str) -> None:
    answer = httpx.get(f"{base_url}/auth/oidc/callback", headers={"Accept": "text/html,*/*"})

    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "<p>This sign-in was not begun in this browser" in answer.text


def test_who_is_disabled_stays_out(admin: Client, provider: OpenIdProvider, base_url: str) -> None:
    bob = Browser(base_url, "bob")
    bob.sign_in()
    user_id = me(bob.http)["id"]

    set_disabled(admin, user_id, True)

    refused(bob.sign_in(), 403, "disabled")
    assert asked(bob.http, **ASKED).status_code == 401
    assert asked(bob.http, Authorization=f"Bearer {provider.token(sub='bob')}").status_code == 401
    set_disabled(admin, user_id, False)


def test_a_page_of_ours_acts_by_cookie_and_a_foreign_one_does_not(browser: Browser, base_url: str) -> None:
    browser.sign_in()
    other = {**ASKED, "Origin": "https://evil.example"}

    assert me(browser.http)["username"] == "ada"
    assert asked(browser.http, **ASKED, Origin=base_url).json()["data"]["viewer"]["user"] is not None
    assert asked(browser.http, **other).status_code == 403
    assert asked(browser.http, **{**ASKED, "Origin": "null"}).status_code == 403


def test_a_cookie_alone_signs_nobody_in(browser: Browser) -> None:
    browser.sign_in()
    form = {"operations": (None, json.dumps({"query": ME})), "map": (None, "{}")}

    assert asked(browser.http).json()["data"]["viewer"] is None
    assert browser.http.get("/graphql", params={"query": ME}).json()["data"]["viewer"] is None
    assert browser.http.post("/graphql", files=form).status_code == 403
    assert browser.http.post("/graphql", content=json.dumps({"query": ME})).status_code in (403, 415)


def test_a_header_goes_before_a_cookie(browser: Browser, admin: Client) -> None:
    browser.sign_in()

    answer = asked(browser.http, **ASKED, Authorization=f"Bearer {admin.token}")

    assert answer.json()["data"]["viewer"]["user"]["username"] == "admin"
    assert asked(browser.http, **ASKED, Authorization="Bearer nonsense").status_code == 401


def test_answers_to_a_cookie_are_nobody_elses(browser: Browser) -> None:
    browser.sign_in()

    answer = asked(browser.http, **ASKED)

    assert (answer.headers["cache-control"], "Cookie" in answer.headers["vary"]) == ("no-store", True)


def test_signing_out_ends_the_session_itself(browser: Browser) -> None:
    browser.sign_in()
    kept = dict(browser.http.cookies)
    assert browser.http.post("/auth/logout").status_code == 403
    assert browser.http.post("/auth/logout", headers={**ASKED, "Origin": "https://evil.example"}).status_code == 403
    assert me(browser.http)["username"] == "ada"

    assert browser.http.post("/auth/logout", headers=ASKED).status_code == 204

    assert "chandlery" not in browser.http.cookies
    with httpx.Client(base_url=browser.http.base_url, cookies=kept) as thief:
        assert asked(thief, **ASKED).status_code == 401
    assert browser.http.post("/auth/logout", headers=ASKED).status_code == 204


def test_signing_out_ends_what_was_narrowed_from_the_session(browser: Browser) -> None:
    browser.sign_in()
    document = 'mutation { assumeRole(input: {role: "platform-regular"}) { token userErrors { message } } }'
    assumed = asked(browser.http, document, **ASKED).json()["data"]["assumeRole"]
    narrowed = {"Authorization": f"Bearer {assumed['token']}"}
    assert asked(browser.http, **narrowed).status_code == 200

    browser.http.post("/auth/logout", headers=ASKED)

    assert asked(browser.http, **narrowed).status_code == 401


def test_a_session_of_a_password_signs_out_by_its_header(anonymous: Client) -> None:
    session = anonymous.signed_in("admin", ADMIN_PASSWORD)
    header = {"Authorization": f"Bearer {session.token}"}

    assert session.http.post("/auth/logout", headers=header).status_code == 204

    assert asked(session.http, **header).status_code == 401


def test_a_bearer_token_of_the_provider_opens_what_its_user_holds(browser: Browser, provider: OpenIdProvider) -> None:
    browser.sign_in()
    token = {"Authorization": f"Bearer {provider.token()}"}

    with httpx.Client(base_url=browser.http.base_url) as portal:
        answers = [asked(portal, **token) for _ in range(2)]

    assert [answer.json()["data"]["viewer"]["user"]["id"] for answer in answers] == [me(browser.http)["id"]] * 2


def test_a_bearer_token_makes_a_user_but_manages_no_account(provider: OpenIdProvider, base_url: str) -> None:
    person = provider.token(sub="carol", preferred_username="Carol", groups=["reviewers"])
    header = {"Authorization": f"Bearer {person}"}
    document = 'mutation { createApiToken(input: {name: "ci"}) { secret userErrors { code } } }'

    with httpx.Client(base_url=base_url) as portal:
        user = asked(portal, **header).json()["data"]["viewer"]["user"]
        attempt = asked(portal, document, **header).json()

    assert (user["username"], user["platformRole"]["name"]) == ("carol", "app-reviewer")
    assert attempt["errors"] and "secret" not in str(attempt.get("data"))


def test_an_old_bearer_token_raises_nobody(browser: Browser, provider: OpenIdProvider) -> None:
    provider.put_in_groups("ada")
    browser.sign_in()

    header = {"Authorization": f"Bearer {provider.token(groups=['keepers'])}"}
    with httpx.Client(base_url=browser.http.base_url) as portal:
        user = asked(portal, **header).json()["data"]["viewer"]["user"]

    assert user["platformRole"]["name"] == "platform-regular"


def unsigned(provider: OpenIdProvider) -> str:
    head = encoded(b'{"alg":"none"}')
    return f"{head}.{provider.token().split('.')[1]}."


def signed_with_the_public_key(provider: OpenIdProvider) -> str:
    """By hand: no library of ours takes a public key for a secret."""
    head = {"alg": "HS256", "kid": provider.key.kid}
    signed = f"{encoded(json.dumps(head).encode())}.{provider.token().split('.')[1]}"
    secret = provider.key.as_pem(private=False)
    return f"{signed}.{encoded(hmac.digest(secret, signed.encode(), 'sha256'))}"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda p: p.token(exp=1_000_000_000), id="expired"),
        pytest.param(lambda p: p.token(exp=None), id="without an end"),
        pytest.param(lambda p: p.token(iat=4_000_000_000, exp=4_000_000_100), id="from the future"),
        pytest.param(lambda p: p.token(aud="another"), id="for another"),
        pytest.param(lambda p: p.token(aud=None), id="for nobody"),
        pytest.param(lambda p: p.token(iss="https://id.example.org"), id="of another issuer"),
        pytest.param(lambda p: p.token(sub=None), id="of nobody"),
        pytest.param(lambda p: p.token(sub=""), id="of a nameless"),
        pytest.param(lambda p: p.token(new_key(), header={"kid": p.key.kid}), id="another key of the same id"),
        pytest.param(lambda p: p.token(header={"typ": "logout+jwt"}), id="another kind of token"),
        pytest.param(lambda p: p.token()[:-4] + "AAAA", id="another signature"),
        pytest.param(unsigned, id="no signature"),
        pytest.param(signed_with_the_public_key, id="the public key taken for a secret"),
        pytest.param(lambda _: "a.b.c", id="no token"),
        pytest.param(lambda _: "WyJhbGciXQ.e30.AAAA", id="a list for a header"),
    ],
)
def test_a_bearer_token_that_is_not_good_signs_nobody_in(provider: OpenIdProvider, base_url: str, make: Any) -> None:
    answer = httpx.post(
        f"{base_url}/graphql", json={"query": ME}, headers={"Authorization": f"Bearer {make(provider)}"}
    )

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


def test_the_audit_log_tells_of_it_and_no_log_of_a_secret(
    browser: Browser, admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        way_back = browser.way_back(browser.way_out())
        browser.http.get(way_back)

    secrets = [parse_qs(urlsplit(way_back).query)[name][0] for name in ("code", "state")]
    secrets += [browser.http.cookies["chandlery"], "a secret of the client"]
    others = ("httpx", "httpcore", "uvicorn")  # the browser's, and what a served store keeps silent
    server_side = "\n".join(one.getMessage() for one in caplog.records if one.name.split(".")[0] not in others)
    assert not [secret for secret in secrets if secret in server_side]
    events = admin.run('{ auditEvents(first: 1, action: "session.login") { nodes { actor message } } }')
    assert events["auditEvents"]["nodes"][0] == {"actor": "ada", "message": "signed in by Harbour ID, from 127.0.0.1"}
