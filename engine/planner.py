"""From a validated operation and its variables to a plan. Pure: the same in gives the same out.

Raises Unplannable with the name of a field that the catalog does not have, and Irregular where the arguments are such
that the reference must say what is wrong with them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    value_from_ast,
)
from graphql.execution.values import VariableValues

from domain.errors import BadRequest
from domain.ids import Kind, decode_id
from domain.limits import MAX_IDS
from domain.page import page_request
from engine.catalog import BY_KIND, TYPES
from engine.catalog.declare import ByGlobalId, Declared, Page
from engine.collect import Collector, Fragments
from engine.parameters import Constant, Given, Irregular, Listed, Variable
from engine.plan import Field, Part, Plan, Slice, TypeName

MAX_FIELDS = 3_000
"""In all, with what fragments unfold to: a few kilobytes of fragments in fragments can be millions."""
SHAPING = ("Int", "Boolean")
CURSORS = ("after", "before")
SLICING = ("first", "last", *CURSORS)
CONNECTION = {part.value: part for part in (Part.NODES, Part.EDGES, Part.PAGE_INFO, Part.TOTAL)}
EDGE = {part.value: part for part in (Part.NODE, Part.CURSOR)}
PAGE_INFO = {part.value: part for part in (Part.HAS_NEXT, Part.HAS_PREVIOUS, Part.START, Part.END)}


class Unplannable(Exception):
    """The operation has a field that is not declared (the message is its name, Type.field), or too many of them."""


def plan_operation(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments, variables: VariableValues
) -> Plan:
    """The plan of a query."""
    root = schema.query_type
    if root is None:
        raise Unplannable("Query")
    return Plan(_Planner(schema, fragments, variables).fields([operation.selection_set], root))


def plan_selection(
    schema: GraphQLSchema,
    on: str,
    selections: Sequence[SelectionSetNode],
    fragments: Fragments,
    variables: VariableValues,
) -> tuple[Field, ...]:
    """The fields of selections on an object of the type."""
    return _Planner(schema, fragments, variables).fields(selections, _object_type(schema, on))


def _object_type(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    found = schema.type_map[name]
    if not isinstance(found, GraphQLObjectType):
        raise TypeError(f"{name} is no object type")
    return found


def shapes_statement(argument: GraphQLArgument) -> bool:
    """Whether the argument's value, and not only its being there, decides how the statement reads."""
    named = get_named_type(argument.type)
    return named.name in SHAPING or is_enum_type(named) or is_input_object_type(named)


class _Planner:
    def __init__(self, schema: GraphQLSchema, fragments: Fragments, variables: VariableValues) -> None:
        self._schema = schema
        self._collector = Collector(schema, fragments, variables)
        self._variables = variables
        self._planned = 0

    def fields(self, selections: Sequence[SelectionSetNode], on: GraphQLObjectType) -> tuple[Field, ...]:
        collected = self._collector.fields(selections, on)
        return tuple(self._field(key, nodes, on) for key, nodes in collected.items())

    def _field(self, key: str, nodes: list[FieldNode], on: GraphQLObjectType) -> Field:
        name = nodes[0].name.value
        self._planned += 1
        if self._planned > MAX_FIELDS:
            raise Unplannable(f"more than {MAX_FIELDS} fields")
        if name == "__typename":
            return Field(key, name, TypeName(on.name))
        declared = _declared(on.name, name)
        full = f"{on.name}.{name}"
        field = on.fields[name]
        inside = [node.selection_set for node in nodes if node.selection_set is not None]
        arguments = self._arguments(nodes[0], field)
        if isinstance(declared, ByGlobalId):
            return self._by_global_id(key, full, declared, arguments, inside)
        page = _slice(arguments) if isinstance(declared, Page) else None
        below = get_named_type(field.type)
        fields = self.fields(inside, below) if isinstance(below, GraphQLObjectType) else ()
        return Field(key, full, declared, arguments, page, fields)

    def _arguments(self, node: FieldNode, field: GraphQLField) -> dict[str, Any]:
        """Those that are given and not null."""
        written = {argument.name.value: argument.value for argument in node.arguments or ()}
        found = {}
        for name, argument in field.args.items():
            value = self._argument(name, written.get(name), argument)
            if value is not None:
                found[name] = value
        return found

    def _argument(self, name: str, node: ValueNode | None, argument: GraphQLArgument) -> Any:
        if node is None:
            return None
        value = value_from_ast(node, argument.type, self._variables.coerced)
        if value is Undefined and not isinstance(node, VariableNode):
            raise Irregular("an argument that a variable has spoilt")
        if value is Undefined or value is None or _is_as_good_as_none(name, value):
            return None
        return value if shapes_statement(argument) else _given(node, value)

    def _by_global_id(
        self,
        key: str,
        name: str,
        declared: ByGlobalId,
        arguments: Mapping[str, Any],
        inside: list[SelectionSetNode],
    ) -> Field:
        given: Given = arguments["ids" if declared.is_list else "id"]
        named = given.read(self._variables.coerced)
        ids = named if declared.is_list else [named]
        if len(ids) > MAX_IDS:
            raise Irregular("too many ids")
        kinds = {found.kind for found in map(decode_id, ids) if found is not None}
        branches = tuple((kind, self._of_kind(kind, inside)) for kind in Kind if kind in kinds)
        return Field(key, name, declared, {"id": given}, branches=branches)

    def _of_kind(self, kind: Kind, inside: list[SelectionSetNode]) -> tuple[Field, ...]:
        return self.fields(inside, _object_type(self._schema, BY_KIND[kind]))


def _declared(on: str, name: str) -> Declared | Part:
    parts = CONNECTION if on.endswith("Connection") else EDGE if on.endswith("Edge") else PAGE_INFO
    found = TYPES[on].fields.get(name) if on in TYPES else parts.get(name)
    if found is None:
        raise Unplannable(f"{on}.{name}")
    return found


def _is_as_good_as_none(name: str, value: Any) -> bool:
    """Blank words to search for, and empty cursors."""
    return (name == "search" and not value.strip()) or (name in CURSORS and value == "")


def _given(node: ValueNode, value: Any) -> Given:
    """What is bound when the statement runs."""
    match node:
        case VariableNode():
            return Variable(node.name.value)
        case ListValueNode() if any(isinstance(item, VariableNode) for item in node.values):
            return Listed(tuple(_item(item, one) for item, one in zip(node.values, value, strict=True)))
        case _:
            return Constant(tuple(value) if isinstance(value, list) else value)


def _item(node: ValueNode, value: Any) -> Given:
    return Variable(node.name.value) if isinstance(node, VariableNode) else Constant(value)


def _slice(arguments: dict[str, Any]) -> Slice:
    """Takes the page's arguments out of the others."""
    first, last, after, before = (arguments.pop(name, None) for name in SLICING)
    try:
        page = page_request(first, None, last, None)
    except BadRequest as error:
        raise Irregular(str(error)) from None
    return Slice(page.first, page.last, after, before)
