"""Repositories with an index.yaml, over HTTP or in a bucket: the index in whole, the packages one by one.

What opens them differs (`Opening`): a password, or a signature. Must not know what an index looks like.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from domain.upstream import (
    ChartEntry,
    EntryFault,
    IndexInvalid,
    RepositoryCredentials,
    Seen,
    Unreachable,
)
from outbound.client import OK, Answer, Outbound, Secret
from outbound.indexes import entries_in
from outbound.passwords import basic
from outbound.reading import FirstThatGives, held_to
from outbound.registry import fetch_chart
from outbound.urls import UrlFault, index_url, origin_of, package_url
from outbound.words import refusal
from uploads.index import MAX_INDEX_BYTES
from uploads.received import ReceivedFile
from uploads.spool import Spool

NOT_MODIFIED = 304
MAX_KEPT_CHARACTERS = 1_000


class Opened(NamedTuple):
    """An address as it is asked for, and what opens it."""

    url: str
    secret: Secret | None


Opening = Callable[[str], Opened]


def with_password(home: str, credentials: RepositoryCredentials | None) -> Opening:
    """Basic authentication, for the repository's own origin."""
    secret = basic(home, credentials)
    return lambda url: Opened(url, secret)


@dataclass(frozen=True, slots=True)
class Index:
    """An index that was fetched. It can be read once, and its file is gone then."""

    file: ReceivedFile
    seen: Seen

    async def __aiter__(self) -> AsyncGenerator[ChartEntry | EntryFault, None]:
        try:
            async with aclosing(entries_in(self.file.body)) as entries:
                async for entry in entries:
                    yield entry
        finally:
            self.file.body.close()


class ClassicSource(FirstThatGives):
    """A repository under a web address. `place` turns what an index has among its urls into what is asked."""

    def __init__(
        self,
        outbound: Outbound,
        home: str,
        credentials: RepositoryCredentials | None,
        opening: Opening,
        place: Callable[[str], str] = str,
    ) -> None:
        self._outbound = outbound
        self._home = home
        self._credentials = credentials
        self._opening = opening
        self._place = place

    async def read(self, seen: Seen, _known: Mapping[tuple[str, str], str | None]) -> Index | None:
        """The index, unless the server says, or its bytes show, that it has not changed."""
        spool = Spool("index.yaml", MAX_INDEX_BYTES)
        try:
            answer = await self._get(index_url(self._home), spool, headers=_conditions(seen))
            file = await _index_file(answer, spool, seen)
        except BaseException:
            spool.close()
            raise
        if file is None or file.digest == seen.digest:
            spool.close()
            return None
        return Index(file, Seen(_kept(answer.header("etag")), _kept(answer.header("last-modified")), file.digest))

    async def fetch_from(self, url: str, digest: str | None, max_bytes: int) -> ReceivedFile:
        """The package. It may be elsewhere, where no credentials go; in a registry too."""
        try:
            found = package_url(self._home, self._place(url))
        except UrlFault as fault:
            raise Unreachable(f"The package's address {fault}.") from None
        if found.startswith("oci:"):
            return held_to(await fetch_chart(self._outbound, found, None, max_bytes), digest)
        spool = Spool(urlsplit(found).path.rpartition("/")[2] or "package", max_bytes)
        try:
            answer = await self._get(found, spool, is_packed=False)
            if answer.status != OK:
                raise refusal(host_of(answer.url), answer.status)
            return held_to(await spool.received(), digest)
        except BaseException:
            spool.close()
            raise

    async def _get(
        self, url: str, spool: Spool, *, headers: Mapping[str, str] | None = None, is_packed: bool = True
    ) -> Answer:
        opened = self._opening(url)
        async with self._outbound.session(self._home, self._credentials) as session:
            return await session.get(opened.url, spool, headers=headers, secret=opened.secret, is_packed=is_packed)


def host_of(url: str) -> str:
    """The host, for words."""
    return origin_of(url)[1]


async def _index_file(answer: Answer, spool: Spool, seen: Seen) -> ReceivedFile | None:
    """The index as it came; None when the server says that we have it."""
    if answer.status == NOT_MODIFIED and _conditions(seen):
        return None
    if answer.status in (404, 410):
        raise IndexInvalid(f"{host_of(answer.url)} has no index.yaml there (status {answer.status}).")
    if answer.status != OK:
        raise refusal(host_of(answer.url), answer.status)
    if spool.is_oversized:
        raise IndexInvalid(f"The index is larger than {MAX_INDEX_BYTES // 2**20} MiB.")
    return await spool.received()


def _conditions(seen: Seen) -> dict[str, str]:
    said = {"If-None-Match": _kept(seen.etag), "If-Modified-Since": _kept(seen.last_modified)}
    return {name: text for name, text in said.items() if text}


def _kept(text: str | None) -> str | None:
    """What a server says of its index's age, where it can be said to it again: headers are ASCII."""
    return text if text and text.isascii() and len(text) <= MAX_KEPT_CHARACTERS else None
