"""Which parts of the schema a document uses, as schema coordinates. Knows documents that are valid, and no callers."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    visit,
)
from graphql.language import ArgumentNode, EnumValueNode, FieldNode, NamedTypeNode, ObjectFieldNode


def used_by(schema: GraphQLSchema, document: DocumentNode) -> frozenset[str]:
    """The coordinates of all that the document names, and of all that its variables could name."""
    info = TypeInfo(schema)
    uses = _Uses(schema, info)
    visit(document, TypeInfoVisitor(info, uses))
    return frozenset(uses.found)


def members_of(named: GraphQLNamedType, known: set[str] | None = None) -> Iterator[str]:
    """The coordinates of an input type, and of all that is in it."""
    known = set() if known is None else known
    if named.name in known:
        return
    known.add(named.name)
    yield named.name
    if isinstance(named, GraphQLEnumType):
        yield from (f"{named.name}.{value}" for value in named.values)
    if isinstance(named, GraphQLInputObjectType):
        for name, field in named.fields.items():
            yield f"{named.name}.{name}"
            yield from members_of(get_named_type(field.type), known)


class _Uses(Visitor):
    def __init__(self, schema: GraphQLSchema, info: TypeInfo) -> None:
        super().__init__()
        self._schema = schema
        self._info = info
        self.found: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self._info.get_parent_type()
        if parent is not None:
            self.found.add(f"{parent.name}.{node.name.value}")

    def enter_argument(self, node: ArgumentNode, _key: Any, _list: Any, _path: Any, ancestors: list[Any]) -> None:
        parent, field = self._info.get_parent_type(), ancestors[-1]
        if isinstance(field, FieldNode) and parent is not None:
            self.found.add(f"{parent.name}.{field.name.value}({node.name.value}:)")

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> None:
        parent = self._info.get_parent_input_type()
        self.found.add(f"{get_named_type(parent)}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: Any) -> None:
        self.found.add(f"{get_named_type(self._info.get_input_type())}.{node.value}")

    def enter_named_type(self, node: NamedTypeNode, *_: Any) -> None:
        """A condition of a fragment, or the type of a variable, whose value may be anything of that type."""
        named = self._schema.get_type(node.name.value)
        self.found.update([node.name.value] if named is None else members_of(named))
