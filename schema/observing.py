"""Who is told how operations were answered."""

from typing import Protocol


class Observer(Protocol):
    """Is told how operations were answered."""

    def answered(self, by: str) -> None:
        """By `compiled`; by `reference: ` and why (`unplanned`, `irregular`, `heavy`, `out of reach`, `failed`);
        or that it was `refused` or `throttled`."""

    def compared(self, *, equal: bool) -> None:
        """Both executors have answered a read."""


class Silent:
    """An observer that nobody listens to."""

    def answered(self, by: str) -> None:
        """Nothing."""

    def compared(self, *, equal: bool) -> None:
        """Nothing."""
