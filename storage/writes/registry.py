"""Changes to what the OCI registry keeps: manifests, artifacts, and uploads on their way in.

A blob is held by a row that refers to it (a part, a staged blob, an artifact's), which is written in the transaction in
which the blob's own row is known to be there: so the sweep never takes it away in between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from storage.tables import (
    Blob,
    OciArtifact,
    OciArtifactBlob,
    OciManifest,
    OciStaged,
    OciUpload,
    OciUploadPart,
    Version,
)
from storage.transaction import Transaction

UPLOADS = 0x6368756C  # "chul": the advisory lock on what one user has on its way in, with the user's hash beside it


@dataclass(frozen=True, slots=True)
class NewManifest:
    """A chart's manifest as it is to be kept."""

    package_digest: str
    provenance_digest: str | None
    digest: str
    content: bytes
    config_digest: str
    config: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """What a user has on its way in."""

    uploads: int
    stored_bytes: int


async def hold_pending(tx: Transaction, user_id: UUID, keep: timedelta) -> Pending:
    """What the user has on its way in, held until the transaction ends: their uploads are counted one by one."""
    await tx.execute(select(func.pg_advisory_xact_lock(UPLOADS, func.hashtext(str(user_id)))))
    fresh = func.now() - keep
    own = and_(col(OciUpload.user_id) == user_id, col(OciUpload.created_at) > fresh)
    uploads, coming = (await tx.execute(select(func.count(), _sum(OciUpload)).where(own))).one()
    own_staged = and_(col(OciStaged.user_id) == user_id, col(OciStaged.created_at) > fresh)
    staged = await tx.scalar(select(_sum(OciStaged)).where(own_staged))
    return Pending(uploads, int(coming) + int(staged or 0))


def _sum(model: type[OciUpload] | type[OciStaged]) -> ColumnElement[int]:
    return func.coalesce(func.sum(col(model.size)), 0)


async def add_upload(tx: Transaction, user_id: UUID, workspace_id: UUID, name: str) -> UUID:
    """The id of a new upload."""
    upload = OciUpload(user_id=user_id, workspace_id=workspace_id, name=name)
    tx.add(upload)
    await tx.flush()
    return upload.id


async def find_upload(
    tx: Transaction, user_id: UUID, workspace_id: UUID, name: str, upload_id: UUID, keep: timedelta
) -> OciUpload | None:
    """The user's upload into this repository, held until the transaction ends; None when there is none, or no more."""
    statement = (
        select(OciUpload)
        .where(
            col(OciUpload.id) == upload_id,
            col(OciUpload.user_id) == user_id,
            col(OciUpload.workspace_id) == workspace_id,
            col(OciUpload.name) == name,
            col(OciUpload.created_at) > func.now() - keep,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found: OciUpload | None = await tx.scalar(statement)
    return found


async def add_part(tx: Transaction, upload: OciUpload, digest: str, size: int) -> None:
    """Takes the next piece of a held upload."""
    part = {"upload_id": upload.id, "start": upload.size, "size": size, "digest": digest}
    await tx.execute(insert(OciUploadPart).values(part))
    await tx.execute(update(OciUpload).where(col(OciUpload.id) == upload.id).values(size=upload.size + size))


async def parts_of_upload(tx: Transaction, upload_id: UUID) -> Sequence[OciUploadPart]:
    """The pieces, in order."""
    statement = select(OciUploadPart).where(col(OciUploadPart.upload_id) == upload_id)
    return (await tx.scalars(statement.order_by(col(OciUploadPart.start)))).all()


async def end_upload(tx: Transaction, upload_id: UUID) -> bool:
    """Forgets the upload; False when it was forgotten already."""
    ended = delete(OciUpload).where(col(OciUpload.id) == upload_id).returning(col(OciUpload.id))
    return (await tx.execute(ended)).scalar_one_or_none() is not None


async def touch_kept_blob(tx: Transaction, digest: str) -> bool:
    """Keeps the sweep from a blob that is there; False when it is not, or is about to go."""
    touched = update(Blob).where(col(Blob.digest) == digest).values(touched_at=func.now())
    return (await tx.execute(touched.returning(col(Blob.digest)))).scalar_one_or_none() is not None


@dataclass(frozen=True, slots=True)
class NewStaged:
    """A blob that a user has in a repository now: sent, or mounted from `source`, another one's name."""

    digest: str
    size: int
    source: str | None = None


async def stage_blob(
    tx: Transaction, user_id: UUID, workspace_id: UUID, name: str, staged: NewStaged, keep: timedelta
) -> None:
    """Gives the user a blob in this repository, until a manifest has it or `keep` is over.

    What they have sent themselves and still have stays theirs when it is mounted too.
    """
    place = {"user_id": user_id, "workspace_id": workspace_id, "name": name, "digest": staged.digest}
    row = insert(OciStaged).values(**place, size=staged.size, source=staged.source)
    is_sent = and_(col(OciStaged.source).is_(None), col(OciStaged.created_at) > func.now() - keep)
    renewed = {"created_at": func.now(), "source": case((is_sent, None), else_=row.excluded.source)}
    await tx.execute(row.on_conflict_do_update(index_elements=list(place), set_=renewed))


async def unstage(tx: Transaction, user_id: UUID, workspace_id: UUID, name: str, digests: Iterable[str]) -> None:
    """Takes staged blobs away again, for something else has them now or needs them no more."""
    staged = delete(OciStaged).where(
        col(OciStaged.user_id) == user_id,
        col(OciStaged.workspace_id) == workspace_id,
        col(OciStaged.name) == name,
        col(OciStaged.digest).in_(sorted(digests)),
    )
    await tx.execute(staged)


async def keep_manifest(tx: Transaction, version_id: UUID, manifest: NewManifest) -> bool:
    """Keeps the version's manifest in the place of any other one; with another one goes what spoke of it.

    False, and nothing is kept, when the version has another package by now. It is held until the transaction ends.
    """
    if not await _hold_version(tx, version_id, manifest.package_digest):
        return False
    of_version = col(OciManifest.version_id) == version_id
    is_same = and_(col(OciManifest.digest) == manifest.digest, _fits(manifest))
    await tx.execute(delete(OciManifest).where(of_version, ~is_same))
    row = insert(OciManifest).values(version_id=version_id, **asdict(manifest))
    await tx.execute(row.on_conflict_do_nothing())
    return True


async def keep_first_manifest(tx: Transaction, version_id: UUID, manifest: NewManifest) -> tuple[str, bytes] | None:
    """The digest and bytes of the version's manifest: this one, unless there is one for the same package already.

    None when the version has another package by now.
    """
    if not await _hold_version(tx, version_id, manifest.package_digest):
        return None
    of_version = col(OciManifest.version_id) == version_id
    await tx.execute(delete(OciManifest).where(of_version, ~_fits(manifest)))
    row = insert(OciManifest).values(version_id=version_id, **asdict(manifest))
    await tx.execute(row.on_conflict_do_nothing())
    kept = await tx.execute(select(col(OciManifest.digest), col(OciManifest.content)).where(of_version))
    digest, content = kept.one()
    return digest, content


async def _hold_version(tx: Transaction, version_id: UUID, package_digest: str) -> bool:
    """Held as whoever changes it would: its package stays, and manifests of one version come one after the other."""
    held = select(col(Version.id)).where(
        col(Version.id) == version_id,
        col(Version.package_digest) == package_digest,
        col(Version.deleted_at).is_(None),
    )
    return (await tx.execute(held.with_for_update(key_share=True))).scalar_one_or_none() is not None


def _fits(manifest: NewManifest) -> ColumnElement[bool]:
    """Of the same package and provenance."""
    return and_(
        col(OciManifest.package_digest) == manifest.package_digest,
        col(OciManifest.provenance_digest).is_not_distinct_from(manifest.provenance_digest),
    )


@dataclass(frozen=True, slots=True)
class NewArtifact:
    """What speaks of a manifest, as it is to be kept."""

    digest: str
    artifact_type: str
    descriptor: bytes
    content: bytes
    stored_bytes: int


async def artifacts_so_far(tx: Transaction, manifest_id: UUID) -> dict[str, int]:
    """The sizes of what speaks of the manifest, by digest."""
    statement = select(col(OciArtifact.digest), col(OciArtifact.stored_bytes)).where(
        col(OciArtifact.manifest_id) == manifest_id
    )
    return dict((await tx.execute(statement)).all())


async def add_artifact(
    tx: Transaction, manifest_id: UUID, user_id: UUID, artifact: NewArtifact, blobs: Iterable[str]
) -> None:
    """Keeps the artifact with its blobs, which are there."""
    row = OciArtifact(manifest_id=manifest_id, created_by=user_id, **asdict(artifact))
    tx.add(row)
    await tx.flush()
    tx.add_all(OciArtifactBlob(artifact_id=row.id, digest=digest) for digest in sorted(blobs))


async def remove_artifact(tx: Transaction, manifest_id: UUID, digest: str) -> bool:
    """Removes what speaks of the manifest; False when there is none."""
    removed = delete(OciArtifact).where(col(OciArtifact.manifest_id) == manifest_id, col(OciArtifact.digest) == digest)
    return (await tx.execute(removed.returning(col(OciArtifact.id)))).scalar_one_or_none() is not None


async def forget_uploads(tx: Transaction, keep: timedelta) -> None:
    """Forgets uploads and staged blobs that are too old, and manifests of versions that are gone or have changed."""
    long_ago = func.now() - keep
    await tx.execute(delete(OciUpload).where(col(OciUpload.created_at) < long_ago))
    await tx.execute(delete(OciStaged).where(col(OciStaged.created_at) < long_ago))
    is_stale = or_(col(Version.deleted_at).is_not(None), col(Version.package_digest) != col(OciManifest.package_digest))
    stale = select(col(OciManifest.id)).join(Version, col(Version.id) == col(OciManifest.version_id)).where(is_stale)
    await tx.execute(delete(OciManifest).where(col(OciManifest.id).in_(stale)))
