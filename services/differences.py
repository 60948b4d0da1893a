"""What an index lists that the database does not, and the other way round.

It takes the entries one by one as they are read. In memory it keeps some 200 bytes for each version and each chart;
what is to be written waits in temporary files, so that an index of 100,000 versions is no burden to a process.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID, uuid5

from domain.semver import sort_key
from domain.upstream import ChartEntry, EntryFault
from outbound.reading import Known

AT_ONCE = 2_000
AT_ONCE_BYTES = 2_000_000
IN_MEMORY_BYTES = 500_000
TOLD_FAULTS = 3
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def chart_id_of(repository_id: UUID, name: str) -> UUID:
    """A chart has the same id whenever the repository lists it."""
    return uuid5(repository_id, name)


def version_id_of(chart_id: UUID, version: str) -> UUID:
    """A version has the same id whenever the chart has it."""
    return uuid5(chart_id, version)


def fingerprint_of(entry: ChartEntry) -> int:
    """A number of 64 bits with a sign that is another one for any other entry.

    ValueError for an entry with a text that PostgreSQL cannot hold.
    """
    created = entry.created_at and entry.created_at.isoformat()
    words = (entry.name, entry.version, entry.app_version, entry.description, entry.icon, entry.home, entry.digest)
    line = _line((*words, entry.keywords, entry.deprecated, created, entry.urls))
    if rb"\u0000" in line and "\0" in "".join((*filter(None, words), *entry.keywords, *entry.urls)):
        raise ValueError("has a character that cannot be stored")
    return int.from_bytes(hashlib.blake2b(line, digest_size=8).digest(), "big", signed=True)


@dataclass(slots=True)
class _Chart:
    """A chart that the index lists: its newest version so far, and where its row with the words of that one is."""

    newest: tuple[str, bytes] = ("", b"")
    row: int | None = None
    is_touched: bool = False


class Difference:
    """An index against what is stored of it. `stored`, fingerprints by the bytes of versions' ids, is used up here."""

    def __init__(self, repository_id: UUID, stored: dict[bytes, int | None]) -> None:
        self._repository_id = repository_id
        self._stored = stored  # of what the index has listed: None
        self._charts: dict[bytes, _Chart] = {}
        self._last = ("", repository_id)
        self._chart_rows, self._version_rows = _Rows(), _Rows()
        self.listed = self.added = self.changed = self.skipped = 0
        self.faults: list[EntryFault] = []

    def __enter__(self) -> "Difference":
        return self

    def __exit__(self, *_: object) -> None:
        self._chart_rows.close()
        self._version_rows.close()

    def take(self, entry: ChartEntry | EntryFault | Known) -> None:
        """Takes the next entry of the index. One that cannot be stored counts as skipped, and leaves nothing here."""
        if isinstance(entry, EntryFault):
            self._skip(entry)
            return
        try:
            self._compare(entry)
        except UnicodeEncodeError:
            name, version = (text.encode(errors="replace").decode() for text in (entry.name, entry.version))
            self._skip(EntryFault(name, version, "has a character that cannot be stored"))
        except ValueError as error:
            self._skip(EntryFault(entry.name, entry.version, str(error)))

    def _skip(self, fault: EntryFault) -> None:
        self.skipped += 1
        if len(self.faults) < TOLD_FAULTS:
            self.faults.append(fault)

    def _compare(self, entry: ChartEntry | Known) -> None:
        chart_id = self._chart_id(entry.name)
        version_id = version_id_of(chart_id, entry.version)
        key, place = sort_key(entry.version), version_id.bytes
        if place in self._stored and self._stored[place] is None:
            raise ValueError("is listed twice; the first counts")
        chart = self._charts.get(chart_id.bytes) or _Chart()
        if isinstance(entry, ChartEntry) and (fingerprint := fingerprint_of(entry)) != self._stored.get(place):
            self._version_rows.add(_version_row(entry, version_id, chart_id, key, fingerprint))
            self.added += place not in self._stored
            self.changed += place in self._stored
            chart.is_touched = True
        if (key, place) > chart.newest:
            chart.newest = (key, place)
            # Of what is known already no words came; those of the chart are then left as they are.
            chart.row = self._chart_rows.add(_chart_row(entry, chart_id)) if isinstance(entry, ChartEntry) else None
        self._charts[chart_id.bytes] = chart
        self._stored[place] = None
        self.listed += 1

    def _chart_id(self, name: str) -> UUID:
        """An index lists the versions of a chart one after the other."""
        if name != self._last[0]:
            self._last = (name, chart_id_of(self._repository_id, name))
        return self._last[1]

    @property
    def removed(self) -> Sequence[UUID]:
        """The versions that are stored and not listed, once the whole index was taken."""
        return [UUID(bytes=place) for place, fingerprint in self._stored.items() if fingerprint is not None]

    def lose(self, chart_ids: Iterable[UUID]) -> Sequence[UUID]:
        """Notes that versions of these charts were removed. Which of the charts the index does not list any more."""
        gone = []
        for chart_id in chart_ids:
            if (chart := self._charts.get(chart_id.bytes)) is None:
                gone.append(chart_id)
            else:
                chart.is_touched = True
        return gone

    def charts(self) -> Iterator[str]:
        """The rows of charts of which any version was added, changed or removed, as JSON lists of some at a time."""
        touched = (chart.row for chart in self._charts.values() if chart.is_touched)
        return _lists(self._chart_rows.at(row) for row in touched if row is not None)

    def versions(self) -> Iterator[str]:
        """The rows of versions that were added or changed, likewise."""
        return _lists(self._version_rows.all())


class _Rows:
    """Lines in a temporary file. All are added before any is read."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - closed by the owner
        self._end = 0

    def add(self, row: dict[str, Any]) -> int:
        """Keeps the row; where it is."""
        place = self._end
        self._end += self._file.write(_line(row) + b"\n")
        return place

    def at(self, place: int) -> bytes:
        self._file.seek(place)
        return self._file.readline()

    def all(self) -> Iterator[bytes]:
        self._file.seek(0)
        return iter(self._file)

    def close(self) -> None:
        self._file.close()


def _lists(lines: Iterable[bytes]) -> Iterator[str]:
    some: list[bytes] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line)
        if len(some) == AT_ONCE or size >= AT_ONCE_BYTES:
            yield f"[{b','.join(some).decode()}]"
            some, size = [], 0
    if some:
        yield f"[{b','.join(some).decode()}]"


def _chart_row(entry: ChartEntry, chart_id: UUID) -> dict[str, Any]:
    return {
        "id": str(chart_id),
        "name": entry.name,
        "description": entry.description,
        "icon": entry.icon,
        "home": entry.home,
        "keywords": entry.keywords,
        "deprecated": entry.deprecated,
    }


def _version_row(entry: ChartEntry, version_id: UUID, chart_id: UUID, key: str, fingerprint: int) -> dict[str, Any]:
    return {
        "id": str(version_id),
        "chart_id": str(chart_id),
        "version": entry.version,
        "app_version": entry.app_version,
        "sort_key": key,
        "created_at": entry.created_at and entry.created_at.isoformat(),
        "digest": entry.digest,
        "urls": entry.urls,
        "fingerprint": fingerprint,
    }


def _line(value: object) -> bytes:
    return _ENCODE(value).encode()
