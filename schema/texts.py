"""Texts in arguments that no database can hold, refused before a statement is made of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.errors import BadRequest
from domain.texts import is_storable


def refuse_unstorable(arguments: Mapping[str, Any]) -> None:
    """Passes when every text among the arguments can be stored. BadRequest, naming the argument, for NUL and for half
    of a surrogate pair: PostgreSQL refuses the one and UTF-8 the other, and either would end the request's snapshot."""
    for name, value in arguments.items():
        if not all(map(is_storable, _texts(value))):
            raise BadRequest(f"`{name}` has a character that cannot be stored (NUL or half of a surrogate pair).")


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return (text for text in value if isinstance(text, str)) if isinstance(value, list) else ()
