"""Decides which executor answers an operation: the compiled one where it can, the reference everywhere else.

Whichever it is, the answer is the same; a setting has one in so many reads answered by both, to be sure of it.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple
from weakref import ref

from graphql import GraphQLError

from domain.errors import Refused, Unavailable
from engine.cache import Cache
from engine.document import Operation as Chosen
from engine.execute import Engine, Prepared, Read
from engine.explain import explain
from engine.parameters import Irregular
from engine.planner import Unplannable
from policies.access import Access
from policies.vocabulary import Permission
from schema.admission import Admission
from schema.asked import Asked, Found, Subscribed, Who, payer
from schema.budgets import Charge
from schema.documents import NOT_FOUND, DocumentRefused
from schema.execution import NotAllowed, Operation, Outcome, Schema, execute
from schema.masks import Masks
from schema.observing import Observer, Silent
from schema.readback import Readback
from schema.shadow import NotCompiled, Shadow

log = logging.getLogger(__name__)

ASKED = 2_000
ASKED_BYTES = 2 * 1024 * 1024
LONGEST_ASKED = 8 * 1024


class _Admitted(NamedTuple):
    """An operation by a caller who may ask for it and has been charged."""

    found: Found
    access: Access
    charge: Charge
    is_open: bool


class Executor:
    """Executes operations of one schema."""

    def __init__(
        self,
        schema: Schema,
        engine: Engine | None = None,
        observer: Observer | None = None,
        shadow_every: int = 0,
        admission: Admission | None = None,
        masks: Masks | None = None,
    ) -> None:
        self._schema = schema
        self._engine = engine
        self._observer = observer or Silent()
        self._shadow = Shadow(shadow_every, self._observer)
        self._admission = admission or Admission(schema._schema)
        self._masks = masks or Masks(schema)
        # A body and its parsed form, about; the documents are not held here.
        self._asked: Cache[Asked] = Cache(ASKED, ASKED_BYTES, lambda asked: 1_000 + 2 * len(asked.operation.query))

    def read(
        self, body: bytes, parse: Callable[[bytes], Operation], who: Who | None = None, *, is_browser: bool = False
    ) -> Asked:
        """What a body asks for. The same bytes ask for the same: of queries, which hold no secrets, it is kept."""
        known = self._asked.get(body)
        if known is not None and self._admission.still_admits(known.admitted, is_browser=is_browser):
            return known
        asked = self.look_at(parse(body), who, is_browser=is_browser)
        if asked.is_query and asked.admitted is not None and len(body) <= LONGEST_ASKED:
            self._asked.put(body, Asked(asked.operation, admitted=asked.admitted.loosely()))
        return asked

    def look_at(self, operation: Operation, who: Who | None = None, *, is_browser: bool = False) -> Asked:
        """What an operation asks for; nothing is looked at for those who have spent all that they may.

        `is_browser`: a browser sent it, which may not be let ask for everything.
        """
        throttle = None if who is None else self._admission.throttle(payer(who, who.recall()))
        if throttle is not None:
            return Asked(operation, throttle=throttle)
        try:
            admitted = self._admission.admit(operation, is_browser=is_browser)
        except DocumentRefused as refusal:
            return Asked(operation, refusal.with_traceback(None))
        return Asked(admitted.of(operation), admitted=admitted, by_name=not operation.query)

    async def answer(self, asked: Asked, who: Who, *, only_queries: bool = False) -> Outcome:
        """The outcome. NotAllowed for a mutation where only queries are; Unauthenticated; Unavailable."""
        began = perf_counter()
        admitted = await self._admit(asked, who, who.recall() or await who.identify(), only_queries=only_queries)
        if isinstance(admitted, Outcome):
            return admitted
        if not admitted.is_open:
            return (await self._reference(admitted.found.chosen, asked.operation, who))._replace(charge=admitted.charge)
        return await self._executed(admitted.found, asked, who, admitted.access, admitted.charge, began)

    async def subscribe(self, asked: Asked, who: Who, access: Access) -> Subscribed | Outcome:
        """What a subscription asks for, for `schema.live` to tell of; an outcome when it is refused. As `answer`."""
        admitted = await self._admit(asked, who, access)
        if isinstance(admitted, Outcome):
            return admitted
        return Subscribed(admitted.found.digest, admitted.found.chosen, asked.operation, admitted.is_open)

    async def _admit(
        self, asked: Asked, who: Who, access: Access, *, only_queries: bool = False
    ) -> _Admitted | Outcome:
        if asked.throttle is not None:
            return self._throttled(asked.throttle)
        if asked.refusal is not None:
            self._admission.charge_refused(asked.refusal.chars, payer(who, access))
            return self._refused(await self._told(asked.refusal, asked.operation, who))
        found = asked.found
        if found is None or asked.admitted is None:
            return await self._admit(self.look_at(asked.operation, who), who, access, only_queries=only_queries)
        is_open = _is_known(asked, access) or self._masks.admit(access, found.chosen)
        if not is_open:
            access = await who.identify()
            is_open = self._masks.admit(access, found.chosen)
            faults = () if is_open else self._masks.faults(access, found.chosen.document, asked.operation)
            if faults:
                self._admission.charge_refused(len(asked.operation.query), payer(who, access))
                # Who names what another has sent learns nothing of it.
                return self._refused((NOT_FOUND,) if asked.by_name and not asked.admitted.is_trusted else faults)
        if only_queries and not asked.is_query:
            raise NotAllowed("Only queries may be sent in this way.")
        charge = self._admission.charge(asked.admitted, payer(who, access))
        return _Admitted(found, access, charge, is_open) if charge.retry_after_s is None else self._throttled(charge)

    async def _told(self, refusal: DocumentRefused, operation: Operation, who: Who) -> Sequence[GraphQLError]:
        """The refusal as the caller's schema tells it: of what is not in that, nothing is told."""
        if refusal.node is None:
            return refusal.errors
        access = await who.identify()
        if refusal.chosen is not None and self._masks.admit(access, refusal.chosen):
            return refusal.errors
        return self._masks.faults(access, refusal.node, operation) or refusal.errors

    def _throttled(self, charge: Charge) -> Outcome:
        self._observer.answered("throttled")
        told = f"You have asked for much; ask again in {charge.retry_after_s} seconds, or for less at once."
        error = GraphQLError(told, extensions={"code": "THROTTLED"})
        return Outcome(None, [error], is_request_error=True, charge=charge)

    def _refused(self, errors: Sequence[GraphQLError]) -> Outcome:
        self._observer.answered("refused")
        return Outcome(None, list(errors), is_request_error=True)

    async def _executed(
        self, found: Found, asked: Asked, who: Who, access: Access, charge: Charge, began: float
    ) -> Outcome:
        try:
            if self._engine is not None and found.chosen.is_query:
                return await self._read(self._engine, found, asked, who, access, charge, began)
            if self._engine is not None and found.chosen.is_mutation:
                return (await self._mutate(self._engine, found, asked.operation, who))._replace(charge=charge)
        except NotCompiled as why:
            self._observer.answered(f"reference: {why}")
        return (await self._reference(found.chosen, asked.operation, who))._replace(charge=charge)

    async def _reference(self, chosen: Chosen, operation: Operation, who: Who) -> Outcome:
        began = perf_counter()
        async with who.call() as call:
            known = perf_counter()
            access = Access(call.principal)
            # Rights may have changed since the operation was let in.
            faults = () if self._masks.admit(access, chosen) else self._masks.faults(access, chosen.document, operation)
            if faults:
                return self._refused(faults)
            outcome = await execute(self._masks.of(access).graphql, chosen, operation, call)
        return outcome._replace(timings={"auth": known - began, "resolvers": perf_counter() - known})

    async def _read(
        self, engine: Engine, found: Found, asked: Asked, who: Who, access: Access, charge: Charge, began: float
    ) -> Outcome:
        known = perf_counter()
        prepared = _prepared_before(asked, access) or _prepared(engine, found, asked.operation, access)
        if prepared.is_asked_again:
            asked.bound = access, ref(prepared.statement), prepared.values
        planned = perf_counter()
        read = await _run(engine, prepared)
        if read is None:
            now = await _as_of_now(who, access)
            if not self._masks.admit(now, found.chosen):
                raise NotCompiled("out of reach")
            prepared = _prepared(engine, found, asked.operation, now)
            read = await _run(engine, prepared)
        if read is None:
            raise NotCompiled("heavy")
        self._observer.answered("compiled")
        if self._shadow.is_due():
            self._shadow.compare(
                asked.operation,
                read,
                refer=lambda: self._reference(found.chosen, asked.operation, who),
                again=lambda: self._again(engine, asked, who),
            )
        timings = {"auth": known - began, "plan": planned - known, "sql": perf_counter() - planned}
        outcome = Outcome(None, [], False, read.body, timings, tag=read.tag, charge=charge)
        extensions = asked.operation.extensions
        if extensions and extensions.get("explain") is True:
            return await self._explained(engine, outcome, prepared)
        return outcome

    async def _explained(self, engine: Engine, outcome: Outcome, prepared: Prepared) -> Outcome:
        """Beside the answer, how it was come by, for those who may read the platform's records."""
        if Permission.AUDIT_READ not in prepared.access.principal.platform:
            return outcome
        return outcome._replace(extensions={"explain": await explain(engine, prepared)}, tag=None)

    async def _again(self, engine: Engine, asked: Asked, who: Who) -> Read | None:
        if asked.found is None:
            return None
        return await _run(engine, _prepared(engine, asked.found, asked.operation, await who.identify()))

    async def _mutate(self, engine: Engine, found: Found, operation: Operation, who: Who) -> Outcome:
        began = perf_counter()
        async with who.call() as call:
            known = perf_counter()
            if not self._masks.admit(Access(call.principal), found.chosen):
                raise NotCompiled("out of reach")
            try:
                outcome = await Readback(self._schema, engine).execute(found.digest, found.chosen, operation, call)
            except (Irregular, GraphQLError):
                outcome = None
        if outcome is None:
            raise NotCompiled("irregular")
        self._observer.answered("compiled")
        return outcome._replace(timings={"auth": known - began, "mutation": perf_counter() - known})


async def _as_of_now(who: Who, access: Access) -> Access:
    """The caller afresh; where nothing about them has changed, it was the answer that was too much."""
    now = await who.identify()
    if now.principal.revision == access.principal.revision:
        raise NotCompiled("heavy")
    return now


def _is_known(asked: Asked, access: Access) -> bool:
    """Whether the same was asked by the same before."""
    return asked.bound is not None and asked.bound[0] is access


def _prepared_before(asked: Asked, access: Access) -> Prepared | None:
    if asked.bound is None or not _is_known(asked, access):
        return None
    statement = asked.bound[1]()
    return None if statement is None else Prepared(statement, asked.bound[2], access, is_asked_again=True)


def _prepared(engine: Engine, found: Found, operation: Operation, access: Access) -> Prepared:
    given: Mapping[str, Any] = operation.variables or {}
    try:
        return engine.prepare((found.digest, operation.name), found.chosen, given, access, found.read)
    except Unplannable:
        raise NotCompiled("unplanned") from None
    except (Irregular, GraphQLError):
        raise NotCompiled("irregular") from None


async def _run(engine: Engine, prepared: Prepared) -> Read | None:
    try:
        return await engine.run(prepared)
    except Irregular:
        raise NotCompiled("irregular") from None
    except (Unavailable, Refused):
        raise
    except Exception:
        # Whatever is wrong with a statement of ours is never the caller's.
        log.exception("a compiled statement failed")
        raise NotCompiled("failed") from None
