"""The way to PostgreSQL: the engine and its pool, read and write transactions, and which migrations it has.

It knows nothing of what is stored. A request reads in one REPEATABLE READ snapshot (`Reader`), taken when the first
statement needs it; a use case writes in one READ COMMITTED transaction (`Database.write`).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from domain.errors import BadRequest, FaultCode, StoreError, Unavailable, reject
from storage.connect import COMMAND_S, connect, read_url

T = TypeVar("T")
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
STATEMENT_TIMEOUT_MS = 15_000
# SQLSTATE classes: no connection, not let in, no such database, read-only, out of resources, shut down, system error.
_OUTAGES = ("08", "28", "3D", "25006", "53", "57P", "58")
# What the use cases check first, and only a race can still break: the database's own word, in the caller's terms.
_RACES = {
    "23505": (FaultCode.ALREADY_EXISTS, "Someone made the same thing at the same moment; look again."),
    "23503": (FaultCode.CONFLICT, "What this refers to, or what refers to it, changed at the same moment; look again."),
    "40001": (FaultCode.CONFLICT, "Someone changed the same thing at the same moment; try again."),
    "40P01": (FaultCode.CONFLICT, "Someone changed the same thing at the same moment; try again."),
}


def new_engine(
    database_url: str,
    pool_size: int = 10,
    command_s: float | None = COMMAND_S,
    statement_timeout_ms: int = STATEMENT_TIMEOUT_MS,
) -> AsyncEngine:
    """An engine whose connections speak UTC and give up on slow statements. ValueError for another database."""
    read_url(database_url)
    settings = {
        "TimeZone": "UTC",
        "statement_timeout": str(statement_timeout_ms),
        "idle_in_transaction_session_timeout": "60000",
        "jit": "off",
    }
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: connect(database_url, settings, command_s),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text goes to the log, and what is bound may be a secret
    )


class Database:
    """The pool. `read()` for the reads of one request, `write()` for one use case."""

    def __init__(
        self, database_url: str, pool_size: int = 10, statement_timeout_ms: int = STATEMENT_TIMEOUT_MS
    ) -> None:
        self.engine = new_engine(database_url, pool_size, statement_timeout_ms=statement_timeout_ms)

    def reader(self) -> "Reader":
        """A reader that takes its snapshot when first used."""
        return Reader(self.engine)

    @asynccontextmanager
    async def read(self) -> AsyncIterator["Reader"]:
        """A reader whose connection is given back at the end."""
        reader = self.reader()
        try:
            yield reader
        finally:
            await reader.end()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction: committed at the end, rolled back on any error."""
        with translated_errors():
            async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
                yield session

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()


class Reader:
    """One request's reads: one connection, one snapshot, statements one after the other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._session: AsyncSession | None = None
        self._turn = asyncio.Lock()
        self._is_over = False
        self.statements = 0

    async def run(self, query: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What the query gives in this reader's snapshot."""
        async with self._turn:
            if self._is_over:
                # Read for a field whose neighbour has failed, and the request with it: nobody waits for it any more.
                raise Unavailable("The request is over.")
            try:
                with translated_errors():
                    return await query(await self._open())
            except BaseException:
                # A failed statement spoils its transaction; what is asked next begins another.
                await self._end()
                raise

    async def _open(self) -> AsyncSession:
        if self._session is None:
            session = AsyncSession(self._engine, expire_on_commit=False)
            self._session = session
            await session.connection(
                execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            )
        self.statements += 1
        return self._session

    async def close(self) -> None:
        """Gives the connection back; the next `run` takes a new snapshot."""
        async with self._turn:
            await self._end()

    async def end(self) -> None:
        """Gives the connection back for good: whoever still reads for a request that is over is cancelled."""
        self._is_over = True
        await self.close()

    async def _end(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(Unavailable), translated_errors():  # what cannot be given back is gone
                await session.close()


class translated_errors:  # noqa: N801 - reads as a function: `with translated_errors():`
    """Turns what a driver raises into the store's errors: nothing of SQL leaves this layer."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and (translated := translate(error)) is not None:
            raise translated from error


def translate(error: Exception) -> StoreError | None:
    """The store's error for a driver's, where the caller or the platform can do something about it."""
    state = _state(error)
    if isinstance(error, DBAPIError | asyncpg.PostgresError) and state == "57014":
        return Unavailable("The database took too long to answer; narrow the request or try again later.")
    if isinstance(error, DBAPIError):
        if state == "22021" or "UnicodeEncodeError" in repr(error.orig) or "codec can't encode" in str(error.orig):
            return BadRequest("A text has a character that cannot be stored (NUL or half of a surrogate pair).")
        if state in _RACES:
            return reject(*_RACES[state])
    return Unavailable("The database does not answer; try again later.") if _is_outage(error, state) else None


def _is_outage(error: Exception, state: str | None) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, InterfaceError | OperationalError | PoolTimeout | OSError | asyncpg.InterfaceError):
        return True
    return isinstance(error, DBAPIError | asyncpg.PostgresError) and str(state).startswith(_OUTAGES)


def _state(error: Exception) -> str | None:
    """The SQLSTATE of a driver's error."""
    return getattr(getattr(error, "orig", error), "sqlstate", None)


def newest_revision() -> str:
    """The revision that the program needs: migrations are named by their number."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


async def check_migrated(database: Database) -> None:
    """Raises Unavailable unless the database is at the newest revision."""
    newest = newest_revision()
    with translated_errors():
        async with database.engine.connect() as connection:
            is_there = await connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
            current = await connection.scalar(text("SELECT version_num FROM alembic_version")) if is_there else None
    if current != newest:
        raise Unavailable(f"the database is at revision {current}, the program needs {newest}")
