"""The charts and entries of an index that is written in JSON, which is YAML too, but read many times faster.

One entry is decoded at a time, in place: beside the text there is never more than one of them. Must not know what an
entry must have.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from domain.upstream import IndexInvalid
from uploads.index_entry import KEYS, MAX_ITEMS, Raw
from uploads.index_yaml import Item, check_api_version

# Numbers stay as they are written: `appVersion: 1.10` is no 1.1, and no number is too long.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_SPACE = re.compile(r"[ \t\n\r]*")
_WORDS = {True: "true", False: "false"}


def decode(text: str) -> Any:
    """A document with its numbers as they are written. ValueError, RecursionError."""
    return _DECODER.decode(text)


def items_in_json(body: BinaryIO) -> Iterator[Item]:
    """What is under `entries`, in its order. IndexInvalid."""
    try:
        yield from _Walk(body.read().decode("utf-8-sig")).items()
    except json.JSONDecodeError as error:
        raise IndexInvalid(f"The index begins as JSON and is not (line {error.lineno}).") from None
    except UnicodeDecodeError:
        raise IndexInvalid("The index is not UTF-8.") from None
    except RecursionError:
        raise IndexInvalid("The index is nested too deeply.") from None


class _Walk:
    """Goes through the text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def items(self) -> Iterator[Item]:
        version: Raw = None
        for key in self._keys():
            if key == "entries" and self._peek() == "{":
                yield from self._entries()
            elif key == "entries" and self._value() is not None:
                raise IndexInvalid("The index's entries must be a mapping of charts to lists of their versions.")
            elif key == "apiVersion":
                version = _raw(self._value())
            elif key != "entries":
                self._value()
        if self._peek():
            raise json.JSONDecodeError("more follows", self._text, self._at)
        check_api_version(version)

    def _entries(self) -> Iterator[Item]:
        for chart in self._keys():
            if self._peek() != "[":
                self._value()
                yield chart, None
                continue
            for _ in self._places("[", "]"):
                yield chart, raw_entry(self._value())

    def _keys(self) -> Iterator[str]:
        """The keys of an object that begins here; whoever takes one takes its value."""
        for _ in self._places("{", "}"):
            if self._peek() != '"':
                raise json.JSONDecodeError("a key is wanted", self._text, self._at)
            key = self._value()
            self._take(":")
            yield key

    def _places(self, start: str, end: str) -> Iterator[None]:
        """Stops at each place of a list or object that begins here."""
        self._take(start)
        if self._peek() == end:
            self._take(end)
            return
        while True:
            yield
            if self._peek() == end:
                self._take(end)
                return
            self._take(",")

    def _value(self) -> Any:
        self._peek()
        value, self._at = _DECODER.raw_decode(self._text, self._at)
        return value

    def _peek(self) -> str:
        """The next character that is not space; "" at the end."""
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._text[self._at : self._at + 1]

    def _take(self, character: str) -> None:
        if self._peek() != character:
            raise json.JSONDecodeError(f"{character} is wanted", self._text, self._at)
        self._at += 1


def raw_entry(value: Any) -> dict[str, Raw] | None:
    """What of an entry matters; None when it is no mapping."""
    if not isinstance(value, dict):
        return None
    return {key: _raw(value[key]) for key in KEYS & value.keys()}


def _raw(value: Any) -> Raw:
    """What of a value is text."""
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, list):
        return [text for text in map(_raw, value[:MAX_ITEMS]) if isinstance(text, str)]
    return value if isinstance(value, str) else None
