"""The playground's page and files over HTTP: what they may load, how long they are kept, and what is not handed out."""

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from server.http.accept import prefers_page
from server.http.envelope import Envelope
from server.http.errors import http_exception
from server.http.playground import Playground
from tests.server.web import client_of, make_parts, told

pytestmark = pytest.mark.anyio

SCRIPT = b"console.log('light')"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """As the build leaves it, with a file beside it that is nobody's business."""
    (tmp_path / "secret").write_text("hunter2")
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text('<meta property="csp-nonce" nonce="NONCE" />')
    (assets / "index-1a2b.js").write_bytes(SCRIPT)
    (assets / "index-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "font-3c4d.woff2").write_bytes(b"a font")
    return tmp_path / "dist"


@pytest.fixture
async def http(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with client_with(built) as client:
        yield client


def client_with(folder: Path) -> httpx.AsyncClient:
    app = Starlette(
        routes=Playground.of(folder).routes(),
        middleware=[Middleware(Envelope)],
        exception_handlers={HTTPException: http_exception},
    )
    app.router.redirect_slashes = False
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://store")


async def test_the_page_may_run_our_scripts_alone_and_be_framed_by_nobody(http: httpx.AsyncClient) -> None:
    page = await http.get("/playground")

    rules = dict(rule.strip().partition(" ")[::2] for rule in page.headers["content-security-policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == rules["worker-src"] == rules["connect-src"] == "'self'"
    assert "unsafe-inline" not in rules["style-src-elem"]
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"


async def test_each_page_has_a_nonce_of_its_own_for_its_styles(http: httpx.AsyncClient) -> None:
    pages = [await http.get("/playground") for _ in range(2)]

    nonces = [re.findall(r'nonce="(.+)"', page.text) for page in pages]
    assert nonces[0] != nonces[1]
    for page, (nonce,) in zip(pages, nonces, strict=True):
        assert f"'nonce-{nonce}'" in page.headers["content-security-policy"]


async def test_files_are_kept_forever_and_may_load_nothing(http: httpx.AsyncClient) -> None:
    file = await http.get("/playground/assets/index-1a2b.js")

    assert file.content == SCRIPT
    assert file.headers["content-type"] == "text/javascript; charset=utf-8"
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert file.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("name", "accepted", "encoding"),
    [
        ("index-1a2b.js", "gzip, deflate, br", "gzip"),
        ("index-1a2b.js", "br, GZIP;q=0.5", "gzip"),
        ("index-1a2b.js", "gzip;q=0", None),
        ("index-1a2b.js", "", None),
        ("font-3c4d.woff2", "gzip", None),
    ],
)
async def test_a_file_is_sent_packed_to_those_who_take_it(
    http: httpx.AsyncClient, name: str, accepted: str, encoding: str | None
) -> None:
    file = await http.get(f"/playground/assets/{name}", headers={"accept-encoding": accepted})

    assert file.headers.get("content-encoding") == encoding
    assert file.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/playground/assets/../../secret",
        "/playground/assets/..%2f..%2fsecret",
        "/playground/assets/%2e%2e/%2e%2e/secret",
        "/playground/assets/..%5c..%5csecret",
        "/playground/assets//etc/passwd",
        "/playground/assets/%2fetc%2fpasswd",
        "/playground/assets/index-1a2b.js%00.css",
        "/playground/assets/index-1a2b.js.gz",
        "/playground/assets/",
        "/playground/index.html",
    ],
)
async def test_nothing_else_is_handed_out(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(httpx.URL("http://store", raw_path=path.encode()))

    assert answer.status_code == 404
    assert "hunter2" not in answer.text


async def test_a_slash_too_many_leads_to_the_page(http: httpx.AsyncClient) -> None:
    answer = await http.get("/playground/")

    assert (answer.status_code, answer.headers["location"]) == (303, "../playground")


async def test_without_a_build_the_page_says_what_is_missing(tmp_path: Path) -> None:
    async with client_with(tmp_path / "dist") as http:
        page = await http.get("/playground")

    assert page.status_code == 503
    assert "not built" in page.text
    assert "make serve" in page.text


@pytest.mark.parametrize(
    ("accept", "is_preferred"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        ("application/json", False),
        ("application/json, text/html", False),
        ("application/graphql-response+json, text/html;q=0.9", False),
        ("text/html;q=0.5, */*;q=0.8", False),
        ("", False),
    ],
)
async def test_a_browser_is_known_by_what_it_would_rather_have(accept: str, is_preferred: bool) -> None:
    assert prefers_page([accept]) is is_preferred


async def test_a_browser_that_is_sent_to_the_api_comes_to_the_page(database_url: str) -> None:
    async with client_of(make_parts(database_url)) as http:
        typed = await http.get("/graphql", headers={"accept": BROWSER})
        asked = await http.get("/graphql", params={"query": "{ __typename }"}, headers={"accept": BROWSER})
        program = await http.get("/graphql")

    assert (typed.status_code, typed.headers["location"]) == (303, "playground")
    assert told(asked) == {"data": {"__typename": "Query"}}
    assert program.status_code == 400
