"""Whether a page of a large list costs the same wherever in the list it is.

The versions of one template are no such list: a template has ten of them here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import asyncpg

from benchmarks.guard.asked import FOLDER, read
from benchmarks.guard.plans import median_ms
from benchmarks.limits.statements import Statement, statement_of
from benchmarks.peers.all import SECRET
from server.auth.signing import Signing
from services.cursors import cursor_payload

DEPTHS = (0.1, 0.5, 0.9)
FACTOR, SLACK_MS = 3.0, 1.0
"""A deep page may take so many times as long as the first one, and so much more."""
RUNS, TRIES = 9, 4
_FIRST_OF_ITS_KEY = UUID(int=0)
_AT = "SELECT percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY key) FROM (SELECT {keys}) AS list(key)"


@dataclass(frozen=True, slots=True)
class LargeList:
    """A list in one of its orders: the document that pages through it, and where the keys of its cursors come from."""

    document: str
    tag: str
    keys: LiteralString
    variables: Mapping[str, Any]
    is_descending: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """How long the pages of a list take for a caller, in ms: the first one, and those at DEPTHS."""

    tag: str
    caller: str | None
    ms: Sequence[float]

    @property
    def is_even(self) -> bool:
        """Whether no page takes much longer than the first."""
        return max(self.ms) <= FACTOR * self.ms[0] + SLACK_MS


def _ordered(document: str, field: str, keys: LiteralString) -> Iterator[LargeList]:
    for direction in ("ASC", "DESC"):
        order = {"order": {"field": field, "direction": direction}}
        yield LargeList(document, f"{document}:{field}:{direction}", keys, order, direction == "DESC")


LISTS: Sequence[LargeList] = (
    *_ordered("templates", "NAME", "name FROM template"),
    *_ordered("templates", "CREATED_AT", "created_at FROM template"),
    *_ordered("templates", "UPDATED_AT", "updated_at FROM template"),
    *_ordered("storeApps", "PUBLISHED_AT", "published_at FROM store_app WHERE listed"),
    *_ordered("storeApps", "NAME", "name FROM store_app WHERE listed"),
    *_ordered("storeApps", "UPDATED_AT", "updated_at FROM store_app WHERE listed"),
    *_ordered("storeApps", "DOWNLOADS", "downloads FROM store_app WHERE listed"),
    *_ordered("reviews", "SUBMITTED_AT", "submitted_at FROM review"),
    LargeList("auditEvents", "auditEvents:AT:DESC", "at FROM audit_event", {}, is_descending=True),
)


async def pages_of(
    connection: asyncpg.Connection, each: LargeList, callers: Sequence[str | None], database_url: str
) -> list[Pages]:
    """What the pages of the list take for each caller."""
    cursors = [None, *await _cursors(connection, each)]
    document = read(FOLDER / "deep" / f"{each.document}.graphql")
    found = []
    for caller in callers:
        asked = [
            await statement_of(document, {**each.variables, "after": cursor}, caller, database_url)
            for cursor in cursors
        ]
        found.append(await _measured(connection, each.tag, caller, asked))
    return found


async def _cursors(connection: asyncpg.Connection, each: LargeList) -> list[str]:
    places = [1 - depth if each.is_descending else depth for depth in DEPTHS]
    keys = await connection.fetchval(_AT.replace("{keys}", each.keys), places)
    signing = Signing(SECRET, "http://127.0.0.1")
    return [signing.sign_cursor(cursor_payload(each.tag, [key, _FIRST_OF_ITS_KEY])) for key in keys]


async def _measured(connection: asyncpg.Connection, tag: str, caller: str | None, asked: Sequence[Statement]) -> Pages:
    """The best of some tries: what else the machine does comes and goes, a bad plan stays."""
    ms = [await median_ms(connection, statement, RUNS) for statement in asked]
    for _ in range(TRIES - 1):
        if Pages(tag, caller, ms).is_even:
            break
        again = [await median_ms(connection, statement, RUNS) for statement in asked]
        ms = list(map(min, ms, again))
    return Pages(tag, caller, ms)
