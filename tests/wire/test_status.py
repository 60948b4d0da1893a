"""The statuses of answers in the profile of the 2026 draft. Those of the audits: tests/server/test_graphql_http.py."""

from typing import Any

import pytest

from tests.wire.wires import AJ, GR, TYPENAME, client, post

pytestmark = pytest.mark.anyio
COERCION = {"query": "query ($n: Int) { storeApps(first: $n) { totalCount } }", "variables": {"n": "x"}}


@pytest.mark.parametrize("accept", [AJ, GR])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": TYPENAME}, 200),
        ({"query": "{ broken: storeApps { totalCount } __typename }"}, 503),
        ({"query": '{ explainAccess(username: "a", permission: STORE_READ) { allowed } __typename }'}, 422),
        (b"nonsense", 400),
        ({"query": "{"}, 400),
        ({"qeury": TYPENAME}, 422),
        ({"query": TYPENAME, "variables": [7]}, 422),
        ([{"query": TYPENAME}], 422),
        ({"query": "{ nothing }"}, 422),
        ({"query": "query A { __typename } query B { __typename }"}, 422),
        ({"query": TYPENAME, "operationName": "Other"}, 422),
        (COERCION, 422),
    ],
)
async def test_the_draft_tells_by_the_status_to_both_media_types(body: Any, status: int, accept: str) -> None:
    async with client(HTTP_STATUS="draft-2026") as http:
        answer = await post(http, body, accept=accept)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"


async def test_the_draft_has_a_status_for_an_answer_with_errors_and_the_audits_have_none() -> None:
    query = {"query": "{ __typename storeApps(first: 101) { totalCount } }"}

    async with client(HTTP_STATUS="draft-2026") as http:
        draft = await post(http, query)
    async with client() as http:
        audit = await post(http, query)

    assert (draft.status_code, audit.status_code) == (294, 200)
    assert "data" in draft.json()


@pytest.mark.parametrize(
    ("method", "headers", "params", "status", "allow"),
    [
        ("PUT", {}, {}, 405, "GET, POST"),
        ("GET", {}, {"query": "mutation { __typename }"}, 405, "POST"),
        ("POST", {"content-type": "application/graphql"}, {}, 415, None),
        ("POST", {"content-type": AJ, "accept": "text/plain"}, {}, 406, None),
    ],
)
async def test_what_http_itself_refuses_has_its_own_status(
    method: str, headers: dict[str, str], params: dict[str, str], status: int, allow: str | None
) -> None:
    async with client(HTTP_STATUS="draft-2026") as http:
        answer = await http.request(method, "/graphql", headers=headers, params=params)

    assert (answer.status_code, answer.headers.get("allow")) == (status, allow)
