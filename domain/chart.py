"""A chart as the store keeps it: what its package said, as plain values.

Owns the nouns only. Must not know archives, YAML or how any of it was checked: `uploads.chart` makes these.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

MAX_NAME_CHARACTERS = 250  # `helm create` refuses longer ones
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

JsonValue: TypeAlias = bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None


def is_chart_name(text: str) -> bool:
    """Whether a chart may be called so."""
    return len(text) <= MAX_NAME_CHARACTERS and _NAME.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Maintainer:
    name: str
    email: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ChartDependency:
    """A chart that this one declares to depend on; `version` may be a range."""

    name: str
    version: str
    repository: str | None
    condition: str | None
    tags: tuple[str, ...]
    alias: str | None


@dataclass(frozen=True, slots=True)
class ChartMetadata:
    """Chart.yaml. `version` is exactly as written, a leading v included.

    `lines` has where in the file the name and the version are, counted from 1.
    """

    api_version: str
    name: str
    version: str
    app_version: str | None
    kube_version: str | None
    type: str
    description: str | None
    home: str | None
    sources: tuple[str, ...]
    keywords: tuple[str, ...]
    maintainers: tuple[Maintainer, ...]
    icon: str | None
    deprecated: bool
    annotations: Mapping[str, str]
    dependencies: tuple[ChartDependency, ...]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A file by its path from the chart's root. `text` is None when it is not text or too long to show."""

    path: str
    size: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole package. `values` is values.yaml as text, empty when there is none."""

    metadata: ChartMetadata
    readme: str | None
    values: str
    values_schema: JsonValue
    files: tuple[ChartFile, ...]
