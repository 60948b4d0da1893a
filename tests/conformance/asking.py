"""Asks both executors for the same and keeps what each of them said: what the tests of conformance stand on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.execute import Prepared
from policies.access import Access
from policies.principal import Principal
from schema.admission import Admission
from schema.answers import write_json
from schema.build import build_engine, build_schema
from schema.errors import format_errors
from schema.execution import Operation, Outcome
from schema.executor import Executor
from schema.limits import Limits
from schema.masks import Masks
from schema.normal import normal
from services.call import Call
from storage.blobs import Blobs
from storage.database import Database
from storage.statements import Statements
from tests.calls import SIGNING, call_as
from tests.conformance.readable import readable_answer
from tests.fixtures.upstream import way_out

SCHEMA = build_schema()
COMPILED = "compiled"
WAY_OUT = way_out()


@dataclass(slots=True)
class Sender:
    """Whoever asks, known before they do (`schema.executor.Who`); keeps the calls that were opened for them."""

    database: Database
    access: Access
    blobs: Blobs | None = None
    renew: Callable[[], Awaitable[Principal]] | None = None
    calls: list[Call] = field(default_factory=list)
    client_address: str = "192.0.2.7"

    def recall(self) -> Access | None:
        """The caller as last known."""
        return self.access

    async def identify(self) -> Access:
        """The caller, who is the same still."""
        return self.access

    async def ask(self, executor: Executor, operation: Operation) -> Outcome:
        """What the executor answers them."""
        return await executor.answer(executor.look_at(operation, self), self)

    @asynccontextmanager
    async def call(self) -> AsyncIterator[Call]:
        """A call on their behalf."""
        call = call_as(self.database, self.access.principal, blobs=self.blobs)
        call.renew = self.renew
        call.outbound = WAY_OUT
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


class Unmasked(Masks):
    """The whole schema for everybody: the executors must agree on all of it, whoever asks."""

    def closed_to(self, principal: Principal) -> frozenset[str]:
        """Nothing."""
        return frozenset()


class Both:
    """The two executors over one database."""

    def __init__(self, database: Database, statements: Statements, blobs: Blobs | None = None) -> None:
        self.database, self.statements, self.blobs = database, statements, blobs
        self.heard = Heard()
        self.engine = build_engine(SCHEMA, statements, SIGNING)
        admission = Admission(SCHEMA._schema, Limits(budget=0))
        self.executor = Executor(SCHEMA, self.engine, self.heard, admission=admission, masks=Unmasked(SCHEMA))
        self.reference = Executor(SCHEMA, admission=admission, masks=Unmasked(SCHEMA))

    async def ask(
        self, operation: Operation, who: Principal, renew: Callable[[], Awaitable[Principal]] | None = None
    ) -> Answer:
        """The answer that a client gets; `renew` tells who they are between the mutations of one document."""
        sender, before = Sender(self.database, Access(who), self.blobs, renew=renew), self.statements.count
        outcome = await sender.ask(self.executor, operation)
        sent = self.statements.count - before
        by = self.heard.by[-1]
        by = f"reference: {by}" if by == "refused" else by  # nobody's, and not compiled
        return answer_of(outcome, by, sent, sum(call.reader.statements for call in sender.calls))

    async def refer(
        self, operation: Operation, who: Principal, renew: Callable[[], Awaitable[Principal]] | None = None
    ) -> Answer:
        """The reference's answer."""
        sender = Sender(self.database, Access(who), self.blobs, renew=renew)
        outcome = await sender.ask(self.reference, operation)
        return answer_of(outcome, "reference", 0, sum(call.reader.statements for call in sender.calls))

    def prepare(self, operation: Operation, who: Principal) -> Prepared:
        """The operation's statement for this caller. Raises what the compiled path does where it has none."""
        found = self.executor.look_at(operation).found
        assert found is not None, "the operation is refused"
        return self.engine.prepare(
            (found.digest, operation.name), found.chosen, operation.variables or {}, Access(who), found.read
        )


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
