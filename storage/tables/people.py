"""Users, the roles that they hold, and their ways in: memberships, sessions, API tokens, failed sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import id_field, name_field, now_field, reference, text_field, texts_field, time_field

NARROWED = text("parent_id IS NOT NULL")


class Role(SQLModel, table=True):
    """A named set of permissions. Built-in rows mirror policies/roles.csv at each start and are never edited."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("workspace_id", "name", postgresql_nulls_not_distinct=True, name="role_name_key"),
        CheckConstraint("scope IN ('PLATFORM', 'WORKSPACE')", name="role_scope"),
    )

    id: UUID = id_field()
    workspace_id: UUID | None = reference("workspace.id", nullable=True)
    name: str = name_field()
    display_name: str = text_field()
    description: str = text_field()
    scope: str = text_field()
    builtin: bool = Field(default=False)
    permissions: list[str] = texts_field()
    created_at: datetime = now_field()


class User(SQLModel, table=True):
    """An account. `password_hash` is Argon2id in PHC form; NULL means that no password opens it."""

    __tablename__ = "app_user"
    __table_args__ = (UniqueConstraint("username", name="app_user_username_key"),)

    id: UUID = id_field()
    username: str = name_field()
    display_name: str = text_field()
    email: str = text_field()
    password_hash: str | None = Field(default=None, sa_type=Text)
    platform_role_id: UUID = reference("role.id")
    disabled: bool = Field(default=False)
    created_at: datetime = now_field()


class Membership(SQLModel, table=True):
    """A user's one role in a workspace."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("workspace_id", "user_id", name="membership_key"),
        Index("membership_page", "workspace_id", "created_at", "id"),
    )

    id: UUID = id_field()
    workspace_id: UUID = reference("workspace.id", index=False)
    user_id: UUID = reference("app_user.id")
    role_id: UUID = reference("role.id")
    created_at: datetime = now_field()


class Session(SQLModel, table=True):
    """A sign-in. The signed token names it; without its row the token opens nothing.

    One that is narrowed comes from another (`parent_id`), has one role alone, in a workspace or on the platform, and
    ends with either: a trigger ends it when its user no longer holds the role there.
    """

    __tablename__ = "session"
    __table_args__ = (
        Index(
            "session_narrowed_key",
            "parent_id",
            "role_id",
            "workspace_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=NARROWED,
        ),
        CheckConstraint("(parent_id IS NULL) = (role_id IS NULL)", name="session_narrowed"),
    )

    id: UUID = id_field()
    user_id: UUID = reference("app_user.id")
    parent_id: UUID | None = reference("session.id", nullable=True, index=False, ondelete="CASCADE")
    role_id: UUID | None = reference("role.id", nullable=True, ondelete="CASCADE")
    workspace_id: UUID | None = reference("workspace.id", nullable=True, ondelete="CASCADE")
    created_at: datetime = now_field()
    expires_at: datetime = now_field()


class ApiToken(SQLModel, table=True):
    """A long-lived credential, narrowed to permissions (NULL: all) and a workspace (NULL: everywhere)."""

    __tablename__ = "api_token"

    id: UUID = id_field()
    user_id: UUID = reference("app_user.id")
    name: str = text_field()
    prefix: str = text_field()
    secret_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    permissions: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text), nullable=True))
    workspace_id: UUID | None = reference("workspace.id", nullable=True)
    created_at: datetime = now_field()
    last_used_at: datetime | None = time_field()
    expires_at: datetime | None = time_field()


class SignInFailure(SQLModel, table=True):
    """Failed sign-ins against an account or from an address, in the present window; kept in no log of names."""

    __tablename__ = "sign_in_failure"

    key: str = Field(primary_key=True, sa_type=Text)
    failures: int = Field(default=0)
    window_ends_at: datetime = now_field(index=True)


class PolicyRevision(SQLModel, table=True):
    """One row: the number of the policy, which every change of rights raises in its own transaction (by trigger)."""

    __tablename__ = "policy_revision"
    __table_args__ = (CheckConstraint("id = 1", name="policy_revision_single"),)

    id: int = Field(default=1, primary_key=True)
    revision: int = Field(default=1, sa_type=BigInteger)
