"""What an OCI registry shows of a workspace's charts, by name: only by way of versions that the caller sees.

A SUSPENDED version is shown to nobody here, and neither is anything of it. A manifest counts while it is of the
version's present package and provenance; what speaks of a manifest counts with it.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    String,
    and_,
    collate,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlmodel import col

from domain.oci import MAX_NAME_CHARS, MAX_TAG_CHARS, NAME_PATTERN, RepositoryName
from policies.scope import Scope
from storage.queries.base import is_visible, table_of, visible
from storage.queries.workspaces import named
from storage.tables import (
    Blob,
    OciArtifact,
    OciArtifactBlob,
    OciManifest,
    OciStaged,
    Package,
    Provenance,
    Template,
    TextBlob,
    Version,
    Workspace,
)
from storage.transaction import Transaction

_VERSION = table_of(Version)
_TAG = func.replace(_VERSION.c.version, "+", "_")
PACKAGE, SMALL, STORED = "package", "small", "stored"


class Tagged(NamedTuple):
    """A version by its tag, and its manifest where one was written already."""

    version_id: UUID
    package_digest: str
    provenance_digest: str | None
    digest: str | None
    content: bytes | None


class ChartParts(NamedTuple):
    """What a manifest is written from."""

    chart: dict[str, Any]
    size: int
    provenance_size: int | None
    created_at: datetime


class SeenBlob(NamedTuple):
    """A blob in a repository: PACKAGE and STORED ones lie in the bucket, SMALL ones come as `content`."""

    kind: str
    size: int
    version_id: UUID | None
    content: bytes | None


class SeenManifest(NamedTuple):
    """A chart's manifest or an artifact's, byte for byte."""

    digest: str
    content: bytes


def _shown(scope: Scope, name: RepositoryName, *columns: Any) -> Select[Any]:
    """Columns of the versions that the caller can pull by the name, with their present manifests and provenance."""
    return _with_manifest(scope, *columns).where(
        col(Workspace.name) == name.workspace, col(Template.name) == name.chart
    )


def _with_manifest(scope: Scope, *columns: Any) -> Select[Any]:
    """The manifest must fit the provenance: to an outer join without a row, NULL is what fits."""
    return (
        select(*columns)
        .select_from(_VERSION)
        .join(Template, col(Template.id) == _VERSION.c.template_id)
        .join(Workspace, col(Workspace.id) == _VERSION.c.workspace_id)
        .outerjoin(Provenance, _is_present_provenance())
        .outerjoin(OciManifest, _is_present_manifest())
        .where(
            is_visible(scope, _VERSION),
            _VERSION.c.state != "SUSPENDED",
            col(Template.deleted_at).is_(None),
            col(Workspace.deleted_at).is_(None),
        )
    )


def _is_present_provenance() -> ColumnElement[bool]:
    return and_(
        col(Provenance.version_id) == _VERSION.c.id, col(Provenance.package_digest) == _VERSION.c.package_digest
    )


def _is_present_manifest() -> ColumnElement[bool]:
    return and_(
        col(OciManifest.version_id) == _VERSION.c.id,
        col(OciManifest.package_digest) == _VERSION.c.package_digest,
        col(OciManifest.provenance_digest).is_not_distinct_from(col(Provenance.text_digest)),
    )


async def is_repository(session: Transaction, scope: Scope, name: RepositoryName) -> bool:
    """Whether the caller can pull anything by the name."""
    return bool(await session.scalar(select(_shown(scope, name, _VERSION.c.id).exists())))


async def version_tagged(session: Transaction, scope: Scope, name: RepositoryName, version: str) -> Tagged | None:
    """The version, which the tag stands for."""
    columns = (
        _VERSION.c.id,
        _VERSION.c.package_digest,
        col(Provenance.text_digest),
        col(OciManifest.digest),
        col(OciManifest.content),
    )
    row = (await session.execute(_shown(scope, name, *columns).where(_VERSION.c.version == version))).one_or_none()
    return None if row is None else Tagged(*row)


async def parts_of(session: Transaction, version_id: UUID) -> ChartParts:
    """What the manifest of a version, seen already, is written from."""
    columns = (col(Package.chart), col(Package.size), col(Provenance.size), _VERSION.c.created_at)
    statement = (
        select(*columns)
        .select_from(_VERSION)
        .join(Package, col(Package.digest) == _VERSION.c.package_digest)
        .outerjoin(Provenance, _is_present_provenance())
        .where(_VERSION.c.id == version_id)
    )
    return ChartParts(*(await session.execute(statement)).one())


async def manifest_of(session: Transaction, scope: Scope, name: RepositoryName, digest: str) -> SeenManifest | None:
    """The manifest by its digest: of a version that is seen, or of what speaks of one."""
    chart = _shown(scope, name, col(OciManifest.digest), col(OciManifest.content)).where(
        col(OciManifest.digest) == digest
    )
    artifact = (
        _shown(scope, name, col(OciArtifact.digest), col(OciArtifact.content))
        .join(OciArtifact, col(OciArtifact.manifest_id) == col(OciManifest.id))
        .where(col(OciArtifact.digest) == digest)
    )
    row = (await session.execute(union_all(chart, artifact).limit(1))).one_or_none()
    return None if row is None else SeenManifest(*row)


async def blob_of(session: Transaction, scope: Scope, name: RepositoryName, digest: str) -> SeenBlob | None:
    """The blob, where a version that is seen has it, or its manifest, or what speaks of that."""
    none, version = _no_content(), _VERSION.c.id
    package = (
        _shown(scope, name, _word(PACKAGE), col(Package.size), version, none)
        .join(Package, col(Package.digest) == _VERSION.c.package_digest)
        .where(_VERSION.c.package_digest == digest)
    )
    config = _shown(
        scope, name, _word(SMALL), func.length(col(OciManifest.config)), version, col(OciManifest.config)
    ).where(col(OciManifest.config_digest) == digest)
    text = func.convert_to(col(TextBlob.text), "UTF8")
    provenance = (
        _shown(scope, name, _word(SMALL), func.length(text), version, text)
        .join(TextBlob, col(TextBlob.digest) == col(Provenance.text_digest))
        .where(col(Provenance.text_digest) == digest)
    )
    stored = (
        _shown(scope, name, _word(STORED), col(Blob.size), version, none)
        .join(OciArtifact, col(OciArtifact.manifest_id) == col(OciManifest.id))
        .join(OciArtifactBlob, col(OciArtifactBlob.artifact_id) == col(OciArtifact.id))
        .join(Blob, col(Blob.digest) == col(OciArtifactBlob.digest))
        .where(col(OciArtifactBlob.digest) == digest)
    )
    found = union_all(package, config, provenance, stored).limit(1)
    row = (await session.execute(found)).one_or_none()
    return None if row is None else SeenBlob(*row)


def _word(text: str) -> ColumnElement[str]:
    return literal(text, String).label("kind")


def _no_content() -> ColumnElement[bytes]:
    return null().cast(LargeBinary).label("content")


class Staged(NamedTuple):
    """A blob that no manifest has yet, and where it was mounted from, unless the user has sent it."""

    blob: SeenBlob
    source: str | None


async def staged_blob(
    session: Transaction, user_id: UUID, workspace_id: UUID, name: str, digest: str, keep: timedelta
) -> Staged | None:
    """The blob, where it came into the repository by the user, of late."""
    statement = select(col(OciStaged.size), col(OciStaged.source)).where(
        col(OciStaged.user_id) == user_id,
        col(OciStaged.workspace_id) == workspace_id,
        col(OciStaged.name) == name,
        col(OciStaged.digest) == digest,
        col(OciStaged.created_at) > func.now() - keep,
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else Staged(SeenBlob(STORED, row.size, None, None), row.source)


async def tags_of(session: Transaction, scope: Scope, name: RepositoryName, after: str | None, most: int) -> list[str]:
    """The tags after another one, in the specification's order: without regard to case. A longer version has none."""
    key = tuple_(_by_bytes(func.lower(_TAG)), _by_bytes(_TAG))
    statement = _shown(scope, name, _TAG).where(func.length(_TAG) <= MAX_TAG_CHARS)
    if after is not None:
        statement = statement.where(key > tuple_(_by_bytes(literal(after.lower())), _by_bytes(literal(after))))
    ordered = statement.order_by(_by_bytes(func.lower(_TAG)), _by_bytes(_TAG)).limit(most)
    return list(await session.scalars(ordered))


async def repositories_of(session: Transaction, scope: Scope, after: str | None, most: int) -> list[str]:
    """The names of repositories in which the caller can pull anything, after another one, by their bytes."""
    name = _by_bytes(col(Workspace.name) + "/" + col(Template.name))
    statement = _with_manifest(scope, name.label("name")).where(
        name.regexp_match(f"^{NAME_PATTERN}$"), func.length(name) <= MAX_NAME_CHARS
    )
    if after is not None:
        statement = statement.where(name > after)
    return list(await session.scalars(statement.distinct().order_by("name").limit(most)))


def _by_bytes(text: ColumnElement[str]) -> ColumnElement[str]:
    return collate(text, "C")


async def artifacts_of(
    session: Transaction, scope: Scope, name: RepositoryName, digest: str, artifact_type: str | None
) -> list[bytes]:
    """The descriptors of what speaks of a manifest, oldest first."""
    statement = (
        _shown(scope, name, col(OciArtifact.descriptor))
        .join(OciArtifact, col(OciArtifact.manifest_id) == col(OciManifest.id))
        .where(col(OciManifest.digest) == digest)
        .order_by(col(OciArtifact.created_at), col(OciArtifact.id))
    )
    if artifact_type is not None:
        statement = statement.where(col(OciArtifact.artifact_type) == artifact_type)
    return list(await session.scalars(statement))


async def template_seen(session: Transaction, scope: Scope, name: RepositoryName) -> Template | None:
    """The template behind the name, where the caller sees it, whether or not anything of it can be pulled."""
    mine = col(Template.workspace_id).in_(named(name.workspace)), col(Template.name) == name.chart
    found: Template | None = await session.scalar(visible(scope).where(*mine))
    return found


async def version_seen(session: Transaction, scope: Scope, template_id: UUID, version: str) -> Version | None:
    """The version of a template, in whatever state, where the caller sees it."""
    statement = visible(scope).where(col(Version.template_id) == template_id, col(Version.version) == version)
    found: Version | None = await session.scalar(statement)
    return found


async def present_manifest(session: Transaction, version_id: UUID) -> OciManifest | None:
    """The manifest of a version, seen already, if it was written for what the version has now."""
    statement = (
        select(OciManifest)
        .select_from(_VERSION)
        .outerjoin(Provenance, _is_present_provenance())
        .join(OciManifest, _is_present_manifest())
        .where(_VERSION.c.id == version_id)
    )
    found: OciManifest | None = await session.scalar(statement)
    return found


async def provenance_digest_of(session: Transaction, version_id: UUID) -> str | None:
    """The digest of the provenance of a version's present package."""
    statement = (
        select(col(Provenance.text_digest))
        .select_from(_VERSION)
        .join(Provenance, _is_present_provenance())
        .where(_VERSION.c.id == version_id)
    )
    found: str | None = await session.scalar(statement)
    return found


class Subject(NamedTuple):
    """The version behind a manifest of which something wants to speak."""

    version: Version
    manifest_id: UUID


async def subject_of(session: Transaction, scope: Scope, name: RepositoryName, digest: str) -> Subject | None:
    """The version whose present manifest has the digest, where the caller can pull it."""
    row = (
        await session.execute(
            _shown(scope, name, Version, col(OciManifest.id)).where(col(OciManifest.digest) == digest).limit(1)
        )
    ).one_or_none()
    return None if row is None else Subject(*row)


async def artifact_subject(session: Transaction, scope: Scope, name: RepositoryName, digest: str) -> str | None:
    """The digest of the manifest of which an artifact speaks, where the caller sees it."""
    statement = (
        _shown(scope, name, col(OciManifest.digest))
        .join(OciArtifact, col(OciArtifact.manifest_id) == col(OciManifest.id))
        .where(col(OciArtifact.digest) == digest)
        .limit(1)
    )
    found: str | None = await session.scalar(statement)
    return found
