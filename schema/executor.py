"""Decides which executor answers an operation: the compiled one where it can, the reference everywhere else.

Whichever it is, the answer is the same; a setting has one in so many reads answered by both, to be sure of it.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from time import perf_counter
from typing import Any, Protocol

from graphql import GraphQLError

from domain.errors import Refused, StoreError, Unavailable
from engine.document import Document
from engine.document import Operation as Chosen
from engine.execute import Engine, Prepared
from engine.explain import explain
from engine.parameters import Irregular
from engine.planner import Unplannable
from policies.access import Access
from policies.vocabulary import Permission
from schema.documents import Documents
from schema.execution import Operation, Outcome, Schema, execute
from schema.normal import normal
from schema.readback import Readback
from services.call import Call

log = logging.getLogger(__name__)


class Who(Protocol):
    """Whoever sent the operation."""

    def recall(self) -> Access | None:
        """The caller as last known, if at all; what relies on it verifies it."""

    async def identify(self) -> Access:
        """The caller as of now. Unauthenticated when the credential does not stand."""

    def call(self) -> AbstractAsyncContextManager[Call]:
        """A call on their behalf, identified. Unauthenticated."""


class Observer(Protocol):
    """Is told how operations were answered."""

    def answered(self, by: str) -> None:
        """By `compiled`, or by `reference: ` and why (`unplanned`, `irregular`, `heavy`, `invalid`, `failed`)."""

    def compared(self, *, equal: bool) -> None:
        """Both executors have answered a read."""


class Silent:
    """An observer that nobody listens to."""

    def answered(self, by: str) -> None:
        """Nothing."""

    def compared(self, *, equal: bool) -> None:
        """Nothing."""


class _Fallback(Exception):
    """The reference is to answer; the message is why."""


class Executor:
    """Executes operations of one schema."""

    def __init__(
        self, schema: Schema, engine: Engine | None = None, observer: Observer | None = None, shadow_every: int = 0
    ) -> None:
        self._schema = schema
        self._engine = engine
        self._observer = observer or Silent()
        self._shadow_every = shadow_every
        self._reads = 0
        self._shadows: set[asyncio.Task[None]] = set()
        self._documents = Documents(schema._schema)

    async def execute(self, operation: Operation, who: Who, *, only_queries: bool = False) -> Outcome:
        """The outcome. NotAllowed for a mutation where only queries are; Unauthenticated; Unavailable."""
        if self._engine is None:
            return await self._reference(operation, who, only_queries)
        try:
            digest, document, chosen = self._choose(operation)
            if chosen.is_query:
                return await self._read(self._engine, digest, chosen, operation, who)
            if chosen.is_mutation and not only_queries:
                return await self._mutate(self._engine, digest, document, chosen, operation, who)
            raise _Fallback("invalid")
        except _Fallback as why:
            self._observer.answered(f"reference: {why}")
        return await self._reference(operation, who, only_queries)

    async def _reference(self, operation: Operation, who: Who, only_queries: bool) -> Outcome:
        async with who.call() as call:
            return await execute(self._schema, operation, call, only_queries=only_queries)

    def _choose(self, operation: Operation) -> tuple[bytes, Document, Chosen]:
        found = self._documents.find(operation.query)
        chosen = None if found is None else found[1].operation(operation.name)
        if found is None or chosen is None:
            raise _Fallback("invalid")
        return *found, chosen

    async def _read(self, engine: Engine, digest: bytes, chosen: Chosen, operation: Operation, who: Who) -> Outcome:
        began = perf_counter()
        access = who.recall() or await who.identify()
        known = perf_counter()
        prepared = _prepared(engine, digest, chosen, operation, access)
        planned = perf_counter()
        body = await _run(engine, prepared)
        if body is None:
            now = await who.identify()
            if now.principal.revision == access.principal.revision:
                raise _Fallback("heavy")
            prepared = _prepared(engine, digest, chosen, operation, now)
            body = await _run(engine, prepared)
        if body is None:
            raise _Fallback("heavy")
        ended = perf_counter()
        self._observer.answered("compiled")
        self._shadow(engine, operation, who, body)
        timings = {"auth": known - began, "plan": planned - known, "sql": ended - planned}
        outcome = Outcome(None, [], is_request_error=False, body=body, timings=timings)
        if operation.extensions and operation.extensions.get("explain") is True:
            return await self._explained(engine, outcome, prepared)
        return outcome

    async def _explained(self, engine: Engine, outcome: Outcome, prepared: Prepared) -> Outcome:
        """Beside the answer, how it was come by, for those who may read the platform's records."""
        if Permission.AUDIT_READ not in prepared.access.principal.platform:
            return outcome
        return outcome._replace(extensions={"explain": await explain(engine, prepared)})

    def _shadow(self, engine: Engine, operation: Operation, who: Who, body: bytes) -> None:
        if not self._shadow_every:
            return
        self._reads += 1
        if self._reads % self._shadow_every == 0 and not self._shadows:
            task = asyncio.create_task(self._compare(engine, operation, who, body))
            self._shadows.add(task)
            task.add_done_callback(self._shadows.discard)

    async def _compare(self, engine: Engine, operation: Operation, who: Who, body: bytes) -> None:
        """A change between the two reads makes a difference too, so one is looked at twice before it is told."""
        try:
            equal = await self._is_equal(operation, who, body)
            if not equal:
                equal = await self._is_equal(operation, who, await self._again(engine, operation, who))
        except (StoreError, _Fallback):
            return
        except Exception:
            log.exception("the comparison of a read failed")
            return
        self._observer.compared(equal=equal)
        if not equal:
            log.error("the two executors differ on the document %s", self._documents.digest_of(operation.query))

    async def _again(self, engine: Engine, operation: Operation, who: Who) -> bytes | None:
        digest, _, chosen = self._choose(operation)
        return await _run(engine, _prepared(engine, digest, chosen, operation, await who.identify()))

    async def _is_equal(self, operation: Operation, who: Who, body: bytes | None) -> bool:
        outcome = await self._reference(operation, who, only_queries=True)
        return body is not None and not outcome.errors and normal(body) == normal({"data": outcome.data})

    async def _mutate(
        self, engine: Engine, digest: bytes, document: Document, chosen: Chosen, operation: Operation, who: Who
    ) -> Outcome:
        async with who.call() as call:
            try:
                outcome = await Readback(self._schema, engine).execute(digest, document, chosen, operation, call)
            except (Irregular, GraphQLError):
                outcome = None
        if outcome is None:
            raise _Fallback("invalid")
        self._observer.answered("compiled")
        return outcome


def _prepared(engine: Engine, digest: bytes, chosen: Chosen, operation: Operation, access: Access) -> Prepared:
    given: Mapping[str, Any] = operation.variables or {}
    try:
        return engine.prepare((digest, operation.name), chosen, given, access)
    except Unplannable:
        raise _Fallback("unplanned") from None
    except (Irregular, GraphQLError):
        raise _Fallback("irregular") from None


async def _run(engine: Engine, prepared: Prepared) -> bytes | None:
    try:
        return await engine.run(prepared)
    except Irregular:
        raise _Fallback("irregular") from None
    except (Unavailable, Refused):
        raise
    except Exception:
        # Whatever is wrong with a statement of ours is never the caller's.
        log.exception("a compiled statement failed")
        raise _Fallback("failed") from None
