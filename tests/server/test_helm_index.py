"""The index of a classic repository: what is in it, for whom, and how it is answered."""

import gzip
import json
from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from domain.semver import sort_key
from policies.vocabulary import Permission
from server.embedded import Backends
from services.entry_names import Named, entry_names
from services.indexes import written
from storage.queries.indexes import Listed
from tests.personas import ADMIN
from tests.resolvers.world import CHART, START, digest
from tests.server.compiled import Process, Store, process
from tests.server.helm import STORE, basic, fill, index_of, versions_in, workspace

pytestmark = pytest.mark.anyio

# Helm's ChartVersion with the Metadata that is in it, as a strict reader of YAML knows them.
METADATA = {
    *(
        "name",
        "home",
        "sources",
        "version",
        "description",
        "keywords",
        "maintainers",
        "icon",
        "apiVersion",
        "condition",
    ),
    *("tags", "appVersion", "deprecated", "annotations", "kubeVersion", "dependencies", "type"),
}
BESIDE = {"urls", "created", "removed", "digest"}
APPS = "{ nodes { name versions(first: 100) { nodes { version state } } } }"
STORE_APPS = (
    "{ storeApps(first: 100) { nodes { name publisher { name } versions(first: 100) { nodes { version } } } } }"
)


class World:
    """A store that its tests only read, and those who ask."""

    def __init__(self, started: Process, store: Store, tokens: dict[str, str | None]) -> None:
        self.started = started
        self.store = store
        self.tokens = tokens

    def headers(self, who: str) -> dict[str, str]:
        token = self.tokens[who]
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, who: str = "nobody", **headers: str) -> httpx.Response:
        return await self.started.http.get(path, headers={**self.headers(who), **headers})


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with process(module_backends, tmp_path_factory.mktemp("data"), COST_BUDGET="0") as started:
        yield await make_world(started)


async def make_world(started: Process) -> World:
    store = await Store.of(started)
    await fill(store)
    tokens: dict[str, str | None] = {"nobody": None}
    for name in (ADMIN, "dev", "vera", "rita", "stan"):
        tokens[name] = await store.session(name)
    cast = store.cast
    tokens["a token for the store"] = (await cast.token("dev", [Permission.STORE_READ])).secret
    tokens["a token for templates"] = (await cast.token("dev", [Permission.TEMPLATES_READ])).secret
    tokens["a token for acme"] = (await cast.token(ADMIN, None, "acme")).secret
    assume = 'mutation { assumeRole(input: { role: "app-reviewer" }) { token userErrors { message } } }'
    tokens["an assumed role"] = (await started.do(assume, str(tokens["rita"])))["token"]
    return World(started, store, tokens)


# -- what is in it


async def test_an_entry_has_what_chart_yaml_says_and_no_key_that_helm_does_not_know(world: World) -> None:
    index = await index_of(world.started, STORE)

    entry = next(one for one in index["entries"]["acme-emqx"] if one["version"] == "1.0.0")
    assert set(entry) <= METADATA | BESIDE
    chart = {**CHART, "name": "emqx", "version": "1.0.0"}
    assert {key: value for key, value in entry.items() if key not in BESIDE} == chart
    assert entry["urls"] == ["charts/acme/emqx/emqx-1.0.0.tgz"]
    assert entry["digest"] == digest(1).removeprefix("sha256:")
    assert entry["created"].endswith("Z")
    assert set(index) == {"apiVersion", "entries", "generated"}
    assert index["apiVersion"] == "v1"


async def test_versions_are_newest_first_by_semver(world: World) -> None:
    index = await index_of(world.started, workspace("acme") + "/index.yaml?drafts=true", world.headers("dev"))

    listed = versions_in(index)["emqx"]
    assert listed == ["2.0.0", "1.1.0", "1.0.0", "1.0.0-rc.1", "v0.9.0+build.7"]
    assert listed == sorted(listed, key=sort_key, reverse=True)


async def test_in_the_store_a_chart_of_several_publishers_has_theirs_before_its_name(world: World) -> None:
    assert versions_in(await index_of(world.started, STORE)) == {
        "acme-emqx": ["1.0.0", "1.0.0-rc.1", "v0.9.0+build.7"],
        "other-emqx": ["3.0.0"],
        "redis": ["1.0.0"],
    }
    assert set(versions_in(await index_of(world.started, workspace("acme")))) == {"emqx", "redis"}


async def test_drafts_are_listed_when_asked_for_to_those_who_see_them(world: World) -> None:
    path = workspace("acme") + "/index.yaml"

    for who, drafts in (("dev", True), ("vera", False), ("stan", False), ("nobody", False)):
        plain = versions_in((await world.get(path, who)).json())
        asked = versions_in((await world.get(f"{path}?drafts=true", who)).json())
        assert "2.0.0" not in plain["emqx"]
        assert ("2.0.0" in asked["emqx"]) == drafts, who


async def test_a_suspended_version_is_in_no_index(world: World) -> None:
    for who in (ADMIN, "dev"):
        for query in ("", "?drafts=true"):
            answer = await world.get(f"{workspace('acme')}/index.yaml{query}", who)
            assert "0.1.0" not in versions_in(answer.json())["emqx"]


@pytest.mark.parametrize("drafts", [False, True])
async def test_an_index_lists_what_graphql_shows_the_same_caller(world: World, drafts: bool) -> None:
    query = "?drafts=true" if drafts else ""
    for who, name in product(world.tokens, ("acme", "other", "dark", "empty", "gone", "made-up")):
        answer = await world.get(f"{workspace(name)}/index.yaml{query}", who)
        shown = await what_graphql_shows(world, who, name)
        wanted = {(chart, version) for chart, version, state in shown if drafts or state == "ACTIVE"}
        if answer.status_code == 200:
            assert pairs(answer.json()) == wanted, (who, name)
        else:
            assert not shown, (who, name)
            assert answer.status_code == (401 if world.tokens[who] is None else 404)


async def test_the_stores_index_lists_what_graphql_shows_the_same_caller(world: World) -> None:
    for who in world.tokens:
        shown = await world.started.data(STORE_APPS, world.tokens[who])
        wanted = {
            (f"{app['publisher']['name']}/{app['name']}", one["version"])
            for app in shown["storeApps"]["nodes"]
            for one in app["versions"]["nodes"]
        }
        listed = {
            (entry["urls"][0].removeprefix("charts/").rpartition("/")[0], entry["version"])
            for entries in (await index_of(world.started, STORE, world.headers(who)))["entries"].values()
            for entry in entries
        }
        assert listed == wanted, who


def pairs(index: Any) -> set[tuple[str, str]]:
    return {(name, version) for name, listed in versions_in(index).items() for version in listed}


async def what_graphql_shows(world: World, who: str, name: str) -> set[tuple[str, str, str]]:
    """The versions of a workspace that are not suspended: of working copies, and of the store."""
    found = set()
    for list_, argument in (("templates", "workspace"), ("storeApps", "publisher")):
        query = f'{{ list: {list_}(first: 100, {argument}: "{name}") {APPS} }}'
        answer = (await world.started.post(query, world.tokens[who])).json()
        if "data" in answer:  # in the schema of those who see no working copies there are none
            apps = answer["data"]["list"]["nodes"]
            found |= {(app["name"], one["version"], one["state"]) for app in apps for one in app["versions"]["nodes"]}
    return {one for one in found if one[2] != "SUSPENDED"}


async def test_a_member_of_an_empty_workspace_has_an_empty_index(world: World) -> None:
    answer = await world.get(f"{workspace('empty')}/index.yaml", ADMIN)

    assert (answer.status_code, answer.json()["entries"]) == (200, {})


@pytest.mark.parametrize("name", ["other-is-not-there", "dark", "empty", "gone", "%00", "UPPER", "a" * 300, "é"])
async def test_who_sees_nothing_in_a_workspace_learns_nothing_of_it(world: World, name: str) -> None:
    made_up = [await world.get(f"{workspace('made-up')}/index.yaml", who) for who in ("nobody", "stan")]

    answers = [await world.get(f"{workspace(name)}/index.yaml", who) for who in ("nobody", "stan")]

    assert [answer.status_code for answer in answers] == [401, 404]
    assert answers[0].headers["www-authenticate"] == 'Basic realm="chandlery"'
    for answer, other in zip(answers, made_up, strict=True):
        assert (answer.content, told(answer)) == (other.content, told(other))


def told(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


# -- how it is answered


async def test_it_is_json_and_yaml_alike(world: World) -> None:
    body = (await world.get(f"{STORE}/index.yaml")).content

    assert yaml.safe_load(body) == json.loads(body)


def test_no_text_of_a_chart_makes_json_that_is_no_yaml() -> None:
    hard = '\x7f\x85\x9f\u2028\u2029\ufeff \U0001f680 "\\n'
    entry = json.dumps({"version": "1.0.0", "description": hard}, ensure_ascii=False).encode()

    index = written([Listed("", "emqx", entry, 1, START)], 7)

    assert index.plain is not None
    (read,) = yaml.safe_load(index.plain)["entries"]["emqx"]
    assert read["description"] == json.loads(index.plain)["entries"]["emqx"][0]["description"] == hard


async def test_who_has_it_already_is_told_so(world: World) -> None:
    path = f"{workspace('acme')}/index.yaml"
    first = await world.get(path, "dev")

    again = await world.get(path, "dev", **{"If-None-Match": first.headers["etag"]})
    other = await world.get(path, "dev", **{"If-None-Match": 'W/"another"'})
    of_drafts = await world.get(f"{path}?drafts=true", "dev", **{"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (other.status_code, of_drafts.status_code) == (200, 200)
    assert first.headers["cache-control"] == "private, no-cache"
    assert {"Authorization", "Accept-Encoding"} <= set(first.headers["vary"].split(", "))


async def test_who_sees_the_same_has_the_same_bytes_and_an_equal_tag(world: World) -> None:
    answers = [await world.get(f"{workspace('acme')}/index.yaml", who) for who in ("nobody", "dev", ADMIN, "stan")]

    assert len({answer.content for answer in answers}) == len({answer.headers["etag"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("identity", False), ("gzip;q=0", False), ("", False)],
)
async def test_it_is_packed_for_those_who_take_gzip(world: World, accepted: str, is_packed: bool) -> None:
    plain = await world.get(f"{STORE}/index.yaml", **{"Accept-Encoding": "identity"})
    async with world.started.http.stream("GET", f"{STORE}/index.yaml", headers={"Accept-Encoding": accepted}) as answer:
        sent = b"".join([piece async for piece in answer.aiter_raw()])

    assert (answer.headers.get("content-encoding") == "gzip") == is_packed
    assert (gzip.decompress(sent) if is_packed else sent) == plain.content
    assert int(answer.headers["content-length"]) == len(sent)


async def test_head_is_answered_as_get_is_without_the_bytes(world: World) -> None:
    got = await world.get(f"{STORE}/index.yaml", **{"Accept-Encoding": "identity"})
    headed = await world.started.http.head(f"{STORE}/index.yaml", headers={"Accept-Encoding": "identity"})

    assert (headed.status_code, headed.content) == (200, b"")
    assert told(headed) == told(got)


@pytest.mark.parametrize("path", [STORE + "/index.yaml", workspace("acme") + "/index.yaml"])
async def test_nothing_but_get_and_head_is_taken(world: World, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = await world.started.http.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_large_index_is_kept_packed_alone_and_unpacked_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.indexes.LARGE_BYTES", 1_000)
    entries = json.dumps({"version": "1.0.0", "description": "x" * 300_000}).encode()

    index = written([Listed("", "emqx", entries, 1, START)], 1)

    assert index.plain is None
    pieces = list(index.pieces())
    assert len(pieces) > 2
    assert len(b"".join(pieces)) == index.size
    assert json.loads(b"".join(pieces))["entries"]["emqx"][0]["version"] == "1.0.0"


async def test_in_the_metrics_an_index_counts_by_its_pattern_and_names_no_workspace(world: World) -> None:
    for name in ("acme", "made-up"):
        await world.get(f"{workspace(name)}/index.yaml")

    counters = (await world.started.http.get("/metrics")).text

    assert 'chandlery_request_seconds_count{route="/helm/workspaces/{workspace}/index.yaml"}' in counters
    assert "made-up" not in counters


# -- names


def test_names_are_the_charts_own_where_no_other_publisher_has_one() -> None:
    charts = [Named("acme", "redis"), Named("acme", "emqx"), Named("other", "emqx")]

    assert dict(entry_names(charts)) == {charts[0]: "redis", charts[1]: "acme-emqx", charts[2]: "other-emqx"}


def test_nobody_takes_anothers_name_by_choosing_their_own_well() -> None:
    charts = [Named("acme", "emqx"), Named("other", "emqx"), Named("evil", "acme-emqx")]

    assert dict(entry_names(charts)) == {
        charts[0]: "acme.emqx",
        charts[1]: "other-emqx",
        charts[2]: "evil.acme-emqx",
    }


async def test_wrong_credentials_are_never_taken_for_anonymous(world: World) -> None:
    token = str(world.tokens["dev"])
    secret = str(world.tokens["a token for the store"])
    wrong: list[dict[str, str]] = [
        basic("vera", token),
        basic("dev", token + "x"),
        basic("dev", ""),
        basic("", token),
        basic("vera", secret),
        basic("dev", "chy_" + "0" * 43),
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic ZGV2"},
        {"Authorization": "Basic /w=="},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Digest x"},
        {"Authorization": ""},
    ]
    for path, headers in product((f"{STORE}/index.yaml", f"{STORE}/charts/acme/emqx/emqx-1.0.0.tgz"), wrong):
        answer = await world.started.http.get(path, headers=headers)
        assert answer.status_code == 401, headers
        assert answer.headers["www-authenticate"] == 'Basic realm="chandlery"'
        assert token not in answer.text


async def test_a_session_or_an_api_token_is_the_password(world: World) -> None:
    path = f"{workspace('acme')}/index.yaml?drafts=true"
    for headers in (
        basic("dev", str(world.tokens["dev"])),
        basic("dev", str(world.tokens["a token for templates"])),
        {"Authorization": f"Bearer {world.tokens['dev']}"},
    ):
        assert (await world.started.http.get(path, headers=headers)).status_code == 200


async def test_a_store_that_is_not_public_is_nobodys_but_its_readers(
    module_backends: Backends, world: World, tmp_path: Path
) -> None:
    async with process(module_backends, tmp_path, STORE_PUBLIC="false") as closed:
        paths = [f"{STORE}/index.yaml", f"{workspace('acme')}/index.yaml", f"{STORE}/charts/acme/emqx/emqx-1.0.0.tgz"]
        for path in paths:
            answer = await closed.http.get(path)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Basic realm="chandlery"')
            assert (await closed.http.get(path, headers=world.headers("stan"))).status_code in (200, 307, 503)
        blind = world.headers("a token for templates")
        assert (await index_of(closed, STORE, blind))["entries"] == {}
        assert versions_in(await index_of(closed, workspace("acme"), blind))["redis"] == ["1.0.0"]
        assert (await closed.http.get(paths[2], headers=blind)).status_code == 404
