"""What callers may spend: a bucket for each, which every operation empties by its cost and time fills again.

Of this process alone, in memory, and of so many callers: who has not asked for longest is forgotten first. Users and
addresses are kept apart, so that no crowd of strangers makes a user's bucket full again. Knows no operations.
"""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from domain.addresses import party_of

CALLERS = 10_000
"""Of each kind."""
NOTED_EVERY_S = 1.0
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
        requested, maximum, bucket, available, restored, _ = self
        cost = f'{{"requested":{requested},"maximum":{maximum},"throttle":'
        if not bucket:
            return f"{cost}null}}".encode()
        return f'{cost}{{"maximum":{bucket},"available":{available},"restoreRate":{restored}}}}}'.encode()


def caller_of(user_id: UUID | None, address: str) -> Caller:
    """Whose bucket it is. An IPv6 network of a site is one address: its users have as many as they like."""
    return party_of(address) if user_id is None else user_id


class _Bucket:
    """What one caller has left, as of when; and when it was last put among those in use."""

    __slots__ = ("as_of", "left", "used_at")

    def __init__(self, left: float, now: float) -> None:
        self.left = left
        self.as_of = self.used_at = now


class Budgets:
    """The buckets. A bucket holds `size`, and `restored_per_s` comes back; with a size of 0 nobody counts."""

    def __init__(self, size: int, restored_per_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._size = size
        self._rate = restored_per_s
        self._clock = clock
        self._users: OrderedDict[Caller, _Bucket] = OrderedDict()
        self._addresses: OrderedDict[Caller, _Bucket] = OrderedDict()

    def take(self, caller: Caller, amount: int) -> float:
        """What is left after it; where there is too little, nothing is taken, and it is by how much, below 0.

        Who asks for more than a bucket holds takes a full one.
        """
        now, size = self._clock(), self._size
        bucket = self._bucket(caller, now)
        level = bucket.left + (now - bucket.as_of) * self._rate
        if level > size:
            level = size
        left = level - (amount if amount < size else size)
        bucket.left = level if left < 0 else left
        bucket.as_of = now
        return left

    def drain(self, caller: Caller, amount: int) -> None:
        """Takes so much, or what there is."""
        if self._size and amount and self.take(caller, amount) < 0:
            self._bucket(caller, self._clock()).left = 0

    def emptied(self, caller: Caller, maximum: int) -> Charge | None:
        """The charge of a caller whose bucket is empty; None for others."""
        if not self._size or self.take(caller, 0) >= 1:
            return None
        return Charge(0, maximum, self._size, 0, int(self._rate), ceil(1 / self._rate))

    def _bucket(self, caller: Caller, now: float) -> _Bucket:
        """The caller's bucket. That it is in use is noted once a second: looking a user up takes half of the time."""
        buckets = self._addresses if type(caller) is str else self._users
        bucket = buckets.get(caller)
        if bucket is None:
            bucket = buckets[caller] = _Bucket(self._size, now)
            if len(buckets) > CALLERS:
                buckets.popitem(last=False)
        elif now - bucket.used_at > NOTED_EVERY_S:
            bucket.used_at = now
            buckets.move_to_end(caller)
        return bucket

    def charge(self, caller: Caller, cost: int, maximum: int) -> Charge:
        """Takes the cost of an operation, where so much is there."""
        size = self._size
        if not size:
            return Charge(cost, maximum)
        left = self.take(caller, cost)
        if left < 0:
            available = max(0, int(left) + min(cost, size))
            return Charge(cost, maximum, size, available, int(self._rate), ceil(-left / self._rate))
        return Charge(cost, maximum, size, int(left), int(self._rate))
