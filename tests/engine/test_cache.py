"""What is kept stays within its bounds whatever is put in, and what was asked for again outlasts any flood."""

from hypothesis import given
from hypothesis import strategies as st

from engine.cache import Cache

ENTRIES, BYTES = 40, 400
SIZES = st.integers(0, 300)
KEYS = st.integers(0, 60)
puts = st.tuples(st.just("put"), KEYS, SIZES)
gets = st.tuples(st.just("get"), KEYS, SIZES)
clears = st.tuples(st.just("clear"), KEYS, SIZES)


def a_cache() -> Cache[int]:
    """Of numbers, each of which counts for as many bytes."""
    return Cache(ENTRIES, BYTES, lambda size: size)


@given(st.lists(puts | puts | gets | gets | clears, max_size=200))
def test_it_never_holds_more_than_its_bounds_nor_anything_but_what_was_put_last(
    steps: list[tuple[str, int, int]],
) -> None:
    cache, put = a_cache(), dict[int, int]()
    for what, key, size in steps:
        if what == "put":
            cache.put(key, size)
            put[key] = size
        elif what == "clear":
            cache.clear()
            put.clear()
        else:
            assert cache.get(key) in (None, put.get(key))

        assert len(cache) <= ENTRIES
        assert 0 <= cache.bytes <= BYTES


@given(st.lists(KEYS, min_size=1, max_size=200), st.lists(st.tuples(st.integers(100, 10**6), SIZES), max_size=300))
def test_what_was_asked_for_again_outlasts_a_flood_of_what_is_asked_for_once(
    keys: list[int], flood: list[tuple[int, int]]
) -> None:
    cache = a_cache()
    for key in keys:
        if cache.get(key) is None:
            cache.put(key, 3)
    settled = [key for key in keys if cache.is_settled(key)]

    for key, size in dict(flood).items():
        cache.put(key, size)

    assert all(cache.is_settled(key) for key in settled)
    assert [cache.get(key) for key in settled] == [3] * len(settled)


def test_what_is_found_again_is_settled_and_what_is_put_anew_is_not() -> None:
    cache = a_cache()
    cache.put(1, 5)
    is_settled_at_first = cache.is_settled(1)
    cache.get(1)
    is_settled_then = cache.is_settled(1)
    cache.put(1, 6)

    assert (is_settled_at_first, is_settled_then, cache.is_settled(1)) == (False, True, False)
    assert cache.get(1) == 6


def test_what_is_larger_than_probation_is_not_kept() -> None:
    cache = a_cache()
    cache.put(1, BYTES // 4 + 1)

    assert cache.get(1) is None
    assert (len(cache), cache.bytes) == (0, 0)
