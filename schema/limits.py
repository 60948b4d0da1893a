"""Bounds on documents, checked after parsing and before the costlier validation. Knows no types and no rows.

They keep one request from holding the process for long; what a request may cost its caller is not decided here.
"""

from collections.abc import Iterator, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)
from strawberry.extensions import SchemaExtension

MAX_TOKENS = 5_000
MAX_DEPTH = 20


class DocumentLimits(SchemaExtension):
    """Refuses documents of more than 5,000 tokens, or deeper than 20 fields, or ambiguous in what to execute."""

    def on_operation(self) -> Iterator[None]:
        """Lets the parser stop at the first token too many."""
        self.execution_context.parse_options["max_tokens"] = MAX_TOKENS
        yield

    def on_parse(self) -> Iterator[None]:
        """Looks at the document once it is there; a syntax error has been reported then."""
        yield
        document = self.execution_context.graphql_document
        if document is None:
            return
        if self.execution_context._provided_operation_name is None:
            _refuse_several(document)
        if is_deeper_than(document, MAX_DEPTH):
            raise GraphQLError(f"The document is deeper than {MAX_DEPTH} fields.")


def _refuse_several(document: DocumentNode) -> None:
    """GraphQL 6.1 GetOperation: without a name there must be one operation."""
    if sum(isinstance(definition, OperationDefinitionNode) for definition in document.definitions) > 1:
        raise GraphQLError("The document has several operations; say in operationName which to execute.")


def is_deeper_than(document: DocumentNode, limit: int) -> bool:
    """Whether fields nest deeper than the limit, however they are spread over fragments. Linear in the document."""
    heights = _Heights({d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)})
    try:
        return any(
            heights.of_selections(definition.selection_set) > limit
            for definition in document.definitions
            if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
        )
    except RecursionError:
        return True


class _Heights:
    """How many fields are nested in a selection; that of each fragment is found once."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, int] = {}

    def of_selections(self, selections: SelectionSetNode | None) -> int:
        if selections is None:
            return 0
        return max(map(self._of_selection, selections.selections), default=0)

    def _of_selection(self, selection: SelectionNode) -> int:
        match selection:
            case FieldNode():
                return 1 + self.of_selections(selection.selection_set)
            case InlineFragmentNode():
                return self.of_selections(selection.selection_set)
            case FragmentSpreadNode():
                return self._of_fragment(selection.name.value)
            case _:
                return 0

    def _of_fragment(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = 0  # a cycle ends here; validation refuses it with the better message
            fragment = self._fragments.get(name)
            self._known[name] = 0 if fragment is None else self.of_selections(fragment.selection_set)
        return self._known[name]
