"""Whether two servers said the same, each in its own schema's manner of speaking.

One normal form: moments in UTC, ids without our prefixes, cursors only as there or not, `{"nodes": [...]}` as the list,
and `a__b` (how a generated schema's flat column is aliased) as `{"a": {"b": ...}}`.
"""

import re
from datetime import UTC, datetime
from typing import Any

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})")
GLOBAL_ID = re.compile(r"[a-z]{3}_([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
CURSORS = frozenset({"startCursor", "endCursor", "cursor"})


class Different(RuntimeError):
    """Two servers answer differently; the message says which, to what and where."""


def compare(ours: Any, theirs: Any, who: str) -> None:
    """Passes when both answers are equal in normal form. Different names the first place where they are not."""
    fault = _fault(normal(ours), normal(theirs), "data")
    if fault:
        raise Different(f"{who}: {fault}")


def normal(value: Any, key: str = "") -> Any:
    """The value in normal form."""
    if isinstance(value, dict):
        fields = _unfolded({name: normal(each, name) for name, each in value.items()})
        return fields["nodes"] if set(fields) == {"nodes"} else fields
    if isinstance(value, list):
        return [normal(each) for each in value]
    if key in CURSORS:
        return bool(value)
    return _text(value) if isinstance(value, str) else value


def _unfolded(fields: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in fields.items():
        outer, folded, inner = name.partition("__")
        if folded and outer:
            found.setdefault(outer, {})[inner] = value
        else:
            found[name] = value
    return found


def _text(text: str) -> str:
    if MOMENT.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    named = GLOBAL_ID.fullmatch(text)
    return named[1] if named else text


def _fault(ours: Any, theirs: Any, place: str) -> str:
    """Where and how they differ; "" when they do not."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and set(ours) == set(theirs):
        return next((fault for name in ours if (fault := _fault(ours[name], theirs[name], f"{place}.{name}"))), "")
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return next((fault for at, (a, b) in pairs if (fault := _fault(a, b, f"{place}[{at}]"))), "")
    return "" if ours == theirs else f"at {place} we say {ours!r:.300}, it says {theirs!r:.300}"
