"""What is kept of packages: as read, their files, their texts; and images. Reached from rows that the caller sees."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select, tuple_
from sqlmodel import col

from storage.queries.rows import any_of, pairs_of
from storage.tables import Image, Package, PackageFile, TextBlob
from storage.transaction import Transaction


async def packages_by_digest(session: Transaction, digests: Sequence[str]) -> Mapping[str, Package]:
    """The packages, by digest."""
    rows = await session.scalars(select(Package).where(any_of(col(Package.digest), digests)))
    return {row.digest: row for row in rows}


async def texts_by_digest(session: Transaction, digests: Sequence[str]) -> Mapping[str, str]:
    """The texts, by digest."""
    rows = await session.execute(
        select(col(TextBlob.digest), col(TextBlob.text)).where(any_of(col(TextBlob.digest), digests))
    )
    return dict(rows.all())


async def files_of(session: Transaction, digests: Sequence[str]) -> Mapping[str, list[PackageFile]]:
    """The files of each package, by path."""
    statement = select(PackageFile).where(any_of(col(PackageFile.package_digest), digests))
    found = defaultdict(list)
    for row in await session.scalars(statement.order_by(col(PackageFile.package_digest), col(PackageFile.path))):
        found[row.package_digest].append(row)
    return found


async def files_at(session: Transaction, places: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], PackageFile]:
    """The file for each pair of a package's digest and a path."""
    package, path = col(PackageFile.package_digest), col(PackageFile.path)
    rows = await session.scalars(select(PackageFile).where(tuple_(package, path).in_(pairs_of(package, path, places))))
    return {(row.package_digest, row.path): row for row in rows}


async def images_by_digest(session: Transaction, digests: Sequence[str]) -> Mapping[str, Image]:
    """The images, by digest."""
    rows = await session.scalars(select(Image).where(any_of(col(Image.digest), digests)))
    return {row.digest: row for row in rows}
