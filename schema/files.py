"""How often a document may use the files that came with it: each costs seconds to read, whatever its size."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import SKIP, DocumentNode, FieldNode, GraphQLError, VariableNode, Visitor, VisitorAction, visit

from uploads.received import ReceivedFile

MAX_FIELDS_WITH_FILES = 3


def check_files(document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Raises GraphQLError when a file is used by two fields, or when more than 3 fields take files."""
    uploads = {name for name, value in variables.items() if any(_files(value))}
    if not uploads:
        return
    uses = _Uses()
    visit(document, uses)
    with_files = [names & uploads for names in uses.by_field if names & uploads]
    if len(with_files) > MAX_FIELDS_WITH_FILES:
        raise GraphQLError(f"{len(with_files)} fields take files; at most {MAX_FIELDS_WITH_FILES} may in one request.")
    for name in sorted(uploads):
        if sum(name in names for names in with_files) > 1:
            raise GraphQLError(f"${name} holds a file and is used by several fields; send a file for each of them.")


class _Uses(Visitor):
    """The variables in the arguments of each field that has any."""

    def __init__(self) -> None:
        super().__init__()
        self.by_field: list[set[str]] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.by_field.append(set())

    def enter_variable_definition(self, *_: Any) -> VisitorAction:
        """An operation that comes after a fragment declares its variables after the fragment's fields."""
        return SKIP

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        if self.by_field:  # else it is in a directive of the operation
            self.by_field[-1].add(node.name.value)


def _files(value: Any) -> Iterator[ReceivedFile]:
    if isinstance(value, ReceivedFile):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _files(item)
