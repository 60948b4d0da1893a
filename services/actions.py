"""What the caller may do to a template or version now: the permission that each action needs, and the state's word.

The same tables answer `viewerActions` and guard the use cases, so a button and its mutation cannot disagree.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domain.lifecycle import (
    ReviewPhaseName,
    ReviewPhaseState,
    TemplateAction,
    VersionAction,
    VersionState,
    legal_actions,
    legal_template_actions,
)
from policies.principal import Principal
from policies.rights import PHASE_RIGHTS, TEMPLATE_RIGHTS, VERSION_RIGHTS
from policies.vocabulary import Permission
from storage.tables import Review, ReviewPhase, Template, Version

VERSION_PERMISSIONS: Mapping[VersionAction, Permission] = {
    action: right.permission for action, right in VERSION_RIGHTS.items()
}
PHASE_PERMISSIONS: Mapping[ReviewPhaseName, Permission] = {
    phase: right.permission for phase, right in PHASE_RIGHTS.items()
}
# Brings a version into the store: not while its template is suspended as a whole.
INTO_STORE = (VersionAction.PUBLISH, VersionAction.RESTORE)
REVIEWING = (VersionAction.START_REVIEW, VersionAction.PASS, VersionAction.REJECT)


def version_actions(
    principal: Principal,
    version: Version,
    template_suspended: bool,
    review: Review | None,
    phases: Sequence[ReviewPhase],
) -> list[VersionAction]:
    """What the caller may do to the version now, in the order of the lifecycle's table."""
    possible = []
    for action in legal_version_actions(version, template_suspended, phases):
        if action in REVIEWING:
            allowed = may_review(principal, review, phases, action)
        else:
            allowed = principal.allows(VERSION_PERMISSIONS[action], version.workspace_id)
        if allowed:
            possible.append(action)
    return possible


def legal_version_actions(
    version: Version, template_suspended: bool, phases: Sequence[ReviewPhase]
) -> list[VersionAction]:
    """What the version's state, its template's flag and its review's phases allow, whoever asks."""
    current = current_phase(phases)
    legal = []
    for action in legal_actions(VersionState(version.state)):
        if action in INTO_STORE and template_suspended:
            continue
        if action in REVIEWING and (current is None or current.state != PHASE_BEFORE[action].value):
            continue
        legal.append(action)
    return legal


PHASE_BEFORE: Mapping[VersionAction, ReviewPhaseState] = {
    VersionAction.START_REVIEW: ReviewPhaseState.PENDING,
    VersionAction.PASS: ReviewPhaseState.IN_REVIEW,
    VersionAction.REJECT: ReviewPhaseState.IN_REVIEW,
}


def current_phase(phases: Sequence[ReviewPhase]) -> ReviewPhase | None:
    """The first phase that has not passed: the only one that can be started or decided."""
    return next((phase for phase in phases if phase.state != ReviewPhaseState.PASSED.value), None)


def is_own(review: Review, user_id: UUID | None) -> bool:
    """Whether the user submitted it, or ever uploaded a package of this version: separation of duties."""
    return user_id is not None and (user_id == review.submitted_by or user_id in review.uploaders)


def may_review(
    principal: Principal, review: Review | None, phases: Sequence[ReviewPhase], action: VersionAction
) -> bool:
    """Whether the caller may start or decide the phase that is due."""
    phase = current_phase(phases)
    if review is None or phase is None or is_own(review, principal.user_id):
        return False
    return phase.state == PHASE_BEFORE[action].value and principal.allows(
        PHASE_PERMISSIONS[ReviewPhaseName(phase.name)], review.workspace_id
    )


def template_actions(
    principal: Principal, template: Template, states: frozenset[VersionState], is_listed: bool
) -> list[TemplateAction]:
    """What the caller may do to the template now."""
    legal = legal_template_actions(states, template.suspended_at is not None, is_listed)
    held = principal.holds_in(template.workspace_id)
    return [action for action in legal if held.issuperset(TEMPLATE_RIGHTS[action].permissions)]
