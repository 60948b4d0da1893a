"""What an operation could cost at most, told before it is executed: sizes of nested lists multiply.

    1    an object, a page of a connection (edges are part of it)
    10   a count (`totalCount`, `storeAppCount`), a mutation
    0    everything else; an operation at least 1

Knows of types only which fields are lists, and which lists are pages. A field that a constant leaves out costs nothing;
one that a variable may leave out costs as if it stayed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    SchemaMetaFieldDef,
    SelectionNode,
    SelectionSetNode,
    TypeMetaFieldDef,
    get_named_type,
    get_nullable_type,
    is_list_type,
    value_from_ast_untyped,
)
from graphql import FragmentSpreadNode as Spread

from domain.lifecycle import ReviewPhaseName
from domain.page import DEFAULT_PAGE, MAX_PAGE
from engine.document import Operation

PLAIN_LIST = 10
"""What is assumed of a list that has no pages."""
LENGTHS = {"phases": len(ReviewPhaseName)}
"""Of plain lists by their fields, where the domain bounds them."""
LIST_OF_INTROSPECTION = 3
"""What a type's lists come to on average; how many types there are is known."""
LEAST = 1
COUNT = 10
COUNTS = frozenset({"totalCount", "storeAppCount"})
MUTATION = 10
INTROSPECTION = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


def cost_of(schema: GraphQLSchema, operation: Operation, variables: Mapping[str, Any]) -> int:
    """The cost of a valid operation with these coerced variables. Linear in the document."""
    root = schema.get_root_type(operation.node.operation)
    if root is None:
        return LEAST
    cost = _Cost(schema, operation.fragments, variables).of_selections(operation.node.selection_set, root)
    return max(LEAST, cost)


class _Cost:
    """The cost of selections; what is below one is counted once, however often it is spread."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = dict(variables)
        self._mutation = schema.mutation_type
        self._known: dict[tuple[int, int], int] = {}

    def of_selections(self, selections: SelectionSetNode, parent: GraphQLNamedType, page: int = PLAIN_LIST) -> int:
        """`page` is how long the lists are of a connection; every other type's are as long as assumed."""
        key = (id(selections), page if _is_connection(parent) else PLAIN_LIST)
        if key not in self._known:
            self._known[key] = sum(self._of_selection(each, parent, key[1]) for each in selections.selections)
        return self._known[key]

    def _of_selection(self, selection: SelectionNode, parent: GraphQLNamedType, page: int) -> int:
        if _is_left_out(selection.directives or ()):
            return 0
        match selection:
            case FieldNode():
                return self._of_field(selection, parent, page)
            case InlineFragmentNode(type_condition=None):
                return self.of_selections(selection.selection_set, parent, page)
            case InlineFragmentNode():
                return self._of_fragment(selection, page)
            case Spread():
                return self._of_fragment(self._fragments[selection.name.value], page)
            case _:
                return 0

    def _of_fragment(self, fragment: InlineFragmentNode | FragmentDefinitionNode, page: int) -> int:
        condition = fragment.type_condition
        on = None if condition is None else self._schema.get_type(condition.name.value)
        return 0 if on is None else self.of_selections(fragment.selection_set, on, page)

    def _of_field(self, node: FieldNode, parent: GraphQLNamedType, page: int) -> int:
        field = INTROSPECTION.get(node.name.value) or getattr(parent, "fields", {}).get(node.name.value)
        own = MUTATION if parent is self._mutation else 0
        if field is None or node.selection_set is None:
            return own + (COUNT if node.name.value in COUNTS else 0)
        given = node.arguments or ()
        arguments = {each.name.value: value_from_ast_untyped(each.value, self._variables) for each in given}
        below = get_named_type(field.type)
        inside = self.of_selections(node.selection_set, below, _page(arguments))
        each = inside + (0 if below.name.endswith("Edge") else 1)
        is_list = is_list_type(get_nullable_type(field.type))
        return own + each * (self._length(node.name.value, parent, arguments, page) if is_list else 1)

    def _length(self, name: str, parent: GraphQLNamedType, arguments: Mapping[str, Any], page: int) -> int:
        ids = arguments.get("ids")
        if isinstance(ids, list):
            return len(ids)
        if parent.name.startswith("__"):
            return len(self._schema.type_map) if parent.name == "__Schema" else LIST_OF_INTROSPECTION
        return page if _is_connection(parent) else LENGTHS.get(name, PLAIN_LIST)


def _is_left_out(directives: Sequence[DirectiveNode]) -> bool:
    """Whether a constant, not a variable, says so."""
    said = (
        (directive.name.value, argument.value.value)
        for directive in directives
        for argument in directive.arguments or ()
        if isinstance(argument.value, BooleanValueNode)
    )
    return any(one in (("skip", True), ("include", False)) for one in said)


def _is_connection(named: GraphQLNamedType) -> bool:
    return named.name.endswith("Connection")


def _page(arguments: Mapping[str, Any]) -> int:
    """The size that is asked for; sizes that are refused later count as the largest."""
    sizes = [arguments[name] for name in ("first", "last") if isinstance(arguments.get(name), int)]
    return max((min(max(size, 0), MAX_PAGE) for size in sizes), default=DEFAULT_PAGE)
