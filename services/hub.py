"""Reads the changes of versions' states, once for all who follow them in this process, and hands them out.

The table decides, in the order of its positions; a notification only wakes the hub, and one that is lost costs some
seconds. Knows nothing of GraphQL or of sockets.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import TypeVar

from domain.errors import Forbidden, Unauthenticated
from policies.access import Access
from services.feeds import Feed, Watched
from services.guests import AT_ONCE, GoingAway, Guest, Identify, Present
from storage.database import Database
from storage.queries.changes import MOST, NEWEST, News, newest_position, news_after
from storage.transaction import Transaction

T = TypeVar("T")
POLL_S = 5.0
BACKLOG = 200
AT_A_TIME = 50
"""Feeds to which a page of changes is offered before others have their turn in this process."""
LONGEST = timedelta(hours=12)
"""For how long a change waits for a subscription, well before it is forgotten (services/changes.py)."""


class Hub:
    """All guests and feeds of one process. It reads nothing while there are none."""

    def __init__(self, database: Database, backlog: int = BACKLOG) -> None:
        self._database = database
        self._backlog = backlog
        self._present = Present()
        self._turns = asyncio.Semaphore(AT_ONCE)
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
        feed = Feed(guest, watched, after, self._backlog, self.wake)
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
        """The next changes, to those who have got least and then, so that these hold up nobody, to who has got most."""
        for feed in tuple(self._feeds):
            feed.look_at_the_time()
        if await self._tell_after(self._reached(min)):
            await self._tell_after(self._reached(max))
            self.wake()

    def _reached(self, of: Callable[[Iterable[int]], int]) -> int:
        """The position that the feeds with room for more have reached."""
        positions = [feed.after for feed in self._feeds if not feed.is_behind]
        return of(positions) if positions else NEWEST

    async def _tell_after(self, position: int) -> bool:
        """Whether there may be more."""
        news = await self.read(lambda session: news_after(session, position))
        if self._present.read(news.policy, news.at.timestamp()):
            self._look_again()
        await self._hand_out(position, news)
        return len(news.changes) == MOST

    async def _hand_out(self, after: int, news: News) -> None:
        """Each takes what it has room for, and is read for again when it has told that: nobody waits for another."""
        if news.changes:
            for number, feed in enumerate(tuple(self._feeds)):
                feed.offer(after, news.changes, news.at - LONGEST)
                if number % AT_A_TIME == AT_A_TIME - 1:
                    await asyncio.sleep(0)

    def _look_again(self) -> None:
        for guest in self._guests:
            if not guest.is_known():
                guest.look()

    async def read(self, query: Callable[[Transaction], Awaitable[T]]) -> T:
        """What the query gives, in a snapshot of its own. Unavailable."""
        async with self._database.read() as reader:
            return await reader.run(query)
