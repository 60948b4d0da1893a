"""Search: websearch's grammar, a prefix for the last word, ranks, and no text that breaks it."""

from typing import Any

import pytest

from domain.errors import BadRequest
from resolvers import users, workspaces
from tests.resolvers.world import SCHEMA, World, a_template, errors_of, run

pytestmark = pytest.mark.anyio
SEARCH = "query($search: String) { templates(search: $search) { totalCount nodes { name } } }"


async def found(world: World, search: str | None) -> list[str]:
    data = await run(world.admin(), SEARCH, search=search)
    names = [node["name"] for node in data["templates"]["nodes"]]
    assert data["templates"]["totalCount"] == len(names)
    return names


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("emqx", ["emqx"]),
        ("EMQX", ["emqx"]),
        ("mqtt broker", ["emqx"]),
        ("mqtt nonsense", []),
        ("redis or nginx", ["nginx", "redis"]),
        ("scalable -redis", ["emqx"]),
        ("red", ["redis"]),
        ("scala", ["emqx"]),
        ("scala messaging", []),
        ('"mqtt broker"', ["emqx"]),
        ('"broker mqtt"', []),
        ("  ", ["emqx", "nginx", "redis"]),
        (None, ["emqx", "nginx", "redis"]),
    ],
)
async def test_words_are_understood_as_on_the_web(shared: World, search: str | None, names: list[str]) -> None:
    assert sorted(await found(shared, search)) == names


HOSTILE = (
    *("'", "''", '"', "\\", "\\'", "a' | 'b", "a & b", "!", "!a", "a:*", ":*", "a <-> b", "(", ")", "a:b:c", "*", "-"),
    *("%", "_", ";--", "\U0001f600", "\U0001f600 emq", "中文", "a\tb\nc", "'; DROP TABLE template; --", "x" * 200),
    *("-" * 40, "-" * 199 + "a", "- " * 99 + "a", "!-" * 99 + "a", '"-' * 99, "(-" * 99 + "a", "a-" * 100),
)


@pytest.mark.parametrize("search", HOSTILE)
async def test_no_text_breaks_the_search(shared: World, search: str) -> None:
    assert await found(shared, search) in ([], ["emqx"])


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("kube-", ["kube-prometheus-stack", "kube-state-metrics"]),
        ("kube-p", ["kube-prometheus-stack"]),
        (" KUBE-PROM ", ["kube-prometheus-stack"]),
        ("kube-prometheus-st", ["kube-prometheus-stack"]),
        ("kube-prometheus-stack", ["kube-prometheus-stack"]),
        ("prometheus-st", ["kube-prometheus-stack"]),
        ("mqtt kube-st", ["kube-state-metrics"]),
        ('"over mqtt" kube-st', ["kube-state-metrics"]),
        ("emqx or kube-p", ["emqx", "kube-prometheus-stack"]),
        ("kube -kube-state-metrics", ["kube-prometheus-stack"]),
        ("kube -kube-s", ["kube-prometheus-stack", "kube-state-metrics"]),
        ('"kube-p', []),
        ("prometheus-kube", []),
        ("kube-stack", []),
        ("redis-7-al", ["redis-7-alpine"]),
        ("kube -- stack", ["kube-prometheus-stack"]),
        ("--kube-p", ["kube-prometheus-stack"]),
    ],
)
async def test_the_beginning_of_a_hyphenated_word_finds_it(world: World, search: str, names: list[str]) -> None:
    await world.add(
        a_template(world, "kube-prometheus-stack"),
        a_template(world, "kube-state-metrics", description="over MQTT"),
        a_template(world, "redis-7-alpine"),
    )

    assert sorted(await found(world, search)) == names


async def test_a_name_with_quotes_and_backslashes_is_found(world: World) -> None:
    await world.add(a_template(world, "odd", display_name="O'Reilly\\Kafka \U0001f600"))

    assert await found(world, "o'reilly") == ["odd"]
    assert await found(world, "O'Rei") == ["odd"]


UNSTORABLE = ["a\x00b", "\ud800", "emqx\udfff"]


@pytest.mark.parametrize("text", UNSTORABLE)
async def test_a_text_that_cannot_be_stored_is_refused_and_the_rest_is_answered(shared: World, text: str) -> None:
    query = """query($text: String!) {
      workspace(name: $text) { name } user(username: $text) { username } storeApp(publisher: $text, name: "x") { name }
      viewer { user { username } }
    }"""

    call = shared.admin()
    result = await SCHEMA.execute(query, variable_values={"text": text}, context_value=call)
    await call.reader.close()

    assert {error.message for error in result.errors or ()} == {
        f"`{name}` has a character that cannot be stored (NUL or half of a surrogate pair)."
        for name in ("name", "username", "publisher")
    }
    assert result.data is not None
    assert result.data["viewer"] == {"user": {"username": "admin"}}


@pytest.mark.parametrize("text", UNSTORABLE)
async def test_storage_refuses_such_a_text_by_itself_too(shared: World, text: str) -> None:
    for read in (workspaces.by_name, users.by_name):
        call = shared.admin()
        with pytest.raises(BadRequest, match="cannot be stored"):
            await read(call, None, text)
        await call.reader.close()


async def test_a_search_of_over_200_characters_is_refused(shared: World) -> None:
    (error,) = await errors_of(shared.admin(), SEARCH, search="x" * 201)

    assert error.message == "`search` has 201 characters; at most 200 fit."


async def test_what_is_searched_is_ranked_unless_an_order_is_asked_for(world: World) -> None:
    await world.add(*(a_template(world, name, description=text) for name, text in MENTIONS.items()))
    query = 'query($order: TemplateOrder) { templates(search: "redis", orderBy: $order) { nodes { name } } }'

    ranked = names(await run(world.admin(), query))
    ordered = names(await run(world.admin(), query, order={"field": "NAME"}))

    assert ranked.index("redis") < ranked.index("also"), "the name weighs more than a mention in the description"
    assert ordered == sorted(ranked) == ["also", "redis", "redis-tools"]


MENTIONS = {"also": "Works with redis.", "redis-tools": "Tools."}


def names(data: dict[str, Any]) -> list[str]:
    return [node["name"] for node in data["templates"]["nodes"]]


async def test_ranked_results_page_to_the_end_without_a_gap(world: World) -> None:
    await world.add(*(a_template(world, f"redis-{number}", description="redis " * (number % 3)) for number in range(9)))
    query = """query($after: String) {
      templates(search: "redis", first: 2, after: $after) { nodes { name } pageInfo { endCursor hasNextPage } }
    }"""
    visited: list[str] = []
    cursor = None
    has_more = True

    while has_more:
        page = (await run(world.admin(), query, after=cursor))["templates"]
        visited += [node["name"] for node in page["nodes"]]
        cursor, has_more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert sorted(visited) == sorted([*(f"redis-{number}" for number in range(9)), "redis"])


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ('{ found: workspaces(search: "brok") { nodes { name } } }', ["acme"]),
        ('{ found: workspaces(search: "Acme Inc") { nodes { name } } }', ["acme"]),
        ('{ found: users(search: "rev") { nodes { name: username } } }', ["reviewer"]),
        ('{ found: reviews(search: "nginx 2") { nodes { name: templateName } } }', ["nginx"]),
        ('{ found: reviews(search: "nginx acme") { nodes { name: templateName } } }', ["nginx"]),
        ('{ found: storeApps(search: "iot") { nodes { name } } }', ["emqx"]),
        ('{ found: storeApps(search: "redis") { nodes { name } } }', []),
    ],
)
async def test_every_searched_list_looks_into_its_own_texts(shared: World, query: str, path: list[str]) -> None:
    data = await run(shared.admin(), query)

    assert [node["name"] for node in data["found"]["nodes"]] == path


async def test_a_search_sees_what_the_caller_sees(shared: World) -> None:
    assert names(await run(shared.reviewer(), SEARCH, search="redis")) == []
    assert names(await run(shared.developer(), SEARCH, search="redis")) == ["redis"]
