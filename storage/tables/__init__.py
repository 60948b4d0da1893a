"""The tables, one class each; `METADATA` is all of them."""

from sqlmodel import SQLModel

from storage.tables.category import UNCATEGORIZED, Category
from storage.tables.change import VersionChange, VersionChangeHead
from storage.tables.identity import Identity, UsedSignIn
from storage.tables.package import Blob, Image, Package, PackageFile, TextBlob
from storage.tables.people import ApiToken, Membership, PolicyRevision, Role, Session, SignInFailure, User
from storage.tables.provenance import Provenance, SigningKey
from storage.tables.registry import (
    OciArtifact,
    OciArtifactBlob,
    OciManifest,
    OciStaged,
    OciUpload,
    OciUploadPart,
)
from storage.tables.repository import Repository, RepositoryChart, RepositoryChartVersion, RepositorySync
from storage.tables.review import AuditEvent, Review, ReviewPhase
from storage.tables.template import (
    IndexRevision,
    StoreApp,
    StoreRevision,
    StoreScreenshot,
    Template,
    TemplateScreenshot,
    Version,
)
from storage.tables.workspace import Workspace

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "UNCATEGORIZED",
    "ApiToken",
    "AuditEvent",
    "Blob",
    "Category",
    "Identity",
    "Image",
    "IndexRevision",
    "Membership",
    "OciArtifact",
    "OciArtifactBlob",
    "OciManifest",
    "OciStaged",
    "OciUpload",
    "OciUploadPart",
    "Package",
    "PackageFile",
    "PolicyRevision",
    "Provenance",
    "Repository",
    "RepositoryChart",
    "RepositoryChartVersion",
    "RepositorySync",
    "Review",
    "ReviewPhase",
    "Role",
    "Session",
    "SignInFailure",
    "SigningKey",
    "StoreApp",
    "StoreRevision",
    "StoreScreenshot",
    "Template",
    "TemplateScreenshot",
    "TextBlob",
    "UsedSignIn",
    "User",
    "Version",
    "VersionChange",
    "VersionChangeHead",
    "Workspace",
]
