"""Keeps what is asked for again, within bounds of entries and bytes, whatever else is asked for once.

What is new stands on probation; what is found there again is settled. A flood of things that nobody asks for twice
only ever pushes out its own like.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
PROBATION = 0.25  # of the bounds


class _Segment(Generic[Value]):
    def __init__(self, most_entries: int, most_bytes: int) -> None:
        self.entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self.bytes = 0
        self._most_entries = most_entries
        self._most_bytes = most_bytes

    def take(self, key: Hashable) -> tuple[Value, int] | None:
        found = self.entries.pop(key, None)
        if found is not None:
            self.bytes -= found[1]
        return found

    def put(self, key: Hashable, value: Value, size: int) -> None:
        self.take(key)
        self.entries[key] = value, size
        self.bytes += size
        while len(self.entries) > self._most_entries or self.bytes > self._most_bytes:
            _, (_, dropped) = self.entries.popitem(last=False)
            self.bytes -= dropped


class Cache(Generic[Value]):
    """Values by key; `size_of` says how many bytes a value counts for. What is larger than probation is not kept."""

    def __init__(self, most_entries: int, most_bytes: int, size_of: Callable[[Value], int]) -> None:
        small, few = int(most_bytes * PROBATION), int(most_entries * PROBATION)
        self._new: _Segment[Value] = _Segment(few, small)
        self._settled: _Segment[Value] = _Segment(most_entries - few, most_bytes - small)
        self._size_of = size_of

    def get(self, key: Hashable) -> Value | None:
        """The value, which is settled from now on; None when it is not here."""
        found = self._settled.entries.get(key)
        if found is not None:
            self._settled.entries.move_to_end(key)
            return found[0]
        again = self._new.take(key)
        if again is None:
            return None
        self._settled.put(key, *again)
        return again[0]

    def put(self, key: Hashable, value: Value) -> None:
        """Takes it on probation, in place of what was there."""
        self._settled.take(key)
        self._new.put(key, value, self._size_of(value))

    def holds(self, key: Hashable) -> bool:
        """Whether it is here; that it was asked about does not settle it."""
        return key in self._settled.entries or key in self._new.entries

    def is_settled(self, key: Hashable) -> bool:
        """Whether it was asked for again."""
        return key in self._settled.entries

    def clear(self) -> None:
        """Forgets everything."""
        for segment in (self._new, self._settled):
            segment.entries.clear()
            segment.bytes = 0

    @property
    def bytes(self) -> int:
        """What the values count for in all."""
        return self._new.bytes + self._settled.bytes

    def __len__(self) -> int:
        return len(self._new.entries) + len(self._settled.entries)
