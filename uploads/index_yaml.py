"""The charts and entries of an index that is written in YAML, one after the other.

Reads the parser's events and keeps what an entry needs: texts, and lists of texts. No tree is built, no tag acted on,
no alias copied, so expansion costs nothing; depth is bounded. Must not know what an entry must have.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, TypeAlias

import yaml

from domain.upstream import IndexInvalid
from uploads.index_entry import KEYS, MAX_ITEMS, Raw

Item: TypeAlias = tuple[str, Mapping[str, Raw] | None]
"""A chart's name with one of its entries; None in the entry's place when what stands there is no mapping."""

MAX_ANCHORS = 1_000
MAX_DEPTH = 100
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def items_in_yaml(body: BinaryIO) -> Iterator[Item]:
    """What is under `entries`, in its order. IndexInvalid."""
    try:
        yield from _Walk(body).items()
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise IndexInvalid(f"The index is not YAML{line}.") from None
    except (yaml.YAMLError, UnicodeError):
        raise IndexInvalid("The index is not YAML: it has characters that are not allowed there.") from None


class _Walk:
    """Goes through the events once."""

    def __init__(self, body: BinaryIO) -> None:
        self._next = yaml.CSafeLoader(body).get_event
        self._anchors: dict[str, Raw] = {}

    def items(self) -> Iterator[Item]:
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise IndexInvalid("The index is empty.")
        if not isinstance(self._next(), yaml.MappingStartEvent):
            raise IndexInvalid("What is there is not an index: it must be a mapping with apiVersion and entries.")
        version: Raw = None
        for key in self._keys():
            if key == "entries":
                yield from self._entries()
            elif key == "apiVersion":
                version = self._value(self._next())
            else:
                self._skip(self._next())
        check_api_version(version)

    def _keys(self) -> Iterator[str]:
        """The keys of a mapping that has begun, up to its end; whoever takes one takes its value."""
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                yield event.value
            else:
                self._skip(event)
                self._skip(self._next())

    def _entries(self) -> Iterator[Item]:
        event = self._next()
        if not isinstance(event, yaml.MappingStartEvent):
            if self._value(event) is None and isinstance(event, yaml.ScalarEvent):
                return  # `entries:` with nothing in it
            raise IndexInvalid("The index's entries must be a mapping of charts to lists of their versions.")
        for chart in self._keys():
            yield from self._chart(chart)

    def _chart(self, chart: str) -> Iterator[Item]:
        event = self._next()
        if not isinstance(event, yaml.SequenceStartEvent):
            self._skip(event)
            yield chart, None
            return
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            if isinstance(event, yaml.MappingStartEvent):
                yield chart, self._entry()
            else:
                self._skip(event)
                yield chart, None

    def _entry(self) -> Mapping[str, Raw]:
        entry: dict[str, Raw] = {}
        for key in self._keys():
            if key in KEYS:
                entry[key] = self._value(self._next())
            else:
                self._skip(self._next())
        return entry

    def _value(self, event: Any) -> Raw:
        """The texts of the node that begins here, which is taken whole."""
        if isinstance(event, yaml.AliasEvent):
            return self._anchors.get(event.anchor or "")
        value: Raw = None
        if isinstance(event, yaml.ScalarEvent):
            is_plain = event.implicit[0]
            value = None if is_plain and event.value in _NOTHING else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._texts()
        else:
            self._skip(event)
        if event.anchor and len(self._anchors) < MAX_ANCHORS:
            self._anchors[event.anchor] = value
        return value

    def _texts(self) -> list[str]:
        """The texts of a list that has begun; what is nested in it is left out."""
        texts: list[str] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                self._skip(event)
                continue
            value = self._value(event)
            if isinstance(value, str) and len(texts) < MAX_ITEMS:
                texts.append(value)
        return texts

    def _skip(self, event: Any) -> None:
        """Takes the rest of the node that begins here."""
        depth = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:  # the parser's own time grows with the square of it
                    raise IndexInvalid("The index is nested too deeply.")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
            event = self._next()


def check_api_version(version: Raw) -> None:
    """IndexInvalid unless it is the one that there is; Helm asks for it too."""
    if version is None:
        raise IndexInvalid("The index has no apiVersion, which must be v1.")
    if version != "v1":
        raise IndexInvalid("The index has an apiVersion other than v1.")
