"""What each part of the schema needs of its caller, read off the declarations: the one list that masks are cut by.

A part is named by its schema coordinate: `Query.users`, `Query.reviews(workspace:)`, `UpdateUserInput.disabled`,
`VersionState.DRAFT`. A part that is not listed needs nothing but the parts that lead to it. A type's own name says
what it takes to see any of its rows, by which they are found behind an interface.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from policies.rights import AnyOf, Need, Sees, all_of
from schema.bind import ARGUMENT_NEEDS, NEEDS
from schema.enums import VALUE_NEEDS
from schema.types.node import KINDS, ROWS
from services.access import THINGS

DEFINITION = "strawberry-definition"


def needs_of(schema: GraphQLSchema) -> Mapping[str, Need]:
    """The needs by coordinate."""
    return {
        coordinate: need
        for named in schema.type_map.values()
        if not named.name.startswith("__")
        for coordinate, need in _of_type(named)
    }


def _of_type(named: GraphQLNamedType) -> Iterator[tuple[str, Need]]:
    match named:
        case GraphQLObjectType() | GraphQLInterfaceType():
            if named.name in ROWS:
                yield named.name, _to_see(named.name)
            for name, field in named.fields.items():
                yield from _of_field(named.name, name, field)
        case GraphQLInputObjectType():
            for name, member in named.fields.items():
                if NEEDS in _metadata(member):
                    yield f"{named.name}.{name}", _metadata(member)[NEEDS]
        case GraphQLEnumType():
            for value, need in VALUE_NEEDS.get(named.name, {}).items():
                yield f"{named.name}.{value}", need
        case _:
            pass


def _of_field(owner: str, name: str, field: GraphQLField) -> Iterator[tuple[str, Need]]:
    coordinate = f"{owner}.{name}"
    metadata = _metadata(field)
    need = metadata.get(NEEDS) or _by_what_it_leads_to(owner, field)
    if need is not None:
        yield coordinate, need
    for argument, its_need in metadata.get(ARGUMENT_NEEDS, {}).items():
        yield f"{coordinate}({argument}:)", its_need


def _by_what_it_leads_to(owner: str, field: GraphQLField) -> Need | None:
    """A resolver that leads to rows is of use to those who can see such rows; an attribute has them already.

    What a row leads to is where the row is: both are seen in one place.
    """
    definition = field.extensions.get(DEFINITION)
    if definition is None or definition.base_resolver is None:
        return None
    named = get_named_type(field.type)
    if isinstance(named, GraphQLInterfaceType):
        return AnyOf(tuple(map(_to_see, ROWS)))
    row_type = _row_type(named)
    if row_type not in ROWS:
        return None
    return all_of(_to_see(owner), _to_see(row_type)) if owner in ROWS else _to_see(row_type)


def _to_see(type_name: str) -> Need:
    return Sees(THINGS[KINDS[ROWS[type_name]]])


def _row_type(named: GraphQLNamedType) -> str:
    """The type of a connection's rows is the type of its nodes."""
    nodes = named.fields.get("nodes") if isinstance(named, GraphQLObjectType) else None
    return named.name if nodes is None else get_named_type(nodes.type).name


def _metadata(part: Any) -> Mapping[str, Any]:
    definition = part.extensions.get(DEFINITION)
    metadata: Mapping[str, Any] = {} if definition is None else definition.metadata
    return metadata
