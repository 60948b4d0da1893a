"""Which fields a selection has for an object of a type: GraphQL's CollectFields, with merged selections.

Knows directives and fragments; nothing of tables.
"""

from collections.abc import Mapping, Sequence

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
)
from graphql.execution.values import VariableValues

Fragments = Mapping[str, FragmentDefinitionNode]
Collected = dict[str, list[FieldNode]]
"""By key in the answer, in the order in which the keys come first."""


class Collector:
    """Collects for one operation with its variables."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments, variables: VariableValues) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables

    def fields(self, selections: Sequence[SelectionSetNode], on: GraphQLObjectType) -> Collected:
        """The fields of these selections, taken together, for an object of the type."""
        found: Collected = {}
        spread: set[str] = set()
        for one in selections:
            self._collect(one.selections, on, found, spread)
        return found

    def _collect(
        self, selections: Sequence[SelectionNode], on: GraphQLObjectType, found: Collected, spread: set[str]
    ) -> None:
        for selection in selections:
            if not self._is_included(selection):
                continue
            match selection:
                case FieldNode():
                    found.setdefault((selection.alias or selection.name).value, []).append(selection)
                case InlineFragmentNode():
                    if self._applies(selection, on):
                        self._collect(selection.selection_set.selections, on, found, spread)
                case FragmentSpreadNode() if selection.name.value not in spread:
                    spread.add(selection.name.value)
                    fragment = self._fragments[selection.name.value]
                    if self._applies(fragment, on):
                        self._collect(fragment.selection_set.selections, on, found, spread)
                case _:
                    pass

    def _is_included(self, selection: SelectionNode) -> bool:
        if not selection.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, selection, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, selection, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _applies(self, fragment: InlineFragmentNode | FragmentDefinitionNode, on: GraphQLObjectType) -> bool:
        if fragment.type_condition is None:
            return True
        wanted = self._schema.get_type(fragment.type_condition.name.value)
        return wanted is on or (isinstance(wanted, GraphQLInterfaceType) and self._schema.is_sub_type(wanted, on))
