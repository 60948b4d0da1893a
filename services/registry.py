"""An OCI registry's reads: manifests, blobs, tags and names, by way of the versions that the caller sees.

A version that came by GraphQL has no manifest until it is asked for one: then it is written, always the same for the
same version and package, and kept, so that its digest stays what it was. RegistryFault says no in the registry's words;
the edge turns what is not there into a request to sign in, for those who have not.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domain.digests import digest_of, is_digest
from domain.oci import (
    CHART,
    INDEX,
    PROVENANCE,
    Descriptor,
    Problem,
    RegistryFault,
    RepositoryName,
    is_tag,
    name_unknown,
    repository_name,
    version_of,
    write_chart_config,
    write_chart_manifest,
)
from policies.predicate import Thing
from policies.rights import CREATE_TEMPLATE, UPDATE_TEMPLATE
from services.call import Call
from storage.queries.registry import (
    PACKAGE,
    ChartParts,
    SeenBlob,
    SeenManifest,
    Tagged,
    artifacts_of,
    blob_of,
    is_repository,
    manifest_of,
    parts_of,
    repositories_of,
    staged_blob,
    tags_of,
    template_seen,
    version_tagged,
)
from storage.queries.workspaces import workspace_seen
from storage.transaction import Transaction
from storage.writes.registry import NewManifest, keep_first_manifest

MOST_LISTED = 1_000
"""Tags or names in one answer; the next ones by the link in it."""
KEPT = timedelta(hours=1)
"""How long an upload may take, and how long a blob waits for its manifest."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list, in order; `is_last` unless there is more after it."""

    names: list[str]
    is_last: bool


async def find_manifest(call: Call, name: RepositoryName, reference: str) -> SeenManifest:
    """The manifest by its tag or digest. MANIFEST_UNKNOWN; NAME_UNKNOWN where nothing of the repository is seen."""
    found = await (_by_digest(call, name, reference) if is_digest(reference) else _by_tag(call, name, reference))
    if found is None:
        await check_repository(call, name)
        raise RegistryFault(Problem.MANIFEST_UNKNOWN, f"{name} has nothing by that tag or digest for you.")
    return found


async def _by_digest(call: Call, name: RepositoryName, digest: str) -> SeenManifest | None:
    scope = call.scope(Thing.VERSION)
    return await call.reader.run(lambda tx: manifest_of(tx, scope, name, digest))


async def _by_tag(call: Call, name: RepositoryName, tag: str) -> SeenManifest | None:
    """Tried again when the package is replaced while its manifest is written."""
    scope = call.scope(Thing.VERSION)
    for _ in range(_TRIES if is_tag(tag) else 0):
        tagged = await call.reader.run(lambda tx: version_tagged(tx, scope, name, version_of(tag)))
        if tagged is None:
            return None
        if tagged.digest is not None and tagged.content is not None:
            return SeenManifest(tagged.digest, tagged.content)
        written = await _write_manifest(call, tagged)
        if written is not None:
            return written
    return None


async def _write_manifest(call: Call, tagged: Tagged) -> SeenManifest | None:
    parts = await call.reader.run(lambda tx: parts_of(tx, tagged.version_id))
    await call.reader.close()  # no second connection is waited for while one is held
    async with call.database.write() as tx:
        kept = await keep_first_manifest(tx, tagged.version_id, _manifest(tagged, parts))
    return None if kept is None else SeenManifest(*kept)


def _manifest(tagged: Tagged, parts: ChartParts) -> NewManifest:
    config = write_chart_config(parts.chart)
    provenance = None
    if tagged.provenance_digest is not None and parts.provenance_size is not None:
        provenance = Descriptor(PROVENANCE, tagged.provenance_digest, parts.provenance_size)
    created = f"{parts.created_at:%Y-%m-%dT%H:%M:%SZ}"
    package = Descriptor(CHART, tagged.package_digest, parts.size)
    content = write_chart_manifest(parts.chart, config, package, provenance, created)
    return NewManifest(
        tagged.package_digest, tagged.provenance_digest, digest_of(content), content, digest_of(config), config
    )


async def find_blob(call: Call, name: RepositoryName, digest: str) -> SeenBlob:
    """The blob, if something that the caller sees in the repository has it, or they have pushed it there of late.

    BLOB_UNKNOWN; NAME_UNKNOWN where nothing of the repository is seen.
    """
    found = await look_for_blob(call, name, digest)
    if found is None:
        await check_repository(call, name)
        raise RegistryFault(Problem.BLOB_UNKNOWN, f"{name} has no such blob for you.")
    return found


async def look_for_blob(call: Call, name: RepositoryName, digest: str) -> SeenBlob | None:
    """As `find_blob`; None when it is not there for the caller."""
    found = await look_for_kept_blob(call, name, digest)
    return found or await call.reader.run(lambda tx: _staged(call, tx, name, digest))


async def look_for_kept_blob(call: Call, name: RepositoryName, digest: str) -> SeenBlob | None:
    """The blob, if something that the caller sees in the repository has it."""
    scope = call.scope(Thing.VERSION)
    return await call.reader.run(lambda tx: blob_of(tx, scope, name, digest))


async def _staged(call: Call, tx: Transaction, name: RepositoryName, digest: str) -> SeenBlob | None:
    """The blob, if the caller has pushed it of late and may push there now; a mounted one while they see its source.

    So it ends with the right, and what is taken down is gone from wherever it was mounted, too.
    """
    user_id, workspace_id = call.principal.user_id, await place_for(call, tx, name)
    if user_id is None or workspace_id is None:
        return None
    staged = await staged_blob(tx, user_id, workspace_id, name.chart, digest, KEPT)
    if staged is None:
        return None
    if staged.source is None:
        return staged.blob
    source = await blob_of(tx, call.scope(Thing.VERSION), repository_name(staged.source), digest)
    return None if source is None else staged.blob


async def place_for(call: Call, tx: Transaction, name: RepositoryName) -> UUID | None:
    """The id of the workspace, where the caller may push by this name: to make or to extend a template."""
    workspace = await workspace_seen(tx, call.scope(Thing.WORKSPACE), name.workspace)
    if workspace is not None and call.principal.covers(CREATE_TEMPLATE.permissions, workspace.id):
        return workspace.id
    template = await template_seen(tx, call.scope(Thing.TEMPLATE), name)
    if template is not None and call.principal.covers(UPDATE_TEMPLATE.permissions, template.workspace_id):
        return template.workspace_id
    return None


async def check_repository(call: Call, name: RepositoryName) -> None:
    """Passes when the caller can pull anything by the name. NAME_UNKNOWN."""
    scope = call.scope(Thing.VERSION)
    if not await call.reader.run(lambda tx: is_repository(tx, scope, name)):
        raise name_unknown()


async def list_tags(call: Call, name: RepositoryName, after: str | None, most: int) -> Page:
    """The tags of what the caller can pull, drafts included where they see them. NAME_UNKNOWN."""
    scope = call.scope(Thing.VERSION)
    await check_repository(call, name)
    return _page(await call.reader.run(lambda tx: tags_of(tx, scope, name, after, most + 1)), most)


async def list_repositories(call: Call, after: str | None, most: int) -> Page:
    """The names of repositories in which the caller can pull anything."""
    scope = call.scope(Thing.VERSION)
    return _page(await call.reader.run(lambda tx: repositories_of(tx, scope, after, most + 1)), most)


def _page(found: list[str], most: int) -> Page:
    return Page(found[:most], len(found) <= most)


async def list_artifacts(call: Call, name: RepositoryName, digest: str, artifact_type: str | None) -> bytes:
    """What speaks of a manifest, as an image index; an empty one where nothing does. NAME_UNKNOWN."""
    scope = call.scope(Thing.VERSION)
    await check_repository(call, name)
    descriptors = await call.reader.run(lambda tx: artifacts_of(tx, scope, name, digest, artifact_type))
    head = f'{{"schemaVersion":2,"mediaType":"{INDEX}","manifests":['.encode()
    return head + b",".join(descriptors) + b"]}"


def downloaded(blob: SeenBlob) -> UUID | None:
    """The version whose package the blob is: to fetch it is to download that."""
    return blob.version_id if blob.kind == PACKAGE else None
