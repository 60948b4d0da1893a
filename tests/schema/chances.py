"""A store in which whoever may do a thing finds one to do it to: a caller of their own, and a chance for each mutation.

Made on top of tests/resolvers/world.py. The spare workspace has nothing but members; `idler` holds nothing anywhere,
so that anybody's rights cover theirs. Every template was submitted once, and is seen by those who see submissions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from domain.ids import Kind, encode_id
from policies.principal import Principal, anonymous
from policies.vocabulary import WORKSPACE_PERMISSIONS, Permission
from services.call import Call, Rules
from services.principals import hash_secret
from storage.blobs import Blobs
from storage.tables import (
    ApiToken,
    AuditEvent,
    Category,
    Membership,
    Review,
    ReviewPhase,
    Role,
    Session,
    SigningKey,
    Template,
    User,
    Version,
    Workspace,
)
from tests.calls import call_as, principals_of
from tests.fixtures.upstream import Upstream, way_out
from tests.resolvers.repositories import a_chart, a_chart_version, a_repository
from tests.resolvers.world import START, World, a_provenance, a_review, a_store_app, a_template, a_version
from tests.schema.callers import NOTHING, Caller, Came, Held

WAY_OUT = way_out()
LARGEST = 1024 * 1024
"""No package and no icon is larger."""
NOBODY = UUID(int=9)
PASSWORD = "correct horse battery"
SECRET = "chy_known"
STATES = {
    "inspectChart": "DRAFT",
    "updateTemplate": "DRAFT",
    "setTemplateIcon": "DRAFT",
    "setTemplateScreenshots": "DRAFT",
    "deleteTemplate": "DRAFT",
    "suspendTemplate": "ACTIVE",
    "restoreTemplate": "SUSPENDED",
    "republishTemplate": "ACTIVE",
    "createVersion": "DRAFT",
    "updateVersion": "DRAFT",
    "replacePackage": "DRAFT",
    "deleteVersion": "DRAFT",
    "submitVersion": "DRAFT",
    "withdrawVersion": "SUBMITTED",
    "publishVersion": "PASSED",
    "suspendVersion": "ACTIVE",
    "restoreVersion": "SUSPENDED",
    "rejected": "REJECTED",
}
"""The state of the version that each mutation finds, on a template of its own that has the mutation's name."""
PHASES = ("ISV", "BUSINESS", "TECHNICAL")
DECISIONS = {"startReview": ("SUBMITTED", "PENDING"), "passReview": ("IN_REVIEW", "IN_REVIEW")}
DECISIONS |= {"rejectReview": DECISIONS["passReview"]}
THEIRS = ((Template, "emqx"), (Version, "emqx 4.0.0"), (SigningKey, "key"), (SigningKey, "key other"))
"""What the caller has made."""
OWN = "own"
"""Submitted by whoever the caller is."""
REVIEWED = {"withdrawVersion": "SUBMITTED", "publishVersion": "PASSED", "rejected": "REJECTED"}


async def add_chances(world: World, password_hash: str, upstream: Upstream) -> None:
    """Puts into the world what mutations are tried on, and more to read.

    Repositories are on this machine: of `upstream` there is a chart that can be imported.
    """
    await _put(world, dict(_people(world, password_hash)))
    await _put(world, dict(_targets(world)))
    await _put(world, dict(_repositories(world, upstream)))
    await _put(world, {"proof that is not believed": a_provenance(world.rows["version suspendVersion"])})
    async with world.database.write() as tx:
        is_other = col(Workspace.id) == world.id("other")
        await tx.execute(update(Workspace).where(is_other).values(display_name="Other than Acme"))


async def _put(world: World, rows: Mapping[str, Any]) -> None:
    world.rows |= rows
    await world.add(*rows.values())


def _people(world: World, password_hash: str) -> Iterator[tuple[str, Any]]:
    spare = Workspace(name="spare", display_name="Spare", description="For nothing.")
    idle = Role(name="idle", scope="PLATFORM")
    idle_here = Role(name="idle-here", scope="WORKSPACE", workspace_id=world.id("acme"))
    idler = User(username="idler", email="i@example.com", platform_role_id=idle.id)
    yield "spare", spare
    yield "role idle", idle
    yield "role idle here", idle_here
    yield "role unheld", Role(name="unheld", scope="PLATFORM")
    yield "role unheld here", Role(name="unheld-here", scope="WORKSPACE", workspace_id=world.id("acme"))
    yield "idler", idler
    newcomer = User(username="newcomer", platform_role_id=world.id("role platform-regular"))
    newcomer.email, newcomer.password_hash = "n@example.com", password_hash
    yield "newcomer", newcomer
    yield "token newcomer", _token(newcomer, b"new", world.id("acme"))
    yield "member idler", Membership(workspace_id=world.id("acme"), user_id=idler.id, role_id=idle_here.id)
    admin = {"user_id": world.id("admin"), "role_id": world.id("role workspace-admin")}
    yield "member admin spare", Membership(workspace_id=spare.id, **admin)
    told = world.rows["event"].model_dump(exclude={"id", "workspace_id", "subject"})
    subject = encode_id(Kind.VERSION, world.id("nginx 2.0.0"))
    yield "event other", AuditEvent(workspace_id=world.id("other"), subject=subject, **told)
    yield "shelf spare", Category(name="spare", display_name="Spare")
    yield "shelf bare", Category(name="bare", display_name="Bare")


def _repositories(world: World, upstream: Upstream) -> Iterator[tuple[str, Any]]:
    """For each mutation that needs one, a repository of its own; and what is listed in one that answers."""
    for mutation in ("updateRepository", "deleteRepository", "syncRepository"):
        repository = a_repository(world.id("acme"), mutation.lower(), state="FAILED", state_message="It was away.")
        yield f"repository {mutation}", repository
    answering = a_repository(world.id("acme"), "answering")
    answering.url = upstream.url
    chart = a_chart(answering, "imported")
    yield "repository answering", answering
    yield "chart imported", chart
    yield "chart version importChartVersion", a_chart_version(chart, "1.0.0", urls=["imported-1.0.0.tgz"])
    yield "chart version spoilt", a_chart_version(chart, "2.0.0", urls=["junk-2.0.0.tgz"])
    yield "chart version gone", a_chart_version(chart, "3.0.0", urls=["gone-3.0.0.tgz"])


def _targets(world: World) -> Iterator[tuple[str, Any]]:
    for mutation, state in STATES.items():
        phases = (("TECHNICAL", _phase_of(state)),) if mutation in REVIEWED else ()
        yield from _target(world, mutation, state, phases, REVIEWED.get(mutation))
    for mutation, (state, phase_state) in {**DECISIONS, OWN: DECISIONS["startReview"]}.items():
        for phase in PHASES:
            yield from _target(world, f"{mutation} {phase}", state, ((phase, phase_state),), state)


def _phase_of(state: str) -> str:
    return "PENDING" if state == "SUBMITTED" else state


def _target(
    world: World, name: str, state: str, phases: tuple[tuple[str, str], ...], review_state: str | None
) -> Iterator[tuple[str, Any]]:
    is_whole = name == "restoreTemplate"
    template = a_template(
        world,
        name.lower().replace(" ", "-"),
        state=state if state in ("ACTIVE", "SUSPENDED") else "DRAFT",
        first_submitted_at=START,
        suspended_at=START if is_whole else None,
    )
    version = a_version(world, template, "1.0.0", state, hidden_by_template=is_whole)
    version.first_submitted_at = START
    yield f"template {name}", template
    if state in ("ACTIVE", "SUSPENDED"):
        yield f"app {name}", a_store_app(template, listed=state == "ACTIVE")
    if review_state is not None:
        review = a_review(world, version, review_state, 7, template_name=template.name)
        review.submitted_by, version.review_id = world.id("idler"), review.id
        yield f"version {name}", version
        yield f"review {name}", review
        for position, (phase, phase_state) in enumerate(phases):
            yield f"phase {name}", ReviewPhase(review_id=review.id, position=position, name=phase, state=phase_state)
    else:
        yield f"version {name}", version


@dataclass(slots=True)
class Asker:
    """A caller who is in the world, and the calls that they make."""

    world: World
    caller: Caller
    blobs: Blobs
    rules: Rules
    principal: Principal
    upstream: Upstream

    @classmethod
    async def join(cls, world: World, caller: Caller, blobs: Blobs, password_hash: str, upstream: Upstream) -> "Asker":
        """The caller, with what a user has: a platform role, two memberships, an API token, a session, own works."""
        rules = Rules(store_public=caller.store_public, max_package_bytes=LARGEST)
        if caller.came is Came.WITHOUT_CREDENTIAL:
            return cls(world, caller, blobs, rules, anonymous(caller.store_public), upstream)
        await _bring_in(world, caller, password_hash)
        return cls(world, caller, blobs, rules, await _principal(world, caller, rules), upstream)

    def call(self) -> Call:
        """A call of theirs, which asks anew who they are when it has changed something."""
        call = call_as(self.world.database, self.principal, rules=self.rules, blobs=self.blobs)
        call.outbound = WAY_OUT
        if self.principal.is_signed_in:
            call.renew = self._renewed
        return call

    def gid(self, kind: Kind, name: str) -> str:
        """The global id of something in the world; of what there is not for this caller, one that nothing has."""
        row = self.world.rows.get(name)
        return encode_id(kind, NOBODY if row is None else row.id)

    def role(self, place: str) -> str:
        """The name of the role that they hold there; of no role for those who hold none."""
        role = self.world.rows.get(f"my role in {place}")
        return "none" if role is None else role.name

    @property
    def holds(self) -> frozenset[Permission]:
        """All that they hold anywhere."""
        return self.principal.platform.union(*self.principal.workspaces.values())

    @property
    def lacks(self) -> list[str]:
        """A permission that has meaning in workspaces and that they hold nowhere, if there is one."""
        return sorted(WORKSPACE_PERMISSIONS - self.holds)[:1]

    async def _renewed(self) -> Principal:
        return await _principal(self.world, self.caller, self.rules)


async def _principal(world: World, caller: Caller, rules: Rules) -> Principal:
    reader, principals, me = world.database.reader(), principals_of(world.database, rules), world.id("me")
    try:
        if caller.came is Came.BY_TOKEN:
            return await principals.of_token(reader, SECRET)
        session = "assumed session" if caller.came is Came.IN_A_ROLE else "session"
        return await principals.of_session(reader, world.id(session), me)
    finally:
        await reader.close()


async def _bring_in(world: World, caller: Caller, password_hash: str) -> None:
    """Makes the caller a user, with a role on the platform and memberships, API tokens, sessions, and works."""
    places = {"acme": caller.acme, "spare": caller.acme, "other": caller.other}
    mine = {"platform": _role(world, caller.platform, None)}
    mine |= {place: _role(world, held, world.id(place)) for place, held in places.items()}
    await _put(world, {f"my role in {place}": role for place, role in mine.items() if not role.builtin})
    world.rows |= {f"my role in {place}": role for place, role in mine.items()}
    me = User(username="me", display_name="Me", email="me@example.com", platform_role_id=mine["platform"].id)
    me.password_hash = password_hash
    joined = [place for place in places if place != "other" or caller.other != NOTHING]
    members = {f"my {place}": _member(world, me, place, mine[place]) for place in joined}
    await _put(world, {"me": me, **members, **_credentials(world, caller, me, mine)})
    await _make_theirs(world, me)


def _role(world: World, held: Held, workspace_id: UUID | None) -> Role:
    if isinstance(held, str):
        built_in: Role = world.rows[f"role {held}"]
        return built_in
    scope = "PLATFORM" if workspace_id is None else "WORKSPACE"
    return Role(name="mine", scope=scope, workspace_id=workspace_id, permissions=sorted(held))


def _member(world: World, user: User, place: str, role: Role) -> Membership:
    return Membership(workspace_id=world.id(place), user_id=user.id, role_id=role.id)


def _credentials(world: World, caller: Caller, me: User, mine: Mapping[str, Role]) -> dict[str, Any]:
    acme, until = world.id("acme"), datetime.now(UTC) + timedelta(hours=1)
    used = ApiToken(user_id=me.id, name="used", prefix="chy_2", secret_hash=hash_secret(SECRET))
    session = Session(user_id=me.id, expires_at=until)
    narrowed = Session(user_id=me.id, expires_at=until, parent_id=session.id)
    narrowed.role_id = mine["acme" if caller.assumes_in_acme else "platform"].id
    narrowed.workspace_id = acme if caller.assumes_in_acme else None
    tokens = {"my token": _token(me, b"mine", acme), "my other token": _token(me, b"others", world.id("other"))}
    return {**tokens, "used token": used, "session": session, "assumed session": narrowed}


def _token(user: User, secret_hash: bytes, workspace_id: UUID) -> ApiToken:
    token = ApiToken(user_id=user.id, name="ci", prefix="chy_1", secret_hash=secret_hash, workspace_id=workspace_id)
    token.permissions, token.last_used_at, token.expires_at = ["STORE_READ"], START, START + timedelta(days=9000)
    return token


async def _make_theirs(world: World, me: User) -> None:
    """What they made, they may have made when they could, and see its maker where they see it now."""
    async with world.database.write() as tx:
        for table, name in THEIRS:
            await tx.execute(update(table).where(col(table.id) == world.id(name)).values(created_by=me.id))
        own = [world.id(f"review {OWN} {phase}") for phase in PHASES]
        await tx.execute(update(Review).where(col(Review.id).in_(own)).values(submitted_by=me.id))
