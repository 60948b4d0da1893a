"""The charts and entries of an index that is written in JSON, which is YAML too, but read many times faster.

It is read as a stream: there is never more of it in memory than one entry. Must not know what an entry must have.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from domain.upstream import IndexInvalid
from uploads.index_entry import KEYS, MAX_ITEMS, Raw
from uploads.index_yaml import Item, check_api_version

READ_AT_ONCE = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_WORDS = {True: "true", False: "false"}


def items_in_json(body: BinaryIO) -> Iterator[Item]:
    """What is under `entries`, in its order. IndexInvalid."""
    if body.read(len(_BOM)) != _BOM:
        body.seek(0)
    walk = _Walk(body)
    try:
        yield from walk.items()
    except UnicodeDecodeError:
        raise IndexInvalid("The index is not UTF-8.") from None
    except (ijson.JSONError, ValueError):  # ValueError: of a number with more digits than Python reads
        raise IndexInvalid(f"The index begins as JSON and is not ({walk.where}).") from None
    except RecursionError:
        raise IndexInvalid("The index is nested too deeply.") from None


def entry_in_json(body: BinaryIO) -> dict[str, Raw] | None:
    """What matters of the one entry that the body is; None when it is no mapping. ValueError when it is not JSON."""
    try:
        return _Walk(body).entry()
    except (ijson.JSONError, RecursionError) as error:
        raise ValueError("it is not JSON") from error


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
                continue
            value = self._value(kind, given)
            if key == "apiVersion":
                version = _raw(value)
            elif key == "entries" and value is not None:
                raise IndexInvalid("The index's entries must be a mapping of charts to lists of their versions.")
        self._end()
        check_api_version(version)

    def entry(self) -> dict[str, Raw] | None:
        value = self._value(*self._next())
        self._end()
        return _raw_entry(value)

    def _end(self) -> None:
        for _ in self._events:
            pass  # there is none: what follows the end is not JSON

    def _entries(self) -> Iterator[Item]:
        for chart in self._keys():
            self.where = f"at {chart[:64]!r}"
            kind, given = self._next()
            if kind != "start_array":
                self._value(kind, given)
                yield chart, None
                continue
            for value in self._values():
                yield chart, _raw_entry(value)

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


def _raw_entry(value: Any) -> dict[str, Raw] | None:
    """What of an entry matters; None when it is no mapping."""
    if not isinstance(value, dict):
        return None
    return {key: _raw(value[key]) for key in KEYS & value.keys()}


def _raw(value: Any) -> Raw:
    """What of a value is text; numbers are as they are written: `appVersion: 1.10` is no 1.1."""
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, list):
        return [text for text in map(_raw, value[:MAX_ITEMS]) if isinstance(text, str)]
    return None if value is None or isinstance(value, dict) else str(value)
