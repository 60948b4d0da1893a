"""How much that lasts one user may have at once: connections, for which nobody waits, and bodies, which wait in line.

Connections are counted for all anonymous callers from one address as well.
"""

from collections import Counter
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from weakref import WeakValueDictionary

import anyio

from policies.principal import Principal


class Full(Exception):
    """There is no seat left; the message says for whom, or of what."""


class Seats:
    """The seats of one process."""

    def __init__(self, of_user: int, of_address: int) -> None:
        self._of_user = of_user
        self._of_address = of_address
        self._taken: Counter[object] = Counter()

    @contextmanager
    def taken(self, principal: Principal, address: str) -> Iterator[None]:
        """A seat for as long as the context lasts. Full."""
        who, most = (principal.user_id, self._of_user) if principal.is_signed_in else (address, self._of_address)
        if self._taken[who] >= most:
            whose = "of this user" if principal.is_signed_in else "from this address without signing in"
            raise Full(f"there are {most} connections {whose} already")
        self._taken[who] += 1
        try:
            yield
        finally:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]


class Turns:
    """The seats of one process that are waited for: in a line for each, first come, first served."""

    def __init__(self, at_once: int, waiting: int, patience_s: float) -> None:
        self._at_once = at_once
        self._waiting = waiting
        self._patience_s = patience_s
        self._lines: WeakValueDictionary[Hashable, anyio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def taken(self, whose: Hashable) -> AsyncIterator[None]:
        """A seat for as long as the context lasts, when its turn has come. Full: too many wait, or it took too long."""
        line = self._lines.setdefault(whose, anyio.Semaphore(self._at_once))
        await self._wait(line)
        try:
            yield
        finally:
            line.release()

    async def _wait(self, line: anyio.Semaphore) -> None:
        if not line.value and line.statistics().tasks_waiting >= self._waiting:
            raise Full(f"{self._at_once} are under way at once already, and {self._waiting} wait")
        try:
            with anyio.fail_after(self._patience_s):
                await line.acquire()
        except TimeoutError:
            raise Full(f"none of the {self._at_once} under way ended within {self._patience_s:g} seconds") from None
