"""Bounds on documents, checked before anything is executed. Knows no rows, and of the types only their shape.

They keep one request from holding the process for long; what a request may cost its caller is not decided here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)
from graphql.validation.rules import overlapping_fields_can_be_merged
from graphql.validation.validate import ValidationAbortedError
from strawberry.extensions import SchemaExtension

from schema.files import check_files
from schema.objects import check_objects

MAX_TOKENS = 5_000
MAX_DEPTH = 20
MAX_USES = 100
MAX_UNFOLDED = 20_000  # fields that are met when the fragments of every selection are unfolded

# Fields of one response name are compared with each other. The library's own bound lets a document take seconds.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 200_000

ABORTED = (
    "The document repeats the same fields, or spreads fragments in each other, too often to be checked; "
    "ask for each field once, or divide the document."
)


class DocumentLimits(SchemaExtension):
    """Refuses documents that are too long, too deep, too repetitive, ambiguous, or that could show too much."""

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
        check_shape(document)

    def on_validate(self) -> Iterator[None]:
        """Says why validation gave up; and of a valid document, that it could show or take too much."""
        yield
        errors = self.execution_context.pre_execution_errors
        if errors:
            errors[:] = [_told(error) for error in errors]
            return
        context = self.execution_context
        if context.graphql_document is not None:
            check_work(
                context.schema._schema, context.graphql_document, context.operation_name, context.variables or {}
            )


def check_work(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]
) -> None:
    """Raises GraphQLError for a valid document that could show or take too much with these variables."""
    check_files(document, variables)
    check_objects(schema, document, operation_name, variables)


def _told(error: GraphQLError) -> GraphQLError:
    is_unexplained = isinstance(error, ValidationAbortedError) and error.message == "Validation aborted."
    return GraphQLError(ABORTED) if is_unexplained else error


def _refuse_several(document: DocumentNode) -> None:
    """GraphQL 6.1 GetOperation: without a name there must be one operation."""
    if sum(isinstance(definition, OperationDefinitionNode) for definition in document.definitions) > 1:
        raise GraphQLError("The document has several operations; say in operationName which to execute.")


def check_shape(document: DocumentNode) -> None:
    """Raises GraphQLError when fields nest deeper than MAX_DEPTH, or when a selection has one response name more than
    MAX_USES times, however they are spread over fragments. Linear in the document."""
    shape = _Shape({d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)})
    try:
        heights = [
            shape.of_selections(definition.selection_set)
            for definition in document.definitions
            if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode)
        ]
    except RecursionError:
        heights = [MAX_DEPTH + 1]
    if max(heights, default=0) > MAX_DEPTH:
        raise GraphQLError(f"The document is deeper than {MAX_DEPTH} fields.")


class _Shape:
    """How many fields are nested in a selection; that of each fragment is found once. Each selection is checked."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._heights: dict[str, int] = {}
        self._unfolded = 0

    def of_selections(self, selections: SelectionSetNode | None) -> int:
        if selections is None:
            return 0
        self._check_uses(selections)
        return max(map(self._of_selection, selections.selections), default=0)

    def _of_selection(self, selection: SelectionNode) -> int:
        match selection:
            case FieldNode():
                return 1 + self.of_selections(selection.selection_set)
            case InlineFragmentNode():
                return max(map(self._of_selection, selection.selection_set.selections), default=0)
            case FragmentSpreadNode():
                return self._of_fragment(selection.name.value)
            case _:
                return 0

    def _of_fragment(self, name: str) -> int:
        if name not in self._heights:
            self._heights[name] = 0  # a cycle ends here; validation refuses it with the better message
            fragment = self._fragments.get(name)
            self._heights[name] = 0 if fragment is None else self.of_selections(fragment.selection_set)
        return self._heights[name]

    def _check_uses(self, selections: SelectionSetNode) -> None:
        """Validation compares each use of a response name with each other one."""
        uses = Counter(self._names(selections, set()))
        self._unfolded += uses.total()
        if self._unfolded > MAX_UNFOLDED:
            raise GraphQLError(f"The document's fragments unfold to more than {MAX_UNFOLDED} fields; spread fewer.")
        for name, count in uses.most_common(1):
            if count > MAX_USES:
                told = f"{name[:80]!r} {count} times in one selection; at most {MAX_USES} are taken. Ask for it once."
                raise GraphQLError(f"The document asks for {told}")

    def _names(self, selections: SelectionSetNode, spread: set[str]) -> Iterator[str]:
        """The response names in a selection, with those in its fragments, each of which counts once."""
        for selection in selections.selections:
            match selection:
                case FieldNode():
                    yield (selection.alias or selection.name).value
                case InlineFragmentNode():
                    yield from self._names(selection.selection_set, spread)
                case FragmentSpreadNode() if selection.name.value not in spread:
                    spread.add(selection.name.value)
                    fragment = self._fragments.get(selection.name.value)
                    if fragment is not None:
                        yield from self._names(fragment.selection_set, spread)
                case _:
                    pass
