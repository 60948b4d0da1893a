"""Cursors are opaque: what the server did not sign for this very list is refused in words, and never widens a list."""

import base64
import json

import pytest

from domain.errors import BadRequest
from tests.calls import SIGNING
from tests.resolvers.world import World, errors_of, run

pytestmark = pytest.mark.anyio
PAGE = "query($after: String, $before: String) { templates(after: $after, before: $before) { nodes { name } } }"


async def a_cursor(world: World, field: str = "templates") -> str:
    data = await run(world.admin(), f"{{ {field} {{ edges {{ cursor }} }} }}")
    cursor: str = data[field]["edges"][0]["cursor"]
    return cursor


def swapped(cursor: str) -> str:
    return cursor[:-1] + ("A" if cursor[-1] != "A" else "B")


def unsigned(_cursor: str) -> str:
    payload = json.dumps(["templates:NAME:ASC", "a", "00000000-0000-0000-0000-000000000000"])
    return base64.urlsafe_b64encode(payload.encode()).decode()


@pytest.mark.parametrize(
    "forge",
    [
        swapped,
        unsigned,
        lambda cursor: cursor[1:],
        lambda cursor: cursor + "=",
        lambda cursor: cursor * 20,
        lambda _: "x" * 5000,
        lambda _: "é\U0001f600",
        lambda _: " ",
    ],
)
async def test_a_cursor_that_was_not_signed_here_is_refused_by_name(shared: World, forge: object) -> None:
    forged = forge(await a_cursor(shared))  # type: ignore[operator]  # each is a function

    for name in ("after", "before"):
        (error,) = await errors_of(shared.admin(), PAGE, **{name: forged})

        assert isinstance(error.original_error, BadRequest)
        assert error.message == f"`{name}` is not a cursor of this list."


@pytest.mark.parametrize("field", ["workspaces", "storeApps", "templates(orderBy: {field: NAME, direction: DESC})"])
async def test_a_cursor_of_another_list_or_order_is_refused(shared: World, field: str) -> None:
    query = f"{{ found: {field} {{ edges {{ cursor }} }} }}"
    foreign = (await run(shared.admin(), query))["found"]["edges"][0]["cursor"]

    (error,) = await errors_of(shared.admin(), PAGE, after=foreign)

    assert error.message == "`after` is not a cursor of this list."


async def test_a_refused_cursor_is_told_also_when_only_the_total_is_asked_for(shared: World) -> None:
    (error,) = await errors_of(shared.admin(), '{ templates(after: "x") { totalCount } }')

    assert error.message == "`after` is not a cursor of this list."


async def test_a_cursor_of_somebody_else_shows_only_ones_own(shared: World) -> None:
    # The admin's first template is emqx; the anonymous caller may see none, and not what is next to it.
    cursor = await a_cursor(shared)

    assert await run(shared.anonymous(), PAGE, after=cursor) == {"templates": {"nodes": []}}


async def test_an_empty_cursor_is_none(shared: World) -> None:
    assert await run(shared.admin(), PAGE, after="", before=None) == await run(shared.admin(), PAGE)


async def test_the_longest_key_fits_into_a_cursor(world: World) -> None:
    longest = "x" * 250
    world.rows["redis"].name = longest
    await world.add(world.rows["redis"])

    data = await run(world.admin(), "{ templates(last: 1) { edges { cursor node { name } } } }")
    (edge,) = data["templates"]["edges"]

    assert edge["node"]["name"] == longest
    assert len(edge["cursor"]) <= 1024
    assert SIGNING.open_cursor(edge["cursor"]) is not None
    before = await run(world.admin(), PAGE, before=edge["cursor"])
    assert [node["name"] for node in before["templates"]["nodes"]] == ["emqx", "nginx"]


@pytest.mark.parametrize(("argument", "size"), [("first", -1), ("first", 101), ("last", 101), ("last", -1)])
async def test_a_page_size_outside_of_0_to_100_is_refused(shared: World, argument: str, size: int) -> None:
    (error,) = await errors_of(shared.admin(), f"{{ templates({argument}: {size}) {{ totalCount }} }}")

    assert error.message == f"`{argument}` is {size}; it takes 0 to 100."


async def test_a_page_of_none_still_tells_whether_there_is_one(shared: World) -> None:
    data = await run(shared.admin(), "{ templates(first: 0) { nodes { name } pageInfo { hasNextPage startCursor } } }")

    assert data["templates"] == {"nodes": [], "pageInfo": {"hasNextPage": True, "startCursor": None}}
