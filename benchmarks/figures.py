"""From windows to figures: medians with their ranges, ratios within rounds, and what the issue asks of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from benchmarks.operations import ANONYMOUS
from benchmarks.peers.all import OURS, STATIC
from benchmarks.rounds import Measured

SQL, PGBENCH = "sql", "pgbench"
LARGEST_MB = 120.0


class Spread(NamedTuple):
    """The middle of several rounds, and how far they reach."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One server on one operation at one number of connections."""

    rate: Spread
    p50_ms: Spread | None
    p99_ms: Spread | None
    server_cpu_ms: float | None
    database_cpu_ms: float | None
    resident_mb: float | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many times our rate must be of another's; by operation."""

    name: str
    connections: tuple[int, ...]
    least: dict[str, float]


THRESHOLDS = (
    Threshold("strawberry", (1,), {"q1": 20, "q2": 20, "q3": 20}),
    Threshold("mercurius", (1, 32), {"q1": 2.5, "q2": 2.1, "q3": 1.7}),
    Threshold("postgraphile", (1, 32), {"q1": 4, "q2": 3, "q3": 2.3}),
    Threshold("yoga", (1, 32), {"q1": 2.3, "q2": 2.3, "q3": 2.3}),
    Threshold(SQL, (32,), {"q1": 0.75, "q2": 0.95, "q3": 0.95}),
    Threshold(STATIC, (32,), {f"q2{ANONYMOUS}": 0.7}),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A threshold met or not; `ratio` is None where it was not measured."""

    name: str
    operation: str
    connections: int
    ratio: Spread | None
    least: float

    @property
    def is_met(self) -> bool:
        """By the median of the rounds."""
        return self.ratio is not None and self.ratio.middle >= self.least


def cell(measured: Iterable[Measured]) -> Cell | None:
    """The rounds of one cell together; None when too little was measured."""
    found = [each for each in measured if each.is_telling]
    if not found:
        return None
    return Cell(
        spread([each.window.rate for each in found]),
        _spread_of_known([each.window.p50_ms for each in found]),
        _spread_of_known([each.window.p99_ms for each in found]),
        _middle([each.server_cpu_ms for each in found]),
        _middle([each.database_cpu_ms for each in found]),
        max((each.resident_mb for each in found if each.resident_mb is not None), default=None),
    )


def ratio(measured: Sequence[Measured], name: str, operation: str, connections: int) -> Spread | None:
    """Our rate over another's, each within its round."""
    place = operation, connections
    rates = {
        (each.name, each.round): each.window.rate for each in measured if _place(each) == place and each.is_telling
    }
    rounds = sorted(turn for who, turn in rates if who == name and (OURS, turn) in rates)
    return spread([rates[OURS, turn] / rates[name, turn] for turn in rounds]) if rounds else None


def verdicts(measured: Sequence[Measured]) -> list[Verdict]:
    """Every threshold of the issue, measured or not."""
    return [
        Verdict(each.name, operation, connections, ratio(measured, each.name, operation, connections), least)
        for each in THRESHOLDS
        for connections in each.connections
        for operation, least in each.least.items()
    ]


def largest_mb(measured: Iterable[Measured]) -> float | None:
    """What our server held at most after any of the windows."""
    return max((each.resident_mb for each in measured if each.name == OURS and each.resident_mb), default=None)


def spread(values: Sequence[float]) -> Spread:
    """Median, least and most."""
    return Spread(median(values), min(values), max(values))


def _place(measured: Measured) -> tuple[str, int]:
    return measured.operation, measured.connections


def _spread_of_known(values: Sequence[float | None]) -> Spread | None:
    known = [value for value in values if value is not None]
    return spread(known) if known else None


def _middle(values: Sequence[float | None]) -> float | None:
    found = _spread_of_known(values)
    return None if found is None else found.middle
