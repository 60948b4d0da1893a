"""The enums: those of the layers below, registered under the contract's names, and those that only clients use."""

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import TypeVar

import strawberry

from domain.errors import FaultCode
from domain.lifecycle import (
    ReviewPhaseName,
    ReviewPhaseState,
    ReviewState,
    TemplateAction,
    TemplateState,
    VersionAction,
    VersionState,
)
from domain.upstream import RepositoryKind, SyncState
from policies import rights
from policies.rights import Need
from policies.vocabulary import Permission, RoleScope

E = TypeVar("E", bound=type[Enum])
VALUE_NEEDS: dict[str, Mapping[str, Need]] = {}
"""What it takes for a value to be of use, by the enum's name; of no value that is missing, anything."""


def _register(
    cls: E,
    name: str | None = None,
    description: str | None = None,
    needs: Mapping[str, Need] = MappingProxyType({}),
    words: Mapping[str, str] = MappingProxyType({}),
) -> E:
    # Marks the enum for Strawberry; its values and its module stay as they are. `words` describe values by name.
    VALUE_NEEDS[name or cls.__name__] = needs
    marked = strawberry.enum(cls, name=name, description=description)
    for value in marked.__strawberry_definition__.values:  # type: ignore[attr-defined]  # what the marking adds
        value.description = words.get(value.name)
    return marked


# The store shows versions that are ACTIVE, and no others.
_register(VersionState, needs={state: rights.SEES_TEMPLATES for state in VersionState if state != VersionState.ACTIVE})
_register(VersionAction)
_register(TemplateState)
_register(TemplateAction, needs={action: rights.TEMPLATE_RIGHTS[action] for action in TemplateAction})
_register(ReviewPhaseName)
_register(ReviewPhaseState)
_register(ReviewState)
_register(RoleScope)
_register(
    Permission,
    description="What a role can allow. Held on the platform a permission reaches every workspace; "
    "held in a workspace, that one.",
)
_register(
    RepositoryKind,
    words={
        RepositoryKind.HELM: "A classic repository: an index.yaml over http or https.",
        RepositoryKind.S3: "A classic repository in a bucket: s3://endpoint/bucket/prefix.",
        RepositoryKind.OCI: "An OCI registry: oci://host/path.",
    },
)
_register(SyncState)
_READS_REPOSITORIES = rights.any_of(rights.CHECK_REPOSITORY, rights.MANAGE_REPOSITORY)
_STORES_PACKAGES = rights.any_of(rights.CREATE_TEMPLATE, rights.VERSION_RIGHTS[VersionAction.REPLACE_PACKAGE])
_HANDLES_PACKAGES = rights.any_of(rights.INSPECT_CHART, _STORES_PACKAGES)
_HANDLES_PICTURES = rights.any_of(rights.CREATE_TEMPLATE, rights.UPDATE_TEMPLATE)
_GRANTS = rights.any_of(
    rights.OWN_ACCOUNT, rights.MANAGE_USERS, rights.CREATE_ROLE, rights.UPDATE_ROLE, rights.MANAGE_MEMBER
)
UserErrorCode = _register(
    FaultCode,
    "UserErrorCode",
    needs={
        FaultCode.CHART_INVALID: _HANDLES_PACKAGES,
        FaultCode.IMAGE_INVALID: _HANDLES_PICTURES,
        FaultCode.TOO_LARGE: rights.any_of(_HANDLES_PACKAGES, _HANDLES_PICTURES),
        FaultCode.SELF_REVIEW: rights.DECIDE,
        FaultCode.ESCALATION: _GRANTS,
        FaultCode.PROVENANCE_INVALID: _STORES_PACKAGES,
        FaultCode.UNREACHABLE: rights.any_of(_READS_REPOSITORIES, rights.IMPORT_CHART),
        FaultCode.INDEX_INVALID: _READS_REPOSITORIES,
    },
)


@strawberry.enum
class OrderDirection(StrEnum):
    """Which end of the order comes first."""

    ASC = "ASC"
    DESC = "DESC"


@strawberry.enum
class WorkspaceOrderField(StrEnum):
    """By what workspaces are ordered."""

    NAME = "NAME"
    CREATED_AT = "CREATED_AT"


@strawberry.enum
class TemplateOrderField(StrEnum):
    """By what templates are ordered."""

    NAME = "NAME"
    CREATED_AT = "CREATED_AT"
    UPDATED_AT = "UPDATED_AT"


@strawberry.enum
class VersionOrderField(StrEnum):
    """By what versions are ordered; VERSION is SemVer precedence, then creation."""

    VERSION = "VERSION"
    CREATED_AT = "CREATED_AT"


@strawberry.enum
class StoreAppOrderField(StrEnum):
    """By what the store is ordered; DOWNLOADS moves on while one pages, as downloads are counted."""

    PUBLISHED_AT = "PUBLISHED_AT"
    NAME = "NAME"
    UPDATED_AT = "UPDATED_AT"
    DOWNLOADS = "DOWNLOADS"


@strawberry.enum
class ReviewOrderField(StrEnum):
    """By what reviews are ordered."""

    SUBMITTED_AT = "SUBMITTED_AT"
