"""Tokens of registries, and where a password goes for one."""

import json

import pytest

from domain.upstream import Unreachable
from outbound.realms import may_have_password
from outbound.registry import parameters_of
from outbound.urls import origin_of
from tests.outbound.hosts import Request, a_host, said
from tests.outbound.shelves import BASIC, READER, Shelves, a_registry, listed, source_of

pytestmark = pytest.mark.anyio

TOKEN = b'{"token": "a.token"}'


@pytest.fixture
def shelves() -> Shelves:
    shelves = Shelves(opens="Bearer a.token", token=TOKEN)
    shelves.push("emqx", "1.0.0")
    return shelves


@pytest.mark.parametrize(
    ("home", "realm"),
    [
        ("https://ghcr.io", "https://ghcr.io/token"),
        ("https://registry-1.docker.io", "https://auth.docker.io/token"),
        ("https://registry.gitlab.com", "https://gitlab.com/jwt/auth"),
        ("https://gitlab.example.org:5050", "https://gitlab.example.org/jwt/auth"),
        ("https://registry.example.co.uk", "https://auth.example.co.uk/token"),
        ("https://registry.local", "https://registry.local:5001/auth"),
        ("https://10.0.0.1:5000", "https://10.0.0.1:5001/auth"),
        ("http://10.0.0.1:5000", "https://10.0.0.1/auth"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000/service/token"),
        ("http://registry.example.org", "http://registry.example.org:80/token"),
        ("http://gitlab.example:5050", "http://gitlab.example/jwt/auth"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5001/"),
    ],
)
def test_a_password_goes_to_its_registry_at_any_port_and_to_siblings_by_tls(home: str, realm: str) -> None:
    assert may_have_password(origin_of(home), origin_of(realm))


@pytest.mark.parametrize(
    ("home", "realm"),
    [
        ("https://registry.example.org", "https://auth.example.com/"),
        ("https://registry.example.org", "https://registry.example.org.evil.example/"),
        ("https://registry.example.org", "http://registry.example.org/"),
        ("https://registry.example.org", "http://registry.example.org:443/"),
        ("https://registry.example.co.uk", "https://evil.co.uk/"),
        ("https://example.co.uk", "https://co.uk/"),
        ("https://registry", "https://auth/"),
        ("https://10.0.3.4", "https://10.9.3.4/"),
        ("https://[2001:db8::1]", "https://[2001:db8::2]/"),
        ("https://127.1", "https://126.127.1/"),
        ("https://registry.example.org:5050", "http://registry.example.org:5050/"),
        ("http://127.0.0.1:5000", "http://127.0.0.2:5000/"),
        ("http://registry.example.org", "http://auth.example.org/"),
    ],
)
def test_62_a_password_goes_to_no_other_realm(home: str, realm: str) -> None:
    assert not may_have_password(origin_of(home), origin_of(realm))


async def test_a_token_is_got_where_the_registry_says(shelves: Shelves) -> None:
    async with a_registry(shelves) as host:
        shelves.challenge = f'Bearer realm="{host.url}/token?a=b",service="reg",scope="repository:emqx:pull"'

        assert len(await listed(source_of(host, "emqx", READER))) == 1

    tokens = [request for request in host.requests if request.path.startswith("/token")]
    asked = {(request.path, request.headers["authorization"]) for request in tokens}
    assert asked == {("/token?a=b&service=reg&scope=repository%3Aemqx%3Apull", BASIC)}
    assert len(tokens) <= 2  # one for the list, one for what is on it


async def test_who_has_no_password_gets_a_token_anywhere(shelves: Shelves) -> None:
    async with a_host(lambda _: said(TOKEN), "127.0.0.2") as tokens, a_registry(shelves) as host:
        shelves.challenge = f'Bearer realm="{tokens.url}/token"'

        assert len(await listed(source_of(host, "emqx"))) == 1

    assert "authorization" not in tokens.requests[0].headers


async def test_a_registry_without_tls_may_have_its_tokens_at_another_port(shelves: Shelves) -> None:
    async with a_host(lambda _: said(TOKEN)) as tokens, a_registry(shelves) as host:
        shelves.challenge = f'bearer Service=reg , Realm = "{tokens.url}/token"'

        assert len(await listed(source_of(host, "emqx", READER))) == 1

    request = tokens.requests[0]
    assert (request.path.partition("&")[0], request.headers["authorization"]) == ("/token?service=reg", BASIC)


@pytest.mark.parametrize(
    ("challenge", "parameters"),
    [
        ('realm="https://a.example/b",service="x"', {"realm": "https://a.example/b", "service": "x"}),
        ('Realm="https://a.example",SERVICE="x"', {"realm": "https://a.example", "service": "x"}),
        ('realm = "https://a.example" ,\tservice\t=\tx', {"realm": "https://a.example", "service": "x"}),
        ("realm=https://a.example/b?c=d,service=x", {"realm": "https://a.example/b?c=d", "service": "x"}),
        ('service="a \\"b\\", realm=c",realm="d"', {"service": 'a "b", realm=c', "realm": "d"}),
        ('realm="a",service="",Basic realm="b"', {"realm": "a", "service": ""}),
        ('x-realm="a",realm_="b",not realm="c"', {"x-realm": "a", "realm_": "b", "realm": "c"}),
        ('realm="never closed', {}),
        ("realm", {}),
        ("realm=,service=x", {"service": "x"}),
        ("", {}),
    ],
)
def test_a_challenge_is_read_in_each_of_its_spellings(challenge: str, parameters: dict[str, str]) -> None:
    assert parameters_of(challenge) == parameters


@pytest.mark.parametrize("piece", ["a ", "a=", 'a="', 'a="\\', 'a="\\"', " ", "a=\t", "a", '\\"', "a = "])
def test_63_nothing_in_a_challenge_is_looked_at_again_and_again(piece: str) -> None:
    for challenge in (piece * 200_000, f'a="{piece * 200_000}'):  # an hour, by the square of that
        assert len(parameters_of(challenge)) <= 1


async def test_62_a_realm_that_may_not_have_the_password_is_not_asked_and_named(shelves: Shelves) -> None:
    async with a_host(lambda _: said(TOKEN), "127.0.0.2") as tokens, a_registry(shelves) as host:
        shelves.challenge = f'Bearer realm="{tokens.url}/token"'
        with pytest.raises(Unreachable, match=f"wants the password sent to {tokens.url}"):
            await listed(source_of(host, "emqx", READER))

        assert tokens.requests == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("http://169.254.169.254/latest/", "not allowed"),
        ("http://10.0.0.1/token", "not allowed"),
        ("http://[::ffff:169.254.169.254]/", "not allowed"),
        ("file:///etc/passwd", "names no address to get a token from"),
        ("", "names no address to get a token from"),
    ],
)
async def test_62_a_realm_on_the_metadata_of_the_cloud_is_not_asked(shelves: Shelves, where: str, words: str) -> None:
    shelves.challenge = f'Bearer realm="{where}",service="x"'
    async with a_registry(shelves) as host:
        with pytest.raises(Unreachable, match=words):
            await listed(source_of(host, "emqx"))


@pytest.mark.parametrize(
    "answer", [b"no JSON", b"[]", b"{}", b'{"token": 1}', b'{"token": "a\\r\\nX-Evil: b"}', b'{"token": ""}']
)
async def test_a_token_that_is_none_is_refused(shelves: Shelves, answer: bytes) -> None:
    shelves.token = answer
    async with a_registry(shelves) as host:
        shelves.challenge = f'Bearer realm="{host.url}/token"'
        with pytest.raises(Unreachable, match=r"does not answer as a registry does|gives no token"):
            await listed(source_of(host, "emqx", READER))


async def test_62_a_realm_that_redirects_takes_the_password_nowhere(shelves: Shelves) -> None:
    def elsewhere(request: Request) -> bytes:
        return said(json.dumps({"token": "a.token", "for": request.path}).encode())

    async with a_host(elsewhere, "127.0.0.2") as tokens, a_registry(shelves) as host:
        shelves.redirects["/token"] = f"{tokens.url}/stolen"
        shelves.challenge = f'Bearer realm="{host.url}/token"'
        assert len(await listed(source_of(host, "emqx", READER))) == 1

    assert {request.headers.get("authorization") for request in tokens.requests} == {None}
