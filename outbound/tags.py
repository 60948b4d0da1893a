"""What a registry lists: the tags of the chart at a path, else of the charts under it, where there is a catalogue.

Tags that are no versions (`latest`, signatures) are passed over, and counted too: a list is looked at in turns, and not
without end. What a registry refuses to list is not taken for a list without anything on it. Must not know what tags
name (oci.py).
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import NamedTuple

from domain.oci import MAX_TAG_CHARS, version_of
from domain.semver import is_version
from domain.upstream import IndexInvalid
from outbound.client import OK
from outbound.registry import NOT_FOUND, UNAUTHORIZED, Registry
from outbound.urls import UrlFault, parse_repository_url, place_of
from outbound.words import refusal

MAX_CHARTS = 1_000
MAX_TAGS = 20_000
MAX_LISTED = 100_000
"""Tags of any kind, of all charts together; and names in a catalogue."""
LOOKED_AT_IN_A_TURN = 25  # a name takes some 30 microseconds
REFUSED = frozenset({UNAUTHORIZED, 403})


class Tag(NamedTuple):
    """A path of the registry, and a tag there: a version of the chart that the path ends with."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The chart's name."""
        return self.path.rpartition("/")[2]

    @property
    def version(self) -> str:
        """The chart's version."""
        return version_of(self.text)


async def tags_under(registry: Registry, path: str) -> list[Tag]:
    """The versions at the path, else those of the charts under it. Unreachable, IndexInvalid."""
    listing = _Listing(registry)
    status = await listing.take(path)
    if listing.tags:
        return list(listing.tags)
    names = await _catalogue(registry, path)
    if names is None and status == OK:
        return []  # a chart without versions
    if names is None and status in REFUSED:
        raise refusal(registry.host, status)
    if not names:
        raise IndexInvalid(
            f"{registry.host} has no chart {path}, and lists none under it; give the address of a chart itself."
        )
    for name in names:
        status = await listing.take(name)
        if status in REFUSED:
            raise refusal(registry.host, status)  # else its charts would seem to be gone
    return list(listing.tags)


class _Listing:
    """The versions that were found on the lists of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.tags: dict[Tag, None] = {}
        self._registry = registry
        self._listed = 0

    async def take(self, name: str) -> int:
        """The status that a chart's list begins with; the tags then have its versions. Unreachable, IndexInvalid."""
        is_first = True
        async with aclosing(self._registry.pages(f"{name}/tags/list", name)) as pages:
            async for said in pages:
                status = said.answer.status
                if is_first and status in (*REFUSED, NOT_FOUND):
                    return status
                if status != OK:
                    raise refusal(self._registry.host, status)
                is_first = False
                await self._look_at(name, _texts(said.json().get("tags")))
        return OK

    async def _look_at(self, name: str, texts: Sequence[str]) -> None:
        self._listed = _counted(self._listed, texts, "tags")
        async for text in _in_turns(texts):
            tag = Tag(name, text)
            if len(text) <= MAX_TAG_CHARS and "+" not in text and is_version(tag.version):
                self.tags[tag] = None
                if len(self.tags) > MAX_TAGS:
                    raise IndexInvalid(f"The registry has more than {MAX_TAGS:,} versions there.")


async def _catalogue(registry: Registry, path: str) -> list[str] | None:
    """The names under the path; None where the registry tells no names."""
    names: dict[str, None] = {}
    listed, is_first = 0, True
    async with aclosing(registry.pages("_catalog", "")) as pages:
        async for said in pages:
            if said.answer.status != OK and is_first:
                return None
            if said.answer.status != OK:
                raise refusal(registry.host, said.answer.status)
            is_first = False
            texts = _texts(said.json().get("repositories"))
            listed = _counted(listed, texts, "charts")
            async for name in _in_turns(texts):
                if name.startswith(f"{path}/") and _is_path(name):
                    names[name] = None
                    if len(names) > MAX_CHARTS:
                        raise IndexInvalid(f"The registry has more than {MAX_CHARTS:,} charts there.")
    return list(names)


async def _in_turns(texts: Sequence[str]) -> AsyncIterator[str]:
    """The texts; after some of them, whoever else works in this process has a turn."""
    for start in range(0, len(texts), LOOKED_AT_IN_A_TURN):
        for text in texts[start : start + LOOKED_AT_IN_A_TURN]:
            yield text
        await asyncio.sleep(0)


def _counted(before: int, texts: Sequence[str], what: str) -> int:
    """How many have been listed with these. IndexInvalid when they are too many to look at."""
    if before + len(texts) > MAX_LISTED:
        raise IndexInvalid(f"The registry lists more than {MAX_LISTED:,} {what}.")
    return before + len(texts)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_path(name: str) -> bool:
    try:
        return place_of(parse_repository_url(f"oci://registry/{name}").url).path == name
    except UrlFault:
        return False
