"""Reviews: each phase is started, then passed or rejected, in order, by someone who did not submit or upload."""

from uuid import UUID

from domain.errors import FaultCode, reject
from domain.lifecycle import (
    ReviewPhaseName,
    ReviewPhaseState,
    ReviewState,
    VersionAction,
    VersionState,
    after_pass,
)
from policies.rights import PHASE_RIGHTS
from services.access import require, signed_in
from services.actions import current_phase, is_own
from services.call import Call
from services.texts import Checks
from services.transitions import advance, check_legal, hold_version, invalid_state, name_of
from services.versions import reason_text
from storage.tables import Review, ReviewPhase
from storage.transaction import Transaction
from storage.writes.versions import Held, lock_review, set_phase, set_review


async def start_review(call: Call, version_id: str, name: ReviewPhaseName) -> UUID:
    """The id of the version, IN_REVIEW; the caller is the phase's reviewer. INVALID_STATE out of order."""
    async with call.database.write() as tx:
        held, review, _, phase = await _hold_phase(call, tx, version_id, name, VersionAction.START_REVIEW)
        await set_phase(tx, phase, ReviewPhaseState.IN_REVIEW, signed_in(call), None)
        await set_review(tx, review.id, ReviewState.IN_REVIEW)
        await advance(call, tx, held, VersionAction.START_REVIEW, VersionState.IN_REVIEW, message=name.value)
    return held.version.id


async def pass_review(call: Call, version_id: str, name: ReviewPhaseName, message: str | None) -> UUID:
    """The id of the version: PASSED after the last phase, still IN_REVIEW after an earlier one."""
    remark = _remark(message)
    async with call.database.write() as tx:
        held, review, phases, phase = await _hold_phase(call, tx, version_id, name, VersionAction.PASS)
        if review.package_digest != held.version.package_digest:
            raise reject(FaultCode.INVALID_STATE, "The package is not the one that was submitted.", "id")
        await set_phase(tx, phase, ReviewPhaseState.PASSED, signed_in(call), remark)
        state = after_pass(is_last_phase=phase is phases[-1])
        if state is VersionState.PASSED:
            await set_review(tx, review.id, ReviewState.PASSED)
        await advance(call, tx, held, VersionAction.PASS, state, message=_told(name, remark))
    return held.version.id


async def reject_review(call: Call, version_id: str, name: ReviewPhaseName, message: str) -> UUID:
    """The id of the version, REJECTED with the reason; the next submission starts from the first phase."""
    reason = reason_text(message)
    async with call.database.write() as tx:
        held, review, _, phase = await _hold_phase(call, tx, version_id, name, VersionAction.REJECT)
        await set_phase(tx, phase, ReviewPhaseState.REJECTED, signed_in(call), reason)
        await set_review(tx, review.id, ReviewState.REJECTED)
        told = _told(name, reason)
        await advance(call, tx, held, VersionAction.REJECT, VersionState.REJECTED, message=told, state_message=reason)
    return held.version.id


async def _hold_phase(
    call: Call, tx: Transaction, version_id: str, name: ReviewPhaseName, action: VersionAction
) -> tuple[Held, Review, list[ReviewPhase], ReviewPhase]:
    """All that a step of a review concerns, held, after every check: right, state, phase, and whose it is."""
    held = template, version = await hold_version(call, tx, version_id)
    require(call, PHASE_RIGHTS[name], version.workspace_id)
    reviewed = await lock_review(tx, version.review_id)
    phases = reviewed.phases if reviewed else []
    check_legal(template, version, phases, action)
    phase = current_phase(phases)
    if reviewed is None or phase is None:
        raise invalid_state(template, version, action, [])
    if phase.name != name.value:
        raise reject(FaultCode.INVALID_STATE, _out_of_turn(held, phases, phase, name), "phase")
    if is_own(reviewed.review, signed_in(call)):
        message = "Whoever submitted a version or uploaded its package does not review it; somebody else must."
        raise reject(FaultCode.SELF_REVIEW, message, "id")
    return held, reviewed.review, phases, phase


def _out_of_turn(held: Held, phases: list[ReviewPhase], due: ReviewPhase, name: ReviewPhaseName) -> str:
    order = ", ".join(phase.name for phase in phases)
    return f"{name} is not due for {name_of(*held)}: its phases are {order}, and {due.name} is {due.state}."


def _remark(message: str | None) -> str | None:
    if not message:
        return None
    checks = Checks()
    clean = checks.text(message, 2000, "message")
    checks.done()
    return clean


def _told(name: ReviewPhaseName, message: str | None) -> str:
    return name.value if message is None else f"{name.value}: {message}"
