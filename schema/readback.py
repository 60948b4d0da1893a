"""Executes mutations: the use cases by their resolvers, one after the other, and what their payloads show compiled.

Each root field is executed by itself with a payload that holds no more than the ids of what it shows; then the engine
reads that, in one statement, as the caller now sees it. What the engine cannot read, the reference does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    parse,
)

from domain.ids import decode_id
from engine.catalog import BY_KIND
from engine.collect import Collector
from engine.document import Operation as Chosen
from engine.execute import Engine
from engine.parameters import Irregular
from engine.planner import Unplannable
from policies.access import Access
from schema.answers import MAX_ANSWER_BYTES, write_json
from schema.execution import Operation, Outcome, Schema, too_large
from schema.execution import run as execute_by_resolvers
from schema.shown import show
from services.call import Call


def _query(text: str) -> OperationDefinitionNode:
    definition = parse(text).definitions[0]
    if not isinstance(definition, OperationDefinitionNode):
        raise TypeError("not an operation")
    return definition


NODE_STUB = _query("{ __typename id }").selection_set
VIEWER_STUB = _query("{ __typename }").selection_set
TYPES = frozenset(BY_KIND.values())
VIEWER = "Viewer"


@dataclass(frozen=True, slots=True)
class _Run:
    """One mutation under way."""

    digest: bytes
    chosen: Chosen
    operation: Operation
    call: Call
    collector: Collector


class Readback:
    """Executes the mutations of one schema."""

    def __init__(self, schema: Schema, engine: Engine) -> None:
        self._schema = schema
        self._engine = engine

    async def execute(self, digest: bytes, chosen: Chosen, operation: Operation, call: Call) -> Outcome:
        """The outcome. Before anything is executed: Irregular for wrong variables."""
        collector = Collector(self._schema._schema, chosen.fragments, chosen.variables(operation.variables or {}))
        return await self._execute(_Run(digest, chosen, operation, call, collector))

    async def _execute(self, run: _Run) -> Outcome:
        root = self._schema._schema.mutation_type
        if root is None:
            raise TypeError("there are no mutations")
        pieces: list[bytes] = []
        errors: list[GraphQLError] = []
        for key, nodes in run.collector.fields([run.chosen.node.selection_set], root).items():
            shown = await self._field(run, root, key, nodes, errors)
            if shown is None:
                return Outcome(None, errors, is_request_error=not any(error.path for error in errors))
            pieces.append(write_json(key) + b":" + shown)
        body = b'{"data":{' + b",".join(pieces) + b"}}"
        if len(body) > MAX_ANSWER_BYTES:
            return Outcome(None, [too_large()], is_request_error=False)
        return Outcome(None, errors, is_request_error=False, body=body)

    async def _field(
        self, run: _Run, root: GraphQLObjectType, key: str, nodes: list[FieldNode], errors: list[GraphQLError]
    ) -> bytes | None:
        """The payload as JSON; None when there is no data at all any more."""
        name = nodes[0].name.value
        if name == "__typename":
            return write_json(root.name)
        payload = get_named_type(root.fields[name].type)
        if not isinstance(payload, GraphQLObjectType):
            raise TypeError(f"{name} has no payload")
        inside = run.collector.fields([n.selection_set for n in nodes if n.selection_set is not None], payload)
        result = await self._run(run, _with(run.chosen.node, [_with(nodes[0], _stubs(payload, inside))]))
        errors += result.errors or ()
        if result.data is None:
            return None
        return await self._payload(run, [key], payload, inside, result.data[key], errors)

    async def _payload(
        self,
        run: _Run,
        path: list[str],
        payload: GraphQLObjectType,
        inside: Mapping[str, list[FieldNode]],
        shown: Mapping[str, Any],
        errors: list[GraphQLError],
    ) -> bytes:
        pieces = []
        for key, nodes in inside.items():
            stub = shown[key]
            is_read = stub is not None and _stub(payload, nodes) is not None
            value = await self._object(run, [*path, key], nodes, stub, errors) if is_read else write_json(stub)
            pieces.append(write_json(key) + b":" + value)
        return b"{" + b",".join(pieces) + b"}"

    async def _object(
        self, run: _Run, path: list[str], nodes: list[FieldNode], stub: Mapping[str, str], errors: list[GraphQLError]
    ) -> bytes:
        selections = [node.selection_set for node in nodes if node.selection_set is not None]
        found = await self._compiled(run, path, selections, stub)
        if found is not None:
            return found
        result = await self._by_reference(run, selections, stub)
        errors += [_moved(error, path) for error in result.errors or ()]
        return write_json(None if result.data is None else result.data["it"])

    async def _compiled(
        self, run: _Run, path: list[str], selections: Sequence[SelectionSetNode], stub: Mapping[str, str]
    ) -> bytes | None:
        on, global_id = stub["__typename"], stub.get("id")
        decoded = None if global_id is None else decode_id(global_id)
        node = None if decoded is None or global_id is None else (decoded.kind, on, global_id)
        key = run.digest, run.operation.name, tuple(path)
        access = Access(run.call.principal)
        try:
            prepared = self._engine.prepare_node(
                key, run.chosen, selections, run.operation.variables or {}, access, node
            )
            return await show(self._engine, prepared)
        except (Unplannable, Irregular):
            return None

    async def _by_reference(
        self, run: _Run, selections: Sequence[SelectionSetNode], stub: Mapping[str, str]
    ) -> ExecutionResult:
        """The same by a query: what is shown is there already, and only has to be read."""
        merged = [one for each in selections for one in each.selections]
        if "id" in stub:
            query = _query(f'{{ it: node(id: "{stub["id"]}") {{ ... on {stub["__typename"]} {{ __typename }} }} }}')
            node = query.selection_set.selections[0]
            inside = [_with(node.selection_set.selections[0], merged)]  # type: ignore[attr-defined]  # written above
        else:
            query = _query("{ it: viewer { __typename } }")
            node, inside = query.selection_set.selections[0], merged
        query = replace(_with(query, [_with(node, inside)]), variable_definitions=run.chosen.node.variable_definitions)
        await run.call.start_afresh()
        return await self._run(run, query)

    async def _run(self, run: _Run, operation: OperationDefinitionNode) -> ExecutionResult:
        document = DocumentNode(definitions=(operation, *run.chosen.fragments.values()))
        return await execute_by_resolvers(self._schema._schema, document, run.operation.variables or {}, run.call)


def _stubs(payload: GraphQLObjectType, inside: Mapping[str, list[FieldNode]]) -> Iterable[FieldNode]:
    for nodes in inside.values():
        stub = _stub(payload, nodes)
        if stub is None:
            yield from nodes
        else:
            yield _with(nodes[0], stub.selections)


def _stub(payload: GraphQLObjectType, nodes: Sequence[FieldNode]) -> SelectionSetNode | None:
    """What is asked of an object in place of what is shown of it; None for what the payload itself shows."""
    field = payload.fields.get(nodes[0].name.value)
    named = None if field is None else get_named_type(field.type)
    if named is None:
        return None
    if named.name == VIEWER:
        return VIEWER_STUB
    return NODE_STUB if named.name in TYPES else None


def _with(node: Any, selections: Iterable[Any]) -> Any:
    """The node with these selections in place of its own, and no directives, which have been heeded."""
    return replace(node, selection_set=SelectionSetNode(selections=tuple(selections)), directives=())


def _moved(error: GraphQLError, path: list[str]) -> GraphQLError:
    """The error at its place in the mutation's answer."""
    own = error.path or []
    return GraphQLError(
        error.message,
        nodes=error.nodes,
        path=[*path, *own[1:]],
        original_error=error.original_error,
        extensions=error.extensions,
    )
