"""What is wrong with the values that came for an operation's variables, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode
from graphql.execution.values import VariableValues, get_variable_values

from schema.errors import MAX_TOLD


def variable_faults(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> Sequence[GraphQLError]:
    """The first faults of the values in this schema; none when they fit."""
    declared = operation.variable_definitions or ()
    found = get_variable_values(schema, declared, dict(given), max_errors=MAX_TOLD)
    return () if isinstance(found, VariableValues) else found
