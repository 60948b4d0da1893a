"""How much one operation may ask for, and how much one caller may spend. Knows neither documents nor rows.

docs/limits.md says what each bound guards; the operator sets them (server/settings.py).
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one server, in the order in which they are applied."""

    document_chars: int = 50_000
    """Of the document's text."""
    tokens: int = 4_000
    """Of its words and signs, comments apart."""
    depth: int = 20
    """Of fields in fields, however they are spread over fragments."""
    fields: int = 1_000
    """Of the operations, those of a fragment as often as it is spread."""
    aliases: int = 200
    """Likewise."""
    directives: int = 50
    """Likewise."""
    definitions: int = 100
    """Operations and fragments of a document."""
    inputs: int = 200
    """Arguments of one field, with the fields of their literals."""
    variables: int = 5_000
    """Values in the variables, of all lists and objects together."""
    cost: int = 100_000
    """Of one operation."""
    budget: int = 500_000
    """What a caller can spend at once; 0: nobody counts."""
    restored_per_s: int = 20_000
    """How fast it comes back."""


class TrustedOnly(Enum):
    """From whom only trusted documents are taken."""

    OFF = "off"
    BROWSERS = "browsers"
    EVERYONE = "everyone"

    def holds(self, *, is_browser: bool) -> bool:
        """Whether it concerns the one who asks."""
        return self is TrustedOnly.EVERYONE or (self is TrustedOnly.BROWSERS and is_browser)
