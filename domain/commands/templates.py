"""Commands on templates and versions. Files come beside the command: bytes are no nouns."""

from dataclasses import dataclass

from domain.chart import Maintainer


@dataclass(frozen=True, slots=True)
class CreateTemplate:
    """A new template in a workspace (global id), from a package; what is None comes from Chart.yaml."""

    workspace: str
    display_name: str | None = None
    summary: str | None = None
    description: str | None = None
    home: str | None = None
    category: str | None = None
    version_description: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateTemplate:
    """Changes to the working copy; None leaves a field as it is."""

    id: str
    revision: int
    display_name: str | None = None
    summary: str | None = None
    description: str | None = None
    home: str | None = None
    keywords: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    maintainers: tuple[Maintainer, ...] | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class CreateVersion:
    """A new version of a template (global id), from a package."""

    template: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateVersion:
    """A new update log."""

    id: str
    revision: int
    description: str
