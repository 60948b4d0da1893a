"""Cuts a schema: keeps what is open and what the kept parts lead to, and names what is left out. Knows no callers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from schema.coordinates import members_of

Part = TypeVar("Part")
CACHED = ("fields", "interfaces", "_value_lookup")
"""What graphql-core computes once of a type."""


def cut(schema: GraphQLSchema, closed: frozenset[str]) -> tuple[GraphQLSchema, frozenset[str]]:
    """The schema less the parts at these coordinates and what nothing else leads to; the coordinates of all of that.

    Of a type that is closed no object is found behind an interface; a field that leads to it may still be open.
    """
    kept = _Reach(schema, closed, _roots(schema)).found
    hidden = frozenset(set(_coordinates(schema)) - kept)
    return (_Copy(schema, kept).schema if hidden else schema), hidden


def led_to(schema: GraphQLSchema, type_name: str, closed: frozenset[str]) -> frozenset[str]:
    """The coordinates of a type, of what is in it, and of all that it leads to; without the closed ones. None of a type
    that is not there."""
    named = schema.type_map.get(type_name)
    return frozenset() if named is None else frozenset(_Reach(schema, closed, [named]).found)


class _Reach:
    """The coordinates that can be got to from some types, of those that have anything open."""

    def __init__(self, schema: GraphQLSchema, closed: frozenset[str], starts: Iterable[Any]) -> None:
        self._schema = schema
        self._closed = closed
        self._searched: set[str] = set()
        self.found: set[str] = set()
        for start in starts:
            if any(f"{start.name}.{name}" not in closed for name in start.fields):
                self._visit(start)

    def _visit(self, named: GraphQLNamedType) -> None:
        """What a field leads to: behind an interface, any type of which an object could be found."""
        if isinstance(named, GraphQLInterfaceType) and named.name not in self._searched:
            self._searched.add(named.name)
            for possible in self._schema.get_possible_types(named):
                if possible.name not in self._closed:
                    self._keep(possible)
        self._keep(named)

    def _keep(self, named: GraphQLNamedType) -> None:
        if named.name in self.found:
            return
        self.found.add(named.name)
        match named:
            case GraphQLObjectType() | GraphQLInterfaceType():
                self._visit_fields(named)
            case GraphQLInputObjectType():
                for name, member in named.fields.items():
                    self._visit_if_open(f"{named.name}.{name}", member)
            case GraphQLEnumType():
                self.found.update({f"{named.name}.{value}" for value in named.values} - self._closed)
            case _:
                pass

    def _visit_fields(self, named: GraphQLObjectType | GraphQLInterfaceType) -> None:
        for name, field in named.fields.items():
            coordinate = f"{named.name}.{name}"
            if self._visit_if_open(coordinate, field):
                for argument, declared in field.args.items():
                    self._visit_if_open(f"{coordinate}({argument}:)", declared)
        for interface in named.interfaces:
            self._keep(interface)

    def _visit_if_open(self, coordinate: str, part: Any) -> bool:
        if coordinate in self._closed:
            return False
        self.found.add(coordinate)
        self._visit(get_named_type(part.type))
        return True


class _Copy:
    """Copies of the types that lose something, or that lead to one that does; everything else is shared."""

    def __init__(self, schema: GraphQLSchema, kept: set[str]) -> None:
        self._kept = kept
        self._types = {
            name: _shell(named)
            for name, named in schema.type_map.items()
            if name in kept and self._is_to_be_copied(named)
        }
        for name, shell in self._types.items():
            self._fill(shell, schema.type_map[name])
        query, mutation, subscription = (root and self._types.get(root.name) for root in _root_types(schema))
        self.schema = GraphQLSchema(
            query,
            mutation,
            subscription,
            types=tuple(shell for shell in self._types.values() if isinstance(shell, GraphQLObjectType)),
            directives=schema.directives,
            description=schema.description,
            extensions=schema.extensions,
            assume_valid=True,
        )

    def _is_to_be_copied(self, named: GraphQLNamedType) -> bool:
        if isinstance(named, GraphQLEnumType | GraphQLInputObjectType):
            return not self._kept.issuperset(members_of(named))
        return isinstance(named, GraphQLObjectType | GraphQLInterfaceType)

    def _fill(self, shell: Any, named: Any) -> None:
        if isinstance(named, GraphQLEnumType):
            shell.values = self._open(named.name, named.values)
            return
        fields = self._open(named.name, named.fields)
        shell.fields = {name: self._part(f"{named.name}.{name}", part) for name, part in fields.items()}
        if not isinstance(named, GraphQLInputObjectType):
            shell.interfaces = tuple(self._types[interface.name] for interface in named.interfaces)

    def _open(self, owner: str, parts: Mapping[str, Part]) -> dict[str, Part]:
        return {name: part for name, part in parts.items() if f"{owner}.{name}" in self._kept}

    def _part(self, coordinate: str, part: Any) -> Any:
        made = _bare_copy(part)
        made.type = self._type(part.type)
        if isinstance(part, GraphQLField) and not self._keeps_arguments(coordinate, part):
            made.args = {
                name: self._part("", argument)
                for name, argument in part.args.items()
                if f"{coordinate}({name}:)" in self._kept
            }
        return made

    def _keeps_arguments(self, coordinate: str, field: GraphQLField) -> bool:
        return all(
            f"{coordinate}({name}:)" in self._kept and get_named_type(argument.type).name not in self._types
            for name, argument in field.args.items()
        )

    def _type(self, wrapped: Any) -> Any:
        if isinstance(wrapped, GraphQLNonNull | GraphQLList):
            inner = self._type(wrapped.of_type)
            return wrapped if inner is wrapped.of_type else type(wrapped)(inner)
        return self._types.get(wrapped.name, wrapped)


def _shell(named: GraphQLNamedType) -> Any:
    shell = _bare_copy(named)
    for name in CACHED:
        shell.__dict__.pop(name, None)
    return shell


def _bare_copy(part: Any) -> Any:
    """A copy that shares everything. Constructors would check again what has been checked, and wrap it again."""
    made = object.__new__(type(part))
    made.__dict__.update(part.__dict__)
    return made


def _coordinates(schema: GraphQLSchema) -> Iterator[str]:
    """Every coordinate of the schema but those of introspection, which every schema has."""
    for named in schema.type_map.values():
        if named.name.startswith("__"):
            continue
        yield named.name
        if isinstance(named, GraphQLEnumType):
            yield from (f"{named.name}.{value}" for value in named.values)
        for name, part in getattr(named, "fields", {}).items():
            yield f"{named.name}.{name}"
            yield from (f"{named.name}.{name}({argument}:)" for argument in getattr(part, "args", ()))


def _root_types(schema: GraphQLSchema) -> tuple[GraphQLObjectType | None, ...]:
    return schema.query_type, schema.mutation_type, schema.subscription_type


def _roots(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    return (root for root in _root_types(schema) if root is not None)
