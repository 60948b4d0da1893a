"""Each use case on templates, versions and reviews needs one permission, in the workspace of what it changes.

The table says which, independently of the one in services/actions.py.
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from domain.commands.templates import CreateTemplate, CreateVersion, UpdateTemplate, UpdateVersion
from domain.errors import Forbidden
from domain.ids import Kind, encode_id
from domain.lifecycle import ReviewPhaseName, VersionState
from policies.principal import Principal
from policies.vocabulary import Permission
from server.embedded import Backends
from services import pictures, reviews, templates, versions
from services.call import Call, Rules
from storage.blobs import Blobs
from storage.database import Database
from storage.tables import AuditEvent, Template
from tests.policies.golden import ROOT, assert_golden
from tests.services import role_actions
from tests.services.journey import S, bring, png, version_of
from tests.services.stage import Stage, received, set_stage
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio
P, Phase = Permission, ReviewPhaseName
READING = frozenset({P.WORKSPACES_READ, P.TEMPLATES_READ})
GOLDEN = ROOT / "tests" / "golden" / "role_actions.txt"


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted upon, by global id, as it stood before."""

    workspace: str
    template: str
    version: str
    template_revision: int
    version_revision: int


@dataclass(frozen=True, slots=True)
class Case:
    """A use case, the permission that it needs, and where it is possible."""

    needs: Permission
    act: Callable[[Call, Target], Awaitable[object]]
    start: VersionState = S.DRAFT
    phase: ReviewPhaseName = Phase.TECHNICAL
    template_suspended: bool = False


def review_cases(phase: ReviewPhaseName, needs: Permission) -> Mapping[str, Case]:
    """Start, pass and reject of one phase."""
    return {
        f"startReview {phase}": Case(needs, lambda c, t: reviews.start_review(c, t.version, phase), S.SUBMITTED, phase),
        f"passReview {phase}": Case(
            needs, lambda c, t: reviews.pass_review(c, t.version, phase, None), S.IN_REVIEW, phase
        ),
        f"rejectReview {phase}": Case(
            needs, lambda c, t: reviews.reject_review(c, t.version, phase, "No."), S.IN_REVIEW, phase
        ),
    }


CASES: Mapping[str, Case] = {
    "updateVersion": Case(
        P.TEMPLATES_UPDATE, lambda c, t: versions.update_version(c, UpdateVersion(t.version, t.version_revision, "New"))
    ),
    "replacePackage": Case(
        P.TEMPLATES_UPDATE,
        lambda c, t: versions.replace_package(c, t.version, received(make_chart("emqx", "v1.0.1")), t.version_revision),
    ),
    "deleteVersion": Case(P.TEMPLATES_DELETE, lambda c, t: versions.delete_version(c, t.version)),
    "submitVersion": Case(P.VERSIONS_SUBMIT, lambda c, t: versions.submit_version(c, t.version, None)),
    "withdrawVersion": Case(P.VERSIONS_SUBMIT, lambda c, t: versions.withdraw_version(c, t.version), S.SUBMITTED),
    "publishVersion": Case(P.VERSIONS_PUBLISH, lambda c, t: versions.publish_version(c, t.version), S.PASSED),
    "suspendVersion": Case(P.STORE_SUSPEND, lambda c, t: versions.suspend_version(c, t.version, "Why"), S.ACTIVE),
    "restoreVersion": Case(P.STORE_SUSPEND, lambda c, t: versions.restore_version(c, t.version), S.SUSPENDED),
    **review_cases(Phase.ISV, P.REVIEWS_DECIDE_ISV),
    **review_cases(Phase.BUSINESS, P.REVIEWS_DECIDE_BUSINESS),
    **review_cases(Phase.TECHNICAL, P.REVIEWS_DECIDE_TECHNICAL),
    "createVersion": Case(
        P.TEMPLATES_CREATE,
        lambda c, t: versions.create_version(c, CreateVersion(t.template), received(make_chart("emqx", "v2.0.0"))),
    ),
    "createTemplate": Case(
        P.TEMPLATES_CREATE,
        lambda c, t: templates.create_template(c, CreateTemplate(t.workspace), received(make_chart("redis")), None),
    ),
    "updateTemplate": Case(
        P.TEMPLATES_UPDATE,
        lambda c, t: templates.update_template(c, UpdateTemplate(t.template, t.template_revision, summary="New")),
    ),
    "setTemplateIcon": Case(P.TEMPLATES_UPDATE, lambda c, t: pictures.set_icon(c, t.template, received(png()))),
    "setTemplateScreenshots": Case(
        P.TEMPLATES_UPDATE, lambda c, t: pictures.set_screenshots(c, t.template, [], [received(png())])
    ),
    "deleteTemplate": Case(P.TEMPLATES_DELETE, lambda c, t: templates.delete_template(c, t.template)),
    "suspendTemplate": Case(P.STORE_SUSPEND, lambda c, t: templates.suspend_template(c, t.template, "Why"), S.ACTIVE),
    "restoreTemplate": Case(
        P.STORE_SUSPEND, lambda c, t: templates.restore_template(c, t.template), S.ACTIVE, template_suspended=True
    ),
    "republishTemplate": Case(P.VERSIONS_PUBLISH, lambda c, t: templates.republish_template(c, t.template), S.ACTIVE),
}


@pytest.fixture
async def database(module_backends: Backends) -> AsyncIterator[Database]:
    pool = Database(module_backends.database_url)
    yield pool
    await pool.close()


async def prepare(database: Database, blobs: Blobs, case: Case) -> tuple[Stage, Target]:
    """A workspace of its own with a version where the case is possible, for those who may."""
    stage = await set_stage(database, blobs, f"w-{secrets.token_hex(4)}", Rules(review_phases=(case.phase,)))
    template, version = await stage.template()
    await bring(stage, version, case.start)
    if case.template_suspended:
        await templates.suspend_template(stage.reviewer, template, "Why")
    row = await version_of(stage, version)
    revision = (await stage.row(Template, row.template_id)).revision
    workspace = encode_id(Kind.WORKSPACE, stage.workspace_id)
    return stage, Target(workspace, template, version, revision, row.revision)


def caller(
    stage: Stage, platform: frozenset[Permission], workspaces: Mapping[UUID, frozenset[Permission]] | None = None
) -> Call:
    """A call by somebody who neither uploaded nor submitted, with just these rights."""
    second = stage.calls["second"]
    return replace(second, principal=Principal(second.principal.user_id, "second", platform, workspaces or {}))


async def told(stage: Stage) -> int:
    """How many events the audit log has."""
    async with stage.database.write() as tx:
        return int(await tx.scalar(select(func.count()).select_from(AuditEvent)) or 0)


@pytest.mark.parametrize("name", CASES)
async def test_a_use_case_is_forbidden_to_whoever_holds_everything_but_its_permission(
    name: str, database: Database, blobs: Blobs
) -> None:
    case = CASES[name]
    stage, target = await prepare(database, blobs, case)
    before = await told(stage)

    with pytest.raises(Forbidden, match=case.needs.value):
        await case.act(caller(stage, frozenset(Permission) - {case.needs}), target)

    assert await told(stage) == before


@pytest.mark.parametrize("name", CASES)
async def test_a_use_case_needs_reading_and_its_permission_where_it_is_and_no_more(
    name: str, database: Database, blobs: Blobs
) -> None:
    case = CASES[name]
    stage, target = await prepare(database, blobs, case)
    elsewhere = caller(stage, READING, {uuid4(): frozenset({case.needs})})
    here = caller(stage, frozenset(), {stage.workspace_id: READING | {case.needs}})

    with pytest.raises(Forbidden, match=case.needs.value):
        await case.act(elsewhere, target)

    assert await case.act(here, target)


def test_what_each_role_may_do_at_each_stage_is_golden() -> None:
    assert_golden(GOLDEN, role_actions.text())
