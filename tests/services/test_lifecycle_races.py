"""Of people who press at once exactly one wins; the others are told the state and what is possible."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from domain.errors import FaultCode, Rejected
from domain.lifecycle import ReviewPhaseName
from server.embedded import Backends
from services import reviews, templates, versions
from storage.blobs import Blobs
from storage.database import Database
from tests.services.stage import Stage, set_stage

pytestmark = pytest.mark.anyio
TECHNICAL = ReviewPhaseName.TECHNICAL


@pytest.fixture
async def stage(backends: Backends) -> AsyncIterator[Stage]:
    database = Database(backends.database_url)
    yield await set_stage(database, Blobs(backends.s3))
    await database.close()


async def test_of_many_submissions_at_once_one_becomes_a_review(stage: Stage) -> None:
    _, version = await stage.template()
    outcomes = await asyncio.gather(
        *(versions.submit_version(stage.isv, version, None) for _ in range(8)), return_exceptions=True
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert len(lost) == 7
    assert all(fault.code is FaultCode.INVALID_STATE for outcome in lost for fault in outcome.faults)
    assert "SUBMITTED" in str(lost[0]) and "WITHDRAW" in str(lost[0])


async def test_of_pass_reject_and_withdraw_at_once_one_wins(stage: Stage) -> None:
    _, version = await stage.template()
    await versions.submit_version(stage.isv, version, None)
    await reviews.start_review(stage.reviewer, version, TECHNICAL)
    outcomes = await asyncio.gather(
        reviews.pass_review(stage.reviewer, version, TECHNICAL, None),
        reviews.reject_review(stage.calls["second"], version, TECHNICAL, "no"),
        reviews.pass_review(stage.calls["second"], version, TECHNICAL, None),
        return_exceptions=True,
    )
    assert [isinstance(outcome, Rejected) for outcome in outcomes].count(False) == 1


async def test_publishing_while_the_template_is_suspended_never_leaves_an_active_version(stage: Stage) -> None:
    template, first = await stage.template()
    second = await stage.version(template, "v2.0.0")
    for version in (first, second):
        await versions.submit_version(stage.isv, version, None)
        await reviews.start_review(stage.reviewer, version, TECHNICAL)
        await reviews.pass_review(stage.reviewer, version, TECHNICAL, None)
    await versions.publish_version(stage.isv, first)
    await asyncio.gather(
        templates.suspend_template(stage.reviewer, template, "why"),
        versions.publish_version(stage.isv, second),
        return_exceptions=True,
    )
    states = {version.state for version in await stage.versions_of(UUID(template[4:]))}
    assert "ACTIVE" not in states


async def test_the_same_version_uploaded_twice_at_once_exists_once(stage: Stage) -> None:
    template, _ = await stage.template()
    outcomes = await asyncio.gather(*(stage.version(template, "v2.0.0") for _ in range(4)), return_exceptions=True)
    codes = [outcome.faults[0].code for outcome in outcomes if isinstance(outcome, Rejected)]
    assert codes == [FaultCode.ALREADY_EXISTS] * 3


async def test_the_same_template_uploaded_twice_at_once_exists_once(stage: Stage) -> None:
    outcomes = await asyncio.gather(*(stage.template() for _ in range(4)), return_exceptions=True)
    codes = [outcome.faults[0].code for outcome in outcomes if isinstance(outcome, Rejected)]
    assert codes == [FaultCode.ALREADY_EXISTS] * 3
