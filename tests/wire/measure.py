"""How much processor time and memory something takes in this process."""

import gc
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")
RUNS = 5
LOOP, LOOP_S = 200_000, 0.0077
"""Work that is always the same, and how long it takes on the machine that the limits were written on."""


@dataclass(frozen=True)
class Measured(Generic[Result]):
    """What came of it; the least of the runs' processor times, which other work made longer, as a machine takes that is
    no slower than the one that the limits were written on; and the peak of memory above where it began."""

    result: Result
    cpu_ms: float
    peak_bytes: int


async def measured(ask: Callable[[], Awaitable[Result]], runs: int = RUNS) -> Measured[Result]:
    """Does it some times over, the first of which does not count: modules are imported and caches filled then."""
    result = await ask()
    gc.disable()  # the garbage of other tests is not this one's work
    try:
        times = [await _cpu_s(ask) / _slowness() for _ in range(runs)]
    finally:
        gc.enable()
    tracemalloc.start()
    try:
        await ask()
        return Measured(result, min(times) * 1_000, tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def _slowness() -> float:
    """How many times longer this machine takes at this moment, and no less than once."""
    began, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return max(1.0, (time.process_time() - began) / LOOP_S)


async def _cpu_s(ask: Callable[[], Awaitable[object]]) -> float:
    began = time.process_time()
    await ask()
    return time.process_time() - began
