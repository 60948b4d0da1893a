"""What compiled reads tell of themselves: timings, explanations to whom they are for, counts, and comparisons."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from engine import statement
from engine.catalog import TYPES
from engine.catalog.leaves import text
from policies.vocabulary import Permission
from server.embedded import Backends
from server.settings import Settings, SettingsError
from tests.personas import ADMIN
from tests.server.compiled import Process, Store, bearer, process
from tests.server.web import told

pytestmark = pytest.mark.anyio

WHO = "{ viewer { user { username } } storeApps { nodes { icon { url } } } }"
SHELVES = "{ categories { name displayName } }"
SEARCH = "query ($s: String, $n: ID!) { storeApps(search: $s) { totalCount } node(id: $n) { id } }"
STAGE = re.compile(r"([a-z]+);dur=\d+\.\d\d")


@pytest.fixture
async def here(backends: Backends, tmp_path: Path) -> AsyncIterator[Process]:
    async with process(backends, tmp_path) as started:
        yield started


@pytest.fixture
async def store(here: Process) -> Store:
    return await Store.of(here)


# -- timings


async def test_every_answer_tells_what_it_took_by_its_stages(here: Process, store: Store) -> None:
    admin = await store.session(ADMIN)
    tag = (await here.get(SHELVES)).headers["etag"]
    answers = {
        "a read": await here.post(SHELVES),
        "a read of one's own": await here.post("{ workspaces { totalCount } }", admin),
        "a read that is had": await here.get(SHELVES, **{"If-None-Match": tag}),
        "a change": await here.post('mutation { deleteCategory(id: "x") { userErrors { code } } }', admin),
        "by the reference": await here.post("{ __schema { queryType { name } } }"),
    }

    stages = {what: STAGE.findall(answer.headers["server-timing"]) for what, answer in answers.items()}
    assert stages == {
        "a read": ["auth", "plan", "sql"],
        "a read of one's own": ["auth", "plan", "sql"],
        "a read that is had": ["auth", "plan", "sql"],
        "a change": ["auth", "mutation"],
        "by the reference": ["auth", "resolvers"],
    }


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


async def test_the_stages_tell_where_the_time_went(here: Process, store: Store) -> None:
    async with store.cast.database.write() as tx:
        await tx.execute(sqlalchemy.text("LOCK TABLE category IN ACCESS EXCLUSIVE MODE"))
        asking = asyncio.create_task(here.post(SHELVES))
        while not (await tx.execute(sqlalchemy.text(WAITING))).scalar_one():  # noqa: ASYNC110 - the database has no event
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
    told = dict(re.findall(r"([a-z]+);dur=([0-9.]+)", (await asking).headers["server-timing"]))

    assert float(told["sql"]) > 100 > float(told["auth"]) + float(told["plan"])


# -- explanations


async def explained(started: Process, token: str | None, query: str = SEARCH, **variables: Any) -> Any:
    body = {"query": query, "variables": variables, "extensions": {"explain": True}}
    answer = await started.http.post("/graphql", json=body, headers=bearer(token))
    assert "etag" not in answer.headers or "extensions" not in told(answer)
    return told(answer)


SECRETS = {"s": "the secret words", "n": "wsp_11111111-2222-3333-4444-555555555555"}


async def test_those_who_may_read_the_platforms_records_are_told_how_an_answer_came_about(
    here: Process, store: Store
) -> None:
    told = await explained(here, await store.session(ADMIN), **SECRETS)

    explanation = told["extensions"]["explain"]
    assert told["data"] == {"storeApps": {"totalCount": 0}, "node": None}
    assert explanation["plan"][0].startswith("storeApps: Page Query.storeApps")
    assert explanation["sql"].startswith("SELECT CASE WHEN ")
    assert any("actual time" in line for line in explanation["analyze"])


@pytest.mark.parametrize("query", [SEARCH, "{ workspaces { nodes { name members { nodes { user { username } } } } } }"])
async def test_nothing_that_is_bound_is_told_in_an_explanation(here: Process, store: Store, query: str) -> None:
    auditor = await store.cast.role("auditor", [Permission.AUDIT_READ, Permission.STORE_READ])
    await store.cast.user("olga", "auditor")
    await store.cast.member("acme", "olga", "workspace-viewer")
    token = await store.session("olga")

    told = await explained(here, token, query, **(SECRETS if query == SEARCH else {}))

    shown = str(told["extensions"]["explain"]).lower()
    cast = store.cast
    for value in (*SECRETS.values(), cast.users["olga"], *cast.workspaces.values(), auditor, "11111111-2222"):
        assert str(value).lower() not in shown


async def test_nobody_else_is_told_anything(here: Process, store: Store) -> None:
    cast = store.cast
    await cast.role("local-auditor", [Permission.AUDIT_READ, Permission.WORKSPACES_READ], "acme")
    await cast.member("acme", "lena", "local-auditor")
    narrow = await cast.token(ADMIN, [Permission.STORE_READ])
    tokens = [None, await store.session("dev"), await store.session("lena"), narrow.secret]

    for token in tokens:
        for _ in range(3):
            assert "extensions" not in await explained(here, token, SHELVES)


async def test_only_the_plain_word_asks_for_an_explanation(here: Process, store: Store) -> None:
    admin = bearer(await store.session(ADMIN))
    for asked in ({}, {"explain": "yes"}, {"explain": 1}, {"explain": False}, {"other": True}):
        answer = await here.http.post("/graphql", json={"query": SHELVES, "extensions": asked}, headers=admin)
        assert "extensions" not in told(answer)


async def test_an_explanation_is_in_nobodys_kept_answer(here: Process, store: Store) -> None:
    admin = await store.session(ADMIN)
    for _ in range(4):
        assert "extensions" in await explained(here, admin, SHELVES)
        assert told(await here.post(SHELVES)).keys() == {"data"}


# -- counts


LONG = "x" * 201
WRONG = {
    "unplanned": ["{ __schema { queryType { name } } }", '{ __type(name: "User") { name } }'],
    "irregular": [
        '{ storeApps(after: "no cursor") { totalCount } }',
        f'{{ storeApps(search: "{"x" * 201}") {{ totalCount }} }}',
    ],
}
REFUSED = ["{ nothing }", "{", "query A { __typename } query B { __typename }"]


async def test_metrics_count_by_whom_operations_were_answered_and_why(here: Process, store: Store) -> None:
    for _ in range(3):
        await here.post(SHELVES)
    for queries in (*WRONG.values(), REFUSED):
        for query in queries:
            await here.post(query)

    counted = await here.counters()

    assert counted['chandlery_operations_total{by="compiled"}'] == 3
    for why, queries in WRONG.items():
        assert counted[f'chandlery_operations_total{{by="reference: {why}"}}'] == len(queries), why
    assert counted['chandlery_operations_total{by="refused"}'] == len(REFUSED)
    asked = 3 + sum(map(len, (*WRONG.values(), REFUSED)))
    assert counted['chandlery_request_seconds_count{route="/graphql"}'] == asked


async def test_an_answer_that_weighs_too_much_is_counted_as_heavy_and_still_right(
    here: Process, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "{ storeApps { nodes { versions { nodes { values } } } } }"
    right = await here.data(query)
    here.engine._cache.clear()
    monkeypatch.setattr(statement, "WEIGHED_FROM_BYTES", 0)
    monkeypatch.setattr(statement, "MAX_SHOWN_BYTES", 5)

    for token in (None, await store.session("dev")):
        assert await here.data(query, token) == right

    assert (await here.counters())['chandlery_operations_total{by="reference: heavy"}'] == 2


async def test_metrics_name_nobody_and_nothing_of_a_document(here: Process, store: Store) -> None:
    await here.post('{ storeApps(search: "secret") { nodes { secretAlias: name } } }', await store.session("dev"))
    await here.http.get("/files/secret")
    await here.http.get("/secret")

    page = (await here.http.get("/metrics")).text

    assert "secret" not in page.lower()
    assert "dev" not in page


# -- comparisons


EQUAL, DIFFERENT = (f'chandlery_compared_reads_total{{equal="{equal}"}}' for equal in ("true", "false"))


async def compared(started: Process) -> tuple[float, float]:
    """How many comparisons found the answers equal, and how many did not, once none is under way."""
    await asyncio.gather(*started.endpoint.executor._shadow._comparing)
    counted = await started.counters()
    return counted[EQUAL], counted[DIFFERENT]


async def test_by_default_nothing_is_compared(here: Process, store: Store) -> None:
    for _ in range(5):
        await here.data(SHELVES)
    assert await compared(here) == (0, 0)


async def test_one_in_so_many_reads_is_answered_by_both_and_found_equal(backends: Backends, tmp_path: Path) -> None:
    async with process(backends, tmp_path, SHADOW_EVERY="3") as started:
        store = await Store.of(started)
        tokens = [None, await store.session("dev"), (await store.cast.token("dev")).secret]
        for number in range(12):
            await started.data(
                "{ viewer { user { username } } storeApps { nodes { icon { url } } } }", tokens[number % 3]
            )
            await compared(started)

        assert await compared(started) == (4, 0)


async def test_a_difference_is_counted_and_logged_and_never_shown(
    backends: Backends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with process(backends, tmp_path, SHADOW_EVERY="1") as started:
        await Store.of(started)
        wrong = {**TYPES["Category"].fields, "displayName": text("name")}
        monkeypatch.setitem(TYPES, "Category", replace(TYPES["Category"], fields=wrong))  # type: ignore[arg-type]

        query = '{ categories { displayName } s: storeApps(search: "secret") { totalCount } }'
        answers = []
        for _ in range(3):
            answers.append(await started.post(query))
            await compared(started)

        assert {answer.content for answer in answers} == {answers[0].content}
        assert answers[0].json()["data"]["categories"][0] == {"displayName": "messaging"}
        assert await compared(started) == (0, 3)
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 3
    assert re.fullmatch(r"the two executors differ on the document [0-9a-f]{16}", told[0])


async def test_reads_while_the_store_changes_are_not_taken_for_differences(backends: Backends, tmp_path: Path) -> None:
    async with process(backends, tmp_path, SHADOW_EVERY="1") as started:
        store = await Store.of(started)
        for number in range(30):
            read = asyncio.create_task(started.data(SHELVES))
            await store.execute("UPDATE category SET display_name = :n WHERE name = 'messaging'", n=str(number))
            await read
            equal, different = await compared(started)

        assert equal > 10
        assert different == 0


async def test_there_is_never_more_than_one_comparison_at_a_time_and_no_read_waits_for_it(
    backends: Backends, tmp_path: Path
) -> None:
    async with process(backends, tmp_path, SHADOW_EVERY="1") as started:
        await Store.of(started)
        async with AsyncExitStack() as stack:
            for _ in range(10):  # no connection is left for the reference
                await stack.enter_async_context(started.endpoint.parts.database.engine.connect())
            for _ in range(20):
                await started.data(SHELVES)
                assert len(started.endpoint.executor._shadow._comparing) == 1

        assert await compared(started) == (1, 0)


async def test_a_comparison_that_cannot_be_made_says_nothing(
    backends: Backends, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with process(backends, tmp_path, SHADOW_EVERY="1") as started:
        store = await Store.of(started)
        token = await store.session("dev")
        for _ in range(3):
            await started.data("{ workspaces { totalCount } }", token)
            await compared(started)
        before = await compared(started)
        async with AsyncExitStack() as stack:
            for _ in range(10):
                await stack.enter_async_context(started.endpoint.parts.database.engine.connect())
            await started.data("{ workspaces { totalCount } }", token)
        await store.execute("DELETE FROM session")
        await compared(started)

    assert before == (3, 0)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_the_setting_takes_whole_numbers_only() -> None:
    assert Settings.from_environment({}).shadow_every == 0
    with pytest.raises(SettingsError, match="SHADOW_EVERY"):
        Settings.from_environment({"SHADOW_EVERY": "-1"})
