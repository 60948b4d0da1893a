"""Requests to the provider: of bounded size and time, to the web only, and following nobody's redirects."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2

from domain.errors import Unavailable

MAX_BYTES = 512 * 1024
STEP_S = 5.0
TOTAL_S = 10.0
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "chandlery"}


class _Capped(httpx2.AsyncByteStream):
    """A body that ends in an error where it would be too large."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MAX_BYTES
        async for piece in self._inner:
            left -= len(piece)
            if left < 0:
                raise httpx2.ReadError("the answer is too large")
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncHTTPTransport):
    """Takes no more than it has said: bodies of MAX_BYTES, and nothing packed, which could be larger than it looks."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx2.ReadError("the answer is packed")
        response.stream = _Capped(response.stream)
        return response


class Web:
    """The way out. What trusts the hosts that we ask is made once: it takes a while, and holds up everything else."""

    def __init__(self) -> None:
        self._trust = httpx2.create_ssl_context()

    def client_options(self) -> dict[str, Any]:
        """How a client of the provider is made; one is made for each use, and closed after it."""
        bounded = _Bounded(verify=self._trust)
        return {"transport": bounded, "timeout": STEP_S, "follow_redirects": False, "headers": HEADERS}

    async def fetch_json(self, url: str) -> dict[str, Any]:
        """The JSON object at the address. Unavailable when there is none to be had in time."""
        with outages(url):
            async with asyncio.timeout(TOTAL_S), httpx2.AsyncClient(**self.client_options()) as client:
                return object_in(await client.get(url))


def object_in(answer: httpx2.Response) -> dict[str, Any]:
    """The JSON object of an answer with status 200. ValueError, httpx2.HTTPError."""
    if answer.status_code != httpx2.codes.OK:
        raise ValueError(f"status {answer.status_code}")
    body = json.loads(answer.content)
    if not isinstance(body, dict):
        raise ValueError("no JSON object")
    return body


@contextmanager
def outages(url: str) -> Iterator[None]:
    """Turns whatever keeps the provider from answering well into Unavailable; the cause goes to the log, not out."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, ValueError, RecursionError) as error:
        failure = Unavailable("The sign-in provider does not answer; try again later.")
        failure.add_note(f"{urlsplit(url).netloc}: {error!r}")
        raise failure from error


def is_web_address(value: Any, like: str) -> bool:
    """Whether it is an address that may be asked: http(s), and https where `like` is."""
    if not isinstance(value, str) or not urlsplit(value).hostname:
        return False
    return urlsplit(value).scheme in (("https",) if urlsplit(like).scheme == "https" else ("https", "http"))


def texts_in(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The texts of a list in a document; none when it is something else."""
    given = document.get(name)
    return tuple(one for one in given if isinstance(one, str)) if isinstance(given, list) else ()
