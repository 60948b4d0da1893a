"""Reads the changes of versions' states, once for all who follow them in this process, and hands them out.

The table decides, in the order of its positions; a notification only wakes the hub, and one that is lost costs some
seconds. Knows nothing of GraphQL or of sockets.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from domain.errors import Forbidden, Unauthenticated
from policies.access import Access
from services.feeds import Feed, Watched
from services.guests import AT_ONCE, GoingAway, Guest, Identify, Present
from storage.database import Database
from storage.queries.changes import MOST, NEWEST, Change, newest_position, news_after
from storage.transaction import Transaction

T = TypeVar("T")
POLL_S = 5.0
BACKLOG = 200


class Hub:
    """All guests and feeds of one process. It reads nothing while there are none."""

    def __init__(self, database: Database, backlog: int = BACKLOG) -> None:
        self._database = database
        self._backlog = backlog
        self._present = Present()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._after = 0
        self._newest = 0
        self._newest_read_at = 0.0
        self._reading = asyncio.Lock()
        self._guests: set[Guest] = set()
        self._feeds: set[Feed] = set()
        self._woken = asyncio.Event()
        self.wake = self._woken.set

    @property
    def guests(self) -> int:
        """How many callers stay connected."""
        return len(self._guests)

    @property
    def feeds(self) -> int:
        """How many subscriptions there are."""
        return len(self._feeds)

    def stop(self) -> None:
        """Everybody must leave."""
        for guest in tuple(self._guests):
            guest.leave(GoingAway("the server stops"))

    async def identified(self, identify: Identify) -> Access:
        """Who has come. Of many who come at once some wait here, so that requests find connections to the database.

        Unauthenticated; Unavailable.
        """
        async with self._turns:
            return await identify()

    @contextmanager
    def guest(self, access: Access, identify: Identify, left: Callable[[Exception], None]) -> Iterator[Guest]:
        """A caller for as long as they stay; `left` is told why they can stay no longer."""
        guest = Guest(self._present, self._turns, access, identify, left)
        self._guests.add(guest)
        self.wake()
        try:
            yield guest
        finally:
            self._guests.discard(guest)
            guest.forget()

    @asynccontextmanager
    async def feed(self, guest: Guest, watched: Watched) -> AsyncIterator[Feed]:
        """All that is committed from now on. Unauthenticated, Forbidden when none of it could be seen; Unavailable."""
        if not guest.access.principal.is_signed_in:
            raise Unauthenticated
        if not watched.rests_on(guest.seen):
            raise Forbidden("This needs the permission TEMPLATES_READ where the versions are.")
        after = await self._newest_now()
        feed = Feed(guest, watched, after, self._backlog)
        # Whoever is slower to come may have begun earlier: what lies between is read again, for them alone.
        self._after = min(self._after, after) if self._feeds else after
        self._feeds.add(feed)
        guest.wakes[feed] = feed.wake
        self.wake()
        try:
            yield feed
        finally:
            self._feeds.discard(feed)
            del guest.wakes[feed]

    async def _newest_now(self) -> int:
        """The newest position, from a read that began after this call did: one for all who wait for it."""
        came_at = time.monotonic()
        async with self._reading:
            if self._newest_read_at < came_at:
                began_at = time.monotonic()
                self._newest = await self.read(newest_position)
                self._newest_read_at = began_at
            return self._newest

    async def follow(self) -> None:
        """Tells of all that is new, until it is cancelled. When it fails, call it again: nothing is lost or doubled."""
        while True:
            self._woken.clear()
            if self._guests:
                await self._tell()
            try:
                async with asyncio.timeout(POLL_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _tell(self) -> None:
        after = self._after if self._feeds else NEWEST
        news = await self.read(lambda session: news_after(session, after))
        if self._present.read(news.policy, news.at.timestamp()):
            self._look_again()
        if not self._feeds:
            return
        if after != self._after or len(news.changes) == MOST:
            self.wake()
        if after == self._after:
            self._hand_out(news.changes)

    def _hand_out(self, changes: list[Change]) -> None:
        for change in changes:
            self._after = change.position
            for feed in self._feeds:
                feed.offer(change)

    def _look_again(self) -> None:
        for guest in self._guests:
            if not guest.is_known():
                guest.look()

    async def read(self, query: Callable[[Transaction], Awaitable[T]]) -> T:
        """What the query gives, in a snapshot of its own. Unavailable."""
        reader = self._database.reader()
        try:
            return await reader.run(query)
        finally:
            await reader.close()
