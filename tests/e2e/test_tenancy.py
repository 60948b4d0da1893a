"""A tenant never sees another's existence: a foreign id is answered as a made-up one, wherever an id goes in."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    build_schema,
    get_named_type,
)

from server.embedded import Backends
from storage.database import Database
from tests.e2e import documents as d
from tests.e2e.client import Client
from tests.resolvers.repositories import a_chart, a_chart_version, a_repository
from tests.uploads.builder import make_chart

PASSWORD = "a long enough password"
SCHEMA = build_schema((Path(__file__).resolve().parents[2] / "schema.graphql").read_text(encoding="utf-8"))
MUTATIONS = SCHEMA.mutation_type.fields if SCHEMA.mutation_type else {}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A tenant with one of everything, and the admin of another tenant."""

    stranger: Client
    ids: dict[str, str]


# Rights that show nothing by themselves, so that no mutation is missing from the stranger's schema.
BLIND = ["STORE_READ", "STORE_SUSPEND", "REVIEWS_DECIDE_TECHNICAL"]


@pytest.fixture(scope="module")
def neighbours(admin: Client, anonymous: Client, module_backends: Backends) -> Neighbours:
    admin.run(d.CREATE_ROLE, input={"name": "blind", "permissions": BLIND})
    for name in ("owner", "stranger"):
        given = {"username": name, "password": PASSWORD, "email": f"{name}@example.org", "platformRole": "blind"}
        admin.run(d.CREATE_USER, input=given)
        admin.run(d.CREATE_WORKSPACE, input={"name": f"{name}-ws", "admin": name})
    owner, stranger = anonymous.signed_in("owner", PASSWORD), anonymous.signed_in("stranger", PASSWORD)
    seen = owner.run(
        '{ workspace(name: "owner-ws") { id members { nodes { id user { id } } } } viewer { user { id } } }'
    )
    workspace_id = seen["workspace"]["id"]
    upload = {"input.package": make_chart("hidden", "1.0.0")}
    made = owner.upload(d.CREATE_TEMPLATE, upload, input={"workspace": workspace_id, "package": None})["createTemplate"]
    role = {"name": "own-role", "permissions": ["TEMPLATES_READ"], "workspace": "owner-ws"}
    token = d.mutation("createApiToken", "$input: CreateApiTokenInput!", "apiToken { id }")
    version_id = made["template"]["versions"]["nodes"][0]["id"]
    owner.run(d.on_version("submitVersion"), id=version_id)
    review = owner.run("{ reviews { nodes { id } } auditEvents { nodes { id } } }")
    ids = {
        "wsp": workspace_id,
        "tpl": made["template"]["id"],
        "ver": version_id,
        "mbr": seen["workspace"]["members"]["nodes"][0]["id"],
        "usr": seen["viewer"]["user"]["id"],
        "rol": owner.run(d.CREATE_ROLE, input=role)["createRole"]["role"]["id"],
        "tok": owner.run(token, input={"name": "t"})["createApiToken"]["apiToken"]["id"],
        "rev": review["reviews"]["nodes"][0]["id"],
        "evt": review["auditEvents"]["nodes"][0]["id"],
    }
    return Neighbours(stranger, ids | listed_in(module_backends.database_url, workspace_id))


def listed_in(database_url: str, workspace_id: str) -> dict[str, str]:
    """The ids of a repository of the workspace and of a chart and version that it lists, as a sync leaves them."""
    repository = a_repository(UUID(workspace_id[4:]), "hidden")
    chart = a_chart(repository, "hidden")
    version = a_chart_version(chart, "1.0.0")
    asyncio.run(_put(database_url, repository, chart, version))
    return {"rep": f"rep_{repository.id}", "rch": f"rch_{chart.id}", "rcv": f"rcv_{version.id}"}


async def _put(database_url: str, *rows: Any) -> None:
    database = Database(database_url, pool_size=1)
    async with database.write() as tx:
        for row in rows:
            tx.add(row)
            await tx.flush()
    await database.close()


def sample(kind: Any, identifier: str, name: str) -> Any:
    """A plausible value of an input type, with this id wherever an id goes in."""
    if isinstance(kind, GraphQLNonNull):
        return sample(kind.of_type, identifier, name)
    if isinstance(kind, GraphQLList):
        return [sample(kind.of_type, identifier, name)]
    if isinstance(kind, GraphQLInputObjectType):
        asked = {key: field for key, field in kind.fields.items() if isinstance(field.type, GraphQLNonNull)}
        return {key: sample(field.type, identifier, key) for key, field in asked.items()}
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    return {"ID": identifier, "Int": 1, "Upload": None, "Boolean": True}.get(kind.name, "something-1")


def takes_an_id(field: GraphQLField) -> bool:
    kinds = [get_named_type(argument.type) for argument in field.args.values()]
    inner = [get_named_type(f.type) for k in kinds if isinstance(k, GraphQLInputObjectType) for f in k.fields.values()]
    return any(getattr(kind, "name", "") == "ID" for kind in [*kinds, *inner])


def operations() -> Iterator[tuple[str, GraphQLField]]:
    # Categories are the platform's shelves, which everyone sees: there is nothing to hide about them.
    for name, field in MUTATIONS.items():
        if takes_an_id(field) and "Category" not in name:
            yield name, field


def answer(who: Client, name: str, field: GraphQLField, identifier: str) -> Any:
    arguments = {
        key: argument
        for key, argument in field.args.items()
        if isinstance(argument.type, GraphQLNonNull) or key in ("id", "template")
    }
    declared = ", ".join(f"${key}: {argument.type}" for key, argument in arguments.items())
    document = d.mutation(name, declared, "__typename")
    variables = {key: sample(argument.type, identifier, key) for key, argument in arguments.items()}
    files = {path: make_chart("hidden", "2.0.0") for path in upload_places(variables, field)}
    if not files:
        return who.post(document, variables)
    parts = [(str(n), ("f", body)) for n, body in enumerate(files.values())]
    places = json.dumps({str(n): [f"variables.{path}"] for n, path in enumerate(files)})
    data = {"operations": json.dumps({"query": document, "variables": variables}), "map": places}
    headers = {"Authorization": f"Bearer {who.token}"}
    return who.http.post("/graphql", data=data, files=parts, headers=headers).json()


def upload_places(variables: dict[str, Any], field: GraphQLField) -> list[str]:
    places = []
    for key, argument in field.args.items():
        kind = get_named_type(argument.type)
        if getattr(kind, "name", "") == "Upload" and key in variables:
            places.append(f"{key}.0" if isinstance(variables[key], list) else key)
        if isinstance(kind, GraphQLInputObjectType):
            places += [
                f"{key}.{inner}"
                for inner, spec in kind.fields.items()
                if get_named_type(spec.type).name == "Upload" and inner in variables[key]
            ]
    return places


def without_ids(body: Any) -> str:
    return re.sub(r"[a-z]{3}_[0-9a-f-]{36}", "<id>", json.dumps(body, sort_keys=True))


@pytest.mark.parametrize(("name", "field"), list(operations()), ids=[name for name, _ in operations()])
def test_a_mutation_answers_a_foreign_id_as_it_answers_a_made_up_one(
    neighbours: Neighbours, name: str, field: GraphQLField
) -> None:
    for prefix, foreign in neighbours.ids.items():
        there = answer(neighbours.stranger, name, field, foreign)
        nowhere = answer(neighbours.stranger, name, field, f"{prefix}_{uuid4()}")
        assert without_ids(there) == without_ids(nowhere)
        assert there["errors"][0]["extensions"]["code"] == "NOT_FOUND", there


def test_node_knows_no_foreign_id_of_any_kind(neighbours: Neighbours) -> None:
    asked = [*neighbours.ids.values(), *(f"{prefix}_{uuid4()}" for prefix in neighbours.ids), "nonsense", ""]
    found = neighbours.stranger.run("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=asked)["nodes"]
    assert found == [None] * len(asked)


def test_an_id_of_another_kind_is_not_found(neighbours: Neighbours) -> None:
    own = neighbours.stranger.run('{ workspace(name: "stranger-ws") { id } }')["workspace"]["id"]
    as_template = "tpl" + own[3:]
    assert neighbours.stranger.refused(d.on_template("restoreTemplate"), id=as_template) == "NOT_FOUND"
    assert neighbours.stranger.refused(d.on_template("restoreTemplate"), id=own) == "NOT_FOUND"
    for spelling in (own.upper(), own + "\n", " " + own, own.replace("-", "")):
        assert neighbours.stranger.run("query ($i: ID!) { node(id: $i) { id } }", i=spelling)["node"] is None


def test_every_list_is_empty_of_the_neighbour(neighbours: Neighbours) -> None:
    document = """{ workspaces { totalCount nodes { name } } templates { totalCount } reviews { totalCount }
        users { nodes { username } } auditEvents(workspace: "owner-ws") { totalCount }
        workspace(name: "owner-ws") { id }
        foreign: templates(workspace: "owner-ws") { totalCount } user(username: "owner") { id }
        storeApps(publisher: "owner-ws") { totalCount } platformRoles { name builtin } }"""
    seen = neighbours.stranger.run(document)
    assert [w["name"] for w in seen["workspaces"]["nodes"]] == ["stranger-ws"]
    assert seen["workspaces"]["totalCount"] == 1
    counts = ("templates", "reviews", "foreign", "storeApps", "auditEvents")
    assert [seen[name]["totalCount"] for name in counts] == [0] * len(counts)
    assert [u["username"] for u in seen["users"]["nodes"]] == ["stranger"]
    assert (seen["workspace"], seen["user"]) == (None, None)


def test_a_taken_workspace_name_tells_no_more_than_that(neighbours: Neighbours, admin: Client) -> None:
    # Whoever may not create workspaces has no such mutation in their schema.
    for name in ("owner-ws", "not-yet-taken"):
        assert neighbours.stranger.refused(d.CREATE_WORKSPACE, input={"name": name}) == "GRAPHQL_VALIDATION_FAILED"
    taken = admin.run(d.CREATE_WORKSPACE, input={"name": "owner-ws"})["createWorkspace"]
    assert [error["code"] for error in taken["userErrors"]] == ["ALREADY_EXISTS"]


def test_a_removed_member_loses_everything_with_the_next_request(
    neighbours: Neighbours, anonymous: Client, admin: Client
) -> None:
    given = {
        "username": "guest",
        "password": PASSWORD,
        "email": "guest@example.org",
        "platformRole": "platform-regular",
    }
    admin.run(d.CREATE_USER, input=given)
    guest = anonymous.signed_in("guest", PASSWORD)
    workspace_id = admin.run('{ workspace(name: "stranger-ws") { id } }')["workspace"]["id"]
    member = {"workspace": workspace_id, "username": "guest", "role": "workspace-viewer"}
    membership = neighbours.stranger.run(d.ADD_MEMBER, input=member)["addMember"]["membership"]["id"]
    asked = "{ viewer { memberships { workspace { id } } } }"
    named = '{ workspace(name: "stranger-ws") { id } }'
    assert guest.run(asked)["viewer"]["memberships"] == [{"workspace": {"id": workspace_id}}]
    assert guest.run(named)["workspace"] == {"id": workspace_id}
    removed = neighbours.stranger.run(d.mutation("removeMember", "$id: ID!", "deletedId"), id=membership)[
        "removeMember"
    ]
    assert removed["userErrors"] == []
    assert guest.run(asked) == {"viewer": {"memberships": []}}
    assert guest.refused(named) == "GRAPHQL_VALIDATION_FAILED"
    disable = d.mutation("updateUser", "$input: UpdateUserInput!", "user { disabled }")
    user_id = admin.run('{ user(username: "guest") { id } }')["user"]["id"]
    admin.run(disable, input={"id": user_id, "disabled": True})
    assert guest.refused(asked) == "UNAUTHENTICATED"
