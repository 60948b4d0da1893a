"""What a version's package holds: its bytes, its metadata, its texts and its files."""

from dataclasses import dataclass
from typing import Any

from resolvers.budget import show_json, shown_text
from resolvers.loading import fact
from services.call import Call
from storage.queries.packages import files_at, files_of, packages_by_digest
from storage.tables import Package, PackageFile, Version


@dataclass(frozen=True, slots=True)
class VersionPackage:
    """A package as that of a version, which is what a link to it stands and falls with."""

    version: Version
    package: Package

    @property
    def file_name(self) -> str:
        """As `helm package` names it."""
        return f"{self.package.chart_name}-{self.package.chart_version}.tgz"

    @property
    def size(self) -> int:
        """In bytes."""
        return self.package.size

    @property
    def digest(self) -> str:
        """sha256 of the bytes."""
        return self.package.digest


async def package(call: Call, root: Version) -> VersionPackage:
    """The package of the version."""
    return VersionPackage(root, await _package(call, root))


def download_url(call: Call, root: VersionPackage) -> str:
    """A time-limited link for this viewer."""
    suspended = root.version.state == "SUSPENDED"
    return call.links.package_url(root.version.id, root.digest, suspended, call.principal.user_id)


async def chart(call: Call, root: Version) -> Any:
    """Chart.yaml as read, in the contract's words."""
    found = await _package(call, root)
    return show_json(call, f"chart {found.digest}", found.chart)


async def readme(call: Call, root: Version) -> str | None:
    """The README, when there is one."""
    return await shown_text(call, (await _package(call, root)).readme_digest)


async def values(call: Call, root: Version) -> str | None:
    """values.yaml as text."""
    return await shown_text(call, (await _package(call, root)).values_digest)


async def values_schema(call: Call, root: Version) -> Any:
    """values.schema.json, when there is one."""
    found = await _package(call, root)
    return show_json(call, f"schema {found.digest}", found.values_schema)


async def files(call: Call, root: Version) -> list[PackageFile]:
    """Every file, by path."""
    return await fact(call, files_of, root.package_digest) or []


async def file(call: Call, root: Version, path: str) -> PackageFile | None:
    """The file at the path."""
    found: PackageFile | None = await fact(call, files_at, (root.package_digest, path))
    return found


async def text(call: Call, root: PackageFile) -> str | None:
    """The file's text; None when it is binary or large."""
    return await shown_text(call, root.text_digest, root.size)


async def _package(call: Call, version: Version) -> Package:
    found: Package = await fact(call, packages_by_digest, version.package_digest)
    return found
