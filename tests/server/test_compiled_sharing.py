"""Answers that many see are kept, and never show what was so before a commit that was acknowledged, in any process."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from domain.ids import Kind
from engine import execute
from server.embedded import Backends
from storage.connect import connect
from tests.personas import ADMIN
from tests.resolvers.world import digest
from tests.server.compiled import Process, Replicas, Store, process, replicas
from tests.server.web import told

pytestmark = pytest.mark.anyio

PAGE = """{ categories { id name displayName storeAppCount }
 storeApps(orderBy: { field: NAME, direction: ASC }) { totalCount edges { cursor } nodes {
  id name displayName summary category { name displayName storeAppCount } publisher { name displayName }
  icon { digest } screenshots { digest } latestVersion { version }
  versions { totalCount nodes { version state description chart { name } values package { size } }
 } } } }"""
SUMMARIES = "{ storeApps { nodes { name summary } } }"


@pytest.fixture
async def run(backends: Backends, tmp_path: Path) -> AsyncIterator[Replicas]:
    async with replicas(backends, tmp_path) as started:
        yield started


async def warm(run: Replicas, query: str, *tokens: str | None) -> None:
    for _ in range(4):
        for started in run.both:
            for token in tokens or (None,):
                await started.data(query, token)


def kept(started: Process) -> int:
    """How many answers are kept."""
    return len(started.engine._answers)


# -- no stale byte


NAME = re.compile("<(...) ([^>]+)>")


class Change(NamedTuple):
    """A mutation by its name and arguments, and the input that it takes, if any."""

    name: str
    arguments: str = ""
    input_type: str = ""
    input: Callable[[Store], dict[str, Any]] = lambda _: {}

    def document(self, store: Store) -> str:
        declared = f"($input: {self.input_type}!)" if self.input_type else ""
        named = NAME.sub(lambda found: f'"{store.gid(Kind(found[1]), found[2])}"', self.arguments)
        given = "input: $input" if self.input_type else named
        return f"mutation {declared} {{ {self.name}({given}) {{ userErrors {{ code message }} }} }}"


def changed(kind: Kind, row: str, **values: Any) -> Callable[[Store], dict[str, Any]]:
    return lambda store: {"id": store.gid(kind, row), **values}


NEW = {"name": "new", "displayName": "New"}
STORY = [
    Change("publishVersion", "id: <ver emqx 1.1.0>"),
    Change("suspendVersion", 'id: <ver emqx 1.0.0>, message: "It leaks."'),
    Change("restoreVersion", "id: <ver emqx 1.0.0>"),
    Change("suspendTemplate", 'id: <tpl redis>, message: "It leaks."'),
    Change("restoreTemplate", "id: <tpl redis>"),
    Change("setTemplateScreenshots", f'id: <tpl emqx>, keep: ["{digest(4)}"]'),
    Change("republishTemplate", "id: <tpl emqx>"),
    Change("setTemplateIcon", "id: <tpl emqx>, icon: null"),
    Change("republishTemplate", "id: <tpl emqx>"),
    Change("createCategory", "", "CreateCategoryInput", lambda _: NEW),
    Change("updateTemplate", "", "UpdateTemplateInput", changed(Kind.TEMPLATE, "emqx", category="new", summary="!")),
    Change("republishTemplate", "id: <tpl emqx>"),
    Change("updateCategory", "", "UpdateCategoryInput", changed(Kind.CATEGORY, "shelf", name="queues")),
    Change("updateCategory", "", "UpdateCategoryInput", changed(Kind.CATEGORY, "shelf", displayName="Queues")),
    Change("updateWorkspace", "", "UpdateWorkspaceInput", changed(Kind.WORKSPACE, "acme", displayName="Acme Inc.")),
    Change("suspendVersion", 'id: <ver redis 1.0.0>, message: "It leaks."'),
    Change("deleteTemplate", "id: <tpl redis>"),
    Change("updateTemplate", "", "UpdateTemplateInput", changed(Kind.TEMPLATE, "nginx", category="new")),
    Change("deleteCategory", "id: <cat shelf>"),
]
UNSHOWN = {"setTemplateScreenshots", "setTemplateIcon", "updateTemplate", "deleteTemplate"}
"""What the store shows only once it is republished, or has ceased to show already."""


async def test_each_change_of_the_store_is_in_the_very_next_read_of_a_warm_page_everywhere(
    run: Replicas, backends: Backends, tmp_path: Path
) -> None:
    admin, dev = await run.store.session(ADMIN), await run.store.session("dev")
    async with process(backends, tmp_path, COMPILED="false") as reference:
        before = await reference.data(PAGE)
        for number, change in enumerate(STORY):
            await warm(run, PAGE, None, dev)
            await make(run.both[number % 2], admin, change, run.store)

            answers = [await started.data(PAGE, token) for token in (None, dev) for started in run.both]

            truth = await reference.data(PAGE)
            assert answers == [truth] * 4, change
            assert (truth == before) == (change.name in UNSHOWN), change
            before = truth
    assert all(kept(started) for started in run.both)


async def make(started: Process, token: str, change: Change, store: Store) -> None:
    given = change.input(store)
    if change.name in ("updateTemplate", "updateWorkspace"):
        given["revision"] = await revision(started, token, given["id"])
    await started.do(change.document(store), token, **({"input": given} if change.input_type else {}))


async def revision(started: Process, token: str, global_id: str) -> int:
    query = "query ($id: ID!) { node(id: $id) { ... on AppTemplate { revision } ... on Workspace { revision } } }"
    found: int = (await started.data(query, token, id=global_id))["node"]["revision"]
    return found


async def test_what_an_operator_changes_behind_the_servers_back_is_shown_at_once_too(run: Replicas) -> None:
    for number in range(20):
        await warm(run, SUMMARIES)
        await run.store.execute("UPDATE store_app SET summary = :n WHERE name = 'emqx'", n=str(number))
        for started in run.both:
            assert str(number) in summaries(await started.data(SUMMARIES))


def summaries(data: Any) -> list[str]:
    return [node["summary"] for node in data["storeApps"]["nodes"]]


async def test_every_read_that_began_after_a_commit_was_acknowledged_shows_it(
    run: Replicas, backends: Backends
) -> None:
    token, acknowledged, reads, fresh = await run.store.session("dev"), 0, 0, 0
    await run.store.execute("UPDATE store_app SET summary = '0'")
    await warm(run, SUMMARIES, None, token)

    async def write() -> None:
        nonlocal acknowledged
        connection = await connect(backends.database_url)
        for number in range(1, 151):
            await connection.execute("UPDATE store_app SET summary = $1", str(number))
            acknowledged = number
            await asyncio.sleep(number % 3 / 200)
        await connection.close()

    async def read(started: Process, caller: str | None) -> None:
        nonlocal reads, fresh
        while not writing.done():
            known = acknowledged
            (shown,) = set(summaries(await started.data(SUMMARIES, caller)))
            assert int(shown) >= known
            reads += 1
            fresh += int(shown) > known

    writing = asyncio.create_task(write())
    await asyncio.gather(writing, *(read(one, caller) for one in run.both for caller in (None, token) for _ in "ab"))

    assert reads > 300
    assert fresh > 0  # some began before a commit and saw it still: the two did run at once


# -- one look at the revisions for many


async def test_many_at_once_take_fewer_statements_than_there_are_readers(run: Replicas) -> None:
    await warm(run, SUMMARIES)
    before = run.here.sent()

    answers = await asyncio.gather(*(run.here.data(SUMMARIES) for _ in range(100)))

    assert all(answer == answers[0] for answer in answers)
    assert run.here.sent() - before < 20


# -- links in answers that are kept


LINKS = "{ storeApps { nodes { icon { url } latestVersion { package { downloadUrl } } } } }"


async def links(started: Process, store: Store, token: str | None) -> list[Any]:
    nodes = (await started.data(LINKS, token))["storeApps"]["nodes"]
    urls = [node["latestVersion"]["package"]["downloadUrl"] for node in nodes]
    urls += [node["icon"]["url"] for node in nodes if node["icon"]]
    return [store.signing.open_link(url.rpartition("/")[2]) for url in urls]


async def test_links_in_a_page_that_is_kept_are_the_viewers_own_whoever_asked_before(run: Replicas) -> None:
    cast = run.store.cast
    callers = {None: None, await run.store.session("dev"): cast.users["dev"]}
    callers[await run.store.session(ADMIN)] = cast.users[ADMIN]
    await warm(run, LINKS)
    assert kept(run.here)

    async def own(token: str | None) -> bool:
        found = await links(run.here, run.store, token)
        return len(found) == 3 and {claim.viewer_id for claim in found} == {callers[token]}

    assert all([await own(token) for _ in range(5) for token in callers])
    assert all(await asyncio.gather(*(own(token) for _ in range(20) for token in callers)))


async def test_links_in_a_page_that_is_kept_are_made_anew_before_they_run_out(
    run: Replicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    await warm(run, LINKS)
    first = await links(run.here, run.store, None)
    await asyncio.sleep(1.1)
    assert await links(run.here, run.store, None) == first

    monkeypatch.setattr(execute, "LINKS_S", 1.0)
    after = await links(run.here, run.store, None)

    assert [claim.expires_at for claim in after[:2]] > [claim.expires_at for claim in first[:2]]


# -- ETags


async def test_equal_answers_have_equal_tags_everywhere_and_for_everybody(run: Replicas) -> None:
    tokens = [None, await run.store.session("dev"), (await run.store.cast.token("dev")).secret]

    answers = [await one.get(PAGE, token) for _ in range(4) for one in run.both for token in tokens]

    assert len({json.dumps(told(answer)) for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert {answer.headers["cache-control"] for answer in answers} == {"private, no-cache"}
    assert {answer.headers["vary"] for answer in answers} == {"Accept, Authorization, Cookie"}


async def test_who_has_the_answer_already_is_told_so_by_get(run: Replicas) -> None:
    for form in ("{}", "W/{}", '"other", {}', '"other",W/{} , "more"', "*") * 2:
        tag = (await run.here.get(PAGE)).headers["etag"]
        answer = await run.there.get(PAGE, **{"If-None-Match": form.format(tag.removeprefix("W/"))})

        assert (answer.status_code, answer.content) == (304, b"")
        assert (answer.headers["etag"], answer.headers["vary"]) == (tag, "Accept, Authorization, Cookie")
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "content-type" not in answer.headers


async def test_who_has_another_answer_gets_this_one(run: Replicas) -> None:
    tag = (await run.here.get(PAGE)).headers["etag"]

    for form in ('"other"', "{}x", "", "W/", '"*"'):
        answer = await run.here.get(PAGE, **{"If-None-Match": form.format(tag)})

        assert (answer.status_code, answer.headers["etag"]) == (200, tag), form


async def test_a_post_is_always_answered_in_full(run: Replicas) -> None:
    tag = (await run.here.get(PAGE)).headers["etag"]
    headers = {"If-None-Match": f"{tag}, *", "Content-Type": "application/json"}

    answer = await run.here.http.post("/graphql", content=json.dumps({"query": PAGE}), headers=headers)

    assert (answer.status_code, answer.headers["etag"]) == (200, tag)
    assert answer.json()["data"]["categories"]


async def test_a_tag_changes_with_what_the_store_shows_and_with_the_question(run: Replicas) -> None:
    async def tags() -> list[str]:
        found = [await run.here.get(query) for query in (PAGE, SUMMARIES, "{ storeApps { totalCount } }")]
        return [answer.headers["etag"] for answer in found]

    before = await tags()
    await run.store.execute("UPDATE store_app SET summary = 'x'")
    after = await tags()

    assert len({*before, *after}) == 6
    answer = await run.here.get(SUMMARIES, **{"If-None-Match": before[1]})
    assert answer.status_code == 200


async def test_a_tag_tells_variables_apart(run: Replicas) -> None:
    query = 'query ($name: String!) { storeApp(publisher: "acme", name: $name) { name } }'

    async def ask(name: str, **headers: str) -> httpx.Response:
        params = {"query": query, "variables": json.dumps({"name": name})}
        return await run.here.http.get("/graphql", params=params, headers=headers)

    for _ in range(4):
        emqx = await ask("emqx")
        redis = await ask("redis", **{"If-None-Match": emqx.headers["etag"]})
        assert (redis.status_code, redis.json()["data"]["storeApp"]["name"]) == (200, "redis")


@pytest.mark.parametrize("query", ["{ viewer { user { username } } }", LINKS, "{ workspaces { totalCount } }"])
async def test_what_is_of_one_caller_or_runs_out_has_no_tag_and_is_not_stored(run: Replicas, query: str) -> None:
    for token in (None, await run.store.session("dev")):
        for _ in range(3):
            answer = await run.here.get(query, token, **{"If-None-Match": "*"})
            assert (answer.status_code, "etag" in answer.headers) == (200, False)
            assert answer.headers["cache-control"] == "no-store"


def told_errors(answer: httpx.Response) -> list[str]:
    return [error["message"] for error in answer.json()["errors"]]


async def test_in_a_store_that_is_not_public_nobodys_answer_is_anybody_elses(
    backends: Backends, tmp_path: Path
) -> None:
    async with process(backends, tmp_path, STORE_PUBLIC="false") as started:
        store = await Store.of(started)
        dev = await store.session("dev")
        for _ in range(4):
            shown = await started.get(PAGE, dev)
            hidden = await started.get(PAGE, **{"If-None-Match": shown.headers["etag"]})
            assert (shown.json()["data"]["storeApps"]["totalCount"], hidden.status_code) == (2, 200)
            assert "data" not in hidden.json() or hidden.json()["data"] is None
            assert "Cannot query field 'storeApps' on type 'Query'." in told_errors(hidden)


# -- bounds


async def test_what_is_kept_stays_within_its_bounds_whatever_is_asked(
    backends: Backends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "ANSWERS", 40)
    monkeypatch.setattr(execute, "ANSWER_BYTES", 20_000)
    async with process(backends, tmp_path) as started:
        await Store.of(started)
        for number in range(100):
            for _ in range(4):
                await started.data("query ($s: String) { storeApps(search: $s) { totalCount } }", s=f"x{number}")
                await started.data(SUMMARIES)
            assert kept(started) <= 40
            assert started.engine._answers.bytes <= 20_000
        assert kept(started) > 10
        before = started.sent()
        await started.data(SUMMARIES)
        assert started.sent() - before == 1  # what is asked for all the time has stayed
