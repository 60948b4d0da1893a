"""Full-text search: how words become a condition and a rank. The grammar is websearch's, the last word also a prefix."""

from sqlalchemy import ColumnElement, Integer, Text, cast, func, literal

from storage.queries.pages import Key

# Ranks become whole numbers, which a cursor carries exactly.
_STEPS = 1_000_000


def document(*columns: ColumnElement[str]) -> ColumnElement[object]:
    """The words of some columns, for tables that keep no column of them."""
    text: ColumnElement[str] = columns[0]
    for column in columns[1:]:
        text = text + " " + column
    return func.to_tsvector("simple", text)


def matches(words: str, source: ColumnElement[object]) -> ColumnElement[bool]:
    """Whether the document has the words."""
    clause: ColumnElement[bool] = source.op("@@")(_query(words))
    return clause


def rank(words: str, source: ColumnElement[object]) -> Key:
    """How well it has them; more is better."""
    return Key(cast(func.ts_rank(source, _query(words)) * _STEPS, Integer), int)


def _query(words: str) -> ColumnElement[object]:
    return func.search_query(literal(words, Text))
