"""What is kept of indexes: within bounds, never older than what is there, and whole."""

import pytest

from domain.errors import LimitExceeded
from services.indexes import MOST_VERSIONS, Index, Kept, written
from storage.queries.indexes import Listed
from tests.resolvers.world import START


def an_index(size: int, revision: int = 1) -> Index:
    return Index('W/"x"', b"", b"x" * size, size, 1, revision)


def test_what_is_kept_stays_within_its_bytes_and_drops_what_was_asked_for_longest_ago() -> None:
    kept = Kept(10_000)
    for name in "abc":
        kept.put(name, an_index(2_000))
    kept.get("a")

    kept.put("d", an_index(2_000))

    assert [name for name in "abcd" if kept.get(name)] == ["a", "c", "d"]
    assert kept.bytes == 9_000


def test_one_that_is_larger_than_everything_is_not_kept() -> None:
    kept = Kept(10_000)
    kept.put("a", an_index(20_000))

    assert kept.get("a") is None
    assert kept.bytes == 0


def test_a_newer_one_takes_the_place_of_an_older_one_and_not_the_other_way_round() -> None:
    kept = Kept(10_000)
    for revision in (1, 3, 2):
        kept.put("a", an_index(1_000, revision))

    found = kept.get("a")
    assert found is not None
    assert found.revision == 3
    assert kept.bytes == 2_000


def test_an_index_of_more_versions_than_can_be_is_refused_in_words() -> None:
    with pytest.raises(LimitExceeded, match="oci://"):
        written([Listed("", "emqx", b"{}", MOST_VERSIONS + 1, START)], 1)


def test_equal_lists_are_equal_bytes_whenever_they_are_written() -> None:
    listed = [Listed("acme", "emqx", b'{"version":"1.0.0"}', 1, START)]

    first, second = written(listed, 1), written(listed, 2)

    assert (first.tag, first.packed, first.plain) == (second.tag, second.packed, second.plain)
