"""Which texts can be kept at all."""


def is_storable(text: str) -> bool:
    """Whether it has neither NUL, which PostgreSQL refuses, nor half of a surrogate pair, which UTF-8 cannot hold."""
    return "\x00" not in text and (text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text))
