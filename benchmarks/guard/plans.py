"""What PostgreSQL does for a statement: which tables it reads, how, how much of them, how long. Knows no documents.

Statements are planned as the server has them planned: once for all values, with the server's own settings.
"""

import json
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from benchmarks.limits.statements import Statement

Node = Mapping[str, Any]
TOTAL = ["count(*)"]
"""What a node puts out that counts a whole list, which no index makes short."""
ENTRIES_A_ROW = 10
"""A bitmap gathers entries of an index by the page, about so many in the time of a row."""
_REMOVED = ("Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter")
_EXPLAIN = "EXPLAIN (ANALYZE, VERBOSE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE guarded"


@dataclass(frozen=True, slots=True)
class Scan:
    """One node's reading of a table or an index, all its repetitions together; `rows` whether kept or not."""

    what: str
    how: str
    rows: int
    is_for_total: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What a statement did. `blocks` are of the pages alone, without what was counted."""

    scans: Sequence[Scan]
    blocks: int

    @property
    def rows_counted(self) -> int:
        """Rows read for totals."""
        return sum(scan.rows for scan in self.scans if scan.is_for_total)

    @property
    def worst(self) -> Scan:
        """The scan that read most for a page."""
        nothing = Scan("", "", 0, is_for_total=False)
        return max([nothing, *(scan for scan in self.scans if not scan.is_for_total)], key=lambda scan: scan.rows)


async def work_of(connection: asyncpg.Connection, statement: Statement) -> Work:
    """Runs the statement and tells what it did."""
    await connection.execute(f"PREPARE guarded AS {statement.text}")
    try:
        # As EXECUTE: a statement that is explained with parameters of its own would be planned for their values.
        values = ", ".join(map(_literal, statement.values))
        told = await connection.fetchval(f"{_EXPLAIN}({values})" if values else _EXPLAIN)
    finally:
        await connection.execute("DEALLOCATE guarded")
    root = json.loads(told)[0]["Plan"]
    return Work(list(_scans(root, is_for_total=False)), _blocks(root) - sum(map(_blocks, _totals(root))))


async def median_ms(connection: asyncpg.Connection, statement: Statement, runs: int) -> float:
    """The time that the statement takes once it is prepared and has run. ValueError when it answers nothing."""
    prepared = await connection.prepare(statement.text)
    taken = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        if await prepared.fetchval(*statement.values) is None:
            raise ValueError("the statement answers nothing: the caller is not known as of now")
        taken.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(taken[1:])


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    text = _array(value) if isinstance(value, list | tuple) else str(value)
    return "'" + text.replace("'", "''") + "'"


def _array(values: Sequence[object]) -> str:
    """As PostgreSQL reads it; JSON quotes and escapes enough alike."""
    return (
        "{" + ",".join("NULL" if each is None else json.dumps(str(each), ensure_ascii=False) for each in values) + "}"
    )


def _scans(node: Node, *, is_for_total: bool) -> Iterator[Scan]:
    counts = is_for_total or _is_total(node)
    table, index = node.get("Relation Name"), node.get("Index Name")
    if table is not None:
        yield Scan(table, " ".join(filter(None, (node["Node Type"], index))), _rows(node), counts)
    elif index is not None:
        yield Scan(index, node["Node Type"], _rows(node) // ENTRIES_A_ROW, counts)
    for inner in node.get("Plans", ()):
        yield from _scans(inner, is_for_total=counts)


def _is_total(node: Node) -> bool:
    return node["Node Type"] == "Aggregate" and node.get("Output") == TOTAL


def _totals(node: Node) -> Iterator[Node]:
    """The outermost nodes that count."""
    if _is_total(node):
        yield node
        return
    for inner in node.get("Plans", ()):
        yield from _totals(inner)


def _rows(node: Node) -> int:
    each = node["Actual Rows"] + sum(node.get(name, 0) for name in _REMOVED)
    return int(each * node["Actual Loops"])


def _blocks(node: Node) -> int:
    return int(node.get("Shared Hit Blocks", 0) + node.get("Shared Read Blocks", 0))
