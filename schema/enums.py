"""The enums: those of the layers below, registered under the contract's names, and those that only clients use."""

from enum import Enum, StrEnum
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
from policies.vocabulary import Permission, RoleScope

E = TypeVar("E", bound=type[Enum])


def _register(cls: E, name: str | None = None, description: str | None = None) -> E:
    # Marks the enum for Strawberry; its values and its module stay as they are.
    return strawberry.enum(cls, name=name, description=description)


_register(VersionState)
_register(VersionAction)
_register(TemplateState)
_register(TemplateAction)
_register(ReviewPhaseName)
_register(ReviewPhaseState)
_register(ReviewState)
_register(RoleScope)
_register(
    Permission,
    description="What a role can allow. Held on the platform a permission reaches every workspace; "
    "held in a workspace, that one.",
)
UserErrorCode = _register(FaultCode, "UserErrorCode")


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
    """By what the store is ordered."""

    PUBLISHED_AT = "PUBLISHED_AT"
    NAME = "NAME"
    UPDATED_AT = "UPDATED_AT"


@strawberry.enum
class ReviewOrderField(StrEnum):
    """By what reviews are ordered."""

    SUBMITTED_AT = "SUBMITTED_AT"
