"""What the OCI registry keeps: manifests, what speaks of them, and uploads on their way in.

A chart's manifest is bound to a version with its present package and provenance: once these change it is nobody's.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import count_field, id_field, name_field, now_field, reference, text_field
from storage.tables.package import digest_reference


class OciManifest(SQLModel, table=True):
    """A version's manifest and config, as pushed byte for byte, or as written when first asked for."""

    __tablename__ = "oci_manifest"
    __table_args__ = (
        Index("oci_manifest_version_key", "version_id", unique=True),
        Index("oci_manifest_digest", "digest"),
        Index("oci_manifest_config", "config_digest"),
    )

    id: UUID = id_field()
    version_id: UUID = reference("version.id", index=False, ondelete="CASCADE")
    package_digest: str = text_field()
    provenance_digest: str | None = Field(default=None, sa_type=Text)
    digest: str = text_field()
    content: bytes = Field(sa_type=LargeBinary)
    config_digest: str = text_field()
    config: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = now_field()


class OciArtifact(SQLModel, table=True):
    """A manifest that speaks of a chart's: a signature, a bill of materials. It goes with its subject."""

    __tablename__ = "oci_artifact"
    __table_args__ = (Index("oci_artifact_key", "manifest_id", "digest", unique=True),)

    id: UUID = id_field()
    manifest_id: UUID = reference("oci_manifest.id", index=False, ondelete="CASCADE")
    digest: str = text_field()
    artifact_type: str = text_field()
    descriptor: bytes = Field(sa_type=LargeBinary)
    """How it is listed, as JSON."""
    content: bytes = Field(sa_type=LargeBinary)
    stored_bytes: int = Field(sa_type=BigInteger)
    """Of it and all that it is made of."""
    created_by: UUID | None = reference("app_user.id", nullable=True, index=False)
    created_at: datetime = now_field()


class OciArtifactBlob(SQLModel, table=True):
    """What an artifact is made of."""

    __tablename__ = "oci_artifact_blob"

    artifact_id: UUID = Field(sa_column=Column(ForeignKey("oci_artifact.id", ondelete="CASCADE"), primary_key=True))
    digest: str = Field(sa_column=Column(Text, ForeignKey("blob.digest"), primary_key=True, index=True))


class OciUpload(SQLModel, table=True):
    """A blob on its way in, of one user into one repository, which need not exist yet; `size` of it has come."""

    __tablename__ = "oci_upload"

    id: UUID = id_field()
    user_id: UUID = reference("app_user.id")
    workspace_id: UUID = reference("workspace.id")
    name: str = name_field()
    size: int = count_field()
    created_at: datetime = now_field(index=True)


class OciUploadPart(SQLModel, table=True):
    """A piece of an upload, kept as a blob, so that any process can go on with it."""

    __tablename__ = "oci_upload_part"

    upload_id: UUID = Field(sa_column=Column(ForeignKey("oci_upload.id", ondelete="CASCADE"), primary_key=True))
    start: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    size: int = Field(sa_type=BigInteger)
    digest: str = digest_reference("blob.digest")


class OciStaged(SQLModel, table=True):
    """A blob that a user has uploaded or mounted into a repository, and that no manifest has yet.

    None but that user has it; and of what was mounted, for as long as they see it in `source`, another repository.
    """

    __tablename__ = "oci_staged"

    user_id: UUID = Field(sa_column=Column(ForeignKey("app_user.id"), primary_key=True))
    workspace_id: UUID = Field(sa_column=Column(ForeignKey("workspace.id"), primary_key=True, index=True))
    name: str = Field(sa_column=Column(Text(collation="C"), primary_key=True))
    digest: str = Field(sa_column=Column(Text, ForeignKey("blob.digest"), primary_key=True, index=True))
    size: int = Field(sa_type=BigInteger)
    source: str | None = Field(default=None, sa_type=Text)
    """Where it was mounted from; None for what the user has sent."""
    created_at: datetime = now_field(index=True)
