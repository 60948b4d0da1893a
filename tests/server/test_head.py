"""Heads as clients write them: repeated, in odd cases, with too much or too little in them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from server.http.head import Head, read_head
from server.wiring import Parts
from tests.server.web import Person, client_of, make_parts, make_person

GR = "application/graphql-response+json"
AJ = "application/json"
Lines = list[tuple[str, str]]


def head(*lines: tuple[str, str]) -> Head:
    return read_head({"headers": [(name.encode(), value.encode()) for name, value in lines]})


@pytest.mark.parametrize(
    "lines",
    [
        [("accept", AJ), ("accept", GR)],
        [("x", "1"), ("accept", AJ), ("x", "2"), ("accept", GR)],
        [("accept", f"{AJ},{GR}")],
    ],
)
def test_a_repeated_header_is_the_same_as_one_with_commas(lines: Lines) -> None:
    assert head(*lines).answer_type == head(("accept", f"{AJ}, {GR}")).answer_type == GR


def test_every_line_of_a_header_is_found_in_order_and_none_of_another() -> None:
    found = head(("a", "1"), ("b", "2"), ("a", "3"))

    assert (found.values(b"a"), found.values(b"b"), found.values(b"c")) == ([b"1", b"3"], [b"2"], [])


@pytest.mark.parametrize(
    ("lines", "body_type"),
    [
        ([("content-type", AJ)], AJ),
        ([("content-type", "Application/JSON ; Charset=UTF-8")], AJ),
        ([("content-type", 'application/json;charset="utf8"')], AJ),
        ([("content-type", "multipart/form-data; boundary=A; charset=utf-8")], "multipart/form-data"),
        ([("content-type", "application/json; charset=latin-1")], ""),
        ([("content-type", "application/json; charset=utf-8; charset=utf-16")], ""),
        ([("content-type", AJ), ("content-type", AJ)], ""),
        ([("content-type", AJ), ("content-type", "text/plain")], ""),
        ([("content-type", AJ), ("content-encoding", "Identity")], AJ),
        ([("content-type", AJ), ("content-encoding", "gzip")], ""),
        ([("content-type", AJ), ("content-encoding", "identity"), ("content-encoding", "gzip")], ""),
        ([("content-type", "")], ""),
        ([], ""),
    ],
)
def test_a_body_has_one_type_or_none(lines: Lines, body_type: str) -> None:
    assert head(*lines).body_type == body_type


@pytest.mark.parametrize(
    ("lines", "is_had"),
    [
        (['"a"'], True),
        (['W/"a"'], True),
        (['"b" ,  W/"a"'], True),
        (['"b"', '"a"'], True),
        (["*"], True),
        (['"b"'], False),
        (["a"], False),
        (['"a'], False),
        (['w/"a"'], False),
        (["*a"], False),
        ([""], False),
        ([], False),
    ],
)
def test_a_client_has_an_answer_when_it_names_its_tag(lines: list[str], is_had: bool) -> None:
    assert head(*(("if-none-match", line) for line in lines)).has_tag('"a"') is is_had


# -- through the application


@pytest.fixture
async def parts(module_database_url: str) -> AsyncIterator[Parts]:
    made = make_parts(module_database_url)
    yield made
    await made.database.close()


@pytest.fixture
async def person(parts: Parts) -> Person:
    return await make_person(parts)


async def status(parts: Parts, *lines: tuple[str, str], method: str = "POST") -> httpx.Response:
    content = b'{"query": "{ whoami }"}'
    async with client_of(parts) as http:
        request = httpx.Request(method, "http://store/graphql", headers=list(lines), content=content)
        return await http.send(request)


@pytest.mark.anyio
async def test_two_content_types_are_none(parts: Parts) -> None:
    assert (await status(parts, ("Content-Type", AJ), ("content-type", AJ))).status_code == 415


@pytest.mark.anyio
async def test_two_credentials_are_none_even_when_they_are_the_same(parts: Parts, person: Person) -> None:
    line = ("Authorization", f"Bearer {person.session}")

    once = await status(parts, ("Content-Type", AJ), line)
    twice = await status(parts, ("Content-Type", AJ), line, line)
    beside = await status(parts, ("Content-Type", AJ), line, ("AUTHORIZATION", "Bearer other"))

    assert once.json()["data"]["whoami"] == person.username
    assert [answer.status_code for answer in (twice, beside)] == [401, 401]


@pytest.mark.anyio
@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer  "])
async def test_a_scheme_may_be_written_in_any_case(parts: Parts, person: Person, scheme: str) -> None:
    answer = await status(parts, ("CONTENT-TYPE", AJ), ("AuthoriZation", f"{scheme} {person.session}"))

    assert answer.json()["data"]["whoami"] == person.username


@pytest.mark.anyio
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_other_methods_are_refused_with_those_that_are_not(parts: Parts, method: str) -> None:
    answer = await status(parts, ("Content-Type", AJ), method=method)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
