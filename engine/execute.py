"""From an operation, its variables and its caller to the answer's bytes: the pipeline, and its one effectful step.

Plans and statements are kept by document, operation, what of the variables shapes them, and the form of what the
caller may see; all that is of one caller or one request is bound when the statement runs. Answers are kept only where
they are the same for everybody who may have them.
"""

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from time import monotonic
from typing import Any, NamedTuple

from graphql import GraphQLSchema, SelectionSetNode

from domain.ids import Kind
from domain.limits import MAX_SHOWN_BYTES
from engine.cache import Cache
from engine.catalog.declare import ByGlobalId, TheViewer
from engine.catalog.leaves import BROKEN
from engine.document import Operation
from engine.marks import fill
from engine.parameters import Inputs, Irregular, Variable
from engine.plan import Field, Plan
from engine.planner import Unplannable, plan_operation, plan_selection
from engine.revisions import Now, Revisions
from engine.statement import Statement, compile_plan
from policies.access import Access
from services.call import Links
from storage.statements import Statements

STATEMENTS = 2_000
STATEMENT_BYTES = 4 * 1024 * 1024
ANSWERS = 1_000
ANSWER_BYTES = 6 * 1024 * 1024
LINKS_S = 60.0
"""How long filled links are good to be handed on; the shortest-lived are good for 15 minutes."""
REVISION_BYTES = 8
_BROKEN = BROKEN.encode()


class Prepared(NamedTuple):
    """An operation that is ready to run for one caller."""

    statement: Statement
    values: Sequence[Any]
    access: Access
    is_asked_again: bool

    @property
    def viewer_id(self) -> Any:
        """Whom links are made for."""
        return self.access.principal.user_id


class Read(NamedTuple):
    """An answer; with `tag` where equal tags mean equal answers to the same question."""

    body: bytes
    tag: str | None = None


class Kept(NamedTuple):
    """An answer as the database wrote it, at a revision of the store; `body` has what `viewer_id` may follow."""

    revision: int
    written: bytes
    body: bytes
    tag: str
    viewer_id: Any
    filled_at: float


class Engine:
    """Answers what it can plan. Unplannable or Irregular for the rest, which is the reference's."""

    def __init__(self, schema: GraphQLSchema, statements: Statements, links: Links) -> None:
        self._schema = schema
        self._statements = statements
        self._links = links
        self._revisions = Revisions(statements)
        self._cache: Cache[Statement | Unplannable] = Cache(STATEMENTS, STATEMENT_BYTES, _size_of)
        self._answers: Cache[Kept] = Cache(ANSWERS, ANSWER_BYTES, lambda kept: len(kept.body) + len(kept.written))

    def prepare(
        self,
        key: Hashable,
        operation: Operation,
        given: Mapping[str, Any],
        access: Access,
        read: tuple[Mapping[str, Any], Hashable] | None = None,
    ) -> Prepared:
        """The statement of a query with the values to bind. `key` tells the operation from all others.

        `read` are the variables' values and what of them shapes the plan, where they have been read before.
        """
        variables, shape = read or operation.read(given)
        full = key, shape, access.signature
        return self._prepared(full, lambda: self._plan(operation, given), variables, access)

    def _plan(self, operation: Operation, given: Mapping[str, Any]) -> Plan:
        return plan_operation(self._schema, operation.node, operation.fragments, operation.variables(given))

    def prepare_node(
        self,
        key: Hashable,
        operation: Operation,
        selections: Sequence[SelectionSetNode],
        given: Mapping[str, Any],
        access: Access,
        node: tuple[Kind, str, str] | None,
    ) -> Prepared:
        """A node by (kind, type, global id) with these selections, or the viewer (None), as `data.it`."""
        variables = operation.variables(given)
        full = key, node and node[:2], operation.shape(variables.coerced), access.signature
        named = variables.coerced if node is None else {**variables.coerced, IT: node[2]}

        def plan() -> Plan:
            on = "Viewer" if node is None else node[1]
            fields = plan_selection(self._schema, on, selections, operation.fragments, variables)
            return Plan((_it(node, fields),))

        return self._prepared(full, plan, named, access)

    def _prepared(
        self, key: Hashable, plan: Callable[[], Plan], variables: Mapping[str, Any], access: Access
    ) -> Prepared:
        """What is kept, or is made now, and its values. A refusal is kept as well."""
        made = self._cache.get(key)
        if made is None:
            made = _compiled(plan, access)
            self._cache.put(key, made)
        if isinstance(made, Unplannable):
            # Anew each time: an exception that is raised again and again holds the frames of every request.
            raise Unplannable(*made.args)
        values = made.bound(Inputs(variables, access, self._links))
        return Prepared(made, values, access, self._cache.is_settled(key))

    async def run(self, prepared: Prepared) -> Read | None:
        """The answer; None when the caller has changed since they were known, or the texts are too many.

        Irregular when the answer has a hole or is too long, which the reference puts into words. Unavailable.
        """
        if prepared.statement.is_shared:
            return await self._run_shared(prepared)
        body = await self._fetch(prepared)
        return None if body is None else Read(self._filled(prepared, body))

    async def _fetch(self, prepared: Prepared) -> bytes | None:
        statement = prepared.statement
        body: bytes | None = await self._statements.fetch_value(
            statement.query.text, prepared.values, keep=prepared.is_asked_again
        )
        start = REVISION_BYTES if statement.is_shared else 0
        if body is not None and (
            len(body) > MAX_SHOWN_BYTES or (statement.can_break and body.find(_BROKEN, start) >= 0)
        ):
            raise Irregular("an answer that needs words")
        return body

    def _filled(self, prepared: Prepared, body: bytes) -> bytes:
        return fill(body, self._links, prepared.viewer_id) if prepared.statement.has_marks else body

    async def _run_shared(self, prepared: Prepared) -> Read | None:
        """From what is kept, when the store shows the same still and the caller is who they were."""
        statement = prepared.statement
        key = statement.key, *prepared.values[statement.guards :]
        kept = self._answers.get(key)
        if kept is not None and self._holds(kept, await self._revisions.now(), prepared.access):
            return self._handed_on(key, kept, prepared)
        body = await self._fetch(prepared)
        if body is None:
            return None
        revision, written = int.from_bytes(body[:REVISION_BYTES], "big"), body[REVISION_BYTES:]
        kept = self._kept(prepared, key, revision, written)
        if prepared.is_asked_again:
            self._answers.put(key, kept)
        return _told(kept, statement)

    @staticmethod
    def _holds(kept: Kept, now: Now, access: Access) -> bool:
        principal = access.principal
        is_known = not principal.is_signed_in or (principal.revision == now.policy and now.time < access.ends_at)
        return is_known and kept.revision == now.store

    def _handed_on(self, key: Hashable, kept: Kept, prepared: Prepared) -> Read:
        """Its links are the viewer's own and last a while; all else in it is anybody's."""
        statement = prepared.statement
        is_good = kept.viewer_id == prepared.viewer_id and monotonic() - kept.filled_at < LINKS_S
        if statement.has_links and not is_good:
            kept = self._kept(prepared, key, kept.revision, kept.written)
            self._answers.put(key, kept)
        return _told(kept, statement)

    def _kept(self, prepared: Prepared, key: Hashable, revision: int, written: bytes) -> Kept:
        body = self._filled(prepared, written)
        tag = f'"{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}.{revision}"'
        return Kept(revision, written, body, tag, prepared.viewer_id, monotonic())

    async def analyze(self, prepared: Prepared) -> str:
        """What PostgreSQL makes of the statement with these values, as EXPLAIN ANALYZE prints it."""
        query = prepared.statement.query
        return await self._statements.explain(query.text, prepared.values)


IT = "  it"
"""The variable that a node's id is bound by: no document can name one so."""


def _compiled(plan: Callable[[], Plan], access: Access) -> Statement | Unplannable:
    try:
        return compile_plan(plan(), access)
    except Unplannable as refusal:
        return refusal.with_traceback(None)


def _told(kept: Kept, statement: Statement) -> Read:
    """Of an answer with links, which run out, no client is told that it has it already."""
    return Read(kept.body, None if statement.has_links else kept.tag)


def _it(node: tuple[Kind, str, str] | None, fields: tuple[Field, ...]) -> Field:
    if node is None:
        return Field("it", "Query.viewer", TheViewer("Viewer"), fields=fields)
    given = {"id": Variable(IT)}
    return Field("it", "Query.node", ByGlobalId(is_list=False), given, branches=((node[0], fields),))


def _size_of(kept: Statement | Unplannable) -> int:
    """The texts and the plan, about."""
    return 200 if isinstance(kept, Unplannable) else 1_000 + 3 * len(kept.query.text) + 600 * kept.fields
