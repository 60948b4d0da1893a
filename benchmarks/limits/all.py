"""The limits that are no servers."""

import asyncio
import json
import sys

from benchmarks.figures import PGBENCH, SQL
from benchmarks.limits import pgbench
from benchmarks.limits.sql import statements_of
from benchmarks.operations import Operation
from benchmarks.places import cores, told_by
from benchmarks.rounds import Limit
from benchmarks.wrk import LoadError, Window


def limits(database_url: str) -> list[Limit]:
    """The same SQL from Python and from pgbench."""

    def by_python(operation: Operation, seconds: float) -> Window:
        return _by_python(operation, seconds, database_url)

    def by_pgbench(operation: Operation, seconds: float) -> Window | None:
        statement = asyncio.run(statements_of(operation, database_url))[0]
        return pgbench.window(statement.text, statement.values, database_url, seconds)

    return [
        Limit(SQL, "limit: our SQL by asyncpg, 8 at once", by_python),
        Limit(PGBENCH, "limit: our SQL by pgbench, 8 at once", by_pgbench),
    ]


def _by_python(operation: Operation, seconds: float, database_url: str) -> Window:
    """In a process of its own where a server would be."""
    command = [sys.executable, "-m", "benchmarks.limits.sql", operation.name, str(seconds)]
    code, told, errors = told_by(command, {"DATABASE_URL": database_url}, cores().server)
    if code != 0:
        raise LoadError(f"the statement of {operation.name} failed without HTTP: {errors.strip()[-500:]}")
    return Window(**json.loads(told))
