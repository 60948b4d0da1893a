"""Documents that clients have sent once and then name by their hash (automatic persisted queries).

Texts alone, for as long as there is room: what a caller may see is never kept with them. A caller admits a few at once
and then one now and then, and what nobody asks for by its hash makes room first, so that nobody pushes out the others'.
"""

from engine.cache import Cache
from schema.budgets import Budgets, Caller

AT_ONCE = 100
"""Documents that one caller may admit at once."""
PER_S = 0.1
LONGEST_CHARS = 20_000
FEWEST = 8
"""Fewer leave no room for what is new."""
MOST_CHARS = 4 * 1024 * 1024


class Persisted:
    """So many documents by the hex of their SHA-256."""

    def __init__(self, most: int) -> None:
        self.is_on = most > 0
        self._texts: Cache[str] = Cache(max(most, FEWEST), MOST_CHARS, len)
        self._admissions = Budgets(AT_ONCE, PER_S)

    def get(self, sha256: str) -> str | None:
        """The text."""
        return self._texts.get(sha256)

    def admit(self, sha256: str, text: str, caller: Caller) -> None:
        """Keeps a valid document whose hash has been verified, if its caller may have one kept now."""
        if not self.is_on or len(text) > LONGEST_CHARS or self._texts.holds(sha256):
            return
        if self._admissions.take(caller, 1) >= 0:
            self._texts.put(sha256, text)
