"""Full-text search: how words become a condition and a rank.

The grammar is websearch's; the last word also matches as a prefix.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, cast, func, literal, select

# Ranks become whole numbers, which a cursor carries exactly.
_STEPS = 1_000_000


@dataclass(frozen=True)
class Search:
    """Words, and the document that they are sought in."""

    words: str
    document: ColumnElement[Any]

    @property
    def query(self) -> ColumnElement[Any]:
        """The words as the database understands them: read once a statement, not for each row."""
        return select(func.search_query(literal(self.words, Text))).scalar_subquery()

    @property
    def matches(self) -> ColumnElement[bool]:
        """Whether the document has the words."""
        clause: ColumnElement[bool] = self.document.op("@@")(self.query)
        return clause

    @property
    def rank(self) -> ColumnElement[int]:
        """How well it has them; more is better."""
        return cast(func.ts_rank(self.document, self.query) * _STEPS, Integer)


def search_in(words: str | None, *columns: ColumnElement[Any]) -> Search | None:
    """A search of tables that keep no document: it is made of the columns."""
    if words is None:
        return None
    return Search(words, func.to_tsvector("simple", func.concat_ws(" ", *columns)))


def search_by(words: str | None, document: ColumnElement[Any]) -> Search | None:
    """A search of tables that keep a document."""
    return None if words is None else Search(words, document)
