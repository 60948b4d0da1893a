"""What charts are called in an index of many publishers. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Named(NamedTuple):
    """A chart by its publisher: no two are alike."""

    publisher: str
    chart: str


def entry_names(charts: Iterable[Named]) -> Mapping[Named, str]:
    """The name of each, no two the same: the chart's, or `<publisher>-<chart>` where several publishers have one.

    Where such a name is that of another entry too, all of these are called `<publisher>.<chart>`: no publisher's name
    has a dot, so that is nobody else's, and nobody takes another's name by choosing their own well.
    """
    known = sorted(set(charts))
    publishers = Counter(one.chart for one in known)
    names = {one: one.chart if publishers[one.chart] == 1 else f"{one.publisher}-{one.chart}" for one in known}
    while doubles := _doubles(names):
        names |= {one: f"{one.publisher}.{one.chart}" for one in doubles}
    return names


def _doubles(names: Mapping[Named, str]) -> list[Named]:
    """Those who share a name. At most one of them has the dotted form of its own, so each round names others."""
    times = Counter(names.values())
    return [one for one, name in names.items() if times[name] > 1]
