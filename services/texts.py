"""Checks of texts and names that people send; every fault is collected, so that all are told at once."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from domain.errors import FaultCode, Rejected, UserFault

DISPLAY_NAME_LIMIT = 100
DESCRIPTION_LIMIT = 1000
DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
USERNAME = re.compile(r"[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?")
# Controls but tab and line feed; half surrogates; and the marks that make text read other than it is stored.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Described(Protocol):
    """What people name and describe in their words."""

    display_name: str
    description: str


@dataclass(slots=True)
class Checks:
    """Collects faults; `done` raises them together."""

    faults: list[UserFault] = field(default_factory=list)

    def fault(self, code: FaultCode, message: str, *path: str) -> None:
        """Notes a fault."""
        self.faults.append(UserFault(code, message, path or None))

    def done(self) -> None:
        """Raises Rejected when anything was noted."""
        if self.faults:
            raise Rejected(self.faults)

    def text(self, value: str, limit: int, *path: str, required: bool = False, lines: bool = True) -> str:
        """The text in NFC; notes one that is missing, over `limit` characters, or holds what cannot be shown."""
        clean = unicodedata.normalize("NFC", value)
        if required and not clean.strip():
            self.fault(FaultCode.REQUIRED, f"{path[-1]} must not be empty.", *path)
        if len(clean) > limit:
            self.fault(FaultCode.TOO_LONG, f"{path[-1]} has {len(clean)} characters; at most {limit} fit.", *path)
        if _UNSAFE.search(clean) or (not lines and "\n" in clean):
            self.fault(FaultCode.INVALID, f"{path[-1]} has a control or direction character; remove it.", *path)
        return clean

    def describe(self, row: Described, display_name: str | None, description: str | None) -> None:
        """Gives the row what is not None."""
        if display_name is not None:
            row.display_name = self.text(display_name, DISPLAY_NAME_LIMIT, "displayName", lines=False)
        if description is not None:
            row.description = self.text(description, DESCRIPTION_LIMIT, "description")

    def name(self, value: str, pattern: re.Pattern[str], rule: str, *path: str) -> str:
        """The name as given; notes one that does not fit the pattern, with the rule in words."""
        if not value:
            self.fault(FaultCode.REQUIRED, f"{path[-1]} must not be empty.", *path)
        elif not pattern.fullmatch(value):
            self.fault(FaultCode.INVALID, f"{path[-1]} must be {rule}.", *path)
        return value

    def url(self, value: str, *path: str) -> str:
        """The URL; notes one that is neither empty nor http(s), so that no script or local file hides in a link."""
        clean = self.text(value, 2000, *path, lines=False).strip()
        if clean and not _is_web_url(clean):
            self.fault(FaultCode.INVALID, f"{path[-1]} must be an http:// or https:// URL.", *path)
        return clean


def _is_web_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


DNS_LABEL_RULE = "a DNS label: 1 to 63 of a-z, 0-9 and -, beginning and ending with a letter or digit"
USERNAME_RULE = "1 to 63 of a-z, 0-9, - _ and ., beginning and ending with a letter or digit"
