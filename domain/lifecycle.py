"""The lifecycle of a version: the one table of transitions, and what follows from it.

`TRANSITIONS` feeds the services, `viewerActions`, the diagram in docs/lifecycle.md and the property tests.
A pair that is not in it is illegal. Deletion is the action whose target is None.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    PASSED = "PASSED"
    REJECTED = "REJECTED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


class VersionAction(StrEnum):
    """What can be done to a version."""

    UPDATE = "UPDATE"
    REPLACE_PACKAGE = "REPLACE_PACKAGE"
    DELETE = "DELETE"
    SUBMIT = "SUBMIT"
    WITHDRAW = "WITHDRAW"
    START_REVIEW = "START_REVIEW"
    PASS = "PASS"  # noqa: S105 - a verb
    REJECT = "REJECT"
    PUBLISH = "PUBLISH"
    SUSPEND = "SUSPEND"
    RESTORE = "RESTORE"


class TemplateState(StrEnum):
    """Where a template stands, which follows from its versions."""

    DRAFT = "DRAFT"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


class TemplateAction(StrEnum):
    """What can be done to a template."""

    UPDATE = "UPDATE"
    DELETE = "DELETE"
    CREATE_VERSION = "CREATE_VERSION"
    SUSPEND = "SUSPEND"
    RESTORE = "RESTORE"
    REPUBLISH = "REPUBLISH"


class ReviewPhaseName(StrEnum):
    """Who looks at it, in the only order in which phases may be set: the ISV's own, business, technical."""

    ISV = "ISV"
    BUSINESS = "BUSINESS"
    TECHNICAL = "TECHNICAL"


class ReviewPhaseState(StrEnum):
    """Where one phase of a review stands."""

    PENDING = "PENDING"
    IN_REVIEW = "IN_REVIEW"
    PASSED = "PASSED"
    REJECTED = "REJECTED"


class ReviewState(StrEnum):
    """Where a submission stands."""

    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    PASSED = "PASSED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


_S, _A = VersionState, VersionAction

# PASS leads to PASSED when the last phase passes; an earlier phase leaves the version IN_REVIEW (see `after_pass`).
# START_REVIEW from IN_REVIEW begins the next phase.
TRANSITIONS: Mapping[tuple[VersionState, VersionAction], VersionState | None] = {
    (_S.DRAFT, _A.UPDATE): _S.DRAFT,
    (_S.DRAFT, _A.REPLACE_PACKAGE): _S.DRAFT,
    (_S.DRAFT, _A.SUBMIT): _S.SUBMITTED,
    (_S.DRAFT, _A.DELETE): None,
    (_S.SUBMITTED, _A.START_REVIEW): _S.IN_REVIEW,
    (_S.SUBMITTED, _A.WITHDRAW): _S.DRAFT,
    (_S.IN_REVIEW, _A.START_REVIEW): _S.IN_REVIEW,
    (_S.IN_REVIEW, _A.PASS): _S.PASSED,
    (_S.IN_REVIEW, _A.REJECT): _S.REJECTED,
    (_S.IN_REVIEW, _A.WITHDRAW): _S.DRAFT,
    (_S.PASSED, _A.PUBLISH): _S.ACTIVE,
    (_S.PASSED, _A.WITHDRAW): _S.DRAFT,
    (_S.PASSED, _A.DELETE): None,
    (_S.REJECTED, _A.UPDATE): _S.DRAFT,
    (_S.REJECTED, _A.REPLACE_PACKAGE): _S.DRAFT,
    (_S.REJECTED, _A.SUBMIT): _S.SUBMITTED,
    (_S.REJECTED, _A.DELETE): None,
    (_S.ACTIVE, _A.SUSPEND): _S.SUSPENDED,
    (_S.SUSPENDED, _A.RESTORE): _S.ACTIVE,
    (_S.SUSPENDED, _A.DELETE): None,
}


def legal_actions(state: VersionState) -> tuple[VersionAction, ...]:
    """What the state allows, in the order of the table."""
    return tuple(action for (start, action) in TRANSITIONS if start is state)


def after_pass(is_last_phase: bool) -> VersionState:
    """Where passing a phase leads: only the last one passes the version."""
    return VersionState.PASSED if is_last_phase else VersionState.IN_REVIEW


def template_state(versions: Iterable[VersionState]) -> TemplateState:
    """ACTIVE while any version is; else SUSPENDED while any version is; else DRAFT."""
    states = set(versions)
    if VersionState.ACTIVE in states:
        return TemplateState.ACTIVE
    return TemplateState.SUSPENDED if VersionState.SUSPENDED in states else TemplateState.DRAFT


# States in which a template cannot go.
HOLDS_TEMPLATE = (VersionState.ACTIVE, VersionState.SUBMITTED, VersionState.IN_REVIEW)


def legal_template_actions(
    states: frozenset[VersionState], suspended: bool, in_store: bool
) -> tuple[TemplateAction, ...]:
    """What a template's own flag, its versions and its place in the store allow, whoever asks."""
    rules = {
        TemplateAction.UPDATE: True,
        TemplateAction.CREATE_VERSION: True,
        TemplateAction.DELETE: states.isdisjoint(HOLDS_TEMPLATE),
        TemplateAction.SUSPEND: not suspended and VersionState.ACTIVE in states,
        TemplateAction.RESTORE: suspended,
        TemplateAction.REPUBLISH: in_store,
    }
    return tuple(action for action, legal in rules.items() if legal)
