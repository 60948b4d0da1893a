"""Owns finding and ending what an earlier run left behind: programs that still work in a folder of ours.

A process is ours when it has the program's name and its working folder is the very folder (device and inode), never
by a number from a file: numbers are given anew, and other servers run the same programs in other folders.
Must be called only by whoever holds the lock of the data folder.
"""

import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

WAIT_S, POLL_S = 5.0, 0.02


def end_orphans(folder: Path, name: str, signals: Sequence[signal.Signals]) -> None:
    """Ends every process of that name in that folder, one signal after the other.

    Raises RuntimeError when one survives the last signal.
    """
    for number in signals:
        processes = processes_in(folder, name)
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        if _have_ended(processes):
            return
    raise RuntimeError(f"{name} of an earlier run still works in {folder} and cannot be ended")


def processes_in(folder: Path, name: str) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["name"])
        if process.info["name"] == name and _works_in(process, folder)
    ]


def _have_ended(processes: list[psutil.Process]) -> bool:
    """Whether all have ended within the time. One that has ended may stay listed until init takes note of it."""
    deadline = time.monotonic() + WAIT_S
    while any(map(_is_alive, processes)):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        link = f"/proc/{process.pid}/cwd"  # leads into the process's own mounts, which a path's text does not
        return Path(link if os.path.lexists(link) else process.cwd()).samefile(folder)
    except (OSError, psutil.Error):
        return False
