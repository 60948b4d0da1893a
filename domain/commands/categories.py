"""Commands on categories."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CreateCategory:
    """A new shelf."""

    name: str
    display_name: str | None = None
    description: str | None = None
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateCategory:
    """Changes to a shelf."""

    id: str
    name: str | None = None
    display_name: str | None = None
    description: str | None = None
    icon: str | None = None
