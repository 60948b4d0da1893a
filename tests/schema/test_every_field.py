"""Every field of the printed schema gives something in a store that has something for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_object_type,
)

from domain.ids import Kind
from policies.vocabulary import Permission
from schema.types.node import ROWS
from tests.resolvers.world import SCHEMA, World, run

pytestmark = pytest.mark.anyio
GRAPHQL: GraphQLSchema = SCHEMA._schema
ALWAYS_NULL = {("WorkspaceUsage", "storedBytesLimit")}
# Of a session that is narrowed (tests/services/test_assumed_roles.py, tests/conformance).
NARROWED = {("Viewer", "assumedRole"), ("AssumedRole", "role"), ("AssumedRole", "workspace")}
NODES = {
    "ApiToken": (Kind.API_TOKEN, "token"),
    "AppTemplate": (Kind.TEMPLATE, "emqx"),
    "AppVersion": (Kind.VERSION, "emqx 4.0.0"),
    "AuditEvent": (Kind.AUDIT_EVENT, "event"),
    "Category": (Kind.CATEGORY, "shelf"),
    "HelmRepository": (Kind.REPOSITORY, "repository"),
    "Membership": (Kind.MEMBERSHIP, "member dev"),
    "RepositoryChart": (Kind.REPOSITORY_CHART, "chart"),
    "RepositoryChartVersion": (Kind.REPOSITORY_CHART_VERSION, "chart version"),
    "Review": (Kind.REVIEW, "review passed"),
    "Role": (Kind.ROLE, "role custom"),
    "SigningKey": (Kind.SIGNING_KEY, "key"),
    "StoreApp": (Kind.STORE_APP, "store app"),
    "User": (Kind.USER, "dev"),
    "Workspace": (Kind.WORKSPACE, "acme"),
}


async def test_every_field_of_every_type_gives_something_somewhere(world: World) -> None:
    seen: set[tuple[str, str]] = set()

    seen |= set(given(await run(world.admin(), f"{{ {' '.join(selections('Query', world))} }}"), "Query"))
    for name in NODES:
        query = f'{{ node(id: "{node_id(world, name)}") {{ __typename ... on {name} {{ {inside(name, world)} }} }} }}'
        seen |= set(given((await run(world.admin(), query))["node"]))
    proof = "provenance { __typename message }"
    suspended = world.gid(Kind.VERSION, "emqx 4.0.1")
    query = f'{{ node(id: "{suspended}") {{ __typename ... on AppVersion {{ stateMessage {proof} }} }} }}'
    seen |= set(given((await run(world.admin(), query))["node"]))

    assert read_fields() - seen == ALWAYS_NULL | NARROWED


async def test_every_type_with_an_id_is_found_by_it(world: World) -> None:
    ids = [node_id(world, name) for name in NODES]

    found = (await run(world.admin(), "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=ids))["nodes"]

    assert [(node["__typename"], node["id"]) for node in found] == list(zip(NODES, ids, strict=True))
    assert set(NODES) == set(ROWS) == {implementer.name for implementer in implementers()}


@pytest.mark.parametrize("name", sorted(NODES))
def test_types_declare_only_what_their_rows_have(name: str) -> None:
    fields = SCHEMA.get_type_by_name(name).fields  # type: ignore[union-attr]  # it is an object type
    columns = [field.python_name for field in fields if field.base_resolver is None]

    missing = [column for column in columns if column not in ROWS[name].model_fields]

    assert missing == []


def implementers() -> list[GraphQLObjectType]:
    interface = GRAPHQL.type_map["Node"]
    return list(GRAPHQL.get_implementations(interface).objects)  # type: ignore[arg-type]  # Node is an interface


def node_id(world: World, name: str) -> str:
    kind, row = NODES[name]
    return world.gid(kind, row)


def inside(name: str, world: World) -> str:
    return " ".join(selections(name, world))


def selections(name: str, world: World) -> Iterator[str]:
    """Every field of the type; of what has an id only the id, for it is looked at by itself."""
    kind = GRAPHQL.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    for field_name, field in kind.fields.items():
        inner = get_named_type(field.type)
        head = field_name + arguments(name, field_name, field, world)
        if inner.name == "Node" or inner.name in NODES:
            yield f"{head} {{ __typename id }}"
        elif is_object_type(inner):
            yield f"{head} {{ __typename {inside(inner.name, world)} }}"
        else:
            yield head


def arguments(type_name: str, field_name: str, field: GraphQLField, world: World) -> str:
    given = {
        ("AppTemplate", "version"): 'version: "4.0.0"',
        ("AppVersion", "file"): 'path: "values.yaml"',
        ("Workspace", "template"): 'name: "emqx"',
        ("Workspace", "repository"): 'name: "charts"',
        ("HelmRepository", "chart"): 'name: "emqx"',
        ("Query", "node"): f'id: "{world.gid(Kind.TEMPLATE, "emqx")}"',
        ("Query", "nodes"): f'ids: ["{world.gid(Kind.TEMPLATE, "emqx")}"]',
        ("Query", "workspace"): 'name: "acme"',
        ("Query", "storeApp"): 'publisher: "acme", name: "emqx"',
        ("Query", "user"): 'username: "dev"',
        ("Query", "permissionGroups"): "scope: PLATFORM",
        ("Query", "explainAccess"): f'username: "dev", permission: {Permission.TEMPLATES_READ.value}',
    }.get((type_name, field_name))
    required = [name for name, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)]
    assert given or not required, f"{type_name}.{field_name} needs {required}"
    return f"({given})" if given else ""


def given(value: Any, type_name: str | None = None) -> Iterator[tuple[str, str]]:
    """The fields that gave something, by type."""
    if isinstance(value, list):
        for item in value:
            yield from given(item)
    elif isinstance(value, dict):
        owner = type_name or value.get("__typename")
        for key, inner in value.items():
            if owner is not None and inner is not None and key != "__typename":
                yield owner, key
            if owner is not None:
                yield from given(inner)


def read_fields() -> set[tuple[str, str]]:
    """Every field that can be reached without a mutation."""
    found: set[tuple[str, str]] = set()
    waiting = [GRAPHQL.query_type, *implementers()]
    while waiting:
        kind = waiting.pop()
        for name, field in kind.fields.items() if isinstance(kind, GraphQLObjectType) else ():
            if (kind.name, name) not in found:
                found.add((kind.name, name))
                waiting.append(get_named_type(field.type))  # type: ignore[arg-type]  # whatever is no object ends here
    return found
