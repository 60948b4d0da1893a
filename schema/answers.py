"""An answer's JSON, and its size before it is written: its values are held once and may be shown many times."""

import json
from collections.abc import Mapping
from typing import Any

MAX_ANSWER_BYTES = 32 * 1024 * 1024
PUNCTUATION = 8  # what a value takes beside itself: quotes, a comma, or its digits
BYTES_A_CHARACTER = 4


def is_too_large(data: Mapping[str, Any] | None) -> bool:
    """Whether the data would take more than MAX_ANSWER_BYTES, about. Stops measuring there."""
    left = MAX_ANSWER_BYTES
    waiting: list[Any] = [data]
    while waiting:
        value = waiting.pop()
        left -= PUNCTUATION
        if isinstance(value, str):
            left -= len(value) if value.isascii() else BYTES_A_CHARACTER * len(value)
        elif isinstance(value, Mapping):
            left -= sum(map(len, value))
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
        if left < 0:
            return True
    return False


def write_json(value: Any) -> bytes:
    """JSON in UTF-8 without white space. Half surrogates, which UTF-8 cannot hold, stay escaped.

    ValueError for NaN and infinities.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
