"""What speaks of a chart in the OCI registry: signatures, bills of materials, attestations (OCI 1.1, `subject`).

An artifact is kept byte for byte, by its digest, with all that it is made of, as long as its subject is: a chart's
manifest in the same repository, which is there first. Nothing here looks into it, and nobody's `signed` comes of it.
"""

from uuid import UUID

from domain.ids import Kind, encode_id
from domain.oci import Descriptor, Manifest, Problem, RegistryFault, RepositoryName, artifact_descriptor, name_unknown
from policies.predicate import Thing
from policies.rights import UPDATE_TEMPLATE
from services.access import require, signed_in
from services.call import Call
from services.registry_pushes import part_in
from services.transitions import name_of
from storage.queries.registry import STORED, artifact_subject, is_repository, subject_of, template_seen
from storage.tables import Template, Version
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.registry import NewArtifact, add_artifact, artifacts_so_far, remove_artifact, unstage
from storage.writes.versions import Held, lock_template

MOST_ARTIFACTS = 50
"""Of one manifest."""
MOST_BYTES = 32 * 1024 * 1024
"""Of all artifacts of one manifest."""


async def push_artifact(call: Call, name: RepositoryName, manifest: Manifest, subject: Descriptor) -> None:
    """The artifact is kept with its subject, or was before. As `_hold`; MANIFEST_BLOB_UNKNOWN, TOO_MANY."""
    async with call.database.write() as tx:
        await _hold(call, tx, name, subject.digest)
    parts = {part.digest: part for part in manifest.parts}
    found = {part.digest: await part_in(call, name, part) for part in parts.values()}
    size = len(manifest.content) + sum(part.size for part in parts.values())
    new = NewArtifact(manifest.digest, manifest.artifact_type, artifact_descriptor(manifest), manifest.content, size)
    async with call.database.write() as tx:
        template, version, manifest_id = await _hold(call, tx, name, subject.digest)
        so_far = await artifacts_so_far(tx, manifest_id)
        await unstage(tx, signed_in(call), template.workspace_id, name.chart, parts)
        if manifest.digest in so_far:
            return
        _check_room(so_far, size)
        stored = [digest for digest, blob in found.items() if blob.kind == STORED]
        await add_artifact(tx, manifest_id, signed_in(call), new, stored)
        _record(call, tx, Held(template, version), "version.attach", manifest.digest)


async def _hold(call: Call, tx: Transaction, name: RepositoryName, digest: str) -> tuple[Template, Version, UUID]:
    """The subject's version with its template, which is held, and the id of its manifest.

    Unauthenticated; NAME_UNKNOWN; Forbidden; MANIFEST_BLOB_UNKNOWN where no chart has this manifest.
    """
    signed_in(call)
    template = await template_seen(tx, call.scope(Thing.TEMPLATE), name)
    if template is None:
        await _check_seen(call, tx, name)
        require(call, UPDATE_TEMPLATE)
    else:
        require(call, UPDATE_TEMPLATE, template.workspace_id)
        template = await lock_template(tx, template.id)
    found = await subject_of(tx, call.scope(Thing.VERSION), name, digest)
    if found is None or template is None:
        message = f"{name} has no chart with the manifest {digest}; push what speaks of it after it."
        raise RegistryFault(Problem.MANIFEST_BLOB_UNKNOWN, message, [{"digest": digest}])
    return template, found.version, found.manifest_id


async def _check_seen(call: Call, tx: Transaction, name: RepositoryName) -> None:
    if not await is_repository(tx, call.scope(Thing.VERSION), name):
        raise name_unknown()


def _check_room(so_far: dict[str, int], size: int) -> None:
    if len(so_far) >= MOST_ARTIFACTS or sum(so_far.values()) + size > MOST_BYTES:
        message = f"A manifest may have {MOST_ARTIFACTS} artifacts, of {MOST_BYTES} bytes in all; delete some."
        raise RegistryFault(Problem.TOO_MANY, message)


def _record(call: Call, tx: Transaction, held: Held, action: str, digest: str) -> None:
    template, version = held
    subject = encode_id(Kind.VERSION, version.id)
    event = Event(action, subject, name_of(template, version), template.workspace_id, message=digest)
    record(tx, call.principal.username, event)


async def delete_artifact(call: Call, name: RepositoryName, digest: str) -> None:
    """What spoke of a chart is gone. NO_SUCH_METHOD for a chart's own manifest, MANIFEST_UNKNOWN, Forbidden."""
    signed_in(call)
    scope = call.scope(Thing.VERSION)
    async with call.database.write() as tx:
        subject_digest = await artifact_subject(tx, scope, name, digest)
        if subject_digest is None:
            if await subject_of(tx, scope, name, digest) is not None:
                raise charts_stay()
            await _check_seen(call, tx, name)
            raise RegistryFault(Problem.MANIFEST_UNKNOWN, f"{name} has nothing by that digest for you.")
        template, version, manifest_id = await _hold(call, tx, name, subject_digest)
        if await remove_artifact(tx, manifest_id, digest):
            _record(call, tx, Held(template, version), "version.detach", digest)


def charts_stay() -> RegistryFault:
    """Charts are not deleted here."""
    message = "Versions are deleted and suspended by GraphQL (deleteVersion, suspendVersion), not here."
    return RegistryFault(Problem.NO_SUCH_METHOD, message)
