"""One step of a version's lifecycle: legal by the table, compare-and-set, told to the audit log, felt by the store."""

from domain.errors import FaultCode, NotFound, Rejected, reject
from domain.ids import Kind, decode_as, encode_id
from domain.lifecycle import VersionAction, VersionState
from policies.predicate import Thing
from policies.rights import VERSION_RIGHTS
from services.access import require, signed_in
from services.actions import legal_version_actions
from services.call import Call
from storage.tables import ReviewPhase, Template, Version
from storage.transaction import Transaction
from storage.writes.audit import Event, record
from storage.writes.changes import note_change
from storage.writes.templates import settle
from storage.writes.versions import Held, compare_and_set, lock_review, lock_version


async def hold_version(call: Call, tx: Transaction, version_id: str) -> Held:
    """The version and its template, held. Unauthenticated, or NotFound when not there for this caller."""
    signed_in(call)
    found = decode_as(Kind.VERSION, version_id)
    held = None if found is None else await lock_version(tx, call.scope(Thing.VERSION), found)
    if held is None:
        raise NotFound("Version")
    return held


async def hold_for(call: Call, tx: Transaction, version_id: str, action: VersionAction) -> Held:
    """`hold_version`, with the action's permission held and the action legal now. Forbidden; INVALID_STATE."""
    held = template, version = await hold_version(call, tx, version_id)
    require(call, VERSION_RIGHTS[action], version.workspace_id)
    reviewed = await lock_review(tx, version.review_id)
    check_legal(template, version, reviewed.phases if reviewed else [], action)
    return held


def check_legal(template: Template, version: Version, phases: list[ReviewPhase], action: VersionAction) -> None:
    """Passes when the action is legal now; INVALID_STATE names the state and what is legal instead."""
    legal = legal_version_actions(version, template.suspended_at is not None, phases)
    if action not in legal:
        raise invalid_state(template, version, action, legal)


def invalid_state(template: Template, version: Version, action: VersionAction, legal: list[VersionAction]) -> Rejected:
    """The refusal of an action that the state does not allow."""
    possible = ", ".join(legal) if legal else "nothing"
    whole = "; the app as a whole is suspended" if template.suspended_at is not None else ""
    return reject(
        FaultCode.INVALID_STATE,
        f"{name_of(template, version)} is {version.state}{whole}: {action} is not possible; possible now: {possible}.",
        "id",
    )


async def advance(
    call: Call,
    tx: Transaction,
    held: Held,
    action: VersionAction,
    state: VersionState,
    *,
    message: str | None = None,
    **values: object,
) -> None:
    """Moves the version to the state with its audit event, and settles template and store. INVALID_STATE on a race.

    Those who follow it live are told of a new state; of a step that leaves the state as it is, the audit log alone is.
    """
    template, version = held
    if not await compare_and_set(tx, version, state, **values):
        raise invalid_state(template, version, action, [])
    if state.value != version.state:
        told = {"actor": call.principal.username, "from_state": version.state, "action": action.value}
        await note_change(tx, version.id, **told, message=message)
    record_version(call, tx, held, action, state, message)
    await settle(tx, template.id)


def record_version(
    call: Call,
    tx: Transaction,
    held: Held,
    action: VersionAction,
    state: VersionState | None,
    message: str | None = None,
) -> None:
    """The audit event of an action on a version."""
    template, version = held
    event = Event(
        f"version.{action.lower()}",
        encode_id(Kind.VERSION, version.id),
        name_of(template, version),
        template.workspace_id,
        version.state,
        None if state is None else state.value,
        message,
    )
    record(tx, call.principal.username, event)


def name_of(template: Template, version: Version) -> str:
    """How people call a version: `emqx 4.0.2`."""
    return f"{template.name} {version.version}"
