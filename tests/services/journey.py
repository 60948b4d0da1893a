"""Walks a version along its lifecycle through the use cases, to where a test begins."""

import io
from typing import Any
from uuid import UUID

from PIL import Image as Pillow

from domain.lifecycle import VersionState
from services import reviews, versions
from storage.tables import Version
from tests.services.stage import Stage

S = VersionState


async def bring(stage: Stage, version: str, state: VersionState) -> None:
    """Brings a DRAFT version to the state; the ISV submits and publishes, the reviewer decides."""
    if state is S.DRAFT:
        return
    await versions.submit_version(stage.isv, version, None)
    if state is S.SUBMITTED:
        return
    if state in (S.IN_REVIEW, S.REJECTED):
        await _open_first_phase(stage, version, state)
        return
    for phase in stage.isv.rules.review_phases:
        await reviews.start_review(stage.reviewer, version, phase)
        await reviews.pass_review(stage.reviewer, version, phase, None)
    if state in (S.ACTIVE, S.SUSPENDED):
        await versions.publish_version(stage.isv, version)
    if state is S.SUSPENDED:
        await versions.suspend_version(stage.reviewer, version, "It leaks.")


async def _open_first_phase(stage: Stage, version: str, state: VersionState) -> None:
    phase = stage.isv.rules.review_phases[0]
    await reviews.start_review(stage.reviewer, version, phase)
    if state is S.REJECTED:
        await reviews.reject_review(stage.reviewer, version, phase, "No probes.")


async def version_of(stage: Stage, version: str) -> Version:
    """The version's row as it is now."""
    row: Version = await stage.row(Version, UUID(version.partition("_")[2]))
    return row


def png(side: int = 8, **save: Any) -> bytes:
    """A picture as somebody sends it."""
    out = io.BytesIO()
    Pillow.new("RGB", (side, side), "navy").save(out, "PNG", **save)
    return out.getvalue()
