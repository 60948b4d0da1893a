"""Versions: the grammar and the order, with the PyPI package `semver` as the oracle."""

import pytest
import semver as oracle
from hypothesis import given
from hypothesis import strategies as st

from domain.semver import is_version, sort_key

numbers = st.one_of(st.integers(0, 3), st.integers(0, 10**30)).map(str)
labels = st.one_of(numbers, st.from_regex(r"[0-9]{0,3}[A-Za-z-][0-9A-Za-z-]{0,4}", fullmatch=True), st.just("rc"))
dotted = st.lists(labels, min_size=1, max_size=4).map(".".join)


@st.composite
def versions(draw: st.DrawFn) -> str:
    core = ".".join(draw(st.tuples(numbers, numbers, numbers)))
    pre = draw(st.one_of(st.just(""), dotted.map("-{}".format)))
    build = draw(st.one_of(st.just(""), dotted.map("+{}".format)))
    return draw(st.sampled_from(["", "v"])) + core + pre + build


@given(versions(), versions())
def test_keys_order_as_semver_precedence(one: str, other: str) -> None:
    expected = oracle.Version.parse(one.removeprefix("v")).compare(other.removeprefix("v"))

    first, second = sort_key(one), sort_key(other)

    assert (first > second) - (first < second) == expected


@given(versions())
def test_keys_are_plain_ascii_so_that_bytes_order_as_text(version: str) -> None:
    assert sort_key(version).isascii()


@given(st.text(alphabet="v0123456789.-+ab", max_size=12))
def test_the_grammar_is_that_of_the_specification(text: str) -> None:
    expected = oracle.Version.is_valid(text.removeprefix("v"))

    assert is_version(text) == expected


def test_the_order_of_the_specification_and_of_the_tutorial() -> None:
    ordered = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "v1.0.1",
        "v4.0.2",
        "11.3.4",
        "v12.0.0",
    ]

    shuffled = ordered[1::2] + ordered[::2]

    assert sorted(shuffled, key=sort_key) == ordered


@pytest.mark.parametrize("version", ["0.0.0", "v1.0.0-rc.1", "1.2.3+build.5", "18446744073709551615.0.0", "1.0.0--"])
def test_a_version_is_taken(version: str) -> None:
    assert is_version(version)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "1.2", "v", "V1.0.0", "vv1.0.0", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0+", "1.0.0+a+b"),
        *("1.0.0\n", " 1.0.0", "1.0.0-a..b", "1.0.0-ä", "١.0.0", "18446744073709551616.0.0", "1.0.0-" + "a" * 251),
    ],
)
def test_what_is_no_version_or_more_than_helm_can_hold_is_not_taken(text: str) -> None:
    assert not is_version(text)


def test_leading_v_and_build_metadata_do_not_count() -> None:
    assert sort_key("v1.2.3+linux") == sort_key("1.2.3")


def test_what_has_no_order_has_no_key() -> None:
    with pytest.raises(ValueError, match="not a version"):
        sort_key("latest")
