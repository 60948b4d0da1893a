"""values.schema.json: what is taken, and what would reach out, hang or not store."""

import json
import time
from typing import Any

import pytest

from tests.uploads.builder import make_chart
from tests.uploads.reading import only_fault_of, read


def chart_with(schema: Any) -> bytes:
    data = schema if isinstance(schema, bytes) else json.dumps(schema).encode()
    return make_chart(files={"values.schema.json": data})


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


@pytest.mark.parametrize(
    "schema",
    [
        {},
        True,
        {"type": "object", "$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#"}}},
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": {"$ref": "#/definitions/a"}}},
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"$ref": {"type": "string"}}},
        {"$schema": "http://json-schema.org/schema#", "properties": {"a": {"form": True, "render": "slider"}}},
        {"properties": {"a": {"pattern": "^\\p{L}+\\z"}}},
        {"properties": {"a": {"pattern": "^(a+)+$"}}},
        nested(55),
    ],
)
def test_a_schema_is_kept(schema: Any) -> None:
    assert read(chart_with(schema)).values_schema == schema


def test_an_empty_schema_file_is_none() -> None:
    assert read(chart_with(b"")).values_schema is None


@pytest.mark.parametrize("key", ["$ref", "$dynamicRef", "$recursiveRef"])
@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/", "https://x.example.com/s.json", "file:///etc/passwd", "other.json", ""]
)
def test_50_a_reference_out_of_the_file_is_refused(key: str, target: str) -> None:
    assert (
        "must point into this file"
        in only_fault_of(chart_with({"properties": {"a": {"items": {key: target}}}})).message
    )


def test_50_a_dialect_that_would_have_to_be_fetched_is_refused() -> None:
    for schema in ({"$schema": "https://x.example.com/s"}, {"$defs": {"a": {"$schema": "file:///etc/passwd"}}}):
        assert "$schema must be a dialect" in only_fault_of(chart_with(schema)).message


@pytest.mark.parametrize("pattern", ["(a+)+$", "(x*)*y" * 50, "((" * 500, "(?=(?=(?=a)))", "[" + "a-z" * 5000])
def test_50_patterns_are_never_compiled(pattern: str) -> None:
    started = time.monotonic()

    chart = read(chart_with({"properties": {"a": {"pattern": pattern}}, "patternProperties": {pattern: {}}}))

    assert chart.values_schema
    assert time.monotonic() - started < 1


def test_50_a_schema_of_ten_mib_is_refused() -> None:
    assert "at most" in only_fault_of(chart_with(b'{"description": "' + b"x" * 4_000_000 + b'"}')).message


def test_50_a_schema_of_many_nodes_is_refused_at_once() -> None:
    started = time.monotonic()

    fault = only_fault_of(chart_with({"properties": {f"p{number}": {"type": "string"} for number in range(20_000)}}))

    assert "nodes" in fault.message
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("schema", [b"[" * 100_000, b'{"a":' * 100_000, json.dumps(nested(100)).encode()])
def test_50_a_schema_nested_deeply_is_refused(schema: bytes) -> None:
    assert only_fault_of(chart_with(schema)).file == "values.schema.json"


def test_50_a_list_that_takes_quadratic_time_is_refused() -> None:
    mixed: list[Any] = [number if number % 2 else str(number) for number in range(10_000)]
    for schema in (
        {"enum": mixed, "$schema": "http://json-schema.org/draft-04/schema#"},
        {"dependencies": {"a": mixed}},
    ):
        started = time.monotonic()

        assert "must be all texts or all numbers" in only_fault_of(chart_with(schema)).message
        assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "schema", [{"type": 5}, {"type": "thing"}, {"properties": []}, {"required": "a"}, {"minimum": "1"}, [], 5, "text"]
)
def test_what_is_no_schema_is_refused(schema: Any) -> None:
    assert "JSON Schema" in only_fault_of(chart_with(schema)).message


@pytest.mark.parametrize(
    "data", [b"{", b"{'a': 1}", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e999}', b"\xff", b"9" * 5000, b"{} x"]
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    assert only_fault_of(chart_with(data)).file == "values.schema.json"


@pytest.mark.parametrize(
    "data", [b'{"a": "\\u0000"}', b'{"\\u0000": 1}', b'{"a": "\\ud800"}', b'{"enum": ["\\udfff"]}']
)
def test_a_text_that_a_database_cannot_keep_is_refused(data: bytes) -> None:
    assert "surrogate" in only_fault_of(chart_with(data)).message


def test_a_mistake_in_json_has_its_line() -> None:
    assert only_fault_of(chart_with(b'{\n"a": 1,\n}')).line == 3
