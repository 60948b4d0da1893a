"""Of people who press at once exactly one wins; the others are told the state and what is possible."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from domain.commands.templates import UpdateTemplate
from domain.errors import FaultCode, Forbidden, NotFound, Rejected
from domain.ids import Kind, encode_id
from domain.lifecycle import ReviewPhaseName
from policies.vocabulary import Permission
from server.embedded import Backends
from services import reviews, templates, versions, workspaces
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import Template, Version
from tests.services.stage import Stage, received, set_stage
from tests.uploads.builder import make_chart

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


async def test_deleting_the_workspace_beside_the_lifecycle_never_deadlocks(stage: Stage) -> None:
    """Each is told what is so: done, in use, or not there; nobody is sent away to try again."""
    for number in range(12):
        rounds = await set_stage(stage.database, stage.blobs, f"round-{number}")
        _, version = await rounds.template()
        await versions.submit_version(rounds.isv, version, None)
        outcomes = await asyncio.gather(
            workspaces.delete_workspace(rounds.reviewer, encode_id(Kind.WORKSPACE, rounds.workspace_id)),
            reviews.start_review(rounds.reviewer, version, TECHNICAL),
            versions.withdraw_version(rounds.isv, version),
            rounds.version(
                encode_id(Kind.TEMPLATE, (await rounds.row(Version, UUID(version[4:]))).template_id), "v2.0.0"
            ),
            return_exceptions=True,
        )
        for outcome in outcomes:
            if isinstance(outcome, Rejected):
                assert {fault.code for fault in outcome.faults} <= {FaultCode.INVALID_STATE, FaultCode.IN_USE}
            else:
                assert isinstance(outcome, UUID | str | NotFound), outcome


async def test_whoever_uploaded_first_cannot_review_after_a_colleague_uploads_the_same_bytes(stage: Stage) -> None:
    _, version = await stage.template()
    colleague = stage.calls["second"]
    await versions.replace_package(colleague, version, received(make_chart("emqx", "v1.0.0")), 1)
    await versions.submit_version(colleague, version, None)
    with pytest.raises(Rejected) as refused:
        await reviews.start_review(stage.isv, version, TECHNICAL)
    assert refused.value.faults[0].code is FaultCode.SELF_REVIEW


async def test_deleting_a_template_tells_of_each_version(stage: Stage) -> None:
    template, version = await stage.template()
    await templates.delete_template(stage.isv, template)
    async with stage.database.write() as tx:
        told = await tx.execute(text("SELECT action, from_state FROM audit_event WHERE subject = :id"), {"id": version})
    assert ("version.delete", "DRAFT") in [tuple(row) for row in told]


async def test_an_update_that_changes_nothing_is_no_revision(stage: Stage) -> None:
    template, _ = await stage.template()
    await templates.update_template(stage.isv, UpdateTemplate(template, 1, display_name="emqx"))
    assert (await stage.row(Template, UUID(template[4:]))).revision == 1


async def test_nobody_creates_what_they_could_not_see(stage: Stage) -> None:
    template, _ = await stage.template()
    held = frozenset({Permission.TEMPLATES_CREATE, Permission.WORKSPACES_READ})
    stage.isv.principal = replace(stage.isv.principal, platform=held)
    with pytest.raises(Forbidden):
        await stage.template("other")
    with pytest.raises(NotFound):
        await stage.version(template, "v2.0.0")
