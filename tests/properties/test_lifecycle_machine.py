"""The lifecycle as a law: whatever people press, in whatever order, the database stays on the table's paths."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from domain.errors import FaultCode, NotFound, Rejected
from domain.ids import Kind, decode_as
from domain.lifecycle import TRANSITIONS, ReviewPhaseName, VersionAction, VersionState, template_state
from server.embedded import Backends
from services import reviews, templates, versions
from services.call import Call, Rules
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import Review, Template
from tests.services.stage import Stage, received, set_stage
from tests.uploads.builder import make_chart

PHASES = (ReviewPhaseName.BUSINESS, ReviewPhaseName.TECHNICAL)
Press = Callable[[Call, str], Awaitable[Any]]
PRESSES: dict[str, Press] = {
    "submit": lambda call, v: versions.submit_version(call, v, None),
    "withdraw": versions.withdraw_version,
    "publish": versions.publish_version,
    "suspend": lambda call, v: versions.suspend_version(call, v, "why"),
    "restore": versions.restore_version,
    "delete": versions.delete_version,
    **{f"start {p}": lambda call, v, p=p: reviews.start_review(call, v, p) for p in PHASES},
    **{f"pass {p}": lambda call, v, p=p: reviews.pass_review(call, v, p, None) for p in PHASES},
    **{f"reject {p}": lambda call, v, p=p: reviews.reject_review(call, v, p, "no") for p in PHASES},
}
ON_TEMPLATE = ("suspend template", "restore template", "republish")
steps = st.lists(
    st.tuples(
        st.sampled_from(("isv", "reviewer")),
        st.sampled_from([*PRESSES, "replace", *ON_TEMPLATE, "the next right thing", "the next right thing"]),
        st.sampled_from((0, 1)),
    ),
    min_size=5,
    max_size=30,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_no_order_of_actions_leaves_the_paths_of_the_table(module_backends: Backends, steps: list[Any]) -> None:
    asyncio.run(_play(module_backends, steps))


async def _play(backends: Backends, steps: list[Any]) -> None:
    database, blobs = Database(backends.database_url), Blobs(backends.s3)
    try:
        stage = await set_stage(database, blobs, f"w-{uuid4().hex[:12]}", Rules(review_phases=PHASES))
        template, first = await stage.template()
        targets = [first, await stage.version(template, "v2.0.0")]
        for number, (who, what, which) in enumerate(steps):
            await _press(stage, who, what, template, targets[which], number)
            await _check(stage, UUID(template[4:]))
    finally:
        await database.close()


async def _press(stage: Stage, who: str, what: str, template: str, version: str, number: int) -> None:
    call = stage.calls[who]
    if what == "the next right thing":
        who, what = await _next(stage, version)
        call = stage.calls[who]
    try:
        if what == "replace":
            package = received(make_chart("emqx", f"v3.0.{number}"))
            await versions.replace_package(call, version, package, await _revision(stage, version))
        elif what in ON_TEMPLATE:
            await _press_template(call, what, template)
        else:
            await PRESSES[what](call, version)
    except Rejected as rejected:
        assert rejected.faults[0].code in (FaultCode.INVALID_STATE, FaultCode.SELF_REVIEW, FaultCode.ALREADY_EXISTS)
    except NotFound:
        pass  # it was deleted


async def _press_template(call: Call, what: str, template: str) -> None:
    if what == "suspend template":
        await templates.suspend_template(call, template, "why")
    elif what == "restore template":
        await templates.restore_template(call, template)
    else:
        await templates.republish_template(call, template)


async def _next(stage: Stage, version: str) -> tuple[str, str]:
    async with stage.database.write() as tx:
        found = await tx.execute(
            text("""SELECT v.state, p.name, p.state FROM version v LEFT JOIN LATERAL
                (SELECT name, state FROM review_phase WHERE review_id = v.review_id AND state <> 'PASSED'
                 ORDER BY position LIMIT 1) p ON true WHERE v.id = :id"""),
            {"id": decode_as(Kind.VERSION, version)},
        )
        state, phase, phase_state = found.one()
    if state in ("SUBMITTED", "IN_REVIEW") and phase:
        return "reviewer", f"{'pass' if phase_state == 'IN_REVIEW' else 'start'} {phase}"
    return "isv", {"PASSED": "publish", "SUSPENDED": "restore"}.get(state, "submit")


async def _revision(stage: Stage, version: str) -> int:
    async with stage.database.write() as tx:
        found = await tx.execute(
            text("SELECT revision FROM version WHERE id = :id"), {"id": decode_as(Kind.VERSION, version)}
        )
        return int(found.scalar_one())


async def _check(stage: Stage, template_id: UUID) -> None:
    template = await stage.row(Template, template_id)
    live = await stage.versions_of(template_id)
    assert template.state == template_state(VersionState(v.state) for v in live)
    for version in live:
        if version.state in ("PASSED", "ACTIVE", "SUSPENDED"):
            review = await stage.row(Review, version.review_id)
            assert (review.state, review.package_digest) == ("PASSED", version.package_digest)
        assert not version.hidden_by_template or (version.state == "SUSPENDED" and template.suspended_at)
        assert not (template.suspended_at and version.state == "ACTIVE")
    async with stage.database.write() as tx:
        listed = await tx.scalar(text("SELECT listed FROM store_app WHERE template_id = :id"), {"id": template_id})
        told = await tx.execute(_TOLD, {"id": stage.workspace_id})
    assert bool(listed) == any(version.state == "ACTIVE" for version in live)
    _check_record(told.all())


_TOLD = text("""SELECT subject, action, from_state, to_state FROM audit_event
    WHERE workspace_id = :id AND action LIKE 'version.%' ORDER BY at""")


def _check_record(told: Any) -> None:
    """Each step in the record is in the table, and begins where the one before it ended."""
    last: dict[str, str] = {}
    for subject, action, from_state, to_state in told:
        if action != "version.create":
            assert from_state == last[subject]
            target = TRANSITIONS[VersionState(from_state), VersionAction(action.removeprefix("version.").upper())]
            between_phases = action == "version.pass" and to_state == "IN_REVIEW"
            assert between_phases or to_state == (None if target is None else target.value)
        last[subject] = to_state
