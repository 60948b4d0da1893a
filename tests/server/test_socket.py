"""GraphQL over WebSocket, message by message: what is answered, and with which code a connection is closed."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from domain.ids import Kind
from server.embedded import Backends
from server.http.socket import SocketEndpoint
from tests.server.compiled import Process, Replicas, Store, bearer
from tests.server.live import CHANGES, PROTOCOL, following, serving, socket, until

pytestmark = pytest.mark.anyio
WHO = "{ viewer { user { username } } }"
CAPS = {"LIVE_OPERATIONS": "3", "LIVE_CONNECTIONS_PER_USER": "4", "LIVE_CONNECTIONS_PER_ADDRESS": "4"}


@pytest.fixture(scope="module")
async def run(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Replicas]:
    data_dir: Path = tmp_path_factory.mktemp("data")
    async with serving(module_backends, data_dir, **CAPS, LIVE_MESSAGE_BYTES="10000") as here:
        yield Replicas(await Store.of(here), here, here)


def endpoint(process: Process) -> SocketEndpoint:
    found: Any = next(route for route in process.app.routes if type(route).__name__ == "WebSocketRoute")
    app: SocketEndpoint = found.app
    return app


@pytest.fixture
def impatient(run: Replicas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not begin at once has waited too long."""
    route: Any = next(route for route in run.here.app.routes if type(route).__name__ == "WebSocketRoute")
    monkeypatch.setattr(route, "app", replace(endpoint(run.here), init_s=0.05))


# -- how a connection begins


async def test_nobody_must_sign_in_to_connect(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.begin()
        await opened.send(id="1", type="subscribe", payload={"query": WHO})

        told = await opened.receive()
        assert (told["id"], told["type"], told["payload"]["data"]) == ("1", "next", {"viewer": None})
        assert await opened.receive() == {"id": "1", "type": "complete"}


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
async def test_the_first_message_says_who_it_is(run: Replicas, name: str) -> None:
    token = await run.store.session("dev")
    async with socket(run.here) as opened:
        await opened.send(type="connection_init", payload={name: f"Bearer {token}"})
        assert await opened.receive() == {"type": "connection_ack"}
        await opened.send(id="1", type="subscribe", payload={"query": WHO})

        assert (await opened.receive())["payload"]["data"] == {"viewer": {"user": {"username": "dev"}}}


async def test_so_does_the_header_of_the_opening_unless_the_message_says_another(run: Replicas) -> None:
    dev, secret = await run.store.session("dev"), (await run.store.cast.token("admin")).secret
    seen = []
    for payload in ({}, {"Authorization": None}, bearer(secret)):
        async with socket(run.here, additional_headers=bearer(dev)) as opened:
            await opened.send(type="connection_init", payload=payload)
            await opened.receive()
            await opened.send(id="1", type="subscribe", payload={"query": WHO})
            seen.append((await opened.receive())["payload"]["data"]["viewer"]["user"]["username"])

    assert seen == ["dev", "dev", "admin"]


@pytest.mark.parametrize(
    "given", ["Bearer made-up", "Bearer chy_nobody", "Basic YTpi", 7, ["Bearer x"]], ids=lambda given: str(given)[:12]
)
async def test_a_wrong_credential_is_never_taken_for_none(run: Replicas, given: Any) -> None:
    async with socket(run.here) as opened:
        await opened.send(type="connection_init", payload={"Authorization": given})

        assert await opened.closed() == (4403, "Forbidden")


async def test_who_does_not_begin_in_time_is_closed(run: Replicas, impatient: None) -> None:
    async with socket(run.here) as opened:
        assert await opened.closed() == (4408, "Connection initialisation timeout")


async def test_an_operation_before_the_beginning_is_unauthorized(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.send(id="1", type="subscribe", payload={"query": WHO})

        assert await opened.closed() == (4401, "Unauthorized")


async def test_a_second_beginning_is_one_too_many(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.begin()
        await opened.send(type="connection_init")

        assert await opened.closed() == (4429, "Too many initialisation requests")


@pytest.mark.parametrize("protocols", [["graphql-ws"], ["chat", "soap"]])
async def test_the_legacy_protocol_and_others_are_not_spoken(run: Replicas, protocols: list[str]) -> None:
    async with socket(run.here, *protocols) as opened:
        assert opened.connection.subprotocol is None
        assert await opened.closed() == (4406, "Subprotocol not acceptable")


async def test_of_several_protocols_ours_is_chosen(run: Replicas) -> None:
    async with socket(run.here, "graphql-ws", PROTOCOL) as opened:
        await opened.begin()

        assert opened.connection.subprotocol == PROTOCOL


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://[", "https://127.0.0.1"]
)
async def test_a_page_of_another_origin_is_not_let_in(run: Replicas, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with socket(run.here, origin=origin):
            pass

    assert refused.value.response.status_code == 403


async def test_a_page_of_ours_is_let_in_by_the_host_and_by_the_public_address(run: Replicas) -> None:
    asked = run.here.http.base_url
    for origin in (f"http://{asked.host}:{asked.port}", endpoint(run.here).public_url):
        async with socket(run.here, origin=origin) as opened:
            await opened.begin()


# -- what is said in it


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"ping"',
        "{}",
        '{"type":"start"}',
        '{"type":"connection_init","payload":"x"}',
        '{"type":"ping","payload":[]}',
        '{"type":"subscribe","payload":{"query":"{__typename}"}}',
        '{"type":"subscribe","id":"","payload":{"query":"{__typename}"}}',
        '{"type":"subscribe","id":7,"payload":{"query":"{__typename}"}}',
        '{"type":"subscribe","id":"1"}',
        '{"type":"subscribe","id":"1","payload":{"query":7}}',
        '{"type":"subscribe","id":"1","payload":{"query":"{__typename}","variables":[]}}',
        '{"type":"complete"}',
        b'{"type":"ping"}',
        "[" * 5000,
    ],
    ids=lambda text: str(text)[:30],
)
async def test_what_is_no_message_of_the_protocol_closes_it(run: Replicas, text: Any) -> None:
    async with socket(run.here) as opened:
        await opened.begin()
        await opened.connection.send(text)

        code, reason = await opened.closed()

    assert code == 4400
    assert reason.startswith("Invalid message: ")


async def test_a_message_that_is_too_large_closes_it(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.begin()
        await opened.connection.send(json.dumps({"type": "ping", "payload": {"x": "y" * 10_000}}))

        assert (await opened.closed())[0] == 1009


async def test_a_ping_is_answered_with_what_it_had_before_and_after_the_beginning(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.send(type="ping", payload={"n": 1})
        assert await opened.receive() == {"type": "pong", "payload": {"n": 1}}
        await opened.begin()
        await opened.send(type="pong")
        await opened.send(type="complete", id="nobody's")

        await opened.ping()


async def test_an_id_that_is_in_use_closes_it_and_one_that_is_done_may_be_used_again(run: Replicas) -> None:
    async with following(run.here, await run.store.session("dev")) as opened:
        await opened.send(id="1", type="complete")
        await opened.subscribe()
        await opened.send(id="1", type="subscribe", payload={"query": WHO})

        assert await opened.closed() == (4409, "Subscriber for 1 already exists")


async def test_a_mutation_does_its_work_here_too(run: Replicas) -> None:
    store, token = run.store, await run.store.session("dev")
    async with socket(run.here) as opened:
        await opened.begin(token)
        query = "mutation ($id: ID!) { deleteVersion(id: $id) { deletedId userErrors { code } } }"
        variables = {"id": store.gid(Kind.VERSION, "emqx 2.0.0")}
        await opened.send(id="1", type="subscribe", payload={"query": query, "variables": variables})

        told = (await opened.receive())["payload"]["data"]["deleteVersion"]

    assert told == {"deletedId": variables["id"], "userErrors": []}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { versionStateChanged { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { a: versionStateChanged { at } b: versionStateChanged { at } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription ($id: ID!) { versionStateChanged(template: $id) { at } }", "BAD_USER_INPUT"),
        ("subscription { versionStateChanged @skip(if: true) { at } }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { versionStateChanged(template: "tpl_x") { at } }', "NOT_FOUND"),
        ('subscription { versionStateChanged(workspace: "\\u0000") { at } }', "BAD_USER_INPUT"),
        ('subscription { versionStateChanged(workspace: "other") { at } }', "FORBIDDEN"),
        ('subscription { versionStateChanged(workspace: "made-up") { at } }', "FORBIDDEN"),
    ],
)
async def test_what_cannot_be_begun_ends_in_an_error_of_its_own(run: Replicas, query: str, code: str) -> None:
    async with socket(run.here) as opened:
        await opened.begin(await run.store.session("dev"))
        await opened.send(id="1", type="subscribe", payload={"query": query})

        message = await opened.receive()

        assert (message["id"], message["type"]) == ("1", "error")
        assert message["payload"][0]["extensions"]["code"] == code
        await opened.ping()


async def test_anonymous_callers_follow_nothing(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.begin()
        await opened.send(id="1", type="subscribe", payload={"query": CHANGES})

        message = await opened.receive()

    assert message["type"] == "error"


# -- how much of it one may have


async def test_operations_beyond_the_cap_are_refused_and_the_others_go_on(run: Replicas) -> None:
    async with socket(run.here) as opened:
        await opened.begin(await run.store.session("dev"))
        for number in range(3):
            await opened.subscribe(operation_id=str(number))
        await opened.send(id="3", type="subscribe", payload={"query": CHANGES})

        message = await opened.receive()

        assert (message["id"], message["type"]) == ("3", "error")
        assert message["payload"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
        await opened.send(id="0", type="complete")
        await opened.subscribe(operation_id="3")


async def test_connections_beyond_the_cap_are_closed_until_one_is_given_up(run: Replicas) -> None:
    dev = await run.store.session("dev")
    for token in (dev, None):
        opened = [socket(run.here) for _ in range(4)]
        for one in opened:
            await (await one.__aenter__()).begin(token)
        async with socket(run.here) as fifth:
            await fifth.send(type="connection_init", payload={} if token is None else bearer(token))
            code, reason = await fifth.closed()
        for one in opened:
            await one.__aexit__(None, None, None)
        async with socket(run.here) as again:
            await until(lambda: run.here.endpoint.events.live.hub.guests == 0)
            await again.begin(token)

        assert (code, reason[:38]) == (1013, "Try again later: there are 4 connectio")


async def test_who_leaves_leaves_nothing_behind(run: Replicas) -> None:
    hub: Any = run.here.endpoint.events
    token = await run.store.session("dev")
    await asyncio.gather(*(_come_and_go(run, token) for _ in range(3)))

    await until(lambda: (hub.live.hub.guests, hub.live.hub.feeds) == (0, 0))
    counters = await run.here.counters()
    assert counters["chandlery_live_connections"] == counters["chandlery_live_subscriptions"] == 0


async def _come_and_go(run: Replicas, token: str) -> None:
    async with following(run.here, token):
        pass
