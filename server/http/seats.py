"""How much that lasts one user may have at once, or all anonymous callers from one address: connections, bodies."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from policies.principal import Principal


class Full(Exception):
    """There is no seat left; the message says for whom."""


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
            raise Full(f"there are {most} {whose} already")
        self._taken[who] += 1
        try:
            yield
        finally:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]
