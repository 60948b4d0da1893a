"""A document that has been parsed and validated, and what of a request's variables shapes the plan of an operation.

It does not validate: whoever makes a Document vouches for it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNonNull,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    type_from_ast,
    visit,
)
from graphql.execution.values import VariableValues, get_variable_values

from domain.ids import split_id
from engine.collect import Fragments
from engine.parameters import Irregular


class Absent(Enum):
    """In place of the value of a variable that was not sent: inside of an input that is not the same as null."""

    ABSENT = "absent"


class How(Enum):
    """What of a variable's value belongs to the key of a plan."""

    VALUE = "all of it"
    TEXT = "whether it is null, empty, blank, or more"
    ID = "as a text, and which kinds of things it names"
    PRESENCE = "whether it is null"


@dataclass(frozen=True, slots=True)
class Declared:
    """A variable as the operation declares it. `is_plain`: a text that needs no coercion."""

    name: str
    how: How
    is_plain: bool
    is_required: bool


class Operation:
    """One operation of a document."""

    def __init__(
        self, schema: GraphQLSchema, node: OperationDefinitionNode, fragments: Fragments, document: DocumentNode
    ) -> None:
        self.document = document
        self.node = node
        self.fragments = fragments
        self._schema = schema
        self.is_query = node.operation is OperationType.QUERY
        self.is_mutation = node.operation is OperationType.MUTATION
        self._declared = tuple(self._read(definition) for definition in node.variable_definitions or ())
        self._is_plain = all(one.is_plain for one in self._declared)

    def _read(self, definition: Any) -> Declared:
        kind = type_from_ast(self._schema, definition.type)
        named = get_named_type(kind)
        is_text = named is not None and named.name in ("String", "ID")
        nullable = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        is_plain = is_text and not is_list_type(nullable) and definition.default_value is None
        return Declared(definition.variable.name.value, _how(named), is_plain, kind is not nullable)

    def declared_of(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Of what was sent as variables, those that there are."""
        return {one.name: given[one.name] for one in self._declared if one.name in given}

    def coerced(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The variables' values. Irregular for what does not fit: the reference has the words."""
        if self._is_plain:
            found = self._plain(given)
            if found is not None:
                return found
        return self.variables(given).coerced

    def read(self, given: Mapping[str, Any]) -> tuple[Mapping[str, Any], Hashable]:
        """The variables' values, and what of them shapes a plan. Irregular."""
        variables = self.coerced(given)
        return variables, self.shape(variables)

    def _plain(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        found = {}
        for one in self._declared:
            value = given.get(one.name)
            if not isinstance(value, str):
                if value is not None or one.is_required:
                    return None
                if one.name not in given:
                    continue
            found[one.name] = value
        return found

    def variables(self, given: Mapping[str, Any]) -> VariableValues:
        """The same, as the library takes them."""
        declared = self.node.variable_definitions or ()
        found = get_variable_values(self._schema, declared, dict(given), max_errors=1, hide_suggestions=True)
        if not isinstance(found, VariableValues):
            raise Irregular("variables that do not fit")
        return found

    @cached_property
    def shaping(self) -> tuple[Declared, ...]:
        """The variables that can shape a plan: of a mutation only those inside of what its payloads show."""
        if self.is_query:
            return self._declared
        inside = _Names(self.fragments)
        for field in self.node.selection_set.selections:
            inside.look_at(getattr(field, "selection_set", None) or field)
        return tuple(one for one in self._declared if one.name in inside.names)

    def shape(self, coerced: Mapping[str, Any]) -> Hashable:
        """What of the values belongs to the key of a plan."""
        return tuple(_shape(one.how, coerced.get(one.name, Absent.ABSENT)) for one in self.shaping)


class _Names(Visitor):
    """The variables that a part of a document uses, in its fragments too."""

    def __init__(self, fragments: Fragments) -> None:
        super().__init__()
        self.names: set[str] = set()
        self._fragments = fragments
        self._seen: set[str] = set()

    def look_at(self, node: Node) -> None:
        visit(node, self)

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.names.add(node.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        name = node.name.value
        if name not in self._seen:
            self._seen.add(name)
            visit(self._fragments[name], self)


def _how(named: Any) -> How:
    if named.name == "ID":
        return How.ID
    if named.name == "String":
        return How.TEXT
    if named.name in ("Int", "Boolean") or is_enum_type(named) or is_input_object_type(named):
        return How.VALUE
    return How.PRESENCE


def _shape(how: How, value: Any) -> Hashable:
    if value is None or value is Absent.ABSENT:
        return value
    if how is How.VALUE:
        return _frozen(value)
    if how is How.PRESENCE or (isinstance(value, list) and how is How.TEXT):
        return True
    if isinstance(value, list):
        return len(value), frozenset(map(_kind, value))
    return (_fullness(value), _kind(value)) if how is How.ID else _fullness(value)


def _fullness(text: str) -> int:
    if not text:
        return 0
    return 2 if text.strip() else 1


def _kind(text: str | None) -> str:
    found = None if text is None else split_id(text)
    return "" if found is None else found[0]


def _frozen(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((name, _frozen(one)) for name, one in sorted(value.items()))
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


class Document:
    """A valid document's operations by name."""

    def __init__(self, schema: GraphQLSchema, node: DocumentNode, size: int) -> None:
        self.node = node
        self.size = size
        fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
        self._operations = {
            None if d.name is None else d.name.value: Operation(schema, d, fragments, node)
            for d in node.definitions
            if isinstance(d, OperationDefinitionNode)
        }

    def __len__(self) -> int:
        return len(self._operations)

    def operation(self, name: str | None) -> Operation | None:
        """The operation of that name, or the only one there is."""
        if name is not None:
            return self._operations.get(name)
        return next(iter(self._operations.values())) if len(self._operations) == 1 else None
