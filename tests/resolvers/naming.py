"""When the small store began, and digests for its packages."""

from datetime import UTC, datetime

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def digest(number: int) -> str:
    """A digest like no other's."""
    return f"sha256:{number:064x}"
