"""Asks both executors for the same and keeps what each of them said: what the tests of conformance stand on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.execute import Prepared
from policies.access import Access
from policies.principal import Principal
from schema.answers import write_json
from schema.build import build_engine, build_schema
from schema.documents import Documents
from schema.errors import format_errors
from schema.execution import Operation, Outcome, execute
from schema.executor import Executor
from schema.normal import normal
from services.call import Call
from storage.blobs import Blobs
from storage.database import Database
from storage.statements import Statements
from tests.calls import SIGNING, call_as
from tests.conformance.readable import readable_answer

SCHEMA = build_schema()
COMPILED = "compiled"


@dataclass(slots=True)
class Sender:
    """Whoever asks, known before they do (`schema.executor.Who`); keeps the calls that were opened for them."""

    database: Database
    access: Access
    blobs: Blobs | None = None
    renew: Callable[[], Awaitable[Principal]] | None = None
    calls: list[Call] = field(default_factory=list)

    def recall(self) -> Access | None:
        """The caller as last known."""
        return self.access

    async def identify(self) -> Access:
        """The caller, who is the same still."""
        return self.access

    @asynccontextmanager
    async def call(self) -> AsyncIterator[Call]:
        """A call on their behalf."""
        call = call_as(self.database, self.access.principal, blobs=self.blobs)
        call.renew = self.renew
        self.calls.append(call)
        try:
            yield call
        finally:
            await call.reader.end()


@dataclass(slots=True)
class Heard:
    """Who answered, one after the other (`schema.executor.Observer`)."""

    by: list[str] = field(default_factory=list)

    def answered(self, by: str) -> None:
        """Notes it."""
        self.by.append(by)

    def compared(self, *, equal: bool) -> None:
        """Nothing: the tests compare."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, by whom, and by how many compiled and other statements. No body: nothing was executed."""

    body: bytes | None
    errors: list[Any]
    by: str
    compiled_statements: int = 0
    other_statements: int = 0

    @property
    def told(self) -> tuple[bytes, str]:
        """What the client learns: in normal form, and with what is in links, of which that has nothing."""
        return b"" if self.body is None else normal(self.body), readable_answer(self.body, self.errors)


class Both:
    """The two executors over one database."""

    def __init__(self, database: Database, statements: Statements, blobs: Blobs | None = None) -> None:
        self.database, self.statements, self.blobs = database, statements, blobs
        self.heard = Heard()
        self.engine = build_engine(SCHEMA, statements, SIGNING)
        self.executor = Executor(SCHEMA, self.engine, self.heard)
        self.documents = Documents(SCHEMA._schema)

    async def ask(
        self, operation: Operation, who: Principal, renew: Callable[[], Awaitable[Principal]] | None = None
    ) -> Answer:
        """The answer that a client gets; `renew` tells who they are between the mutations of one document."""
        sender, before = Sender(self.database, Access(who), self.blobs, renew), self.statements.count
        outcome = await self.executor.execute(operation, sender)
        sent = self.statements.count - before
        return answer_of(outcome, self.heard.by[-1], sent, sum(call.reader.statements for call in sender.calls))

    async def refer(
        self, operation: Operation, who: Principal, renew: Callable[[], Awaitable[Principal]] | None = None
    ) -> Answer:
        """The reference's answer."""
        async with Sender(self.database, Access(who), self.blobs, renew).call() as call:
            outcome = await execute(SCHEMA, operation, call)
            return answer_of(outcome, "reference", 0, call.reader.statements)

    def prepare(self, operation: Operation, who: Principal) -> Prepared:
        """The operation's statement for this caller. Raises what the compiled path does where it has none."""
        found = self.documents.find(operation.query)
        chosen = found and found[1].operation(operation.name)
        assert found is not None, "the document is not valid"
        assert chosen is not None, "the document has no such operation"
        return self.engine.prepare((found[0], operation.name), chosen, operation.variables or {}, Access(who))


def answer_of(outcome: Outcome, by: str, compiled: int = 0, other: int = 0) -> Answer:
    """The outcome as the wire has it."""
    body = outcome.body
    if body is None and not outcome.is_request_error:
        body = write_json({"data": outcome.data})
    return Answer(body, format_errors(outcome.errors, "request"), by, compiled, other)


@asynccontextmanager
async def open_both(database_url: str, blobs: Blobs | None = None) -> AsyncIterator[Both]:
    """Both executors over the database, as long as they are used."""
    database, statements = Database(database_url, pool_size=2), Statements(database_url, connections=2)
    try:
        yield Both(database, statements, blobs)
    finally:
        await statements.close()
        await database.close()
