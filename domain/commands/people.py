"""Commands on people and their rights. Secrets stay out of every repr, and so out of logs and tracebacks."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Login:
    """A sign-in with a password."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """A new password for oneself, proved by the present one."""

    current_password: str = field(repr=False)
    new_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AssumeRole:
    """A session of one role alone, by its name: held on the platform, or in the workspace of that name."""

    role: str
    workspace: str | None = None


@dataclass(frozen=True, slots=True)
class CreateApiToken:
    """A long-lived credential. `permissions` None: all of the owner's; `workspace` None: everywhere; by name."""

    name: str
    permissions: tuple[str, ...] | None = None
    workspace: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CreateUser:
    """A new account; `platform_role` is a role's name."""

    username: str
    password: str = field(repr=False)
    email: str
    platform_role: str
    display_name: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateUser:
    """Changes to an account."""

    id: str
    display_name: str | None = None
    email: str | None = None
    password: str | None = field(default=None, repr=False)
    platform_role: str | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class CreateRole:
    """A custom role of the platform, or of the workspace of that name."""

    name: str
    permissions: tuple[str, ...]
    display_name: str | None = None
    description: str | None = None
    workspace: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateRole:
    """Changes to a custom role."""

    id: str
    display_name: str | None = None
    description: str | None = None
    permissions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CreateWorkspace:
    """A new tenant; `admin` is the username of its first workspace-admin, the caller when None."""

    name: str
    display_name: str | None = None
    description: str | None = None
    admin: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateWorkspace:
    """Changes to a tenant at a known revision."""

    id: str
    revision: int
    display_name: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class AddMember:
    """A user, by username, joins a workspace in a role, by name."""

    workspace: str
    username: str
    role: str


@dataclass(frozen=True, slots=True)
class UpdateMember:
    """Another role for a member."""

    id: str
    role: str
