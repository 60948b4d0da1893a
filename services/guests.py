"""Callers who stay connected: who they are is asked again when the policy has moved on, and when their credential ends.

Knows neither what they are told nor how.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from math import inf

from domain.errors import Unauthenticated, Unavailable
from policies.access import Access
from policies.predicate import Thing
from policies.scope import scope_of

AGAIN_S = 1.0
AT_ONCE = 4
"""Guests who are looked up at one time: requests need connections too."""
LATEST_S = 24 * 3600.0
Identify = Callable[[], Awaitable[Access]]


class GoingAway(Exception):
    """The server stops."""


class TooSlow(Exception):
    """A guest has not taken what they were sent."""


class Present:
    """The revision of the policy and the database's time, as this process last read them."""

    def __init__(self) -> None:
        self.policy = 0
        self._ahead_s = 0.0

    def read(self, policy: int, seconds: float) -> bool:
        """Takes what was read; whether the policy has moved on. The time is never ahead of the database's."""
        has_moved = policy != self.policy
        self.policy, self._ahead_s = policy, seconds - time.time()
        return has_moved

    def now(self) -> float:
        """The database's time in seconds since 1970."""
        return time.time() + self._ahead_s


class Guest:
    """A caller who stays. `left` is called once, with the reason, when they can stay no longer."""

    def __init__(
        self,
        present: Present,
        turns: asyncio.Semaphore,
        access: Access,
        identify: Identify,
        left: Callable[[Exception], None],
    ) -> None:
        self.wakes: dict[Hashable, Callable[[], None]] = {}
        """What is to be called when they may hold something else, by who wants it."""
        self._present = present
        self._turns = turns
        self._identify = identify
        self._left: Callable[[Exception], None] | None = left
        self._asking = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._looks: set[asyncio.Task[None]] = set()
        self._take(access)

    def _take(self, access: Access) -> None:
        self.access = access
        self.seen = scope_of(access.principal, Thing.TEMPLATE).predicate
        self._look_at_the_end()

    def is_known(self) -> bool:
        """Whether they are who they were, as far as this process has read."""
        revision = self.access.principal.revision
        return revision is None or (revision >= self._present.policy and self._present.now() < self.access.ends_at)

    async def look_again(self) -> None:
        """Asks who they are, unless that is known. Unauthenticated, and they leave, when the credential is over."""
        while not self.is_known():
            async with self._asking:
                if not self.is_known():
                    await self._ask()

    async def has_changed(self) -> bool:
        """Asks who they are now; whether the policy has moved on since they were last asked. As `look_again`."""
        before = self.access.principal.revision
        async with self._asking:
            await self._ask()
        return self.access.principal.revision != before

    async def _ask(self) -> None:
        try:
            async with self._turns:
                self._take(await self._identify())
        except Unauthenticated as refusal:
            self.leave(refusal)
            raise
        except Unavailable:
            await asyncio.sleep(AGAIN_S)

    def look(self) -> None:
        """Looks again, whoever waits for it: they leave, or what they follow is held against what they hold now."""
        task = asyncio.create_task(self._look())
        self._looks.add(task)
        task.add_done_callback(self._looks.discard)

    async def _look(self) -> None:
        try:
            await self.look_again()
        except Exception as error:
            # Whoever cannot be known cannot stay.
            self.leave(error)
        for wake in tuple(self.wakes.values()):
            wake()

    def _look_at_the_end(self) -> None:
        self._forget_the_end()
        if self._left is not None and self.access.ends_at != inf:
            left_s = self.access.ends_at - self._present.now()
            in_s = min(left_s, LATEST_S) if left_s > 0 else AGAIN_S
            self._timer = asyncio.get_running_loop().call_later(in_s, self._time_is_up)

    def _time_is_up(self) -> None:
        if self.is_known():
            self._look_at_the_end()
        else:
            self.look()

    def _forget_the_end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def leave(self, reason: Exception) -> None:
        """They can stay no longer."""
        left = self._left
        self.forget()
        if left is not None:
            left(reason)

    def forget(self) -> None:
        """They have left."""
        self._left = None
        self._forget_the_end()
