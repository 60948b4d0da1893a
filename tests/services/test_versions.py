"""Versions: what may be edited and when, whose edit wins, which names are free, and what the store shows of them."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from domain.commands.templates import CreateVersion, UpdateTemplate, UpdateVersion
from domain.errors import FaultCode, NotFound, Rejected
from domain.lifecycle import VersionState
from services import reviews, templates, versions
from services.inspect import inspect_chart
from storage.tables import Package, StoreApp, Template, Version
from tests.calls import faults_of
from tests.services.journey import S, bring, version_of
from tests.services.stage import Stage, received
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
FROZEN = (S.SUBMITTED, S.IN_REVIEW, S.PASSED, S.ACTIVE, S.SUSPENDED)
BLANKS = ("", "  \n")


async def store_app_of(stage: Stage, template: str) -> StoreApp:
    """What the store keeps of the template."""
    async with stage.database.write() as tx:
        found = await tx.scalars(select(StoreApp).where(col(StoreApp.template_id) == UUID(template[4:])))
        return found.one()


async def test_updating_a_draft_changes_its_log_and_its_revision_and_nothing_else(stage: Stage) -> None:
    _, version = await stage.template()
    before = await version_of(stage, version)

    await versions.update_version(stage.isv, UpdateVersion(version, before.revision, "Fixes."))

    after = await version_of(stage, version)
    assert (after.state, after.description, after.revision) == ("DRAFT", "Fixes.", before.revision + 1)
    assert after.updated_at > before.updated_at
    assert after.state_changed_at == before.state_changed_at
    assert after.package_digest == before.package_digest


async def test_updating_a_rejected_version_makes_it_a_draft_that_still_tells_the_reason(stage: Stage) -> None:
    _, version = await stage.template()
    await bring(stage, version, S.REJECTED)
    before = await version_of(stage, version)

    await versions.update_version(stage.isv, UpdateVersion(version, before.revision, "With probes."))

    after = await version_of(stage, version)
    assert (before.state, before.state_message) == ("REJECTED", "No probes.")
    assert (after.state, after.state_message) == ("DRAFT", "No probes.")
    assert after.state_changed_at > before.state_changed_at


async def test_replacing_the_package_of_a_rejected_version_makes_it_a_draft_that_still_tells_the_reason(
    stage: Stage,
) -> None:
    _, version = await stage.template()
    await bring(stage, version, S.REJECTED)
    before = await version_of(stage, version)

    await versions.replace_package(stage.isv, version, received(make_chart("emqx", "v1.0.1")), before.revision)

    after = await version_of(stage, version)
    assert (after.state, after.state_message) == ("DRAFT", "No probes.")


@pytest.mark.parametrize("offset", [-1, 1])
async def test_an_edit_of_another_revision_is_a_conflict_and_changes_nothing(stage: Stage, offset: int) -> None:
    _, version = await stage.template()
    before = await version_of(stage, version)
    stale = before.revision + offset

    updated = await faults_of(versions.update_version(stage.isv, UpdateVersion(version, stale, "Mine.")))
    replaced = await faults_of(
        versions.replace_package(stage.isv, version, received(make_chart("emqx", "v9.0.0")), stale)
    )

    assert updated == replaced == [(FaultCode.CONFLICT, "revision")]
    assert await version_of(stage, version) == before


@pytest.mark.parametrize("state", FROZEN)
async def test_what_was_submitted_is_frozen(stage: Stage, state: VersionState) -> None:
    _, version = await stage.template()
    await bring(stage, version, state)
    before = await version_of(stage, version)

    updated = await faults_of(versions.update_version(stage.isv, UpdateVersion(version, before.revision, "Late.")))
    replaced = await faults_of(
        versions.replace_package(stage.isv, version, received(make_chart("emqx", "v9.0.0")), before.revision)
    )

    assert updated == replaced == [(FaultCode.INVALID_STATE, "id")]
    assert await version_of(stage, version) == before


async def test_a_version_takes_its_number_from_its_new_package(stage: Stage) -> None:
    template, version = await stage.template(version="v1.0.0")
    later = await stage.version(template, "v1.5.0")
    content = received(make_chart("emqx", "v2.0.0", appVersion="5.7"))

    await versions.replace_package(stage.isv, version, content, 1)

    row = await version_of(stage, version)
    assert (row.version, row.app_version, row.package_digest) == ("v2.0.0", "5.7", content.digest)
    assert (await stage.row(Package, content.digest)).chart_version == "v2.0.0"
    assert row.sort_key > (await version_of(stage, later)).sort_key
    assert [row.version for row in await stage.versions_of(UUID(template[4:]))] == ["v1.5.0", "v2.0.0"]


async def test_a_package_of_another_chart_or_of_a_taken_version_does_not_replace(stage: Stage) -> None:
    template, version = await stage.template()
    await stage.version(template, "v2.0.0")
    before = await version_of(stage, version)

    other = await faults_of(versions.replace_package(stage.isv, version, received(make_chart("redis", "v3.0.0")), 1))
    taken = await faults_of(versions.replace_package(stage.isv, version, received(make_chart("emqx", "v2.0.0")), 1))

    assert other == [(FaultCode.CHART_INVALID, "Chart.yaml")]
    assert taken == [(FaultCode.ALREADY_EXISTS, "package")]
    assert await version_of(stage, version) == before


async def test_a_version_of_another_chart_is_refused(stage: Stage) -> None:
    template, _ = await stage.template()

    assert await faults_of(stage.version(template, "v2.0.0", name="redis")) == [(FaultCode.CHART_INVALID, "Chart.yaml")]


BAD_VALUES = {"values.yaml": b"- 1"}
VALUES_FAULT = (FaultCode.CHART_INVALID, "values.yaml, line 1: must be a mapping of names to values")
NAME_FAULT = (
    FaultCode.CHART_INVALID,
    "Chart.yaml, line 2: name is 'other'; every version of this template is named emqx.",
)
VERSION_FAULT = (
    FaultCode.ALREADY_EXISTS,
    "emqx has a version v2.0.0 already; raise the version in Chart.yaml.",
)


@pytest.mark.parametrize("way", ["inspect", "create", "replace"])
@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (make_chart("other", "v3.0.0"), [NAME_FAULT]),
        (make_chart("other", "v2.0.0"), [NAME_FAULT, VERSION_FAULT]),
        (make_chart("other", "v3.0.0", files=BAD_VALUES), [VALUES_FAULT, NAME_FAULT]),
        (make_chart("emqx", "v2.0.0", files=BAD_VALUES), [VALUES_FAULT, VERSION_FAULT]),
        (make_chart("other", "v2.0.0", files=BAD_VALUES), [VALUES_FAULT, NAME_FAULT, VERSION_FAULT]),
        (make_chart("emqx", "v3.0.0", files=BAD_VALUES), [VALUES_FAULT]),
    ],
)
async def test_whatever_is_wrong_with_a_package_for_a_template_is_told_at_once(
    stage: Stage, way: str, chart: bytes, told: list[tuple[FaultCode, str]]
) -> None:
    template, version = await stage.template()
    await stage.version(template, "v2.0.0")
    tries = {
        "inspect": lambda: inspect_chart(stage.isv, received(chart), template),
        "create": lambda: versions.create_version(stage.isv, CreateVersion(template), received(chart)),
        "replace": lambda: versions.replace_package(stage.isv, version, received(chart), 1),
    }

    with pytest.raises(Rejected) as refused:
        await tries[way]()

    assert [(fault.code, fault.message) for fault in refused.value.faults] == told


async def test_a_package_that_cannot_be_read_may_keep_the_version_that_it_replaces(stage: Stage) -> None:
    _, version = await stage.template(version="v1.0.0")
    chart = make_chart("emqx", "v1.0.0", files=BAD_VALUES)

    assert await faults_of(versions.replace_package(stage.isv, version, received(chart), 1)) == [
        (FaultCode.CHART_INVALID, "values.yaml")
    ]


@pytest.mark.parametrize("chart_yaml", [b"version: v3.0.0\n", b"a: ["])
async def test_a_package_without_a_name_is_not_told_that_it_has_another(stage: Stage, chart_yaml: bytes) -> None:
    template, _ = await stage.template()
    chart = received(make_chart(files={"Chart.yaml": chart_yaml}))

    assert len(await faults_of(inspect_chart(stage.isv, chart, template))) == 1


async def test_without_a_template_a_package_is_judged_by_itself(stage: Stage) -> None:
    chart = received(make_chart("other", files=BAD_VALUES))

    assert await faults_of(inspect_chart(stage.isv, chart, None)) == [(FaultCode.CHART_INVALID, "values.yaml")]


async def test_a_versions_name_is_free_once_it_is_deleted_and_not_before(stage: Stage) -> None:
    template, _ = await stage.template()
    second = await stage.version(template, "v2.0.0")

    refused = await faults_of(stage.version(template, "v2.0.0"))
    await versions.delete_version(stage.isv, second)
    again = await stage.version(template, "v2.0.0")

    assert refused == [(FaultCode.ALREADY_EXISTS, "package")]
    assert again != second
    assert [row.version for row in await stage.versions_of(UUID(template[4:]))] == ["v1.0.0", "v2.0.0"]
    with pytest.raises(NotFound):
        await versions.submit_version(stage.isv, second, None)


@pytest.mark.parametrize("blank", BLANKS)
async def test_whoever_rejects_or_suspends_says_why(stage: Stage, blank: str) -> None:
    _, waiting = await stage.template("redis")
    await bring(stage, waiting, S.IN_REVIEW)
    template, active = await stage.template()
    await bring(stage, active, S.ACTIVE)
    phase = stage.isv.rules.review_phases[0]

    refused = [
        await faults_of(reviews.reject_review(stage.reviewer, waiting, phase, blank)),
        await faults_of(versions.suspend_version(stage.reviewer, active, blank)),
        await faults_of(templates.suspend_template(stage.reviewer, template, blank)),
    ]

    assert refused == [[(FaultCode.REQUIRED, "message")]] * 3
    assert [(await version_of(stage, version)).state for version in (waiting, active)] == ["IN_REVIEW", "ACTIVE"]


async def test_a_suspended_version_tells_why_until_it_is_restored(stage: Stage) -> None:
    template, version = await stage.template()
    await bring(stage, version, S.SUSPENDED)
    suspended = await version_of(stage, version)
    listed = (await store_app_of(stage, template)).listed

    await versions.restore_version(stage.reviewer, version)

    restored = await version_of(stage, version)
    assert (suspended.state_message, listed) == ("It leaks.", False)
    assert (restored.state, restored.state_message) == ("ACTIVE", None)
    assert (await store_app_of(stage, template)).listed


@pytest.mark.parametrize("state", [S.SUBMITTED, S.IN_REVIEW, S.ACTIVE])
async def test_what_is_under_review_or_in_the_store_is_not_deleted(stage: Stage, state: VersionState) -> None:
    _, version = await stage.template()
    await bring(stage, version, state)

    assert await faults_of(versions.delete_version(stage.isv, version)) == [(FaultCode.INVALID_STATE, "id")]
    assert (await version_of(stage, version)).deleted_at is None


@pytest.mark.parametrize("state", [S.DRAFT, S.PASSED, S.REJECTED, S.SUSPENDED])
async def test_what_is_neither_under_review_nor_in_the_store_is_deleted(stage: Stage, state: VersionState) -> None:
    _, version = await stage.template()
    await bring(stage, version, state)

    await versions.delete_version(stage.isv, version)

    assert (await version_of(stage, version)).deleted_at is not None


@pytest.mark.parametrize("state", [S.SUBMITTED, S.IN_REVIEW, S.PASSED])
async def test_a_withdrawn_version_is_a_draft_that_was_once_submitted(stage: Stage, state: VersionState) -> None:
    _, version = await stage.template()
    await bring(stage, version, state)
    submitted = await version_of(stage, version)

    await versions.withdraw_version(stage.isv, version)
    await versions.submit_version(stage.isv, version, "Again.")

    again = await version_of(stage, version)
    assert (again.state, again.description) == ("SUBMITTED", "Again.")
    assert again.review_id != submitted.review_id
    assert again.first_submitted_at == submitted.first_submitted_at is not None


async def test_the_store_shows_what_was_published_until_it_is_republished(stage: Stage) -> None:
    template, version = await stage.template()
    await bring(stage, version, S.ACTIVE)
    published = await store_app_of(stage, template)
    revision = (await stage.row(Template, UUID(template[4:]))).revision

    await templates.update_template(stage.isv, UpdateTemplate(template, revision, display_name="EMQ X"))
    edited = await store_app_of(stage, template)
    await templates.republish_template(stage.isv, template)

    republished = await store_app_of(stage, template)
    assert (published.display_name, published.listed) == ("emqx", True)
    assert edited == published
    assert (republished.id, republished.display_name) == (published.id, "EMQ X")
    assert republished.published_at == published.published_at
    assert republished.updated_at > published.updated_at


async def test_publishing_a_further_version_brings_the_snapshot_up_to_the_working_copy(stage: Stage) -> None:
    template, version = await stage.template()
    await bring(stage, version, S.ACTIVE)
    published = await store_app_of(stage, template)
    second = await stage.version(template, "v2.0.0")
    await bring(stage, second, S.PASSED)
    revision = (await stage.row(Template, UUID(template[4:]))).revision
    await templates.update_template(stage.isv, UpdateTemplate(template, revision, display_name="EMQ X"))

    await versions.publish_version(stage.isv, second)

    shown = await store_app_of(stage, template)
    assert (shown.id, shown.display_name) == (published.id, "EMQ X")
    assert shown.published_at == published.published_at < shown.updated_at


async def test_nothing_is_republished_that_is_not_in_the_store(stage: Stage) -> None:
    template, version = await stage.template()
    never = await faults_of(templates.republish_template(stage.isv, template))
    await bring(stage, version, S.SUSPENDED)

    assert never == [(FaultCode.INVALID_STATE, "id")]
    assert await faults_of(templates.republish_template(stage.isv, template)) == never


async def test_a_review_of_other_bytes_publishes_nothing(stage: Stage) -> None:
    """No use case leads here: the second lock behind the freeze of what was submitted."""
    template, version = await stage.template()
    await bring(stage, version, S.PASSED)
    other = await version_of(stage, await stage.version(template, "v2.0.0"))
    async with stage.database.write() as tx:
        (await tx.get_one(Version, UUID(version[4:]))).package_digest = other.package_digest

    assert await faults_of(versions.publish_version(stage.isv, version)) == [(FaultCode.INVALID_STATE, "id")]
    assert (await version_of(stage, version)).state == "PASSED"
