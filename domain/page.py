"""One page of a connection as it was asked for (GraphQL Cursor Connections Specification)."""

from dataclasses import dataclass

from domain.errors import BadRequest

DEFAULT_PAGE = 20
MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Validated page arguments; cursors still opaque. At least one of first and last is set."""

    first: int | None
    last: int | None
    after: str | None
    before: str | None


def page_request(
    first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> PageRequest:
    """The page asked for; 20 first when neither size is given. BadRequest outside 0 to 100, naming the argument."""
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= MAX_PAGE:
            raise BadRequest(f"`{name}` is {size}; it takes 0 to {MAX_PAGE}.")
    if first is None and last is None:
        first = DEFAULT_PAGE
    return PageRequest(first, last, after or None, before or None)
