"""How many objects an answer could have: the sizes of nested lists multiply, so that a small document can ask for much.

Knows of types only which fields are lists, and which lists are pages. Counts the worst case, before anything is read.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    get_operation_ast,
    is_list_type,
    value_from_ast_untyped,
)

from domain.page import DEFAULT_PAGE, MAX_PAGE

MAX_OBJECTS = 100_000
PLAIN_LIST = 10  # what is assumed of a list that has no pages


def check_objects(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]
) -> None:
    """Raises GraphQLError when the answer could have more than MAX_OBJECTS objects. Linear in a valid document."""
    operation = get_operation_ast(document, operation_name)
    root = None if operation is None else schema.get_root_type(operation.operation)
    if operation is None or root is None:
        return
    count = _Count(schema, document, _values(operation, variables)).of_selections(operation.selection_set, root)
    if count > MAX_OBJECTS:
        advice = "ask for smaller pages (first, last), or for fewer lists inside of lists"
        raise GraphQLError(f"The answer could have {count} objects; at most {MAX_OBJECTS} are given: {advice}.")


def _values(operation: OperationDefinitionNode, given: Mapping[str, Any]) -> dict[str, Any]:
    """The variables as far as sizes go: those that were not given have their defaults."""
    defaults = {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        for definition in operation.variable_definitions or ()
        if definition.default_value is not None
    }
    return {**defaults, **given}


class _Count:
    """The objects below a selection; what is below one selection is counted once, however often it is spread."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[tuple[int, int], int] = {}

    def of_selections(self, selections: SelectionSetNode, parent: GraphQLNamedType, page: int = PLAIN_LIST) -> int:
        """`page` is how long the lists are of a connection; every other type's are as long as assumed."""
        key = (id(selections), page if _is_connection(parent) else PLAIN_LIST)
        if key not in self._known:
            self._known[key] = sum(self._of_selection(each, parent, key[1]) for each in selections.selections)
        return self._known[key]

    def _of_selection(self, selection: SelectionNode, parent: GraphQLNamedType, page: int) -> int:
        match selection:
            case FieldNode():
                return self._of_field(selection, parent, page)
            case InlineFragmentNode(type_condition=None):
                return self.of_selections(selection.selection_set, parent, page)
            case InlineFragmentNode():
                return self._of_fragment(selection, page)
            case FragmentSpreadNode():
                return self._of_fragment(self._fragments[selection.name.value], page)
            case _:
                return 0

    def _of_fragment(self, fragment: InlineFragmentNode | FragmentDefinitionNode, page: int) -> int:
        condition = fragment.type_condition
        on = None if condition is None else self._schema.get_type(condition.name.value)
        return 0 if on is None else self.of_selections(fragment.selection_set, on, page)

    def _of_field(self, node: FieldNode, parent: GraphQLNamedType, page: int) -> int:
        """What only holds a page together, connections and edges, is no object of its own."""
        field = getattr(parent, "fields", {}).get(node.name.value)
        if field is None or node.selection_set is None:
            return 0
        given = node.arguments or ()
        arguments = {each.name.value: value_from_ast_untyped(each.value, self._variables) for each in given}
        below = get_named_type(field.type)
        inside = self.of_selections(node.selection_set, below, _page(arguments))
        own = 0 if _is_connection(below) or below.name.endswith("Edge") else 1
        return (_length(parent, arguments, page) if is_list_type(get_nullable_type(field.type)) else 1) * (own + inside)


def _is_connection(named: GraphQLNamedType) -> bool:
    return named.name.endswith("Connection")


def _length(parent: GraphQLNamedType, arguments: Mapping[str, Any], page: int) -> int:
    ids = arguments.get("ids")
    if isinstance(ids, list):
        return len(ids)
    return page if _is_connection(parent) else PLAIN_LIST


def _page(arguments: Mapping[str, Any]) -> int:
    """The size that is asked for; sizes that are refused later count as the largest."""
    sizes = [arguments[name] for name in ("first", "last") if isinstance(arguments.get(name), int | float)]
    return max((int(min(max(size, 0), MAX_PAGE)) for size in sizes), default=DEFAULT_PAGE)
