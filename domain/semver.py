"""Chart versions: which texts are one, and their order.

Owns the grammar (SemVer 2.0.0, with the leading v that Helm tolerates) and a text whose order is SemVer precedence, so
that a database can sort and page by it. Must not know ranges, which are Helm's business.
"""

import re

MAX_LENGTH = 256  # Helm refuses longer ones
MAX_NUMBER = 2**64 - 1  # Helm holds major, minor and patch in 64 bits

_NUMBER = r"(?:0|[1-9][0-9]*)"
_LABEL = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = re.compile(
    rf"v?(?P<core>{_NUMBER}\.{_NUMBER}\.{_NUMBER})"
    rf"(?:-(?P<pre>{_LABEL}(?:\.{_LABEL})*))?"
    r"(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


def is_version(text: str) -> bool:
    """Whether `text` is a chart version: SemVer 2.0.0 with an optional leading v, within what Helm can hold.

    Stricter than Helm, which also takes `1.2` and `01.2.3`: neither has a precedence by SemVer 2.0.0 section 11.
    """
    if len(text) > MAX_LENGTH:
        return False
    match = _VERSION.fullmatch(text)
    return match is not None and all(_fits(number) for number in match["core"].split("."))


def sort_key(version: str) -> str:
    """ASCII text whose byte order is SemVer precedence (2.0.0 section 11).

    The leading v and build metadata do not count, so equal precedence gives equal keys. Compare by bytes
    (COLLATE "C"). Numbers may be of any size. Raises ValueError for what is not SemVer.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ValueError(f"not a version: {version[:80]!r}")
    core = "".join(_number_key(number) for number in match["core"].split("."))
    if match["pre"] is None:
        return core + "1"
    # A release sorts after its pre-releases ("1" > "0"), and a list of labels ("0" ends it) before any longer one.
    return core + "0" + "".join(_label_key(label) for label in match["pre"].split(".")) + "0"


def _fits(number: str) -> bool:
    return len(number) <= 20 and int(number) <= MAX_NUMBER


def _label_key(label: str) -> str:
    if label.isdigit():
        return "1" + _number_key(label)
    return f"2{label}!"  # "!" sorts below every character of a label, so a label sorts before its own extensions


def _number_key(digits: str) -> str:
    """More digits, larger number; so the count of digits leads, and a letter counts the digits of that count."""
    count = str(len(digits))
    return chr(ord("a") + len(count) - 1) + count + digits
