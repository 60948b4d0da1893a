"""Where the benchmark keeps what it makes, and on which cores it puts whom."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
CACHE = ROOT / ".cache" / "bench"
RESULTS = HERE / "results"


@dataclass(frozen=True, slots=True)
class Cores:
    """One core for the server under test; with two cores the database and the load share the other one."""

    server: int
    database: int
    load: int

    @property
    def words(self) -> str:
        """For the report."""
        if self.server == self.load:
            return "nothing is pinned: there is one core"
        shared = f"PostgreSQL and load on core {self.load}"
        apart = f"PostgreSQL on core {self.database}, load on core {self.load}"
        return f"server on core {self.server}, {shared if self.database == self.load else apart}"


@lru_cache(maxsize=1)
def cores() -> Cores:
    """Taken from those that we might use at our start."""
    ours = sorted(os.sched_getaffinity(0))
    if len(ours) > 2:
        return Cores(*ours[:3])
    return Cores(ours[0], ours[-1], ours[-1])


def pin(pid: int, core: int) -> None:
    """Puts a process, its threads and its children there; what they start later follows."""
    process = psutil.Process(pid)
    for each in (process, *process.children(recursive=True)):
        for thread in each.threads():
            os.sched_setaffinity(thread.id, {core})


def pin_ourselves() -> None:
    """Puts this process where the load is, and so everything that it starts until that is put elsewhere."""
    os.sched_setaffinity(0, {cores().load})


def told_by(command: Sequence[str], environment: Mapping[str, str], core: int) -> tuple[int, str, str]:
    """Exit code, output and errors of a program that runs on the core."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pin(process.pid, core)
    told, errors = process.communicate()
    return process.returncode, told, errors
