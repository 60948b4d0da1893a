"""Charts in an OCI registry: `oci://host/path` is a chart, or what charts are under where the registry has a catalogue.

A version is a tag whose manifest is a chart's; a `_` in a tag is the `+` of a version. One tag that cannot be read is
the fault of that one, and the others are kept. Must not know how registries are asked (registry.py).
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

import anyio.to_thread

from domain.upstream import (
    ChartEntry,
    EntryFault,
    PackageInvalid,
    RepositoryCredentials,
    Seen,
    Unreachable,
)
from outbound.client import Outbound
from outbound.reading import Entry, FirstThatGives, Known
from outbound.registry import (
    MAX_VALUES,
    NotGiven,
    Registry,
    Said,
    TooLarge,
    chart_config,
    chart_layer,
    fetch_chart,
    open_registry,
    values_in,
)
from outbound.tags import Tag, tags_under
from outbound.urls import UrlFault, parse_repository_url, place_of
from uploads.entry_json import entry_in_json
from uploads.index_entry import PACKAGE_SCHEMES, Raw, entry_of, fault_of
from uploads.received import ReceivedFile
from uploads.spool import Spool

T = TypeVar("T")
U = TypeVar("U")
MAX_CONFIG_BYTES = 1024 * 1024
AT_ONCE = 4
CREATED = "org.opencontainers.image.created"
OWN_SCHEMES = PACKAGE_SCHEMES | {"oci+http"}
"""How a registry's own packages are named: as its address is, which for an index of somebody else's is no way."""


class RegistrySource(FirstThatGives):
    """The charts at a path of a registry."""

    def __init__(self, outbound: Outbound, url: str, credentials: RepositoryCredentials | None) -> None:
        self._outbound = outbound
        self._url = url
        self._place = place_of(url)
        self._credentials = credentials

    async def read(self, seen: Seen, known: Mapping[tuple[str, str], str | None]) -> "Tags | None":
        """The tags; None when all are those of last time, with the manifests of last time.

        Where something is known, each tag is asked for its digest (HEAD); else all have to be read anyway.
        """
        async with self._open() as registry:
            tags = await tags_under(registry, self._place.path)
            digests: dict[Tag, str | None] = {}
            if seen.digest is not None:
                found = await _some_at_once(tags, lambda tag: registry.manifest_digest(*tag))
                digests = dict(zip(tags, found, strict=True))
                if _fingerprint(digests) == seen.digest:
                    return None
        return Tags(self, tags, digests, known)

    async def fetch_from(self, url: str, digest: str | None, max_bytes: int) -> ReceivedFile:
        """The package. `digest` is the manifest's."""
        if not _is_same_registry(url, self._url):
            raise Unreachable("The package is said to be in another registry, which is not asked.")
        return await fetch_chart(self._outbound, url, digest, max_bytes, self._credentials)

    async def entries(self, tags: "Tags") -> AsyncGenerator[Entry, None]:
        """What each tag is; `tags` then knows all digests."""
        async with self._open() as registry:
            for start in range(0, len(tags.tags), AT_ONCE):
                some = tags.tags[start : start + AT_ONCE]
                for entry in await _some_at_once(some, lambda tag: self._entry(registry, tags, tag)):
                    yield entry

    def _open(self) -> AbstractAsyncContextManager[Registry]:
        return open_registry(self._outbound, self._place.endpoint, self._credentials)

    async def _entry(self, registry: Registry, tags: "Tags", tag: Tag) -> Entry:
        """The chart that a tag names, or the fault that keeps it out."""
        stored = tags.known.get((tag.name, tag.version))
        if stored is not None and tag not in tags.digests:
            tags.digests[tag] = await registry.manifest_digest(*tag)
        if stored is not None and tags.digests[tag] == stored:
            return Known(tag.name, tag.version)
        try:
            said = await registry.manifest(*tag)
            tags.digests[tag] = said.digest
            return await self._chart(registry, said, tag)
        except _NoChart as fault:
            return fault_of(tag.name, tag.version, str(fault))
        except TooLarge:
            return fault_of(tag.name, tag.version, "has a manifest that is too large")
        except NotGiven as fault:
            tags.digests[tag] = None  # it may be given the next time, by the same digest
            return fault_of(tag.name, tag.version, f"is not given by the registry (status {fault.status})")

    async def _chart(self, registry: Registry, said: Said, tag: Tag) -> ChartEntry | EntryFault:
        manifest = _manifest(said)
        config = chart_config(manifest)
        if config is None or chart_layer(manifest) is None:
            raise _NoChart("is not a Helm chart")
        raw = await _document(registry, tag.path, config) or {}
        annotations = manifest.get("annotations")
        created = annotations.get(CREATED) if isinstance(annotations, dict) else None
        url = f"{self._url.partition('://')[0]}://{self._place.endpoint.partition('://')[2]}/{tag.path}:{tag.text}"
        said_so = {"created": created if isinstance(created, str) else None, "digest": said.digest, "urls": [url]}
        entry = entry_of(tag.name, {**raw, **said_so}, OWN_SCHEMES)
        if isinstance(entry, ChartEntry) and entry.version != tag.version:
            raise _NoChart("is tagged with another version than its own")
        return entry


class Tags:
    """The charts of a registry, to be read one after the other."""

    def __init__(
        self,
        source: RegistrySource,
        tags: Sequence[Tag],
        digests: dict[Tag, str | None],
        known: Mapping[tuple[str, str], str | None],
    ) -> None:
        self.tags = tags
        self.digests = digests
        self.known = known
        self._source = source

    @property
    def seen(self) -> Seen:
        """The digest of all tags and manifests."""
        return Seen(digest=_fingerprint({tag: self.digests.get(tag) for tag in self.tags}))

    def __aiter__(self) -> AsyncGenerator[Entry, None]:
        return self._source.entries(self)


class _NoChart(Exception):
    """What a tag names cannot be listed."""


def _manifest(said: Said) -> dict[str, Any]:
    try:
        return said.json()
    except TooLarge:
        raise
    except Unreachable:
        raise _NoChart("has a manifest that is not JSON") from None


async def _document(registry: Registry, path: str, digest: str) -> dict[str, Raw] | None:
    """A chart's metadata; None when it is no mapping."""
    try:
        file = await registry.blob(path, digest, Spool("config", MAX_CONFIG_BYTES))
    except PackageInvalid:
        raise _NoChart("has metadata that is not what its digest says") from None
    try:
        if file.is_oversized or values_in(file.body.read()) > MAX_VALUES:
            raise _NoChart("has metadata that is too large")
        file.body.seek(0)
        return await anyio.to_thread.run_sync(entry_in_json, file.body)
    except ValueError:
        raise _NoChart("has metadata that is not JSON") from None
    finally:
        file.body.close()


def _is_same_registry(url: str, mine: str) -> bool:
    try:
        return place_of(parse_repository_url(url.rpartition(":")[0]).url).endpoint == place_of(mine).endpoint
    except UrlFault:
        return False


async def _some_at_once(items: Sequence[T], ask: Callable[[T], Awaitable[U]]) -> list[U]:
    """What `ask` says of each, a few asked at a time; the first failure, when all of its few have ended."""
    found: list[U] = []
    for start in range(0, len(items), AT_ONCE):
        async with asyncio.TaskGroup() as group:  # `gather` would lose by whom it is cancelled
            some = [group.create_task(_outcome(ask(item))) for item in items[start : start + AT_ONCE]]
        for one in some:
            outcome = one.result()
            if isinstance(outcome, Exception):
                raise outcome
            found.append(outcome)
    return found


async def _outcome(asking: Awaitable[U]) -> U | Exception:
    try:
        return await asking
    except Exception as error:
        return error


def _fingerprint(digests: Mapping[Tag, str | None]) -> str:
    lines = sorted(f"{name}:{tag}@{digest or ''}" for (name, tag), digest in digests.items())
    return f"sha256:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"
