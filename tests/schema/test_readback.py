"""What a mutation shows of what it changed: read in one compiled statement, and as the reference would show it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from domain.ids import Kind
from policies.principal import Principal
from policies.vocabulary import Permission
from schema.execution import Operation
from tests.conformance.asking import COMPILED, Both, open_both
from tests.resolvers.world import World, build_world

pytestmark = pytest.mark.anyio

SHOWN = """
fragment Shown on AppTemplate {
  __typename id name summary revision viewerActions workspace { name } category { name storeAppCount }
  versions(first: $size) { totalCount pageInfo { endCursor } nodes { version state createdBy { username } } }
}
"""


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[Both, World]]:
    async with open_both(database_url) as both:
        yield both, await build_world(both.database)


async def data_of(both: Both, who: Principal, query: str, **variables: Any) -> Any:
    answer = await both.ask(Operation(query, variables), who)
    assert answer.errors == []
    assert answer.body is not None
    return json.loads(answer.body)["data"]


async def as_known(both: Both, world: World) -> Principal:
    """The administrator at the policy's present revision, as a credential would make them known."""
    async with both.database.write() as tx:
        revision = await tx.scalar(text("SELECT revision FROM policy_revision"))
    return Principal(world.id("admin"), "admin", frozenset(Permission), revision=revision)


async def test_what_a_payload_shows_is_what_a_query_shows_after_it(both: tuple[Both, World]) -> None:
    asking, world = both
    who = await as_known(asking, world)
    template = world.gid(Kind.TEMPLATE, "emqx")
    mutation = f"""mutation ($input: UpdateTemplateInput!, $size: Int) {{
      updateTemplate(input: $input) {{ again: template {{ id }} template {{ ...Shown }} userErrors {{ code }} }}
    }} {SHOWN}"""
    given = {"input": {"id": template, "revision": 1, "summary": 'Quotes " and \\ stay.'}, "size": 2}

    answer = await asking.ask(Operation(mutation, given), who)
    query = f"query ($id: ID!, $size: Int) {{ node(id: $id) {{ ...Shown }} }} {SHOWN}"
    later = await asking.refer(Operation(query, {"id": template, "size": 2}), who)

    assert answer.by == COMPILED
    assert answer.compiled_statements == 2, "one for each object that is shown"
    assert answer.body is not None and later.body is not None
    shown = json.loads(answer.body)["data"]["updateTemplate"]
    assert shown["userErrors"] == []
    assert shown["again"] == {"id": template}
    assert shown["template"] == json.loads(later.body)["data"]["node"]


async def test_mutations_of_one_document_each_show_what_was_so_after_them(both: tuple[Both, World]) -> None:
    asking, world = both
    who = await as_known(asking, world)
    template = world.gid(Kind.TEMPLATE, "emqx")
    mutation = """mutation ($a: UpdateTemplateInput!, $b: UpdateTemplateInput!) {
      first: updateTemplate(input: $a) { template { summary revision } }
      second: updateTemplate(input: $b) { template { summary revision } userErrors { code } }
    }"""

    data = await data_of(
        asking,
        who,
        mutation,
        a={"id": template, "revision": 1, "summary": "one"},
        b={"id": template, "revision": 2, "summary": "two"},
    )

    assert data["first"]["template"] == {"summary": "one", "revision": 2}
    assert data["second"] == {"template": {"summary": "two", "revision": 3}, "userErrors": []}


async def test_a_rejected_mutation_shows_nothing_and_reads_nothing_back(both: tuple[Both, World]) -> None:
    asking, world = both
    who = await as_known(asking, world)
    mutation = """mutation ($i: CreateCategoryInput!) {
      createCategory(input: $i) { category { name } userErrors { code } }
    }"""

    answer = await asking.ask(Operation(mutation, {"i": {"name": ""}}), who)

    assert answer.compiled_statements == 0
    assert answer.body is not None
    told = json.loads(answer.body)["data"]["createCategory"]
    assert told["category"] is None
    assert [fault["code"] for fault in told["userErrors"]] == ["REQUIRED"]


async def test_an_error_of_a_field_has_the_path_that_the_reference_gives_it(both: tuple[Both, World]) -> None:
    asking, world = both
    who = await as_known(asking, world)
    template = world.gid(Kind.TEMPLATE, "emqx")
    mutation = """mutation ($i: UpdateTemplateInput!) {
      changed: updateTemplate(input: $i) { it: template { name versions(first: 101) { totalCount } } }
    }"""

    answer = await asking.ask(Operation(mutation, {"i": {"id": template, "revision": 1, "summary": "x"}}), who)

    assert [(error["path"], error["extensions"]["code"]) for error in answer.errors] == [
        (["changed", "it", "versions"], "BAD_USER_INPUT")
    ]
    assert answer.body is not None
    assert json.loads(answer.body)["data"] == {"changed": {"it": None}}
