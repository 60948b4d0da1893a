"""What every source of charts gives, whatever it speaks: entries to read one by one, and packages."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from domain.upstream import ChartEntry, EntryFault, PackageInvalid, Seen, Unreachable, UpstreamError
from uploads.received import ReceivedFile

MAX_PLACES = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A version that is stored already and has not changed since; nothing of it was fetched."""

    name: str
    version: str


Entry: TypeAlias = ChartEntry | EntryFault | Known


class Reading(Protocol):
    """The entries of a source, in its order. Iterating raises Unreachable or IndexInvalid; what came before is void."""

    @property
    def seen(self) -> Seen:
        """What to give to the next `read`, once all entries are read."""

    def __aiter__(self) -> AsyncGenerator[Entry, None]:
        """To be closed by who does not read to the end: there may be a process behind it."""


class Source(Protocol):
    """A repository that can be read."""

    async def read(self, seen: Seen, known: Mapping[tuple[str, str], str | None]) -> Reading | None:
        """What it lists; None when nothing has changed since `seen`. Unreachable, IndexInvalid.

        `known` has the digests that are stored, by chart and version; only a registry's source uses it.
        """

    async def fetch(self, urls: Sequence[str], digest: str | None, max_bytes: int) -> ReceivedFile:
        """The package of an entry: from the first of `urls` that gives it. Whoever takes it closes its body.

        Held to the entry's digest where it has one (PackageInvalid). A larger one `is_oversized`. Unreachable.
        """


class FirstThatGives:
    """Tries the places of a package in turn."""

    async def fetch(self, urls: Sequence[str], digest: str | None, max_bytes: int) -> ReceivedFile:
        """The package from the first place that gives it; else the failure of the first."""
        failure: UpstreamError | None = None
        for url in urls[:MAX_PLACES]:
            try:
                return await self.fetch_from(url, digest, max_bytes)
            except (Unreachable, PackageInvalid) as error:
                failure = failure or error
        raise failure or Unreachable("The index does not say where the package is.")

    async def fetch_from(self, url: str, digest: str | None, max_bytes: int) -> ReceivedFile:
        """The package from one place. Unreachable, PackageInvalid."""
        raise NotImplementedError


def held_to(file: ReceivedFile, digest: str | None) -> ReceivedFile:
    """The file, when it is what its digest says; too large a one was not read to its end. PackageInvalid."""
    if file.is_oversized or digest is None or file.digest == digest:
        return file
    raise PackageInvalid("The package is not the one that the repository lists: its digest is another.")
