"""What one subscription has yet to be told: each change once, in the order of the commits, and only what may be seen.

A change is seen by who sees its version as a working copy or as submitted, as it was then; that a version is shown in
the store shows nobody who did what to it. Knows no database.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from uuid import UUID

from domain.errors import Forbidden
from policies.predicate import NOTHING, Predicate, Row, Thing, holds
from services.guests import Guest, TooSlow
from storage.queries.changes import Change

STALL_S = 20.0
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
    """The changes that wait for one subscription, at most `backlog`.

    With more of them it is behind: it takes no further ones until those are told, and then asks for what comes after
    them. Its guest must leave when they take none of them for `STALL_S`, or come too far behind.
    """

    def __init__(self, guest: Guest, watched: Watched, after: int, backlog: int, go_on: Callable[[], None]) -> None:
        self.after = after
        """The position up to which it has all."""
        self.is_behind = False
        self._guest = guest
        self._watched = watched
        self._backlog = backlog
        self._go_on = go_on
        self._waiting: deque[Change] = deque()
        self._told_since = time.monotonic()
        self._woken = asyncio.Event()
        self.wake = self._woken.set

    def offer(self, after: int, changes: Iterable[Change], oldest: datetime) -> None:
        """Takes what is new here, watched, and seen as far as is known, for as long as there is room. `changes` are all
        that come after the position; of those from before `oldest` some may be gone."""
        if after > self.after:
            return
        for change in changes:
            if change.position <= self.after:
                continue
            if self._may_tell(change) and not self._takes(change, oldest):
                return
            self.after = change.position

    def _may_tell(self, change: Change) -> bool:
        guest = self._guest
        return self._watched.is_about(change) and (not guest.is_known() or is_seen(guest.seen, change.row))

    def _takes(self, change: Change, oldest: datetime) -> bool:
        if change.at < oldest:
            self._guest.leave(TooSlow("changes have waited for too long"))
            return False
        if len(self._waiting) < self._backlog:
            self._waiting.append(change)
            self.wake()
            return True
        if not self.is_behind:
            self.is_behind, self._told_since = True, max(self._told_since, time.monotonic())
        return False

    def look_at_the_time(self) -> None:
        """The guest leaves if they are behind, and one change has been told for too long."""
        if self.is_behind and time.monotonic() - self._told_since > STALL_S:
            self._guest.leave(TooSlow(f"more than {self._backlog} changes wait to be taken"))

    async def next(self) -> Change:
        """The next change, seen by who the guest is now. Forbidden once nothing of it can be; Unauthenticated."""
        self._told_since = inf  # nothing is told now
        while True:
            await self._guest.look_again()
            if not self._watched.rests_on(self._guest.seen):
                raise Forbidden("Nothing of what this subscription is about may be seen any more.")
            while self._waiting:
                change = self._waiting.popleft()
                if is_seen(self._guest.seen, change.row):
                    self._told_since = time.monotonic()
                    return change
            self._woken.clear()
            if self.is_behind:
                self.is_behind = False
                self._go_on()
            await self._woken.wait()
