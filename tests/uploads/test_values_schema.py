"""values.schema.json: what is taken, and what would reach out, hang or not store."""

import json
import time
from typing import Any

import pytest

from tests.uploads.builder import make_chart
from tests.uploads.reading import faults_of, only_fault_of, read
from uploads.schema import MAX_SHOWN


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


def test_all_that_is_wrong_with_a_schema_is_told_at_once_with_its_place() -> None:
    far, wrong = {"$ref": "https://x.example.com/a.json"}, {"type": "objekt"}

    faults = faults_of(chart_with({"properties": {"a": far, "b/c": wrong, "d": {"items": far}, "e": wrong}}))

    kinds = "it must be one of array, boolean, integer, null, number, object, string, not 'objekt'"
    outside = "$ref must point into this file (#/...), not to 'https://x.example.com/a.json'"
    assert [fault.message for fault in faults] == [
        f"at '/properties/a/$ref', {outside}",
        f"at '/properties/d/items/$ref', {outside}",
        f"this is not a JSON Schema: at '/properties/b~1c/type', {kinds}",
        f"this is not a JSON Schema: at '/properties/e/type', {kinds}",
    ]


def test_faults_of_a_schema_are_told_up_to_a_number_of_each_kind() -> None:
    def schema(references: int, types: int) -> Any:
        outside = {f"r{number}": {"$ref": "other.json"} for number in range(references)}
        return {"properties": outside | {f"t{number}": {"required": 5} for number in range(types)}}

    assert len(faults_of(chart_with(schema(20, 20)))) == 40
    assert len(faults_of(chart_with(schema(0, 80)))) == MAX_SHOWN
    assert len(faults_of(chart_with(schema(80, 1)))) == MAX_SHOWN


@pytest.mark.parametrize("reference", ["a.json", "a.json" + "x" * 100_000])
def test_a_place_under_long_keys_is_told_by_its_end(reference: str) -> None:
    schema: Any = {"$ref": reference}
    for _ in range(20):
        schema = {"properties": {"k" * 20_000: schema}}

    message = only_fault_of(chart_with(schema)).message

    assert "kkk/$ref', $ref must point" in message
    assert len(message) < 400


def test_the_form_is_not_judged_by_a_dialect_that_is_not_declared() -> None:
    schema = {"$schema": "https://x.example.com/s", "exclusiveMinimum": True}

    assert "$schema must be a dialect" in only_fault_of(chart_with(schema)).message


@pytest.mark.parametrize(
    "dialect",
    [
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
    ],
)
@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": 5}, "at '/type', it must be one of array, boolean, integer, null, number, object, string, not 5"),
        ({"type": ["string", "thing"]}, "at '/type/1', it must be one of array, "),
        ({"type": []}, "at '/type', '[] should be non-empty'"),
        ({"required": {"a": None}}, """at '/required', it must be of type array, not {"a": null}"""),
        ({"minLength": "1"}, "at '/minLength', it must be of type integer, not '1'"),
        ({"not": {"additionalProperties": {"type": "x"}}}, "at '/not/additionalProperties/type', it must be one of "),
        (
            {"definitions": {"a": {"items": {"items": {"type": "x"}}}}},
            "at '/definitions/a/items/items/type', it must be",
        ),
        ({"dependencies": {"a": 5}}, "at '/dependencies/a', it must be of type object or "),
        ({"maxItems": -1}, "at '/maxItems', '-1 is less than the minimum of 0'"),
    ],
)
def test_what_would_be_right_in_a_schema_is_told_once(dialect: str, schema: Any, told: str) -> None:
    assert told in only_fault_of(chart_with({"$schema": dialect, **schema})).message


@pytest.mark.parametrize(
    "dialect", ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"]
)
def test_a_wrong_list_deep_in_a_schema_is_told_by_its_own_place(dialect: str) -> None:
    message = only_fault_of(chart_with({"$schema": dialect, "not": {"not": {"enum": 5}}})).message

    assert "at '/not/not/enum', it must be of type array, not 5" in message


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
    assert only_fault_of(chart_with(b'{\n"a": 1\n"b": 2}')).line == 3
