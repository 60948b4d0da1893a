"""Templates: a workspace's products, from the first upload to deletion, and their place in the store as a whole."""

from dataclasses import dataclass
from uuid import UUID

from domain.commands.templates import CreateTemplate, UpdateTemplate
from domain.errors import FaultCode, reject
from domain.ids import Kind, encode_id
from domain.lifecycle import (
    HOLDS_TEMPLATE,
    TemplateAction,
    TemplateState,
    VersionAction,
    VersionState,
    legal_template_actions,
    template_state,
)
from policies.rights import CREATE_TEMPLATE, DELETE_TEMPLATE, TEMPLATE_RIGHTS, UPDATE_TEMPLATE
from services.access import require, seen, seen_with, signed_in
from services.call import Call
from services.packages import (
    ICON_BYTES,
    Package,
    ReadPackage,
    ReadPicture,
    read_package,
    read_picture,
    store,
)
from services.provenance import hold_keys_for, read_for, set_provenance
from services.template_fields import fields_of_new, fields_of_update
from services.texts import Checks
from services.transitions import advance, record_version
from services.versions import add_version, reason_text, update_log
from storage.tables import UNCATEGORIZED, Template, Workspace
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.packages import keep_image
from storage.writes.templates import (
    category_id_of,
    delete_template_rows,
    is_listed,
    publish_snapshot,
    set_template,
    settle,
    states_of,
    template_named,
)
from storage.writes.versions import Held, versions_in
from uploads.received import ReceivedFile


@dataclass(frozen=True, slots=True)
class _Upload:
    package: ReadPackage
    icon: ReadPicture | None


async def create_template(
    call: Call,
    command: CreateTemplate,
    received: Package,
    icon: ReceivedFile | None,
    provenance: ReceivedFile | None = None,
) -> UUID:
    """The id of a new template with its first version, both DRAFT. CHART_INVALID, IMAGE_INVALID, ALREADY_EXISTS,
    PROVENANCE_INVALID."""
    description = update_log(command.version_description)
    async with call.database.write() as tx:
        await _workspace_for(call, tx, command)
    upload = _Upload(
        await read_package(call, received, "package"),
        None if icon is None else await read_picture(icon, ICON_BYTES, "icon"),
    )
    vouching = await read_for(upload.package, provenance)
    async with call.database.write() as tx:
        await _prepare(call, tx, command, upload)
    await store(call, *(part.stored for part in (upload.package, upload.icon) if part is not None))
    async with call.database.write() as tx:
        template = await _prepare(call, tx, command, upload)
        if upload.icon is not None:
            await keep_image(tx, upload.icon.row)
        tx.add(template)
        await tx.flush()
        record_template(call, tx, template, "template.create", to_state=template.state)
        version = await add_version(call, tx, template, upload.package, description)
        keys = await hold_keys_for(tx, template.workspace_id, vouching)
        await set_provenance(tx, version, upload.package.digest, vouching, keys)
    return template.id


async def _workspace_for(call: Call, tx: Transaction, command: CreateTemplate) -> Workspace:
    workspace: Workspace = await seen_with(call, tx, Kind.WORKSPACE, command.workspace, CREATE_TEMPLATE)
    return workspace


async def _prepare(call: Call, tx: Transaction, command: CreateTemplate, upload: _Upload) -> Template:
    """The template as it would be, after every check that the database can answer."""
    workspace = await _workspace_for(call, tx, command)
    checks = Checks()
    chart = upload.package.chart.metadata
    fields = fields_of_new(checks, command, chart)
    category_id = await _category_id(tx, command.category or UNCATEGORIZED)
    if await template_named(tx, workspace.id, chart.name):
        message = f"{workspace.name} has a template {chart.name} already; add a version to it instead."
        checks.fault(FaultCode.ALREADY_EXISTS, message, "package")
    checks.done()
    return Template(
        workspace_id=workspace.id,
        category_id=category_id,
        icon_digest=None if upload.icon is None else upload.icon.row.digest,
        created_by=signed_in(call),
        **fields,
    )


async def _category_id(tx: Transaction, name: str) -> UUID:
    category_id = await category_id_of(tx, name)
    if category_id is None:
        raise reject(FaultCode.INVALID, f"There is no category {name!r}.", "category")
    return category_id


async def update_template(call: Call, command: UpdateTemplate) -> UUID:
    """The id of the changed working copy. CONFLICT on a stale revision; the store shows it once republished."""
    async with call.database.write() as tx:
        template: Template = await seen_with(call, tx, Kind.TEMPLATE, command.id, UPDATE_TEMPLATE)
        if template.revision != command.revision:
            message = f"The template is at revision {template.revision}, not {command.revision}; read it again."
            raise reject(FaultCode.CONFLICT, message, "revision")
        checks = Checks()
        fields = fields_of_update(checks, command)
        if command.category is not None:
            fields["category_id"] = await _category_id(tx, command.category)
        checks.done()
        changed = {name: value for name, value in fields.items() if getattr(template, name) != value}
        if changed:
            await set_template(tx, template.id, **changed)
            record_template(
                call, tx, template, "template.update", message=f"changed {', '.join(_spoken(name) for name in changed)}"
            )
    return template.id


def _spoken(column: str) -> str:
    """The contract's name of a column: `display_name` is displayName."""
    first, *rest = column.removesuffix("_id").split("_")
    return first + "".join(part.capitalize() for part in rest)


async def delete_template(call: Call, template_id: str) -> str:
    """The id of what was deleted, with its versions. IN_USE while one is ACTIVE, SUBMITTED or IN_REVIEW."""
    async with call.database.write() as tx:
        template = await seen_with(call, tx, Kind.TEMPLATE, template_id, DELETE_TEMPLATE)
        states = await states_of(tx, template.id)
        if TemplateAction.DELETE not in await _legal(tx, template, states):
            named = ", ".join(sorted(states.intersection(HOLDS_TEMPLATE)))
            message = f"{template.name} has versions that are {named}: suspend or withdraw them first."
            raise reject(FaultCode.IN_USE, message, "id")
        for version in await delete_template_rows(tx, template.id):
            record_version(call, tx, Held(template, version), VersionAction.DELETE, None)
        record_template(call, tx, template, "template.delete", from_state=template.state)
    return template_id


async def suspend_template(call: Call, template_id: str, message: str) -> UUID:
    """The id of the template, out of the store with every version that was ACTIVE."""
    reason = reason_text(message)
    async with call.database.write() as tx:
        template = await _hold_for(call, tx, template_id, TemplateAction.SUSPEND)
        for version in await versions_in(tx, template.id, VersionState.ACTIVE):
            step = (call, tx, Held(template, version), VersionAction.SUSPEND, VersionState.SUSPENDED)
            await advance(*step, message=reason, state_message=reason, hidden_by_template=True)
        await set_template(tx, template.id, suspended=True)
        suspended = TemplateState.SUSPENDED
        record_template(call, tx, template, "template.suspend", TemplateState.ACTIVE, suspended, reason)
    return template.id


async def restore_template(call: Call, template_id: str) -> UUID:
    """The id of the template, in the store again with exactly the versions that its suspension hid."""
    async with call.database.write() as tx:
        template = await _hold_for(call, tx, template_id, TemplateAction.RESTORE)
        for version in await versions_in(tx, template.id, VersionState.SUSPENDED, hidden=True):
            step = (call, tx, Held(template, version), VersionAction.RESTORE, VersionState.ACTIVE)
            await advance(*step, state_message=None, hidden_by_template=False)
        await set_template(tx, template.id, suspended=False)
        await settle(tx, template.id)
        restored = template_state(await states_of(tx, template.id))
        record_template(call, tx, template, "template.restore", TemplateState.SUSPENDED, restored)
    return template.id


async def republish_template(call: Call, template_id: str) -> UUID:
    """The id of the template, whose snapshot in the store is brought up to the working copy."""
    async with call.database.write() as tx:
        template = await _hold_for(call, tx, template_id, TemplateAction.REPUBLISH)
        await publish_snapshot(tx, template)
        record_template(call, tx, template, "template.republish")
    return template.id


async def _hold_for(call: Call, tx: Transaction, template_id: str, action: TemplateAction) -> Template:
    """The template, held, with the action's permission held and the action legal now."""
    template: Template = await seen(call, tx, Kind.TEMPLATE, template_id)
    require(call, TEMPLATE_RIGHTS[action], template.workspace_id)
    legal = await _legal(tx, template, await states_of(tx, template.id))
    if action not in legal:
        flag = "suspended as a whole" if template.suspended_at is not None else template.state
        possible = ", ".join(legal)
        message = f"{template.name} is {flag}: {action} is not possible; possible now: {possible}."
        raise reject(FaultCode.INVALID_STATE, message, "id")
    return template


async def _legal(tx: Transaction, template: Template, states: frozenset[VersionState]) -> tuple[TemplateAction, ...]:
    is_suspended = template.suspended_at is not None
    return legal_template_actions(states, is_suspended, await is_listed(tx, template.id))


def record_template(
    call: Call,
    tx: Transaction,
    template: Template,
    action: str,
    from_state: str | None = None,
    to_state: str | None = None,
    message: str | None = None,
) -> None:
    """The audit event of an action on a template."""
    subject = encode_id(Kind.TEMPLATE, template.id)
    event = Event(action, subject, template.name, template.workspace_id, from_state, to_state, message)
    record(tx, call.principal.username, event)
