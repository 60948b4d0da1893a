"""A store in the making: rows by table, and the draws that its values come from. Knows no table by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from domain.ids import Kind, encode_id
from tests.conformance.drawn.values import NAMES, START, TEXTS, TIMES

TABLE_OF = {
    Kind.WORKSPACE: "workspace",
    Kind.MEMBERSHIP: "membership",
    Kind.USER: "app_user",
    Kind.ROLE: "role",
    Kind.API_TOKEN: "api_token",
    Kind.TEMPLATE: "template",
    Kind.VERSION: "version",
    Kind.REVIEW: "review",
    Kind.STORE_APP: "store_app",
    Kind.CATEGORY: "category",
    Kind.AUDIT_EVENT: "audit_event",
    Kind.SIGNING_KEY: "signing_key",
    Kind.REPOSITORY: "repository",
    Kind.REPOSITORY_CHART: "repository_chart",
    Kind.REPOSITORY_CHART_VERSION: "repository_chart_version",
}
Row = dict[str, Any]


@dataclass
class Store:
    """Rows by table. Ids count up, in the order in which rows are made."""

    draw: st.DrawFn = field(repr=False)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    last_id: int = 0

    def add(self, table: str, **columns: Any) -> Row:
        """A new row."""
        self.rows.setdefault(table, []).append(columns)
        return columns

    def new_id(self) -> UUID:
        """An id like no other's, though not the next one in every order."""
        self.last_id += 1
        return UUID(int=self.last_id * 7919 % 10007 << 64)

    def all(self, table: str) -> list[Row]:
        """The rows of a table."""
        return self.rows.get(table, [])

    def some(self, table: str) -> Row:
        """One of the rows of a table."""
        row: Row = self.draw(st.sampled_from(self.all(table)))
        return row

    def maybe(self, table: str, key: str = "id") -> Any:
        """The key of one of the rows, or None."""
        return self.some(table)[key] if self.all(table) and self.flag() else None

    def flag(self) -> bool:
        """True or false."""
        return self.draw(st.booleans())

    def one_of(self, values: Sequence[Any]) -> Any:
        """One of the values; the first is the simplest."""
        return self.draw(st.sampled_from(values))

    def times(self, least: int, most: int) -> range:
        """As many turns as it pleases."""
        return range(self.draw(st.integers(least, most)))

    def text(self) -> str:
        """A text of any kind."""
        return str(self.one_of(TEXTS))

    def name(self, number: int) -> str:
        """A name that no other number has."""
        return f"{self.one_of(NAMES)}{number or ''}"

    def time(self) -> datetime:
        """A moment; many are equal."""
        moment: datetime = self.one_of(TIMES)
        return moment

    def maybe_time(self) -> datetime | None:
        """A moment or None."""
        return self.time() if self.flag() else None

    def rarely(self) -> datetime | None:
        """None, and now and then a moment."""
        return START if self.draw(st.integers(0, 5)) == 5 else None

    def global_ids(self) -> list[str]:
        """Those of all rows."""
        return [encode_id(kind, row["id"]) for kind, table in TABLE_OF.items() for row in self.all(table)]

    def values(self, table: str, column: str) -> list[Any]:
        """What a column of the table has."""
        return [row[column] for row in self.all(table) if row.get(column) is not None]
