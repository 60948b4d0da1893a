"""What a server costs, as the kernel counts it: CPU time and resident memory of a process and those that it started."""

import os
import time
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")
QUIET_S = 0.1
QUIET_TICKS = 2
DRAIN_S = 120.0


class StillBusy(RuntimeError):
    """A server goes on working long after the last request."""


def cpu_s(pid: int) -> float:
    """CPU seconds of the tree so far, of ended children too."""
    return sum(_ticks(process.pid) for process in _tree(pid)) / TICKS


def resident_mb(pid: int) -> float:
    """What the process itself holds in memory now (VmRSS), in millions of bytes."""
    return float(psutil.Process(pid).memory_info().rss) / 1e6


def drain(*pids: int) -> None:
    """Returns when none of the trees works any more; StillBusy when one goes on and on."""
    deadline = time.monotonic() + DRAIN_S
    before = _all(pids)
    while True:
        time.sleep(QUIET_S)
        now = _all(pids)
        if now - before <= QUIET_TICKS:
            return
        if time.monotonic() > deadline:
            raise StillBusy(f"still working {DRAIN_S:.0f} s after the load ended: processes {pids}")
        before = now


def _all(pids: tuple[int, ...]) -> int:
    return sum(_ticks(process.pid) for pid in pids for process in _tree(pid))


def _tree(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def _ticks(pid: int) -> int:
    """utime, stime, cutime and cstime of proc(5); nothing of a process that just ended, as its parent has it then."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15])
