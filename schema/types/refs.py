"""Names of types for the fields that point backwards: the graph has cycles, and imports have none."""

from typing import Any

from strawberry.types.lazy_type import LazyType


def _ref(name: str, module: str) -> Any:
    return LazyType(name, f"schema.types.{module}")


AppTemplate = _ref("AppTemplate", "templates")
AppVersion = _ref("AppVersion", "versions")
AuditEvent = _ref("AuditEvent", "audit")
Category = _ref("Category", "store")
HelmRepository = _ref("HelmRepository", "repositories")
Membership = _ref("Membership", "members")
Review = _ref("Review", "reviews")
Role = _ref("Role", "roles")
SigningKey = _ref("SigningKey", "provenance")
StoreApp = _ref("StoreApp", "store")
User = _ref("User", "users")
Workspace = _ref("Workspace", "workspaces")
