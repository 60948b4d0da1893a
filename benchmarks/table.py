"""The figures as Markdown, to be read in docs/ and in a review."""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.figures import LARGEST_MB, Cell, Spread, Verdict, cell, largest_mb, verdicts
from benchmarks.operations import Operation
from benchmarks.rounds import CONNECTIONS, Measured

HEAD = (
    "| server | requests/s | p50 ms | p99 ms | CPU ms a request, server + database | resident MB |\n"
    "|---|---|---|---|---|---:|\n"
)


def table(
    measured: Sequence[Measured],
    operations: Sequence[Operation],
    titles: Mapping[str, str],
    sizes: Mapping[str, int],
    facts: Mapping[str, str],
) -> str:
    """The whole report: the machine, a table for each operation and number of connections, and the thresholds."""
    parts = [
        "# Benchmark\n",
        _facts(facts),
        "![Requests a second](latest.svg)\n",
        "Each cell: the median of the rounds (least to most).\n",
    ]
    for operation in operations:
        parts.append(f"## {operation.name.upper()}: {operation.title} ({sizes[operation.name] / 1000:.1f} KB)\n")
        for connections in CONNECTIONS:
            parts.append(f"With {connections} connection{'s' if connections > 1 else ''}:\n")
            parts.append(_cells(measured, operation, connections, titles))
    parts += ["## Against what the issue asks\n", _verdicts(verdicts(measured), titles), _memory(measured)]
    return "\n".join(parts)


def _facts(facts: Mapping[str, str]) -> str:
    return "".join(f"- {name}: {fact}\n" for name, fact in facts.items())


def _cells(measured: Sequence[Measured], operation: Operation, connections: int, titles: Mapping[str, str]) -> str:
    here = [each for each in measured if (each.operation, each.connections) == (operation.name, connections)]
    rows = (_row(title, cell(each for each in here if each.name == name)) for name, title in titles.items())
    return HEAD + "".join(row for row in rows if row)


def _row(title: str, found: Cell | None) -> str:
    if found is None:
        return ""
    cpu = "" if found.server_cpu_ms is None else f"{found.server_cpu_ms:.2f} + {found.database_cpu_ms:.2f}"
    memory = "" if found.resident_mb is None else f"{found.resident_mb:.0f}"
    spreads = " | ".join(_spread(each) for each in (found.rate, found.p50_ms, found.p99_ms))
    return f"| {title} | {spreads} | {cpu} | {memory} |\n"


def _verdicts(found: Iterable[Verdict], titles: Mapping[str, str]) -> str:
    head = "| against | operation | connections | ratio | at least | |\n|---|---|---:|---|---:|---|\n"
    return head + "".join(
        f"| {titles.get(each.name, each.name)} | {each.operation.upper()} | {each.connections} | {_spread(each.ratio)} "
        f"| {each.least:g} | {_word(each)} |\n"
        for each in found
    )


def _word(verdict: Verdict) -> str:
    if verdict.ratio is None:
        return "not measured"
    return "met" if verdict.is_met else "**missed**"


def _memory(measured: Sequence[Measured]) -> str:
    largest = largest_mb(measured)
    if largest is None:
        return ""
    word = "met" if largest < LARGEST_MB else "**missed**"
    return f"Resident memory of our process after load: {largest:.0f} MB at most, of {LARGEST_MB:.0f}: {word}.\n"


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return ""
    return f"{_number(spread.middle)} ({_number(spread.least)} to {_number(spread.most)})"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
