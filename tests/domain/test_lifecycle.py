"""The table of transitions against the drawing that was asked for, its consequences, and walks over it."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.lifecycle import (
    HOLDS_TEMPLATE,
    TRANSITIONS,
    ReviewPhaseName,
    TemplateAction,
    TemplateState,
    VersionAction,
    VersionState,
    after_pass,
    legal_actions,
    legal_template_actions,
    template_state,
)
from tests.policies.golden import assert_golden

DOCS = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"
S, A = VersionState, VersionAction
OPENING, CLOSING = "```mermaid\n", "```\n"

# The drawing, written out by hand: state, action, and where it leads (nothing: the version is gone).
DRAWN = """
DRAFT      UPDATE           DRAFT
DRAFT      REPLACE_PACKAGE  DRAFT
DRAFT      SUBMIT           SUBMITTED
DRAFT      DELETE
SUBMITTED  START_REVIEW     IN_REVIEW
SUBMITTED  WITHDRAW         DRAFT
IN_REVIEW  START_REVIEW     IN_REVIEW
IN_REVIEW  PASS             PASSED
IN_REVIEW  REJECT           REJECTED
IN_REVIEW  WITHDRAW         DRAFT
PASSED     PUBLISH          ACTIVE
PASSED     WITHDRAW         DRAFT
PASSED     DELETE
REJECTED   UPDATE           DRAFT
REJECTED   REPLACE_PACKAGE  DRAFT
REJECTED   SUBMIT           SUBMITTED
REJECTED   DELETE
ACTIVE     SUSPEND          SUSPENDED
SUSPENDED  RESTORE          ACTIVE
SUSPENDED  DELETE
"""
EXPECTED = {
    (words[0], words[1]): words[2] if words[2:] else None for words in map(str.split, DRAWN.strip().splitlines())
}


def _states_before(action: VersionAction) -> list[VersionState]:
    return [start for (start, done) in TRANSITIONS if done is action]


@pytest.mark.parametrize(("state", "action"), list(product(S, A)))
def test_the_table_is_the_drawing(state: VersionState, action: VersionAction) -> None:
    assert ((state, action) in TRANSITIONS) is ((state.value, action.value) in EXPECTED)
    if (state, action) in TRANSITIONS:
        assert TRANSITIONS[state, action] == EXPECTED[state.value, action.value]


@pytest.mark.parametrize("state", S)
def test_the_legal_actions_of_a_state_are_its_pairs(state: VersionState) -> None:
    assert [action.value for action in legal_actions(state)] == [a for s, a in EXPECTED if s == state.value]


@pytest.mark.parametrize("action", A)
def test_each_action_is_possible_from_the_states_that_have_it(action: VersionAction) -> None:
    assert {state.value for state in _states_before(action)} == {s for s, a in EXPECTED if a == action.value}
    assert _states_before(action)


def test_only_the_last_phase_passes_the_version() -> None:
    assert after_pass(is_last_phase=True) is TRANSITIONS[S.IN_REVIEW, A.PASS]
    assert after_pass(is_last_phase=False) is S.IN_REVIEW


def test_a_package_is_frozen_from_submission_until_rejection_or_withdrawal_and_after_publication() -> None:
    assert set(_states_before(A.REPLACE_PACKAGE)) == {S.DRAFT, S.REJECTED}


def test_what_is_in_the_store_or_under_review_cannot_be_deleted() -> None:
    assert set(_states_before(A.DELETE)) == {S.DRAFT, S.REJECTED, S.PASSED, S.SUSPENDED}


def test_there_are_two_ways_into_the_store_and_one_of_them_only_back() -> None:
    into = {pair for pair, target in TRANSITIONS.items() if target is S.ACTIVE}

    assert into == {(S.PASSED, A.PUBLISH), (S.SUSPENDED, A.RESTORE)}
    assert {pair for pair, target in TRANSITIONS.items() if target is S.SUSPENDED} == {(S.ACTIVE, A.SUSPEND)}
    assert {pair for pair, target in TRANSITIONS.items() if target is S.PASSED} == {(S.IN_REVIEW, A.PASS)}


def test_every_state_is_reached_from_a_draft() -> None:
    reached = {S.DRAFT}
    for _ in S:
        reached |= {target for (state, _), target in TRANSITIONS.items() if state in reached and target is not None}

    assert reached == set(S)


def test_phases_have_the_one_order() -> None:
    assert [phase.value for phase in ReviewPhaseName] == ["ISV", "BUSINESS", "TECHNICAL"]


@given(st.lists(st.sampled_from(S)))
def test_a_template_is_active_with_an_active_version_else_suspended_with_a_suspended_one(
    states: list[VersionState],
) -> None:
    found = template_state(states)

    assert (found is TemplateState.ACTIVE) == ("ACTIVE" in states)
    assert (found is TemplateState.SUSPENDED) == ("SUSPENDED" in states and "ACTIVE" not in states)


@pytest.mark.parametrize("state", [S.ACTIVE, S.SUBMITTED, S.IN_REVIEW])
def test_a_template_in_the_store_or_under_review_cannot_be_deleted(state: VersionState) -> None:
    assert TemplateAction.DELETE not in legal_template_actions(frozenset({S.DRAFT, state}), False, False)


def test_a_template_can_be_deleted_only_when_each_of_its_versions_could_be() -> None:
    assert not set(HOLDS_TEMPLATE) & set(_states_before(A.DELETE))
    assert TemplateAction.DELETE in legal_template_actions(frozenset(_states_before(A.DELETE)), False, False)


@pytest.mark.parametrize(("suspended", "active"), list(product((True, False), repeat=2)))
def test_a_template_is_suspended_when_it_shows_and_restored_when_it_is_suspended(suspended: bool, active: bool) -> None:
    states = frozenset({S.ACTIVE} if active else {S.DRAFT})

    legal = legal_template_actions(states, suspended, in_store=active)

    assert (TemplateAction.SUSPEND in legal) == (active and not suspended)
    assert (TemplateAction.RESTORE in legal) == suspended
    assert (TemplateAction.REPUBLISH in legal) == active
    assert {TemplateAction.UPDATE, TemplateAction.CREATE_VERSION} <= set(legal)


class Walk(RuleBasedStateMachine):
    """Any sequence of legal actions over the pure table, beside a second account of what a review has passed."""

    def __init__(self) -> None:
        super().__init__()
        self.create()

    @precondition(lambda self: self.state is None)
    @rule()
    def create(self) -> None:
        self.state: VersionState | None = S.DRAFT
        self.package = 0
        self.passed_package: int | None = None
        self.submitted_package: int | None = None
        self.was_active = False

    @precondition(lambda self: self.state is not None)
    @rule(data=st.data(), is_last_phase=st.booleans())
    def act(self, data: st.DataObject, is_last_phase: bool) -> None:
        assert self.state is not None
        action = data.draw(st.sampled_from(legal_actions(self.state)))
        target = TRANSITIONS[self.state, action]
        self.state = after_pass(is_last_phase) if action is A.PASS else target
        self.note(action)

    def note(self, action: VersionAction) -> None:
        match action:
            case A.REPLACE_PACKAGE:
                self.package += 1
            case A.SUBMIT:
                self.submitted_package, self.passed_package = self.package, None
            case A.WITHDRAW | A.REJECT:
                self.submitted_package = self.passed_package = None
            case A.PASS if self.state is S.PASSED:
                self.passed_package = self.submitted_package
            case A.PUBLISH:
                self.was_active = True
            case _:
                pass

    @invariant()
    def in_the_store_is_what_a_review_has_passed(self) -> None:
        if self.state in (S.PASSED, S.ACTIVE, S.SUSPENDED):
            assert self.passed_package == self.package

    @invariant()
    def under_review_is_what_was_submitted(self) -> None:
        if self.state in (S.SUBMITTED, S.IN_REVIEW):
            assert self.submitted_package == self.package

    @invariant()
    def once_published_it_never_changes_again(self) -> None:
        assert not self.was_active or self.state in (S.ACTIVE, S.SUSPENDED, None)


TestWalk = Walk.TestCase


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> DRAFT: CREATE"]
    for (state, action), target in TRANSITIONS.items():
        lines.append(f"    {state.value} --> {'[*]' if target is None else target.value}: {action.value}")
    return "\n".join(lines) + "\n"


def test_the_golden_diagram_in_the_docs_is_the_table() -> None:
    before, opening, rest = DOCS.read_text(encoding="utf-8").partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    assert opening
    assert closing

    assert_golden(DOCS, before + opening + diagram() + closing + after)
