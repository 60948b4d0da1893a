"""Reads the index of a classic repository, which others have written: entry by entry, in YAML or in JSON.

    python -m uploads.index < index.yaml

writes a line of JSON for each entry and ends with one that says that it has ended, or why it cannot go on. Reading
takes time and memory that the index decides on: so it happens in a process of its own, which limits itself.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO, TypeAlias

from domain.upstream import ChartEntry, EntryFault, IndexInvalid
from uploads.index_entry import entry_of, fault_of
from uploads.index_json import items_in_json
from uploads.index_yaml import Item, items_in_yaml

Found: TypeAlias = ChartEntry | EntryFault

MAX_INDEX_BYTES = 50 * 1024 * 1024
MAX_VERSIONS = 200_000
MAX_CHARTS = 50_000
MEMORY_BYTES = 512 * 1024 * 1024
CPU_S = 30
END, FAILED = "end", "failed"
_LEADING = b" \t\r\n\xef\xbb\xbf"


def read_index(body: BinaryIO) -> Iterator[Found]:
    """Its entries in the order of the index, and the faults of those that cannot be used. IndexInvalid.

    A chart's versions come together, each once: of a version that is listed twice the one that was created last.
    """
    charts: set[str] = set()
    for chart, items in groupby(_items(body), key=itemgetter(0)):
        if chart in charts:
            yield fault_of(chart, None, "is listed twice; its second list is left out")
            continue
        charts.add(chart)
        if len(charts) > MAX_CHARTS:
            raise IndexInvalid(f"The index has more than {MAX_CHARTS:,} charts.")
        yield from _once_each(chart, items)


def _items(body: BinaryIO) -> Iterator[Item]:
    """The items of the index, however it is written; no more of them than there may be."""
    start = body.read(64).lstrip(_LEADING)
    body.seek(0)
    items = items_in_json(body) if start.startswith(b"{") else items_in_yaml(body)
    for count, item in enumerate(items, 1):
        if count > MAX_VERSIONS:
            raise IndexInvalid(f"The index has more than {MAX_VERSIONS:,} entries.")
        yield item


def _once_each(chart: str, items: Iterator[Item]) -> Iterator[Found]:
    """The entries of one chart, of each version the one created last; and the faults among them."""
    kept: dict[str, ChartEntry] = {}
    for _, raw in items:
        found = fault_of(chart, None, "has an entry that is no mapping") if raw is None else entry_of(chart, raw)
        if isinstance(found, EntryFault):
            yield found
            continue
        other = kept.get(found.version)
        if other is not None:
            yield fault_of(chart, found.version, "is listed more than once; the one created last is taken")
        if other is None or _created(found) > _created(other):
            kept[found.version] = found
    yield from kept.values()


def _created(entry: ChartEntry) -> datetime:
    return entry.created_at or datetime.min.replace(tzinfo=UTC)


def line_of(found: Found) -> str:
    """What is found, as a line for another process."""
    values = [_plain(getattr(found, item.name)) for item in fields(found)]
    return json.dumps([type(found).__name__, *values], ensure_ascii=False, separators=(",", ":"))


def found_in(line: bytes) -> Found | None:
    """What a line says; None at the end. Raises the IndexInvalid that the other process met, or ValueError."""
    kind, *values = json.loads(line)
    if kind == END:
        return None
    if kind == FAILED:
        raise IndexInvalid(str(values[0]))
    if kind == EntryFault.__name__:
        return EntryFault(*values)
    return _entry_from(*values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _entry_from(*values: Any) -> ChartEntry:
    said = dict(zip((item.name for item in fields(ChartEntry)), values, strict=True))
    created_at = said["created_at"] and datetime.fromisoformat(said["created_at"])
    lists = {"keywords": tuple(said["keywords"]), "urls": tuple(said["urls"])}
    return ChartEntry(**{**said, "created_at": created_at, **lists})


def main() -> None:
    """Reads standard input, and writes to standard output, within limits."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    sys.set_int_max_str_digits(0)  # a number that is too long ends the process by its limits, and not by a crash
    out = sys.stdout.buffer
    try:
        for found in read_index(sys.stdin.buffer):
            out.write(line_of(found).encode() + b"\n")
        last = [END]
    except IndexInvalid as error:
        last = [FAILED, str(error)]
    except MemoryError:
        last = [FAILED, "The index takes too much memory to read."]
    out.write(json.dumps(last).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
