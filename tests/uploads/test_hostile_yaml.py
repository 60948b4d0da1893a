"""YAML that attacks the reader, or that Helm would not read."""

import time

import pytest

from tests.uploads.builder import make_chart, make_package
from tests.uploads.reading import faults_of, only_fault_of, read
from uploads.chart import ChartLimits

HEAD = b"apiVersion: v2\nname: a\nversion: 1.0.0\n"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + level)}: &{chr(98 + level)} [{', '.join(['*' + chr(97 + level)] * 9)}]\n" for level in range(9)
)


def package_with(name: str, data: bytes) -> bytes:
    return make_package({"a/Chart.yaml": HEAD, "a/templates/x.yaml": b"x", f"a/{name}": data})


@pytest.mark.parametrize(
    "name", ["Chart.yaml", "values.yaml", "Chart.lock", "requirements.yaml", "charts/b/values.yaml"]
)
def test_49_an_alias_bomb_is_refused_wherever_it_is(name: str) -> None:
    faults = faults_of(package_with(name, LAUGHS.encode()))

    assert any("aliases" in fault.message for fault in faults)


def test_49_aliases_cannot_multiply_a_long_text() -> None:
    text = "k: &k " + "x" * 200_000 + "\n" + "l: [" + ", ".join(["*k"] * 500) + "]\n"

    assert "aliases" in only_fault_of(package_with("values.yaml", text.encode())).message


def test_49_an_alias_that_contains_itself_or_is_unknown_is_refused() -> None:
    for text in (b"a: &a [*a]", b"a: &a {b: *a}", b"a: *b", b"a: &a {? *a : b}"):
        assert "alias" in only_fault_of(package_with("values.yaml", text)).message


@pytest.mark.parametrize("text", ["[" * 200_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "&x [" * 50_000])
def test_49_deep_nesting_is_refused_at_once(text: str) -> None:
    started = time.monotonic()

    faults = faults_of(package_with("values.yaml", text.encode()))

    assert len(faults) == 1
    assert time.monotonic() - started < 2


def test_49_a_file_of_many_nodes_is_refused() -> None:
    text = "a: [" + "1," * 250_000 + "]"

    assert "nodes" in only_fault_of(package_with("values.yaml", text.encode())).message


def test_49_nodes_are_counted_over_all_files_together() -> None:
    values = ("a: [" + "1," * 60_000 + "]").encode()
    files = {f"a/charts/{name}/values.yaml": values for name in "bcd"}
    files |= {f"a/charts/{name}/Chart.yaml": HEAD for name in "bcd"}

    faults = faults_of(make_package({"a/Chart.yaml": HEAD, "a/values.yaml": values, **files}))

    assert [fault.file for fault in faults] == ["charts/d/values.yaml"]


def test_49_a_huge_scalar_is_refused() -> None:
    assert "at most 1048576 bytes" in only_fault_of(package_with("values.yaml", b"a: " + b"x" * 2_000_000)).message
    assert (
        "at most 262144 bytes" in only_fault_of(package_with("Chart.yaml", HEAD + b"home: " + b"x" * 300_000)).message
    )


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['true']",
        "a: !!python/name:os.system",
        "a: !custom x",
        "a: ! x",
        "a: !!binary aGk=",
        "a: !!timestamp 2020-01-01",
        "a: !!str [x]",
        "a: !!map [x]",
        "!!python/dict {a: b}",
    ],
)
def test_49_tags_make_no_objects_and_are_refused(text: str) -> None:
    for name in ("values.yaml", "Chart.lock"):
        assert "tag" in only_fault_of(package_with(name, text.encode())).message


def test_49_all_that_helm_cannot_turn_into_json_is_told_at_once() -> None:
    text = b"""\
a: !foo 1
b: !bar [!baz .nan]
c: .inf
? [d]
: !qux {}
~: 1
18446744073709551615: -.inf
e: {<<: 5}
"""

    faults = faults_of(package_with("values.yaml", text))

    words = ("!foo", "!bar", "!baz", "number;", "number;", "!qux", "a key", "a key", "number;", "too large", "a merge")
    lines = (1, 2, 2, 2, 3, 5, 4, 6, 7, 7, 8)
    assert [fault.line for fault in faults] == list(lines)
    assert all(word in fault.message for word, fault in zip(words, faults, strict=True))


def test_49_what_is_noted_in_a_document_of_several_pieces_is_told_once() -> None:
    text = b"# words\n---\na: !foo 1\nb: .inf\n--- x\n"

    faults = faults_of(package_with("values.yaml", text))

    assert [fault.line for fault in faults] == [5, 3, 4, 5]


def test_49_tags_without_end_are_told_up_to_a_number() -> None:
    started = time.monotonic()

    faults = faults_of(package_with("values.yaml", b"a: [" + b"!x 1,\n" * 60_000 + b"]"))

    assert len(faults) == ChartLimits().max_faults
    assert time.monotonic() - started < 2


def test_49_an_alias_bomb_of_refused_tags_is_refused_as_any() -> None:
    faults = faults_of(package_with("values.yaml", LAUGHS.replace("[", "!x [").encode()))

    assert ["tag" in fault.message for fault in faults[:-1]] == [True] * (len(faults) - 1)
    assert "aliases" in faults[-1].message


def test_49_the_tags_that_change_nothing_are_taken() -> None:
    assert read(package_with("values.yaml", b"a: !!str 5\nb: !!seq [1]\nc: !!map {d: 1}\n")).values


def test_49_a_duplicate_key_is_refused_in_chart_yaml_with_its_line() -> None:
    fault = only_fault_of(package_with("Chart.yaml", HEAD + b"home: https://a.example.com\nname: b\n"))

    assert (fault.file, fault.line, "twice" in fault.message) == ("Chart.yaml", 5, True)


def test_49_duplicate_keys_inside_chart_yamls_lists_are_refused_too() -> None:
    extra = b"maintainers: [{name: a, name: b}]\nannotations: {x: '1', x: '2'}\ndependencies: [{name: a, name: b}]\n"

    assert [fault.line for fault in faults_of(package_with("Chart.yaml", HEAD + extra))] == [4, 5, 6]


def test_49_merge_keys_are_refused_in_chart_yaml_and_taken_in_values() -> None:
    merge = b"base: &b {c: 1}\nd: {<<: *b, c: 2}\nlist: {<<: [*b, {e: 1}]}\n"

    assert read(package_with("values.yaml", merge))
    assert "merges" in only_fault_of(package_with("Chart.yaml", HEAD + b"<<: {name: b}\n")).message
    assert "merge" in only_fault_of(package_with("values.yaml", b"a: {<<: 5}")).message


def test_49_a_field_in_another_case_is_refused_since_helm_would_take_it() -> None:
    extra = b"AppVersion: '1'\nmaintainers: [{Name: x}]\ndependencies: [{name: x, \xc5\xbfource: y, VERSION: '1'}]\n"

    messages = [fault.message for fault in faults_of(package_with("Chart.yaml", HEAD + extra))]

    assert [message.rpartition(" ")[2] for message in messages] == ["appVersion", "name", "version"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("1.10", "1.1"), ("010", "8"), ("NO", "false"), ("1_000", "1000"), ("2020-01-01", "2020-01-01"), ("1:30", "1:30")],
)
def test_49_surprises_of_yaml_are_read_as_helm_reads_them(written: str, read_as: str) -> None:
    metadata = read(package_with("Chart.yaml", HEAD + f"appVersion: {written}\n".encode())).metadata

    assert metadata.app_version == read_as


@pytest.mark.parametrize("written", ["1234567.5", "1e21", "0.00001", "123456789012345678901234567890", ".inf", "!x y"])
def test_49_a_number_that_helm_would_garble_must_be_quoted(written: str) -> None:
    assert only_fault_of(package_with("Chart.yaml", HEAD + f"appVersion: {written}\n".encode())).line == 4


@pytest.mark.parametrize(
    "text",
    [
        "a: .nan",
        "a: [.inf]",
        "null: 1",
        "~: 1",
        "? [a]\n: b",
        "? {a: b}\n: c",
        "18446744073709551615: a",
        "a: 1\n---\nb: 2",
        "---\n---\na: 1",
        "--- {a: 1}",
        "---a: 1",
        "%YAML 1.1\n---\na: 1",
        "%TAG ! tag:x,2000:\n---\na: !b 1",
        "- a",
        "text",
        "5",
        "a: b: c",
        "a: [",
        "\ta: 1",
        'a: "\\ud800"',
        'a: "\\x',
        "a: \x01",
        "a: 'x",
        "a: 1\nb: \ufeff2",
        "---\n---\n...",
        "---\n" * 200_000,
    ],
)
def test_values_that_helm_cannot_load_are_refused(text: str) -> None:
    assert only_fault_of(package_with("values.yaml", text.encode())).file == "values.yaml"


@pytest.mark.parametrize(
    "text", ["", "# only a word\n", "---\n", "# c\n---\na: 1\n", "a: 1\n---\n", "1: a\ntrue: b\n1.5: c", "{}"]
)
def test_values_that_helm_loads_are_taken(text: str) -> None:
    assert read(package_with("values.yaml", text.encode())).values == text


@pytest.mark.parametrize("data", [b"a: \xff", "a: 1".encode("utf-16"), b"a: \0"])
def test_values_that_are_no_utf8_text_are_refused(data: bytes) -> None:
    assert only_fault_of(package_with("values.yaml", data)).file == "values.yaml"


def test_templates_are_text_and_are_not_rendered_or_parsed() -> None:
    template = b'{{ lookup "v1" "Secret" "x" "y" }}{{ range until 1000000000 }}{{ getHostByName "x" }}{{ end }}: ['

    chart = read(make_chart(files={"templates/evil.yaml": template}))

    assert {file.path: file.text for file in chart.files}["templates/evil.yaml"] == template.decode()
