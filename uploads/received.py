"""A file part as it arrived: spooled, measured and hashed on the way, never yet believed."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """The bytes of one upload. When `is_oversized` the rest was not read: `size` and `digest` say nothing then."""

    body: BinaryIO
    size: int
    digest: str
    file_name: str
    is_oversized: bool = False

    def __inspect__(self) -> str:
        """How GraphQL names it where another value was expected."""
        return "<a file, which only an Upload takes>"
