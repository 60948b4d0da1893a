"""Templates: what a new one takes from its chart, its pictures, when it may go, and its suspension as a whole."""

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select
from sqlmodel import col

from domain.commands.templates import CreateTemplate, UpdateTemplate
from domain.errors import FaultCode, NotFound, Rejected
from domain.ids import Kind, encode_id
from domain.lifecycle import VersionState
from server.embedded import Backends
from services import pictures, templates, versions
from services.packages import ICON_BYTES
from storage.blobs import key_of
from storage.tables import UNCATEGORIZED, Category, Image, StoreApp, Template
from storage.writes.templates import screenshots_of
from tests.calls import faults_of
from tests.services.journey import S, bring, png, version_of
from tests.services.stage import Stage, received
from tests.uploads.builder import make_chart

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = pytest.mark.anyio
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


async def template_of(stage: Stage, template: str) -> Template:
    """The template's row as it is now."""
    row: Template = await stage.row(Template, UUID(template[4:]))
    return row


async def is_listed(stage: Stage, template: str) -> bool:
    """Whether the store shows the template."""
    async with stage.database.write() as tx:
        app = await tx.scalars(select(StoreApp).where(col(StoreApp.template_id) == UUID(template[4:])))
        return app.one().listed


async def test_a_new_template_takes_what_its_chart_says(stage: Stage) -> None:
    template, version = await stage.template(
        "emqx",
        "v1.0.0",
        appVersion="5.7",
        description="A  broker for MQTT.",
        home="https://emqx.example",
        keywords=["mqtt", "iot", "mqtt"],
        sources=["https://git.example/emqx"],
        maintainers=[{"name": "Ann", "email": "ann@example.com", "url": "https://ann.example"}, {"name": "Bob"}],
    )

    row = await template_of(stage, template)
    assert (row.name, row.display_name, row.state, row.revision) == ("emqx", "emqx", "DRAFT", 1)
    assert (row.summary, row.description) == ("A broker for MQTT.", "A  broker for MQTT.")
    assert (row.home, row.keywords, row.sources) == (
        "https://emqx.example",
        ["mqtt", "iot"],
        ["https://git.example/emqx"],
    )
    assert row.maintainers == [
        {"name": "Ann", "email": "ann@example.com", "url": "https://ann.example"},
        {"name": "Bob", "email": None, "url": None},
    ]
    assert (row.icon_digest, row.first_submitted_at, row.suspended_at) == (None, None, None)
    assert row.created_by == stage.isv.principal.user_id
    assert (await stage.row(Category, row.category_id)).name == UNCATEGORIZED
    first = await version_of(stage, version)
    assert (first.version, first.app_version, first.state) == ("v1.0.0", "5.7", "DRAFT")


async def test_what_is_given_goes_before_what_the_chart_says(stage: Stage) -> None:
    command = CreateTemplate(
        encode_id(Kind.WORKSPACE, stage.workspace_id),
        display_name="EMQ X",
        summary="Given",
        description="Given too",
        home="",
        version_description="First.",
    )
    chart = make_chart("emqx", "v1.0.0", description="Of the chart", home="https://emqx.example", keywords=["mqtt"])

    made = await templates.create_template(stage.isv, command, received(chart), received(png(), "icon.png"))

    row = await template_of(stage, encode_id(Kind.TEMPLATE, made))
    assert (row.display_name, row.summary, row.description, row.home) == ("EMQ X", "Given", "Given too", "")
    assert row.keywords == ["mqtt"]
    assert row.icon_digest is not None
    assert [version.description for version in await stage.versions_of(made)] == ["First."]


async def test_a_category_that_is_not_there_is_refused(stage: Stage) -> None:
    template, _ = await stage.template()
    before = await template_of(stage, template)
    command = CreateTemplate(encode_id(Kind.WORKSPACE, stage.workspace_id), category="no-such-shelf")

    created = await faults_of(templates.create_template(stage.isv, command, received(make_chart("redis")), None))
    updated = await faults_of(
        templates.update_template(stage.isv, UpdateTemplate(template, 1, display_name="X", category="no-such-shelf"))
    )

    assert created == updated == [(FaultCode.INVALID, "category")]
    assert await template_of(stage, template) == before


async def test_a_template_goes_to_the_category_that_is_named(stage: Stage) -> None:
    name = secrets.token_hex(4)
    async with stage.database.write() as tx:
        shelf = Category(name=name)
        tx.add(shelf)
    template, _ = await stage.template()

    await templates.update_template(stage.isv, UpdateTemplate(template, 1, category=name))

    row = await template_of(stage, template)
    assert (row.category_id, row.revision) == (shelf.id, 2)


async def test_an_update_of_another_revision_is_a_conflict_and_changes_nothing(stage: Stage) -> None:
    template, _ = await stage.template()
    before = await template_of(stage, template)

    refused = await faults_of(templates.update_template(stage.isv, UpdateTemplate(template, 2, display_name="EMQ X")))

    assert refused == [(FaultCode.CONFLICT, "revision")]
    assert await template_of(stage, template) == before


@pytest.mark.parametrize("state", [S.SUBMITTED, S.IN_REVIEW, S.ACTIVE])
async def test_a_template_stays_while_a_version_of_it_is_under_review_or_in_the_store(
    stage: Stage, state: VersionState
) -> None:
    template, version = await stage.template()
    await stage.version(template, "v2.0.0")
    await bring(stage, version, state)

    with pytest.raises(Rejected) as refused:
        await templates.delete_template(stage.isv, template)

    (fault,) = refused.value.faults
    assert (fault.code, fault.path) == (FaultCode.IN_USE, ("id",))
    assert state in fault.message
    assert (await template_of(stage, template)).deleted_at is None
    assert len(await stage.versions_of(UUID(template[4:]))) == 2


@pytest.mark.parametrize("state", [S.DRAFT, S.PASSED, S.REJECTED, S.SUSPENDED])
async def test_a_deleted_template_takes_its_versions_along_and_frees_its_name(
    stage: Stage, state: VersionState
) -> None:
    template, version = await stage.template()
    await bring(stage, version, state)

    await templates.delete_template(stage.isv, template)

    assert (await template_of(stage, template)).deleted_at is not None
    assert (await version_of(stage, version)).deleted_at is not None
    again, _ = await stage.template()
    assert again != template
    with pytest.raises(NotFound):
        await templates.delete_template(stage.isv, template)


async def test_a_templates_name_is_taken_while_it_is_there(stage: Stage) -> None:
    await stage.template()

    assert await faults_of(stage.template(version="v2.0.0")) == [(FaultCode.ALREADY_EXISTS, "package")]


async def test_an_icon_is_kept_encoded_anew_under_the_digest_of_what_is_kept(
    stage: Stage, module_backends: Backends, s3_client: "S3Client"
) -> None:
    template, _ = await stage.template()
    secret = PngInfo()
    secret.add_text("Author", "somebody at home")
    sent = png(16, pnginfo=secret)

    await pictures.set_icon(stage.isv, template, received(sent, "icon.png"))

    row = await template_of(stage, template)
    assert row.icon_digest is not None and row.revision == 2
    kept = s3_client.get_object(Bucket=module_backends.s3.bucket, Key=key_of(row.icon_digest))["Body"].read()
    assert row.icon_digest == "sha256:" + sha256(kept).hexdigest() != received(sent).digest
    assert kept.startswith(b"\x89PNG") and b"somebody" in sent and b"somebody" not in kept
    image = await stage.row(Image, row.icon_digest)
    assert (image.content_type, image.size, image.width, image.height) == ("image/png", len(kept), 16, 16)


async def test_an_icon_is_taken_away_by_setting_none(stage: Stage) -> None:
    template, _ = await stage.template()
    await pictures.set_icon(stage.isv, template, received(png()))

    await pictures.set_icon(stage.isv, template, None)

    assert (await template_of(stage, template)).icon_digest is None


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (SVG, FaultCode.IMAGE_INVALID, "SVG is not taken, because it can carry scripts"),
        (b"not a picture", FaultCode.IMAGE_INVALID, "must be a PNG, JPEG, WebP or GIF"),
        (png() + bytes(ICON_BYTES), FaultCode.TOO_LARGE, f"larger than {ICON_BYTES} bytes"),
    ],
    ids=["SVG", "text", "too large"],
)
async def test_a_bad_icon_is_refused_with_its_reason_and_the_old_one_stays(
    stage: Stage, content: bytes, code: FaultCode, reason: str
) -> None:
    template, _ = await stage.template()
    await pictures.set_icon(stage.isv, template, received(png()))
    before = await template_of(stage, template)

    with pytest.raises(Rejected, match=reason) as refused:
        await pictures.set_icon(stage.isv, template, received(content))

    assert [(fault.code, fault.path) for fault in refused.value.faults] == [(code, ("icon",))]
    assert await template_of(stage, template) == before


async def test_screenshots_stand_as_they_are_kept_and_then_as_they_are_added(stage: Stage) -> None:
    template, _ = await stage.template()
    await pictures.set_screenshots(stage.isv, template, [], [received(png(side)) for side in (8, 9, 10)])
    first, _, third = await shots_of(stage, template)

    await pictures.set_screenshots(stage.isv, template, [third, first], [received(png(11))])

    *kept, added = await shots_of(stage, template)
    assert kept == [third, first]
    assert (await stage.row(Image, added)).width == 11


async def test_a_screenshot_that_is_sent_twice_or_again_stands_once(stage: Stage) -> None:
    template, _ = await stage.template()

    await pictures.set_screenshots(stage.isv, template, [], [received(png(side)) for side in (8, 9, 8)])
    shots = await shots_of(stage, template)
    await pictures.set_screenshots(stage.isv, template, shots, [received(png(8))])

    assert len(shots) == 2
    assert await shots_of(stage, template) == shots


async def test_six_screenshots_fit_and_only_those_that_are_there_are_kept(stage: Stage) -> None:
    template, _ = await stage.template()
    six = [received(png(side)) for side in range(8, 14)]
    await pictures.set_screenshots(stage.isv, template, [], six)
    shots = await shots_of(stage, template)

    many = await faults_of(pictures.set_screenshots(stage.isv, template, shots, [received(png(20))]))
    strange = await faults_of(pictures.set_screenshots(stage.isv, template, ["sha256:" + "0" * 64], []))
    twice = await faults_of(pictures.set_screenshots(stage.isv, template, [shots[0], shots[0]], []))

    assert many == [(FaultCode.LIMIT_EXCEEDED, "add")]
    assert strange == twice == [(FaultCode.INVALID, "keep")]
    assert await shots_of(stage, template) == shots
    assert len(shots) == 6


async def shots_of(stage: Stage, template: str) -> list[str]:
    """The digests of the working copy's screenshots."""
    async with stage.database.write() as tx:
        return list(await screenshots_of(tx, UUID(template[4:])))


async def test_restoring_a_template_brings_back_what_its_suspension_hid_and_nothing_else(stage: Stage) -> None:
    template, bad = await stage.template()
    await bring(stage, bad, S.SUSPENDED)
    good = await stage.version(template, "v2.0.0")
    await bring(stage, good, S.ACTIVE)

    await templates.suspend_template(stage.reviewer, template, "Under investigation.")
    hidden = [await version_of(stage, version) for version in (bad, good)]
    suspended, listed = await template_of(stage, template), await is_listed(stage, template)
    alone = await faults_of(versions.restore_version(stage.reviewer, good))
    await templates.restore_template(stage.reviewer, template)

    assert [(row.state, row.state_message) for row in hidden] == [
        ("SUSPENDED", "It leaks."),
        ("SUSPENDED", "Under investigation."),
    ]
    assert (suspended.state, suspended.suspended_at is not None, listed) == ("SUSPENDED", True, False)
    assert alone == [(FaultCode.INVALID_STATE, "id")]
    back = [await version_of(stage, version) for version in (bad, good)]
    assert [(row.state, row.hidden_by_template) for row in back] == [("SUSPENDED", False), ("ACTIVE", False)]
    restored = await template_of(stage, template)
    assert (restored.state, restored.suspended_at) == ("ACTIVE", None)
    assert await is_listed(stage, template)
