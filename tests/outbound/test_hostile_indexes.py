"""Indexes that are made to harm, read as a sync reads them, by a process that bounds itself."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

import psutil
import pytest

from domain.upstream import ChartEntry, EntryFault, IndexInvalid
from outbound.indexes import entries_in
from uploads import index

pytestmark = pytest.mark.anyio

HEAD = b"apiVersion: v1\nentries:\n"
ENTRY = b"  - {name: a, version: 1.0.%d, urls: [a]}\n"


@pytest.fixture
def body() -> Iterator[BinaryIO]:
    with TemporaryFile() as file:
        yield file


async def count(body: BinaryIO) -> int:
    """How many entries are found."""
    return sum([isinstance(found, ChartEntry) async for found in entries_in(body)])


async def bounded(body: BinaryIO) -> tuple[str, float]:
    """With which words the index is refused, and after how long."""
    start = time.monotonic()
    with pytest.raises(IndexInvalid) as refused:
        await count(body)
    return str(refused.value), time.monotonic() - start


async def test_63_a_million_entries_are_not_read_to_the_end(body: BinaryIO) -> None:
    body.write(b'{"apiVersion":"v1","entries":{"a":[' + b"{}," * 1_000_000 + b"{}]}}")

    words, _ = await bounded(body)

    assert words == "The index has more than 200,000 entries."


async def test_63_a_million_charts_are_not_read_to_the_end(body: BinaryIO) -> None:
    body.write(
        b'{"apiVersion":"v1","entries":{' + b",".join(b'"c%d":[0]' % number for number in range(1_000_000)) + b"}}"
    )

    words, _ = await bounded(body)

    assert words == "The index has more than 50,000 charts."


def laughs() -> bytes:
    """A billion of them."""
    lines = [b"a0: &a0 [lol]"]
    lines += [b"a%d: &a%d [%s]" % (level, level, b",".join([b"*a%d" % (level - 1)] * 10)) for level in range(1, 10)]
    return b"\n".join(
        [b"apiVersion: v1", *lines, b"entries:\n  a:\n  - {name: a, version: 1.0.0, urls: *a9, keywords: *a9}\n"]
    )


async def test_63_a_yaml_bomb_does_not_go_off(body: BinaryIO) -> None:
    body.write(laughs())

    found = [entry async for entry in entries_in(body)]

    assert found == [EntryFault("a", "1.0.0", "has no urls")]


@pytest.mark.parametrize(
    "make",
    [
        lambda: HEAD + b"  a: " + b"[" * 200_000,
        lambda: b'{"apiVersion":"v1","entries":{"a":[' + b"[" * 2_000_000,
        lambda: b'{"apiVersion":"v1","entries":{"a":[' + b'{"a":' * 2_000_000,
        lambda: HEAD + b"  ? " * 100_000,
        lambda: HEAD + b"&a " * 100_000,
    ],
    ids=["nested YAML", "nested JSON lists", "nested JSON objects", "nested keys", "anchors"],
)
async def test_63_depth_is_bounded(body: BinaryIO, make: Callable[[], bytes]) -> None:
    body.write(make())

    words, seconds = await bounded(body)

    assert words == "The index is nested too deeply." or "not YAML" in words
    assert seconds < 10


@pytest.mark.parametrize("pair", ["[]", "{}"])
async def test_63_depth_that_nobody_looks_at_is_passed_over(body: BinaryIO, pair: str) -> None:
    start, end = (pair[0] + '"a":' if pair == "{}" else pair[0]).encode(), pair[1].encode()
    body.write(b'{"apiVersion":"v1","x":' + start * 1_000_000 + b"1" + end * 1_000_000)
    body.write(b',"entries":{"a":[{"name":"a","version":"1.0.0","urls":["a"]}]}}')

    assert await count(body) == 1


async def test_63_a_document_that_takes_too_much_memory_ends_its_reader_and_nothing_else(
    body: BinaryIO,
) -> None:
    body.write(b'{"apiVersion":"v1","entries":{"a":[[' + b"{}," * 9_000_000 + b"{}]]}}")
    before = psutil.Process().memory_info().rss

    words, seconds = await bounded(body)

    assert "too much memory" in words
    assert seconds < 30
    assert psutil.Process().memory_info().rss - before < 20 * 2**20


async def test_63_a_huge_text_is_cut_before_it_gets_anywhere(body: BinaryIO) -> None:
    body.write(HEAD + b"  a:\n  - {name: a, version: 1.0.0, urls: [a], description: " + b"d" * 20_000_000 + b"}\n")

    (found,) = [entry async for entry in entries_in(body)]

    assert isinstance(found, ChartEntry)
    assert len(found.description) == 10_000


async def test_63_a_reader_that_takes_too_long_is_ended(body: BinaryIO, monkeypatch: pytest.MonkeyPatch) -> None:
    # What hangs cannot be made of YAML any more than of JSON: so a program that does stands in the reader's place.
    monkeypatch.setattr("outbound.indexes.PAUSE_S", 0.3)
    monkeypatch.setattr(index, "__name__", "http.server")

    words, seconds = await bounded(body)

    assert (words, seconds < 5) == ("The index takes too long to read.", True)


async def test_63_a_reader_that_is_killed_is_no_index(body: BinaryIO) -> None:
    body.write(many())
    taken = 0
    with pytest.raises(IndexInvalid, match="too long or too much memory"):
        async for _ in entries_in(body):
            taken += 1
            if taken == 1:
                (reader,) = readers()
                os.kill(reader.pid, signal.SIGKILL)


async def test_a_reader_is_gone_when_nobody_reads_on(body: BinaryIO) -> None:
    body.write(many())
    entries = entries_in(body)
    await anext(entries)
    assert len(readers()) == 1

    await entries.aclose()  # type: ignore[attr-defined]  # it is a generator

    assert readers() == []


async def test_a_reader_has_no_secrets_in_its_environment(body: BinaryIO) -> None:
    body.write(many())
    os.environ["SECRET_KEY_OF_THIS_TEST"] = "secret"
    try:
        entries = entries_in(body)
        await anext(entries)
        (reader,) = readers()
        assert "SECRET_KEY_OF_THIS_TEST" not in reader.environ()
        await entries.aclose()  # type: ignore[attr-defined]  # it is a generator
    finally:
        del os.environ["SECRET_KEY_OF_THIS_TEST"]


async def test_indexes_are_read_beside_each_other(body: BinaryIO) -> None:
    body.write(HEAD + b"  a:\n" + b"".join(ENTRY % number for number in range(1_000)))
    body.flush()
    copies = [os.fdopen(os.open(f"/proc/self/fd/{body.fileno()}", os.O_RDONLY), "rb") for _ in range(3)]
    try:
        assert await asyncio.gather(*map(count, copies)) == [1_000] * 3
    finally:
        for copy in copies:
            copy.close()


def many() -> bytes:
    """More than the pipes between two processes hold."""
    entries = b"".join(ENTRY % number for number in range(50))
    return HEAD + b"".join((b"  a%d:\n" % chart) + entries for chart in range(1_000))


def readers() -> list[psutil.Process]:
    """The processes of ours that read indexes."""
    children = psutil.Process().children()
    return [
        child
        for child in children
        if child.status() != "zombie" and index.__name__ in child.cmdline() and sys.executable
    ]


@pytest.mark.parametrize("digits", [5_000, 200_000])
async def test_63_a_number_without_end_is_passed_over_or_ends_its_reader(body: BinaryIO, digits: int) -> None:
    entry = b'{"name": "a", "version": "1.0.0", "urls": ["a"], "x": %b}' % (b"9" * digits)
    body.write(b'{"apiVersion": "v1", "entries": {"a": [' + entry + b"]}}")

    assert await count(body) == 1


async def test_63_an_exponent_that_no_number_has_is_refused_in_words(body: BinaryIO) -> None:
    body.write(b'{"apiVersion": "v1", "entries": {"a": [{"x": 1e999999999999999999999}]}}')

    words, _ = await bounded(body)

    assert words == "The index begins as JSON and is not (at 'a')."
