"""GraphQL as a stream of events (graphql-sse, distinct connections): one operation, its answers, and its end."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.embedded import Backends
from server.http import sse
from server.http.accept import prefers_events
from tests.personas import ADMIN
from tests.server.compiled import Replicas, Store, bearer
from tests.server.live import SUBMIT, a_draft, feeds, serving, until

pytestmark = pytest.mark.anyio
CHANGES = "subscription { versionStateChanged { toState version { id } } }"
EVENTS = {"Accept": "text/event-stream"}
END = ["event: complete", "data:", ""]


@pytest.fixture(scope="module")
async def run(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replicas]:
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with serving(module_backends, data_dir, LIVE_CONNECTIONS_PER_USER="2") as here:
        yield Replicas(await Store.of(here), here, here)


@pytest.fixture(scope="module")
async def admin(run: Replicas) -> str:
    return await run.store.session(ADMIN)


async def events(run: Replicas, query: str, token: str | None = None, method: str = "POST") -> list[str]:
    """The lines of a stream that ends by itself."""
    given: dict[str, Any] = {"json": {"query": query}} if method == "POST" else {"params": {"query": query}}
    answer = await run.here.http.request(method, "/graphql", headers={**EVENTS, **bearer(token)}, **given)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    return answer.text.split("\n")[:-1]


def data(line: str) -> Any:
    assert line.startswith("data: ")
    return json.loads(line[6:])


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_query_is_one_event_and_the_end(run: Replicas, method: str) -> None:
    lines = await events(run, "{ __typename }", method=method)

    assert (lines[0], lines[2:]) == ("event: next", ["", *END])
    assert data(lines[1])["data"] == {"__typename": "Query"}


async def test_a_subscription_goes_on_until_the_client_leaves(run: Replicas, admin: str) -> None:
    draft = await a_draft(run.store)
    body = {"query": CHANGES}
    async with run.here.http.stream("POST", "/graphql", json=body, headers={**EVENTS, **bearer(admin)}) as answer:
        await until(lambda: feeds(run.here) == 1)
        await run.here.do(SUBMIT, admin, id=draft)
        lines = answer.aiter_lines()

        assert await anext(lines) == "event: next"
        told = data(await anext(lines))["data"]["versionStateChanged"]
        assert told == {"toState": "SUBMITTED", "version": {"id": draft}}
    await until(lambda: feeds(run.here) == 0)


async def test_it_shows_that_it_lives_while_nothing_happens(
    run: Replicas, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sse, "BEAT_S", 0.01)
    headers = {**EVENTS, **bearer(admin)}
    async with run.here.http.stream("GET", "/graphql", params={"query": CHANGES}, headers=headers) as answer:
        lines = answer.aiter_lines()
        assert [await anext(lines) for _ in range(4)] == [":", "", ":", ""]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { versionStateChanged(template: "x") { at } }', "NOT_FOUND"),
    ],
)
async def test_what_is_wrong_with_an_operation_is_an_event(run: Replicas, admin: str, query: str, code: str) -> None:
    lines = await events(run, query, admin)

    body = data(lines[1])
    assert (lines[0], lines[2:]) == ("event: next", ["", *END])
    assert body["errors"][0]["extensions"]["code"] == code
    assert "data" not in body


async def test_a_mutation_does_its_work_by_post_alone(run: Replicas, admin: str) -> None:
    mutation = 'mutation { createCategory(input: {name: "live", displayName: "Live"}) { category { name } } }'

    refused = await events(run, mutation, admin, "GET")
    done = await events(run, mutation, admin)

    assert data(refused[1])["errors"][0]["message"] == "Send mutations by POST."
    assert data(done[1])["data"] == {"createCategory": {"category": {"name": "live"}}}


async def test_what_is_wrong_with_the_request_is_an_answer_of_http(run: Replicas) -> None:
    http = run.here.http
    form = {**EVENTS, "Content-Type": "text/plain"}
    answers = [
        await http.post("/graphql", content=b"{", headers={**EVENTS, "Content-Type": "application/json"}),
        await http.get("/graphql", headers=EVENTS),
        await http.post("/graphql", content=b"x", headers=form),
        await http.post("/graphql", json={"query": CHANGES}, headers={**EVENTS, **bearer("made-up")}),
        await http.put("/graphql", json={"query": CHANGES}, headers=EVENTS),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 415, 401, 405]
    assert all(answer.json()["errors"][0]["extensions"]["code"] for answer in answers)


async def test_there_are_only_so_many_for_one_user(run: Replicas, admin: str) -> None:
    ask: dict[str, Any] = {"json": {"query": CHANGES}, "headers": {**EVENTS, **bearer(admin)}}
    async with run.here.http.stream("POST", "/graphql", **ask), run.here.http.stream("POST", "/graphql", **ask):
        await until(lambda: feeds(run.here) == 2)

        answer = await run.here.http.post("/graphql", **ask)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (429, "LIMIT_EXCEEDED")
    await until(lambda: feeds(run.here) == 0)


async def test_without_a_stream_a_subscription_is_told_how_to_be_sent(run: Replicas, admin: str) -> None:
    answer = await run.here.post(CHANGES, admin)

    assert "text/event-stream" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("accept", "prefers"),
    [
        ("text/event-stream", True),
        ("text/event-stream, */*", True),
        ("application/json;q=0.5, text/event-stream", True),
        ("", False),
        ("*/*", False),
        ("text/*", False),
        ("application/json", False),
        ("text/event-stream;q=0", False),
        ("application/graphql-response+json, application/json, text/event-stream, multipart/mixed", False),
    ],
)
def test_a_stream_is_sent_to_those_who_want_it_most(accept: str, prefers: bool) -> None:
    assert prefers_events([accept]) == prefers
