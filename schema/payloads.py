"""What mutations answer: the object, or what to put right; never both."""

from datetime import datetime
from typing import Any

import strawberry

from domain.upstream import RepositoryKind
from schema.bind import column, object_type
from schema.enums import UserErrorCode
from schema.types.charts import ChartMetadata
from schema.types.members import Membership
from schema.types.provenance import SigningKey
from schema.types.repositories import HelmRepository
from schema.types.roles import Role
from schema.types.store import Category
from schema.types.templates import AppTemplate
from schema.types.users import User
from schema.types.versions import AppVersion
from schema.types.viewer import ApiToken, AssumedRole, Viewer
from schema.types.workspaces import Workspace


@object_type()
class UserError:
    """A `domain.errors.UserFault`."""

    code = column(UserErrorCode)
    message = column(str)
    path = column(
        list[str] | None,
        "The input field it is about, from the input's root; for a chart, the file in the package.",
    )


def _errors() -> Any:
    return column(list[UserError], "What the caller can put right; empty on success.")


@object_type()
class LoginPayload:
    """A session."""

    token = column(str | None)
    expires_at = column(datetime | None)
    viewer = column(Viewer | None)
    user_errors = _errors()


@object_type()
class ChangePasswordPayload:
    """Who changed it."""

    viewer = column(Viewer | None)
    user_errors = _errors()


@object_type()
class AssumeRolePayload:
    """A narrowed session."""

    token = column(str | None)
    expires_at = column(datetime | None)
    assumed_role = column(AssumedRole | None)
    user_errors = _errors()


@object_type("secret is shown this once.")
class CreateApiTokenPayload:
    """A new token."""

    secret = column(str | None)
    api_token = column(ApiToken | None)
    user_errors = _errors()


@object_type()
class RevokeApiTokenPayload:
    """Which token ended."""

    revoked_id = column(strawberry.ID | None)
    user_errors = _errors()


@object_type()
class UserPayload:
    """A user."""

    user = column(User | None)
    user_errors = _errors()


@object_type()
class RolePayload:
    """A role."""

    role = column(Role | None)
    user_errors = _errors()


@object_type()
class WorkspacePayload:
    """A workspace."""

    workspace = column(Workspace | None)
    user_errors = _errors()


@object_type()
class MembershipPayload:
    """A membership."""

    membership = column(Membership | None)
    user_errors = _errors()


@object_type()
class InspectChartPayload:
    """What a package holds."""

    chart = column(ChartMetadata | None)
    readme = column(str | None)
    values = column(str | None)
    size = column(int | None)
    digest = column(str | None)
    user_errors = _errors()


@object_type()
class TemplatePayload:
    """A template."""

    template = column(AppTemplate | None)
    user_errors = _errors()


@object_type()
class VersionPayload:
    """A version."""

    version = column(AppVersion | None)
    user_errors = _errors()


@object_type()
class SigningKeyPayload:
    """A signing key."""

    signing_key = column(SigningKey | None)
    user_errors = _errors()


@object_type()
class CategoryPayload:
    """A category."""

    category = column(Category | None)
    user_errors = _errors()


@object_type()
class CheckRepositoryPayload:
    """What a sync would find."""

    kind = column(RepositoryKind | None)
    chart_count = column(int | None)
    version_count = column(int | None)
    user_errors = _errors()


@object_type()
class RepositoryPayload:
    """A repository."""

    repository = column(HelmRepository | None)
    user_errors = _errors()


@object_type()
class ImportChartVersionPayload:
    """A version."""

    version = column(AppVersion | None)
    user_errors = _errors()


@object_type()
class DeletePayload:
    """What is gone."""

    deleted_id = column(strawberry.ID | None)
    user_errors = _errors()
