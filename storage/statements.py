"""Runs single read-only statements that somebody else has written, on a free list of connections of their own.

Each statement is its own snapshot; connections speak UTC, cannot write, and plan once for all values. A statement that
is asked for again is kept prepared by its name on the connection; there are so many names at most. Knows no tables.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from domain.errors import Unavailable
from storage.connect import connect
from storage.database import STATEMENT_TIMEOUT_MS, translate

CONNECTIONS = 8
PREPARED = 200
PREPARED_CHARS = 300_000
"""Of all texts that a connection keeps prepared: PostgreSQL keeps some hundred bytes for each."""
LONGEST_PREPARED = 60_000
WAIT_S = 10.0
SETTINGS = {
    "TimeZone": "UTC",
    "default_transaction_read_only": "on",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
}


@dataclass(slots=True, eq=False)
class _Lane:
    """A connection with what it has prepared."""

    connection: asyncpg.Connection
    prepared: OrderedDict[str, PreparedStatement] = field(default_factory=OrderedDict)
    names: int = 0
    chars: int = 0


class Statements:
    """The free list. The connection used last is used next, so that few stay warm where few are needed."""

    def __init__(
        self, database_url: str, connections: int = CONNECTIONS, statement_timeout_ms: int = STATEMENT_TIMEOUT_MS
    ) -> None:
        self._database_url = database_url
        self._settings = {**SETTINGS, "statement_timeout": str(statement_timeout_ms)}
        self._free: list[_Lane] = []
        self._turns = asyncio.Semaphore(connections)
        self._is_closed = False
        self.count = 0

    async def fetch_value(self, text: str, values: Sequence[Any], *, keep: bool = True) -> Any:
        """The first column of the statement's one row. `keep`: it will be asked for again, so prepare it by name.

        Raises Unavailable when the database does not answer; cancelling the caller cancels the statement.
        """
        self.count += 1
        lane = await self._take()
        try:
            statement = lane.prepared.get(text)
            if statement is None:
                return await self._fetch_new(lane, text, values, keep)
            lane.prepared.move_to_end(text)
            return await statement.fetchval(*values)
        except BaseException as error:
            self._check(lane, error)
            raise
        finally:
            self._give_back(lane)

    async def _fetch_new(self, lane: "_Lane", text: str, values: Sequence[Any], keep: bool) -> Any:
        if keep and len(text) <= LONGEST_PREPARED:
            return await (await _prepare(lane, text)).fetchval(*values)
        return await lane.connection.fetchval(text, *values)

    async def explain(self, text: str, values: Sequence[Any]) -> str:
        """EXPLAIN ANALYZE of the statement, which runs with these values and shows none of them."""
        lane = await self._take()
        try:
            rows = await _explained(lane, text, values)
        except BaseException as error:
            self._check(lane, error)
            raise
        finally:
            self._give_back(lane)
        return "\n".join(row[0] for row in rows)

    async def _take(self) -> "_Lane":
        """A connection of our own until it is given back."""
        await self._take_turn()
        try:
            return self._idle() or await self._open()
        except BaseException:
            self._turns.release()
            raise

    def _idle(self) -> "_Lane | None":
        """A free connection that the database has not ended meanwhile."""
        while self._free:
            lane = self._free.pop()
            if not lane.connection.is_closed():
                return lane
        return None

    def _check(self, lane: "_Lane", error: BaseException) -> None:
        """A connection that is still good goes on: an error of a statement is not its fault.

        Of a cancelled statement the driver tells the database, and the next one on the connection waits for its end.
        """
        if not isinstance(error, asyncpg.PostgresError | asyncio.CancelledError):
            lane.connection.terminate()
        if isinstance(error, Exception) and (translated := translate(error)) is not None:
            raise translated from error

    def _give_back(self, lane: "_Lane") -> None:
        if self._is_closed:
            lane.connection.terminate()
        elif not lane.connection.is_closed():
            self._free.append(lane)
        self._turns.release()

    async def _take_turn(self) -> None:
        if not self._turns.locked():
            await self._turns.acquire()
            return
        try:
            async with asyncio.timeout(WAIT_S):
                await self._turns.acquire()
        except TimeoutError:
            raise Unavailable("The database is too busy to answer; try again later.") from None

    async def _open(self) -> _Lane:
        try:
            return _Lane(await connect(self._database_url, self._settings, kept_statements=0))
        except Exception as error:
            translated = translate(error)
            if translated is None:
                raise
            raise translated from error

    async def close(self) -> None:
        """Closes what is free; what is in use closes with its statement."""
        self._is_closed = True
        lanes, self._free = self._free, []
        await asyncio.gather(*(lane.connection.close(timeout=5) for lane in lanes), return_exceptions=True)


async def _prepare(lane: _Lane, text: str) -> PreparedStatement:
    lane.names += 1
    statement = await lane.connection.prepare(text, name=f"read_{lane.names}")
    lane.prepared[text] = statement
    lane.chars += len(text)
    while len(lane.prepared) > PREPARED or lane.chars > PREPARED_CHARS:
        dropped, _ = lane.prepared.popitem(last=False)
        lane.chars -= len(dropped)
    return statement


async def _explained(lane: _Lane, text: str, values: Sequence[Any]) -> Any:
    """EXPLAIN puts what is bound to it into the plan; of a prepared statement it tells the one for all values."""
    statement = lane.prepared.get(text) or await _prepare(lane, text)
    types = [parameter.name for parameter in statement.get_parameters()]
    literals = ", ".join(f"quote_nullable(${number}::{name})" for number, name in enumerate(types, 1))
    written = await lane.connection.fetchval(f"SELECT ARRAY[{literals}]::text[]", *values)
    given = f"({', '.join(written)})" if types else ""
    return await lane.connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) EXECUTE {statement.get_name()}{given}")
