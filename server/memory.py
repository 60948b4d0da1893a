"""Keeps the process small where the C library is glibc; elsewhere it does nothing.

By default glibc gives each thread an arena of its own and learns to keep ever larger blocks: hashing a password
(19 MiB) or reading a package in a worker thread then leaves its high tide resident for good. With two arenas and fixed
limits what is freed goes back to the system (mallopt(3)). When it came it brought
the README's walk from 164 MB resident to 143.
"""

import ctypes
import gc

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE_BYTES = 512 * 1024
ARENAS = 2


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
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
