"""The charts and entries of an index that is written in JSON, which is YAML too, but read many times faster.

It is read as a stream: there is never more of it in memory than one entry. The parser is in C, and has been seen to
crash on numbers that Python refuses to read: it is for a process of its own, which index.py is. Must not know what an
entry must have.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from domain.upstream import IndexInvalid
from uploads.index_entry import Raw, raw_entry, raw_of
from uploads.index_yaml import Item, check_api_version

READ_AT_ONCE = 64 * 1024
_STARTS, _ENDS = {"start_map", "start_array"}, {"end_map", "end_array"}
_BOM = b"\xef\xbb\xbf"
_UNREADABLE = (ijson.JSONError, ValueError, ArithmeticError)
"""The last two are of numbers with more digits, or larger exponents, than Python reads."""


def items_in_json(body: BinaryIO) -> Iterator[Item]:
    """What is under `entries`, in its order. IndexInvalid."""
    if body.read(len(_BOM)) != _BOM:
        body.seek(0)
    walk = _Walk(body)
    try:
        yield from walk.items()
    except UnicodeDecodeError:
        raise IndexInvalid("The index is not UTF-8.") from None
    except _UNREADABLE:
        raise IndexInvalid(f"The index begins as JSON and is not ({walk.where}).") from None
    except RecursionError:
        raise IndexInvalid("The index is nested too deeply.") from None


class _Walk:
    """Goes through the events of the parser once; `where` it is now, in words."""

    def __init__(self, body: BinaryIO) -> None:
        self._events = iter(ijson.basic_parse(body, buf_size=READ_AT_ONCE))
        self.where = "before its entries"

    def items(self) -> Iterator[Item]:
        version: Raw = None
        self._next()
        for key in self._keys():
            kind, given = self._next()
            if key == "entries" and kind == "start_map":
                yield from self._entries()
                self.where = "after its entries"
            elif key == "entries" and kind != "null":
                raise IndexInvalid("The index's entries must be a mapping of charts to lists of their versions.")
            elif key == "apiVersion":
                version = raw_of(self._value(kind, given))
            else:
                self._pass_over(kind)
        self._end()
        check_api_version(version)

    def _end(self) -> None:
        for _ in self._events:
            pass  # there is none: what follows the end is not JSON

    def _entries(self) -> Iterator[Item]:
        for chart in self._keys():
            self.where = f"at {chart[:64]!r}"
            kind, _ = self._next()
            if kind != "start_array":
                self._pass_over(kind)
                yield chart, None
                continue
            for value in self._values():
                yield chart, raw_entry(value)

    def _pass_over(self, kind: str) -> None:
        """Takes the value that begins so, and keeps nothing of it."""
        depth = int(kind in _STARTS)
        while depth:
            kind, _ = self._next()
            depth += (kind in _STARTS) - (kind in _ENDS)

    def _next(self) -> tuple[str, Any]:
        kind, given = next(self._events)
        return kind, given

    def _keys(self) -> Iterator[str]:
        """The keys of an object that has begun; whoever takes one takes its value."""
        for kind, key in self._events:
            if kind == "end_map":
                return
            yield key

    def _values(self) -> Iterator[Any]:
        """The values of a list that has begun."""
        for kind, given in self._events:
            if kind == "end_array":
                return
            yield self._value(kind, given)

    def _value(self, kind: str, given: Any) -> Any:
        if kind == "start_map":
            return {key: self._value(*self._next()) for key in self._keys()}
        return list(self._values()) if kind == "start_array" else given
