"""Answers and statements as people can read and compare them, the same each time."""

import json
import re
from typing import Any

from tests.calls import SIGNING

_LINK = re.compile(r"http://store\.example/files/([A-Za-z0-9_-]+)")
_BREAKS = re.compile(r" (?=(?:FROM|WHERE|JOIN|ORDER BY|LIMIT|WHEN|ELSE|OR|AND) )|(?=\(SELECT )|\n")

_PICTURES = {code: 0x2400 + code for code in range(32) if code != ord("\n")}


def readable_answer(body: bytes | None, errors: list[Any]) -> str:
    """The answer with line breaks; cursors and links say what they hold, without signature and time."""
    answer = {} if body is None else json.loads(body)
    if errors:
        answer["errors"] = errors
    return json.dumps(_plain(answer), indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return _opened(value) if isinstance(value, str) else value


def _opened(text: str) -> str:
    cursor = SIGNING.open_cursor(text)
    if cursor is not None:
        return f"cursor {cursor.decode()}"
    return _LINK.sub(lambda found: _claim(found[1]), text)


def _claim(token: str) -> str:
    claim = SIGNING.open_link(token)
    assert claim is not None, "a link that the server has not signed"
    state = ", suspended" if claim.suspended else ""
    return f"link to {claim.digest} of {claim.owner_kind}_{claim.owner_id} for {claim.viewer_id}{state}"


def readable_sql(text: str) -> str:
    """The statement with a line for each clause; control characters are shown by their pictures."""
    lines = "\n".join(line.strip() for line in _BREAKS.split(text)) + "\n"
    return lines.translate(_PICTURES)
