"""GraphQL over HTTP: forms of requests, media types, statuses, and who is let in.

The conformance cases carry the ids of the graphql-http audit suite.
"""

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from schema.build import build_schema
from server.auth.signing import Signing
from server.http.accept import preferred_type
from server.http.body import BodyLimits
from server.wiring import Parts
from storage.tables import ApiToken, Session, User
from tests.server.web import (
    MAX_FILE,
    Form,
    Person,
    client_of,
    digest_of,
    make_app,
    make_parts,
    make_person,
    served,
    told,
)

pytestmark = pytest.mark.anyio

GR = "application/graphql-response+json"
AJ = "application/json"
CLIENTS_FAULTS = {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"}
TYPENAME = {"query": "{ __typename }"}
LOOK = "mutation ($file: Upload!, $other: Upload) { look(file: $file, other: $other) { name size digest isOversized } }"


@pytest.fixture
async def parts(module_database_url: str) -> AsyncIterator[Parts]:
    made = make_parts(module_database_url)
    yield made
    await made.database.close()


@pytest.fixture
async def http(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(parts) as client:
        yield client


@pytest.fixture
async def person(parts: Parts) -> Person:
    return await make_person(parts)


async def post(http: httpx.AsyncClient, body: Any, accept: str | None = None, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": AJ, **({} if accept is None else {"accept": accept}), **headers}
    request = http.build_request("POST", "/graphql", content=content, headers=given)
    if accept is None:
        del request.headers["accept"]
    return await http.send(request)


# -- the audit suite


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param(GR, GR, id="22EB"),
        pytest.param(AJ, AJ, id="4655"),
        pytest.param("*/*", AJ, id="47DE"),
        pytest.param(None, AJ, id="80D8"),
    ],
)
async def test_the_answer_has_the_media_type_that_was_asked_for(
    http: httpx.AsyncClient, accept: str | None, media_type: str
) -> None:
    answer = await post(http, TYPENAME, accept)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.content.decode("utf-8").startswith("{")
    assert told(answer) == {"data": {"__typename": "Query"}}  # 82A3


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"', AJ])
async def test_utf_8_is_read_and_written(http: httpx.AsyncClient, content_type: str) -> None:
    body = json.dumps({"query": '{ echo(text: "🦄 é") }'}, ensure_ascii=False).encode()

    answer = await post(http, body, **{"content-type": content_type})  # BF61, 78D5

    assert told(answer) == {"data": {"echo": "🦄 é"}}
    assert "🦄".encode() in answer.content


async def test_queries_may_be_sent_by_get(http: httpx.AsyncClient) -> None:
    answer = await http.get("/graphql", params=TYPENAME)  # 5A70

    assert (answer.status_code, told(answer)) == (200, {"data": {"__typename": "Query"}})


@pytest.mark.parametrize("accept", [GR, AJ])
async def test_mutations_may_not_be_sent_by_get(http: httpx.AsyncClient, accept: str) -> None:
    answer = await http.get("/graphql", params={"query": "mutation { __typename }"}, headers={"accept": accept})  # 9C48

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("accept", [GR, AJ])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="A5BF"),
        pytest.param({}, id="423L"),
        pytest.param({"query": {}}, id="LKJ0"),
        pytest.param({"query": 0}, id="LKJ1"),
        pytest.param({"query": False}, id="LKJ2"),
        pytest.param({"query": []}, id="LKJ3"),
        pytest.param({**TYPENAME, "operationName": {}}, id="6C00"),
        pytest.param({**TYPENAME, "operationName": 0}, id="6C01"),
        pytest.param({**TYPENAME, "operationName": False}, id="6C02"),
        pytest.param({**TYPENAME, "operationName": []}, id="6C03"),
        pytest.param({**TYPENAME, "variables": "text"}, id="4760"),
        pytest.param({**TYPENAME, "variables": 0}, id="4761"),
        pytest.param({**TYPENAME, "variables": False}, id="4762"),
        pytest.param({**TYPENAME, "variables": []}, id="4763"),
        pytest.param({**TYPENAME, "extensions": "text"}, id="58B0"),
        pytest.param({**TYPENAME, "extensions": 0}, id="58B1"),
        pytest.param({**TYPENAME, "extensions": False}, id="58B2"),
        pytest.param({**TYPENAME, "extensions": []}, id="58B3"),
        pytest.param(b'{ "not a JSON', id="BCF8 B7N8 B6DC"),
        pytest.param({"qeury": "{ __typename }"}, id="8764 3E3A"),
        pytest.param({"query": ""}, id="an empty query"),
        pytest.param({"query": " \n"}, id="a blank query"),
        pytest.param(None, id="null"),
        pytest.param("{ __typename }", id="a text"),
        pytest.param([TYPENAME, TYPENAME], id="a batch"),
        pytest.param([], id="an empty batch"),
        pytest.param(b'{"query": "{ __typename }"} x', id="more after the JSON"),
        pytest.param(b'{"query": "\xff"}', id="not UTF-8"),
        pytest.param('{"query": "{ __typename }"}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"query": "{ __typename }", "variables": {"a": NaN}}', id="NaN"),
        pytest.param(b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 5000 + b"}}", id="a giant number"),
        pytest.param(b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 100_000, id="a nesting bomb"),
        pytest.param(b"[" * 500_000, id="a bomb of lists"),
    ],
)
async def test_malformed_requests_are_400_with_a_reason(http: httpx.AsyncClient, body: Any, accept: str) -> None:
    answer = await post(http, body, accept)

    assert (answer.status_code, answer.headers["content-type"]) == (400, f"{accept}; charset=utf-8")
    (error,) = answer.json()["errors"]
    assert error["message"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert "data" not in answer.json()


@pytest.mark.parametrize("accept", [GR, AJ])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(TYPENAME, id="34A2 13EE"),
        pytest.param({"query": "query Query { __typename }", "operationName": "Query"}, id="8161 B8B3"),
        pytest.param({**TYPENAME, "variables": None}, id="94B0 0220"),
        pytest.param({**TYPENAME, "operationName": None}, id="94B1 0221"),
        pytest.param({**TYPENAME, "extensions": None}, id="94B2 0222"),
        pytest.param(
            {"query": "query ($name: String!) { __type(name: $name) { name } }", "variables": {"name": "sometype"}},
            id="2EA1 28B9",
        ),
        pytest.param({**TYPENAME, "extensions": {"some": "value"}}, id="428F 1B7A"),
        pytest.param({**TYPENAME, "operationName": ""}, id="an empty name"),
        pytest.param({**TYPENAME, "unknown": [1]}, id="an unknown key"),
        pytest.param(b"\xef\xbb\xbf" + json.dumps(TYPENAME).encode(), id="a byte order mark"),
        pytest.param(b'{"query": 5, "query": "{ __typename }"}', id="a key twice: the last holds"),
    ],
)
async def test_well_formed_requests_are_200_without_errors(http: httpx.AsyncClient, body: Any, accept: str) -> None:
    answer = await post(http, body, accept)

    assert (answer.status_code, "errors" in answer.json()) == (200, False)


@pytest.mark.parametrize("accept", [GR, AJ])
async def test_variables_may_be_sent_in_the_url(http: httpx.AsyncClient, accept: str) -> None:
    query = quote("query Type($name: String!) { __type(name: $name) { name } }")
    url = f"/graphql?query={query}&variables={quote(json.dumps({'name': 'Query'}))}&operationName=&extensions="

    answer = await http.get(url, headers={"accept": accept})  # D6D5, 6A70

    assert (answer.status_code, told(answer)) == (200, {"data": {"__type": {"name": "Query"}}})


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=",
        "variables=%7B%7D",
        "query=%7B__typename%7D&variables=x",
        "query=%7B__typename%7D&variables=5",
        "query=%7B__typename%7D&variables=[]",
        "query=%7B__typename%7D&extensions=%221%22",
        "query=%7B__typename%7D&variables=%ED%A0%80",
    ],
)
async def test_malformed_urls_are_400(http: httpx.AsyncClient, query: str) -> None:
    answer = await http.get(f"/graphql?{query}")

    assert answer.status_code == 400


async def test_an_operation_name_in_a_url_is_text_and_never_null(http: httpx.AsyncClient) -> None:
    answer = await http.get("/graphql?query=%7B__typename%7D&operationName=null", headers={"accept": GR})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("{", id="572B 865D 556A D586: syntax"),
        pytest.param("{ 8f31403dfe404bccbb0e835f2629c6a7 }", id="FDE2 51FE 74FF 5E5B: lexical"),
        pytest.param("{ unknownField }", id="validation"),
        pytest.param("query CoerceFailure($id: ID!) { __typename }", id="7B9B 86EE: unused variable"),
        pytest.param("query ($text: String!) { echo(text: $text) }", id="a variable is missing"),
        pytest.param("query A { __typename } query B { __typename }", id="several operations"),
        pytest.param("fragment F on Query { __typename }", id="no operation"),
        pytest.param("subscription { x }", id="no such kind of operation"),
        pytest.param("{ ...F } fragment F on Query { ...F }", id="a fragment within itself"),
        pytest.param("{ echo(text: " + "[" * 3000 + "]" * 3000 + ") }", id="a deep literal"),
        pytest.param("{ " + "self { " * 25 + "whoami" + " }" * 25 + " }", id="too deep"),
        pytest.param("{ " + "self { " * 2000 + "whoami" + " }" * 2000 + " }", id="far too deep"),
        pytest.param("{ " + "__typename " * 6000 + "}", id="too many tokens"),
        pytest.param('{ echo(text: "\ud800") }', id="half a surrogate"),
    ],
)
async def test_an_error_before_execution_is_400_for_modern_clients_and_200_for_old_ones(
    http: httpx.AsyncClient, query: str
) -> None:
    modern, old = await post(http, {"query": query}, GR), await post(http, {"query": query}, AJ)

    assert (modern.status_code, old.status_code) == (400, 200)
    for answer in (modern, old):
        assert "data" not in answer.json()
        assert {error["extensions"]["code"] for error in answer.json()["errors"]} <= CLIENTS_FAULTS


async def test_a_chain_of_fragments_is_measured_once_each(http: httpx.AsyncClient) -> None:
    chain = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(60))
    query = f"{{ ...F0 }} {chain} fragment F60 on Query {{ __typename }}"
    began = time.perf_counter()

    answer = await post(http, {"query": query}, GR)

    assert answer.status_code in {200, 400}
    assert time.perf_counter() - began < 5


async def test_a_null_that_an_error_of_a_field_makes_is_still_an_answer(http: httpx.AsyncClient) -> None:
    answer = await post(http, {"query": "{ needed }"}, GR)

    assert (answer.status_code, answer.json()["data"]) == (200, None)
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_partial_answers_are_200(http: httpx.AsyncClient) -> None:
    answer = await post(http, {"query": "{ broken whoami }"}, GR)

    assert (answer.status_code, answer.json()["data"]) == (200, {"broken": None, "whoami": "anonymous"})
    assert "hunter2" not in answer.text
    assert answer.json()["errors"][0]["extensions"]["requestId"] == answer.headers["x-request-id"]


async def test_half_a_surrogate_in_a_variable_comes_back_escaped(http: httpx.AsyncClient) -> None:
    body = b'{"query": "query ($t: String!) { echo(text: $t) }", "variables": {"t": "\\ud800\\u0000"}}'

    answer = await post(http, body)

    assert answer.status_code == 200
    assert b"\\ud800\\u0000" in answer.content


# -- Accept


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ([], AJ),
        ([""], AJ),
        (["application/*"], AJ),
        ([f"{GR}, {AJ}"], GR),
        ([f"{AJ}, {GR}"], GR),
        ([AJ, GR], GR),
        ([f"{GR};q=0.5, {AJ}"], AJ),
        ([f"{GR}, {AJ};q=0.9"], GR),
        ([f"{GR};q=0, */*"], AJ),
        ([f"{AJ};q=0, */*"], GR),
        ([f"{AJ};q=0.1, */*"], GR),
        ([f"{GR}; charset=utf-8, {AJ};q=0.9"], GR),
        (["text/html, application/xhtml+xml, */*;q=0.8"], AJ),
        ([GR.upper()], GR),
        ([f"{GR};q=2, {AJ}"], AJ),
        (["text/plain"], None),
        (["application/graphql+json"], None),
        ([f"{GR};q=0, {AJ};q=0.000"], None),
        (["*/*;q=0"], None),
        ([";;;,,,"], None),
        (["text/event-stream"], None),
    ],
)
def test_the_type_with_the_highest_quality_wins(accept: list[str], chosen: str | None) -> None:
    assert preferred_type(accept) == chosen


async def test_a_type_that_we_do_not_have_is_406_in_json(http: httpx.AsyncClient) -> None:
    answer = await post(http, TYPENAME, "text/plain")

    assert (answer.status_code, answer.headers["content-type"]) == (406, f"{AJ}; charset=utf-8")


# -- methods and content types


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
async def test_other_methods_are_405_with_those_that_are_taken(http: httpx.AsyncClient, method: str) -> None:
    answer = await http.request(method, "/graphql")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 415),  # 9ABE
        ({"content-type": ""}, 415),
        ({"content-type": "application/graphql"}, 415),
        ({"content-type": "application/json; charset=utf-16"}, 415),
        ({"content-type": AJ, "content-encoding": "gzip"}, 415),
        ({"content-type": "text/plain"}, 403),
        ({"content-type": "application/x-www-form-urlencoded"}, 403),
        ({"content-type": "multipart/form-data; boundary=b"}, 403),
        ({"content-type": "TEXT/PLAIN", "graphql-require-preflight": "1"}, 415),
    ],
)
async def test_other_bodies_are_refused(http: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    answer = await http.post("/graphql", content=json.dumps(TYPENAME), headers=headers)

    assert answer.status_code == status


@pytest.mark.parametrize("size", [1024 * 1024, 1024 * 1024 + 1])
async def test_a_body_may_have_one_mebibyte(http: httpx.AsyncClient, size: int) -> None:
    body = json.dumps(TYPENAME).encode()

    answer = await post(http, body + b" " * (size - len(body)))

    assert answer.status_code == (200 if size == 1024 * 1024 else 413)


# -- who is let in


async def ask(http: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await post(http, {"query": "{ whoami }"}, **headers)


async def test_sessions_and_tokens_say_who_one_is_and_nothing_says_anonymous(
    http: httpx.AsyncClient, person: Person
) -> None:
    answers = [await ask(http, **headers) for headers in ({}, person.by_session, person.by_token)]

    assert [answer.json()["data"]["whoami"] for answer in answers] == ["anonymous", person.username, person.username]


async def test_what_browsers_and_proxies_add_signs_nobody_in(http: httpx.AsyncClient, person: Person) -> None:
    answer = await http.post(
        f"/graphql?token={person.token}&access_token={person.session}&authorization={person.session}",
        json={"query": "{ whoami address }"},
        headers={
            "cookie": f"session={person.session}; token={person.token}; authorization=Bearer {person.session}",
            "x-role": "platform-admin",
            "x-tenant": "system",
            "x-user": person.username,
            "x-forwarded-for": "203.0.113.9",
            "x-forwarded-user": person.username,
            "x-real-ip": "203.0.113.9",
            "forwarded": "for=203.0.113.9",
        },
    )

    assert told(answer) == {"data": {"whoami": "anonymous", "address": "192.0.2.7"}}


def refused(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 401
        and answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
        and answer.headers["www-authenticate"].startswith("Bearer")
    )


@pytest.mark.parametrize(
    "credential", ["", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer chy_unknown", "Bearer chy_"]
)
async def test_a_credential_that_opens_nothing_is_401_and_never_anonymous(
    http: httpx.AsyncClient, credential: str
) -> None:
    by_post = await ask(http, authorization=credential)
    by_get = await http.get("/graphql?query={whoami}", headers={"authorization": credential})

    assert refused(by_post)
    assert refused(by_get)


async def test_a_credential_ends_with_its_row(http: httpx.AsyncClient, parts: Parts, person: Person) -> None:
    before = [(await ask(http, **headers)).status_code for headers in (person.by_session, person.by_token)]

    async with parts.database.write() as tx:
        await tx.execute(delete(Session).where(col(Session.id) == person.session_id))
        await tx.execute(delete(ApiToken).where(col(ApiToken.user_id) == person.user_id))

    assert before == [200, 200]
    assert refused(await ask(http, **person.by_session))
    assert refused(await ask(http, **person.by_token))


async def test_a_disabled_user_is_out_at_the_next_request(
    http: httpx.AsyncClient, parts: Parts, person: Person
) -> None:
    before = await ask(http, **person.by_session)

    async with parts.database.write() as tx:
        await tx.execute(update(User).where(col(User.id) == person.user_id).values(disabled=True))

    assert before.status_code == 200
    assert refused(await ask(http, **person.by_session))
    assert refused(await ask(http, **person.by_token))


async def test_tokens_of_another_server_or_another_user_are_refused(
    http: httpx.AsyncClient, parts: Parts, person: Person
) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=5)
    foreign = Signing("the secret of another server, just as long", "http://store")
    tokens = [
        foreign.session_token(person.session_id, person.user_id, soon),
        parts.signing.session_token(person.session_id, uuid4(), soon),
        parts.signing.session_token(uuid4(), person.user_id, soon),
    ]

    answers = [await ask(http, authorization=f"Bearer {token}") for token in tokens]

    assert all(refused(answer) for answer in answers)


async def test_within_a_document_the_caller_is_asked_about_again(
    http: httpx.AsyncClient, parts: Parts, person: Person
) -> None:
    answer = await post(http, {"query": "mutation { a: afresh b: afresh }"}, **person.by_session)

    assert told(answer) == {"data": {"a": person.username, "b": person.username}}


async def test_every_connection_is_given_back(http: httpx.AsyncClient, parts: Parts, person: Person) -> None:
    bodies = [{"query": "{ whoami }"}, {"query": "{ broken }"}, {"query": "{"}, {"query": "mutation { afresh }"}]

    for body in bodies:
        await post(http, body, **person.by_session)

    assert parts.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # a pool that counts


async def test_a_database_that_is_away_is_503(s3_free_port: int) -> None:
    parts = make_parts(f"postgresql://nobody@127.0.0.1:{s3_free_port}/none")

    async with client_of(parts) as http:
        answer = await ask(http, authorization="Bearer chy_secret")

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")


async def test_a_database_that_is_away_is_503_for_anonymous_callers_too(s3_free_port: int) -> None:
    parts = make_parts(f"postgresql://nobody@127.0.0.1:{s3_free_port}/none")
    query = {"query": '{ storeApps { totalCount } storeApp(publisher: "a", name: "b") { name } }'}

    async with client_of(parts, build_schema()) as http:
        answer = await post(http, query)

    assert answer.status_code == 503
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"UNAVAILABLE"}


@pytest.fixture
def s3_free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


# -- what every answer has


async def test_every_answer_has_a_request_id_of_ours_and_security_headers(http: httpx.AsyncClient) -> None:
    answers = [await ask(http, **{"x-request-id": "mine"}), await http.get("/nothing"), await http.put("/graphql")]

    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == 3
    assert "mine" not in ids
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_paths_that_are_not_there_are_404_in_json_and_nothing_redirects(http: httpx.AsyncClient) -> None:
    for path in ("/nothing", "/graphql/", "//graphql", "/graphql/x"):
        answer = await http.get(path, headers={"host": "evil.example"})

        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (404, "NOT_FOUND")


async def test_the_log_has_a_line_a_request_and_never_a_credential(
    http: httpx.AsyncClient, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await ask(http, **person.by_session)
        await ask(http, authorization=f"Bearer {person.session}x")
        await http.get(f"/graphql?query={{whoami}}&token={person.token}", headers=person.by_token)
        await http.get(f"/{person.token}")
        await http.get(f"/files/{person.session}")
        await http.get("/files/a%0d%0aforged%20line")

    ours = [record for record in caplog.records if not record.name.startswith("httpx")]
    lines = [record.getMessage() for record in caplog.records if record.name == "chandlery.access"]
    assert [line.split()[:3] for line in lines] == [
        ["POST", "/graphql", "200"],
        ["POST", "/graphql", "401"],
        ["GET", "/graphql", "200"],
        ["GET", "-", "404"],
        ["GET", "/files/{token}", "404"],
        ["GET", "/files/{token}", "404"],
    ]
    for secret in (person.session, person.token, person.token[4:], "forged"):
        assert not [record for record in ours if secret in record.getMessage()]


# -- uploads


def upload(content: bytes, name: str = "emqx.tgz") -> bytes:
    operations = json.dumps({"query": LOOK, "variables": {"file": None}})
    return bytes(Form(("operations", operations), ("map", '{"0": ["variables.file"]}'), ("0", content, name)))


async def send_form(http: httpx.AsyncClient, body: bytes, **headers: str) -> httpx.Response:
    return await http.post("/graphql", content=body, headers={"content-type": Form.content_type, **headers})


async def test_an_upload_reaches_the_mutation(http: httpx.AsyncClient, person: Person) -> None:
    answer = await send_form(http, upload(b"chart"), **person.by_token)

    (seen,) = answer.json()["data"]["look"]
    assert seen == {"name": "emqx.tgz", "size": 5, "digest": digest_of(b"chart"), "isOversized": False}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"cookie": "session=1"}, 403),
        ({"origin": "https://evil.example", "x-requested-with": "XMLHttpRequest"}, 403),
        ({"graphql-require-preflight": "1"}, 401),
        ({"apollo-require-preflight": "1"}, 401),
        ({"x-apollo-operation-name": "look"}, 401),
        ({"authorization": "Bearer chy_wrong"}, 401),
        ({"authorization": "Bearer wrong"}, 401),
    ],
)
async def test_a_form_of_another_site_and_a_stranger_are_refused_before_the_body_is_read(
    parts: Parts, headers: dict[str, str], status: int
) -> None:
    read = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield upload(b"chart")

    async with client_of(parts) as http:
        answer = await http.post("/graphql", content=body(), headers={"content-type": Form.content_type, **headers})

    assert (answer.status_code, read) == (status, [])


async def test_no_connection_is_held_while_an_upload_arrives(
    http: httpx.AsyncClient, parts: Parts, person: Person
) -> None:
    held = []

    async def body() -> AsyncIterator[bytes]:
        for start in range(0, len(form), 100_000):
            held.append(parts.database.engine.pool.checkedout())  # type: ignore[attr-defined]  # a pool that counts
            yield form[start : start + 100_000]

    form = upload(b"x" * 500_000)
    answer = await http.post(
        "/graphql", content=body(), headers={"content-type": Form.content_type, **person.by_session}
    )

    assert answer.status_code == 200
    assert len(held) > 5
    assert set(held) == {0}


async def test_rights_are_asked_for_again_when_the_upload_has_arrived(
    http: httpx.AsyncClient, parts: Parts, person: Person
) -> None:
    form = upload(b"x" * 1000)

    async def body() -> AsyncIterator[bytes]:
        yield form[:100]
        async with parts.database.write() as tx:
            await tx.execute(delete(Session).where(col(Session.id) == person.session_id))
        yield form[100:]

    answer = await http.post(
        "/graphql", content=body(), headers={"content-type": Form.content_type, **person.by_session}
    )

    assert refused(answer)


# -- over a socket


@pytest.fixture
def signed_in(module_database_url: str) -> Person:
    """Someone for the tests that are not asynchronous, as their server is in another thread."""
    return asyncio.run(_someone(module_database_url))


async def _someone(database_url: str) -> Person:
    parts = make_parts(database_url)
    try:
        return await make_person(parts)
    finally:
        await parts.database.close()


@pytest.fixture
def socket_url(module_database_url: str) -> Iterator[str]:
    with served(make_app(make_parts(module_database_url), BodyLimits(1024 * 1024, stall_s=1, overall_s=20))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_file_over_the_limit_is_told_in_the_answer_of_the_mutation(
    socket_url: str, signed_in: Person, is_chunked: bool
) -> None:
    form = upload(b"x" * (MAX_FILE * 2))
    content = (form[start : start + 65536] for start in range(0, len(form), 65536)) if is_chunked else form

    answer = httpx.post(
        f"{socket_url}/graphql", content=content, headers={"content-type": Form.content_type, **signed_in.by_session}
    )

    assert answer.status_code == 200
    assert answer.json()["data"]["look"][0]["isOversized"] is True
    assert answer.headers.get("connection", "") == ("close" if is_chunked else "")


def test_the_connection_serves_the_next_request_after_a_refused_upload(socket_url: str, signed_in: Person) -> None:
    with httpx.Client(headers=signed_in.by_session) as http:
        too_large = http.post(
            f"{socket_url}/graphql", content=upload(b"x" * MAX_FILE * 2), headers={"content-type": Form.content_type}
        )
        after = http.post(f"{socket_url}/graphql", json={"query": "{ whoami }"})

    assert too_large.json()["data"]["look"][0]["isOversized"] is True
    assert told(after) == {"data": {"whoami": signed_in.username}}


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_who_closes_the_connection_hears_why_their_body_is_refused(socket_url: str, version: str) -> None:
    body = b" " * (24 * 1024 * 1024)
    with socket.create_connection(("127.0.0.1", int(socket_url.rpartition(":")[2])), timeout=20) as connection:
        head = f"Host: store\r\nConnection: close\r\nContent-Type: {AJ}\r\nContent-Length: {len(body)}"
        connection.sendall(f"POST /graphql HTTP/{version}\r\n{head}\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert b" 413 " in answer.splitlines()[0]
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["errors"]


def test_a_json_body_that_never_ends_is_cut_off_as_it_arrives(socket_url: str) -> None:
    sent = []

    def endless() -> Iterator[bytes]:
        while True:
            sent.append(65536)
            yield b" " * 65536

    try:
        answer = httpx.post(f"{socket_url}/graphql", content=endless(), headers={"content-type": AJ})
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # cut off before the client had read why

    assert sum(sent) < 64 * 1024 * 1024


def raw(url: str, head: str, body: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=20)
    connection.sendall(f"POST /graphql HTTP/1.1\r\nHost: store\r\n{head}\r\n\r\n".encode() + body)
    return connection


def test_a_body_that_stalls_is_408_and_the_connection_ends(socket_url: str) -> None:
    with raw(socket_url, f"Content-Type: {AJ}\r\nContent-Length: 1000000000", b'{"query"') as connection:
        answer = b""
        while piece := connection.recv(65536):
            answer += piece

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"REQUEST_TIMEOUT" in answer


def test_a_client_that_leaves_in_the_middle_of_an_upload_leaves_no_file(
    socket_url: str, signed_in: Person, caplog: pytest.LogCaptureFixture
) -> None:
    before = open_files()
    body = upload(b"x" * (2 * 1024 * 1024))
    head = (
        f"Content-Type: {Form.content_type}\r\nContent-Length: {len(body)}\r\nAuthorization: Bearer {signed_in.token}"
    )
    with caplog.at_level(logging.INFO), raw(socket_url, head, body[: len(body) - 100]):
        wait_until(lambda: open_files() > before)
        during = open_files()

    with caplog.at_level(logging.INFO):
        wait_until(lambda: any(" 499 " in record.getMessage() for record in caplog.records))

    assert during > before
    assert open_files() == before
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def open_files() -> int:
    """How many deleted temporary files this process holds open, where the system can tell."""
    descriptors = Path("/proc/self/fd")
    targets = []
    for descriptor in descriptors.iterdir() if descriptors.exists() else ():
        try:
            targets.append(str(descriptor.readlink()))
        except OSError:
            continue
    return sum(target.endswith("(deleted)") for target in targets)


def wait_until(holds: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


async def test_requests_at_once_do_not_see_each_other(parts: Parts, person: Person) -> None:
    other = await make_person(parts, "platform-admin")
    callers = [(person.by_session, person.username), (other.by_token, other.username), ({}, "anonymous")] * 10
    async with client_of(replace(parts)) as http:
        answers = await asyncio.gather(*(ask(http, **headers) for headers, _ in callers))

    assert [answer.json()["data"]["whoami"] for answer in answers] == [name for _, name in callers]
