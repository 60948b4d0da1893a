"""The text of tests/golden/role_actions.txt: what each built-in role may do to a template and its version, by stage."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from domain.lifecycle import VersionState
from policies.enforcer import ask_casbin, read_builtin_rules
from policies.predicate import Row, Thing, holds
from policies.principal import Principal
from policies.scope import scope_of
from policies.vocabulary import BUILTIN_ROLES, RoleScope
from services.actions import template_actions, version_actions
from storage.tables import Review, ReviewPhase, Template, Version

ME, SOMEONE, OWN, OTHER = (UUID(int=number) for number in (1, 2, 101, 102))
SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = """\
# What each built-in role may do to a version, and to its template, where it stands. `make golden` writes it anew.
#
# The role alone decides: platform roles are held on the platform, workspace roles in the workspace `own`.
# The template has this one version, which somebody else uploaded and submitted unless it says `mine`.
# The store is closed to the anonymous. `-`: seen, and nothing may be done.
"""


class Stage(NamedTuple):
    """Where the version stands, and what its review has come to: (phase, state) in order."""

    name: str
    state: str
    phases: tuple[tuple[str, str], ...] = ()
    template_suspended: bool = False
    mine: bool = False


STAGES = (
    Stage("DRAFT, never submitted", "DRAFT"),
    Stage("SUBMITTED, ISV due", "SUBMITTED", (("ISV", "PENDING"), ("TECHNICAL", "PENDING"))),
    Stage("SUBMITTED, BUSINESS due", "SUBMITTED", (("BUSINESS", "PENDING"), ("TECHNICAL", "PENDING"))),
    Stage("SUBMITTED, TECHNICAL due", "SUBMITTED", (("TECHNICAL", "PENDING"),)),
    Stage("SUBMITTED, TECHNICAL due, mine", "SUBMITTED", (("TECHNICAL", "PENDING"),), mine=True),
    Stage("IN_REVIEW, ISV started", "IN_REVIEW", (("ISV", "IN_REVIEW"), ("TECHNICAL", "PENDING"))),
    Stage("IN_REVIEW, ISV passed, TECHNICAL due", "IN_REVIEW", (("ISV", "PASSED"), ("TECHNICAL", "PENDING"))),
    Stage("IN_REVIEW, BUSINESS started", "IN_REVIEW", (("BUSINESS", "IN_REVIEW"), ("TECHNICAL", "PENDING"))),
    Stage("IN_REVIEW, TECHNICAL started", "IN_REVIEW", (("TECHNICAL", "IN_REVIEW"),)),
    Stage("IN_REVIEW, TECHNICAL started, mine", "IN_REVIEW", (("TECHNICAL", "IN_REVIEW"),), mine=True),
    Stage("PASSED", "PASSED", (("TECHNICAL", "PASSED"),)),
    Stage("REJECTED", "REJECTED", (("TECHNICAL", "REJECTED"),)),
    Stage("ACTIVE", "ACTIVE", (("TECHNICAL", "PASSED"),)),
    Stage("SUSPENDED", "SUSPENDED", (("TECHNICAL", "PASSED"),)),
    Stage("SUSPENDED with its whole template", "SUSPENDED", (("TECHNICAL", "PASSED"),), template_suspended=True),
    Stage("PASSED, template suspended", "PASSED", (("TECHNICAL", "PASSED"),), template_suspended=True),
)


def text() -> str:
    """The file's text: a block for each role and place, in it a line for each stage and thing."""
    blocks = []
    for name, caller in _callers():
        for place, workspace_id in (("own", OWN), ("other", OTHER)):
            lines = [line for stage in STAGES for line in _lines(caller, stage, workspace_id)]
            blocks.append("\n".join([f"{name}, {place} workspace", *lines]))
    return HEADER + "\n" + "\n\n".join(blocks) + "\n"


def _callers() -> Iterator[tuple[str, Principal]]:
    rules = read_builtin_rules()
    for role in BUILTIN_ROLES:
        held = ask_casbin(rules[role.name])
        if role.scope is RoleScope.PLATFORM:
            yield role.name, Principal(ME, "me", platform=held, store_public=False)
        else:
            yield role.name, Principal(ME, "me", workspaces={OWN: held}, store_public=False)


def _lines(caller: Principal, stage: Stage, workspace_id: UUID) -> Iterator[str]:
    version, template = _version_actions(caller, stage, workspace_id), _template_actions(caller, stage, workspace_id)
    for thing, actions in ((Thing.VERSION, version), (Thing.TEMPLATE, template)):
        seen = holds(scope_of(caller, thing).predicate, _row(thing, stage, workspace_id), _no_other_rows)
        yield f"  {stage.name:<38} {thing.value:<9} {(' '.join(actions) or '-') if seen else 'not visible'}"


def _row(thing: Thing, stage: Stage, workspace_id: UUID) -> Row:
    row: Row = {"workspace_id": workspace_id, "first_submitted_at": SOME_TIME if stage.phases else None}
    return {**row, "state": stage.state} if thing is Thing.VERSION else row


def _version_actions(caller: Principal, stage: Stage, workspace_id: UUID) -> Iterable[str]:
    version = Version(workspace_id=workspace_id, state=stage.state)
    who = ME if stage.mine else SOMEONE
    review = Review(workspace_id=workspace_id, submitted_by=who, uploaders=[who]) if stage.phases else None
    phases = [ReviewPhase(position=n, name=name, state=state) for n, (name, state) in enumerate(stage.phases)]
    return version_actions(caller, version, stage.template_suspended, review, phases)


def _template_actions(caller: Principal, stage: Stage, workspace_id: UUID) -> Iterable[str]:
    suspended_at = SOME_TIME if stage.template_suspended else None
    template = Template(workspace_id=workspace_id, suspended_at=suspended_at)
    return template_actions(caller, template, frozenset({VersionState(stage.state)}), stage.state == "ACTIVE")


def _no_other_rows(thing: Thing) -> Iterable[Row]:
    raise AssertionError(f"the scopes of templates and versions look at no {thing}")
