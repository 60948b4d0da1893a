"""What one subscription has yet to be told: each change once, in the order of the commits, and only what may be seen.

A change is seen by who sees its version as a working copy or as submitted, as it was then; that a version is shown in
the store shows nobody who did what to it. Knows no database.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from domain.errors import Forbidden
from policies.predicate import NOTHING, Predicate, Row, Thing, holds
from services.guests import Guest, TooSlow
from storage.queries.changes import Change

_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watched:
    """Which changes a subscription is about: all, those in a workspace, or those of one of its templates."""

    workspace_id: UUID | None = None
    template_id: UUID | None = None

    def is_about(self, change: Change) -> bool:
        """Whether the change is one of them."""
        return self.workspace_id in (None, change.workspace_id) and self.template_id in (None, change.template_id)

    def rests_on(self, seen: Predicate) -> bool:
        """Whether any of them could be seen: if nothing that was submitted can be, nothing can."""
        row: Row = {"workspace_id": self.workspace_id, "first_submitted_at": _ONCE}
        return seen != NOTHING if self.workspace_id is None else is_seen(seen, row)


def is_seen(seen: Predicate, row: Row) -> bool:
    """Whether a version's row of then is seen."""
    return holds(seen, row, _nothing_else)


def _nothing_else(thing: Thing) -> Iterator[Row]:
    raise TypeError(f"what is seen of a template does not depend on any {thing}")


class Feed:
    """The changes that wait for one subscription, at most `backlog`; with more of them its guest must leave."""

    def __init__(self, guest: Guest, watched: Watched, after: int, backlog: int) -> None:
        self._guest = guest
        self._watched = watched
        self._after = after
        self._backlog = backlog
        self._waiting: deque[Change] = deque()
        self._woken = asyncio.Event()
        self.wake = self._woken.set

    def offer(self, change: Change) -> None:
        """Takes the change if it is new here, watched, and seen as far as is known."""
        if change.position <= self._after:
            return
        self._after = change.position
        guest = self._guest
        if not self._watched.is_about(change) or (guest.is_known() and not is_seen(guest.seen, change.row)):
            return
        if len(self._waiting) >= self._backlog:
            guest.leave(TooSlow(f"more than {self._backlog} changes wait to be taken"))
            return
        self._waiting.append(change)
        self.wake()

    async def next(self) -> Change:
        """The next change, seen by who the guest is now. Forbidden once nothing of it can be; Unauthenticated."""
        while True:
            await self._guest.look_again()
            if not self._watched.rests_on(self._guest.seen):
                raise Forbidden("Nothing of what this subscription is about may be seen any more.")
            while self._waiting:
                change = self._waiting.popleft()
                if is_seen(self._guest.seen, change.row):
                    return change
            self._woken.clear()
            await self._woken.wait()
