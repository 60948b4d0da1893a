"""How the world's rows are called, and when things happened in it: the same each time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from domain.ids import Kind, encode_id

NAMESPACE = UUID("5d9c7d1e-5f0e-4a52-9d8e-0f6c5a3b2a10")
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HARD = 'O\'Brien "said" \\n \u2028 \U0001f680 \u00e9\x7f\t</script>'
"""What breaks texts that are put together carelessly."""


def row_id(name: str) -> UUID:
    """The id of the row of that name."""
    return uuid5(NAMESPACE, name)


def global_id(kind: str, name: str) -> str:
    """The same as the wire has it, by the prefix of its kind."""
    return encode_id(Kind(kind), row_id(name))


def digest(number: int) -> str:
    """A digest like no other's."""
    return f"sha256:{number:064x}"


def at(hours: float) -> datetime:
    """A moment so long after the start."""
    return START + timedelta(hours=hours)
