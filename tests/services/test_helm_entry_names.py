"""Names of entries: one each, the chart's own wherever that can be."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from services.entry_names import Named, entry_names

# Few and alike, so that names meet: a publisher is a DNS label, a chart's name may have dots.
publishers = st.sampled_from(["a", "b", "a-b", "b-a", "a--b"])
charts = st.sampled_from(["c", "a-c", "b-c", "a-b-c", "b-a-c", "a.c", "b.c", "a.b-c", "a-a.c", "a.a.c"])
stores = st.frozensets(st.builds(Named, publishers, charts), max_size=25)


@given(stores)
@settings(max_examples=500, deadline=None)
def test_no_two_have_one_name_and_each_has_one_of_three(store: frozenset[Named]) -> None:
    names = entry_names(store)

    assert set(names) == store
    assert len(set(names.values())) == len(store)
    for (publisher, chart), name in names.items():
        assert name in (chart, f"{publisher}-{chart}", f"{publisher}.{chart}")


@given(stores)
@settings(max_examples=300, deadline=None)
def test_the_name_is_the_charts_where_nobody_else_could_be_called_so(store: frozenset[Named]) -> None:
    names, shared = entry_names(store), Counter(one.chart for one in store)
    joined = {f"{one.publisher}{sign}{one.chart}" for one in store for sign in "-."}

    for one in store:
        if shared[one.chart] == 1 and one.chart not in joined:
            assert names[one] == one.chart
        if shared[one.chart] > 1:
            assert names[one] != one.chart


@given(stores, st.randoms())
@settings(max_examples=100, deadline=None)
def test_names_do_not_hang_on_the_order_in_which_charts_come(store: frozenset[Named], random: object) -> None:
    listed = sorted(store)
    random.shuffle(listed)  # type: ignore[attr-defined]  # hypothesis gives a Random

    assert entry_names(listed) == entry_names(store)
