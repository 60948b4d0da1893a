"""Removal of what nothing refers to. Never of what something refers to, or may be about to:

- an upload touches its blob's row, then writes the object, then refers to it; the sweep passes over rows touched
  within the grace period, and holds a row while it removes the object, so an upload of the same bytes waits;
- rows that an upload shares (packages, images, texts) are removed only under `SHARED_ROWS`, which uploads hold shared.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from storage.queries.rows import any_of
from storage.tables import (
    Blob,
    Image,
    OciArtifactBlob,
    OciStaged,
    OciUploadPart,
    Package,
    PackageFile,
    Provenance,
    StoreApp,
    StoreScreenshot,
    Template,
    TemplateScreenshot,
    TextBlob,
    Version,
)
from storage.transaction import Transaction

SHARED_ROWS = 0x63687377  # "chsw": the advisory lock between uploads (shared) and the sweep of rows (exclusive)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def hold_shared_rows(tx: Transaction) -> None:
    """Keeps the sweep from removing rows that this transaction is about to refer to."""
    await tx.execute(select(func.pg_advisory_xact_lock_shared(SHARED_ROWS)))


async def remove_rows(tx: Transaction, grace: timedelta) -> None:
    """Removes packages and images that nothing refers to, and then texts that no package has, nor a provenance."""
    await tx.execute(select(func.pg_advisory_xact_lock(SHARED_ROWS)))
    old = select(col(Blob.digest)).where(_is_old(grace))
    used_package = exists().where(col(Version.package_digest) == col(Package.digest))
    await tx.execute(delete(Package).where(col(Package.digest).in_(old), ~used_package))
    await tx.execute(delete(Image).where(col(Image.digest).in_(old), ~_image_is_used()))
    used_text = or_(
        exists().where(col(PackageFile.text_digest) == col(TextBlob.digest)),
        exists().where(col(Package.readme_digest) == col(TextBlob.digest)),
        exists().where(col(Package.values_digest) == col(TextBlob.digest)),
        exists().where(col(Provenance.text_digest) == col(TextBlob.digest)),
    )
    await tx.execute(delete(TextBlob).where(~used_text))


def _image_is_used() -> ColumnElement[bool]:
    references = (
        col(Template.icon_digest),
        col(TemplateScreenshot.image_digest),
        col(StoreApp.icon_digest),
        col(StoreScreenshot.image_digest),
    )
    return or_(*(exists().where(reference == col(Image.digest)) for reference in references))


async def unused_blobs(tx: Transaction, grace: timedelta) -> Sequence[str]:
    """The digests of blobs that no package or image has, and that no upload touched of late."""
    return (await tx.scalars(select(col(Blob.digest)).where(_is_unused(grace)))).all()


async def forget_blob(tx: Transaction, digest: str, grace: timedelta) -> bool:
    """Removes the blob's row when it still is unused, and holds it until the transaction ends; False otherwise."""
    removed = delete(Blob).where(col(Blob.digest) == digest, _is_unused(grace)).returning(col(Blob.digest))
    return (await tx.execute(removed)).scalar_one_or_none() is not None


async def known_among(tx: Transaction, digests: Sequence[str]) -> frozenset[str]:
    """Which of these have a row, in one statement however many they are."""
    return frozenset(await tx.scalars(select(col(Blob.digest)).where(any_of(col(Blob.digest), digests))))


async def adopt_stray(tx: Transaction, digest: str, size: int) -> None:
    """Gives an object without a row a row that is old, so that it is removed as every unused blob is."""
    row = insert(Blob).values(digest=digest, size=size, content_type="", touched_at=_LONG_AGO)
    await tx.execute(row.on_conflict_do_nothing())


def _is_old(grace: timedelta) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = col(Blob.touched_at) < func.now() - grace
    return clause


def _is_unused(grace: timedelta) -> ColumnElement[bool]:
    package = exists().where(col(Package.digest) == col(Blob.digest))
    image = exists().where(col(Image.digest) == col(Blob.digest))
    return _is_old(grace) & ~package & ~image & ~_is_in_registry()


def _is_in_registry() -> ColumnElement[bool]:
    """Whether an upload into the OCI registry is made of it, or was, or something that speaks of a manifest is."""
    references = (col(OciUploadPart.digest), col(OciStaged.digest), col(OciArtifactBlob.digest))
    return or_(*(exists().where(reference == col(Blob.digest)) for reference in references))
