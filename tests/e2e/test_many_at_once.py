"""More requests at once than the pool has connections: each is answered, none waits for another's connection."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.e2e import documents as d
from tests.e2e.client import Client

pytestmark = pytest.mark.anyio
TWICE = """mutation { one: createWorkspace(input: {name: "%s"}) { workspace { id members { totalCount } }
    userErrors { code } }
    two: createCategory(input: {name: "%s"}) { category { id storeAppCount } userErrors { code } } }"""


async def test_thirty_documents_with_two_mutations_each(admin: Client, base_url: str) -> None:
    headers = {"Authorization": f"Bearer {admin.token}"}

    async def one(http: httpx.AsyncClient, number: int) -> Any:
        query = TWICE % (f"many-{number}", f"shelf-{number}")
        return (await http.post("/graphql", json={"query": query}, headers=headers)).json()

    async with httpx.AsyncClient(base_url=base_url, timeout=60) as http:
        answers = await asyncio.gather(*(one(http, number) for number in range(30)))
    for answer in answers:
        assert "errors" not in answer, answer
        assert answer["data"]["one"]["workspace"]["members"]["totalCount"] == 1
        assert answer["data"]["two"]["userErrors"] == []


async def test_the_second_mutation_of_a_document_sees_what_the_first_did(admin: Client) -> None:
    made = admin.run(d.CREATE_WORKSPACE, input={"name": "sequence"})["createWorkspace"]["workspace"]["id"]
    document = """mutation ($id: ID!) {
        gone: deleteWorkspace(id: $id) { deletedId userErrors { code } }
        again: createWorkspace(input: {name: "sequence"}) { workspace { name } userErrors { code } } }"""
    both = admin.run(document, id=made)
    assert both["gone"]["deletedId"] == made
    assert both["again"]["workspace"] == {"name": "sequence"}
