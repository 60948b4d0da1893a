"""Attacks that a database must be there for: brute force by aliases, plans of another role, searches that run away.

The numbers are those of the list of threats (query-shape and CPU attacks, 15, 19 and 20).
"""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.embedded import Backends
from tests.personas import ADMIN
from tests.server.compiled import Process, Store, process

pytestmark = pytest.mark.anyio
ATTEMPTS = 10


@pytest.fixture
async def here(backends: Backends, tmp_path: Path) -> AsyncIterator[Process]:
    async with process(backends, tmp_path) as started:
        yield started


@pytest.fixture
async def store(here: Process) -> Store:
    return await Store.of(here)


async def test_15_attempts_are_counted_one_by_one_and_not_by_the_request(here: Process) -> None:
    login = f'login(input: {{ username: "{ADMIN}", password: "wrong" }}) {{ userErrors {{ code }} }}'
    aliases = " ".join(f"a{n}: {login}" for n in range(ATTEMPTS + 3))

    answer = await here.post(f"mutation {{ {aliases} }}")

    codes = [payload["userErrors"][0]["code"] for payload in answer.json()["data"].values()]
    assert codes[:ATTEMPTS] == ["INVALID"] * ATTEMPTS
    assert "INVALID" not in codes[ATTEMPTS:]


async def test_19_what_one_role_has_asked_for_shows_another_nothing(here: Process, store: Store) -> None:
    query = "{ templates(orderBy: { field: NAME }) { totalCount nodes { name } } }"
    admin, dev, stranger = await store.session(ADMIN), await store.session("dev"), None
    seen = {admin: ["emqx", "nginx", "redis"], dev: ["emqx", "redis"]}

    for token in (admin, dev, stranger) * 4:
        answer = (await here.post(query, token)).json()

        names = [node["name"] for node in (answer.get("data") or {"templates": {"nodes": []}})["templates"]["nodes"]]
        assert names == seen.get(token, [])


WORDS = ["%_" * 100, "_" * 200, "a & b | !c <-> d:*", "'" * 200, "\\" * 200, "(" * 100 + ")" * 100, "%" * 10_240]


async def test_20_a_search_is_words_however_it_is_written(here: Process, store: Store) -> None:
    for words in WORDS:
        began = time.monotonic()

        answer = await here.post("query ($s: String) { storeApps(search: $s) { totalCount } }", None, s=words)

        assert time.monotonic() - began < 2
        codes = [error["extensions"]["code"] for error in answer.json().get("errors", [])]
        assert codes == (["BAD_USER_INPUT"] if len(words) > 200 else [])
