"""The algorithm of the GraphQL Cursor Connections Specification, written down over a plain list: the tests' oracle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expected:
    """EdgesToReturn, HasNextPage and HasPreviousPage."""

    nodes: list[Any]
    has_next: bool
    has_previous: bool


def expected_page(
    everything: Sequence[Any], first: int | None, last: int | None, after: Any = None, before: Any = None
) -> Expected:
    """The page of a list whose cursors are its elements; one that has left the list is after and before nothing."""
    start = everything.index(after) + 1 if after is not None else 0
    end = everything.index(before) if before is not None else len(everything)
    within = list(everything[start:end]) if start <= end else []
    nodes = within
    if first is not None:
        nodes = nodes[:first]
    if last is not None:
        nodes = nodes[max(len(nodes) - last, 0) :]
    has_next = len(within) > first if first is not None else before is not None
    has_previous = len(within) > last if last is not None else after is not None
    return Expected(nodes, has_next, has_previous)
