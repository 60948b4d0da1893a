"""Who is who at an OpenID provider, and the sign-ins there that have come back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import id_field, name_field, now_field, reference


class Identity(SQLModel, table=True):
    """A person of a provider (OpenID Connect Core 1.0, 2: `iss` and `sub`) and the user whom they are here."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="identity_key"),)

    id: UUID = id_field()
    issuer: str = name_field()
    subject: str = name_field()
    user_id: UUID = reference("app_user.id")
    created_at: datetime = now_field()


class UsedSignIn(SQLModel, table=True):
    """A sign-in that came back from the provider: until it would have expired anyway, it cannot come back again."""

    __tablename__ = "used_sign_in"

    id: UUID = Field(primary_key=True)
    expires_at: datetime = now_field(index=True)
