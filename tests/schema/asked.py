"""Asks for all that there is to read, each argument by itself too, and says which parts of the schema gave something.

A part is named by its schema coordinate. Something is what is not null and not an empty list or page.
"""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_required_argument,
)

from schema.types.node import ROWS
from tests.resolvers.world import SCHEMA

GRAPHQL: GraphQLSchema = SCHEMA._schema
CURSORS = ("after", "before")
"""What is asked with these is a page already; the law of pages is tests/properties/test_pagination.py."""
BY, ALSO = "__by_", "__also"
"""In names of answers: that the field was given one argument more; that it was given others."""
APART = "explainAccess"
"""Refused with an error where it is refused, which takes away all that is asked with it."""
REQUIRED = {
    "AppTemplate.version": 'version: "4.0.0"',
    "AppVersion.file": 'path: "values.yaml"',
    "Workspace.template": 'name: "emqx"',
    "Workspace.repository": 'name: "charts"',
    "HelmRepository.chart": 'name: "emqx"',
    "Query.node": "id: $known",
    "Query.nodes": "ids: [$known]",
    "Query.workspace": 'name: "acme"',
    "Query.storeApp": 'publisher: "acme", name: "emqx"',
    "Query.user": 'username: "me"',
    "Query.permissionGroups": "scope: PLATFORM",
    "Query.explainAccess": 'username: "me", permission: $held',
}
OTHERS = {"Query.workspace": 'name: "other"', "Query.node": "id: $app"}
OPTIONAL = {
    "first": "1",
    "last": "1",
    "search": '"emqx"',
    "workspace": '"acme"',
    "category": '"messaging"',
    "publisher": '"acme"',
    "node": "$template",
    "subject": "$version",
    "actor": '"dev"',
    "action": '"version.submit"',
    "since": '"2020-01-01T00:00:00Z"',
    "until": '"2030-01-01T00:00:00Z"',
    "Query.workspaces(search:)": '"acme"',
    "Query.workspaces(orderBy:)": "{field: NAME, direction: ASC}",
    "Query.users(search:)": '"me"',
    "Workspace.repositories(search:)": '"stable"',
    "Query.templates(orderBy:)": "{field: NAME, direction: ASC}",
    "Query.templates(states:)": "[ACTIVE]",
    "Query.storeApps(orderBy:)": "{field: NAME, direction: ASC}",
    "Query.reviews(orderBy:)": "{field: SUBMITTED_AT, direction: ASC}",
    "Query.reviews(states:)": "[PASSED]",
    "Workspace.templates(orderBy:)": "{field: NAME, direction: ASC}",
    "Workspace.templates(states:)": "[ACTIVE]",
    "AppTemplate.versions(orderBy:)": "{field: VERSION, direction: ASC}",
    "AppTemplate.versions(states:)": "[SUSPENDED]",
    "AppTemplate.latestVersion(states:)": "[SUSPENDED]",
}


def everything() -> str:
    """The query for every entry point, and for every field of the rows that are named by a variable for each type."""
    of_each = " ".join(f"$rows{name}: [ID!]!" for name in ROWS)
    rows = " ".join(f"rows{name}: nodes(ids: $rows{name}) {{ ... on {name} {{ {inside(name)} }} }}" for name in ROWS)
    return f"query ($known: ID!, $app: ID!, $version: ID!, {of_each}) {{ {inside('Query')} {rows} }}"


def explanations() -> str:
    """The query for every way to have one's own access explained."""
    asked = " ".join(_of_field("Query", APART, GRAPHQL.type_map["Query"].fields[APART], rows=0))  # type: ignore[union-attr]  # has fields
    return f"query ($held: Permission!, $template: ID!) {{ __typename {asked} }}"


def inside(name: str, *, rows: int = 0) -> str:
    """Every field of the type, and every argument by itself; `rows` deep in rows, and of those below only the ids."""
    return " ".join(["__typename", *_selections(name, rows)])


def _selections(name: str, rows: int) -> Iterator[str]:
    kind = GRAPHQL.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    for field_name, field in kind.fields.items():
        if field_name != APART:
            yield from _of_field(name, field_name, field, rows=rows)


def _of_field(owner: str, name: str, field: GraphQLField, *, rows: int) -> Iterator[str]:
    coordinate = f"{owner}.{name}"
    required = REQUIRED.get(coordinate, "")
    yield f"{name}{_given(required)}{_shown(field, rows)}"
    if coordinate in OTHERS:
        yield f"{name}{ALSO}: {name}{_given(OTHERS[coordinate])}{_brief(field)}"
    for argument, declared in field.args.items():
        if not is_required_argument(declared) and argument not in CURSORS:
            value = OPTIONAL.get(f"{coordinate}({argument}:)") or OPTIONAL[argument]
            yield f"{name}{BY}{argument}: {name}{_given(required, f'{argument}: {value}')}{_brief(field)}"


def _given(*arguments: str) -> str:
    given = ", ".join(filter(None, arguments))
    return f"({given})" if given else ""


def _shown(field: GraphQLField, rows: int) -> str:
    named = get_named_type(field.type)
    if not isinstance(named, GraphQLObjectType):
        return " { __typename id }" if named.name == "Node" else ""
    if named.name in ROWS:
        return f" {{ {inside(named.name, rows=rows - 1)} }}" if rows else " { __typename id }"
    return f" {{ {inside(named.name, rows=rows)} }}"


def _brief(field: GraphQLField) -> str:
    """Of a page, that there is something on it; of anything else, all."""
    named = get_named_type(field.type)
    is_page = isinstance(named, GraphQLObjectType) and "nodes" in named.fields
    if not is_page:
        return _shown(field, rows=0)
    row = get_named_type(named.fields["nodes"].type)
    return f" {{ __typename nodes {{ __typename {'id' if row.name in ROWS else ''} }} }}"


def gave(value: Any) -> Iterator[str]:
    """The coordinates of what gave something in an answer to `inside` or `everything`."""
    if isinstance(value, list):
        for one in value:
            yield from gave(one)
    elif isinstance(value, dict) and "__typename" in value and _is_something(value):
        for key, inner in value.items():
            if key != "__typename" and _is_something(inner):
                yield from _parts(value["__typename"], key, inner)
                yield from gave(inner)


def _is_something(value: Any) -> bool:
    match value:
        case None | []:
            return False
        case list():
            return any(map(_is_something, value))
        case dict():
            return value.get("nodes") != []
        case _:
            return True


def _parts(owner: str, key: str, value: Any) -> Iterator[str]:
    if key.startswith("rows"):
        return
    name, _, argument = key.removesuffix(ALSO).partition(BY)
    kind = GRAPHQL.type_map[owner]
    assert isinstance(kind, GraphQLObjectType)
    field = kind.fields[name]
    yield f"{owner}.{name}"
    if argument:
        yield f"{owner}.{name}({argument}:)"
    yield from (f"{owner}.{name}({one}:)" for one in field.args if is_required_argument(field.args[one]))
    named = get_named_type(field.type)
    if isinstance(named, GraphQLEnumType):
        yield from (f"{named.name}.{one}" for one in (value if isinstance(value, list) else [value]))


def readable(schema: GraphQLSchema) -> Iterator[str]:
    """The coordinates of all output fields and arguments of reads that queries and mutations lead to, in a schema."""
    assert schema.query_type is not None and schema.mutation_type is not None
    known, waiting = {schema.mutation_type.name}, [schema.query_type]
    waiting += _led_to(schema, schema.mutation_type)
    while waiting:
        kind = waiting.pop()
        if kind.name not in known:
            known.add(kind.name)
            waiting += _led_to(schema, kind)
            yield from _fields_of(kind)


def _led_to(schema: GraphQLSchema, kind: GraphQLObjectType) -> list[GraphQLObjectType]:
    named = [get_named_type(field.type) for field in kind.fields.values()]
    possible = [one for each in named if is_abstract_type(each) for one in schema.get_possible_types(each)]
    return [one for one in (*named, *possible) if isinstance(one, GraphQLObjectType)]


def _fields_of(kind: GraphQLObjectType) -> Iterator[str]:
    for name, field in kind.fields.items():
        yield f"{kind.name}.{name}"
        yield from (f"{kind.name}.{name}({argument}:)" for argument in field.args if argument not in CURSORS)
