"""How long indexes of other people's repositories take to read, and how much memory, in the process that reads them.

    .venv/bin/python -m benchmarks.indexes [index.yaml ...]

Reads generated indexes of several sizes, in YAML and in JSON, and the files that are named, as a sync reads what it has
fetched: by a process of its own (`reader`), whose entries come to the one that asked (`asker`). Prints the table of
docs/repositories.md.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from domain.upstream import ChartEntry
from outbound.indexes import entries_in
from uploads.index import MAX_INDEX_BYTES

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
VERSIONS_A_CHART = 100
WORDS = "A chart of the benchmark that says what it installs and which parts it has. "


def main() -> None:
    """Prints a line for each index."""
    if sys.argv[1:2] == ["--one"]:
        asyncio.run(_read(Path(sys.argv[2])))
        return
    print(f"{'index':<28} {'MB':>6} {'entries':>8} {'seconds':>8} {'reader MB':>10} {'asker MB':>9}")  # noqa: T201
    with TemporaryDirectory() as folder:
        for path in [*_generated(Path(folder)), *map(Path, sys.argv[1:])]:
            _report(path)


def _report(path: Path) -> None:
    command = (sys.executable, "-m", "benchmarks.indexes", "--one", str(path))
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, cwd=ROOT)  # noqa: S603
    entries, seconds, reader, asker = json.loads(done.stdout)
    size = path.stat().st_size / 1e6
    if path.stat().st_size > MAX_INDEX_BYTES:
        raise SystemExit(f"{path.name} is larger than any index that a sync takes")
    print(f"{path.name:<28} {size:>6.1f} {entries:>8} {seconds:>8.2f} {reader:>10.0f} {asker:>9.0f}")  # noqa: T201


async def _read(path: Path) -> None:
    start = time.perf_counter()
    with path.open("rb") as body:
        count = sum([isinstance(entry, ChartEntry) async for entry in entries_in(body)])
    seconds = time.perf_counter() - start
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    asker = psutil.Process().memory_info().rss / 2**20
    print(json.dumps([count, seconds, reader, asker]))  # noqa: T201


def _generated(folder: Path) -> Iterator[Path]:
    for size in SIZES:
        yaml = folder / f"{size}.yaml"
        yaml.write_text("".join(_yaml(size)), encoding="utf-8")
        yield yaml
    for size in SIZES:
        path = folder / f"{size}.json"
        charts = {chart: [_entry(chart, number) for number in numbers] for chart, numbers in _charts(size)}
        path.write_text(json.dumps({"apiVersion": "v1", "entries": charts}), encoding="utf-8")
        yield path
    crowded = folder / "100000 of one chart.yaml"
    crowded.write_text("".join(_yaml(100_000, 100_000)), encoding="utf-8")
    yield crowded


def _charts(size: int, each: int = VERSIONS_A_CHART) -> Iterator[tuple[str, range]]:
    for first in range(0, size, each):
        yield f"chart-{first // each}", range(min(each, size - first))


def _entry(chart: str, number: int) -> dict[str, object]:
    """About what an entry of a public repository has: some 500 bytes."""
    return {
        "apiVersion": "v2",
        "appVersion": f"{number}.0",
        "created": "2024-01-01T00:00:00.123456789Z",
        "description": WORDS,
        "digest": f"{number:064x}",
        "home": f"https://example.org/{chart}",
        "keywords": ["benchmark", "chart"],
        "maintainers": [{"name": "somebody", "email": "somebody@example.org"}],
        "name": chart,
        "urls": [f"{chart}-1.{number}.0.tgz"],
        "version": f"1.{number}.0",
    }


def _yaml(size: int, each: int = VERSIONS_A_CHART) -> Iterator[str]:
    """The text that Helm writes."""
    yield "apiVersion: v1\nentries:\n"
    for chart, numbers in _charts(size, each):
        yield f"  {chart}:\n"
        for number in numbers:
            yield "".join(_yaml_lines(_entry(chart, number)))


def _yaml_lines(entry: dict[str, object]) -> Iterator[str]:
    lead = "  - "
    for key, value in entry.items():
        if isinstance(value, list):
            yield f"{lead}{key}:\n"
            for one in value:
                yield f"    - {json.dumps(one)}\n"
        else:
            yield f"{lead}{key}: {json.dumps(value)}\n"
        lead = "    "


if __name__ == "__main__":
    main()
