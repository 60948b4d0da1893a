"""Measures a document's text before it is parsed: its words and signs in one pass, and how they nest and repeat.

Parsing takes 5 microseconds a token and validation can take the square of them; this takes a tenth of the former. It
trusts nothing but the lexical grammar (GraphQL 2.1): what is no valid document, the parser refuses after it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple

from graphql import GraphQLError

from schema.limits import Limits

# Every alternative ends wherever the text does, so that no text is looked at twice.
_TOKEN = re.compile(
    r"""\#[^\n\r]*+
    | ( [A-Za-z_][0-9A-Za-z_]*+
      | \.\.\. | [{}()\[\]:=!$@|&]
      | \"\"\"(?:[^"\\]|\\\"\"\"|\\|"(?!""))*+(?:\"\"\")?
      | "(?:[^"\\\n\r]|\\[^\n\r])*+"?
      | [-0-9][-+.0-9A-Za-z]*+ )""",
    re.VERBOSE,
)

NUMBER_CHARS = 400
"""No type takes a longer one, and Python does not read one of thousands of digits."""


class Shape(NamedTuple):
    """What a document amounts to when its fragments are put where they are spread."""

    fields: int = 0
    aliases: int = 0
    directives: int = 0
    depth: int = 0
    inputs: int = 0
    definitions: int = 0


def check_text(text: str, limits: Limits) -> None:
    """Raises GraphQLError for a text that is longer, deeper or more repetitive than the limits. Linear in the text."""
    if len(text) > limits.document_chars:
        raise _more("is longer than", limits.document_chars, "characters")
    tokens = [token for token in _TOKEN.findall(text) if token]
    if len(tokens) > limits.tokens:
        raise _more("has more than", limits.tokens, "words and signs")
    if max(map(len, tokens), default=0) > NUMBER_CHARS and any(map(_is_long_number, tokens)):
        raise _more("has a number of more than", NUMBER_CHARS, "digits")
    shape = shape_of(tokens)
    if shape.depth > limits.depth:
        raise _more("is deeper than", limits.depth, "fields")
    if shape.fields > limits.fields:
        raise _more("has more than", limits.fields, "fields, with those of each fragment wherever it is spread")
    if shape.aliases > limits.aliases:
        raise _more("has more than", limits.aliases, "aliases, with those of each fragment wherever it is spread")
    if shape.directives > limits.directives:
        raise _more("has more than", limits.directives, "directives, with those of each fragment wherever it is spread")
    if shape.definitions > limits.definitions:
        raise _more("has more than", limits.definitions, "operations and fragments")
    if shape.inputs > limits.inputs:
        raise _more("has a field with more than", limits.inputs, "arguments and fields of their literals")


def _is_long_number(token: str) -> bool:
    return len(token) > NUMBER_CHARS and token[0] in "-0123456789"


def _more(verb: str, most: int, what: str) -> GraphQLError:
    return GraphQLError(f"The document {verb} {most} {what}.")


def shape_of(tokens: list[str]) -> Shape:
    """The shape of all operations together, and of the fragments that none of them comes to."""
    reading = _Reading()
    for token in tokens:
        reading.take(token)
    whole = _Whole(reading.fragments)
    try:
        shapes = [whole.of(part) for part in reading.operations]
        shapes += [whole.of_fragment(name) for name in reading.fragments if name not in whole.known]
    except RecursionError:
        return Shape(depth=len(tokens))
    return reduce(_together, shapes, Shape())._replace(inputs=reading.most_inputs, definitions=reading.definitions)


def _together(one: Shape, other: Shape) -> Shape:
    sums = (one.fields + other.fields, one.aliases + other.aliases, one.directives + other.directives)
    return Shape(*sums, max(one.depth, other.depth))


@dataclass(slots=True)
class _Part:
    """A definition by itself: `spreads` are the fragments that it uses, each with how deep it stands."""

    fields: int = 0
    aliases: int = 0
    directives: int = 0
    depth: int = 0
    spreads: list[tuple[str, int]] = field(default_factory=list)


class _Reading:
    """Where in the document the next token is; what stands in parentheses is passed over."""

    def __init__(self) -> None:
        self.operations: list[_Part] = []
        self.fragments: dict[str, _Part] = {}
        self._part = _Part()
        self._head: list[str] = []
        self._open: list[int] = []
        self._level = 0
        self._parentheses = self._inputs = self.most_inputs = self.definitions = 0
        self._is_of_field = True
        self._last = self._before_last = ""

    def take(self, token: str) -> None:
        """Goes on with a token."""
        match token:
            case "@":
                self._part.directives += 1
            case "(":
                self._parentheses += 1
                self._inputs = 0
            case ")":
                self._parentheses -= 1
            case ":" if self._parentheses > 0:
                self._inputs += 1
                self.most_inputs = max(self.most_inputs, self._inputs)
            case _ if self._parentheses <= 0:
                self._take_outside(token)
            case _:
                pass
        self._before_last, self._last = self._last, token

    def _take_outside(self, token: str) -> None:
        match token:
            case "{":
                self._begin()
            case "}":
                self._end()
            case "...":
                self._is_of_field = False
            case _ if not self._open:
                self._head.append(token)
            case ":":
                self._part.aliases += 1
            case _ if token[0].isalpha() or token[0] == "_":
                self._take_name(token)
            case _:
                pass

    def _begin(self) -> None:
        if not self._open:
            self._define()
        self._open.append(self._level)
        if self._is_of_field:
            self._level += 1
        self._is_of_field = True

    def _define(self) -> None:
        """A definition's own directives are before its selection."""
        self.definitions += 1
        self._part = _Part(directives=self._part.directives if self._head else 0)
        if len(self._head) > 1 and self._head[0] == "fragment":
            self.fragments[self._head[1]] = self._part
        else:
            self.operations.append(self._part)
        self._is_of_field = True

    def _end(self) -> None:
        if self._open:
            self._level = self._open.pop()
        if not self._open:
            self._head, self._level, self._part = [], 0, _Part()

    def _take_name(self, name: str) -> None:
        if self._last in ("@", ":") or (self._last == "on" and self._before_last == "..."):
            return
        if self._last != "...":
            self._part.fields += 1
            self._part.depth = max(self._part.depth, self._level)
            self._is_of_field = True
        elif name != "on":
            self._part.spreads.append((name, self._level - 1))


class _Whole:
    """Puts fragments where they are spread; each is measured once. A cycle ends where it began: validation tells."""

    def __init__(self, fragments: Mapping[str, _Part]) -> None:
        self._fragments = fragments
        self.known: dict[str, Shape] = {}

    def of_fragment(self, name: str) -> Shape:
        """A fragment with those in it; nothing for one that is not there."""
        if name not in self.known:
            self.known[name] = Shape()
            part = self._fragments.get(name)
            self.known[name] = Shape() if part is None else self.of(part)
        return self.known[name]

    def of(self, part: _Part) -> Shape:
        """A definition with the fragments in it."""
        spread = [(self.of_fragment(name), above) for name, above in part.spreads]
        return Shape(
            part.fields + sum(one.fields for one, _ in spread),
            part.aliases + sum(one.aliases for one, _ in spread),
            part.directives + sum(one.directives for one, _ in spread),
            max([part.depth, *(above + one.depth for one, above in spread)]),
        )
