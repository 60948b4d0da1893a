"""What a plain YAML scalar means to Helm, and what becomes of it where Helm wants text.

Helm reads YAML with Go's yaml.v2 (YAML 1.1 with some of its oddities left out), turns it to JSON, and writes numbers
and booleans as text where a field is text: `appVersion: 1.10` is "1.1". Owns exactly that; must not know documents.
"""

import re
from typing import TypeAlias

Scalar: TypeAlias = bool | int | float | str | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_INTEGERS = (
    (re.compile(r"[-+]?0[xX][0-9a-fA-F]+"), 16),
    (re.compile(r"[-+]?0[bB][01]+"), 2),
    (re.compile(r"[-+]?0[oO]?[0-7]+"), 8),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]*)"), 10),
)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_MAX_DIGITS = 64  # no number of 64 bits needs more; a longer one is compared as a float
_UINT64 = 2**64


def plain_value(text: str) -> Scalar:
    """The value of a plain (unquoted, untagged) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if not text or text[0] not in "+-.0123456789":
        return text
    digits = text.replace("_", "")
    integer = _integer(digits)
    if integer is not None:
        return integer
    return _float(digits, text)


def as_text(value: bool | int | float | str) -> str | None:
    """The text that Helm puts where a text is wanted; None for a number that it would garble."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _float_text(value) if isinstance(value, float) else str(value)


def _integer(digits: str) -> int | None:
    if len(digits) > _MAX_DIGITS:
        return None
    for pattern, base in _INTEGERS:
        if pattern.fullmatch(digits):
            value = int(re.sub(r"0[xXbBoO]", "", digits, count=1), base)
            return value if -_UINT64 // 2 <= value < _UINT64 else None
    return None


def _float(digits: str, text: str) -> float | str:
    if _FLOAT.fullmatch(digits) is None:
        return text
    value = float(digits)
    return text if value in (float("inf"), float("-inf")) else value


def _float_text(value: float) -> str | None:
    """Helm prints a float of 32 bits: as written up to six digits, and beyond that something else."""
    text = repr(value).removesuffix(".0")
    is_faithful = len(text.strip("-0.").replace(".", "")) <= 6 and (value == 0 or 1e-4 <= abs(value) < 1e6)
    return text if is_faithful else None
