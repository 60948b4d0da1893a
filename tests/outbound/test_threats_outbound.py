"""Attacks on the way out: 62 is forged requests, 63 is malicious repositories."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import psutil
import pytest

from domain.upstream import Unreachable
from outbound.client import Outbound, Secret
from outbound.urls import origin_of
from tests.outbound.hosts import LOOPBACK, SOON, Host, Request, a_host, ask, names, redirect, said

pytestmark = pytest.mark.anyio

METADATA = "http://169.254.169.254/latest/meta-data/"
SECRET = {"Authorization": "Basic c2VjcmV0OnNlY3JldA=="}


def allowing(*networks: str, **addresses: str | list[str]) -> Outbound:
    return Outbound(networks or [LOOPBACK], patience=SOON, resolve=names(**addresses))


@pytest.mark.parametrize(
    "location",
    [METADATA, "http://[::ffff:a9fe:a9fe]/", "http://[fd00:ec2::254]/", "http://100.100.100.200/", "//10.0.0.1/"],
)
async def test_62_a_redirect_to_the_metadata_of_the_cloud_is_not_followed(location: str) -> None:
    async with a_host(lambda _: redirect(location)) as host:
        with pytest.raises(Unreachable, match="not allowed"):
            await ask(allowing(), host.url)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/", "http://a b/"]
)
async def test_62_a_redirect_to_what_is_not_the_web_is_not_followed(location: str) -> None:
    async with a_host(lambda _: redirect(location)) as host:
        with pytest.raises(Unreachable, match=r"no address of the web|has no address"):
            await ask(allowing(), host.url)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]", "0", "localhost"])
async def test_62_this_machine_is_not_asked_however_it_is_spelled(host: str) -> None:
    async with a_host(lambda _: said(b"inside")) as inside:
        with pytest.raises(Unreachable, match="not allowed"):
            await ask(Outbound(patience=SOON), f"http://{host}:{inside.port}/")
        assert inside.requests == []


async def test_62_a_name_that_means_another_address_the_next_time_is_resolved_once_and_asked_where_it_was_checked() -> (
    None
):
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.2"] if len(asked) == 1 else ["127.0.0.1"]

    async with (
        a_host(lambda _: said(b"inside"), "127.0.0.1") as inside,
        a_host(lambda _: said(b"outside"), "127.0.0.2") as outside,
    ):
        outbound = Outbound(["127.0.0.2/32"], patience=SOON, resolve=rebinding)
        _, body = await ask(outbound, outside.at("rebinds.example"))
        with pytest.raises(Unreachable, match="not allowed"):
            await ask(outbound, inside.at("rebinds.example"))

    assert (body, asked, inside.requests) == (b"outside", ["rebinds.example"] * 2, [])
    assert outside.requests[0].headers["host"] == f"rebinds.example:{outside.port}"


async def test_62_an_address_that_is_not_allowed_is_not_tried_beside_one_that_is() -> None:
    async with a_host(lambda _: said(b"inside")) as inside:
        outbound = allowing("127.0.0.9/32", both_example=["127.0.0.1", "127.0.0.9"])
        with pytest.raises(Unreachable, match="takes no connection"):
            await ask(outbound, inside.at("both.example"))

        assert inside.requests == []


async def test_62_each_redirect_is_checked_anew() -> None:
    async with a_host(lambda _: said(b"inside"), "127.0.0.3") as inside:
        async with a_host(lambda _: redirect(inside.at("inside.example")), "127.0.0.2") as outside:
            outbound = allowing("127.0.0.2/32", outside_example="127.0.0.2", inside_example="127.0.0.3")
            with pytest.raises(Unreachable, match=r"inside\.example has no address that may be asked"):
                await ask(outbound, outside.at("outside.example"))
        assert inside.requests == []


@pytest.mark.parametrize("host", ["10.20.30.40", "[::ffff:10.20.30.40]"])
async def test_62_of_an_address_it_is_said_that_it_is_not_allowed_and_no_query(host: str) -> None:
    with pytest.raises(Unreachable) as refused:
        await ask(Outbound(patience=SOON), f"http://{host}:5432/x?token=abc")

    words = "may not be asked: its address is not allowed (setting ALLOWED_OUTBOUND)."
    assert str(refused.value) == f"{host.strip('[]')} {words}"


async def test_62_a_name_that_means_an_internal_address_is_refused_as_one_that_nobody_has() -> None:
    async def resolve(host: str, _port: int) -> list[str]:
        if host == "db.internal":
            return ["10.20.30.40"]
        raise OSError("no such name")

    async def refusal_of(host: str) -> str:
        with pytest.raises(Unreachable) as refused:
            await ask(Outbound(patience=SOON, resolve=resolve), f"http://{host}:5432/x?token=abc")
        return str(refused.value)

    assert await refusal_of("db.internal") == (
        "db.internal has no address that may be asked: its name cannot be resolved, or means what is not allowed "
        "(setting ALLOWED_OUTBOUND)."
    )
    assert await refusal_of("no.internal") == (await refusal_of("db.internal")).replace("db.", "no.")


async def test_62_redirects_come_to_an_end() -> None:
    async with a_host(lambda _: redirect("/again")) as host:
        with pytest.raises(Unreachable, match="redirects more than 5 times"):
            await ask(allowing(), host.url)

        assert len(host.requests) == 6


async def test_62_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_host(lambda _: said(b"the proxy")) as proxy, a_host(lambda _: said(b"the host")) as host:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        _, body = await ask(allowing(), host.url)

        assert (body, proxy.requests) == (b"the host", [])


@pytest.mark.parametrize("elsewhere", ["other host", "other port"])
async def test_63_credentials_do_not_follow_a_redirect_to_another_origin(elsewhere: str) -> None:
    address = "127.0.0.2" if elsewhere == "other host" else "127.0.0.1"
    async with a_host(lambda _: said(b"elsewhere"), address) as other:
        async with a_host(lambda _: redirect(f"{other.url}/x")) as home:
            secret = Secret(origin_of(home.url), SECRET)
            _, body = await ask(allowing(), f"{home.url}/?token=mine", secret=secret)

        assert body == b"elsewhere"
        assert home.requests[0].headers["authorization"] == SECRET["Authorization"]
        assert "authorization" not in other.requests[0].headers
        assert "referer" not in other.requests[0].headers
        assert "mine" not in other.requests[0].path


async def test_63_credentials_in_a_redirect_are_not_sent() -> None:
    async with a_host(lambda _: said(b"elsewhere"), "127.0.0.2") as other:
        async with a_host(lambda _: redirect(f"http://user:password@127.0.0.2:{other.port}/")) as home:
            await ask(allowing(), home.url)

        assert "authorization" not in other.requests[0].headers


async def test_63_credentials_come_back_with_a_redirect_to_their_own_origin() -> None:
    async with a_host(lambda request: said(b"here") if request.path == "/b" else redirect("/b")) as home:
        await ask(allowing(), home.url, secret=Secret(origin_of(home.url), SECRET))

        assert [request.headers.get("authorization") for request in home.requests] == [SECRET["Authorization"]] * 2


async def endless(head: bytes, piece: bytes, pause_s: float = 0) -> AsyncIterator[bytes]:
    yield head
    while True:
        yield piece
        await asyncio.sleep(pause_s)


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


async def test_63_a_body_of_500_mb_is_read_up_to_its_limit_and_no_further() -> None:
    head = HEAD + b"Content-Length: 524288000\r\n\r\n"
    before = psutil.Process().memory_info().rss
    async with a_host(lambda _: endless(head, b"a" * 65536)) as host:
        answer, body = await ask(allowing(), host.url, max_bytes=5 * 2**20)

        assert (answer.status, body) == (200, b"")
        assert host.sent < 40 * 2**20  # what it could write before the connection was closed, buffers included
    assert psutil.Process().memory_info().rss - before < 30 * 2**20


async def test_63_a_gzip_bomb_counts_by_what_it_unpacks_to() -> None:
    bomb = gzip.compress(bytes(200 * 2**20), 1)
    before = psutil.Process().memory_info().rss
    async with a_host(lambda _: said(bomb, Content_Encoding="gzip")) as host:
        _, body = await ask(allowing(), host.url, max_bytes=5 * 2**20)

    assert body == b""
    assert psutil.Process().memory_info().rss - before < 30 * 2**20


async def test_63_an_endless_slow_stream_is_given_up() -> None:
    async with a_host(lambda _: endless(HEAD + b"\r\n", b"a", 0.02)) as host:
        with pytest.raises(Unreachable, match="sends too slowly"):
            await ask(allowing(), host.url)


async def test_63_an_endless_stream_of_headers_is_given_up() -> None:
    async with a_host(lambda _: endless(b"HTTP/1.1 200 OK\r\n", b"X-A: %s\r\n" % (b"a" * 2000))) as host:
        with pytest.raises(Unreachable, match="sends too much around its answer"):
            await ask(allowing(), host.url)

        assert host.sent < 20 * 2**20


async def test_63_a_slow_drip_of_headers_is_given_up() -> None:
    async with a_host(lambda _: endless(b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n", 0.1)) as host:
        with pytest.raises(Unreachable, match="does not answer in time"):
            await ask(allowing(), host.url)


async def test_63_a_host_that_says_nothing_is_given_up() -> None:
    async def nothing() -> AsyncIterator[bytes]:
        await asyncio.sleep(5)
        yield b""

    async with a_host(lambda _: nothing()) as host:
        with pytest.raises(Unreachable, match="does not answer in time"):
            await ask(allowing(), host.url)


async def test_63_no_more_than_some_requests_go_to_a_host_at_once() -> None:
    now, most = 0, 0

    async def slowly(_: Request) -> AsyncIterator[bytes]:
        nonlocal now, most
        now, most = now + 1, max(most, now + 1)
        await asyncio.sleep(0.05)
        now -= 1
        yield said(b"done")

    async with a_host(slowly) as host:
        outbound = allowing()
        await asyncio.gather(*(ask(outbound, host.url) for _ in range(12)))

    assert most == SOON.per_host


def test_the_hosts_of_these_tests_know_their_names() -> None:
    assert Host("127.0.0.1", 7).at("a.example", "https") == "https://a.example:7"
