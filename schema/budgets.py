"""What callers may spend: a bucket for each, which every operation empties by its cost and time fills again.

Of this process alone, in memory, and of so many callers: who has not asked for longest is forgotten first. Users and
addresses are kept apart, so that no crowd of strangers makes a user's bucket full again. Knows no operations.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import monotonic
from typing import NamedTuple
from uuid import UUID

CALLERS = 10_000
"""Of each kind."""
Caller = UUID | str
"""A user by id, or whoever has no credential by address."""


class Charge(NamedTuple):
    """What an operation was charged: its cost, the most that one may cost, and how the caller's bucket stands now.

    `retry_after_s` is set when there was too little in it; nothing was taken then. `bucket` is 0 where nobody counts.
    """

    requested: int
    maximum: int
    bucket: int = 0
    available: int = 0
    restored_per_s: int = 0
    retry_after_s: int | None = None

    @property
    def written(self) -> bytes:
        """`extensions.cost` as JSON."""
        return (_COUNTED if self.bucket else _UNCOUNTED) % self[: 5 if self.bucket else 2]


_UNCOUNTED = b'{"requested":%d,"maximum":%d,"throttle":null}'
_COUNTED = b'{"requested":%d,"maximum":%d,"throttle":{"maximum":%d,"available":%d,"restoreRate":%d}}'


def caller_of(user_id: UUID | None, address: str) -> Caller:
    """Whose bucket it is. An IPv6 network of a site is one address: its users have as many as they like."""
    if user_id is not None:
        return user_id
    return _network(address) if ":" in address else address


@lru_cache(maxsize=1_000)
def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((int(known), 64), strict=False))


class Budgets:
    """The buckets. A bucket holds `size`, and `restored_per_s` comes back; with a size of 0 nobody counts."""

    def __init__(self, size: int, restored_per_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._rate = restored_per_s
        self._clock = clock
        self._users: OrderedDict[Caller, tuple[float, float]] = OrderedDict()
        self._addresses: OrderedDict[Caller, tuple[float, float]] = OrderedDict()

    def take(self, caller: Caller, amount: int) -> float:
        """What is left after it; where there is too little, nothing is taken, and it is by how much, below 0.

        Who asks for more than a bucket holds takes a full one.
        """
        buckets = self._users if isinstance(caller, UUID) else self._addresses
        now = self._clock()
        level, then = buckets.get(caller) or (self._size, now)
        level = min(self._size, level + (now - then) * self._rate)
        left = level - min(amount, self._size)
        buckets[caller] = (left if left >= 0 else level), now
        buckets.move_to_end(caller)
        if len(buckets) > CALLERS:
            buckets.popitem(last=False)
        return left

    def charge(self, caller: Caller, cost: int, maximum: int) -> Charge:
        """Takes the cost of an operation, where so much is there."""
        if not self._size:
            return Charge(cost, maximum)
        left, rate = self.take(caller, cost), int(self._rate)
        if left < 0:
            available = max(0, int(left) + min(cost, self._size))
            return Charge(cost, maximum, self._size, available, rate, ceil(-left / self._rate))
        return Charge(cost, maximum, self._size, int(left), rate)
