"""Reviews: phases pass in the platform's order, each by somebody neutral, and a submission remembers who did what."""

import secrets
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.errors import FaultCode
from domain.lifecycle import ReviewPhaseName
from server.embedded import Backends
from services import reviews, versions
from services.call import Rules
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import Review, ReviewPhase, Version
from tests.calls import faults_of
from tests.services.journey import S, bring, version_of
from tests.services.stage import Stage, set_stage

pytestmark = pytest.mark.anyio
Phase = ReviewPhaseName
ORDER = (Phase.ISV, Phase.BUSINESS, Phase.TECHNICAL)
OUT_OF_TURN = [(FaultCode.INVALID_STATE, "phase")]


@pytest.fixture
async def database(module_backends: Backends) -> AsyncIterator[Database]:
    pool = Database(module_backends.database_url)
    yield pool
    await pool.close()


@pytest.fixture
async def stage(database: Database, blobs: Blobs) -> Stage:
    """A platform with the whole order of phases."""
    return await set_stage(database, blobs, f"w-{secrets.token_hex(4)}", Rules(review_phases=ORDER))


@pytest.fixture
async def version(stage: Stage) -> str:
    """A version that was just submitted."""
    _, version = await stage.template()
    await bring(stage, version, S.SUBMITTED)
    return version


async def phases_of(stage: Stage, version: str) -> list[ReviewPhase]:
    """The phases of the version's present submission, in order."""
    review_id = (await version_of(stage, version)).review_id
    statement = select(ReviewPhase).where(col(ReviewPhase.review_id) == review_id)
    async with stage.database.write() as tx:
        return list((await tx.scalars(statement.order_by(col(ReviewPhase.position)))).all())


async def review_of(stage: Stage, version: str) -> Review:
    """The version's present submission."""
    review: Review = await stage.row(Review, (await version_of(stage, version)).review_id)
    return review


async def decide(stage: Stage, version: str, phase: ReviewPhaseName) -> None:
    """Starts the phase and passes it."""
    await reviews.start_review(stage.reviewer, version, phase)
    await reviews.pass_review(stage.reviewer, version, phase, None)


async def test_a_submission_has_every_phase_of_the_platform_in_order(stage: Stage, version: str) -> None:
    phases = await phases_of(stage, version)

    assert [(phase.position, phase.name, phase.state) for phase in phases] == [
        (0, "ISV", "PENDING"),
        (1, "BUSINESS", "PENDING"),
        (2, "TECHNICAL", "PENDING"),
    ]
    assert {(p.reviewer_id, p.started_at, p.decided_at, p.message) for p in phases} == {(None, None, None, None)}


@pytest.mark.parametrize("passed", [0, 1])
async def test_no_later_phase_starts_before_the_former_ones_passed(stage: Stage, version: str, passed: int) -> None:
    for phase in ORDER[:passed]:
        await decide(stage, version, phase)
    before = await version_of(stage, version)

    for later in ORDER[passed + 1 :]:
        assert await faults_of(reviews.start_review(stage.reviewer, version, later)) == OUT_OF_TURN

    assert await version_of(stage, version) == before


async def test_a_phase_that_has_begun_lets_no_other_be_decided(stage: Stage, version: str) -> None:
    await reviews.start_review(stage.reviewer, version, Phase.ISV)

    passed = await faults_of(reviews.pass_review(stage.reviewer, version, Phase.TECHNICAL, None))
    rejected = await faults_of(reviews.reject_review(stage.reviewer, version, Phase.BUSINESS, "No."))

    assert passed == rejected == OUT_OF_TURN
    assert [phase.state for phase in await phases_of(stage, version)] == ["IN_REVIEW", "PENDING", "PENDING"]


async def test_a_phase_is_started_before_it_is_decided_and_only_once(stage: Stage, version: str) -> None:
    unstarted = await faults_of(reviews.pass_review(stage.reviewer, version, Phase.ISV, None))
    await decide(stage, version, Phase.ISV)
    await reviews.start_review(stage.reviewer, version, Phase.BUSINESS)
    again = await faults_of(reviews.start_review(stage.reviewer, version, Phase.BUSINESS))
    passed = await faults_of(reviews.pass_review(stage.reviewer, version, Phase.ISV, None))

    assert unstarted == again == [(FaultCode.INVALID_STATE, "id")]
    assert passed == OUT_OF_TURN


async def test_only_the_last_phase_passes_the_version(stage: Stage, version: str) -> None:
    states = []
    for phase in ORDER:
        await reviews.start_review(stage.reviewer, version, phase)
        await reviews.pass_review(stage.reviewer, version, phase, None)
        review = await review_of(stage, version)
        states.append(((await version_of(stage, version)).state, review.state, review.decided_at is not None))

    assert states == [("IN_REVIEW", "IN_REVIEW", False), ("IN_REVIEW", "IN_REVIEW", False), ("PASSED", "PASSED", True)]
    assert [phase.state for phase in await phases_of(stage, version)] == ["PASSED"] * 3


async def test_after_a_rejection_in_the_middle_the_next_submission_starts_from_the_first_phase(
    stage: Stage, version: str
) -> None:
    await decide(stage, version, Phase.ISV)
    await reviews.start_review(stage.reviewer, version, Phase.BUSINESS)
    await reviews.reject_review(stage.reviewer, version, Phase.BUSINESS, "No licence.")
    rejected, old = await version_of(stage, version), await review_of(stage, version)
    states = [phase.state for phase in await phases_of(stage, version)]

    await versions.submit_version(stage.isv, version, None)

    again = await version_of(stage, version)
    assert (rejected.state, rejected.state_message, old.state) == ("REJECTED", "No licence.", "REJECTED")
    assert old.decided_at is not None
    assert states == ["PASSED", "REJECTED", "PENDING"]
    assert (again.state, again.state_message) == ("SUBMITTED", None)
    assert again.review_id != rejected.review_id
    assert [phase.state for phase in await phases_of(stage, version)] == ["PENDING"] * 3
    assert await faults_of(reviews.start_review(stage.reviewer, version, Phase.BUSINESS)) == OUT_OF_TURN
    await reviews.start_review(stage.reviewer, version, Phase.ISV)


@pytest.mark.parametrize("phase", [Phase.ISV, Phase.BUSINESS])
async def test_a_phase_that_the_platform_does_not_have_is_refused(
    database: Database, blobs: Blobs, phase: ReviewPhaseName
) -> None:
    stage = await set_stage(database, blobs, f"w-{secrets.token_hex(4)}", Rules(review_phases=(Phase.TECHNICAL,)))
    _, version = await stage.template()
    await bring(stage, version, S.SUBMITTED)

    assert await faults_of(reviews.start_review(stage.reviewer, version, phase)) == OUT_OF_TURN
    assert [row.name for row in await phases_of(stage, version)] == ["TECHNICAL"]


async def test_a_phase_tells_who_began_it_and_when(stage: Stage, version: str) -> None:
    await reviews.start_review(stage.reviewer, version, Phase.ISV)

    begun, *rest = await phases_of(stage, version)
    assert (begun.state, begun.reviewer_id) == ("IN_REVIEW", stage.reviewer.principal.user_id)
    assert begun.started_at is not None
    assert (begun.decided_at, begun.message) == (None, None)
    assert [phase.started_at for phase in rest] == [None, None]


@pytest.mark.parametrize(("message", "kept"), [("Fine.", "Fine."), (None, None), ("", None)])
async def test_a_passed_phase_tells_who_decided_and_when_and_what_they_said(
    stage: Stage, version: str, message: str | None, kept: str | None
) -> None:
    decider = stage.calls["second"]
    await reviews.start_review(stage.reviewer, version, Phase.ISV)
    begun = (await phases_of(stage, version))[0]

    await reviews.pass_review(decider, version, Phase.ISV, message)

    decided = (await phases_of(stage, version))[0]
    assert (decided.state, decided.reviewer_id) == ("PASSED", decider.principal.user_id)
    assert decided.message == kept
    assert decided.started_at == begun.started_at
    assert decided.decided_at is not None and begun.started_at is not None
    assert decided.decided_at > begun.started_at


async def test_a_rejected_phase_tells_who_decided_and_why(stage: Stage, version: str) -> None:
    await reviews.start_review(stage.reviewer, version, Phase.ISV)
    await reviews.reject_review(stage.reviewer, version, Phase.ISV, "No probes.")

    decided = (await phases_of(stage, version))[0]
    assert (decided.state, decided.message) == ("REJECTED", "No probes.")
    assert decided.reviewer_id == stage.reviewer.principal.user_id
    assert decided.started_at is not None and decided.decided_at is not None


async def test_whoever_submitted_neither_starts_nor_decides(stage: Stage, version: str) -> None:
    started = await faults_of(reviews.start_review(stage.isv, version, Phase.ISV))
    await reviews.start_review(stage.reviewer, version, Phase.ISV)
    passed = await faults_of(reviews.pass_review(stage.isv, version, Phase.ISV, None))
    rejected = await faults_of(reviews.reject_review(stage.isv, version, Phase.ISV, "No."))

    assert started == passed == rejected == [(FaultCode.SELF_REVIEW, "id")]
    assert (await phases_of(stage, version))[0].state == "IN_REVIEW"


async def test_a_withdrawn_submission_has_no_verdict_and_cannot_be_reviewed(stage: Stage, version: str) -> None:
    await decide(stage, version, Phase.ISV)
    await versions.withdraw_version(stage.isv, version)

    review = await review_of(stage, version)
    assert (review.state, review.decided_at) == ("WITHDRAWN", None)
    assert await faults_of(reviews.start_review(stage.reviewer, version, Phase.BUSINESS)) == [
        (FaultCode.INVALID_STATE, "id")
    ]


async def test_a_review_of_other_bytes_passes_nothing(stage: Stage, version: str) -> None:
    """No use case leads here: the second lock behind the freeze of what was submitted."""
    await reviews.start_review(stage.reviewer, version, Phase.ISV)
    _, other = await stage.template("redis")
    digest = (await version_of(stage, other)).package_digest
    async with stage.database.write() as tx:
        (await tx.get_one(Version, UUID(version[4:]))).package_digest = digest

    assert await faults_of(reviews.pass_review(stage.reviewer, version, Phase.ISV, None)) == [
        (FaultCode.INVALID_STATE, "id")
    ]
