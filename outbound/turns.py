"""How many requests are under way at once, in all and to one host; and how often a session makes connections."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
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


class Connecting:
    """Lets a session make so many connections without a pause, and from then on one in each `pause_s`.

    Each costs a handshake, of which a host that always closes has one for each request.
    """

    def __init__(self, at_will: int, pause_s: float) -> None:
        self._left = at_will
        self._pause_s = pause_s
        self._pausing = asyncio.Lock()

    async def watch(self, event: str, _info: Mapping[str, Any]) -> None:
        """Waits where a connection is about to be made: the `trace` of httpcore2's requests."""
        if event != "connection.connect_tcp.started":
            return
        self._left -= 1
        if self._left < 0:
            async with self._pausing:
                await asyncio.sleep(self._pause_s)
