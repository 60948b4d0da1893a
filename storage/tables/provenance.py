"""Who vouches for packages: a workspace's public keys, and the provenance that came with a version's package."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import id_field, name_field, now_field, reference, text_field, texts_field, time_field
from storage.tables.package import digest_reference


class SigningKey(SQLModel, table=True):
    """An OpenPGP public key that a workspace trusts for its packages."""

    __tablename__ = "signing_key"
    __table_args__ = (Index("signing_key_fingerprint_key", "workspace_id", "fingerprint", unique=True),)

    id: UUID = id_field()
    workspace_id: UUID = reference("workspace.id", index=False)
    fingerprint: str = name_field()
    owners: list[str] = texts_field()
    """The key's user ids, for people to read."""
    public_key: str = text_field()
    """ASCII-armoured."""
    expires_at: datetime | None = time_field()
    created_by: UUID | None = reference("app_user.id", nullable=True, index=False)
    created_at: datetime = now_field()


class Provenance(SQLModel, table=True):
    """The provenance file of a version's package. `signing_key_id` is the key by which all of it holds, if one does."""

    __tablename__ = "provenance"

    version_id: UUID = Field(sa_column=Column(ForeignKey("version.id", ondelete="CASCADE"), primary_key=True))
    workspace_id: UUID = reference("workspace.id")
    package_digest: str = text_field()
    text_digest: str = digest_reference("text_blob.digest")
    size: int = Field()
    signing_key_id: UUID | None = reference("signing_key.id", nullable=True, ondelete="SET NULL")
    fault: str | None = Field(default=None, sa_type=Text)
    """Why it is not believed, in words; NULL where it is."""
    created_at: datetime = now_field()
