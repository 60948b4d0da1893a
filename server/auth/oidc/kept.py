"""Something fetched from elsewhere: kept for a time, and fetched anew at most so often, by one at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from domain.errors import Unavailable

T = TypeVar("T")
KEEP_S = 3600.0
"""So long it is not asked for again without a reason."""
STALE_S = 24 * 3600.0
"""So long it still counts when it cannot be had anew."""
REASON_S = 30.0
"""So often it may be asked for with a reason, such as a key that is not known."""
FAILED_S = 2.0
"""So long it is not asked for again after it could not be had."""
_LOG = logging.getLogger(__name__)


class Kept(Generic[T]):
    """One value of one source. `fetch` raises Unavailable; `now` gives seconds that only grow."""

    def __init__(self, fetch: Callable[[], Awaitable[T]], now: Callable[[], float]) -> None:
        self._fetch = fetch
        self._now = now
        self._turn = asyncio.Lock()
        self._value: T | None = None
        self._had_at = self._tried_at = float("-inf")

    async def get(self) -> T:
        """The value, not much older than an hour unless the source is down. Unavailable."""
        if self._value is not None and self._now() - self._had_at < KEEP_S:
            return self._value
        return await self._renewed(FAILED_S)

    async def renewed(self) -> T:
        """The value as of now, or as of half a minute ago at most. Unavailable."""
        return await self._renewed(REASON_S)

    async def _renewed(self, at_most_every: float) -> T:
        async with self._turn:
            if self._now() - self._tried_at >= at_most_every:
                await self._try()
            if self._value is None or self._now() - self._had_at >= STALE_S:
                raise Unavailable("The sign-in provider does not answer; try again later.")
            return self._value

    async def _try(self) -> None:
        try:
            self._value = await self._fetch()
            self._had_at = self._now()
        except Unavailable as failure:
            _LOG.warning("The sign-in provider: %s", "; ".join(getattr(failure, "__notes__", [])) or failure)
        finally:
            self._tried_at = self._now()
