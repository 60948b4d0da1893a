"""The inputs of mutations, each of which converts itself to the command that services understand."""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import strawberry
from strawberry.file_uploads import Upload

from domain.chart import Maintainer
from domain.commands.categories import CreateCategory, UpdateCategory
from domain.commands.people import (
    AddMember,
    AssumeRole,
    ChangePassword,
    CreateApiToken,
    CreateRole,
    CreateUser,
    CreateWorkspace,
    Login,
    UpdateMember,
    UpdateRole,
    UpdateUser,
    UpdateWorkspace,
)
from domain.commands.repositories import AddRepository, CheckRepository, UpdateRepository
from domain.commands.signing_keys import AddSigningKey
from domain.commands.templates import CreateTemplate, CreateVersion, UpdateTemplate, UpdateVersion
from domain.upstream import RepositoryCredentials
from policies import rights
from policies.predicate import Thing
from policies.rights import Sees
from policies.vocabulary import Permission
from schema.bind import optional

Class = TypeVar("Class", bound=type)
UNSET: Any = strawberry.UNSET
"""The default of what may be left out: it prints none, and reads as None."""
PROVENANCE: Any = strawberry.field(default=UNSET, description="The package's .prov file, of at most 1 MiB.")


def _given(value: Any) -> Any:
    if value is strawberry.UNSET:
        return None
    if isinstance(value, list):
        return tuple(_given(item) for item in value)
    convert = getattr(value, "plain", None)
    return value if convert is None else convert()


def _command(source: Any, command: type) -> Any:
    names = [field.name for field in dataclasses.fields(command)]
    return command(**{name: _given(getattr(source, name)) for name in names})


def makes(command: type, *files: str, description: str | None = None) -> Callable[[Class], Class]:
    """Declares an input that becomes the command; with files, the tuple of the command and these."""

    def declare(cls: Class) -> Class:
        def plain(self: Any) -> Any:
            made = _command(self, command)
            return (made, *(_given(getattr(self, file)) for file in files)) if files else made

        cls.plain = plain  # type: ignore[attr-defined]  # what schema.bind calls
        return strawberry.input(cls, description=description)

    return declare


@makes(Login)
class LoginInput:
    username: str
    password: str


@makes(ChangePassword)
class ChangePasswordInput:
    current_password: str
    new_password: str


@makes(
    AssumeRole,
    description="role: the name of the viewer's platform role, or, with workspace, of the role held there.",
)
class AssumeRoleInput:
    role: str
    workspace: str | None = UNSET


@makes(
    CreateApiToken,
    description="permissions null: all of the viewer's; workspace null: everywhere the viewer may act.",
)
class CreateApiTokenInput:
    name: str
    permissions: list[Permission] | None = UNSET
    workspace: str | None = optional(Sees(Thing.WORKSPACE))
    expires_at: datetime | None = UNSET


@makes(CreateUser)
class CreateUserInput:
    username: str
    password: str
    email: str
    display_name: str | None = UNSET
    platform_role: str


@makes(UpdateUser)
class UpdateUserInput:
    id: strawberry.ID
    display_name: str | None = UNSET
    email: str | None = UNSET
    password: str | None = optional(rights.SET_PASSWORD)
    platform_role: str | None = optional(rights.MANAGE_USERS)
    disabled: bool | None = optional(rights.MANAGE_USERS)


@makes(CreateRole, description="workspace null: a platform role.")
class CreateRoleInput:
    name: str
    display_name: str | None = UNSET
    description: str | None = UNSET
    permissions: list[Permission]
    workspace: str | None = optional(Sees(Thing.WORKSPACE))


@makes(UpdateRole)
class UpdateRoleInput:
    id: strawberry.ID
    display_name: str | None = UNSET
    description: str | None = UNSET
    permissions: list[Permission] | None = UNSET


@makes(CreateWorkspace)
class CreateWorkspaceInput:
    name: str
    display_name: str | None = UNSET
    description: str | None = UNSET
    admin: str | None = strawberry.field(
        default=UNSET, description="Username of its first workspace-admin; the viewer when null."
    )


@makes(UpdateWorkspace)
class UpdateWorkspaceInput:
    id: strawberry.ID
    revision: int
    display_name: str | None = UNSET
    description: str | None = UNSET


@makes(AddMember)
class AddMemberInput:
    workspace: strawberry.ID
    username: str
    role: str


@makes(UpdateMember)
class UpdateMemberInput:
    id: strawberry.ID
    role: str


@makes(Maintainer)
class MaintainerInput:
    name: str
    email: str | None = UNSET
    url: str | None = UNSET


@makes(CreateTemplate, "package", "icon", "provenance")
class CreateTemplateInput:
    workspace: strawberry.ID
    package: Upload
    icon: Upload | None = UNSET
    provenance: Upload | None = PROVENANCE
    display_name: str | None = UNSET
    summary: str | None = UNSET
    description: str | None = UNSET
    home: str | None = UNSET
    category: str | None = UNSET
    version_description: str | None = UNSET


@makes(UpdateTemplate)
class UpdateTemplateInput:
    id: strawberry.ID
    revision: int
    display_name: str | None = UNSET
    summary: str | None = UNSET
    description: str | None = UNSET
    home: str | None = UNSET
    keywords: list[str] | None = UNSET
    sources: list[str] | None = UNSET
    maintainers: list[MaintainerInput] | None = UNSET
    category: str | None = UNSET


@makes(CreateVersion, "package", "provenance")
class CreateVersionInput:
    template: strawberry.ID
    package: Upload
    provenance: Upload | None = PROVENANCE
    description: str | None = UNSET


@makes(UpdateVersion)
class UpdateVersionInput:
    id: strawberry.ID
    revision: int
    description: str


@makes(AddSigningKey)
class AddSigningKeyInput:
    workspace: strawberry.ID
    public_key: str = strawberry.field(
        description="One OpenPGP public key, ASCII-armoured, of at most 64 KiB; never a private one."
    )


@makes(CreateCategory)
class CreateCategoryInput:
    name: str
    display_name: str | None = UNSET
    description: str | None = UNSET
    icon: str | None = UNSET


@makes(UpdateCategory)
class UpdateCategoryInput:
    id: strawberry.ID
    name: str | None = UNSET
    display_name: str | None = UNSET
    description: str | None = UNSET
    icon: str | None = UNSET


@makes(RepositoryCredentials, description="Write-only: no answer shows them.")
class RepositoryCredentialsInput:
    username: str | None = UNSET
    password: str | None = UNSET
    access_key_id: str | None = UNSET
    secret_access_key: str | None = UNSET
    ca_certificate: str | None = strawberry.field(default=UNSET, description="PEM, as the two below.")
    client_certificate: str | None = UNSET
    client_key: str | None = UNSET
    insecure_skip_tls_verify: bool = False


@makes(CheckRepository)
class CheckRepositoryInput:
    workspace: strawberry.ID
    url: str
    credentials: RepositoryCredentialsInput | None = UNSET


@makes(AddRepository)
class AddRepositoryInput:
    workspace: strawberry.ID
    name: str
    url: str = strawberry.field(
        description="https, http, s3://endpoint/bucket/prefix or oci://host/path; user:password@ becomes credentials."
    )
    description: str | None = UNSET
    credentials: RepositoryCredentialsInput | None = UNSET
    sync_period: int = strawberry.field(
        default=0, description="Seconds between syncs: 0 for on demand only, else 180 to 604800."
    )


@makes(UpdateRepository)
class UpdateRepositoryInput:
    id: strawberry.ID
    revision: int
    url: str | None = strawberry.field(
        default=UNSET, description="Another host needs credentials anew, or removeCredentials."
    )
    description: str | None = UNSET
    credentials: RepositoryCredentialsInput | None = strawberry.field(
        default=UNSET, description="In place of all that are stored."
    )
    remove_credentials: bool = False
    sync_period: int | None = UNSET
