"""How much a package may hold, and the count of what it has held so far.

One Meter serves a package and every package nested in it, so that nesting multiplies nothing.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class ChartLimits:
    """Helm's own limits (5 MiB a file, less than 100 MiB in all), and ours for what Helm does not bound."""

    max_entries: int = 10_000
    max_file_bytes: int = 5 * MIB
    max_total_bytes: int = 100 * MIB
    max_text_bytes: int = 256 * KIB  # a longer file is listed without its text
    max_document_bytes: int = MIB  # README and the files that are parsed
    max_kept_bytes: int = 16 * MIB  # all texts together
    max_parsed_bytes: int = 16 * MIB  # all files that are parsed, those of charts inside included
    max_folders: int = 10_000  # which paths imply, whether or not there are entries for them
    max_yaml_nodes: int = 200_000
    max_schema_nodes: int = 25_000  # those of the newer dialects count for more; see uploads.schema
    max_depth: int = 64  # of YAML; JSON may nest twice as deep
    max_nested_packages: int = 4  # a package in a package in ...
    max_faults: int = 100


class OverLimit(Exception):
    """A limit of the package is passed."""


@dataclass(slots=True)
class Meter:
    """Counts against the limits; each method raises OverLimit when its own is passed."""

    limits: ChartLimits
    entries: int = 0
    content_bytes: int = 0
    inflated_bytes: int = 0
    kept_bytes: int = 0
    parsed_bytes: int = 0
    folders: int = 0
    yaml_nodes: int = 0
    schema_nodes: int = 0

    def entry(self) -> None:
        self.entries += 1
        if self.entries > self.limits.max_entries:
            raise OverLimit(f"the package has more than {self.limits.max_entries} entries; leave some out")

    def content(self, size: int) -> None:
        """Helm refuses exactly the total, too."""
        self.content_bytes += size
        if self.content_bytes >= self.limits.max_total_bytes:
            raise OverLimit(f"the package must inflate to less than {self.limits.max_total_bytes} bytes in all")

    def inflated(self, size: int) -> None:
        """Everything that comes out of gzip, headers and padding included, whatever any header claims."""
        self.inflated_bytes += size
        if self.inflated_bytes > self.limits.max_total_bytes + MIB + 2 * KIB * self.limits.max_entries:
            raise OverLimit(f"the package must inflate to less than {self.limits.max_total_bytes} bytes in all")

    def kept(self, size: int) -> None:
        self.kept_bytes += size
        if self.kept_bytes > self.limits.max_kept_bytes:
            raise OverLimit(f"the package's text files must stay within {self.limits.max_kept_bytes} bytes in all")

    def parsed(self, size: int) -> None:
        self.parsed_bytes += size
        if self.parsed_bytes > self.limits.max_parsed_bytes:
            limit = self.limits.max_parsed_bytes
            raise OverLimit(f"the package's YAML and JSON files that are read must stay within {limit} bytes in all")

    def folder(self) -> None:
        self.folders += 1
        if self.folders > self.limits.max_folders:
            raise OverLimit(f"the package has more than {self.limits.max_folders} folders; leave some out")

    def yaml_node(self) -> None:
        self.yaml_nodes += 1
        if self.yaml_nodes > self.limits.max_yaml_nodes:
            raise OverLimit(f"the package's YAML has more than {self.limits.max_yaml_nodes} nodes")

    def schema_node(self, count: int = 1) -> None:
        self.schema_nodes += count
        if self.schema_nodes > self.limits.max_schema_nodes:
            limit = self.limits.max_schema_nodes
            raise OverLimit(f"the package's JSON Schemas have more than {limit} nodes, counted by their cost")
