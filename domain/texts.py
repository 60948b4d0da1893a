"""Which texts can be kept at all, and how a moment is written as one."""

from datetime import UTC, datetime


def is_storable(text: str) -> bool:
    """Whether it has neither NUL, which PostgreSQL refuses, nor half of a surrogate pair, which UTF-8 cannot hold."""
    return "\x00" not in text and (text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text))


def time_text(value: datetime) -> str:
    """RFC 3339 in UTC with six digits of the second, always: `2026-11-22T12:00:00.000000Z`.

    One without a zone is in UTC too: the database's driver gives the last moment so, for which it has no other form.
    """
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
