"""What reading a package may cost: the work is bounded, however small the package that asks for it."""

import json
import time

import pytest

from tests.uploads.builder import Raw, make_chart, make_package, pack, pax
from tests.uploads.reading import faults_of, only_fault_of, read
from uploads.fields import MAX_TEXT_CHARACTERS, is_clean, one_line

HEAD = b"apiVersion: v2\nname: a\nversion: 1.0.0\n"


def test_documents_are_counted_however_deep_they_lie() -> None:
    charts = {f"n/charts/s{n}/Chart.yaml": HEAD + b"# " + b"x" * 250_000 + b"\n" for n in range(80)}
    package = make_chart(files={"charts/n.tgz": make_package({"n/Chart.yaml": HEAD, **charts})})

    fault = only_fault_of(package)

    assert len(package) < 20_000
    assert (fault.file or "").startswith("charts/n.tgz/charts/s")
    assert "within 16777216 bytes" in fault.message


@pytest.mark.parametrize(
    "line", ["description: {}", "home: https://{}", "keywords: [{}]", "maintainers: [{{name: {}}}]", "appVersion: {}"]
)
def test_a_text_of_chart_yaml_has_an_end(line: str) -> None:
    def package(length: int) -> bytes:
        return make_package({"a/Chart.yaml": HEAD + line.format("x" * length).encode()})

    assert f"at most {MAX_TEXT_CHARACTERS} characters" in only_fault_of(package(MAX_TEXT_CHARACTERS + 1)).message
    assert read(package(MAX_TEXT_CHARACTERS - 10))


def test_an_annotation_may_be_a_document_of_its_own() -> None:
    annotations = b"annotations: {example.com/crds: " + b"x" * 100_000 + b"}"

    assert (
        len(read(make_package({"a/Chart.yaml": HEAD + annotations})).metadata.annotations["example.com/crds"])
        == 100_000
    )


def test_a_path_cannot_imply_folders_without_end() -> None:
    deep = "/abcdefghijklmnopqrstuvwxyzabcd" * 29
    entries = [each for n in range(400) for each in (pax({"path": f"a/{n}{deep}"}), Raw("a/x"))]

    assert "more than 10000 folders" in only_fault_of(pack([Raw("a/Chart.yaml", HEAD), *entries])).message
    assert read(pack([Raw("a/Chart.yaml", HEAD), *entries[:600]]))


def test_names_clash_by_their_parts_as_they_would_whole() -> None:
    clashing = ("a/\u1e9b/x", "a/\u1e61/X"), ("a/fi/x", "a/\ufb01/x"), ("a/b\u2100", "a/ba/c")

    for first, second in clashing:
        package = pack([Raw("a/Chart.yaml", HEAD), pax({"path": first}), Raw("a/1"), pax({"path": second}), Raw("a/2")])
        assert "take them for one" in faults_of(package)[0].message


def test_an_extended_header_has_few_records() -> None:
    def package(number: int) -> bytes:
        return pack([Raw("a/Chart.yaml", HEAD), pax({f"SCHILY.{n}": "" for n in range(number)}), Raw("a/x")])

    assert "more than 64 records" in only_fault_of(package(65)).message
    assert read(package(64))


@pytest.mark.parametrize(
    ("dialect", "most"),
    [
        ("http://json-schema.org/draft-07/schema#", 24_000),
        ("https://json-schema.org/draft/2019-09/schema", 4_900),
        ("https://json-schema.org/draft/2020-12/schema", 4_900),
    ],
)
def test_a_schema_may_have_as_many_nodes_as_its_dialect_is_cheap(dialect: str, most: int) -> None:
    def package(number: int) -> bytes:
        schema = {"$schema": dialect, "properties": {f"a{n}": {} for n in range(number)}}
        return make_chart(files={"values.schema.json": json.dumps(schema).encode()})

    began = time.process_time()
    assert read(package(most))

    assert time.process_time() - began < 10
    assert "nodes" in only_fault_of(package(most + 1_000)).message


def test_deep_nodes_of_a_dear_dialect_count_for_more() -> None:
    schema: object = {"properties": {f"a{n}": {} for n in range(1_000)}}
    for _ in range(100):
        schema = {"not": schema}

    assert "nodes" in only_fault_of(make_chart(files={"values.schema.json": json.dumps(schema).encode()})).message


@pytest.mark.parametrize(
    ("text", "shown", "clean"),
    [
        ("plain", "plain", True),
        ("a\tb\r\nc", "a b  c", True),
        ("a\u00a0b\u2028c", "a b c", True),
        ("a\u200bb\ue000c\u00e9\u0378", "abc\u00e9\u0378", True),
        ("a\x00b\x0bc\x7fd\x9f", "abcd", False),
        ("a\ud800b", "ab", False),
    ],
)
def test_a_text_is_told_by_its_characters(text: str, shown: str, clean: bool) -> None:
    assert one_line(text) == shown
    assert is_clean(text) is clean
