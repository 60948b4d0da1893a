"""Rows of uploaded bytes. A blob's row is touched before its object is written: see storage.writes.sweep."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from domain.chart import Chart, ChartMetadata, Maintainer
from domain.digests import digest_of
from storage.tables import Blob, Image, Package, PackageFile, TextBlob
from storage.transaction import Transaction
from storage.writes.sweep import hold_shared_rows


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A re-encoded image to be kept."""

    digest: str
    content_type: str
    size: int
    width: int
    height: int


async def touch_blob(tx: Transaction, digest: str, size: int, content_type: str) -> None:
    """Notes that an object is about to be written, which keeps the sweep away from it for a while."""
    row = insert(Blob).values(digest=digest, size=size, content_type=content_type)
    await tx.execute(row.on_conflict_do_update(index_elements=["digest"], set_={"touched_at": func.now()}))


async def keep_package(tx: Transaction, digest: str, size: int, chart: Chart) -> None:
    """Keeps what was read of a package, unless it is kept already; equal texts once."""
    await hold_shared_rows(tx)
    texts = {digest_of(file.text.encode()): file.text for file in chart.files if file.text is not None}
    values_digest = digest_of(chart.values.encode())
    texts[values_digest] = chart.values
    if chart.readme is not None:
        texts[digest_of(chart.readme.encode())] = chart.readme
    # In order of the key, so that two uploads that share texts wait for each other and never lock up.
    await _insert(tx, TextBlob, ({"digest": key, "text": texts[key]} for key in sorted(texts)))
    package = {
        "digest": digest,
        "size": size,
        "chart_name": chart.metadata.name,
        "chart_version": chart.metadata.version,
        "chart": chart_document(chart.metadata),
        "readme_digest": None if chart.readme is None else digest_of(chart.readme.encode()),
        "values_digest": values_digest,
        "values_schema": chart.values_schema,
    }
    await _insert(tx, Package, [package])
    files = (
        {
            "package_digest": digest,
            "path": file.path,
            "size": file.size,
            "text_digest": None if file.text is None else digest_of(file.text.encode()),
        }
        for file in sorted(chart.files, key=lambda file: file.path)
    )
    await _insert(tx, PackageFile, files)


async def keep_image(tx: Transaction, image: ImageRow) -> None:
    """Keeps an image's row, unless it is kept already."""
    await hold_shared_rows(tx)
    await _insert(tx, Image, [asdict(image)])


async def _insert(tx: Transaction, model: Any, rows: Iterable[Mapping[str, object]]) -> None:
    found = [dict(row) for row in rows]
    if found:
        await tx.execute(insert(model).on_conflict_do_nothing(), found)


def maintainer_document(person: Maintainer) -> dict[str, str | None]:
    """A maintainer under the contract's field names, of a chart and of a template alike."""
    return asdict(person)


def chart_document(metadata: ChartMetadata) -> dict[str, object]:
    """Chart.yaml's content under the contract's field names, as it is kept and served."""
    return {
        "apiVersion": metadata.api_version,
        "name": metadata.name,
        "version": metadata.version,
        "appVersion": metadata.app_version,
        "kubeVersion": metadata.kube_version,
        "type": metadata.type,
        "description": metadata.description,
        "home": metadata.home,
        "sources": list(metadata.sources),
        "keywords": list(metadata.keywords),
        "maintainers": [maintainer_document(person) for person in metadata.maintainers],
        "icon": metadata.icon,
        "deprecated": metadata.deprecated,
        "annotations": dict(metadata.annotations),
        "dependencies": [{**asdict(dependency), "tags": list(dependency.tags)} for dependency in metadata.dependencies],
    }
