"""A YAML file as a tree of nodes that know their lines, read with limits.

Owns the safe reading of YAML: no object is made from a tag, and depth, nodes and aliases are bounded while the parser
runs. Accepts nothing that Helm's reader refuses (see `scalars`). Must not know what any file means.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from uploads.limits import Meter
from uploads.scalars import Scalar, plain_value

MAX_ALIASED_NODES = 10_000
MAX_ALIAS_FACTOR = 20  # aliased nodes for each written one; Helm's reader gives up at about 99
CHARACTERS_A_NODE = 64
MAX_KEY_INTEGER = 2**63 - 1  # Helm's reader has no text for a larger one as a key
MERGE = "<<"
BYTE_ORDER_MARK = "\ufeff"

_TEXT_TAG = "tag:yaml.org,2002:str"
_LIST_TAG = "tag:yaml.org,2002:seq"
_MAP_TAG = "tag:yaml.org,2002:map"


class YamlInvalid(Exception):
    """The YAML cannot be taken. `line` counts from 1; None where it is unknown."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(slots=True)
class ScalarNode:
    line: int
    value: Scalar
    is_merge: bool = False
    weight: int = 1


@dataclass(slots=True)
class ListNode:
    line: int
    items: list["Node"] = field(default_factory=list)
    weight: int = 1


@dataclass(slots=True)
class MapNode:
    """`pairs` in the order of the file, duplicates and merges included."""

    line: int
    pairs: list[tuple[ScalarNode, "Node"]] = field(default_factory=list)
    weight: int = 1


Node: TypeAlias = ScalarNode | ListNode | MapNode

Note: TypeAlias = Callable[[str, int], None]
"""Takes a fault that the reading can go on after, with its line; or raises to end it."""


def refuse(message: str, line: int) -> None:
    """The Note that ends the reading at the first fault. Raises YamlInvalid."""
    raise YamlInvalid(message, line)


def read_document(text: str, meter: Meter, note: Note = refuse) -> Node | None:
    """The one document of `text`, or None when it is empty.

    Notes a tag, a number and a key that Helm cannot turn into JSON, each with its line, and goes on as if the tag were
    left out, the number in quotes, the key not there: the tree is good only when nothing was noted. Raises YamlInvalid
    for what is no YAML, for what is too much, and for more than one document: some versions of Helm read only the first
    of several, others merge them. Raises the Meter's OverLimit.
    """
    mark = text.find(BYTE_ORDER_MARK)
    if mark >= 0:
        raise YamlInvalid("there is a byte order mark in the middle; remove it", text.count("\n", 0, mark) + 1)
    try:
        return _only(list(_Builder(text, meter, note).documents()))
    except yaml.YAMLError as error:
        raise _invalid(error) from error


def _only(documents: list[Node | None]) -> Node | None:
    for number, document in enumerate(documents):
        if number and document is not None:
            raise YamlInvalid("there is more than one YAML document; write a single one", document.line)
    return documents[0] if documents else None


def _invalid(error: yaml.YAMLError) -> YamlInvalid:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return YamlInvalid(f"this is not YAML: {problem}", None if mark is None else mark.line + 1)


class _Builder:
    """Turns the parser's events into trees, without recursion in the parser and with little of our own."""

    def __init__(self, text: str, meter: Meter, note: Note) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._meter = meter
        self._note = note
        self._anchors: dict[str, Node | None] = {}
        self._written = 0
        self._aliased = 0

    def documents(self) -> Iterator[Node | None]:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if event.version or event.tags:
                    raise YamlInvalid("leave out the YAML directive (a line beginning with %)", _line(event))
                self._anchors = {}
                document = self._node(next(self._events), 1)
                yield None if isinstance(document, ScalarNode) and document.value is None else document

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._written += 1
        self._meter.yaml_node()
        if depth > self._meter.limits.max_depth:
            raise YamlInvalid(f"it is nested deeper than {self._meter.limits.max_depth} levels", _line(event))
        anchor: str | None = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = None  # known, but not whole: an alias to it from inside is refused
        node = self._fresh_node(event, depth)
        if anchor:
            self._anchors[anchor] = node
        return node

    def _fresh_node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            self._is_tag_refused(event, _LIST_TAG)
            return self._list(event, depth)
        self._is_tag_refused(event, _MAP_TAG)
        return self._map(event, depth)

    def _list(self, start: yaml.Event, depth: int) -> ListNode:
        node = ListNode(_line(start))
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            item = self._node(event, depth + 1)
            node.items.append(item)
            node.weight += item.weight
        return node

    def _map(self, start: yaml.Event, depth: int) -> MapNode:
        node = MapNode(_line(start))
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            fault = _fault_of_pair(key, value)
            if fault is not None:
                self._note(fault, key.line)
            elif isinstance(key, ScalarNode):
                node.pairs.append((key, value))
                node.weight += 1 + value.weight
        return node

    def _alias(self, event: yaml.AliasEvent) -> Node:
        node = self._anchors.get(event.anchor or "")
        if node is None:
            raise YamlInvalid("an alias (*) names an anchor that is not known here, or that contains it", _line(event))
        self._aliased += node.weight
        if self._aliased > min(MAX_ALIASED_NODES, MAX_ALIAS_FACTOR * self._written):
            raise YamlInvalid("its aliases (*) expand to too much; write the values out", _line(event))
        return node

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        is_plain = event.implicit[0] and event.tag is None
        if self._is_tag_refused(event, _TEXT_TAG):
            is_plain = not event.style
        value = plain_value(event.value) if is_plain else event.value
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            self._note("JSON, and so Helm, has no such number; put it in quotes", _line(event))
            value = event.value
        is_merge = is_plain and event.value == MERGE
        return ScalarNode(_line(event), value, is_merge, _weight(event.value))

    def _is_tag_refused(self, event: yaml.Event, allowed: str) -> bool:
        tag = getattr(event, "tag", None)
        if tag is None or tag == allowed:
            return False
        self._note(f"the tag {tag!a:.80} is not allowed; write the value without a tag", _line(event))
        return True


def _weight(text: str) -> int:
    """A long text counts for more, so that aliases cannot multiply it."""
    return 1 + len(text) // CHARACTERS_A_NODE


def _fault_of_pair(key: Node, value: Node) -> str | None:
    if not isinstance(key, ScalarNode) or key.value is None:
        return "a key must be a text"
    if isinstance(key.value, int) and key.value > MAX_KEY_INTEGER:
        return "a number as a key is too large; put it in quotes"
    if key.is_merge and not _can_merge(value):
        return "a merge (<<) takes a mapping, or a list of mappings"
    return None


def _can_merge(node: Node) -> bool:
    if isinstance(node, ListNode):
        return all(isinstance(item, MapNode) for item in node.items)
    return isinstance(node, MapNode)


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return 1 if mark is None else mark.line + 1
