"""Helm's own engine as the judge: what we take, Helm loads and reads alike; real charts that Helm loads, we take."""

import gzip
import json
from pathlib import Path
from typing import Any

import helm_python
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.chart import Chart, ChartMetadata
from tests.data import DATA
from tests.uploads.builder import BLOCK, GNU, USTAR, Raw, make_chart, make_package, pack, pax, tar_of, with_checksum
from tests.uploads.reading import read
from uploads.chart import ChartInvalid

REAL = sorted([*DATA.glob("charts/*.tgz"), *DATA.glob("charts-bad/*.tgz"), *DATA.glob("repos/azure-samples/*.tgz")])
HEAD = "apiVersion: v2\nname: a\nversion: 1.0.0\n"
several = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def ours(package: bytes) -> Chart | None:
    try:
        return read(package)
    except ChartInvalid:
        return None


def helms(package: bytes) -> dict[str, Any] | None:
    """The metadata that Helm reads, or None when it refuses the package."""
    try:
        with helm_python.Chart.load_archive(package) as chart:
            return chart.metadata
    except helm_python.HelmError:
        return None


def as_helm_says(metadata: ChartMetadata) -> dict[str, Any]:
    """Our metadata in Helm's JSON: what is empty is left out."""
    said: dict[str, Any] = {
        "apiVersion": metadata.api_version,
        "name": metadata.name,
        "version": metadata.version,
        "appVersion": metadata.app_version,
        "kubeVersion": metadata.kube_version,
        "description": metadata.description,
        "home": metadata.home,
        "icon": metadata.icon,
        "sources": list(metadata.sources),
        "keywords": list(metadata.keywords),
        "deprecated": metadata.deprecated,
        "annotations": dict(metadata.annotations),
        "maintainers": [
            filled({"name": each.name, "email": each.email, "url": each.url}) for each in metadata.maintainers
        ],
        "dependencies": [
            {
                "name": each.name,
                "repository": each.repository or "",
                **filled({"version": each.version, "condition": each.condition, "alias": each.alias}),
                **filled({"tags": list(each.tags)}),
            }
            for each in metadata.dependencies
        ],
    }
    return filled(said)


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def known_of(said: dict[str, Any]) -> dict[str, Any]:
    """Helm's answer without the fields that the store does not keep, and without its own default of the type."""
    kept = {key: value for key, value in said.items() if key not in ("type", "tags", "condition")}
    if "dependencies" in kept:
        ignored = ("enabled", "import-values")
        kept["dependencies"] = [{k: v for k, v in each.items() if k not in ignored} for each in kept["dependencies"]]
    return kept


def assert_never_looser(package: bytes) -> None:
    chart = ours(package)
    if chart is not None:
        said = helms(package)
        assert said is not None
        assert as_helm_says(chart.metadata) == known_of(said)


@pytest.mark.skipif(not REAL, reason="there are no real charts on this machine")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_chart_is_taken_exactly_when_helm_loads_it_and_is_read_alike(path: Path) -> None:
    package = path.read_bytes()

    assert (ours(package) is None) == (helms(package) is None)
    assert_never_looser(package)


def test_a_generated_chart_is_one_that_helm_loads() -> None:
    assert helms(make_chart()) == {"apiVersion": "v2", "name": "emqx", "version": "v1.0.0"}


SCALARS = """
1.10 010 0o17 0x1F 0b11 1_000 1e3 1.0 .5 5. -0.0 +5 -0 0_8 yes NO on y ~ null .inf .nan 1:30 2020-01-01 = << '' 1e400
123456.5 1234567.5 1000000.0 9223372036854775808 18446744073709551615 18446744073709551616 !x *a
"""
NAMES = """
Chart.yaml chart.yaml values.yaml charts/b/Chart.yaml charts/b/values.yaml charts/b/charts/c/Chart.yaml charts/b.tgz
charts/_b/x charts/.b charts/b.tgz.prov charts/README.md charts/b/x templates/x ..x x/../y requirements.yaml README.md
"""
WORDS = "appVersion kubeVersion description home icon condition tags other AppVersion"

scalars = st.one_of(
    st.sampled_from([*SCALARS.split(), "!!str 5"]),
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False).map(repr),
    st.text(st.characters(codec="utf-8"), max_size=8).map(json.dumps),
    st.text("abn0.-:#_ ", min_size=1, max_size=6),
)
flows = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(scalars, inner), max_size=3).map(
            lambda kv: "{" + ", ".join(f"{k}: {v}" for k, v in kv) + "}"
        ),
    ),
    max_leaves=6,
)


def one_of_kind(kind: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Mostly values of the right kind; now and then one of any."""
    return st.one_of(kind, kind, kind, flows)


words = st.sampled_from(WORDS.split())
lists = scalars.map(lambda item: f"[{item}, text]")
maps = st.tuples(scalars, scalars).map(lambda pair: f"{{{pair[0]}: {pair[1]}, b: c}}")
pairs_of_fields = st.one_of(
    st.tuples(words, one_of_kind(scalars)),
    st.tuples(st.sampled_from(["sources", "keywords"]), one_of_kind(lists)),
    st.tuples(st.just("annotations"), one_of_kind(maps)),
    st.tuples(st.just("deprecated"), one_of_kind(st.sampled_from(["yes", "n", "True", "0", "''", "null"]))),
    st.tuples(st.just("type"), one_of_kind(st.sampled_from(["library", "application", "null", "''", "Library"]))),
)


@several
@given(st.lists(pairs_of_fields, max_size=3))
def test_a_chart_yaml_that_we_take_helm_reads_alike(pairs: list[tuple[str, str]]) -> None:
    chart_yaml = HEAD + "".join(f"{key}: {value}\n" for key, value in pairs)

    assert_never_looser(make_package({"a/Chart.yaml": chart_yaml.encode()}))


maintainers = st.fixed_dictionaries({"name": scalars}, optional={"email": scalars, "url": scalars})
dependencies = st.fixed_dictionaries(
    {"name": st.sampled_from("abc")},
    optional={"version": scalars, "repository": scalars, "alias": st.sampled_from(["d", "e f", "''"]), "tags": flows},
)
flow_maps = {"maintainers": maintainers, "dependencies": dependencies}


@several
@given(st.sampled_from(sorted(flow_maps)), st.data())
def test_people_and_dependencies_that_we_take_helm_reads_alike(key: str, data: st.DataObject) -> None:
    items = data.draw(st.lists(flow_maps[key], max_size=3))
    chart_yaml = (
        HEAD + f"{key}:\n" + "".join("- {" + ", ".join(f"{k}: {v}" for k, v in each.items()) + "}\n" for each in items)
    )

    assert_never_looser(make_package({"a/Chart.yaml": chart_yaml.encode()}))


lines = st.one_of(
    st.tuples(st.sampled_from(["", "  ", "- ", "  - "]), scalars, flows).map(
        lambda line: f"{line[0]}{line[1]}: {line[2]}"
    ),
    st.sampled_from(
        [
            "---",
            "--- # word",
            "...",
            "# word",
            "a: &a {b: 1}",
            "<<: *a",
            "k: |",
            "  text",
            "? a",
            ": b",
            "%YAML 1.1",
            "",
        ]
    ),
    st.text("ab-:?[]{}&*!|>'\"%@`#, \t", max_size=8),
)


@several
@given(st.lists(lines, max_size=5).map("\n".join), st.sampled_from(["values.yaml", "Chart.lock", "requirements.yaml"]))
def test_another_document_that_we_take_helm_loads(text: str, name: str) -> None:
    assert_never_looser(make_package({"a/Chart.yaml": HEAD.encode(), f"a/{name}": text.encode()}))


VALUES = yaml.safe_dump(
    {"image": {"tag": "1.0", "pull": None}, "list": [1, "two", {"three": 3.0}], "text": "line\nline\n", "on": True}
)


@several
@given(st.data())
def test_values_with_a_few_wrong_characters_that_we_take_helm_loads(data: st.DataObject) -> None:
    text = VALUES
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + data.draw(st.sampled_from(list("-:?[]{}&*!|>'\"%#, \t\n\r\u0085\u2028\ufeff<0")))
            + text[at + 1 :]
        )

    assert_never_looser(make_package({"a/Chart.yaml": HEAD.encode(), "a/values.yaml": text.encode()}))


versions = st.from_regex(r"v?[1-9]{1,3}(\.[1-9][0-9]{0,20}){2}(-[0-9a-z.-]{1,5})?(\+[0-9a-z.]{1,4})?", fullmatch=True)


@several
@given(one_of_kind(versions), one_of_kind(st.sampled_from(["a.b", "A", "a-9", "9", "'a'", "-a", "a/b", "a b", "1e3"])))
def test_a_name_and_a_version_that_we_take_helm_takes(version: str, name: str) -> None:
    assert_never_looser(make_package({"a/Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: {version}\n".encode()}))


names = st.sampled_from(NAMES.split())
bodies = st.sampled_from([HEAD.encode(), b"", b"x: 1\n", b"- 1", make_chart(), make_package({"a/x": b""})])
tops = st.sampled_from(["a", "a", "a", "a", "a/b", ".", "..", "Chart.yaml", "c:", "a\\b", ""])
GOOD_TREE = {"Chart.yaml": HEAD.encode(), "charts/b/Chart.yaml": HEAD.encode(), "charts/b.tgz": make_chart()}


@several
@given(st.dictionaries(names, bodies, max_size=3), tops)
def test_a_tree_of_files_that_we_take_helm_loads(files: dict[str, bytes], top: str) -> None:
    assert_never_looser(make_package({f"{top}/{path}": body for path, body in {**GOOD_TREE, **files}.items()}))


changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=3)
PAX_TAR = [pax({"path": "a/Chart.yaml", "mtime": "1.5"}), Raw("x", HEAD.encode()), Raw("a/b/", kind=b"5")]
TARS = [gzip.decompress(make_chart()), tar_of(PAX_TAR)]


@several
@given(st.sampled_from(TARS), changes)
def test_a_changed_archive_that_we_take_helm_loads(tar: bytes, at: list[tuple[float, int]]) -> None:
    assert_never_looser(gzip.compress(with_changes(tar, at, within=3 * BLOCK)))


@several
@given(changes)
def test_a_changed_gzip_stream_that_we_take_helm_loads(at: list[tuple[float, int]]) -> None:
    assert_never_looser(with_changes(make_chart(), at, within=64))


raws = st.builds(
    Raw,
    path=st.sampled_from(["a/x", "a/values.yaml", "a/Chart.yaml", "a/y/", "a", "x"]),
    body=st.sampled_from([b"", b"x: 1\n", b"16 path=a/z/z/z\n", b"a/long\0", b"13 mtime=1.5\n", b"13 size=1000\n"]),
    kind=st.sampled_from([b"0", b"0", b"\0", b"5", b"x", b"g", b"L", b"K", b"2", b"7", b"S"]),
    mode=st.sampled_from([0o644, 0o755, 0o100644, 0o40755, 0o120777]),
    size=st.sampled_from([None, None, None, 0, 5, 512]),
    magic=st.sampled_from([USTAR, USTAR, GNU, bytes(8)]),
    prefix=st.sampled_from([b"", b"", b"a", b"b/c"]),
)
honest = st.sampled_from(
    [
        [Raw("a/values.yaml", b"x: 1")],
        [Raw("y.yaml", b"x: 2", prefix=b"a/templates")],
        [Raw("a/old", b"x", magic=bytes(8), kind=b"\0", mode=0o100644)],
        [Raw("a/templates/", kind=b"5", mode=0o40755)],
        [pax({"comment": "x"}, kind=b"g")],
        [pax({"path": "a/Chart.lock", "mtime": "1.5"}), Raw("x", b"digest: x")],
        [Raw("long", b"a/requirements.yaml\0", kind=b"L", magic=GNU), Raw("x", b"", magic=GNU)],
    ]
)


@several
@given(st.lists(st.one_of(honest, honest, honest, raws.map(lambda raw: [raw])), max_size=4))
def test_an_archive_of_odd_entries_that_we_take_helm_loads(groups: list[list[Raw]]) -> None:
    entries = [entry for group in groups for entry in group]

    assert_never_looser(pack([Raw("a/Chart.yaml", HEAD.encode()), *entries]))


def with_changes(data: bytes, at: list[tuple[float, int]], within: int) -> bytes:
    """Bytes changed at fractions of the first `within` bytes; the first header of a tar gets a good checksum again."""
    copy = bytearray(data)
    for place, value in at:
        copy[int(place * min(within, len(copy)))] = value
    is_tar = data[257:262] == USTAR[:5]
    return with_checksum(copy[:BLOCK]) + bytes(copy[BLOCK:]) if is_tar else bytes(copy)


@pytest.mark.skipif(not REAL, reason="there are no real charts on this machine")
@pytest.mark.parametrize("path", [path for path in REAL if "redis" in path.name], ids=lambda path: path.name)
def test_the_schema_that_we_keep_is_the_one_that_helm_validates_with(path: Path) -> None:
    with helm_python.Chart.load(path) as chart:
        chart.validate_schema({})

        assert read(path.read_bytes()).values_schema == chart.schema
