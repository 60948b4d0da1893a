"""Chart.yaml that lies, and the files that Helm reads beside it."""

import pytest

from tests.uploads.builder import make_chart, make_package
from tests.uploads.reading import faults_of, only_fault_of, read
from uploads.chart import ChartInvalid

HEAD = b"apiVersion: v2\nname: a\nversion: 1.0.0\n"


def chart_with(extra: bytes) -> bytes:
    return make_package({"a/Chart.yaml": HEAD + extra})


@pytest.mark.parametrize(
    "name",
    ["a/b", "a\\b", ".", "..", "../a", "a b", "-rf", "", "ä", "a\u202eb", "a\nb", "a" * 251, "_a", "\uff41", "a:b"],
)
def test_52_a_name_that_is_no_plain_name_is_refused(name: str) -> None:
    package = make_package(
        {"a/Chart.yaml": f'apiVersion: v2\nname: "{name.encode("unicode_escape").decode()}"\nversion: 1.0.0'.encode()}
    )

    assert faults_of(package)


@pytest.mark.parametrize("name", ["a", "EMQX", "emqx.edge_2-rc", "9"])
def test_names_that_helm_loads_are_taken(name: str) -> None:
    assert read(make_chart(name=name)).metadata.name == name


@pytest.mark.parametrize("version", ["1", "1.2", "latest", "1.0.0-01", "V1.0.0", "1.0.0+a_b", "../1.0.0"])
def test_52_a_version_that_is_not_semantic_is_refused_with_its_line(version: str) -> None:
    fault = only_fault_of(make_chart(version=version))

    assert (fault.file, fault.line) == ("Chart.yaml", 3)


@pytest.mark.parametrize("value", ["[1]", '"1.0.0\\0"', "{a: 1}"])
@pytest.mark.parametrize("field", ["name", "version"])
def test_what_is_there_and_cannot_be_read_is_not_missing_too(field: str, value: str) -> None:
    lines = {"apiVersion": "v2", "name": "a", "version": "1.0.0", field: value}
    document = "".join(f"{name}: {text}\n" for name, text in lines.items())

    assert "missing" not in only_fault_of(make_package({"a/Chart.yaml": document.encode()})).message


@pytest.mark.parametrize("version", ["v1.0.0-beta.1", "1.0.0+build.7", "0.1.0-alpha"])
def test_52_a_version_is_kept_exactly_as_written(version: str) -> None:
    assert read(make_chart(version=version)).metadata.version == version


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "javascript://x.example.com/%0aalert(1)",
        "data:text/html,x",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "file:///etc/passwd",
        "vbscript:x",
        "blob:x",
    ],
)
def test_52_an_address_that_a_browser_would_run_is_refused(address: str) -> None:
    maintainers = [{"name": "x", "url": address}]

    faults = faults_of(make_chart(home=address, icon=address, sources=[address], maintainers=maintainers))

    assert [fault.message.partition(":")[0] for fault in faults] == ["home", "sources[0]", "maintainers[0].url", "icon"]


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example.com",
        "http://x",
        "x.example.com/a:b",
        "git@x.example.com:a/b.git",
        "docs/icon.png",
        "x.example.com:8080/a",
    ],
)
def test_addresses_of_real_charts_are_taken(address: str) -> None:
    assert read(make_chart(home=address, icon=address, sources=[address])).metadata.home == address


def test_52_a_dependency_from_the_makers_disk_is_refused_unless_it_is_inside() -> None:
    dependencies = [{"name": "sub", "version": "1.0.0", "repository": "file://../sub"}]
    inside = {"charts/sub/Chart.yaml": b"name: sub\nversion: 1.0.0\n"}

    fault = only_fault_of(make_chart(dependencies=dependencies))

    assert "helm dependency update" in fault.message
    assert read(make_chart(dependencies=dependencies, files=inside))


def test_52_a_dependency_of_a_strange_repository_is_refused() -> None:
    dependencies = [{"name": "sub", "version": "1.0.0", "repository": "javascript:alert(1)"}]

    assert "repository" in only_fault_of(make_chart(dependencies=dependencies)).message


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        (b"home: [a]", 4),
        (b"home: {a: b}", 4),
        (b"sources: text", 4),
        (b"keywords:\n- [a]", 5),
        (b"keywords: [null]", 4),
        (b"keywords: {a: b}", 4),
        (b"deprecated: 'yes'", 4),
        (b"deprecated: 1", 4),
        (b"annotations: [a]", 4),
        (b"annotations:\n  a: b\n  c: [d]", 6),
        (b"maintainers: {name: a}", 4),
        (b"maintainers:\n- null", 5),
        (b"maintainers:\n- name: a\n- text", 6),
        (b"maintainers: [{name: [a]}]", 4),
        (b"dependencies: [null]", 4),
        (b"dependencies:\n- name: a\n  version: [1]", 6),
        (b"dependencies:\n- name: a\n- name: a", 6),
        (b"dependencies: [{name: a}, {name: b, alias: a}]", 4),
        (b"dependencies: [{name: a, alias: 'b c'}]", 4),
        (b"dependencies: [{name: a, enabled: 5}]", 4),
        (b"dependencies: [{name: a, import-values: text}]", 4),
        (b"dependencies: [{name: a, tags: text}]", 4),
        (b"dependencies: [{version: '1'}]", 4),
        (b"type: plugin", 4),
        (b"tags: [a]", 4),
        (b"condition: {}", 4),
        (b"unknown: {null: 1}", 4),
        (b"unknown: .nan", 4),
        (b"annotations: {1000000.0: a}", 4),
        (b'description: "a\\0b"', 4),
        (b'description: "\\e[31m"', 4),
        (b'annotations: {"a\\0": b}', 4),
        (b'annotations: {a: "\\0"}', 4),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused_with_its_line(extra: bytes, line: int) -> None:
    fault = only_fault_of(chart_with(extra))

    assert (fault.file, fault.line) == ("Chart.yaml", line)


def test_a_tag_in_chart_yaml_hides_no_other_fault() -> None:
    chart_yaml = b"apiVersion: v2\nname: a\nversion: x\ntype: foo\nannotations: {a: !x 1}\ndeprecated: !y true\n"

    faults = faults_of(make_package({"a/Chart.yaml": chart_yaml}))

    told = sorted((fault.line, fault.message.partition(" must")[0]) for fault in faults)
    advice = "is not allowed; write the value without a tag"
    assert told == [(3, "version:"), (4, "type:"), (5, f"the tag '!x' {advice}"), (6, f"the tag '!y' {advice}")]


def test_what_was_read_of_a_chart_that_cannot_be_taken_is_told_with_its_lines() -> None:
    with pytest.raises(ChartInvalid) as refusal:
        read(make_package({"a/Chart.yaml": b"name: b\n" + HEAD.replace(b"name: a\n", b"") + b"type: foo\n"}))

    metadata = refusal.value.metadata
    assert metadata is not None
    assert (metadata.name, metadata.version, metadata.lines) == ("b", "1.0.0", {"name": 1, "version": 3})


@pytest.mark.parametrize("chart_yaml", [b"", b"a: [", b"- 1", None])
def test_of_a_chart_yaml_that_says_nothing_there_is_no_metadata(chart_yaml: bytes | None) -> None:
    with pytest.raises(ChartInvalid) as refusal:
        read(make_package({"a/x": b""} if chart_yaml is None else {"a/Chart.yaml": chart_yaml}))

    assert refusal.value.metadata is None


def test_chart_yaml_must_be_a_mapping() -> None:
    for data in (b"", b"[]", b"text", b"# nothing\n"):
        assert "must be a mapping" in only_fault_of(make_package({"a/Chart.yaml": data})).message


def test_a_chart_needs_a_name_and_a_version() -> None:
    messages = [fault.message for fault in faults_of(make_package({"a/Chart.yaml": b"apiVersion: v2\n"}))]

    assert [message.partition(":")[0] for message in messages] == ["name", "version"]


def test_one_of_two_dependencies_with_an_alias_is_fine() -> None:
    chart = read(chart_with(b"dependencies: [{name: a, version: '1'}, {name: a, version: '1', alias: b}]"))

    assert [each.alias for each in chart.metadata.dependencies] == [None, "b"]


def test_invisible_characters_are_dropped_as_helm_drops_them() -> None:
    chart = read(chart_with(b'description: "a\\u202eb\\u200dc\\u00a0d\\te"\n'))

    assert chart.metadata.description == "abc d e"


def test_requirements_yaml_cannot_replace_a_field_of_chart_yaml() -> None:
    for extra in (b"name: evil\n", b"version: 9.9.9\n", b"Name: evil\n"):
        package = make_package({"a/Chart.yaml": HEAD, "a/requirements.yaml": b"dependencies: []\n" + extra})

        assert only_fault_of(package).file == "requirements.yaml"


def test_dependencies_stand_in_one_place() -> None:
    dependency = b"dependencies: [{name: x, version: '1'}]\n"

    assert (
        "already"
        in only_fault_of(make_package({"a/Chart.yaml": HEAD + dependency, "a/requirements.yaml": dependency})).message
    )


@pytest.mark.parametrize("name", ["Chart.lock", "requirements.lock"])
@pytest.mark.parametrize(
    "lock",
    [
        b"[]",
        b"text",
        b"generated: noon",
        b"generated: 2020-13-01T00:00:00Z",
        b"digest: [a]",
        b"dependencies: text",
        b"dependencies: [a]",
    ],
)
def test_a_lock_that_helm_cannot_read_is_refused(name: str, lock: bytes) -> None:
    assert only_fault_of(make_package({"a/Chart.yaml": HEAD, f"a/{name}": lock})).file == name


def test_a_lock_that_helm_writes_is_taken() -> None:
    lock = b"dependencies:\n- name: x\n  repository: https://x.example.com\n  version: 1.0.0\n- null\n"
    lock += b'digest: sha256:0\ngenerated: "2024-02-29T12:00:00.123456789+05:30"\n'

    assert read(make_package({"a/Chart.yaml": HEAD, "a/Chart.lock": lock, "a/requirements.lock": b""}))
