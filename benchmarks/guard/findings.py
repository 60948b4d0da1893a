"""What a document did for a caller, over every choice of its variables, and whether that is too much."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from benchmarks.guard.asked import Document
from benchmarks.guard.plans import Work, median_ms, work_of
from benchmarks.limits.statements import statement_of
from benchmarks.operations import Variables

MOST_ROWS = 20_000
MOST_BLOCKS = 50_000
RANKED = frozenset({"reviews-found", "store-found", "templates-found"})
"""Not judged: who orders by rank looks at all that is found, and a word can be in every row."""
RUNS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One execution. Without `work` it did not come to its end."""

    variables: Variables
    ms: float
    work: Work | None

    @property
    def rows(self) -> int:
        """What the worst scan read."""
        return 0 if self.work is None else self.work.worst.rows

    @property
    def is_bad(self) -> bool:
        """Whether more was read for a page than a page needs."""
        return self.work is None or self.rows > MOST_ROWS or self.work.blocks > MOST_BLOCKS


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a document did for a caller."""

    document: str
    caller: str | None
    each: Sequence[Finding]

    @property
    def bad(self) -> Sequence[Finding]:
        """Those that read too much."""
        return [] if self.document in RANKED else [finding for finding in self.each if finding.is_bad]


async def look(connection: asyncpg.Connection, document: Document, caller: str | None, database_url: str) -> Findings:
    """Asks the document with each choice of variables."""
    found = [await _look(connection, document, variables, caller, database_url) for variables in document.variables]
    return Findings(document.name, caller, found)


async def _look(
    connection: asyncpg.Connection, document: Document, variables: Variables, caller: str | None, database_url: str
) -> Finding:
    statement = await statement_of(document.text, dict(variables), caller, database_url)
    try:
        work = await work_of(connection, statement)
        return Finding(variables, await median_ms(connection, statement, RUNS), work)
    except asyncpg.QueryCanceledError:
        return Finding(variables, float("inf"), None)
