"""Arguments that many lists share, checked and put into the form that queries take."""

from collections.abc import Iterable
from enum import Enum

from domain.errors import BadRequest
from domain.limits import MAX_SEARCH


def words_of(search: str | None) -> str | None:
    """The words to search for; None for blank. BadRequest over 200 characters."""
    if search is None or not search.strip():
        return None
    if len(search) > MAX_SEARCH:
        raise BadRequest(f"`search` has {len(search)} characters; at most {MAX_SEARCH} fit.")
    return search.strip()


def values_of(members: Iterable[Enum] | None) -> tuple[str, ...] | None:
    """The values of enum members as columns hold them, in one spelling however they were listed; None for no filter."""
    return None if members is None else tuple(sorted({str(member.value) for member in members}))
