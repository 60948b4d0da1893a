"""Versions: upload, edit, submit, withdraw, publish, take down, bring back, delete."""

from typing import Any
from uuid import UUID

from domain.chart import ChartMetadata
from domain.commands.templates import CreateVersion, UpdateVersion
from domain.errors import FaultCode, UserFault, reject
from domain.ids import Kind, encode_id
from domain.lifecycle import ReviewState, VersionAction, VersionState
from domain.semver import sort_key
from policies.rights import CREATE_VERSION
from services.access import seen_with, signed_in
from services.call import Call
from services.packages import Package, ReadPackage, chart_fault, read_package, store
from services.provenance import hold_keys_for, read_for, set_provenance
from services.texts import Checks
from services.transitions import advance, hold_for, name_of, record_version
from storage.tables import Template, Version
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.changes import note_change
from storage.writes.packages import keep_package
from storage.writes.templates import publish_snapshot, settle
from storage.writes.versions import Held, lock_review, mark_deleted, open_review, set_review, version_named
from uploads.faults import quoted
from uploads.received import ReceivedFile

DESCRIPTION_LIMIT = 10_000


async def create_version(
    call: Call, command: CreateVersion, received: Package, provenance: ReceivedFile | None = None
) -> UUID:
    """The id of a new DRAFT version. CHART_INVALID (another chart's name included), ALREADY_EXISTS, TOO_LARGE,
    PROVENANCE_INVALID."""
    description = update_log(command.description)

    async def template_for(tx: Transaction) -> Template:
        template: Template = await seen_with(call, tx, Kind.TEMPLATE, command.template, CREATE_VERSION)
        return template

    async def misfits(metadata: ChartMetadata) -> list[UserFault]:
        async with call.database.write() as tx:
            return await misfits_of(tx, await template_for(tx), metadata)

    async with call.database.write() as tx:
        workspace_id = (await template_for(tx)).workspace_id
    package = await read_package(call, received, "package", misfits=misfits)
    vouching = await read_for(package, provenance)
    Checks(await misfits(package.chart.metadata)).done()
    await store(call, package.stored)
    async with call.database.write() as tx:
        keys = await hold_keys_for(tx, workspace_id, vouching)
        template = await template_for(tx)
        Checks(await misfits_of(tx, template, package.chart.metadata)).done()
        version = await add_version(call, tx, template, package, description)
        await set_provenance(tx, version, package.digest, vouching, keys)
        await settle(tx, template.id)
    return version.id


async def misfits_of(
    tx: Transaction, template: Template, metadata: ChartMetadata, own_id: UUID | None = None
) -> list[UserFault]:
    """Why a chart cannot be a version of the template: another name, a version that is taken. A name that is missing
    is the chart's own fault and none here."""
    faults = []
    if metadata.name and metadata.name != template.name:
        message = f"name is {quoted(metadata.name)}; every version of this template is named {template.name}."
        faults.append(chart_fault("Chart.yaml", metadata.lines.get("name"), message))
    taken = await version_named(tx, template.id, metadata.version)
    if taken is not None and taken != own_id:
        message = f"{template.name} has a version {metadata.version} already; raise the version in Chart.yaml."
        faults.append(UserFault(FaultCode.ALREADY_EXISTS, message, ("package",)))
    return faults


async def add_version(
    call: Call, tx: Transaction, template: Template, package: ReadPackage, description: str
) -> Version:
    """The new DRAFT version in the transaction, with its package and its audit event."""
    await keep_package(tx, package.digest, package.size, package.chart)
    user_id = signed_in(call)
    version = Version(
        template_id=template.id,
        workspace_id=template.workspace_id,
        description=description,
        created_by=user_id,
        uploaders=[user_id],
        **_package_columns(package),
    )
    tx.add(version)
    await tx.flush()
    event = Event(
        "version.create",
        encode_id(Kind.VERSION, version.id),
        name_of(template, version),
        template.workspace_id,
        to_state=VersionState.DRAFT.value,
        message=package.digest,
    )
    record(tx, call.principal.username, event)
    await note_change(tx, version.id, actor=call.principal.username)
    return version


def _package_columns(package: ReadPackage) -> dict[str, Any]:
    metadata = package.chart.metadata
    return {
        "version": metadata.version,
        "app_version": metadata.app_version,
        "sort_key": sort_key(metadata.version),
        "package_digest": package.digest,
    }


async def update_version(call: Call, command: UpdateVersion) -> UUID:
    """The id of the version with its new update log; a rejected one is a DRAFT again. CONFLICT, INVALID_STATE."""
    description = update_log(command.description)
    async with call.database.write() as tx:
        held = await hold_for(call, tx, command.id, VersionAction.UPDATE)
        _check_revision(held.version, command.revision)
        await advance(call, tx, held, VersionAction.UPDATE, VersionState.DRAFT, description=description)
    return held.version.id


async def replace_package(
    call: Call, version_id: str, received: Package, revision: int, provenance: ReceivedFile | None = None
) -> UUID:
    """The id of the version with the new package, whose version number it takes; the chart's name stays.

    The provenance of the package before goes with it.
    """

    async def misfits(metadata: ChartMetadata) -> list[UserFault]:
        async with call.database.write() as tx:
            template, version = await _hold_to_replace(call, tx, version_id, revision)
            return await misfits_of(tx, template, metadata, version.id)

    async with call.database.write() as tx:
        workspace_id = (await _hold_to_replace(call, tx, version_id, revision)).template.workspace_id
    package = await read_package(call, received, "package", misfits=misfits)
    vouching = await read_for(package, provenance)
    Checks(await misfits(package.chart.metadata)).done()
    await store(call, package.stored)
    async with call.database.write() as tx:
        keys = await hold_keys_for(tx, workspace_id, vouching)
        held = await _hold_to_replace(call, tx, version_id, revision)
        Checks(await misfits_of(tx, held.template, package.chart.metadata, held.version.id)).done()
        await keep_package(tx, package.digest, package.size, package.chart)
        await advance(
            call,
            tx,
            held,
            VersionAction.REPLACE_PACKAGE,
            VersionState.DRAFT,
            message=f"{held.version.package_digest} -> {package.digest}",
            uploaders=_with(held.version.uploaders, signed_in(call)),
            **_package_columns(package),
        )
        await set_provenance(tx, held.version, package.digest, vouching, keys)
    return held.version.id


def _with(uploaders: list[UUID], user_id: UUID) -> list[UUID]:
    # Whoever ever uploaded stays one: to send the same bytes again through a colleague makes nobody a neutral reviewer.
    return uploaders if user_id in uploaders else [*uploaders, user_id]


async def _hold_to_replace(call: Call, tx: Transaction, version_id: str, revision: int) -> Held:
    held = await hold_for(call, tx, version_id, VersionAction.REPLACE_PACKAGE)
    _check_revision(held.version, revision)
    return held


async def submit_version(call: Call, version_id: str, description: str | None) -> UUID:
    """The id of the version, SUBMITTED, with a new review that binds to its package."""
    values = {} if description is None else {"description": update_log(description)}
    async with call.database.write() as tx:
        held = template, version = await hold_for(call, tx, version_id, VersionAction.SUBMIT)
        phases = [phase.value for phase in call.rules.review_phases]
        review = await open_review(tx, template, version, signed_in(call), phases)
        await advance(
            call,
            tx,
            held,
            VersionAction.SUBMIT,
            VersionState.SUBMITTED,
            review_id=review.id,
            first_submitted_at=version.first_submitted_at or review.submitted_at,
            state_message=None,
            **values,
        )
    return version.id


async def withdraw_version(call: Call, version_id: str) -> UUID:
    """The id of the version, a DRAFT again; its submission is WITHDRAWN."""
    async with call.database.write() as tx:
        held = await hold_for(call, tx, version_id, VersionAction.WITHDRAW)
        if held.version.review_id is not None:
            await set_review(tx, held.version.review_id, ReviewState.WITHDRAWN)
        await advance(call, tx, held, VersionAction.WITHDRAW, VersionState.DRAFT)
    return held.version.id


async def publish_version(call: Call, version_id: str) -> UUID:
    """The id of the version, ACTIVE in the store, whose snapshot is brought up to the working copy."""
    async with call.database.write() as tx:
        held = template, version = await hold_for(call, tx, version_id, VersionAction.PUBLISH)
        reviewed = await lock_review(tx, version.review_id)
        is_passed = reviewed is not None and reviewed.review.state == ReviewState.PASSED.value
        if reviewed is None or not is_passed or reviewed.review.package_digest != version.package_digest:
            raise reject(
                FaultCode.INVALID_STATE, "The review that passed is not of this package; submit it again.", "id"
            )
        await publish_snapshot(tx, template)
        await advance(call, tx, held, VersionAction.PUBLISH, VersionState.ACTIVE, state_message=None)
    return version.id


async def suspend_version(call: Call, version_id: str, message: str) -> UUID:
    """The id of the version, taken out of the store; what runs of it goes on."""
    reason = reason_text(message)
    async with call.database.write() as tx:
        held = await hold_for(call, tx, version_id, VersionAction.SUSPEND)
        suspended = VersionState.SUSPENDED
        await advance(call, tx, held, VersionAction.SUSPEND, suspended, message=reason, state_message=reason)
    return held.version.id


async def restore_version(call: Call, version_id: str) -> UUID:
    """The id of the version, in the store again."""
    async with call.database.write() as tx:
        held = await hold_for(call, tx, version_id, VersionAction.RESTORE)
        await advance(call, tx, held, VersionAction.RESTORE, VersionState.ACTIVE, state_message=None)
    return held.version.id


async def delete_version(call: Call, version_id: str) -> str:
    """The id of what was deleted; its name is free again."""
    async with call.database.write() as tx:
        held = template, version = await hold_for(call, tx, version_id, VersionAction.DELETE)
        await mark_deleted(tx, version)
        record_version(call, tx, held, VersionAction.DELETE, None)
        await settle(tx, template.id)
    return version_id


def _check_revision(version: Version, revision: int) -> None:
    if version.revision != revision:
        message = f"The version is at revision {version.revision}, not {revision}: somebody changed it; read it again."
        raise reject(FaultCode.CONFLICT, message, "revision")


def update_log(text: str | None) -> str:
    """The update log as given: at most 10,000 characters."""
    checks = Checks()
    clean = checks.text(text or "", DESCRIPTION_LIMIT, "description")
    checks.done()
    return clean


def reason_text(message: str) -> str:
    """A reason as given to people: required, at most 2,000 characters."""
    checks = Checks()
    clean = checks.text(message, 2000, "message", required=True)
    checks.done()
    return clean
