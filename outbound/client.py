"""The one client that asks hosts which tenants name: bounded in size, time and number, and giving nothing away.

Owns how a request goes out: to permitted addresses only (guard.py), following redirects by hand, with credentials for
one origin only, up to a size and within a time. It stands on httpcore2, what httpx2 itself stands on, since all that
httpx2 adds (redirects, cookies, .netrc, the environment's proxies) must not happen here. Must not know repositories.

What goes wrong is Unreachable, in words that name the host and the reason: never a credential, a query or an address.
"""

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import anyio.to_thread
import httpcore2
import httpx2

from domain.upstream import RepositoryCredentials, Unreachable
from outbound.guard import Guard, GuardedBackend, Resolve, not_allowed, resolve
from outbound.inflating import Broken, Inflating, Padded, Plain
from outbound.metered import Metered, MeteredBackend
from outbound.trust import Trust, trust_of, usual_context
from outbound.turns import Connecting, Turns
from outbound.urls import Origin, UrlFault, origin_of
from outbound.words import failures
from uploads.spool import Spool

REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
PIECES_IN_A_TURN = 25  # each takes some 50 microseconds
MOST_PIECES, LEAST_PIECE_BYTES = 20_000, 256
"""An answer in more pieces than that has to be of pieces as large as that, one with another."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a host may keep us waiting."""

    connect_s: float = 10
    first_byte_s: float = 30
    total_s: float = 300
    window_s: float = 20
    least_bytes: int = 32 * 1024
    """An answer that goes on must bring so much in each window."""
    redirects: int = 5
    at_once: int = 32
    per_host: int = 4
    connections: int = 100
    """So many may a session make without a pause."""
    pause_s: float = 1


@dataclass(frozen=True, slots=True)
class Secret:
    """Headers that open one origin. They go there, and nowhere else: not where it redirects to either."""

    origin: Origin
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back at the end of the redirects; the body of status 200 is in the spool that was given."""

    status: int
    url: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """A header's value: the first, where it stands more than once."""
        return next((value for key, value in self.headers if key == name), None)


class Outbound:
    """The way out: one a process. `allowed` are networks that are let in besides the public ones.

    With a proxy it is the proxy that connects. Addresses are then checked beforehand as far as names resolve here, and
    what a name means to the proxy is the proxy's to check.
    """

    def __init__(
        self,
        allowed: Iterable[str] = (),
        *,
        proxy: str | None = None,
        patience: Patience | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self.guard = Guard(allowed)
        self.patience = patience or Patience()
        self.turns = Turns(self.patience.at_once, self.patience.per_host)
        self._resolve = resolve
        self._proxy = httpx2.Proxy(proxy) if proxy else None
        self._usual: ssl.SSLContext | None = None

    @asynccontextmanager
    async def session(self, home: str, credentials: RepositoryCredentials | None) -> AsyncIterator["Session"]:
        """Requests on behalf of one repository, whose web address is `home`. Its connections are nobody else's."""
        trust = await anyio.to_thread.run_sync(self._trust, credentials or RepositoryCredentials())
        async with self._pool(trust.home) as own, self._pool(trust.elsewhere) as others:
            yield Session(self, origin_of(home), own, others)

    async def check(self, host: str, port: int) -> None:
        """Unreachable when a proxy would be asked for an address that is not allowed, as far as can be told here."""
        if self._proxy is None:
            return  # it is checked where the connection is made
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):
            return  # only the proxy knows the name
        if not all(map(self.guard.permits, addresses)):  # which of them the proxy takes is its own choice
            raise not_allowed(host)

    def _trust(self, credentials: RepositoryCredentials) -> Trust:
        self._usual = self._usual or usual_context()
        return trust_of(credentials, self._usual)

    def _pool(self, context: ssl.SSLContext) -> httpcore2.AsyncConnectionPool:
        if self._proxy is None:
            guarded = MeteredBackend(GuardedBackend(self.guard, self._resolve))
            return httpcore2.AsyncConnectionPool(context, max_connections=None, network_backend=guarded)
        raw = self._proxy.url
        url = httpcore2.URL(scheme=raw.raw_scheme, host=raw.raw_host, port=raw.port, target=raw.raw_path)
        auth = self._proxy.raw_auth
        backend = MeteredBackend(httpcore2.AnyIOBackend())
        return httpcore2.AsyncHTTPProxy(
            url, proxy_auth=auth, ssl_context=context, max_connections=None, network_backend=backend
        )


class Session:
    """Requests that share connections. Nothing in it outlives a use of the repository."""

    def __init__(
        self,
        outbound: Outbound,
        home: Origin,
        own: httpcore2.AsyncConnectionPool,
        others: httpcore2.AsyncConnectionPool,
    ) -> None:
        self.home = home
        self._outbound = outbound
        self._patience = outbound.patience
        self._own = own
        self._others = others
        self._connecting = Connecting(outbound.patience.connections, outbound.patience.pause_s)

    async def get(
        self,
        url: str,
        spool: Spool,
        *,
        headers: Mapping[str, str] | None = None,
        secret: Secret | None = None,
        method: str = "GET",
        is_packed: bool = True,
    ) -> Answer:
        """The answer after all redirects; its body, when the status is 200, goes into the spool.

        What does not fit there is not read: see `spool.is_oversized`. `is_packed` says that the body may come packed
        on the way; else its bytes are taken as they are, as those of a package must be. Raises Unreachable.
        """
        origin = _origin_of(url, "The repository")
        with failures(origin[1]):
            async with asyncio.timeout(self._patience.total_s):
                return await self._follow(url, spool, _Request(method, dict(headers or {}), secret, is_packed))

    async def _follow(self, url: str, spool: Spool, request: "_Request") -> Answer:
        origin = _origin_of(url, "The repository")
        for _ in range(self._patience.redirects + 1):
            with failures(origin[1]):
                answer = await self._ask(url, origin, spool, request)
            location = answer.header("location")
            if answer.status not in REDIRECTS or location is None:
                return answer
            url, origin = _redirected(url, origin, location)
        raise Unreachable(f"{origin[1]} redirects more than {self._patience.redirects} times.")

    async def _ask(self, url: str, origin: Origin, spool: Spool, request: "_Request") -> Answer:
        """One answer, be it a redirect."""
        await self._outbound.check(origin[1], origin[2])
        pool = self._own if origin == self.home else self._others
        async with self._outbound.turns.turn(origin[1]):
            async with asyncio.timeout(self._patience.connect_s + self._patience.first_byte_s):
                response = await pool.handle_async_request(self._prepared(url, origin, request))
            try:
                answer = Answer(response.status, url, _texts(response.headers))
                if response.status == OK and request.method == "GET":
                    await self._take(response, answer, origin[1], spool, request.is_packed)
                return answer
            finally:
                await response.aclose()

    def _prepared(self, url: str, origin: Origin, request: "_Request") -> httpcore2.Request:
        parsed = httpx2.URL(url)
        headers = {
            "Host": parsed.netloc.decode("ascii"),
            "User-Agent": "chandlery",
            "Accept": "*/*",
            "Accept-Encoding": "gzip" if request.is_packed else "identity",
            **request.headers,
            **(request.secret.headers if request.secret and request.secret.origin == origin else {}),
        }
        timeouts = {
            "connect": self._patience.connect_s,
            "read": max(self._patience.first_byte_s, self._patience.window_s),
            "write": self._patience.first_byte_s,
        }
        target = httpcore2.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)
        extensions = {"timeout": timeouts, "trace": self._connecting.watch}
        return httpcore2.Request(request.method, target, headers=list(headers.items()), extensions=extensions)

    async def _take(
        self, response: httpcore2.Response, answer: Answer, host: str, spool: Spool, is_packed: bool
    ) -> None:
        """Takes the body into the spool, until it is too much or too slow."""
        coding = (answer.header("content-encoding") or "identity").strip().lower()
        if is_packed and coding not in ("identity", "gzip", "x-gzip", ""):
            raise Unreachable(f"{host} packs its answer in a way that was not asked for.")
        unpacking = Inflating() if is_packed and "gzip" in coding else Plain()
        pace, crumbs = _Pace(self._patience), _Crumbs()
        connection = cast(Metered, response.extensions["network_stream"])
        connection.begin_body()
        try:
            async for data in cast(AsyncIterable[bytes], response.stream):
                connection.took(len(data))
                for piece in unpacking.pieces(data):
                    await spool.write(piece)
                    if spool.is_oversized:
                        return
                if pace.is_lost(len(data)):
                    raise Unreachable(f"{host} sends too slowly.")
                if await crumbs.are_too_many(len(data)):
                    raise Unreachable(f"{host} sends its answer in too many small pieces.")
            unpacking.finish()
        except Padded:
            raise Unreachable(f"{host} sends far more than what it unpacks to.") from None
        except Broken:
            raise Unreachable(f"{host} sends an answer that cannot be unpacked.") from None


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    headers: dict[str, str] = field(repr=False)
    secret: Secret | None
    is_packed: bool


class _Pace:
    """Whether enough comes in each window of time."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._clock = asyncio.get_running_loop().time
        self._since = self._clock()
        self._bytes = 0

    def is_lost(self, size: int) -> bool:
        """Whether, with what has just come, a window ends that brought too little."""
        self._bytes += size
        now = self._clock()
        if now - self._since < self._patience.window_s:
            return False
        is_lost = self._bytes < self._patience.least_bytes
        self._since, self._bytes = now, 0
        return is_lost


class _Crumbs:
    """How small the pieces are that an answer comes in. What is read at once can be thousands of them."""

    def __init__(self) -> None:
        self._pieces = 0
        self._bytes = 0

    async def are_too_many(self, size: int) -> bool:
        """Whether, with the piece that has just come, they are; gives up the turn after some of them."""
        self._pieces += 1
        self._bytes += size
        if self._pieces % PIECES_IN_A_TURN == 0:
            await asyncio.sleep(0)
        return self._pieces > MOST_PIECES and self._bytes < self._pieces * LEAST_PIECE_BYTES


def _redirected(url: str, origin: Origin, location: str) -> tuple[str, Origin]:
    """Where a redirect leads. Unreachable unless that is an address of the web, and as safe as the one before."""
    try:
        target = httpx2.URL(url).join(location).copy_with(fragment=None)
        bare = str(target.copy_with(username=None, password=None))
        found = origin_of(bare)
    except (httpx2.InvalidURL, UrlFault, UnicodeError):
        raise Unreachable(f"{origin[1]} redirects to what is no address of the web.") from None
    if origin[0] == "https" and found[0] != "https":
        raise Unreachable(f"{origin[1]} redirects from https to http, which is not followed.")
    return bare, found


def _origin_of(url: str, who: str) -> Origin:
    try:
        return origin_of(url)
    except UrlFault as fault:
        raise Unreachable(f"{who} leads to an address that {fault}.") from None


def _texts(headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers)
