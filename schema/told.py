"""What a subscription shows of a change, compiled: its words are written here, its version is read in one statement.

What is shown of a change to many is made once for all to whom it reads alike, by statement and by what is bound to it.
Each of them has been held against the policy at the revision that the statement itself verifies.
"""

import asyncio
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from graphql import (
    FieldNode,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionSetNode,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.values import VariableValues

from domain.ids import Kind, encode_id
from engine.collect import Collector
from engine.document import Operation
from engine.execute import Engine, Prepared
from policies.access import Access
from schema.answers import write_json
from schema.execution import Outcome
from schema.shown import show
from storage.queries.changes import Change

KEPT_S = 0.25
"""How long what was made for one is good for another: they are told at the same time, about."""
VERSION = "AppVersion"
COLUMNS = {"fromState": "from_state", "toState": "to_state"}
_ANY_VERSION = UUID(int=0)


class Stale(Exception):
    """The caller is not as they were known, or what is shown is too much for one statement."""


class Part(NamedTuple):
    """One field of a change: a word of its own, or what is shown of its version."""

    key: str
    name: str
    leaf: GraphQLLeafType | None
    selections: tuple[SelectionSetNode, ...]


class Shape(NamedTuple):
    """What an operation shows of each change, under `key`."""

    key: str
    node: FieldNode
    type: str
    parts: tuple[Part, ...]


def shape_of(schema: GraphQLSchema, chosen: Operation, variables: VariableValues) -> Shape:
    """The shape of a valid subscription, which has one root field (GraphQL 5.2.4)."""
    collector = Collector(schema, chosen.fragments, variables)
    root = _object(schema.subscription_type)
    ((key, nodes),) = collector.fields([chosen.node.selection_set], root).items()
    change = _object(get_named_type(root.fields[nodes[0].name.value].type))
    inside = collector.fields([node.selection_set for node in nodes if node.selection_set is not None], change)
    return Shape(key, nodes[0], change.name, tuple(_part(change, *field) for field in inside.items()))


def _object(found: Any) -> GraphQLObjectType:
    if not isinstance(found, GraphQLObjectType):
        raise TypeError(f"{found} is no object type")
    return found


def _part(change: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Part:
    name = nodes[0].name.value
    kind = None if name == "__typename" else get_named_type(change.fields[name].type)
    leaf: Any = kind if is_leaf_type(kind) else None
    return Part(key, name, leaf, tuple(node.selection_set for node in nodes if node.selection_set is not None))


class Asking(NamedTuple):
    """An operation with its variables, and what tells it from all others."""

    digest: bytes
    chosen: Operation
    name: str | None
    given: Mapping[str, Any]
    shape: Shape

    def prepared(self, engine: Engine, part: Part, access: Access, version_id: UUID) -> Prepared:
        """What reads the version for one part. Unplannable, Irregular."""
        key = self.digest, self.name, part.key
        node = Kind.VERSION, VERSION, encode_id(Kind.VERSION, version_id)
        return engine.prepare_node(key, self.chosen, part.selections, self.given, access, node)

    def reading(self, engine: Engine, access: Access) -> Hashable:
        """What is equal for callers to whom every change reads alike. Unplannable, Irregular."""
        reads = (self.prepared(engine, part, access, _ANY_VERSION) for part in self.shape.parts if part.selections)
        shaping = self.chosen.shape(self.chosen.coerced(self.given))
        return self.digest, self.name, shaping, tuple(map(_reading, reads))


def _reading(prepared: Prepared) -> Hashable:
    statement = prepared.statement
    links_of = prepared.viewer_id if statement.has_links else None
    return statement, repr(prepared.values[statement.guards :]), links_of


class Audience:
    """Those to whom every change reads alike."""

    def __init__(self, engine: Engine, asking: Asking) -> None:
        self._engine = engine
        self._asking = asking
        self._told: dict[Hashable, asyncio.Task[Outcome | None]] = {}

    async def told(self, change: Change, access: Access) -> Outcome | None:
        """What is shown of the change to one of them; None when its version is gone. Stale, Irregular, Unavailable."""
        key = change.position, access.principal.revision
        task = self._told.get(key)
        if task is None:
            task = self._told[key] = asyncio.create_task(self._tell(change, access))
            task.add_done_callback(_is_heard)
            asyncio.get_running_loop().call_later(KEPT_S, self._told.pop, key, None)
        return await asyncio.shield(task)

    async def _tell(self, change: Change, access: Access) -> Outcome | None:
        shape, pieces = self._asking.shape, []
        for part in shape.parts:
            value = await self._version(part, change, access) if part.selections else _word(shape, part, change)
            if value == b"null" and part.selections:
                return None
            pieces.append(write_json(part.key) + b":" + value)
        body = b'{"data":{' + write_json(shape.key) + b":{" + b",".join(pieces) + b"}}}"
        return Outcome(None, [], is_request_error=False, body=body)

    async def _version(self, part: Part, change: Change, access: Access) -> bytes:
        prepared = self._asking.prepared(self._engine, part, access, change.version_id)
        shown = await show(self._engine, prepared)
        if shown is None:
            raise Stale
        return shown


def _is_heard(task: "asyncio.Task[Outcome | None]") -> None:
    """Whoever waited for it may have left: then its failure is nobody's."""
    if not task.cancelled():
        task.exception()


def _word(shape: Shape, part: Part, change: Change) -> bytes:
    if part.leaf is None:
        return write_json(shape.type)
    value = getattr(change, COLUMNS.get(part.name, part.name))
    return write_json(None if value is None else part.leaf.serialize(value))
