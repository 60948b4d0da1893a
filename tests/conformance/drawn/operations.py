"""Operations at random over the contract. hypothesis-graphql draws what is selected; arguments are steered here, and
what it does not draw is woven in: more fields, aliases, fragments, directives, variables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    InlineFragmentNode,
    ListValueNode,
    NamedTypeNode,
    NameNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    build_schema,
    get_named_type,
    is_leaf_type,
    parse_type,
    parse_value,
    print_ast,
    value_from_ast_untyped,
)
from hypothesis import strategies as st
from hypothesis_graphql import queries

from schema.execution import Operation
from tests.conformance.asking import SCHEMA
from tests.conformance.drawn.steering import MOMENTS, Steering
from tests.conformance.drawn.store import Store

TYPES = build_schema(SCHEMA.as_str())
QUERY = TYPES.query_type
assert QUERY is not None
ROOTS = [name for name in QUERY.fields if name != "explainAccess"]
KINDS = [kind.name for kind in TYPES.get_implementations(TYPES.type_map["Node"]).objects]  # type: ignore[arg-type]
PAGING = ("first", "last", "after", "before", "orderBy")
DEPTH = 7
MOST_FIELDS = 50
NOTHING = SelectionSetNode(selections=())


def _selecting(*roots: str) -> st.SearchStrategy[DocumentNode]:
    moments = st.just(StringValueNode(value=MOMENTS[0]))
    return queries(TYPES, fields=roots, custom_scalars={"DateTime": moments}, print_ast=lambda document: document)


# One entry point at a time reaches deeper than all of them at once, and some lead further than others.
LARGE = ("templates", "workspaces", "reviews", "storeApps", "nodes", "node", "workspace", "users", "auditEvents")
skeletons = st.one_of(*map(_selecting, (*LARGE, *LARGE, *ROOTS)), _selecting(*ROOTS))


@st.composite
def operations(draw: st.DrawFn, store: Store) -> Operation:
    """A valid document with its variables; what it asks for may be refused all the same."""
    query = draw(skeletons).definitions[0]
    assert isinstance(query, OperationDefinitionNode)
    weaver = _Weaver(Steering(draw, store))
    woven = OperationDefinitionNode(
        operation=OperationType.QUERY,
        selection_set=weaver.selections(query.selection_set, "Query", 0),
        variable_definitions=tuple(weaver.declared),
    )
    return Operation(print_ast(DocumentNode(definitions=(woven, *weaver.fragments))), weaver.variables)


def _named(name: str) -> NameNode:
    return NameNode(value=name)


@dataclass
class _Weaver:
    steer: Steering
    fragments: list[FragmentDefinitionNode] = field(default_factory=list)
    declared: list[VariableDefinitionNode] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    added: int = 0

    def selections(self, node: SelectionSetNode, on: str, depth: int) -> SelectionSetNode:
        inside = [self._selection(each, on, depth) for each in node.selections]
        if depth:
            inside += self._more(on, depth, least=0 if inside else 1)
        if self.steer.one_in(5):
            inside.append(FieldNode(name=_named("__typename")))
        if self.steer.one_in(8):
            inside = [self._fragment(inside, on), *inside[: self.steer.one_of((0, 1))]]
        return SelectionSetNode(selections=tuple(inside))

    def _fragment(self, inside: list[Any], on: str) -> FragmentSpreadNode | InlineFragmentNode:
        condition, selections = NamedTypeNode(name=_named(on)), SelectionSetNode(selections=tuple(inside))
        directives = self._directives()
        if self.steer.one_in(2):
            given = self.steer.one_of((condition, None))
            return InlineFragmentNode(type_condition=given, directives=directives, selection_set=selections)
        name = _named(f"f{len(self.fragments)}")
        self.fragments.append(FragmentDefinitionNode(name=name, type_condition=condition, selection_set=selections))
        return FragmentSpreadNode(name=name, directives=directives)

    def _more(self, on: str, depth: int, least: int) -> list[Any]:
        """Further fields under names of their own, as what is drawn shows little; on an interface, a fragment."""
        kind = TYPES.type_map[on]
        if isinstance(kind, GraphQLInterfaceType):
            return [self._on_kind(depth)] if depth < DEPTH else [FieldNode(name=_named("id"))]
        assert isinstance(kind, GraphQLObjectType)
        leaves = [name for name, one in kind.fields.items() if is_leaf_type(get_named_type(one.type))]
        left = max(MOST_FIELDS - self.added, 0)
        names = leaves if leaves and (depth >= DEPTH or not left) else list(kind.fields)
        number = self.steer.draw(st.integers(least, max(least, min(6, left))))
        return [self._added(self.steer.one_of(names), on, depth) for _ in range(number)]

    def _on_kind(self, depth: int) -> InlineFragmentNode:
        name = self.steer.one_of(KINDS if self.steer.one_in(3) else self.steer.kinds or KINDS)
        selections = self.selections(NOTHING, name, depth)
        return InlineFragmentNode(type_condition=NamedTypeNode(name=_named(name)), selection_set=selections)

    def _added(self, name: str, on: str, depth: int) -> FieldNode:
        self.added += 1
        alias = _named(f"{name}{self.added}")
        is_leaf = is_leaf_type(get_named_type(_fields(on)[name].type))
        node = FieldNode(name=_named(name), alias=alias, selection_set=None if is_leaf else NOTHING)
        return self._field(node, on, depth)

    def _selection(self, node: Any, on: str, depth: int) -> Any:
        if isinstance(node, InlineFragmentNode):
            inner = node.type_condition.name.value if node.type_condition else on
            return replace(node, selection_set=self.selections(node.selection_set, inner, depth))
        return self._field(node, on, depth)

    def _field(self, node: FieldNode, on: str, depth: int) -> FieldNode:
        name = node.name.value
        if name == "__typename":
            return node
        declared, inside, alias = _fields(on)[name], node.selection_set, node.alias
        arguments = self._arguments(f"{on}.{name}", declared.args)
        if alias is None and self.steer.one_in(6):
            alias = _named(f"a{self.steer.one_of(range(1000))}_{name}")
        if inside is not None:
            inside = self.selections(inside, get_named_type(declared.type).name, depth + 1)
        return replace(node, alias=alias, arguments=arguments, directives=self._directives(), selection_set=inside)

    def _directives(self) -> tuple[DirectiveNode, ...]:
        if not self.steer.one_in(12):
            return ()
        value = parse_value(self.steer.one_of(("true", "false")))
        if self.steer.one_in(2):
            value = self._variable("Boolean!", value)
        condition = ArgumentNode(name=_named("if"), value=value)
        return (DirectiveNode(name=_named(self.steer.one_of(("include", "skip"))), arguments=(condition,)),)

    def _arguments(self, owner: str, declared: Mapping[str, GraphQLArgument]) -> tuple[ArgumentNode, ...]:
        given = (
            (name, argument)
            for name, argument in declared.items()
            if isinstance(argument.type, GraphQLNonNull) or self.steer.one_in(3 if name in PAGING else 8)
        )
        return tuple(
            ArgumentNode(name=_named(name), value=self._value(owner, name, argument)) for name, argument in given
        )

    def _value(self, owner: str, name: str, argument: GraphQLArgument) -> ValueNode:
        is_required = isinstance(argument.type, GraphQLNonNull)
        value = self.steer.value(owner, name, argument.type)
        if not is_required and self.steer.one_in(10):
            value = NullValueNode()
        if self.steer.one_in(3):
            return self._variable(str(argument.type), value)
        return self._with_variables(value) if name == "ids" else value

    def _with_variables(self, ids: ValueNode) -> ValueNode:
        assert isinstance(ids, ListValueNode)
        return ListValueNode(
            values=tuple(self._variable("ID!", one) if self.steer.one_in(5) else one for one in ids.values)
        )

    def _variable(self, type_: str, value: ValueNode) -> VariableNode:
        """A variable with the value: sent, or by default; one that may be left out sometimes is."""
        node, default = VariableNode(name=_named(f"v{len(self.declared)}")), None
        how = self.steer.one_of(("sent", "sent", "default", "sent over a default", "left out"))
        if "default" in how and not (type_.endswith("!") and isinstance(value, NullValueNode)):
            default = value
        if "sent" in how or (type_.endswith("!") and default is None):
            self.variables[node.name.value] = value_from_ast_untyped(value)
        self.declared.append(VariableDefinitionNode(variable=node, type=parse_type(type_), default_value=default))
        return node


def _fields(on: str) -> Mapping[str, Any]:
    kind = TYPES.type_map[on]
    assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
    return kind.fields
