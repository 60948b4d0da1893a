"""Names, tags and manifests of an OCI registry: every text that is none is refused, and nothing else happens."""

import json
import re
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.oci import (
    CHART,
    CONFIG,
    MANIFEST,
    PROVENANCE,
    Descriptor,
    Problem,
    RegistryFault,
    RepositoryName,
    chart_manifest,
    digest_of,
    is_tag,
    read_chart_config,
    read_manifest,
    repository_name,
    tag_of,
    version_of,
    write_chart_config,
    write_chart_manifest,
)
from domain.semver import is_version

LABEL = st.from_regex(r"[0-9A-Za-z-]{1,8}", fullmatch=True)
VERSION = st.builds(
    "{}{}.{}.{}{}{}".format,
    st.sampled_from(["", "v"]),
    *[st.integers(0, 99)] * 3,
    st.one_of(st.just(""), LABEL.map("-{}".format)),
    st.one_of(st.just(""), st.lists(LABEL, min_size=1, max_size=3).map(lambda parts: "+" + ".".join(parts))),
).filter(is_version)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
GOOD: dict[str, Any] = {
    "schemaVersion": 2,
    "mediaType": MANIFEST,
    "config": {"mediaType": CONFIG, "digest": digest_of(b"config"), "size": 6},
    "layers": [
        {"mediaType": CHART, "digest": digest_of(b"chart"), "size": 5},
        {"mediaType": PROVENANCE, "digest": digest_of(b"prov"), "size": 4},
    ],
    "annotations": {"a": "b"},
}


@given(VERSION, VERSION)
def test_each_version_has_its_own_tag_and_each_tag_its_version(one: str, other: str) -> None:
    assert is_tag(tag_of(one))
    assert version_of(tag_of(one)) == one
    assert (tag_of(one) == tag_of(other)) == (one == other)


@pytest.mark.parametrize("text", ["acme/emqx", "a/b", "a-b/c__d", "a/b.c", "a/b--c", "0/1"])
def test_names_of_two_parts_are_repositories(text: str) -> None:
    assert str(repository_name(text)) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("acme", Problem.NAME_UNKNOWN),
        ("a/b/c", Problem.NAME_UNKNOWN),
        ("", Problem.NAME_INVALID),
        ("acme/", Problem.NAME_INVALID),
        ("/emqx", Problem.NAME_INVALID),
        ("acme/Emqx", Problem.NAME_INVALID),
        ("acme/e___x", Problem.NAME_INVALID),
        ("acme/e..x", Problem.NAME_INVALID),
        ("acme/-x", Problem.NAME_INVALID),
        ("../..", Problem.NAME_INVALID),
        ("acme/x\n", Problem.NAME_INVALID),
        ("acme/" + "x" * 251, Problem.NAME_INVALID),
    ],
)
def test_other_names_are_not(text: str, problem: Problem) -> None:
    with pytest.raises(RegistryFault) as refused:
        repository_name(text)
    assert refused.value.problem is problem


@given(st.binary(max_size=200) | JSON.map(lambda found: json.dumps(found).encode()), st.sampled_from(["", MANIFEST]))
def test_whatever_is_no_manifest_is_refused_in_words(content: bytes, content_type: str) -> None:
    with pytest.raises(RegistryFault, match=r"."):
        read_manifest(content, content_type)


PLACES: list[tuple[Any, ...]] = [
    *(("schemaVersion",), ("mediaType",), ("config",), ("layers",), ("annotations",), ("layers", 0)),
    *(("config", name) for name in ("mediaType", "digest", "size")),
    *(("layers", 1, name) for name in ("mediaType", "digest", "size")),
]


@given(st.sampled_from(PLACES), JSON)
def test_a_manifest_with_anything_anywhere_is_read_or_refused(place: tuple[Any, ...], found: Any) -> None:
    document = json.loads(json.dumps(GOOD))
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = found
    try:
        manifest = read_manifest(json.dumps(document).encode(), MANIFEST)
    except RegistryFault as refused:
        assert refused.message
    else:
        assert all(type(part.size) is int and part.size >= 0 for part in manifest.parts)
        assert all(isinstance(value, str) for value in manifest.annotations.values())


def test_a_manifest_is_read_as_it_stands() -> None:
    content = json.dumps(GOOD).encode()

    chart = chart_manifest(read_manifest(content, MANIFEST))

    assert (chart.manifest.digest, chart.manifest.content) == (digest_of(content), content)
    assert chart.chart == Descriptor(CHART, digest_of(b"chart"), 5)
    assert chart.provenance == Descriptor(PROVENANCE, digest_of(b"prov"), 4)
    assert chart.manifest.subject is None


def test_the_manifest_that_we_write_is_one_that_we_would_take() -> None:
    chart = {"name": "emqx", "version": "1.0.0+b", "apiVersion": "v2", "deprecated": False, "sources": [], "home": None}
    config = write_chart_config({**chart, "maintainers": [{"name": "Ada", "email": None}]})
    package, created = Descriptor(CHART, digest_of(b"chart"), 5), "2026-01-01T00:00:00Z"

    written = [write_chart_manifest(chart, config, package, None, created) for _ in range(2)]

    assert written[0] == written[1]
    read = chart_manifest(read_manifest(written[0], MANIFEST))
    assert (read.chart, read.provenance) == (package, None)
    assert read.manifest.config == Descriptor(CONFIG, digest_of(config), len(config))
    assert json.loads(config) == {
        "name": "emqx",
        "version": "1.0.0+b",
        "apiVersion": "v2",
        "maintainers": [{"name": "Ada"}],
    }


def test_a_name_is_shown_as_it_is_written() -> None:
    assert str(RepositoryName("acme", "emqx")) == "acme/emqx"


EVIL = {"mediaType": CHART, "digest": digest_of(b"evil"), "size": 4}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda good: {**good, "Layers": [EVIL]}, '"layers" and "Layers"'),
        (lambda good: {**good, "layer\u017f": [EVIL]}, '"layers" and "layer\\u017f"'),
        (lambda good: {**good, "Subject": EVIL}, "must be written subject"),
        (lambda good: {**good, "\u017fubject": EVIL}, "must be written subject"),
        (lambda good: {**good, "config": {**good["config"], "Digest": EVIL["digest"]}}, '"digest" and "Digest"'),
        (lambda good: {**good, "config": {**good["config"], "DATA": "e30="}}, "must be written data"),
        (lambda good: {**good, "annotations": {"a": "1", "A": "2"}}, '"a" and "A"'),
        (lambda good: {**good, "schemaVersion": 2.0}, "schemaVersion must be 2"),
        (lambda good: {**good, "extra": float("nan")}, "NaN"),
        (lambda good: {**good, "extra": dict.fromkeys(("\ud800", "\ud801"))}, "in one object"),
    ],
)
def test_what_others_could_read_as_something_else_is_refused(spoil: Any, words: str) -> None:
    with pytest.raises(RegistryFault, match=re.escape(words)):
        read_manifest(json.dumps(spoil(GOOD)).encode(), MANIFEST)


def test_a_key_that_stands_twice_is_refused_wherever_it_is() -> None:
    for text in ('"size": 5', '"schemaVersion": 2'):
        content = json.dumps(GOOD).replace(text, f"{text}, {text}", 1).encode()
        with pytest.raises(RegistryFault, match="in one object"):
            read_manifest(content, MANIFEST)


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_manifest_is_in_utf_8_without_a_mark(coding: str) -> None:
    with pytest.raises(RegistryFault, match="not JSON in UTF-8"):
        read_manifest(json.dumps(GOOD).encode(coding), MANIFEST)


def in_layer(**more: Any) -> bytes:
    return json.dumps({**GOOD, "layers": [{**GOOD["layers"][0], **more}, *GOOD["layers"][1:]]}).encode()


@pytest.mark.parametrize(
    "more",
    [
        *({"urls": found} for found in (["http://127.0.0.1/evil"], 5, "x", {})),
        *({"annotations": found} for found in ([], {"a": 1}, "x")),
        *({"platform": found} for found in ("x", {"os": 5}, {"os": "linux"})),
        *({"data": found} for found in ("!!!", "e30=", 5)),
        *({"artifactType": found} for found in (5, "x")),
    ],
)
def test_what_helm_could_not_read_or_would_follow_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(RegistryFault, match=rf"layers\[0\]\.{next(iter(more))}"):
        read_manifest(in_layer(**more), MANIFEST)


@pytest.mark.parametrize(
    "more",
    [
        *({name: None} for name in ("urls", "annotations", "platform", "data", "artifactType")),
        {"urls": [], "annotations": {"a": "b"}, "artifactType": "a/b"},
        {"data": b64encode(b"chart").decode()},
    ],
)
def test_what_says_nothing_else_is_taken(more: dict[str, Any]) -> None:
    assert read_manifest(in_layer(**more), MANIFEST).layers[0] == Descriptor(CHART, digest_of(b"chart"), 5)


@pytest.mark.parametrize("found", [[], 5, None])
def test_what_some_would_take_for_an_index_is_refused(found: Any) -> None:
    with pytest.raises(RegistryFault, match="index"):
        read_manifest(json.dumps({**GOOD, "manifests": found}).encode(), MANIFEST)


@pytest.mark.parametrize(
    "said",
    [
        {"keywords": 5},
        {"keywords": [5]},
        {"dependencies": "x"},
        {"dependencies": [{"name": 5}]},
        {"dependencies": [{"enabled": "yes"}]},
        {"annotations": {"a": 5}},
        {"deprecated": "yes"},
        {"maintainers": [5]},
        {"Keywords": []},
    ],
)
def test_a_config_that_helm_could_not_read_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(RegistryFault, match=rf"(?i){next(iter(said))}"):
        read_chart_config(json.dumps({"name": "a", "version": "1.0.0", **said}).encode())


def test_a_config_as_helm_writes_it_is_taken() -> None:
    said = {
        "name": "a",
        "version": "1.0.0",
        "apiVersion": "v2",
        "deprecated": True,
        "keywords": ["x"],
        "icon": None,
        "maintainers": [{"name": "Ada", "email": "a@example.com"}],
        "dependencies": [{"name": "b", "tags": ["x"], "enabled": True, "import-values": ["c", {"child": "d"}]}],
        "annotations": {"category": "x"},
        "unknown": 5,
    }
    assert read_chart_config(json.dumps(said).encode()) == said
