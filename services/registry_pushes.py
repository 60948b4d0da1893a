"""Charts pushed into the OCI registry: through the very use cases that GraphQL's uploads go through.

A push makes a template with its first version, or a further DRAFT version, or replaces the package of one that is still
a DRAFT (or was REJECTED). What has gone further is frozen: only the same manifest is taken again, and changes nothing.

The version comes first and its manifest after it. A process that dies in between leaves a version whose manifest is
written when it is asked for, or kept when the push is tried again.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from domain.commands.templates import CreateTemplate, CreateVersion
from domain.errors import FaultCode, Rejected
from domain.ids import Kind, encode_id
from domain.lifecycle import VersionAction, VersionState
from domain.oci import (
    MAX_TAG_CHARS,
    ChartManifest,
    Descriptor,
    Problem,
    RegistryFault,
    RepositoryName,
    is_tag,
    read_chart_config,
    tag_of,
    version_of,
)
from policies.predicate import Thing
from policies.rights import VERSION_RIGHTS
from services.access import require, signed_in
from services.call import Call
from services.packages import ReadPackage, read_package
from services.registry import look_for_blob
from services.registry_uploads import check_place, joined, place_of
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
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _Push:
    """What is pushed, and where to."""

    name: RepositoryName
    tag: str
    chart: ChartManifest
    config: bytes

    @property
    def provenance_digest(self) -> str | None:
        """Of the provenance that came along."""
        return None if self.chart.provenance is None else self.chart.provenance.digest

    @property
    def digests(self) -> list[str]:
        """Of all that the manifest is made of."""
        return [part.digest for part in self.chart.manifest.parts]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What there is by the name and tag already, as the caller sees it."""

    workspace_id: UUID
    template: Template | None
    version: Version | None
    manifest_digest: str | None
    provenance_digest: str | None


async def push_chart(call: Call, name: RepositoryName, tag: str | None, chart: ChartManifest) -> None:
    """The tag stands for this chart from now on, as a DRAFT; or did so before.

    Without a tag the chart's version says which: Helm pushes a manifest by its digest first, and then by its tag.

    Unauthenticated, Forbidden, Rejected as of the uploads of GraphQL; MANIFEST_INVALID where names, tag and package do
    not say the same, MANIFEST_BLOB_UNKNOWN, SIZE_INVALID; FROZEN for a tag that cannot be pushed again.
    """
    await check_place(call, name)
    config = await _bytes_of(call, name, chart.manifest.config)
    push = _Push(name, _checked_tag(config, name, tag), chart, config)
    standing = await _standing(call, push)
    if standing.manifest_digest == chart.manifest.digest:
        await _unstage(call, push, standing.workspace_id)
        return
    _check_changeable(push, standing)
    if not _is_same_chart(push, standing):
        await _upload(call, push, standing)
    await _keep(call, push)


async def _bytes_of(call: Call, name: RepositoryName, part: Descriptor) -> bytes:
    """A small part whole. It may have come out of the bucket, which took time: looks up again."""
    async with _received(call, part, await part_in(call, name, part)) as received:
        content = received.body.read()
    await call.look_up_again()
    return content


async def part_in(call: Call, name: RepositoryName, part: Descriptor) -> SeenBlob:
    """A part of a manifest: pushed by the caller, or there before. MANIFEST_BLOB_UNKNOWN; SIZE_INVALID."""
    found = await look_for_blob(call, name, part.digest)
    await call.reader.close()
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


def _checked_tag(config: bytes, name: RepositoryName, tag: str | None) -> str:
    """The tag, which the config's version is, as Helm's strict mode has it. MANIFEST_INVALID."""
    document = read_chart_config(config)
    version = document.get("version")
    tag = tag_of(version) if tag is None and isinstance(version, str) else tag or ""
    if not is_tag(tag):
        rule = f"at most {MAX_TAG_CHARS} letters, digits, dots, dashes and underscores"
        raise RegistryFault(Problem.MANIFEST_INVALID, f"A tag has {rule}; a chart's is its version.")
    _check_said("The config", document.get("name"), version, name, tag)
    return tag


def _check_said(who: str, chart_name: object, version: object, name: RepositoryName, tag: str) -> None:
    if chart_name != name.chart:
        message = f"{who} says that the chart is named {_shown(chart_name)}; in {name} it must be {name.chart}."
        raise RegistryFault(Problem.MANIFEST_INVALID, message)
    if version != version_of(tag):
        message = f"{who} says that the version is {_shown(version)}; under the tag {tag} it must be {version_of(tag)}."
        raise RegistryFault(Problem.MANIFEST_INVALID, message)


def _shown(found: object) -> str:
    return repr(found)[:100]


async def _standing(call: Call, push: _Push) -> _Standing:
    async with call.database.write() as tx:
        workspace_id = await place_of(call, tx, push.name)
        template = await template_seen(tx, call.scope(Thing.TEMPLATE), push.name)
        version = None
        if template is not None:
            version = await version_seen(tx, call.scope(Thing.VERSION), template.id, version_of(push.tag))
        if version is None:
            return _Standing(workspace_id, template, None, None, None)
        kept = await present_manifest(tx, version.id)
        manifest_digest = None if kept is None or version.state == VersionState.SUSPENDED else kept.digest
        provenance = await provenance_digest_of(tx, version.id)
        return _Standing(workspace_id, template, version, manifest_digest, provenance)


def _check_changeable(push: _Push, standing: _Standing) -> None:
    version = standing.version
    if version is not None and version.state not in CHANGEABLE:
        message = f"{push.tag} is {version.state} and cannot be pushed again; raise the version in Chart.yaml."
        raise RegistryFault(Problem.FROZEN, message)


def _is_same_chart(push: _Push, standing: _Standing) -> bool:
    """Whether the version has this package and this provenance already; then the manifest alone is new."""
    version = standing.version
    return (
        version is not None
        and version.package_digest == push.chart.chart.digest
        and standing.provenance_digest == push.provenance_digest
    )


async def _upload(call: Call, push: _Push, standing: _Standing) -> None:
    """Makes or changes the version. FROZEN where somebody else was faster with another package for the tag."""
    async with AsyncExitStack() as stack:
        package, provenance = push.chart.chart, push.chart.provenance
        found = {part: await part_in(call, push.name, part) for part in (package, provenance) if part is not None}
        files = {part: await stack.enter_async_context(_received(call, part, blob)) for part, blob in found.items()}
        read = await read_package(call, files[package], "package")
        _check_said("Chart.yaml", read.chart.metadata.name, read.chart.metadata.version, push.name, push.tag)
        await _keep_trying(call, push, standing, read, None if provenance is None else files[provenance])


async def _keep_trying(
    call: Call, push: _Push, standing: _Standing, package: ReadPackage, provenance: ReceivedFile | None
) -> None:
    """Others may change what stands meanwhile: only who pushed this very tag takes it from the caller."""
    for _ in range(_TRIES):
        try:
            await _by_use_case(call, standing, package, provenance)
            return
        except Rejected as refused:
            if not {fault.code for fault in refused.faults} & {FaultCode.ALREADY_EXISTS, FaultCode.CONFLICT}:
                raise
        before, standing = standing, await _standing(call, push)
        if _is_same_chart(push, standing):
            return
        _check_changeable(push, standing)
        if _is_overtaken(before, standing):
            break
    raise _overtaken(push)


def _is_overtaken(before: _Standing, now: _Standing) -> bool:
    if now.version is None:
        return False
    return before.version is None or before.version.package_digest != now.version.package_digest


async def _by_use_case(call: Call, standing: _Standing, package: ReadPackage, provenance: ReceivedFile | None) -> None:
    if standing.template is None:
        command = CreateTemplate(encode_id(Kind.WORKSPACE, standing.workspace_id))
        await create_template(call, command, package, None, provenance)
    elif standing.version is None:
        further = CreateVersion(encode_id(Kind.TEMPLATE, standing.template.id))
        await create_version(call, further, package, provenance)
    else:
        version = standing.version
        await replace_package(call, encode_id(Kind.VERSION, version.id), package, version.revision, provenance)


def _overtaken(push: _Push) -> RegistryFault:
    message = f"Somebody else pushed to {push.name} at the same moment; look at {push.tag} and push again."
    return RegistryFault(Problem.FROZEN, message)


async def _keep(call: Call, push: _Push) -> None:
    """Keeps the manifest as it was pushed, with the version that was made of it, and lets its parts go."""
    async with call.database.write() as tx:
        template = await template_seen(tx, call.scope(Thing.TEMPLATE), push.name)
        template = None if template is None else await lock_template(tx, template.id)
        version = None
        if template is not None:
            version = await version_seen(tx, call.scope(Thing.VERSION), template.id, version_of(push.tag))
        if version is None or not await _keep_of(call, tx, version, push):
            raise _overtaken(push)
        await unstage(tx, signed_in(call), version.workspace_id, push.name.chart, push.digests)


async def _keep_of(call: Call, tx: Transaction, version: Version, push: _Push) -> bool:
    """False when the version has not what the manifest is of, or cannot be changed any more."""
    manifest = push.chart.manifest
    kept = await present_manifest(tx, version.id)
    if kept is not None and kept.digest == manifest.digest:
        return True
    provenance_digest = await provenance_digest_of(tx, version.id)
    if version.state not in CHANGEABLE or provenance_digest != push.provenance_digest:
        return False
    if version.created_by != call.principal.user_id:
        require(call, VERSION_RIGHTS[VersionAction.REPLACE_PACKAGE], version.workspace_id)
    package_digest, config_digest = push.chart.chart.digest, manifest.config.digest
    new = NewManifest(package_digest, provenance_digest, manifest.digest, manifest.content, config_digest, push.config)
    return await keep_manifest(tx, version.id, new)


async def _unstage(call: Call, push: _Push, workspace_id: UUID) -> None:
    async with call.database.write() as tx:
        await unstage(tx, signed_in(call), workspace_id, push.name.chart, push.digests)
