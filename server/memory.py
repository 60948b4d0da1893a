"""Keeps the process small where the C library is glibc and the kernel is Linux; elsewhere it does nothing.

By default glibc gives each thread an arena of its own and learns to keep ever larger blocks: hashing a password
(19 MiB) or reading a package in a worker thread then leaves its high tide resident for good. With two arenas and fixed
limits what is freed goes back to the system (mallopt(3)). And most code of a library runs only while it is imported:
after the start those pages are let go (madvise(2)). When they came, the first brought the README's walk from 164 MB
resident to 143, the second from 128 to 110.
"""

import ctypes
import gc
import re
from collections.abc import Iterator
from pathlib import Path

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE_BYTES = 512 * 1024
ARENAS = 2
MADV_DONTNEED = 4
SMAPS = Path("/proc/self/smaps")
# proc_pid_smaps(5): a range of addresses, its rights, offset, device and inode (0 without a file), and a line for each
# figure, of which "Anonymous" is how much is no longer as in the file.
_READ_ONLY_FILE = re.compile(
    rb"^([0-9a-f]+)-([0-9a-f]+) r-[x-]p \S+ \S+ [1-9].*?^Anonymous: +([0-9]+) kB$", re.DOTALL | re.MULTILINE
)


def stay_small() -> None:
    """Sets the allocator's limits; to be called before threads are started."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    mallopt(M_ARENA_MAX, ARENAS)
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
    mallopt(M_TRIM_THRESHOLD, LARGE_BYTES)


def give_back() -> None:
    """Gives back what the start has used up; what is left lives as long as the process, so the collector skips it."""
    if SMAPS.exists():
        _let_go_of_code(SMAPS.read_bytes())
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _let_go_of_code(smaps: bytes) -> None:
    """Takes the pages of programs and libraries out of the process. What is run again comes back from the file."""
    madvise = ctypes.CDLL(None).madvise
    for start, end in _unchanged(smaps):
        madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_DONTNEED)


def _unchanged(smaps: bytes) -> Iterator[tuple[int, int]]:
    """The ranges that show a file as it is: read-only, and not patched by the linker before they became so."""
    for start, end, changed_kb in _READ_ONLY_FILE.findall(smaps):
        if int(changed_kb) == 0:
            yield int(start, 16), int(end, 16)
