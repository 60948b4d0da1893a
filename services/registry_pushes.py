"""Charts pushed into the OCI registry: through the very use cases that GraphQL's uploads go through.

A push makes a template with its first version, or a further DRAFT version, or replaces the package of one that is still
a DRAFT (or was REJECTED). What has gone further is frozen: only the same manifest is taken again, and changes nothing.

The version comes first and its manifest after it. A process that dies in between leaves a version whose manifest is
written when it is asked for, or kept when the push is tried again.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from domain.commands.templates import CreateTemplate, CreateVersion
from domain.errors import FaultCode, Rejected
from domain.ids import Kind, encode_id
from domain.lifecycle import VersionAction, VersionState
from domain.oci import (
    ChartManifest,
    Descriptor,
    Problem,
    RegistryFault,
    RepositoryName,
    digest_of,
    is_tag,
    read_json,
    tag_of,
    version_of,
)
from policies.predicate import Thing
from policies.rights import VERSION_RIGHTS
from services.access import require, signed_in
from services.call import Call
from services.packages import read_package
from services.registry import look_for_blob
from services.registry_uploads import joined, place_of
from services.templates import create_template
from services.versions import create_version, replace_package
from storage.queries.registry import (
    SeenBlob,
    present_manifest,
    provenance_digest_of,
    template_seen,
    version_seen,
)
from storage.tables import Template, Version
from storage.transaction import Transaction
from storage.writes.registry import NewManifest, keep_manifest, unstage
from storage.writes.versions import lock_template
from uploads.received import ReceivedFile

CHANGEABLE = (VersionState.DRAFT, VersionState.REJECTED)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What there is by the name and tag already, as the caller sees it."""

    workspace_id: UUID
    template: Template | None
    version: Version | None
    manifest_digest: str | None
    provenance_digest: str | None


async def push_chart(call: Call, name: RepositoryName, tag: str, chart: ChartManifest) -> None:
    """The tag stands for this chart from now on, as a DRAFT; or did so before.

    Unauthenticated, Forbidden, Rejected as of the uploads of GraphQL; MANIFEST_INVALID where names, tag and package do
    not say the same, MANIFEST_BLOB_UNKNOWN, SIZE_INVALID; FROZEN for a tag that cannot be pushed again.
    """
    check_tag(tag)
    standing = await _standing(call, name, tag)
    if standing.manifest_digest == chart.manifest.digest:
        await _unstage(call, name, standing.workspace_id, chart.manifest.parts)
        return
    _check_changeable(tag, standing)
    found = {part: await part_in(call, name, part) for part in chart.manifest.parts}
    await call.reader.close()
    async with AsyncExitStack() as stack:
        parts = {part: await stack.enter_async_context(_received(call, part, found[part])) for part in found}
        config = parts[chart.manifest.config].body.read()
        _check_config(config, name, tag)
        if not _is_same_chart(standing, chart):
            provenance = None if chart.provenance is None else parts[chart.provenance]
            await _push(call, name, tag, chart, standing, parts[chart.chart], provenance)
        await _keep(call, name, tag, chart, config)


async def _standing(call: Call, name: RepositoryName, tag: str) -> _Standing:
    async with call.database.write() as tx:
        workspace_id = await place_of(call, tx, name)
        template = await template_seen(tx, call.scope(Thing.TEMPLATE), name)
        version = None
        if template is not None:
            version = await version_seen(tx, call.scope(Thing.VERSION), template.id, version_of(tag))
        if version is None:
            return _Standing(workspace_id, template, None, None, None)
        kept = await present_manifest(tx, version.id)
        manifest_digest = None if kept is None or version.state == VersionState.SUSPENDED else kept.digest
        provenance = await provenance_digest_of(tx, version.id)
        return _Standing(workspace_id, template, version, manifest_digest, provenance)


def check_tag(tag: str) -> None:
    """Passes for what a chart can be tagged with. MANIFEST_INVALID."""
    if not is_tag(tag):
        message = (
            "A tag has at most 128 letters, digits, dots, dashes and underscores, and begins with none of the two."
        )
        raise RegistryFault(Problem.MANIFEST_INVALID, message)


def _check_changeable(tag: str, standing: _Standing) -> None:
    version = standing.version
    if version is not None and version.state not in CHANGEABLE:
        message = f"{tag} is {version.state} and cannot be pushed again; raise the version in Chart.yaml."
        raise RegistryFault(Problem.FROZEN, message)


def _is_same_chart(standing: _Standing, chart: ChartManifest) -> bool:
    """Whether the version has this package and this provenance already; then the manifest alone is new."""
    provenance_digest = None if chart.provenance is None else chart.provenance.digest
    version = standing.version
    return (
        version is not None
        and version.package_digest == chart.chart.digest
        and standing.provenance_digest == provenance_digest
    )


async def part_in(call: Call, name: RepositoryName, part: Descriptor) -> SeenBlob:
    """A part of a manifest: pushed by the caller, or there before. MANIFEST_BLOB_UNKNOWN; SIZE_INVALID."""
    found = await look_for_blob(call, name, part.digest)
    if found is None:
        message = f"{part.digest} is not in {name}, or not any more: push it before its manifest."
        raise RegistryFault(Problem.MANIFEST_BLOB_UNKNOWN, message, [{"digest": part.digest}])
    if found.size != part.size:
        message = f"{part.digest} has {found.size} bytes, not {part.size}."
        raise RegistryFault(Problem.SIZE_INVALID, message, [{"digest": part.digest}])
    return found


@asynccontextmanager
async def _received(call: Call, part: Descriptor, found: SeenBlob) -> AsyncIterator[ReceivedFile]:
    """A part as an upload that has arrived, out of the bucket unless it is small and kept elsewhere."""
    if found.content is not None:
        yield ReceivedFile(BytesIO(found.content), part.size, part.digest, "part")
        return
    async with joined(call, [part.digest], part.size, "part") as received:
        yield received


def _check_config(config: bytes, name: RepositoryName, tag: str) -> None:
    """Passes when the config is of the repository's chart and the tag's version, as Helm's strict mode has it."""
    document = read_json(config, "The chart's config")
    _check_said("The config", document.get("name"), document.get("version"), name, tag)


def _check_said(who: str, chart_name: object, version: object, name: RepositoryName, tag: str) -> None:
    if chart_name != name.chart:
        message = f"{who} says that the chart is named {_shown(chart_name)}; in {name} it must be {name.chart}."
        raise RegistryFault(Problem.MANIFEST_INVALID, message)
    if not isinstance(version, str) or tag_of(version) != tag or version_of(tag) != version:
        message = f"{who} says that the version is {_shown(version)}; under the tag {tag} it must be {version_of(tag)}."
        raise RegistryFault(Problem.MANIFEST_INVALID, message)


def _shown(found: object) -> str:
    return repr(found)[:100]


async def _push(
    call: Call,
    name: RepositoryName,
    tag: str,
    chart: ChartManifest,
    standing: _Standing,
    package: ReceivedFile,
    provenance: ReceivedFile | None,
) -> None:
    metadata = (await read_package(call, package, "package")).chart.metadata
    _check_said("Chart.yaml", metadata.name, metadata.version, name, tag)
    try:
        await _upload(call, standing, package, provenance)
    except Rejected as refused:
        if not {fault.code for fault in refused.faults} & {FaultCode.ALREADY_EXISTS, FaultCode.CONFLICT}:
            raise
        await _check_same_won(call, name, tag, chart)


async def _upload(call: Call, standing: _Standing, package: ReceivedFile, provenance: ReceivedFile | None) -> None:
    if standing.template is None:
        command = CreateTemplate(encode_id(Kind.WORKSPACE, standing.workspace_id))
        await create_template(call, command, package, None, provenance)
    elif standing.version is None:
        further = CreateVersion(encode_id(Kind.TEMPLATE, standing.template.id))
        await create_version(call, further, package, provenance)
    else:
        version = standing.version
        version_id = encode_id(Kind.VERSION, version.id)
        await replace_package(call, version_id, package, version.revision, provenance)


async def _check_same_won(call: Call, name: RepositoryName, tag: str, chart: ChartManifest) -> None:
    """Passes when whoever was faster has pushed the same package. FROZEN."""
    if not _is_same_chart(await _standing(call, name, tag), chart):
        message = f"Somebody else pushed to {name} at the same moment; look at {tag} and push again."
        raise RegistryFault(Problem.FROZEN, message)


async def _keep(call: Call, name: RepositoryName, tag: str, chart: ChartManifest, config: bytes) -> None:
    """Keeps the manifest as it was pushed, with the version that was made of it, and lets its parts go."""
    manifest = chart.manifest
    async with call.database.write() as tx:
        template = await template_seen(tx, call.scope(Thing.TEMPLATE), name)
        template = None if template is None else await lock_template(tx, template.id)
        version = None
        if template is not None:
            version = await version_seen(tx, call.scope(Thing.VERSION), template.id, version_of(tag))
        is_kept = version is not None and await _keep_of(call, tx, version, chart, config)
        if version is None or not is_kept:
            message = f"{tag} was changed by somebody else at the same moment; look at it and push again."
            raise RegistryFault(Problem.FROZEN, message)
        digests = [part.digest for part in manifest.parts]
        await unstage(tx, signed_in(call), version.workspace_id, name.chart, digests)


async def _keep_of(call: Call, tx: Transaction, version: Version, chart: ChartManifest, config: bytes) -> bool:
    """False when the version has not what the manifest is of, or cannot be changed any more."""
    kept = await present_manifest(tx, version.id)
    if kept is not None and kept.digest == chart.manifest.digest:
        return True
    provenance_digest = await provenance_digest_of(tx, version.id)
    if version.state not in CHANGEABLE or provenance_digest != (chart.provenance and chart.provenance.digest):
        return False
    if version.created_by != call.principal.user_id:
        require(call, VERSION_RIGHTS[VersionAction.REPLACE_PACKAGE], version.workspace_id)
    manifest = chart.manifest
    new = NewManifest(
        chart.chart.digest, provenance_digest, manifest.digest, manifest.content, digest_of(config), config
    )
    return await keep_manifest(tx, version.id, new)


async def _unstage(call: Call, name: RepositoryName, workspace_id: UUID, parts: Sequence[Descriptor]) -> None:
    async with call.database.write() as tx:
        digests = [part.digest for part in parts]
        await unstage(tx, signed_in(call), workspace_id, name.chart, digests)
