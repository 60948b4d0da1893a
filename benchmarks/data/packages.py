"""The rows of packages, their texts and images. A row refers to none but those before it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks.data.charts import PACKAGE_TYPE, Chart, File, Package, digest_of, packages_of

IMAGES = 60
READ = datetime(2023, 1, 1, 8, tzinfo=UTC)
Table = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]
"""Its name, its columns and its rows."""


def package_tables(charts: Sequence[Chart]) -> Iterator[Table]:
    """All that the store keeps of the charts' bytes, and of images that templates show."""
    packages = [package for chart in charts for package in packages_of(chart)]
    files = {package.digest: package.files() for package in packages}
    images = [(digest_of(f"image {number}"), "image/png", 2000 + number, 128, 128) for number in range(IMAGES)]
    blobs = [(package.digest, package.size, PACKAGE_TYPE) for package in packages]
    blobs += [(digest, size, kind) for digest, kind, size, *_ in images]
    yield "blob", ("digest", "size", "content_type"), blobs
    yield "image", ("digest", "content_type", "size", "width", "height"), images
    yield "image_no", ("no", "digest"), [(number, image[0]) for number, image in enumerate(images)]
    yield "text_blob", ("digest", "text"), list(_texts(files))
    yield "package", _PACKAGE, [_row(package, files[package.digest]) for package in packages]
    yield "package_file", ("package_digest", "path", "size", "text_digest"), list(_files(files))


_PACKAGE = (
    "digest",
    "size",
    "chart_name",
    "chart_version",
    "chart",
    "readme_digest",
    "values_digest",
    "created_at",
)


def _row(package: Package, files: Sequence[File]) -> tuple[Any, ...]:
    digests = {file.path: file.digest for file in files}
    texts = digests["README.md"], digests["values.yaml"]
    return package.digest, package.size, package.chart.name, package.version, package.metadata, *texts, READ


def _texts(files: Mapping[str, Sequence[File]]) -> Iterator[tuple[str, str]]:
    """Each once."""
    yield from {file.digest: file.text for found in files.values() for file in found}.items()


def _files(files: Mapping[str, Sequence[File]]) -> Iterator[tuple[Any, ...]]:
    for digest, found in files.items():
        for file in found:
            yield digest, file.path, len(file.text.encode()), file.digest
