"""Whatever bytes come: a chart, or ChartInvalid with reasons; nothing else is ever raised."""

import gzip
import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.uploads.builder import Raw, make_chart, pack, pax, tar_of
from tests.uploads.reading import read
from uploads.chart import ChartInvalid

several = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
EXTRA: dict[str, Any] = {
    "keywords": ["a"],
    "maintainers": [{"name": "x"}],
    "dependencies": [{"name": "d", "version": "1"}],
}
GOOD = make_chart(
    files={"values.schema.json": b'{"type": "object"}', "Chart.lock": b"digest: x\n", "charts/a.tgz": make_chart()},
    **EXTRA,
)
GOOD_TAR = gzip.decompress(GOOD)
changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6)


def assert_reads_or_refuses(package: bytes) -> None:
    try:
        chart = read(package)
    except ChartInvalid as refusal:
        assert refusal.faults
        assert all(fault.message for fault in refusal.faults)
    else:
        assert chart.metadata.name


def changed(data: bytes, at: list[tuple[float, int]]) -> bytes:
    copy = bytearray(data)
    for place, value in at:
        copy[int(place * len(copy))] = value
    return bytes(copy)


@several
@given(changes)
def test_changed_bytes_of_a_package(at: list[tuple[float, int]]) -> None:
    assert_reads_or_refuses(changed(GOOD, at))


@several
@given(changes)
def test_changed_bytes_of_the_archive_inside(at: list[tuple[float, int]]) -> None:
    assert_reads_or_refuses(gzip.compress(changed(GOOD_TAR, at)))


@several
@given(
    st.sampled_from(["Chart.yaml", "values.yaml", "values.schema.json", "Chart.lock", "charts/x.tgz"]),
    st.binary(max_size=60),
)
@example("values.schema.json", b'{"$schema": {}}')
@example("values.schema.json", b'{"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/nowhere"}')
def test_any_bytes_as_a_file_that_is_parsed(name: str, data: bytes) -> None:
    assert_reads_or_refuses(make_chart(files={name: data}))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["object", "#", "#/a"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["type", "$ref", "$id", "$schema", "$defs", "properties", "items", "enum", "required", "not", "a"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@several
@given(json_values)
def test_any_json_as_a_schema(value: Any) -> None:
    assert_reads_or_refuses(make_chart(files={"values.schema.json": json.dumps(value).encode()}))


raws = st.builds(
    Raw,
    path=st.one_of(st.text(max_size=12).map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=12)),
    body=st.binary(max_size=20),
    kind=st.sampled_from([b"0", b"\0", b"5", b"x", b"g", b"L", b"K", b"2", b"S", b"?"]),
    mode=st.integers(0, 0o7777777),
    size=st.one_of(st.none(), st.integers(0, 2000)),
    magic=st.sampled_from([b"ustar\x0000", b"ustar  \0", bytes(8), b"ustar\0xx"]),
)


@several
@given(st.lists(raws, max_size=4), st.binary(max_size=4))
def test_any_entries_in_an_archive(entries: list[Raw], end: bytes) -> None:
    assert_reads_or_refuses(pack([Raw("a/Chart.yaml", b"name: a\nversion: 1.0.0\n"), *entries], end=bytes(1024) + end))


@several
@given(
    st.dictionaries(st.sampled_from(["path", "size", "mtime", "GNU.sparse.map", "comment", "a"]), st.text(max_size=9))
)
def test_any_extended_header(records: dict[str, str]) -> None:
    cleaned = {key: value.encode("utf-8", "replace").decode() for key, value in records.items()}

    assert_reads_or_refuses(gzip.compress(tar_of([pax(cleaned), Raw("a/Chart.yaml", b"name: a\nversion: 1.0.0\n")])))
