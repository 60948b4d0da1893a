"""SQL as a value: text with parameters in it. The only place where pieces become text; it knows no tables.

Values never become text here: what is not written in this program is a `Parameter`, or a word from a closed set.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, LiteralString, Protocol

MAX_ARGUMENTS = 90  # of one call; PostgreSQL takes 100
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class Parameter(Protocol):
    """A value that is bound when the statement runs. Equal parameters are bound once."""

    @property
    def type(self) -> str:
        """Its type in PostgreSQL."""

    def value(self, inputs: Any) -> Any:
        """The value of this execution."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a statement."""

    parts: tuple[str | Parameter, ...]


Json = tuple[str | Fragment, ...]
"""Text of an answer in the making: what is known now as it is, and expressions whose text comes in between."""


def sql(template: LiteralString, **pieces: Fragment) -> Fragment:
    """The template with the pieces put in where their names stand in braces."""
    parts: list[str | Parameter] = []
    for text, name, _, _ in Formatter().parse(template):
        parts.append(text)
        if name is not None:
            parts.extend(pieces[name].parts)
    return Fragment(tuple(parts))


def name(text: str) -> Fragment:
    """A name of ours: of a table, column or alias. ValueError for what would need quotes."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} is no plain name")
    return Fragment((text,))


def literal(text: str) -> Fragment:
    """A text constant. ValueError for NUL, which PostgreSQL has no text with."""
    if "\x00" in text:
        raise ValueError("a text cannot hold NUL")
    return Fragment(("'" + text.replace("'", "''") + "'",))


def number(value: int) -> Fragment:
    """A whole number."""
    return Fragment((str(int(value)),))


def bind(parameter: Parameter) -> Fragment:
    """A parameter with its type said."""
    return Fragment((parameter, f"::{parameter.type}"))


def joined(separator: LiteralString, pieces: Iterable[Fragment]) -> Fragment:
    """The pieces with the separator between them."""
    parts: list[str | Parameter] = []
    for number_, piece in enumerate(pieces):
        if number_:
            parts.append(separator)
        parts.extend(piece.parts)
    return Fragment(tuple(parts))


TRUE = sql("true")
FALSE = sql("false")


def equal(left: Fragment, right: Fragment) -> Fragment:
    """Whether both are the same, and neither is NULL."""
    return sql("{left} = {right}", left=left, right=right)


def all_of(pieces: Sequence[Fragment]) -> Fragment:
    """The conjunction; true of none."""
    kept = [piece for piece in pieces if piece != TRUE]
    if FALSE in kept:
        return FALSE
    return joined(" AND ", kept) if kept else TRUE


def text_of(json: Json) -> Fragment:
    """One expression for the text of the answer. It must not meet NULL, which `concat` takes for nothing."""
    merged = list(_merged(json))
    if len(merged) == 1 and isinstance(merged[0], str):
        return literal(merged[0])
    arguments = [literal(piece) if isinstance(piece, str) else piece for piece in merged]
    while len(arguments) > MAX_ARGUMENTS:
        arguments = [
            _concat(arguments[start : start + MAX_ARGUMENTS]) for start in range(0, len(arguments), MAX_ARGUMENTS)
        ]
    return _concat(arguments)


def _concat(arguments: Sequence[Fragment]) -> Fragment:
    return sql("concat({arguments})", arguments=joined(", ", arguments))


def _merged(json: Json) -> Iterable[str | Fragment]:
    text = ""
    for piece in json:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            yield text
        text = ""
        yield piece
    if text:
        yield text


@dataclass(frozen=True, slots=True)
class Query:
    """The text of a statement with numbered parameters, and what to bind to them, in order."""

    text: str
    parameters: tuple[Parameter, ...]


def numbered(fragment: Fragment) -> Query:
    """The statement as PostgreSQL takes it."""
    numbers: dict[Parameter, int] = {}
    text = []
    for part in fragment.parts:
        text.append(part if isinstance(part, str) else f"${numbers.setdefault(part, len(numbers) + 1)}")
    return Query("".join(text), tuple(numbers))
