"""The measuring: windows of load on each server in turn, round after round, the machine quiet in between.

A slow drift of the machine meets all alike: within a round everyone is measured once, in an order that turns around
with each round, and ratios are taken within a round.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.operations import Operation
from benchmarks.processes import cpu_s, drain, resident_mb
from benchmarks.servers import Server
from benchmarks.wrk import Window, Wrk

CONNECTIONS = (1, 32)
WARM_S, FIRST_WARM_S = 1.0, 3.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One window with what it cost. CPU and memory are None where no server was involved."""

    operation: str
    connections: int
    round: int
    name: str
    window: Window
    server_cpu_ms: float | None = None
    database_cpu_ms: float | None = None
    resident_mb: float | None = None

    @property
    def is_telling(self) -> bool:
        """Whether enough requests ended that the rate means anything."""
        return self.window.requests >= max(3, 2 * self.connections)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a measurement needs besides the servers. `bodies` holds the request bodies by server and operation."""

    wrk: Wrk
    database_pid: int
    bodies: Path
    rounds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limit:
    """Something to compare with that speaks no HTTP; None when it cannot be had for the operation."""

    name: str
    title: str
    window: Callable[[Operation, float], Window | None]


def measure(
    ground: Ground, operations: Sequence[Operation], servers: Sequence[Server], limits: Sequence[Limit]
) -> Iterator[Measured]:
    """Every window, in the order of time. RuntimeError and LoadError end it all."""
    for operation in operations:
        taking_part = [server for server in servers if operation.name not in server.candidate.skips]
        for connections in CONNECTIONS:
            slow = set()
            for turn in range(1, ground.rounds + 1):
                for server in taking_part if turn % 2 else taking_part[::-1]:
                    measured = _of_server(ground, operation, server, connections, turn)
                    if measured.window.rate * ground.seconds < 2 * max(CONNECTIONS):
                        slow.add(server.name)
                    yield measured
                if connections == max(CONNECTIONS):
                    yield from _of_limits(ground, operation, limits, turn)
            # Whoever could not answer each of many connections twice in a window is asked over one only.
            taking_part = [server for server in taking_part if server.name not in slow]


def _of_server(ground: Ground, operation: Operation, server: Server, connections: int, turn: int) -> Measured:
    bodies = ground.bodies / server.name / operation.name
    url = server.url + (f"/{operation.name}" if not server.candidate.path else "")
    headers = server.headers(operation.caller)
    ground.wrk.window(url, bodies, headers, connections, FIRST_WARM_S if turn == 1 else WARM_S)
    drain(server.pid, ground.database_pid)
    server_before, database_before = cpu_s(server.pid), cpu_s(ground.database_pid)
    window = ground.wrk.window(url, bodies, headers, connections, ground.seconds)
    each = 1000 / max(1, window.requests)
    costs = (cpu_s(server.pid) - server_before) * each, (cpu_s(ground.database_pid) - database_before) * each
    resident = resident_mb(server.pid)
    drain(server.pid, ground.database_pid)
    return Measured(operation.name, connections, turn, server.name, window, *costs, resident)


def _of_limits(ground: Ground, operation: Operation, limits: Sequence[Limit], turn: int) -> Iterator[Measured]:
    for limit in limits:
        window = limit.window(operation, ground.seconds)
        drain(ground.database_pid)
        if window is not None:
            yield Measured(operation.name, max(CONNECTIONS), turn, limit.name, window)


def shown(measured: Measured) -> str:
    """One line for whoever watches."""
    window = measured.window
    return (
        f"{measured.operation} c={measured.connections:<2} round {measured.round} {measured.name:15} "
        f"{window.rate:10.1f}/s  p50 {window.p50_ms or 0:8.2f} ms  p99 {window.p99_ms or 0:8.2f} ms  "
        f"CPU {measured.server_cpu_ms or 0:7.3f} + {measured.database_cpu_ms or 0:7.3f} ms"
    )


def write_bodies(folder: Path, name: str, bodies: Mapping[str, Sequence[str]]) -> None:
    """Lays the request bodies of a server where the load finds them."""
    own = folder / name
    own.mkdir(parents=True, exist_ok=True)
    for operation, lines in bodies.items():
        (own / operation).write_text("".join(f"{line}\n" for line in lines))
