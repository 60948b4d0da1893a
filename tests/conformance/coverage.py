"""What a set of documents uses of a schema: fields, arguments, and the members of enums, written or in variables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    Visitor,
    get_named_type,
    parse,
    value_from_ast_untyped,
    visit,
)

from schema.execution import Operation


@dataclass
class Used(Visitor):
    """Names as `Type.field` and `Type.field(argument)`; orders as `Type.field(orderBy) FIELD DIRECTION`."""

    schema: GraphQLSchema
    fields: set[str] = field(default_factory=set)
    arguments: set[str] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    info: TypeInfo = field(init=False)
    variables: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begins without any document."""
        super().__init__()
        self.info = TypeInfo(self.schema)

    def look_at(self, operation: Operation) -> None:
        """Adds what the operation's document uses with its variables."""
        document = parse(operation.query)
        self.variables = {**_defaults(document), **(operation.variables or {})}
        visit(document, TypeInfoVisitor(self.info, self))

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self.info.get_parent_type()
        assert parent is not None
        self.fields.add(f"{parent.name}.{node.name.value}")
        for argument in node.arguments or ():
            self._argument(f"{parent.name}.{node.name.value}", argument)

    def _argument(self, owner: str, node: ArgumentNode) -> None:
        self.arguments.add(f"{owner}({node.name.value})")
        if node.name.value == "orderBy":
            self._order(owner, node.value)

    def _order(self, owner: str, node: ValueNode) -> None:
        order = value_from_ast_untyped(node, self.variables)
        if isinstance(order, dict):
            self.orders.add(f"{owner} {order['field']} {order.get('direction', 'default')}")


def _defaults(document: DocumentNode) -> dict[str, Any]:
    definitions = (d for d in document.definitions if hasattr(d, "variable_definitions"))
    return {
        one.variable.name.value: value_from_ast_untyped(one.default_value)
        for definition in definitions
        for one in definition.variable_definitions or ()
        if one.default_value is not None
    }


def used_by(schema: GraphQLSchema, operations: Iterable[Operation]) -> Used:
    """What the operations use, all taken together."""
    used = Used(schema)
    for operation in operations:
        used.look_at(operation)
    return used


def reachable(schema: GraphQLSchema, roots: Iterable[Any]) -> dict[str, GraphQLObjectType]:
    """The object types that can be reached from these, by name; of an interface all that implement it."""
    found: dict[str, GraphQLObjectType] = {}
    waiting = list(roots)
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, GraphQLInterfaceType):
            waiting.extend(schema.get_implementations(kind).objects)
        elif isinstance(kind, GraphQLObjectType) and kind.name not in found:
            found[kind.name] = kind
            waiting.extend(get_named_type(inner.type) for inner in kind.fields.values())
    return found


def orders_in(schema: GraphQLSchema) -> set[str]:
    """Every order that a list can be asked in, as `Used.orders` names them."""
    return {
        f"{kind.name}.{name} {member} {direction}"
        for kind in reachable(schema, [schema.query_type]).values()
        for name, inner in kind.fields.items()
        if "orderBy" in inner.args
        for member in _members(inner.args["orderBy"].type)
        for direction in ("ASC", "DESC")
    }


def _members(order: Any) -> Iterable[str]:
    named = get_named_type(order)
    assert isinstance(named, GraphQLInputObjectType)
    by = get_named_type(named.fields["field"].type)
    assert isinstance(by, GraphQLEnumType)
    return by.values
