"""The one stated normalisation under which the answers of both executors are equal, byte for byte.

JSON without insignificant white space, its keys in their order; and links, which hold the second of their signing,
without their tokens.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from schema.answers import write_json

_TOKEN = re.compile(rb"/files/[A-Za-z0-9_-]+")


def normal(answer: bytes | Mapping[str, Any]) -> bytes:
    """The answer in its normal form."""
    value = json.loads(answer) if isinstance(answer, bytes) else answer
    return _TOKEN.sub(b"/files/-", write_json(value))
