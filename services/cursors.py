"""What a cursor holds: the tag of its list and the keys of its row, as one JSON text, the same from every executor.

The text is signed by `Links`, so its keys are of the types of its list whenever the tag is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from domain.texts import time_text
from services.call import Links

MAX_CURSOR_CHARS = 1024


class KeyType(Enum):
    """The types of keys that lists are ordered by, as PostgreSQL names them."""

    TEXT = "text"
    MOMENT = "timestamptz"
    NUMBER = "integer"
    COUNT = "bigint"
    ID = "uuid"


_READ: Mapping[KeyType, Callable[[Any], Any]] = {
    KeyType.TEXT: str,
    KeyType.MOMENT: datetime.fromisoformat,
    KeyType.NUMBER: int,
    KeyType.COUNT: int,
    KeyType.ID: UUID,
}


def cursor_payload(tag: str, values: Sequence[Any]) -> bytes:
    """The JSON text that is signed: `["tag","key",…]`, without spaces, moments with six digits of the second."""
    return json.dumps([tag, *map(_write, values)], ensure_ascii=False, separators=(",", ":")).encode()


def _write(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_text(value)
    return str(value) if isinstance(value, UUID) else value


def read_cursor(links: Links, tag: str, types: Sequence[KeyType], cursor: str) -> tuple[Any, ...] | None:
    """The keys in a cursor of the list with this tag; None for any other text."""
    payload = links.open_cursor(cursor) if len(cursor) <= MAX_CURSOR_CHARS else None
    if payload is None:
        return None
    parts = json.loads(payload)
    if parts[0] != tag:
        return None
    return tuple(_READ[key](part) for key, part in zip(types, parts[1:], strict=True))
