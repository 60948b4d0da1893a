"""How many requests are under way at once: in all, and to one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """Lets requests go on while there are not too many. A host is forgotten when nobody asks it."""

    def __init__(self, at_once: int, per_host: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._per_host = per_host
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for its turn, and holds it."""
        mine = self._hosts.get(host) or asyncio.Semaphore(self._per_host)
        self._hosts[host] = mine
        async with mine, self._all:
            yield
