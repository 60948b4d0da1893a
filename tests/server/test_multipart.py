"""Uploads as they arrive: in order, bounded in everything, and gone when they are done with."""

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from schema.execution import Operation
from server.http.body import BodyLimits
from server.http.errors import HttpFault
from server.http.multipart import MAP_BYTES, OPERATIONS_BYTES, UploadLimits, received
from server.http.parts import shown_name
from tests.server.web import Form, digest_of
from uploads.received import ReceivedFile
from uploads.spool import IN_MEMORY_BYTES

pytestmark = pytest.mark.anyio

LIMITS = UploadLimits(BodyLimits(8 * 1024 * 1024, stall_s=5, overall_s=10), 2 * 1024 * 1024)
QUERY = "mutation ($file: Upload!) { look(file: $file) { size } }"
OPERATIONS = json.dumps({"query": QUERY, "variables": {"file": None}})
MAP = json.dumps({"0": ["variables.file"]})


def receiving(messages: Iterable[Message]) -> Receive:
    coming = iter(messages)

    async def receive() -> Message:
        return next(coming)

    return receive


def arriving(body: bytes, step: int = 64 * 1024) -> Receive:
    """The body in pieces, as a socket gives it."""
    pieces = [body[start : start + step] for start in range(0, len(body), step)]
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    return receiving([*messages, {"type": "http.request", "body": b"", "more_body": False}])


async def take(body: bytes, step: int = 64 * 1024, limits: UploadLimits = LIMITS) -> tuple[Operation, Any]:
    """The operation, and a copy of what its variables held while the files were there."""
    async with received(arriving(body, step), Form.content_type, limits) as operation:
        return operation, _copy(operation.variables)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    if isinstance(value, ReceivedFile):
        return (value.file_name, value.size, value.digest, value.body.read(), value.is_oversized)
    return value


async def fault_of(body: bytes, content_type: str = Form.content_type, limits: UploadLimits = LIMITS) -> HttpFault:
    with pytest.raises(HttpFault) as caught:
        async with received(arriving(body), content_type, limits):
            pass
    return caught.value


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64 * 1024])
async def test_a_file_arrives_whole_however_the_body_is_cut(step: int) -> None:
    content = b"\r\n--b0undar\r\n--b0undarx\r--b0undary-" * 20 + bytes(range(256))
    body = bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", content, "emqx.tgz")))

    operation, variables = await take(body, step)

    assert operation.query == QUERY
    assert variables == {"file": ("emqx.tgz", len(content), digest_of(content), content, False)}


@given(content=st.binary(max_size=3000), step=st.integers(1, 500))
async def test_every_content_arrives_as_it_was_sent(content: bytes, step: int) -> None:
    body = bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", content, "x")))

    _, variables = await take(body, step)

    assert variables["file"][3] == content
    assert variables["file"][2] == digest_of(content)


@pytest.mark.parametrize("size", [0, 1, IN_MEMORY_BYTES, IN_MEMORY_BYTES + 1, 2 * 1024 * 1024])
async def test_files_up_to_the_limit_are_taken_and_hashed(size: int) -> None:
    content = b"k" * size

    _, variables = await take(bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", content, "x"))))

    assert variables["file"] == ("x", size, digest_of(content), content, False)


async def test_files_go_where_the_map_says_also_into_lists_and_objects() -> None:
    variables = {"input": {"package": None, "icon": None}, "add": [None, None]}
    paths = {"a": ["variables.input.package"], "b": ["variables.add.1"]}
    operations = json.dumps({"query": QUERY, "variables": variables})

    _, found = await take(
        bytes(Form(("operations", operations), ("map", json.dumps(paths)), ("b", b"B", "b"), ("a", b"A", "a")))
    )

    assert found["input"]["package"][3] == b"A"
    assert found["input"]["icon"] is None
    assert found["add"][0] is None
    assert found["add"][1][3] == b"B"


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        ({"file": None}, "file"),
        ({"file": None}, "operations.variables.file"),
        ({"file": None}, "query"),
        ({"file": None}, "variables"),
        ({"file": None}, "variables."),
        ({"file": None}, ""),
        ({"file": None}, "variables.other"),
        ({"file": None}, "variables.file.more"),
        ({"file": None}, "variables.__proto__"),
        ({"file": None}, "variables.constructor.prototype"),
        ({"file": None}, "variables.__class__.__init__"),
        ({"file": "text"}, "variables.file"),
        ({"file": 0}, "variables.file"),
        ({"file": {}}, "variables.file"),
        ({"files": [None]}, "variables.files"),
        ({"files": [None]}, "variables.files.1"),
        ({"files": [None]}, "variables.files.-1"),
        ({"files": [None]}, "variables.files.00"),
        ({"files": [None]}, "variables.files.+0"),
        ({"files": [None]}, "variables.files.٠"),
        ({"files": [None]}, "variables.files.length"),
        ({"files": [None]}, "variables.files." + "9" * 100),
        ({"file": None}, "variables." + "a." * 200),
        (None, "variables.file"),
    ],
)
async def test_a_path_that_leads_to_no_null_of_the_variables_is_refused(variables: Any, path: str) -> None:
    operations = json.dumps({"query": QUERY, "variables": variables})

    fault = await fault_of(
        bytes(Form(("operations", operations), ("map", json.dumps({"0": [path]})), ("0", b"x", "x")))
    )

    assert (fault.status, "path" in fault.message) == (400, True)


@pytest.mark.parametrize(
    "given",
    [
        [],
        "map",
        None,
        {"0": "variables.file"},
        {"0": []},
        {"0": ["variables.file", "variables.file"]},
        {"0": [0]},
        {"0": ["variables.file"], "1": ["variables.file"]},
        {"": ["variables.file"]},
        {"map": ["variables.file"]},
        {"operations": ["variables.file"]},
        {str(number): [f"variables.files.{number}"] for number in range(11)},
    ],
)
async def test_a_map_that_uses_a_file_or_a_place_twice_or_is_none_is_refused(given: Any) -> None:
    operations = json.dumps({"query": QUERY, "variables": {"file": None, "files": [None] * 11}})

    fault = await fault_of(bytes(Form(("operations", operations), ("map", json.dumps(given)), ("0", b"x", "x"))))

    assert (fault.status, "map" in fault.message) == (400, True)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (Form(), "needs the parts operations and map"),
        (Form(("operations", OPERATIONS)), "needs the parts operations and map"),
        (Form(("operations", OPERATIONS), ("map", MAP)), "'0' is in map and did not come"),
        (Form(("map", MAP), ("operations", OPERATIONS)), "operations must come"),
        (Form(("0", b"x", "x"), ("operations", OPERATIONS), ("map", MAP)), "operations must come"),
        (Form(("operations", OPERATIONS), ("0", b"x", "x"), ("map", MAP)), "map must come"),
        (Form(("operations", OPERATIONS), ("map", MAP), ("1", b"x", "x")), "'1' is not in map"),
        (Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x"), ("0", b"y")), "came twice"),
        (Form(("operations", OPERATIONS), ("map", MAP), ("map", MAP)), "'map' is not in map"),
        (Form(("operations", f"[{OPERATIONS}]"), ("map", MAP)), "Batches"),
        (Form(("operations", "{"), ("map", MAP)), "operations is not JSON"),
        (Form(("operations", b"\xff"), ("map", MAP)), "not UTF-8"),
        (Form(("operations", OPERATIONS), ("map", "[" * 60_000)), "nested too deeply"),
        (Form(("operations", '{"query": 5}'), ("map", MAP)), "query must be a text"),
    ],
)
async def test_parts_out_of_order_or_missing_are_refused(form: Form, words: str) -> None:
    fault = await fault_of(bytes(form))

    assert fault.status == 400
    assert words in fault.message


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x", "x"))), "multipart/form-data"),
        (bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x", "x"))), "multipart/form-data; boundary="),
        (
            bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x", "x"))),
            "multipart/form-data; boundary=other",
        ),
        (bytes(Form()), "multipart/form-data; boundary=" + "b" * 1000),
        (b"", Form.content_type),
        (b"no multipart at all", Form.content_type),
        (bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x", "x")))[:-6], Form.content_type),
        (b"--b0undary\r\nContent-Type: text/plain\r\n\r\nx\r\n--b0undary--\r\n", Form.content_type),
        (b"--b0undary\r\n" + b"X-A: b\r\n" * 20 + b"\r\nx\r\n--b0undary--\r\n", Form.content_type),
        (b"--b0undary\r\nX-A: " + b"b" * 9000 + b"\r\n\r\nx\r\n--b0undary--\r\n", Form.content_type),
        (b"--b0undary\r\nX A: b\r\n\r\nx\r\n--b0undary--\r\n", Form.content_type),
    ],
)
async def test_what_is_not_multipart_is_refused(body: bytes, content_type: str) -> None:
    fault = await fault_of(body, content_type)

    assert fault.status == 400


async def test_ten_thousand_parts_are_refused_at_the_thirteenth() -> None:
    body = b"--b0undary\r\n\r\n" * 10_000

    fault = await fault_of(body)

    assert fault.status == 400


@pytest.mark.parametrize(
    "form",
    [
        Form(("operations", b" " * (OPERATIONS_BYTES + 1)), ("map", MAP)),
        Form(("operations", OPERATIONS), ("map", b" " * (MAP_BYTES + 1))),
    ],
)
async def test_operations_and_map_have_their_limits(form: Form) -> None:
    fault = await fault_of(bytes(form))

    assert fault.status == 413


async def test_files_that_are_small_enough_each_and_too_large_together_are_refused() -> None:
    variables = {"files": [None] * 5}
    paths = {str(number): [f"variables.files.{number}"] for number in range(5)}
    files = [(str(number), b"x" * LIMITS.file_bytes, "x") for number in range(5)]
    operations = json.dumps({"query": QUERY, "variables": variables})

    fault = await fault_of(bytes(Form(("operations", operations), ("map", json.dumps(paths)), *files)))

    assert fault.status == 413


async def test_a_file_over_the_limit_ends_the_reading_and_the_operation_goes_on() -> None:
    operations = json.dumps({"query": QUERY, "variables": {"file": None, "icon": None, "later": None}})
    paths = json.dumps({"i": ["variables.icon"], "0": ["variables.file"], "l": ["variables.later"]})
    form = Form(("operations", operations), ("map", paths), ("i", b"icon", "i.png"), ("0", b"", "big.tgz"))
    endless = {"type": "http.request", "body": b"x" * 65536, "more_body": True}
    read = []

    def coming() -> Iterable[Message]:
        yield {"type": "http.request", "body": bytes(form).removesuffix(b"\r\n--b0undary--\r\n"), "more_body": True}
        while True:
            read.append(65536)
            yield endless

    async with received(receiving(coming()), Form.content_type, LIMITS) as operation:
        variables = _copy(operation.variables)

    assert variables["icon"] == ("i.png", 4, digest_of(b"icon"), b"icon", False)
    assert (variables["file"][0], variables["file"][4]) == ("big.tgz", True)
    assert variables["later"][4] is True
    assert LIMITS.file_bytes < sum(read) <= LIMITS.file_bytes + 2 * 65536


async def test_files_are_gone_when_the_operation_is_done() -> None:
    body = bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x" * (IN_MEMORY_BYTES + 1), "x")))

    async with received(arriving(body), Form.content_type, LIMITS) as operation:
        file = (operation.variables or {})["file"]
        was_open = not file.body.closed

    assert (was_open, file.body.closed) == (True, True)


async def test_files_are_gone_when_the_operation_fails() -> None:
    body = bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x", "x")))
    kept = []

    with pytest.raises(LookupError):
        async with received(arriving(body), Form.content_type, LIMITS) as operation:
            kept.append((operation.variables or {})["file"])
            raise LookupError

    assert kept[0].body.closed


async def half_then(last: Message) -> AsyncIterator[Message]:
    body = bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"x" * 3_000_00, "x")))
    yield {"type": "http.request", "body": body[: len(body) // 2], "more_body": True}
    yield last


async def test_a_client_that_leaves_leaves_nothing_behind() -> None:
    messages = half_then({"type": "http.disconnect"})

    with pytest.raises(ClientDisconnect):
        async with received(messages.__anext__, Form.content_type, LIMITS):
            pass


@pytest.mark.parametrize(
    "limits",
    [BodyLimits(10**6, stall_s=0.05, overall_s=5), BodyLimits(10**6, stall_s=5, overall_s=0.05)],
    ids=["stalled", "endless"],
)
async def test_a_body_that_comes_too_slowly_is_given_up(limits: BodyLimits) -> None:
    async def trickle() -> Message:
        await asyncio.sleep(0.03 if limits.stall_s > 1 else 1)
        return {"type": "http.request", "body": b"\r\n", "more_body": True}

    with pytest.raises(HttpFault) as caught:
        async with received(trickle, Form.content_type, UploadLimits(limits, 100)):
            pass

    assert caught.value.status == 408


async def test_memory_is_the_same_for_a_small_and_a_large_file() -> None:
    limits = UploadLimits(BodyLimits(200 * 1024 * 1024), 100 * 1024 * 1024)
    head, tail = bytes(Form(("operations", OPERATIONS), ("map", MAP), ("0", b"@", "x"))).split(b"@")

    def coming(chunks: int) -> Iterable[Message]:
        yield {"type": "http.request", "body": head, "more_body": True}
        for _ in range(chunks):
            yield {"type": "http.request", "body": bytes(65536), "more_body": True}
        yield {"type": "http.request", "body": tail, "more_body": False}

    async def peak(chunks: int) -> int:
        tracemalloc.start()
        async with received(receiving(coming(chunks)), Form.content_type, limits):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    await peak(1)
    small, large = await peak(48), await peak(48 * 20)

    assert large < small + 512 * 1024
    assert large < 4 * 1024 * 1024


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("emqx-4.0.2.tgz", "emqx-4.0.2.tgz"),
        ("../../etc/passwd", "passwd"),
        ("C:\\charts\\emqx.tgz", "emqx.tgz"),
        ("a\r\nSet-Cookie: b\x00\u202egnp.tgz", "aSet-Cookie: bgnp.tgz"),
        ("x" * 5000, "x" * 255),
    ],
)
def test_a_file_name_is_cut_down_to_what_can_be_shown(given: str, shown: str) -> None:
    assert shown_name(given) == shown
