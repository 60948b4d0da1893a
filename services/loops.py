"""What bounds work belongs to the event loop that does it: made there when it is first needed."""

from collections.abc import Callable
from typing import TypeVar

from anyio.lowlevel import RunVar

T = TypeVar("T")


def of_this_loop(variable: RunVar[T], make: Callable[[], T]) -> T:
    """The loop's own."""
    try:
        return variable.get()
    except LookupError:
        variable.set(made := make())
        return made
