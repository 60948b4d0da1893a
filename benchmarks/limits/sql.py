"""The statement of an operation on as many connections as one PostgreSQL core can use, without HTTP around it.

Run as a program: `python -m benchmarks.limits.sql OPERATION SECONDS`, with DATABASE_URL; prints a window as JSON.
"""

import asyncio
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator

import asyncpg

from benchmarks.limits.statements import Statement, statement_of
from benchmarks.operations import OPERATIONS, QUERIES, Operation, variables_of
from storage.connect import connect
from storage.statements import SETTINGS

CONNECTIONS = 8


async def run(name: str, seconds: float, database_url: str) -> dict[str, float]:
    """What the connections together came to."""
    operation = next(each for each in OPERATIONS if each.name == name)
    statements = itertools.cycle(await statements_of(operation, database_url))
    connections = [await connect(database_url, SETTINGS) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()
    taken = await asyncio.gather(*(_repeat(each, statements, begun + seconds) for each in connections))
    elapsed = time.perf_counter() - begun
    times = sorted(itertools.chain.from_iterable(taken))
    centiles = statistics.quantiles(times, n=100)
    return {"requests": len(times), "seconds": elapsed, "p50_ms": centiles[49] * 1e3, "p99_ms": centiles[98] * 1e3}


async def statements_of(operation: Operation, database_url: str) -> list[Statement]:
    """One for each of the operation's variables."""
    document = operation.document(QUERIES)
    return [
        await statement_of(document, dict(variables), operation.caller, database_url)
        for variables in await variables_of(operation, database_url)
    ]


async def _repeat(connection: asyncpg.Connection, statements: Iterator[Statement], until: float) -> list[float]:
    prepared = await connection.prepare(next(statements).text)
    taken: list[float] = []
    while (begun := time.perf_counter()) < until:
        if await prepared.fetchval(*next(statements).values) is None:
            raise RuntimeError("the statement answers nothing: the caller is not known as of now")
        taken.append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1], float(sys.argv[2]), os.environ["DATABASE_URL"]))))  # noqa: T201
