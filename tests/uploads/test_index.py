"""Indexes of classic repositories, as they are written in the wild."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain.upstream import ChartEntry, EntryFault, IndexInvalid
from tests.data import DATA
from uploads.index import found_in, line_of, read_index
from uploads.index_entry import moment_of

DIGEST = "0a" * 32
ENTRY: dict[str, Any] = {"name": "emqx", "version": "4.0.2", "urls": ["emqx-4.0.2.tgz"]}


def read(document: object) -> list[ChartEntry | EntryFault]:
    """What an index gives, which must be the same in YAML as in JSON."""
    written = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    in_yaml = list(read_index(io.BytesIO(written.encode())))
    in_json = list(read_index(io.BytesIO(json.dumps(document).encode())))
    assert in_yaml == in_json
    return in_yaml


def of(*entries: object, chart: str = "emqx") -> list[ChartEntry | EntryFault]:
    return read({"apiVersion": "v1", "entries": {chart: list(entries)}})


def only(**said: object) -> ChartEntry:
    """The entry, with what else it says; it must be usable."""
    (found,) = of({**ENTRY, **said})
    assert isinstance(found, ChartEntry), found
    return found


def fault(**said: object) -> str:
    """Why the entry cannot be used."""
    (found,) = of({key: value for key, value in {**ENTRY, **said}.items() if value is not None})
    assert isinstance(found, EntryFault), found
    return found.message


def test_an_entry_has_what_the_index_says() -> None:
    found = only(
        apiVersion="v2",
        appVersion="4.0",
        description="A broker\nof messages",
        icon="https://example.org/emqx.png",
        home="https://example.org",
        keywords=["mqtt", "iot"],
        deprecated=True,
        created="2020-10-27T10:00:00.123456789+08:00",
        digest=DIGEST,
        urls=["emqx-4.0.2.tgz", "https://mirror.example/emqx-4.0.2.tgz"],
        maintainers=[{"name": "somebody"}],
        dependencies=[{"name": "x", "version": "1"}],
        annotations={"a": "b"},
        engine="gotpl",
    )

    assert found == ChartEntry(
        name="emqx",
        version="4.0.2",
        app_version="4.0",
        description="A broker\nof messages",
        icon="https://example.org/emqx.png",
        home="https://example.org",
        keywords=("mqtt", "iot"),
        deprecated=True,
        created_at=datetime(2020, 10, 27, 2, 0, 0, 123456, UTC),
        digest=f"sha256:{DIGEST}",
        urls=("emqx-4.0.2.tgz", "https://mirror.example/emqx-4.0.2.tgz"),
    )


def test_what_an_entry_does_not_say_is_empty() -> None:
    found = only()

    assert (found.app_version, found.description, found.icon, found.home, found.keywords) == (None, "", None, "", ())
    assert (found.deprecated, found.created_at, found.digest) == (False, None, None)


@pytest.mark.parametrize("digest", [DIGEST, DIGEST.upper(), f"sha256:{DIGEST}"])
def test_a_digest_has_one_spelling(digest: str) -> None:
    assert only(digest=digest).digest == f"sha256:{DIGEST}"


@pytest.mark.parametrize("digest", ["abc", "sha256:1234567890abcdef", f"sha512:{DIGEST * 2}", [DIGEST], None])
def test_a_digest_to_which_no_package_can_be_held_is_none(digest: object) -> None:
    assert only(digest=digest).digest is None


@pytest.mark.parametrize(
    "created", ["0001-01-01T00:00:00Z", "", "yesterday", "9999-12-31T23:59:59-10:00", "2020-13-01", None]
)
def test_a_moment_that_says_nothing_is_none(created: str | None) -> None:
    assert only(created=created).created_at is None


offsets = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2, 1, 2), datetime(9998, 1, 1), timezones=offsets))
def test_a_moment_is_the_one_that_is_written(moment: datetime) -> None:
    assert moment_of(moment.isoformat()) == moment


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": None}, "has no name"),
        ({"name": ["emqx"]}, "has no name"),
        ({"name": "another"}, "is called another but stands under another name"),
        ({"version": None}, "has no version"),
        ({"version": "latest"}, "not SemVer"),
        ({"version": "1.0"}, "not SemVer"),
        ({"urls": None}, "has no urls"),
        ({"urls": []}, "has no urls"),
        ({"urls": "emqx.tgz"}, "has no urls"),
        ({"urls": ["file:///etc/passwd", "javascript:alert(1)", "a b", "x" * 2001]}, "only urls that cannot be used"),
        ({"description": "bell \x07"}, "control characters in description"),
        ({"appVersion": "\x00"}, "control characters in appVersion"),
    ],
)
def test_an_entry_that_cannot_be_used_is_a_fault_in_words(said: dict[str, object], words: str) -> None:
    assert words in fault(**said)


def test_a_faulty_entry_leaves_the_others() -> None:
    found = of(ENTRY, {"name": "emqx"}, "text", {**ENTRY, "version": "4.0.3"})

    assert [item.version for item in found if isinstance(item, ChartEntry)] == ["4.0.2", "4.0.3"]
    assert [item.message for item in found if isinstance(item, EntryFault)] == [
        "has no version",
        "has an entry that is no mapping",
    ]


def test_texts_are_cut_and_lists_are_short() -> None:
    found = only(
        description="d" * 20_000,
        appVersion="1" * 300,
        keywords=["k" * 101, *(f"k{number}" for number in range(60))],
        urls=[f"{number}.tgz" for number in range(40)],
        icon="data:image/png;base64,AAAA",
        home="javascript:alert(1)",
    )

    assert (len(found.description), len(found.app_version or ""), len(found.keywords), len(found.urls)) == (
        10_000,
        256,
        50,
        10,
    )
    assert (found.icon, found.home) == (None, "")


@pytest.mark.parametrize("order", [1, -1])
def test_of_a_version_that_is_listed_twice_the_one_created_last_is_taken(order: int) -> None:
    older = {**ENTRY, "created": "2020-01-01T00:00:00Z", "urls": ["older.tgz"]}
    newer = {**ENTRY, "created": "2021-01-01T00:00:00Z", "urls": ["newer.tgz"]}

    found = of(*[older, newer][::order], {**ENTRY, "urls": ["without a date.tgz"[:7]]})

    assert [item.urls for item in found if isinstance(item, ChartEntry)] == [("newer.tgz",)]
    assert [item.message[:26] for item in found if isinstance(item, EntryFault)] == ["is listed more than once; "] * 2


TWICE = (("a", "1.0.0"), ("b", "1.0.0"), ("a", "2.0.0"))


def test_a_chart_that_is_listed_twice_counts_once() -> None:
    lists = [(name, json.dumps([{"name": name, "version": version, "urls": ["x"]}])) for name, version in TWICE]
    text = ",".join(f'"{name}":{entries}' for name, entries in lists)
    found = list(read_index(io.BytesIO(b'{"apiVersion":"v1","entries":{%s}}' % text.encode())))

    assert [(item.name, item.version) for item in found if isinstance(item, ChartEntry)] == [
        ("a", "1.0.0"),
        ("b", "1.0.0"),
    ]
    assert found[-1] == EntryFault("a", None, "is listed twice; its second list is left out")


def test_scalars_are_what_is_written() -> None:
    entry = "{name: a, version: 1.0.0, appVersion: 1.10, deprecated: true, description: ~, urls: [a]}"
    text = f"apiVersion: v1\nentries:\n  a:\n  - {entry}\n"

    (found,) = read_index(io.BytesIO(text.encode()))

    assert isinstance(found, ChartEntry)
    assert (found.app_version, found.deprecated, found.description) == ("1.10", True, "")


def test_aliases_of_texts_and_lists_are_read() -> None:
    text = """
apiVersion: v1
x: &unread [1, 2]
entries:
  a:
  - {name: a, version: 1.0.0, description: &words "A chart", keywords: &some [one, two], urls: [a-1.tgz]}
  - {name: a, version: 2.0.0, description: *words, keywords: *some, urls: [a-2.tgz], home: *unread}
"""
    first, second = read_index(io.BytesIO(text.encode()))

    assert isinstance(first, ChartEntry)
    assert isinstance(second, ChartEntry)
    assert (second.description, second.keywords, second.home) == (first.description, ("one", "two"), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n# nothing\n", "is empty"),
        ("<!DOCTYPE html><p>Not found</p>", "not an index"),
        ("- a\n- b\n", "not an index"),
        ("indexes:\n- kind: Person\n", "no apiVersion"),
        ("entries: {}\n", "no apiVersion"),
        ("apiVersion: v2\nentries: {}\n", "other than v1"),
        ("apiVersion: v1\nentries: []\n", "must be a mapping"),
        ("apiVersion: v1\nentries: text\n", "must be a mapping"),
        ("apiVersion: v1\nentries:\n  a: [\n", "not YAML (line"),
        ("apiVersion: v1\n\tentries: 1\n", "not YAML"),
        ("a: \x00", "characters that are not allowed"),
        ("{", "begins as JSON and is not"),
        ('{"apiVersion": "v1", "entries": {"a": [{}],}}', "begins as JSON and is not"),
        ('{"apiVersion": "v1"} more', "begins as JSON and is not"),
        ('{"apiVersion": "v1", "x": 1e999999999999999999999}', "begins as JSON and is not"),
        ('{"apiVersion": "v1", "entries": []}', "must be a mapping"),
        ('{"entries": {}}', "no apiVersion"),
        ('{"a": ' + "[" * 100_000, "begins as JSON and is not"),
        ('{"apiVersion": "v1", "entries": {"a": [' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_index_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(IndexInvalid) as refused:
        list(read_index(io.BytesIO(text.encode())))

    assert words in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\n",
        "apiVersion: v1\nentries:\n",
        '{"apiVersion": "v1", "entries": null}',
        "\ufeffapiVersion: v1\nentries: {}\n",
        '\ufeff{"apiVersion":"v1","entries":{}}',
    ],
)
def test_an_index_without_entries_is_one(text: str) -> None:
    assert list(read_index(io.BytesIO(text.encode()))) == []


texts = st.text(max_size=20)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)
keys = st.sampled_from(
    ["name", "version", "urls", "digest", "description", "keywords", "icon", "created", "deprecated"]
)
entries = st.dictionaries(keys, anything | st.sampled_from(["emqx", "1.0.0", ["a.tgz"], DIGEST]), max_size=8)


@given(st.dictionaries(texts | st.just("emqx"), st.lists(entries | anything, max_size=4) | anything, max_size=3))
def test_whatever_is_listed_is_an_entry_or_a_fault_and_passes_on_unchanged(charts: dict[str, Any]) -> None:
    text = json.dumps({"apiVersion": "v1", "entries": charts})

    for found in read_index(io.BytesIO(text.encode())):
        assert found_in(line_of(found).encode()) == found


@given(st.binary(max_size=200))
def test_whatever_comes_is_an_index_or_refused(data: bytes) -> None:
    for body in (data, b"{" + data, b"apiVersion: v1\nentries:\n  " + data):
        try:
            list(read_index(io.BytesIO(body)))
        except IndexInvalid as error:
            assert str(error).endswith(".")


@pytest.mark.skipif(not DATA.is_dir(), reason="the files of public repositories are not here")
@pytest.mark.parametrize(
    ("name", "count", "faults"),
    [
        ("argo-helm-index.yaml", 1627, 1),  # a version 0.46.00
        ("azure-samples/index.yaml", 16, 0),
        ("helm-local-index-unordered.yaml", 3, 1),
        ("helm-local-index-annotations.yaml", 3, 1),
        ("helm-chartmuseum-index.yaml", 3, 1),
    ],
)
def test_indexes_of_public_repositories_are_read(name: str, count: int, faults: int) -> None:
    with Path(DATA, "repos", name).open("rb") as body:
        found = list(read_index(body))

    assert [sum(isinstance(item, kind) for item in found) for kind in (ChartEntry, EntryFault)] == [count, faults]
