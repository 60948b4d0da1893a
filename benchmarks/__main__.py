"""`python -m benchmarks`: starts everything, sees that all say the same, measures, and writes benchmarks/results/."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass

from benchmarks.agreement import bodies_for, check_agreement, keep_answers
from benchmarks.answers import Different
from benchmarks.cluster import Cluster, open_cluster
from benchmarks.data.load import PASSWORD
from benchmarks.data.scale import scale_of
from benchmarks.figures import PGBENCH, SQL
from benchmarks.limits.all import limits
from benchmarks.machine import facts
from benchmarks.operations import OPERATIONS, Operation
from benchmarks.peers.all import OURS, REFERENCE, STATIC, ours, peers, static
from benchmarks.places import CACHE, RESULTS, cores, pin, pin_ourselves
from benchmarks.plot import plot
from benchmarks.processes import StillBusy
from benchmarks.rounds import Ground, Limit, Measured, measure, shown, write_bodies
from benchmarks.servers import Candidate, Server, ServerError, sign_in, started
from benchmarks.table import table
from benchmarks.wrk import LoadError, find_wrk
from server.data_dir import DataDirError, locked, make_data_dir
from server.embedded.child import ChildError
from server.embedded.s3 import open_s3

VERSIONS, ROUNDS, SECONDS = 50_000, 3, 4.0


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a run. Empty choices mean all."""

    versions: int
    rounds: int
    seconds: float
    operations: Sequence[Operation]
    names: frozenset[str]
    only_fill: bool

    def takes(self, name: str) -> bool:
        """Whether a server or limit takes part. We always do."""
        return name == OURS or not self.names or name in self.names


def main(arguments: list[str]) -> int:
    """0 when everything was measured, whatever came out; 1 with one line that says why it was not."""
    options = _options(arguments)
    make_data_dir(CACHE)
    try:
        with locked(CACHE):
            _run(options)
    except (DataDirError, ChildError, ServerError, LoadError, StillBusy, Different) as error:
        print(f"benchmark: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _run(options: Options) -> None:
    wrk = find_wrk()
    cores()
    with ExitStack() as stack:
        cluster = stack.enter_context(open_cluster(scale_of(options.versions)))
        pin_ourselves()
        pin(cluster.pid, cores().database)
        if options.only_fill:
            return
        servers, sizes = _start(options, cluster, stack)
        ground = Ground(wrk, cluster.pid, CACHE / "bodies", options.rounds, options.seconds)
        chosen = [limit for limit in limits(cluster.url) if options.takes(limit.name)]
        measured = []
        for each in measure(ground, options.operations, servers, chosen):
            print(shown(each), flush=True)  # noqa: T201
            measured.append(each)
    _write(options, measured, servers, chosen, sizes)


def _start(options: Options, cluster: Cluster, stack: ExitStack) -> tuple[list[Server], dict[str, int]]:
    """Everyone who takes part, found to agree; and how large our answers are."""
    s3_folder = CACHE / "objects"
    make_data_dir(s3_folder)
    s3 = stack.enter_context(open_s3(s3_folder))
    servers: list[Server] = []
    for candidate in (each for each in (*ours(s3), *peers()) if options.takes(each.name)):
        servers.append(_started(candidate, options, cluster, stack, servers[0] if servers else None))
    asked = bodies_for(servers[0], options.operations, cluster.url)
    sizes = keep_answers(servers[0], asked, options.operations, CACHE / "answers")
    if options.takes(STATIC):
        last = stack.enter_context(started(static(CACHE / "answers"), cluster.url))
        write_bodies(CACHE / "bodies", last.name, asked)
        servers.append(last)
    return servers, sizes


def _started(
    candidate: Candidate, options: Options, cluster: Cluster, stack: ExitStack, first: Server | None
) -> Server:
    server = stack.enter_context(started(candidate, cluster.url))
    if candidate.is_ours:
        for caller in {operation.caller for operation in options.operations if operation.caller}:
            sign_in(server, caller, PASSWORD)
    asked = bodies_for(server, options.operations, cluster.url)
    write_bodies(CACHE / "bodies", server.name, asked)
    mine = first or server
    check_agreement((mine, bodies_for(mine, options.operations, cluster.url)), (server, asked), options.operations)
    print(f"{candidate.title} answers as we do", flush=True)  # noqa: T201
    return server


def _write(
    options: Options, measured: list[Measured], servers: list[Server], chosen: Sequence[Limit], sizes: dict[str, int]
) -> None:
    titles = {server.name: server.candidate.title for server in servers} | {each.name: each.title for each in chosen}
    told = {**facts(), "data": f"{options.versions:,} versions", "method": _method(options)}
    RESULTS.mkdir(exist_ok=True)
    everything = {"facts": told, "sizes": sizes, "titles": titles, "windows": [asdict(each) for each in measured]}
    (RESULTS / "latest.json").write_text(json.dumps(everything, indent=1) + "\n")
    (RESULTS / "latest.md").write_text(table(measured, options.operations, titles, sizes, told))
    (RESULTS / "latest.svg").write_text(plot(measured, options.operations, titles))
    print(f"Written to {RESULTS}", flush=True)  # noqa: T201


def _method(options: Options) -> str:
    return f"{options.rounds} rounds of windows of {options.seconds:g} s, one worker each, in alternation"


def _options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--versions", type=int, default=VERSIONS, help="how many versions the data has")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often everyone is measured")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long a window of load is")
    parser.add_argument("--only", default="", help="operations, with commas: q1,q2")
    parser.add_argument("--peers", default="", help="who is measured beside us, with commas; all unless given")
    parser.add_argument("--fill", action="store_true", help="only load the data")
    given = parser.parse_args(arguments)
    wanted = _names(parser, given.only, {operation.name for operation in OPERATIONS})
    operations = [operation for operation in OPERATIONS if not wanted or operation.name in wanted]
    names = _names(parser, given.peers, {each.name for each in peers()} | {REFERENCE, STATIC, SQL, PGBENCH})
    return Options(given.versions, given.rounds, given.seconds, operations, names, given.fill)


def _names(parser: argparse.ArgumentParser, given: str, known: set[str]) -> frozenset[str]:
    wanted = frozenset(name for name in given.split(",") if name)
    if not wanted <= known:
        parser.error(f"unknown: {', '.join(sorted(wanted - known))}; there are {', '.join(sorted(known))}")
    return wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
